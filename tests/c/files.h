/* Files for the tests of documents. */
#ifndef FILES_H
#define FILES_H

#include <stddef.h>
#include <stdint.h>

/* "folder/name", in one of some places that are used in turn. */
const char *path_in(const char *folder, const char *name);

/* Makes a folder and those above it. */
void make_folder(const char *path);

void write_file(const char *path, const void *bytes, size_t length);

/* What is in a file, with a NUL; NULL if there is none. To be freed. */
uint8_t *read_file(const char *path, size_t *length);

/* How many names there are in a folder, of those that begin with `prefix`. */
int names_in(const char *folder, const char *prefix);

/* Removes a folder and what is in it, which are no folders. */
void remove_folder(const char *path);

/* SHA-256 (FIPS 180-4) as 64 hexadecimal digits. */
void sha256_hex(const uint8_t *bytes, size_t length, char out[65]);

#endif
