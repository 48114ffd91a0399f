/* The calls of the facade for tests/c/calls.h, on a vault that is copied for each of them: in it
 * Alice talks with Bob in private, and has a long text that waits for her decision. */
#define _POSIX_C_SOURCE 200809L
#include "calls.h"
#include "files.h"
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ACCOUNT "test"
static const char PASSPHRASE[] = "correct horse battery staple";

/* --- the vaults that are copied ---------------------------------------------------------------- */

static char model[800], locked_model[800]; /* their paths */
static char *line;                         /* of Bob, for Alice to read */
static char *exported;                     /* an identity */
static int64_t waiting;                    /* the number of the text that waits */
static uint8_t fingerprint[32];            /* of Bob */
static char folder[600], source[700], sealed_file[700]; /* to Alice */
static char *card, *sealed;                /* a card of Bob, a text to Alice */

static char *text_of(subrosa_outcome *outcome, int32_t field)
{
    char *copy;
    CHECK(subrosa_outcome_next(outcome) > 0);
    copy = malloc(strlen(subrosa_outcome_str(outcome, field)) + 1);
    if (copy == NULL)
        abort();
    strcpy(copy, subrosa_outcome_str(outcome, field));
    subrosa_outcome_free(outcome);
    return copy;
}

/* Each knows the other's card; there is a text and a file from Bob to Alice. */
static void make_documents(host *a, host *b)
{
    subrosa_outcome *outcome = NULL;
    subrosa_job *job = NULL;
    sprintf(folder, "%.500s", new_directory());
    make_folder(folder);
    strcpy(source, path_in(folder, "source"));
    write_file(source, "content", 7);
    RESULT(SUBROSA_OK, subrosa_messenger_card(a->messenger, ACCOUNT, 1, &outcome));
    card = text_of(outcome, SUBROSA_DOCUMENT_FIELD_CARD);
    RESULT(SUBROSA_OK, subrosa_card_learn(b->messenger, ACCOUNT, "alice", card, strlen(card),
                                          &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_CONTACT);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEALABLE) == 1);
    subrosa_outcome_free(outcome);
    free(card);
    RESULT(SUBROSA_OK, subrosa_text_seal(b->messenger, ACCOUNT, "alice", "text", 4, 0, &outcome));
    sealed = text_of(outcome, SUBROSA_DOCUMENT_FIELD_TEXT);
    RESULT(SUBROSA_OK,
           subrosa_file_seal(b->messenger, ACCOUNT, "alice", source, folder, 0, &job));
    RESULT(1, subrosa_job_run(job, SUBROSA_JOB_RUN_ALL, NULL, NULL));
    RESULT(SUBROSA_OK, subrosa_job_commit(job, "sealed", 0));
    subrosa_job_free(job);
    strcpy(sealed_file, path_in(folder, "sealed"));
    RESULT(SUBROSA_OK, subrosa_messenger_card(b->messenger, ACCOUNT, 0, &outcome));
    card = text_of(outcome, SUBROSA_DOCUMENT_FIELD_CARD);
    RESULT(SUBROSA_OK, subrosa_card_learn(a->messenger, ACCOUNT, "bob", card, strlen(card),
                                          &outcome));
    subrosa_outcome_free(outcome);
}
static char digits[SUBROSA_DIGITS_SIZE];   /* the same */

static void make_models(void)
{
    static char text[12000];
    host a, b;
    subrosa_outcome *outcome = NULL;
    size_t size = sizeof digits;
    umask(077); /* a copy of a key file is as good as the file */
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, subrosa_messenger_export_identity(b.messenger, PASSPHRASE,
                                                         sizeof PASSPHRASE - 1, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_IDENTITY);
    exported = malloc(SUBROSA_EXPORT_SIZE);
    if (exported == NULL)
        abort();
    strcpy(exported, subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(b.messenger, fingerprint));
    RESULT(SUBROSA_OK, subrosa_fingerprint_digits(fingerprint, digits, &size));
    memset(text, 'x', sizeof text - 1);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    waiting = a.number;
    CHECK(host_types(&b, "heard") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&a);
    make_documents(&a, &b);
    RESULT(SUBROSA_OK, subrosa_messenger_set_passphrase(b.messenger, PASSPHRASE,
                                                        sizeof PASSPHRASE - 1));
    hosts_close(&a, &b);
    strcpy(model, a.vault);
    strcpy(locked_model, b.vault);
}

static void copy_file(const char *from, const char *to, const char *suffix)
{
    char path[900], buffer[4096];
    FILE *source, *copy;
    size_t length;
    sprintf(path, "%s%s", from, suffix);
    source = fopen(path, "rb");
    sprintf(path, "%s%s", to, suffix);
    copy = source == NULL ? NULL : fopen(path, "wb");
    if (copy == NULL)
        abort();
    while ((length = fread(buffer, 1, sizeof buffer, source)) > 0)
        CHECK(fwrite(buffer, 1, length, copy) == length);
    fclose(source);
    CHECK(fclose(copy) == 0);
}

/* A vault like the model, or one that is new. The directory is made by opening one beside it. */
static const char *new_vault(const char *like, int has_key_file)
{
    static char path[800];
    static int number;
    sprintf(path, "%.700s.%d", model, ++number);
    if (like != NULL)
        copy_file(like, path, "");
    if (like != NULL)
        copy_file(like, path, "-generation");
    if (like != NULL && has_key_file)
        copy_file(like, path, ".key");
    return path;
}

void facade_open(const function *f)
{
    enum damage wanted = damage;
    subrosa_outcome *outcome = NULL;
    damage = SOUND;
    if (line == NULL)
        make_models();
    strcpy(set.vault, new_vault(model, 1));
    RESULT(SUBROSA_OK, subrosa_messenger_open(set.vault, NULL, &set.messenger));
    RESULT(SUBROSA_OK, subrosa_account_attach(set.messenger, ACCOUNT, "plain", &outcome));
    subrosa_outcome_free(outcome);
    if (strcmp(f->name, "messenger_unlock") == 0)
        RESULT(SUBROSA_OK,
               subrosa_messenger_open(new_vault(locked_model, 0), NULL, &set.locked));
    if (strcmp(f->name, "messenger_import_identity") == 0)
        RESULT(SUBROSA_OK, subrosa_messenger_open(new_vault(NULL, 0), NULL, &set.unused));
    if (strcmp(f->name, "card_learn") == 0) /* the card is of the time of the tests */
        RESULT(SUBROSA_OK, subrosa_messenger_set_time(set.messenger, NOW * 1000));
    facade_renew();
    damage = wanted;
}

void facade_renew(void)
{
    subrosa_terms_free(set.terms);
    set.terms = NULL;
    RESULT(SUBROSA_OK, subrosa_messenger_terms(set.messenger, ACCOUNT, &set.terms));
}

void facade_close(void)
{
    subrosa_messenger_free(set.messenger);
    subrosa_messenger_free(set.locked);
    subrosa_messenger_free(set.unused);
    subrosa_messenger_free(set.new_messenger);
    subrosa_terms_free(set.terms);
    subrosa_terms_free(set.new_terms);
    subrosa_job_free(set.new_job);
    set.terms = set.new_terms = NULL;
    set.new_job = NULL;
    CHECK(names_in(folder, ".subrosa-") == 0);
    set.messenger = set.locked = set.unused = set.new_messenger = NULL;
}

void facade_forget(void)
{
    free(line);
    free(exported);
    free(card);
    free(sealed);
    line = exported = card = sealed = NULL;
}

int facade_answer_is_safe(const function *f)
{
    int32_t verdict = subrosa_outcome_verdict(set.new_outcome);
    int is_safe = verdict == SUBROSA_VERDICT_PASS || verdict == SUBROSA_VERDICT_REFUSED;
    if (strcmp(f->name, "outgoing") == 0)
        is_safe = verdict == SUBROSA_VERDICT_REFUSED;
    if (set.new_outcome != NULL) {
        is_safe &= subrosa_outcome_next(set.new_outcome) == SUBROSA_EVENT_NOTICE;
        is_safe &= *subrosa_outcome_str(set.new_outcome, SUBROSA_FIELD_SENTENCE) != '\0';
        is_safe &= subrosa_outcome_next(set.new_outcome) == 0;
        subrosa_outcome_free(set.new_outcome);
        set.new_outcome = NULL;
    }
    return is_safe;
}

/* --- the calls --------------------------------------------------------------------------------- */

#define M(p, h) H(p, h, set.messenger)
#define OUT(p) P(p, &set.new_outcome)

static int32_t vault_path(void)
{
    return subrosa_vault_path(P(0, "/base"), P(1, set.text), P(2, &set.size));
}
static int32_t messenger_open(void)
{
    static const uint8_t host_key[32] = {9};
    return subrosa_messenger_open(P(0, set.vault), P(1, host_key), P(2, &set.new_messenger));
}
static int32_t messenger_open_older(void)
{
    static const uint8_t host_key[32] = {9};
    return subrosa_messenger_open_older(P(0, set.vault), P(1, host_key), P(2, &set.new_messenger));
}
static int32_t messenger_locked(void)
{
    return subrosa_messenger_locked(M(0, 0));
}
static int32_t messenger_unlock(void)
{
    return subrosa_messenger_unlock(H(0, 0, set.locked), P(1, PASSPHRASE), LENGTH(PASSPHRASE));
}
static int32_t messenger_set_passphrase(void)
{
    return subrosa_messenger_set_passphrase(M(0, 0), P(1, PASSPHRASE), LENGTH(PASSPHRASE));
}
static int32_t messenger_remove_passphrase(void)
{
    return subrosa_messenger_remove_passphrase(M(0, 0));
}
static int32_t messenger_set_time(void)
{
    return subrosa_messenger_set_time(M(0, 0), N(0, 1, 0));
}
static int32_t messenger_fingerprint(void)
{
    return subrosa_messenger_fingerprint(M(0, 0), P(1, set.bytes));
}
static int32_t messenger_export_identity(void)
{
    return subrosa_messenger_export_identity(M(0, 0), P(1, PASSPHRASE), LENGTH(PASSPHRASE), OUT(2));
}
static int32_t messenger_import_identity(void)
{
    return subrosa_messenger_import_identity(H(0, 0, set.unused), P(1, exported),
                                             strlen(exported), P(2, PASSPHRASE),
                                             LENGTH(PASSPHRASE));
}
static int32_t account_attach(void)
{
    return subrosa_account_attach(M(0, 0), P(1, "another"), P(2, "irc"), OUT(3));
}
static int32_t account_detach(void)
{
    return subrosa_account_detach(M(0, 0), P(1, ACCOUNT));
}
static int32_t account_set(void)
{
    return subrosa_account_set(M(0, 0), P(1, ACCOUNT), N(0, SUBROSA_SETTING_BURST, 999),
                               N(1, 5, 1001));
}
static int32_t account_get(void)
{
    return subrosa_account_get(M(0, 0), P(1, ACCOUNT), N(0, SUBROSA_SETTING_BURST, 6),
                               P(2, &set.number));
}
static int32_t account_online(void)
{
    return subrosa_account_online(M(0, 0), P(1, ACCOUNT), N(0, 0, 2), OUT(2));
}
static int32_t outgoing(void)
{
    return subrosa_outgoing(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "text"), 4,
                            (uint32_t)N(0, SUBROSA_FLAG_ACTION, 128), OUT(4));
}
static int32_t incoming(void)
{
    return subrosa_incoming(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, line), strlen(line),
                            (uint32_t)N(0, SUBROSA_FLAG_NOTICE, -1), OUT(4));
}
static int32_t tick(void)
{
    return subrosa_tick(M(0, 0), OUT(1));
}
static int32_t batch_begin(void)
{
    int32_t result = subrosa_batch_begin(M(0, 0));
    subrosa_outcome *outcome = NULL;
    if (result == SUBROSA_OK)
        subrosa_batch_end(M(0, 0), &outcome);
    subrosa_outcome_free(outcome);
    return result;
}
static int32_t batch_end(void)
{
    int32_t result = subrosa_batch_begin(set.messenger);
    if (result != SUBROSA_OK && result != SUBROSA_E_WRONG_STATE)
        return result;
    return subrosa_batch_end(M(0, 0), OUT(1));
}
static int32_t line_failed(void)
{
    return subrosa_line_failed(M(0, 0), P(1, ACCOUNT), N(0, 1, -1), OUT(2));
}
static int32_t may_send(void)
{
    return subrosa_may_send(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "text"), 4);
}
static int32_t text_list(void)
{
    return subrosa_text_list(M(0, 0), P(1, ACCOUNT), P(2, "bob"), OUT(3));
}
static int32_t text_do(void)
{
    return subrosa_text_do(M(0, 0), P(1, ACCOUNT),
                           damage == OUT_OF_RANGE && damaged == 0 ? -1 : waiting,
                           N(1, SUBROSA_DO_DISCARD, SUBROSA_DO_END), OUT(2));
}
static int32_t contact_do(void)
{
    return subrosa_contact_do(M(0, 0), P(1, ACCOUNT), P(2, "bob"),
                              N(0, SUBROSA_DO_END, 999), P(3, fingerprint), OUT(4));
}
static int32_t contact_set(void)
{
    return subrosa_contact_set(M(0, 0), P(1, ACCOUNT), P(2, "bob"),
                               N(0, SUBROSA_SETTING_PRESENT, 999), N(1, 0, -1));
}
static int32_t contact_get(void)
{
    return subrosa_contact_get(M(0, 0), P(1, ACCOUNT), P(2, "bob"), OUT(3));
}
static int32_t contact_list(void)
{
    return subrosa_contact_list(M(0, 0), P(1, ACCOUNT), OUT(2));
}
static int32_t contact_do_digits(void)
{
    return subrosa_contact_do_digits(M(0, 0), P(1, ACCOUNT), P(2, "bob"),
                                     N(0, SUBROSA_DO_VERIFY, 999), P(3, digits), strlen(digits),
                                     OUT(4));
}
static int32_t account_rename(void)
{
    return subrosa_account_rename(M(0, 0), P(1, ACCOUNT), P(2, ACCOUNT), OUT(3));
}
static int32_t address_rename(void)
{
    return subrosa_address_rename(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "bob_"), OUT(4));
}
static int32_t account_own_identity(void)
{
    return subrosa_account_own_identity(M(0, 0), P(1, "another"), P(2, exported), strlen(exported),
                                        P(3, PASSPHRASE), LENGTH(PASSPHRASE));
}
static int32_t account_fingerprint(void)
{
    return subrosa_account_fingerprint(M(0, 0), P(1, ACCOUNT), P(2, set.bytes));
}
static int32_t account_export_identity(void)
{
    return subrosa_account_export_identity(M(0, 0), P(1, ACCOUNT), P(2, PASSPHRASE),
                                           LENGTH(PASSPHRASE), OUT(3));
}
static int32_t safety_number(void)
{
    return subrosa_safety_number(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, fingerprint), OUT(4));
}
static int32_t safety_scan(void)
{
    return subrosa_safety_scan(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "SUBROSA:01"), 10,
                               OUT(4));
}
static int32_t safety_digits(void)
{
    return subrosa_safety_digits(P(0, fingerprint), P(1, fingerprint), P(2, set.text),
                                 P(3, &set.size));
}
static int32_t safety_code(void)
{
    return subrosa_safety_code(P(0, fingerprint), P(1, fingerprint), P(2, set.text),
                               P(3, &set.size));
}
static int32_t safety_modules(void)
{
    return subrosa_safety_modules(P(0, fingerprint), P(1, fingerprint), P(2, set.bytes));
}
static int32_t safety_compare(void)
{
    return subrosa_safety_compare(P(0, fingerprint), P(1, fingerprint), P(2, "SUBROSA:01"), 10);
}

static int32_t messenger_card(void)
{
    return subrosa_messenger_card(M(0, 0), P(1, ACCOUNT), N(0, 0, 2), OUT(2));
}
static int32_t card_learn(void)
{
    return subrosa_card_learn(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, card), strlen(card),
                              OUT(4));
}
static int32_t text_seal(void)
{
    return subrosa_text_seal(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "text"), 4,
                             (uint32_t)N(0, SUBROSA_SEAL_WRAPPED, 4), OUT(4));
}
static int32_t text_open(void)
{
    return subrosa_text_open(M(0, 0), P(1, sealed), strlen(sealed), OUT(2));
}
static int32_t file_seal(void)
{
    return subrosa_file_seal(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, source), P(4, folder),
                             (uint32_t)N(0, SUBROSA_SEAL_UNSIGNED, SUBROSA_SEAL_WRAPPED),
                             P(5, &set.new_job));
}
static int32_t file_open(void)
{
    return subrosa_file_open(M(0, 0), P(1, sealed_file), P(2, folder), P(3, &set.new_job));
}
static int32_t messenger_terms(void)
{
    return subrosa_messenger_terms(M(0, 0), P(1, ACCOUNT), P(2, &set.new_terms));
}
static int32_t terms_add_contact(void)
{
    return subrosa_terms_add_contact(H(0, 0, set.terms), M(1, 1), P(2, ACCOUNT), P(3, "bob"));
}
static int32_t terms_add_known(void)
{
    return subrosa_terms_add_known(H(0, 0, set.terms), M(1, 1), P(2, fingerprint));
}

/* name, call, pointers, those that may be NULL, handles, numbers, text */
const function facade_functions[] = {
    {"vault_path", vault_path, 3, "", 0, 0, 1, sizeof "/base/subrosa/vault"},
    {"messenger_open", messenger_open, 3, "1", 0, 0, 0, 0},
    {"messenger_open_older", messenger_open_older, 3, "1", 0, 0, 0, 0},
    {"messenger_locked", messenger_locked, 1, "", 1, 0, 0, 0},
    {"messenger_unlock", messenger_unlock, 2, "", 1, 0, 0, 0},
    {"messenger_set_passphrase", messenger_set_passphrase, 2, "", 1, 0, 0, 0},
    {"messenger_remove_passphrase", messenger_remove_passphrase, 1, "", 1, 0, 0, 0},
    {"messenger_set_time", messenger_set_time, 1, "", 1, 1, 0, 0},
    {"messenger_fingerprint", messenger_fingerprint, 2, "", 1, 0, 0, 0},
    {"messenger_export_identity", messenger_export_identity, 3, "", 1, 0, 0, 0},
    {"messenger_import_identity", messenger_import_identity, 3, "", 1, 0, 0, 0},
    {"account_attach", account_attach, 4, "", 1, 0, 0, 0},
    {"account_detach", account_detach, 2, "", 1, 0, 0, 0},
    {"account_set", account_set, 2, "", 1, 2, 0, 0},
    {"account_get", account_get, 3, "", 1, 1, 0, 0},
    {"account_online", account_online, 3, "", 1, 1, 0, 0},
    {"outgoing", outgoing, 5, "", 1, 1, 0, 0},
    {"incoming", incoming, 5, "", 1, 1, 0, 0},
    {"tick", tick, 2, "", 1, 0, 0, 0},
    {"batch_begin", batch_begin, 1, "", 1, 0, 0, 0},
    {"batch_end", batch_end, 2, "", 1, 0, 0, 0},
    {"line_failed", line_failed, 3, "", 1, 1, 0, 0},
    {"may_send", may_send, 4, "", 1, 0, 0, 0},
    {"text_list", text_list, 4, "2", 1, 0, 0, 0},
    {"text_do", text_do, 3, "", 1, 2, 0, 0},
    {"contact_do", contact_do, 5, "3", 1, 1, 0, 0},
    {"contact_set", contact_set, 3, "", 1, 2, 0, 0},
    {"contact_get", contact_get, 4, "", 1, 0, 0, 0},
    {"contact_list", contact_list, 3, "", 1, 0, 0, 0},
    {"messenger_card", messenger_card, 3, "", 1, 1, 0, 0},
    {"card_learn", card_learn, 5, "", 1, 0, 0, 0},
    {"text_seal", text_seal, 5, "", 1, 1, 0, 0},
    {"text_open", text_open, 3, "", 1, 0, 0, 0},
    {"file_seal", file_seal, 6, "", 1, 1, 0, 0},
    {"file_open", file_open, 4, "", 1, 0, 0, 0},
    {"messenger_terms", messenger_terms, 3, "1", 1, 0, 0, 0},
    {"terms_add_contact", terms_add_contact, 4, "", 2, 0, 0, 0},
    {"terms_add_known", terms_add_known, 3, "", 2, 0, 0, 0},
    {"contact_do_digits", contact_do_digits, 5, "", 1, 1, 0, 0},
    {"account_rename", account_rename, 4, "", 1, 0, 0, 0},
    {"address_rename", address_rename, 5, "", 1, 0, 0, 0},
    {"account_own_identity", account_own_identity, 4, "", 1, 0, 0, 0},
    {"account_fingerprint", account_fingerprint, 3, "", 1, 0, 0, 0},
    {"account_export_identity", account_export_identity, 4, "", 1, 0, 0, 0},
    {"safety_number", safety_number, 5, "3", 1, 0, 0, 0},
    {"safety_scan", safety_scan, 5, "", 1, 0, 0, 0},
    {"safety_digits", safety_digits, 4, "", 0, 0, 1, SUBROSA_DIGITS_SIZE},
    {"safety_code", safety_code, 4, "", 0, 0, 1, SUBROSA_SAFETY_CODE_SIZE},
    {"safety_modules", safety_modules, 3, "", 0, 0, 0, 0},
    {"safety_compare", safety_compare, 3, "", 0, 0, 0, 0},
};
const size_t facade_function_count = sizeof facade_functions / sizeof facade_functions[0];
const level facade = {facade_functions, &facade_function_count, facade_open, facade_close};
