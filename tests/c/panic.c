/* Every function with a panic in each place where one can be injected: SUBROSA_E_PANIC, not a byte
 * on stderr, and handles that can only be freed. Links the library built with `panic-injection`.
 *
 *     panic-test directory [function...]     with vaults in the directory; all functions, or those
 *                                            that are named
 */
#define _POSIX_C_SOURCE 200809L
#include "calls.h"
#include "hosts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void subrosa_test_panic(uint32_t steps);

/* How many of the handles of the stage are poisoned; the others work. */
static int poisoned(void)
{
    int32_t results[9];
    uint8_t bytes[32];
    int64_t number;
    subrosa_outcome *outcome = NULL;
    int at, count = 0;
    results[0] = subrosa_identity_fingerprint(set.two.a.identity, bytes);
    results[1] = subrosa_installation_id(set.two.a.device, bytes);
    results[2] = subrosa_peer_wake_in(set.two.a.peer, NOW, &number);
    results[3] = subrosa_card_id(set.card, bytes);
    results[4] = subrosa_outcome_result(set.heard);
    results[5] = results[6] = results[7] = results[8] = 0;
    if (set.sealing != NULL) {
        results[5] = subrosa_installation_id(set.sealing, bytes);
        results[6] = subrosa_full_card_issued(set.full_card, &number);
        results[7] = subrosa_terms_set_name(set.terms, NULL);
        if (results[7] == 0)
            results[7] = subrosa_terms_set_name(set.under_passphrase, NULL);
        results[8] = subrosa_job_result(set.job, &outcome);
        if (results[8] == SUBROSA_E_JOB_ENDED)
            results[8] = 0;
        subrosa_outcome_free(outcome);
    }
    for (at = 0; at < 9; at++) {
        CHECK(results[at] >= 0 || results[at] == SUBROSA_E_POISONED);
        count += results[at] == SUBROSA_E_POISONED;
    }
    return count;
}

static void panics_in(const function *f, const level *of)
{
    uint32_t steps = 0;
    int32_t result = SUBROSA_E_PANIC;
    int places = 0, most = 0;
    while (result == SUBROSA_E_PANIC && places < 1000) {
        stage_open();
        of->open(f);
        subrosa_test_panic(++steps);
        result = said_by(f);
        subrosa_test_panic(0);
        if (result == SUBROSA_E_PANIC) {
            int count = poisoned();
            most = count > most ? count : most;
            places++;
            CHECK(stage_is_untouched());
            CHECK(count <= f->handles);
            if (count > 0)
                CHECK(said_by(f) == SUBROSA_E_POISONED);
        } else {
            CHECK(result >= 0);
            CHECK(poisoned() == 0);
        }
        of->close();
        stage_close();
    }
    if (most != f->handles)
        printf("%s: %d of %d handles poisoned\n", f->name, most, f->handles);
    CHECK(most == f->handles);
    CHECK(places >= f->handles);
}

/* The first panic in a messenger harms nothing: the same call then works. */
static void panics_in_facade(const function *f)
{
    uint32_t steps = 0;
    int32_t result = SUBROSA_E_PANIC;
    int places = 0;
    while (result == SUBROSA_E_PANIC && places < 1000) {
        stage_open();
        facade_open(f);
        subrosa_test_panic(++steps);
        result = said_by(f);
        subrosa_test_panic(0);
        if (result == SUBROSA_E_PANIC) {
            places++;
            CHECK(facade_answer_is_safe(f));
            CHECK(stage_is_untouched());
            facade_renew();
            result = said_by(f);
            if (result < 0)
                printf("%s, place %d: %s\n", f->name, places, subrosa_result_name(result));
            CHECK(result >= 0);
            result = SUBROSA_E_PANIC;
        } else
            CHECK(result >= 0);
        facade_close();
        stage_close();
    }
    if (places < f->handles)
        printf("%s: %d places\n", f->name, places);
    CHECK(places >= f->handles);
}

static void panic_no_more(void)
{
    subrosa_test_panic(0);
}

/* After the second panic a messenger can only be freed; what it is asked has safe answers. */
static void a_second_panic_is_the_last(void)
{
    subrosa_outcome *outcome;
    stage_open();
    facade_open(&facade_functions[0]);
    subrosa_test_panic(2);
    outcome = subrosa_tick(set.messenger);
    subrosa_test_panic(0);
    RESULT(SUBROSA_E_PANIC, result_of(outcome));
    CHECK(subrosa_wake_ms(set.messenger) >= 10);
    subrosa_test_panic(2);
    CHECK(subrosa_wake_ms(set.messenger) == -1);
    subrosa_test_panic(0);
    RESULT(SUBROSA_E_POISONED, result_of(subrosa_line_failed(set.messenger, ACCOUNT, 1)));
    outcome = subrosa_outgoing(set.messenger, ACCOUNT, "bob", "text", 4, 0);
    RESULT(SUBROSA_E_POISONED, subrosa_outcome_result(outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "text"));
    subrosa_outcome_free(outcome);
    RESULT(0, subrosa_may_send(set.messenger, ACCOUNT, "carol", "text", 4));
    CHECK(subrosa_wake_ms(set.messenger) == -1);
    facade_close();
    stage_close();
}

/* A text whose confirmation panics comes again: as the outcome is read, as the messenger is, and as
 * the vault is written. */
static void a_panic_confirms_nothing(void)
{
    uint32_t steps;
    for (steps = 1; steps <= 3; steps++) {
        host a, b;
        subrosa_outcome *outcome;
        hosts_open(&a, &b, new_directory());
        hosts_private(&a, &b);
        outcome = host_is_told(&b, "shown");
        CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
        subrosa_test_panic(steps);
        CHECK(subrosa_outcome_next(outcome) == 0);
        subrosa_test_panic(0);
        subrosa_outcome_free(outcome);
        subrosa_messenger_free(b.glue.messenger);
        host_start(&b);
        CHECK(b.repeated_count == 1 && strcmp(b.shown, "shown") == 0);
        hosts_close(&a, &b);
    }
}

/* A panic within a walk poisons no outcome of another call, and the text comes again with a tick. */
static void a_panic_in_a_walk_loses_no_text(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = host_is_told(&b, "shown");
    subrosa_test_panic(2);
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_test_panic(0);
    subrosa_outcome_free(outcome);
    hosts_live_on(&a, &b);
    CHECK(b.shown_count == 1 && strcmp(b.shown, "shown") == 0 && a.delivered_count == 1);
    hosts_close(&a, &b);
}

static int is_wanted(const char *name, int argc, char **argv)
{
    int at;
    for (at = 2; at < argc; at++)
        if (strcmp(argv[at], name) == 0)
            return 1;
    return argc <= 2;
}

int main(int argc, char **argv)
{
    FILE *caught = tmpfile();
    size_t number;
    char sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    CHECK(caught != NULL);
    if (argc > 1)
        directory_of_tests = argv[1];
    after_call = panic_no_more;
    fflush(stderr);
    CHECK(dup2(fileno(caught), 2) == 2);
    for (number = 0; number < function_count; number++)
        if (is_wanted(functions[number].name, argc, argv))
            panics_in(&functions[number], &sessions);
    for (number = 0; number < outcome_function_count; number++)
        if (is_wanted(outcome_functions[number].name, argc, argv))
            panics_in(&outcome_functions[number], &outcomes);
    for (number = 0; number < document_function_count; number++)
        if (is_wanted(document_functions[number].name, argc, argv))
            panics_in(&document_functions[number], &documents);
    documents_forget();
    for (number = 0; number < facade_function_count; number++)
        if (is_wanted(facade_functions[number].name, argc, argv))
            panics_in_facade(&facade_functions[number]);
    a_second_panic_is_the_last();
    a_panic_confirms_nothing();
    a_panic_in_a_walk_loses_no_text();
    facade_forget();
    CHECK(lseek(2, 0, SEEK_END) == 0);

    stage_open();
    subrosa_test_panic(1);
    RESULT(SUBROSA_E_PANIC, subrosa_peer_status(set.two.a.peer));
    RESULT(SUBROSA_OK, subrosa_last_error(sentence, &size));
    CHECK(strstr(sentence, "fault") != NULL);
    stage_close();
    fclose(caught);
    return report("panic");
}
