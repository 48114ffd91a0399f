/* Every function with every pointer NULL, every handle wrong, every number out of its range and
 * every buffer too small, one at a time: an error, nothing given out, and the same call then works.
 *
 *     misuse directory [--freed]     with vaults in the directory; also handles that were freed:
 *                                    detected, but not when a tool watches memory
 */
#define _POSIX_C_SOURCE 200809L
#include "calls.h"
#include "hosts.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* Calls with one argument damaged, which has to fail with `expected`; 1 stands for any error. */
static void damaged_call(const function *f, enum damage how, int which, int32_t expected)
{
    int32_t result;
    damage = how;
    damaged = which;
    result = said_by(f);
    if (is_question(f))
        expected = 1;
    if (result >= 0 || (expected != 1 && result != expected))
        printf("%s, damage %d of argument %d: %s\n", f->name, (int)how, which,
               subrosa_result_name(result));
    CHECK(result < 0);
    CHECK(expected == 1 || result == expected);
    CHECK(facade_answer_is_safe(f));
    CHECK(stage_is_untouched());
    damage = SOUND;
    damaged = -1;
}

static void open_for(const function *f, const level *of)
{
    stage_open();
    of->open(f);
}

static void close_for(const level *of)
{
    of->close();
    stage_close();
}

static void nullable_call(const function *f, int which, const level *of)
{
    int32_t result;
    open_for(f, of);
    damage = IS_NULL;
    damaged = which;
    result = f->call();
    if (result < 0)
        printf("%s without argument %d: %s\n", f->name, which, subrosa_result_name(result));
    CHECK(result >= 0);
    damage = SOUND;
    damaged = -1;
    close_for(of);
}

static void short_buffers(const function *f, const level *of)
{
    size_t size;
    open_for(f, of);
    for (size = 0; size < f->text_size; size++) {
        set.size = size;
        RESULT(SUBROSA_E_BUFFER, f->call());
        CHECK(set.size == f->text_size);
        CHECK(stage_is_untouched());
    }
    /* To ask for the size, no buffer is needed. */
    set.size = 0;
    damage = IS_NULL;
    damaged = f->pointers - 2;
    RESULT(SUBROSA_E_BUFFER, f->call());
    CHECK(set.size == f->text_size);
    damage = SOUND;
    damaged = -1;
    RESULT(SUBROSA_OK, f->call());
    CHECK(set.size == f->text_size && strlen(set.text) == f->text_size - 1);
    CHECK((unsigned char)set.text[f->text_size] == 0xaa);
    close_for(of);
}

static void every_function(const level *of)
{
    size_t number;
    int which;
    for (number = 0; number < *of->count; number++) {
        const function *f = &of->functions[number];
        open_for(f, of);
        for (which = 0; which < f->pointers; which++)
            if (!may_be_null(f, which))
                damaged_call(f, IS_NULL, which, is_empty_then(f, which) ? 1 : SUBROSA_E_ARGUMENT);
        for (which = 0; which < f->handles; which++) {
            damaged_call(f, IS_ANOTHER, which, SUBROSA_E_HANDLE);
            damaged_call(f, IS_ODD, which, SUBROSA_E_HANDLE);
        }
        for (which = 0; which < f->numbers; which++)
            damaged_call(f, OUT_OF_RANGE, which, 1);
        /* After all of that the same call works: nothing had changed. */
        RESULT(1, said_by(f) >= 0);
        close_for(of);
        for (which = 0; which < f->pointers; which++)
            if (may_be_null(f, which))
                nullable_call(f, which, of);
        if (f->text)
            short_buffers(f, of);
    }
}

/* Questions are answered with no for a handle that is none; fields that are not there are empty.
 * tests/c/no_messenger.c asks the same of messengers and outcomes. */
static void value_functions(void)
{
    size_t length = 7;
    stage_open();
    CHECK(subrosa_card_one_time(NULL) == 0);
    CHECK(subrosa_peer_fingerprint(NULL, set.bytes) == 0);
    CHECK(subrosa_peer_fingerprint((subrosa_peer *)(void *)set.card, set.bytes) == 0);
    CHECK(subrosa_fingerprint_matches_digits(NULL, "\xff", 1) == 0);
    CHECK(subrosa_fingerprint_matches_digits(set.fingerprint, "\xff", 1) == 0);
    CHECK(subrosa_outcome_has(set.heard, SUBROSA_SESSION_FIELD_TEXT) == 1);
    CHECK(subrosa_outcome_has(set.heard, SUBROSA_SESSION_FIELD_CONTENT) == 1);
    CHECK(subrosa_outcome_has(set.heard, INT32_MAX) == 0);
    CHECK(subrosa_outcome_has(set.heard, INT32_MIN) == 0);
    CHECK(*subrosa_outcome_str(set.heard, SUBROSA_SESSION_FIELD_CONTENT) == '\0');
    CHECK(subrosa_outcome_int(set.heard, SUBROSA_SESSION_FIELD_TEXT) == 0);
    CHECK(subrosa_outcome_bytes(set.heard, SUBROSA_SESSION_FIELD_CONTENT, &length) == NULL);
    CHECK(length == 0);
    CHECK(subrosa_outcome_bytes(set.heard, INT32_MAX, NULL) == NULL);
    stage_close();
}

/* A place for a handle is NULL after a failure, whatever was there. */
static void outputs_of_failed_calls(void)
{
    int something = 0;
    subrosa_identity *identity = (subrosa_identity *)(void *)&something;
    subrosa_card *card = (subrosa_card *)(void *)&something;
    subrosa_outcome *outcome = (subrosa_outcome *)(void *)&something;
    subrosa_messenger *messenger;
    RESULT(SUBROSA_E_ARGUMENT, subrosa_identity_generate(-1, &identity));
    CHECK(identity == NULL);
    RESULT(SUBROSA_E_NO_CARD, subrosa_card_find("none", 4, NOW, &card));
    CHECK(card == NULL);
    RESULT(SUBROSA_E_ARGUMENT,
           subrosa_peer_receive(NULL, NULL, "none", 4, NOW, &outcome));
    CHECK(outcome == NULL);
    messenger = (subrosa_messenger *)(void *)&something;
    RESULT(SUBROSA_E_ABI,
           result_of(subrosa_messenger_open(SUBROSA_ABI + 1, "vault", NULL, &messenger)));
    CHECK(messenger == NULL);
}

static void nothing_is_freed(void)
{
    subrosa_identity_free(NULL);
    subrosa_card_free(NULL);
    subrosa_installation_free(NULL);
    subrosa_peer_free(NULL);
    subrosa_outcome_free(NULL);
    subrosa_messenger_free(NULL);
    subrosa_full_card_free(NULL);
    subrosa_terms_free(NULL);
    subrosa_job_free(NULL);
    /* Nor is a handle of another type. */
    stage_open();
    subrosa_peer_free((subrosa_peer *)(void *)set.card);
    CHECK(subrosa_card_one_time(set.card) == 0);
    stage_close();
}

static void lengths_that_cannot_be(void)
{
    subrosa_card *card = NULL;
    RESULT(SUBROSA_E_ARGUMENT, subrosa_card_parse("text", (size_t)-1, &card));
    RESULT(SUBROSA_E_ARGUMENT, subrosa_card_parse("text", ((size_t)-1) / 2 + 1, &card));
    RESULT(SUBROSA_E_NO_CARD, subrosa_card_parse(NULL, 0, &card));
}

static void every_number_has_a_name(void)
{
    int32_t code;
    int named = 0;
    for (code = -5000; code < 5000; code++) {
        const char *name = subrosa_result_name(code);
        CHECK(name != NULL && *name != '\0');
        named += strncmp(name, "SUBROSA_", 8) == 0;
    }
    CHECK(named > 130);
    CHECK(strcmp(subrosa_result_name(INT32_MIN), "unknown result") == 0);
    CHECK(strcmp(subrosa_result_name(INT32_MAX), "unknown result") == 0);
}

static void freed_handles(void)
{
    subrosa_identity *identity = NULL;
    int64_t created;
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
    subrosa_identity_free(identity);
    RESULT(SUBROSA_E_HANDLE, subrosa_identity_created(identity, &created));
    subrosa_identity_free(identity);
}

/* An outcome that was freed sends nothing any more. */
static void freed_outcomes(void)
{
    subrosa_outcome *outcome = subrosa_tick(NULL);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_HANDLE, subrosa_outcome_result(outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
}

static void freed_documents(void)
{
    subrosa_terms *terms;
    subrosa_full_card *card;
    subrosa_job *job;
    subrosa_outcome *outcome = NULL;
    stage_open();
    documents_open(&document_functions[0]);
    terms = set.terms;
    card = set.full_card;
    job = set.job;
    documents_close();
    RESULT(SUBROSA_E_HANDLE, subrosa_terms_add_card(terms, card));
    RESULT(SUBROSA_E_HANDLE, subrosa_full_card_issued(card, &set.number));
    RESULT(SUBROSA_E_HANDLE, subrosa_job_run(job, 0, NULL, NULL));
    RESULT(SUBROSA_E_HANDLE, subrosa_job_result(job, &outcome));
    RESULT(SUBROSA_E_HANDLE, subrosa_job_commit(job, "x", 0));
    subrosa_job_free(job);
    subrosa_terms_free(terms);
    subrosa_full_card_free(card);
    stage_close();
}

/* Two threads, one handle: the second call is refused as long as the first one works. One thread exports
   again and again until the other one has met it at work: a scheduler that runs one thread at a time
   (valgrind's) needs several tries. */
enum { MOST_EXPORTS = 2000 };

static subrosa_identity *shared;
static volatile int met, over;
static int32_t exporting = SUBROSA_OK;

static void *export_until_met(void *unused)
{
    static char text[SUBROSA_EXPORT_SIZE];
    int tries;
    (void)unused;
    for (tries = 0; tries < MOST_EXPORTS && !met; tries++) {
        size_t size = sizeof text;
        int32_t result = subrosa_identity_export(shared, "x", 1, 19456, 1, 1, text, &size);
        if (result == SUBROSA_E_BUSY)
            tries--; /* the other thread was there first */
        else if (result != SUBROSA_OK)
            exporting = result;
    }
    over = 1;
    return NULL;
}

static void two_threads(void)
{
    pthread_t thread;
    int64_t created = 0;
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &shared));
    CHECK(pthread_create(&thread, NULL, export_until_met, NULL) == 0);
    while (!over) {
        int32_t result = subrosa_identity_created(shared, &created);
        if (result == SUBROSA_E_BUSY)
            met = 1;
        else if (result != SUBROSA_OK)
            RESULT(SUBROSA_OK, result);
    }
    CHECK(pthread_join(thread, NULL) == 0);
    RESULT(SUBROSA_OK, exporting);
    CHECK(met);
    RESULT(SUBROSA_OK, subrosa_identity_created(shared, &created));
    subrosa_identity_free(shared);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    every_function(&sessions);
    every_function(&outcomes);
    every_function(&documents);
    every_function(&facade);
    facade_forget();
    value_functions();
    outputs_of_failed_calls();
    nothing_is_freed();
    lengths_that_cannot_be();
    every_number_has_a_name();
    if (argc > 2 && strcmp(argv[2], "--freed") == 0) {
        freed_handles();
        freed_outcomes();
        freed_documents();
    }
    documents_forget();
    two_threads();
    return report("misuse");
}
