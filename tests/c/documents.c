/* Sealed documents through the C interface: what they do, and what they do with hostile input.
 *
 *     documents directory
 */
#define _POSIX_C_SOURCE 200809L
#include "files.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder;
static subrosa_identity *alice, *bob, *carol;
static subrosa_installation *device; /* of Bob */
static subrosa_full_card *card;      /* of Bob */

static subrosa_identity *somebody(void)
{
    subrosa_identity *identity = NULL;
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
    RESULT(SUBROSA_OK, subrosa_identity_add_sealing_key(identity));
    return identity;
}

/* Terms to Bob, signed by Alice. */
static subrosa_terms *to_bob(const char *name)
{
    subrosa_terms *terms = NULL;
    RESULT(SUBROSA_OK, subrosa_terms_new(NOW, &terms));
    RESULT(SUBROSA_OK, subrosa_terms_add_card(terms, card));
    RESULT(SUBROSA_OK, subrosa_terms_sign(terms, alice));
    RESULT(SUBROSA_OK, subrosa_terms_set_name(terms, name));
    return terms;
}

/* Seals a file to Bob under a name in the folder. */
static void seal_as(const char *source, const char *claimed, const char *name)
{
    subrosa_terms *terms = to_bob(claimed);
    subrosa_job *job = NULL;
    RESULT(SUBROSA_OK, subrosa_seal_file(terms, source, folder, &job));
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, name, SUBROSA_COMMIT_REPLACE));
    subrosa_job_free(job);
    subrosa_terms_free(terms);
}

/* A job of Bob's that is finished. */
static subrosa_job *opened(const char *source)
{
    subrosa_job *job = NULL;
    RESULT(SUBROSA_OK, subrosa_open_file(source, folder, bob, NULL, 0, &job));
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    return job;
}

static int holds(const char *path, const char *text)
{
    size_t length = 0;
    uint8_t *bytes = read_file(path, &length);
    int same = bytes != NULL && length == strlen(text) && memcmp(bytes, text, length) == 0;
    free(bytes);
    return same;
}

static int is_there(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0;
}

static void texts(void)
{
    static const char said[] = "Die Rose bl\xc3\xbcht.";
    subrosa_terms *terms = to_bob("a name that texts do not have");
    subrosa_outcome *sealed = NULL, *outcome = NULL;
    const uint8_t *bytes = NULL;
    uint8_t fingerprint[32];
    size_t length = 0;
    char mail[8000];
    int wrapped;
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(alice, fingerprint));
    for (wrapped = 0; wrapped < 2; wrapped++) {
        RESULT(SUBROSA_OK, subrosa_seal_text(terms, said, strlen(said), wrapped, &sealed));
        CHECK(subrosa_outcome_next(sealed) == SUBROSA_DOCUMENT_EVENT_READY);
        sprintf(mail, "Hello,\n> %s\n-- \nbye", subrosa_outcome_str(sealed, SUBROSA_DOCUMENT_FIELD_TEXT));
        CHECK((strchr(subrosa_outcome_str(sealed, SUBROSA_DOCUMENT_FIELD_TEXT), '\n') != NULL) == wrapped);
        RESULT(SUBROSA_OK, subrosa_open_text(mail, strlen(mail), bob, NULL, 0, &outcome));
        CHECK(subrosa_outcome_next(outcome) == SUBROSA_DOCUMENT_EVENT_READY);
        CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_TEXT), said) == 0);
        CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_KIND) == SUBROSA_DOCUMENT_KIND_TEXT);
        CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIGNED) == 1);
        CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_TIME) == NOW);
        CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIZE) == (int64_t)strlen(said));
        CHECK(!subrosa_outcome_has(outcome, SUBROSA_DOCUMENT_FIELD_NAME));
        bytes = subrosa_outcome_bytes(outcome, SUBROSA_DOCUMENT_FIELD_FINGERPRINT, &length);
        CHECK(bytes != NULL);
        CHECK(length == 32 && memcmp(bytes, fingerprint, 32) == 0);
        subrosa_outcome_free(outcome);
        outcome = NULL;
        RESULT(SUBROSA_E_NOT_A_RECIPIENT,
               subrosa_open_text(mail, strlen(mail), carol, NULL, 0, &outcome));
        RESULT(SUBROSA_E_KEYS_NEEDED,
               subrosa_open_text(mail, strlen(mail), NULL, "rose", 4, &outcome));
        /* What was copied in part, or not at all. */
        RESULT(SUBROSA_E_NO_DOCUMENT, subrosa_open_text(mail, 6, bob, NULL, 0, &outcome));
        CHECK(subrosa_open_text(mail, 900, bob, NULL, 0, &outcome) < 0);
        CHECK(outcome == NULL);
        subrosa_outcome_free(sealed);
    }
    RESULT(SUBROSA_OK, subrosa_terms_sign(terms, NULL));
    RESULT(SUBROSA_OK, subrosa_seal_text(terms, "", 0, 0, &sealed));
    subrosa_outcome_next(sealed);
    strcpy(mail, subrosa_outcome_str(sealed, SUBROSA_DOCUMENT_FIELD_TEXT));
    subrosa_outcome_free(sealed);
    RESULT(SUBROSA_OK, subrosa_open_text(mail, strlen(mail), bob, NULL, 0, &outcome));
    subrosa_outcome_next(outcome);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIGNED) == 0);
    CHECK(!subrosa_outcome_has(outcome, SUBROSA_DOCUMENT_FIELD_FINGERPRINT));
    CHECK(*subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_TEXT) == '\0');
    subrosa_outcome_free(outcome);
    outcome = NULL;
    RESULT(SUBROSA_E_UTF8, subrosa_seal_text(terms, "\xff", 1, 0, &outcome));
    subrosa_terms_free(terms);
}

static void terms_that_say_too_little_or_too_much(void)
{
    subrosa_terms *terms = NULL;
    subrosa_outcome *outcome = NULL;
    subrosa_identity *plain = NULL;
    subrosa_full_card *again = NULL;
    subrosa_installation *without = NULL;
    uint8_t key[SUBROSA_SEALING_KEY_SIZE], fingerprint[32];
    char name[1030];
    int at;
    RESULT(SUBROSA_OK, subrosa_terms_new(NOW, &terms));
    RESULT(SUBROSA_E_NO_RECIPIENTS, subrosa_seal_text(terms, "x", 1, 0, &outcome));
    RESULT(SUBROSA_OK, subrosa_terms_set_passphrase(terms, "rose", 4));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_terms_add_card(terms, card));
    RESULT(SUBROSA_E_EMPTY_PASSPHRASE, subrosa_terms_set_passphrase(terms, "", 0));
    memset(name, 'n', sizeof name);
    name[1025] = '\0';
    RESULT(SUBROSA_E_DOCUMENT_NAME, subrosa_terms_set_name(terms, name));
    RESULT(SUBROSA_E_DOCUMENT_NAME, subrosa_terms_set_name(terms, ""));
    RESULT(SUBROSA_E_UTF8, subrosa_terms_set_name(terms, "\xff"));
    subrosa_terms_free(terms);

    RESULT(SUBROSA_OK, subrosa_terms_new(NOW, &terms));
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &plain));
    RESULT(SUBROSA_E_NO_SEALING_KEY, subrosa_terms_add_identity(terms, plain));
    RESULT(SUBROSA_OK, subrosa_installation_new(plain, NOW, &without));
    RESULT(SUBROSA_E_NO_SEALING_KEY, subrosa_full_card_of(without, NOW, &again));
    RESULT(SUBROSA_OK, subrosa_full_card_sealing_key(card, key));
    RESULT(SUBROSA_OK, subrosa_full_card_fingerprint(card, fingerprint));
    for (at = 0; at < 1024; at++) {
        fingerprint[0] = (uint8_t)at;
        fingerprint[1] = (uint8_t)(at >> 8);
        CHECK(subrosa_terms_add_key(terms, fingerprint, key) == SUBROSA_OK);
    }
    /* The last one again is no further one. */
    RESULT(SUBROSA_OK, subrosa_terms_add_key(terms, fingerprint, key));
    RESULT(SUBROSA_E_TOO_MANY_RECIPIENTS, subrosa_terms_add_identity(terms, alice));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_terms_set_passphrase(terms, "rose", 4));
    memset(key, 0xff, sizeof key);
    RESULT(SUBROSA_E_BAD_KEY, subrosa_terms_add_key(terms, fingerprint, key));
    CHECK(outcome == NULL && again == NULL);
    subrosa_terms_free(terms);
    subrosa_installation_free(without);
    subrosa_identity_free(plain);
}

static void a_passphrase(void)
{
    subrosa_terms *terms = NULL;
    subrosa_outcome *outcome = NULL, *content = NULL;
    const uint8_t *bytes = NULL;
    size_t length = 0;
    RESULT(SUBROSA_OK, subrosa_terms_new(NOW, &terms));
    RESULT(SUBROSA_OK, subrosa_terms_set_passphrase(terms, "rose", 4));
    RESULT(SUBROSA_OK, subrosa_seal_bytes(terms, NULL, 0, &outcome));
    subrosa_outcome_next(outcome);
    bytes = subrosa_outcome_bytes(outcome, SUBROSA_DOCUMENT_FIELD_DATA, &length);
    CHECK(bytes != NULL);
    RESULT(SUBROSA_OK, subrosa_open_bytes(bytes, length, NULL, "rose", 4, &content));
    subrosa_outcome_free(content);
    content = NULL;
    RESULT(SUBROSA_E_DOCUMENT_PASSPHRASE,
           subrosa_open_bytes(bytes, length, NULL, "Rose", 4, &content));
    RESULT(SUBROSA_E_PASSPHRASE_NEEDED, subrosa_open_bytes(bytes, length, bob, NULL, 0, &content));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_open_bytes(bytes, length, bob, "rose", 4, &content));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_open_bytes(bytes, length, NULL, NULL, 0, &content));
    CHECK(content == NULL);
    subrosa_outcome_free(outcome);
    subrosa_terms_free(terms);
}

static void full_cards(void)
{
    char text[SUBROSA_FULL_CARD_TEXT_SIZE], mail[3000];
    uint8_t bytes[SUBROSA_FULL_CARD_SIZE], one[32], two[32];
    size_t size = sizeof text;
    subrosa_full_card *found = NULL;
    int64_t issued = 0, later = NOW + 15 * 86400;
    RESULT(SUBROSA_OK, subrosa_full_card_text(card, 1, text, &size));
    sprintf(mail, "my card:\r\n> %s\r\nBob", text);
    RESULT(SUBROSA_OK, subrosa_full_card_find(mail, strlen(mail), NOW, &found));
    RESULT(SUBROSA_OK, subrosa_full_card_fingerprint(found, one));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(bob, two));
    CHECK(memcmp(one, two, 32) == 0);
    RESULT(SUBROSA_OK, subrosa_full_card_issued(found, &issued));
    CHECK(issued == NOW);
    subrosa_full_card_free(found);
    found = NULL;
    RESULT(SUBROSA_E_EXPIRED, subrosa_full_card_find(mail, strlen(mail), later, &found));
    RESULT(SUBROSA_E_NO_CARD, subrosa_full_card_find("no card", 7, NOW, &found));
    RESULT(SUBROSA_OK, subrosa_full_card_bytes(card, bytes));
    RESULT(SUBROSA_OK, subrosa_full_card_read(bytes, sizeof bytes, NOW, &found));
    subrosa_full_card_free(found);
    found = NULL;
    bytes[1000] ^= 1;
    RESULT(SUBROSA_E_OTHER_SEALING_KEY, subrosa_full_card_read(bytes, sizeof bytes, NOW, &found));
    bytes[100] ^= 1;
    CHECK(subrosa_full_card_read(bytes, sizeof bytes, NOW, &found) < 0);
    RESULT(SUBROSA_E_TRUNCATED, subrosa_full_card_read(bytes, 1464, NOW, &found));
    CHECK(found == NULL);
}

/* A file that takes several steps; it is read while it is sealed. */
static void a_file_in_steps(void)
{
    enum { SIZE = 5 * 1048576 + 17 };
    uint8_t *bytes = malloc(SIZE), *again;
    const char *source = path_in(folder, "large.bin"), *temporary;
    char kept[1200], path[1200];
    subrosa_terms *terms = to_bob("large.bin");
    subrosa_job *job = NULL;
    subrosa_outcome *outcome = NULL;
    int64_t done = 0, before = 0, total = 0;
    int32_t more, steps = 0;
    size_t at, length = 0;
    struct stat about;
    if (bytes == NULL)
        abort();
    for (at = 0; at < SIZE; at++)
        bytes[at] = (uint8_t)(at * 31 + at / 251);
    write_file(source, bytes, SIZE);
    strcpy(path, source);

    RESULT(SUBROSA_OK, subrosa_seal_file(terms, path, folder, &job));
    subrosa_terms_free(terms);
    RESULT(SUBROSA_E_JOB_NOT_DONE, subrosa_job_commit(job, "large.sealed", 0));
    RESULT(SUBROSA_E_JOB_NOT_DONE, subrosa_job_result(job, &outcome));
    while ((more = subrosa_job_run(job, 0, &done, &total)) == 0) {
        CHECK(done > before && done <= total && total == SIZE);
        before = done;
        steps++;
    }
    RESULT(1, more);
    CHECK(steps >= 3 && done == SIZE);
    RESULT(1, subrosa_job_run(job, 0, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, "large.sealed", 0));
    RESULT(SUBROSA_E_JOB_ENDED, subrosa_job_commit(job, "large.sealed", 0));
    RESULT(SUBROSA_E_JOB_ENDED, subrosa_job_run(job, 0, NULL, NULL));
    RESULT(SUBROSA_E_JOB_ENDED, subrosa_job_result(job, &outcome));
    subrosa_job_free(job);

    RESULT(SUBROSA_OK, subrosa_open_file(path_in(folder, "large.sealed"), folder, bob, NULL, 0, &job));
    for (steps = 0; (more = subrosa_job_run(job, 1, &done, &total)) == 0; steps++)
        CHECK(done <= total);
    RESULT(1, more);
    CHECK(done == total);
    RESULT(SUBROSA_OK, subrosa_job_result(job, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_DOCUMENT_EVENT_READY);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_SIZE) == SIZE);
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_NAME), "large.bin") == 0);
    temporary = subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_PATH);
    CHECK(stat(temporary, &about) == 0 && (about.st_mode & 0777) == 0600);
    strcpy(kept, temporary);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(job, NULL, 0));
    CHECK(unlink(path) == 0);
    RESULT(SUBROSA_OK, subrosa_job_commit(job, NULL, 0));
    subrosa_job_free(job);
    CHECK(!is_there(kept));
    again = read_file(path, &length);
    CHECK(length == SIZE && memcmp(again, bytes, SIZE) == 0);
    free(again);
    free(bytes);
    unlink(path);
    unlink(path_in(folder, "large.sealed"));
}

static void names_from_a_document_are_made_safe(void)
{
    static const struct {
        const char *claimed, *safe;
    } names[] = {
        {"rose.txt", "rose.txt"},
        {"../../etc/passwd", "passwd"},
        {"photo\xe2\x80\xaegpj.exe", "photogpj.exe"},
        {"nul.txt", "_nul.txt"},
        {"...", "document"},
    };
    size_t at;
    write_file(path_in(folder, "source"), "rose", 4);
    for (at = 0; at < sizeof names / sizeof names[0]; at++) {
        subrosa_outcome *outcome = NULL;
        subrosa_job *job;
        int changed = strcmp(names[at].claimed, names[at].safe) != 0;
        seal_as(path_in(folder, "source"), names[at].claimed, "sealed");
        job = opened(path_in(folder, "sealed"));
        RESULT(SUBROSA_OK, subrosa_job_result(job, &outcome));
        subrosa_outcome_next(outcome);
        CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_NAME), names[at].safe) == 0);
        CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME),
                     names[at].claimed) == 0);
        CHECK(subrosa_outcome_int(outcome, SUBROSA_DOCUMENT_FIELD_NAME_CHANGED) == changed);
        subrosa_outcome_free(outcome);
        RESULT(SUBROSA_OK, subrosa_job_commit(job, NULL, 0));
        subrosa_job_free(job);
        CHECK(holds(path_in(folder, names[at].safe), "rose"));
        unlink(path_in(folder, names[at].safe));
    }
}

static void targets_that_cannot_be(void)
{
    static const char *const names[] = {"", ".", "..", "a/b", "/etc/x", "./a", "a/", "../a"};
    subrosa_job *job = opened(path_in(folder, "sealed"));
    size_t at;
    for (at = 0; at < sizeof names / sizeof names[0]; at++)
        RESULT(*names[at] == '\0' ? SUBROSA_E_ARGUMENT : SUBROSA_E_TARGET_NAME,
               subrosa_job_commit(job, names[at], 0));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_job_commit(job, "x", 2));
    /* A folder, a link, a link to nowhere: left alone, and so is what the link points to. */
    CHECK(mkdir(path_in(folder, "a-folder"), 0700) == 0);
    write_file(path_in(folder, "precious"), "precious", 8);
    CHECK(symlink("precious", path_in(folder, "a-link")) == 0);
    CHECK(symlink("nowhere", path_in(folder, "dangling")) == 0);
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(job, "a-folder", 0));
    RESULT(SUBROSA_E_FILE, subrosa_job_commit(job, "a-folder", SUBROSA_COMMIT_REPLACE));
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(job, "a-link", 0));
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(job, "dangling", 0));
    CHECK(!is_there(path_in(folder, "nowhere")));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, "a-link", SUBROSA_COMMIT_REPLACE));
    subrosa_job_free(job);
    CHECK(holds(path_in(folder, "precious"), "precious"));
    CHECK(holds(path_in(folder, "a-link"), "rose"));
    rmdir(path_in(folder, "a-folder"));
    /* A name that is no UTF-8 is one on this system. */
    job = opened(path_in(folder, "sealed"));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, "r\xffse", 0));
    subrosa_job_free(job);
    CHECK(holds(path_in(folder, "r\xffse"), "rose"));
    seal_as(path_in(folder, "r\xffse"), NULL, "\xfe.sealed");
    job = opened(path_in(folder, "\xfe.sealed"));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, NULL, 0));
    subrosa_job_free(job);
    CHECK(holds(path_in(folder, "document"), "rose"));
}

static void sources_and_folders_that_cannot_be(void)
{
    subrosa_terms *terms = to_bob(NULL);
    subrosa_job *job = NULL;
    const char *source = path_in(folder, "source");
    char missing[1200], pipe[1200];
    strcpy(missing, path_in(folder, "missing"));
    strcpy(pipe, path_in(folder, "pipe"));
    CHECK(mkfifo(pipe, 0600) == 0);
    RESULT(SUBROSA_E_FILE_MISSING, subrosa_seal_file(terms, missing, folder, &job));
    RESULT(SUBROSA_E_FILE_MISSING, subrosa_seal_file(terms, source, missing, &job));
    RESULT(SUBROSA_E_NOT_A_FILE, subrosa_seal_file(terms, folder, folder, &job));
    RESULT(SUBROSA_E_NOT_A_FILE, subrosa_seal_file(terms, pipe, folder, &job));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_seal_file(terms, "", folder, &job));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_seal_file(terms, source, "", &job));
    CHECK(subrosa_seal_file(terms, source, source, &job) < 0);
    RESULT(SUBROSA_E_NOT_A_FILE, subrosa_open_file(pipe, folder, bob, NULL, 0, &job));
    RESULT(SUBROSA_E_NOT_A_DOCUMENT, subrosa_open_file(source, folder, bob, NULL, 0, &job));
    RESULT(SUBROSA_E_FILE_MISSING, subrosa_sweep(missing));
    CHECK(job == NULL);
    subrosa_terms_free(terms);
    unlink(pipe);
}

static void jobs_meet(void)
{
    subrosa_job *one, *two, *freed;
    subrosa_outcome *outcome = NULL;
    subrosa_terms *terms = to_bob(NULL);
    char path[1200];
    /* Two with one target: the second one is told, and may replace. */
    one = opened(path_in(folder, "sealed"));
    two = opened(path_in(folder, "sealed"));
    freed = opened(path_in(folder, "sealed"));
    CHECK(names_in(folder, ".subrosa-") == 3);
    RESULT(0, subrosa_sweep(folder));
    CHECK(names_in(folder, ".subrosa-") == 3);
    RESULT(SUBROSA_OK, subrosa_job_commit(one, "same", 0));
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(two, "same", 0));
    RESULT(SUBROSA_OK, subrosa_job_commit(two, "same", SUBROSA_COMMIT_REPLACE));
    subrosa_job_free(one);
    subrosa_job_free(two);
    subrosa_job_free(freed); /* cancelled */
    CHECK(names_in(folder, ".subrosa-") == 0);

    /* A scanner takes the file away, or puts another one there. */
    one = opened(path_in(folder, "sealed"));
    RESULT(SUBROSA_OK, subrosa_job_result(one, &outcome));
    subrosa_outcome_next(outcome);
    strcpy(path, subrosa_outcome_str(outcome, SUBROSA_DOCUMENT_FIELD_PATH));
    subrosa_outcome_free(outcome);
    CHECK(unlink(path) == 0);
    RESULT(SUBROSA_E_TEMPORARY_GONE, subrosa_job_commit(one, "gone", 0));
    write_file(path, "another", 7);
    RESULT(SUBROSA_E_TEMPORARY_GONE, subrosa_job_commit(one, "gone", 0));
    subrosa_job_free(one);
    CHECK(!is_there(path_in(folder, "gone")));

    /* A file sealed into its own place, if that is asked for. */
    write_file(path_in(folder, "itself"), "itself", 6);
    strcpy(path, path_in(folder, "itself"));
    RESULT(SUBROSA_OK, subrosa_seal_file(terms, path, folder, &one));
    RESULT(1, subrosa_job_run(one, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_E_TARGET_EXISTS, subrosa_job_commit(one, "itself", 0));
    CHECK(holds(path, "itself"));
    RESULT(SUBROSA_OK, subrosa_job_commit(one, "itself", SUBROSA_COMMIT_REPLACE));
    subrosa_job_free(one);
    one = opened(path);
    RESULT(SUBROSA_OK, subrosa_job_commit(one, "itself", SUBROSA_COMMIT_REPLACE));
    subrosa_job_free(one);
    CHECK(holds(path, "itself"));
    subrosa_terms_free(terms);

    /* What a killed run has left. */
    write_file(path_in(folder, ".subrosa-0123456789abcdef.tmp"), "left", 4);
    RESULT(1, subrosa_sweep(folder));
    CHECK(names_in(folder, ".subrosa-") == 0);
}

static void damage_leaves_nothing(void)
{
    size_t length = 0;
    uint8_t *bytes;
    char source[1200], sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    subrosa_job *job = NULL;
    subrosa_outcome *outcome = NULL;
    int before;
    strcpy(source, path_in(folder, "sealed"));
    bytes = read_file(source, &length);
    bytes[length - 10] ^= 1; /* in the signature: everything else is good */
    write_file(source, bytes, length);
    before = names_in(folder, "");
    RESULT(SUBROSA_OK, subrosa_open_file(source, folder, bob, NULL, 0, &job));
    RESULT(SUBROSA_E_DAMAGED_TRAILER, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_last_sentence(sentence, &size));
    CHECK(strcmp(sentence, "The document was changed on the way: get it again.") == 0);
    RESULT(SUBROSA_E_JOB_ENDED, subrosa_job_run(job, 0, NULL, NULL));
    RESULT(SUBROSA_E_JOB_ENDED, subrosa_job_result(job, &outcome));
    RESULT(SUBROSA_E_JOB_ENDED, subrosa_job_commit(job, "x", SUBROSA_COMMIT_REPLACE));
    CHECK(names_in(folder, "") == before);
    subrosa_job_free(job);
    free(bytes);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    folder = argv[1];
    make_folder(folder);
    alice = somebody();
    bob = somebody();
    carol = somebody();
    RESULT(SUBROSA_OK, subrosa_installation_new(bob, NOW, &device));
    RESULT(SUBROSA_OK, subrosa_full_card_of(device, NOW, &card));
    texts();
    terms_that_say_too_little_or_too_much();
    a_passphrase();
    full_cards();
    a_file_in_steps();
    names_from_a_document_are_made_safe();
    targets_that_cannot_be();
    sources_and_folders_that_cannot_be();
    jobs_meet();
    damage_leaves_nothing();
    subrosa_full_card_free(card);
    subrosa_installation_free(device);
    subrosa_identity_free(alice);
    subrosa_identity_free(bob);
    subrosa_identity_free(carol);
    remove_folder(folder);
    return report("documents");
}
