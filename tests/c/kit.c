/* The test kit for documents through the C interface: every file of tests/kit opens or fails with
 * the code for its reason, in memory and as a file.
 *
 *     kit tests/kit directory
 */
#define _POSIX_C_SOURCE 200809L
#include "files.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *words;
    int32_t code;
} reasons[] = {
    {"not a document", SUBROSA_E_NOT_A_DOCUMENT},
    {"another object", SUBROSA_E_OTHER_OBJECT},
    {"unknown ", SUBROSA_E_DOCUMENT_NEWER},
    {"cut off", SUBROSA_E_DOCUMENT_CUT},
    {"trailing bytes", SUBROSA_E_DOCUMENT_TRAILING},
    {"damaged header", SUBROSA_E_DAMAGED_HEADER},
    {"damaged metadata", SUBROSA_E_DAMAGED_METADATA},
    {"damaged chunk ", SUBROSA_E_DAMAGED_CHUNK},
    {"damaged trailer", SUBROSA_E_DAMAGED_TRAILER},
    {"for somebody else", SUBROSA_E_NOT_A_RECIPIENT},
    {"passphrase needed", SUBROSA_E_PASSPHRASE_NEEDED},
    {"keys needed", SUBROSA_E_KEYS_NEEDED},
    {"wrong passphrase", SUBROSA_E_DOCUMENT_PASSPHRASE},
    {"bad parameters", SUBROSA_E_PASSPHRASE_PARAMETER},
    {"bad signature", SUBROSA_E_DOCUMENT_SIGNATURE},
    {"high s", SUBROSA_E_DOCUMENT_HIGH_S},
    {"not among the recipients", SUBROSA_E_NOT_ADDRESSED_TO_YOU},
};

static struct person {
    char name[20];
    subrosa_identity *identity;
    uint8_t fingerprint[32];
} people[4];

static struct person *person(const char *name)
{
    int at;
    for (at = 0; at < 4; at++)
        if (strcmp(people[at].name, name) == 0)
            return &people[at];
    return NULL;
}

/* Cuts a line at " | ", into at most `most` fields. */
static int split(char *line, char **fields, int most)
{
    int count = 0;
    while (line != NULL && count < most) {
        char *end = strstr(line, " | ");
        fields[count++] = line;
        if (end != NULL) {
            *end = '\0';
            end += 3;
        }
        line = end;
    }
    return count;
}

static void meet_people(char *text)
{
    char *line, *fields[2];
    int count = 0;
    for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (*line != '#' && count < 4) {
            struct person *who = &people[count++];
            CHECK(split(line, fields, 2) == 2);
            sprintf(who->name, "%.19s", fields[0]);
            RESULT(SUBROSA_OK, subrosa_identity_import(fields[1], strlen(fields[1]), "rose", 4,
                                                       &who->identity));
            RESULT(SUBROSA_OK, subrosa_identity_fingerprint(who->identity, who->fingerprint));
        }
    CHECK(count == 4);
}

static int32_t code_of(const char *words)
{
    size_t at;
    for (at = 0; at < sizeof reasons / sizeof reasons[0]; at++)
        if (strncmp(words, reasons[at].words, strlen(reasons[at].words)) == 0)
            return reasons[at].code;
    printf("no code for \"%s\"\n", words);
    return 0;
}

/* Opens the file by a job; its content goes to `content`. */
static int32_t as_file(const char *path, const char *folder, const subrosa_identity *identity,
                       const char *passphrase, uint8_t **content, size_t *length)
{
    subrosa_job *job = NULL;
    subrosa_outcome *outcome = NULL;
    size_t passphrase_length = passphrase == NULL ? 0 : strlen(passphrase);
    int32_t result = subrosa_open_file(path, folder, identity, passphrase, passphrase_length, &job);
    while (result == 0)
        result = subrosa_job_run(job, 0, NULL, NULL);
    if (result == 1) {
        RESULT(SUBROSA_OK, subrosa_job_result(job, &outcome));
        CHECK(subrosa_outcome_next(outcome) == SUBROSA_DOCUMENT_EVENT_READY);
        *content = read_file(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_PATH), length);
        subrosa_outcome_free(outcome);
        result = SUBROSA_OK;
    }
    subrosa_job_free(job);
    CHECK(names_in(folder, "") == 0);
    return result;
}

static void opens(const char *expected, subrosa_outcome *outcome)
{
    const char *signer = strstr(expected, "signed by "), *called = strstr(expected, ", called ");
    const char *hash = strstr(expected, "sha256 ");
    const uint8_t *bytes = NULL;
    size_t length = 0;
    char found[65], name[20];
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_DOCUMENT_EVENT_READY);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIGNED) == (signer != NULL));
    if (signer != NULL) {
        struct person *who;
        sprintf(name, "%.*s", (int)strcspn(signer + 10, ","), signer + 10);
        who = person(name);
        bytes = subrosa_outcome_bytes(outcome, SUBROSA_DOCUMENT_FIELD_FINGERPRINT, &length);
        CHECK(bytes != NULL);
        CHECK(who != NULL && length == 32 && memcmp(bytes, who->fingerprint, 32) == 0);
    }
    bytes = subrosa_outcome_bytes(outcome, SUBROSA_DOCUMENT_FIELD_DATA, &length);
    CHECK(bytes != NULL);
    sha256_hex(bytes, length, found);
    CHECK(hash != NULL && strncmp(hash + 7, found, 64) == 0);
    if (called != NULL)
        CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_NAME), called + 9) == 0);
    CHECK(subrosa_outcome_next(outcome) == 0);
}

static void one_file(const char *kit, const char *folder, char **fields)
{
    char name[200], sentence[SUBROSA_ERROR_SIZE];
    const char *passphrase = NULL, *path;
    const subrosa_identity *identity = NULL;
    subrosa_outcome *outcome = NULL;
    uint8_t *bytes, *content = NULL;
    const uint8_t *same = NULL;
    size_t length = 0, content_length = 0, same_length = 0, size = sizeof sentence;
    int32_t expected = 0, result;
    sprintf(name, "%.180s.sealed", fields[0]);
    path = path_in(kit, name);
    bytes = read_file(path, &length);
    CHECK(bytes != NULL);
    if (strncmp(fields[1], "passphrase ", 11) == 0)
        passphrase = fields[1] + 11;
    else
        identity = person(fields[1])->identity;
    if (strncmp(fields[2], "fails: ", 7) == 0)
        expected = code_of(fields[2] + 7);
    result = subrosa_open_bytes(bytes, length, identity, passphrase,
                                passphrase == NULL ? 0 : strlen(passphrase), &outcome);
    if (result != expected)
        printf("%s: ", fields[0]);
    RESULT(expected, result);
    if (result == SUBROSA_OK) {
        opens(fields[2], outcome);
    } else {
        CHECK(outcome == NULL);
        /* Which chunk, and what is unknown, the sentence tells. */
        RESULT(SUBROSA_OK, subrosa_last_error(sentence, &size));
        if (expected == SUBROSA_E_DAMAGED_CHUNK)
            CHECK(strstr(sentence, strstr(fields[2], "chunk ")) != NULL);
        if (expected == SUBROSA_E_DOCUMENT_NEWER)
            CHECK(strstr(sentence, strstr(fields[2], "unknown ")) != NULL);
        size = sizeof sentence;
        RESULT(SUBROSA_OK, subrosa_last_sentence(sentence, &size));
        CHECK(size > 20 && strpbrk(sentence, "<>&\"%") == NULL);
    }
    result = as_file(path, folder, identity, passphrase, &content, &content_length);
    RESULT(expected, result);
    if (result == SUBROSA_OK && content != NULL) {
        subrosa_outcome_free(outcome);
        RESULT(SUBROSA_OK, subrosa_open_bytes(bytes, length, identity, passphrase,
                                              passphrase == NULL ? 0 : strlen(passphrase),
                                              &outcome));
        subrosa_outcome_next(outcome);
        same = subrosa_outcome_bytes(outcome, SUBROSA_DOCUMENT_FIELD_DATA, &same_length);
        CHECK(content_length == same_length && memcmp(content, same, same_length) == 0);
    }
    subrosa_outcome_free(outcome);
    free(content);
    free(bytes);
}

int main(int argc, char **argv)
{
    uint8_t *exports, *index;
    size_t length;
    char *line, *next, *fields[4];
    int files = 0, at;
    char hash[65];
    if (argc != 3)
        return 2;
    sha256_hex((const uint8_t *)"abc", 3, hash);
    CHECK(strcmp(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0);
    make_folder(argv[2]);
    exports = read_file(path_in(argv[1], "exports.txt"), &length);
    index = read_file(path_in(argv[1], "kit.txt"), &length);
    CHECK(exports != NULL && index != NULL);
    meet_people((char *)exports);
    for (line = (char *)index; *line != '\0'; line = next) {
        next = strchr(line, '\n');
        *next++ = '\0';
        if (*line != '#') {
            CHECK(split(line, fields, 4) == 4);
            one_file(argv[1], argv[2], fields);
            files++;
        }
    }
    CHECK(files > 90);
    for (at = 0; at < 4; at++)
        subrosa_identity_free(people[at].identity);
    free(exports);
    free(index);
    return report("kit");
}
