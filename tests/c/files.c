#define _POSIX_C_SOURCE 200809L
#include "files.h"
#include "harness.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *path_in(const char *folder, const char *name)
{
    static char paths[8][1200];
    static int turn;
    turn = (turn + 1) % 8;
    sprintf(paths[turn], "%.800s/%.300s", folder, name);
    return paths[turn];
}

void make_folder(const char *path)
{
    char part[1000];
    size_t at;
    sprintf(part, "%.900s", path);
    for (at = 1; part[at] != '\0'; at++)
        if (part[at] == '/') {
            part[at] = '\0';
            mkdir(part, 0700);
            part[at] = '/';
        }
    mkdir(part, 0700);
}

void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (file == NULL)
        abort();
    CHECK(fwrite(bytes, 1, length, file) == length);
    CHECK(fclose(file) == 0);
}

uint8_t *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes;
    long size;
    if (file == NULL)
        return NULL;
    CHECK(fseek(file, 0, SEEK_END) == 0);
    size = ftell(file);
    rewind(file);
    bytes = malloc((size_t)size + 1);
    if (bytes == NULL)
        abort();
    CHECK(fread(bytes, 1, (size_t)size, file) == (size_t)size);
    bytes[size] = 0;
    *length = (size_t)size;
    fclose(file);
    return bytes;
}

int names_in(const char *folder, const char *prefix)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    int count = 0;
    CHECK(open != NULL);
    while (open != NULL && (entry = readdir(open)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
                 strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    if (open != NULL)
        closedir(open);
    return count;
}

void remove_folder(const char *path)
{
    DIR *open = opendir(path);
    struct dirent *entry;
    while (open != NULL && (entry = readdir(open)) != NULL)
        unlink(path_in(path, entry->d_name));
    if (open != NULL)
        closedir(open);
    rmdir(path);
}

static uint32_t right(uint32_t word, int by)
{
    return (word >> by) | (word << (32 - by));
}

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void compress(uint32_t state[8], const uint8_t block[64])
{
    uint32_t w[64], v[8];
    int t;
    for (t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (; t < 64; t++)
        w[t] = w[t - 16] + w[t - 7] +
               (right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ (w[t - 15] >> 3)) +
               (right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ (w[t - 2] >> 10));
    memcpy(v, state, sizeof v);
    for (t = 0; t < 64; t++) {
        uint32_t one = v[7] + (right(v[4], 6) ^ right(v[4], 11) ^ right(v[4], 25)) +
                       ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[t] + w[t];
        uint32_t two = (right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22)) +
                       ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += one;
        v[0] = one + two;
    }
    for (t = 0; t < 8; t++)
        state[t] += v[t];
}

void sha256_hex(const uint8_t *bytes, size_t length, char out[65])
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint8_t end[128] = {0};
    size_t whole = length / 64 * 64, rest = length - whole, at;
    size_t end_length = rest < 56 ? 64 : 128;
    uint64_t bits = (uint64_t)length * 8;
    for (at = 0; at < whole; at += 64)
        compress(state, bytes + at);
    if (rest > 0)
        memcpy(end, bytes + whole, rest);
    end[rest] = 0x80;
    for (at = 0; at < 8; at++)
        end[end_length - 1 - at] = (uint8_t)(bits >> (8 * at));
    for (at = 0; at < end_length; at += 64)
        compress(state, end + at);
    for (at = 0; at < 8; at++)
        sprintf(out + 8 * at, "%08x", (unsigned)state[at]);
}
