/* The calls of documents for tests/c/calls.h, with files in a folder of their own. */
#define _POSIX_C_SOURCE 200809L
#include "calls.h"
#include "files.h"
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[500], source[600], sealed[600];
static uint8_t card_bytes[SUBROSA_FULL_CARD_SIZE], key[SUBROSA_SEALING_KEY_SIZE];
static char card_text[SUBROSA_FULL_CARD_TEXT_SIZE];
static uint8_t *document; /* of a file */
static size_t document_length;
static char *armored; /* of a text */

/* A copy of the field of an outcome, which is then freed. */
static uint8_t *field_of(subrosa_outcome *outcome, int32_t field, size_t *length)
{
    const uint8_t *bytes = NULL;
    uint8_t *copy;
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_DOCUMENT_EVENT_READY);
    bytes = subrosa_outcome_bytes(outcome, field, length);
    CHECK(bytes != NULL);
    copy = malloc(*length + 1);
    if (copy == NULL)
        abort();
    memcpy(copy, bytes, *length + 1);
    subrosa_outcome_free(outcome);
    return copy;
}

void documents_open(const function *f)
{
    enum damage wanted = damage;
    subrosa_outcome *outcome = NULL;
    size_t size = sizeof card_text;
    (void)f;
    damage = SOUND;
    sprintf(folder, "%.480s/documents", directory_of_tests);
    make_folder(folder);
    RESULT(SUBROSA_OK, subrosa_identity_add_sealing_key(set.two.a.identity));
    RESULT(SUBROSA_OK, subrosa_installation_new(set.two.a.identity, NOW, &set.sealing));
    RESULT(SUBROSA_OK, subrosa_full_card_of(set.sealing, NOW, &set.full_card));
    RESULT(SUBROSA_OK, subrosa_full_card_bytes(set.full_card, card_bytes));
    RESULT(SUBROSA_OK, subrosa_full_card_sealing_key(set.full_card, key));
    RESULT(SUBROSA_OK, subrosa_full_card_text(set.full_card, 0, card_text, &size));
    RESULT(SUBROSA_OK, subrosa_terms_new(NOW, &set.terms));
    RESULT(SUBROSA_OK, subrosa_terms_add_card(set.terms, set.full_card));
    RESULT(SUBROSA_OK, subrosa_terms_new(NOW, &set.under_passphrase));

    free(document);
    free(armored);
    RESULT(SUBROSA_OK, subrosa_seal_bytes(set.terms, (const uint8_t *)"content", 7, &outcome));
    document = field_of(outcome, SUBROSA_DOCUMENT_FIELD_DATA, &document_length);
    RESULT(SUBROSA_OK, subrosa_seal_text(set.terms, "content", 7, 0, &outcome));
    armored = (char *)field_of(outcome, SUBROSA_DOCUMENT_FIELD_TEXT, &size);
    strcpy(source, path_in(folder, "source"));
    write_file(source, "content", 7);
    strcpy(sealed, path_in(folder, "sealed"));
    write_file(sealed, document, document_length);
    RESULT(SUBROSA_OK,
           subrosa_open_file(sealed, folder, set.two.a.identity, NULL, 0, &set.job));
    RESULT(1, subrosa_job_run(set.job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    damage = wanted;
}

void documents_close(void)
{
    subrosa_job_free(set.job);
    subrosa_job_free(set.new_job);
    subrosa_terms_free(set.terms);
    subrosa_terms_free(set.under_passphrase);
    subrosa_terms_free(set.new_terms);
    subrosa_full_card_free(set.full_card);
    subrosa_full_card_free(set.new_full_card);
    subrosa_installation_free(set.sealing);
    set.job = set.new_job = NULL;
    set.terms = set.under_passphrase = set.new_terms = NULL;
    set.full_card = set.new_full_card = NULL;
    set.sealing = NULL;
    /* Whatever went wrong, no temporary file is left. */
    CHECK(names_in(folder, ".subrosa-") == 0);
    remove_folder(folder);
}

void documents_forget(void)
{
    free(document);
    free(armored);
    document = NULL;
    armored = NULL;
}

#define IDENTITY(p, h) H(p, h, set.two.a.identity)
#define FULL_CARD(p, h) H(p, h, set.full_card)
#define TERMS(p, h) H(p, h, set.terms)
#define JOB(p, h) H(p, h, set.job)
#define T(index) (damage == OUT_OF_RANGE && damaged == index ? -1 : NOW)
#define OUT(p) P(p, &set.new_outcome)

static int32_t identity_add_sealing_key(void)
{
    return subrosa_identity_add_sealing_key(IDENTITY(0, 0));
}
static int32_t full_card_of(void)
{
    return subrosa_full_card_of(H(0, 0, set.sealing), T(0), P(1, &set.new_full_card));
}
static int32_t full_card_find(void)
{
    return subrosa_full_card_find(P(0, card_text), strlen(card_text), T(0),
                                  P(1, &set.new_full_card));
}
static int32_t full_card_read(void)
{
    return subrosa_full_card_read(P(0, card_bytes), sizeof card_bytes, T(0),
                                  P(1, &set.new_full_card));
}
static int32_t full_card_fingerprint(void)
{
    return subrosa_full_card_fingerprint(FULL_CARD(0, 0), P(1, set.bytes));
}
static int32_t full_card_issued(void)
{
    return subrosa_full_card_issued(FULL_CARD(0, 0), P(1, &set.number));
}
static int32_t full_card_sealing_key(void)
{
    return subrosa_full_card_sealing_key(FULL_CARD(0, 0), P(1, set.bytes));
}
static int32_t full_card_bytes(void)
{
    return subrosa_full_card_bytes(FULL_CARD(0, 0), P(1, set.bytes));
}
static int32_t full_card_text(void)
{
    return subrosa_full_card_text(FULL_CARD(0, 0), N(0, 0, 2), P(1, set.text), P(2, &set.size));
}
static int32_t terms_new(void)
{
    return subrosa_terms_new(T(0), P(0, &set.new_terms));
}
static int32_t terms_add_card(void)
{
    return subrosa_terms_add_card(TERMS(0, 0), FULL_CARD(1, 1));
}
static int32_t terms_add_key(void)
{
    return subrosa_terms_add_key(TERMS(0, 0), P(1, set.fingerprint), P(2, key));
}
static int32_t terms_add_identity(void)
{
    return subrosa_terms_add_identity(TERMS(0, 0), IDENTITY(1, 1));
}
static int32_t terms_set_passphrase(void)
{
    return subrosa_terms_set_passphrase(H(0, 0, set.under_passphrase), P(1, "rose"), 4);
}
static int32_t terms_sign(void)
{
    return subrosa_terms_sign(TERMS(0, 0), IDENTITY(1, 1));
}
static int32_t terms_set_name(void)
{
    return subrosa_terms_set_name(TERMS(0, 0), P(1, "rose.txt"));
}
static int32_t seal_text(void)
{
    return subrosa_seal_text(TERMS(0, 0), P(1, "text"), 4, N(0, 1, 2), OUT(2));
}
static int32_t open_text(void)
{
    return subrosa_open_text(P(0, armored), strlen(armored), IDENTITY(1, 0), NULL, 0, OUT(2));
}
static int32_t seal_bytes(void)
{
    return subrosa_seal_bytes(TERMS(0, 0), P(1, card_bytes), sizeof card_bytes, OUT(2));
}
static int32_t open_bytes(void)
{
    return subrosa_open_bytes(P(0, document), document_length, IDENTITY(1, 0), NULL, 0, OUT(2));
}
static int32_t sweep(void)
{
    return subrosa_sweep(P(0, folder));
}
static int32_t seal_file(void)
{
    return subrosa_seal_file(TERMS(0, 0), P(1, source), P(2, folder), P(3, &set.new_job));
}
static int32_t open_file(void)
{
    return subrosa_open_file(P(0, sealed), P(1, folder), IDENTITY(2, 0), NULL, 0,
                             P(3, &set.new_job));
}
static int32_t job_run(void)
{
    return subrosa_job_run(JOB(0, 0), N(0, SUBROSA_JOB_RUN_ALL, -2), P(1, &set.number),
                           P(2, &set.number2));
}
static int32_t job_result(void)
{
    return subrosa_job_result(JOB(0, 0), OUT(1));
}
static int32_t job_commit(void)
{
    return subrosa_job_commit(JOB(0, 0), P(1, "target"),
                              (uint32_t)N(0, SUBROSA_COMMIT_REPLACE, 2));
}

/* name, call, pointers, those that may be NULL, handles, numbers, text */
const function document_functions[] = {
    {"identity_add_sealing_key", identity_add_sealing_key, 1, "", 1, 0, 0, 0},
    {"full_card_of", full_card_of, 2, "", 1, 1, 0, 0},
    {"full_card_find", full_card_find, 2, "", 0, 1, 0, 0},
    {"full_card_read", full_card_read, 2, "", 0, 1, 0, 0},
    {"full_card_fingerprint", full_card_fingerprint, 2, "", 1, 0, 0, 0},
    {"full_card_issued", full_card_issued, 2, "", 1, 0, 0, 0},
    {"full_card_sealing_key", full_card_sealing_key, 2, "", 1, 0, 0, 0},
    {"full_card_bytes", full_card_bytes, 2, "", 1, 0, 0, 0},
    {"full_card_text", full_card_text, 3, "", 1, 1, 1, 1961},
    {"terms_new", terms_new, 1, "", 0, 1, 0, 0},
    {"terms_add_card", terms_add_card, 2, "", 2, 0, 0, 0},
    {"terms_add_key", terms_add_key, 3, "", 1, 0, 0, 0},
    {"terms_add_identity", terms_add_identity, 2, "", 2, 0, 0, 0},
    {"terms_set_passphrase", terms_set_passphrase, 2, "", 1, 0, 0, 0},
    {"terms_sign", terms_sign, 2, "1", 2, 0, 0, 0},
    {"terms_set_name", terms_set_name, 2, "1", 1, 0, 0, 0},
    {"seal_text", seal_text, 3, "", 1, 1, 0, 0},
    {"open_text", open_text, 3, "", 1, 0, 0, 0},
    {"seal_bytes", seal_bytes, 3, "", 1, 0, 0, 0},
    {"open_bytes", open_bytes, 3, "", 1, 0, 0, 0},
    {"sweep", sweep, 1, "", 0, 0, 0, 0},
    {"seal_file", seal_file, 4, "", 1, 0, 0, 0},
    {"open_file", open_file, 4, "", 1, 0, 0, 0},
    {"job_run", job_run, 3, "12", 1, 1, 0, 0},
    {"job_result", job_result, 2, "", 1, 0, 0, 0},
    {"job_commit", job_commit, 2, "1", 1, 1, 0, 0},
};
const size_t document_function_count = sizeof document_functions / sizeof document_functions[0];
const level documents = {document_functions, &document_function_count, documents_open,
                         documents_close};
