/* Calls on a messenger that is none: nothing that is typed is sent, nothing that came is hidden, and the
 * typed text goes back to the user. Whatever a plugin does wrong, it does no harm by walking the outcome.
 *
 *     no_messenger directory [--freed]     also one that was freed, and in a child that leaves it behind:
 *                                          not when a tool watches memory
 */
#define _POSIX_C_SOURCE 200809L
#include "hosts.h"

#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is checked in a child too, where nobody counts: gives the line of what is wrong, or 0. */
#define NEED(condition) \
    do { \
        if (!(condition)) \
            return __LINE__; \
    } while (0)

static const char LINE[] = "?SR1:AAAA";

/* A text that was typed is refused, and a SAY has it. */
static int harm_by_typing(subrosa_messenger *none, const char *text, int32_t expected)
{
    subrosa_outcome *outcome = subrosa_outgoing(none, ACCOUNT, "bob", text, SUBROSA_NUL, 0);
    size_t length = 0;
    const uint8_t *typed;
    NEED(outcome != NULL && subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    NEED(subrosa_outcome_result(outcome) == expected);
    NEED(strstr(subrosa_outcome_json(outcome), "\"verdict\":\"refused\"") != NULL);
    NEED(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    /* In the window where it was typed. */
    NEED(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_ACCOUNT), ACCOUNT) == 0);
    NEED(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER), "bob") == 0);
    NEED(strstr(subrosa_outcome_json(outcome), "\"event\":\"say\"") != NULL);
    typed = subrosa_outcome_bytes(outcome, SUBROSA_FIELD_TEXT, &length);
    NEED(typed != NULL && length == strlen(text) && memcmp(typed, text, length) == 0);
    NEED(*subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE) != '\0');
    NEED(subrosa_outcome_int(outcome, SUBROSA_FIELD_LOG) == 0);
    NEED(subrosa_outcome_int(outcome, SUBROSA_FIELD_PLACE) == SUBROSA_PLACE_WINDOW);
    NEED(subrosa_outcome_int(outcome, SUBROSA_FIELD_SEVERITY) >= SUBROSA_SEVERITY_WARNING);
    NEED(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    return 0;
}

/* A program's text is refused in silence. */
static int harm_by_a_notice(subrosa_messenger *none)
{
    subrosa_outcome *outcome =
        subrosa_outgoing(none, ACCOUNT, "bob", "notice", SUBROSA_NUL, SUBROSA_FLAG_NOTICE);
    NEED(outcome != NULL && subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    NEED(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    return 0;
}

/* A text that came is shown as it is, a line of the library too. */
static int harm_by_reading(subrosa_messenger *none, const char *text, int32_t expected)
{
    subrosa_outcome *outcome = subrosa_incoming(none, ACCOUNT, "bob", text, SUBROSA_NUL, 0, 0);
    NEED(outcome != NULL && subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    NEED(subrosa_outcome_result(outcome) == expected);
    NEED(strstr(subrosa_outcome_json(outcome), "\"verdict\":\"pass\"") != NULL);
    NEED(*subrosa_outcome_mark(outcome) == '\0' && subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    return 0;
}

/* What the user has asked for is answered by a SAY; whatever else is called tells nothing. */
static int harm_by(subrosa_outcome *outcome, int is_asked_for, int32_t expected)
{
    NEED(outcome != NULL && subrosa_outcome_result(outcome) == expected);
    NEED(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    if (is_asked_for) {
        NEED(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
        NEED(*subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE) != '\0');
        NEED(subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION) == 0);
        NEED(!subrosa_outcome_has(outcome, SUBROSA_FIELD_TEXT));
    }
    NEED(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    return 0;
}

/* A raw line of IRC neither leaves nor is hidden. */
static int harm_by_irc(subrosa_messenger *none, int32_t expected)
{
    subrosa_outcome *outcome = subrosa_irc_out(none, ACCOUNT, "PRIVMSG bob :secret", SUBROSA_NUL);
    size_t length = 7;
    NEED(outcome != NULL && subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    NEED(subrosa_outcome_result(outcome) == expected);
    NEED(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SAY);
    NEED(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), "PRIVMSG bob :secret") == 0);
    subrosa_outcome_free(outcome);
    outcome = subrosa_irc_in(none, ACCOUNT, ":bob!b@c PRIVMSG me :hello", SUBROSA_NUL, 0);
    NEED(outcome != NULL && subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    NEED(subrosa_outcome_result(outcome) == expected && subrosa_outcome_next(outcome) == 0);
    NEED(*subrosa_outcome_line(outcome, &length) == '\0' && length == 0);
    subrosa_outcome_free(outcome);
    return 0;
}

/* Every call on a messenger that gives an outcome or answers a question. */
static int harm_of(subrosa_messenger *none, int32_t expected)
{
    NEED(harm_by_typing(none, "secret", expected) == 0);
    NEED(harm_by_typing(none, "", expected) == 0);
    NEED(harm_by_a_notice(none) == 0);
    NEED(harm_by_reading(none, "hello", expected) == 0);
    NEED(harm_by_reading(none, LINE, expected) == 0);
    NEED(harm_by_irc(none, expected) == 0);
    NEED(harm_by(subrosa_command(none, ACCOUNT, "bob", "end", SUBROSA_NUL), 1, expected) == 0);
    NEED(harm_by(subrosa_answer(none, 1, "accept", SUBROSA_NUL), 1, expected) == 0);
    NEED(harm_by(subrosa_account_attach(none, ACCOUNT, "plain", NULL), 1, expected) == 0);
    NEED(harm_by(subrosa_safety_scan(none, ACCOUNT, "bob", "x", SUBROSA_NUL), 1, expected) == 0);
    NEED(harm_by(subrosa_tick(none), 0, expected) == 0);
    NEED(harm_by(subrosa_batch_end(none), 0, expected) == 0);
    NEED(harm_by(subrosa_messenger_leave(none), 0, expected) == 0);
    NEED(harm_by(subrosa_account_set(none, ACCOUNT, "log=1"), 0, expected) == 0);
    NEED(harm_by(subrosa_account_online(none, ACCOUNT, 0), 0, expected) == 0);
    NEED(harm_by(subrosa_account_detach(none, ACCOUNT), 0, expected) == 0);
    NEED(harm_by(subrosa_account_listed(none, ACCOUNT), 0, expected) == 0);
    NEED(harm_by(subrosa_account_rename(none, ACCOUNT, "new"), 0, expected) == 0);
    NEED(harm_by(subrosa_line_failed(none, ACCOUNT, 1), 0, expected) == 0);
    NEED(harm_by(subrosa_choices(none, ACCOUNT, "bob"), 0, expected) == 0);
    NEED(harm_by(subrosa_title(none, NULL, NULL), 0, expected) == 0);
    NEED(harm_by(subrosa_contact_hint(none, ACCOUNT, "bob", SUBROSA_HINT_KNOWN, 1), 0, expected) == 0);
    NEED(harm_by(subrosa_contact_rename(none, ACCOUNT, "bob", "carol"), 0, expected) == 0);
    NEED(harm_by(subrosa_contact_list(none, ACCOUNT, NULL), 0, expected) == 0);
    NEED(harm_by(subrosa_text_list(none, ACCOUNT, NULL), 0, expected) == 0);
    NEED(subrosa_may_send(none, ACCOUNT, "bob", "text", SUBROSA_NUL) == 0);
    NEED(subrosa_line_kind(none, LINE, SUBROSA_NUL) == 0);
    NEED(subrosa_wake_ms(none) == -1);
    NEED(subrosa_batch_begin(none) == expected);
    return 0;
}

static void no_messenger_at_all_does_no_harm(void)
{
    subrosa_identity *identity = NULL;
    RESULT(0, harm_of(NULL, SUBROSA_E_ARGUMENT));
    /* A handle of another type, and what is no handle. */
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
    RESULT(0, harm_of((subrosa_messenger *)(void *)identity, SUBROSA_E_HANDLE));
    RESULT(0, harm_of((subrosa_messenger *)(void *)((char *)identity + 1), SUBROSA_E_HANDLE));
    subrosa_identity_free(identity);
}

static void the_messenger_of_a_parent_does_no_harm_in_a_child(void)
{
    host a, b;
    int status = 0;
    pid_t child;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    child = fork();
    if (child == 0) {
        alarm(60);
        _exit(harm_of(a.glue.messenger, SUBROSA_E_VAULT_FORKED) == 0 ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(host_types(&a, "still private") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "still private") == 0);
    hosts_close(&a, &b);
}

static void a_messenger_that_was_freed_does_no_harm(void)
{
    host a, b;
    subrosa_messenger *freed;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    freed = a.glue.messenger;
    subrosa_messenger_free(freed);
    RESULT(0, harm_of(freed, SUBROSA_E_HANDLE));
    subrosa_messenger_free(freed);
    host_start(&a);
    hosts_close(&a, &b);
}

/* The glue of a plugin whose messenger could not be opened. */
static void a_plugin_without_a_messenger_sends_nothing_and_hides_nothing(void)
{
    host a, b;
    subrosa_messenger *closed;
    hosts_open(&a, &b, new_directory());
    closed = a.glue.messenger;
    a.glue.messenger = NULL;
    CHECK(!subrosa_glue_typed(&a.glue, ACCOUNT, "bob", "secret", 0));
    CHECK(strcmp(a.text, "secret") == 0 && a.sentence[0] != '\0');
    host_hears(&a, "hello");
    CHECK(strcmp(a.shown, "hello") == 0);
    RESULT(SUBROSA_E_ARGUMENT, host_does(&a, "status"));
    CHECK(b.read == b.sent);
    a.glue.messenger = closed;
    hosts_close(&a, &b);
}

static void an_outcome_that_is_none_sends_nothing(void)
{
    subrosa_identity *identity = NULL;
    subrosa_outcome *none = NULL;
    size_t length = 7;
    int turn;
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
    for (turn = 0; turn < 2; turn++) {
        CHECK(subrosa_outcome_verdict(none) == SUBROSA_VERDICT_REFUSED);
        RESULT(turn == 0 ? SUBROSA_E_ARGUMENT : SUBROSA_E_HANDLE, subrosa_outcome_result(none));
        CHECK(subrosa_outcome_next(none) == 0);
        CHECK(*subrosa_outcome_line(none, &length) == '\0' && length == 0);
        CHECK(*subrosa_outcome_mark(none) == '\0' && *subrosa_outcome_json(none) == '\0');
        CHECK(subrosa_outcome_has(none, SUBROSA_FIELD_TEXT) == 0);
        CHECK(*subrosa_outcome_str(none, SUBROSA_FIELD_TEXT) == '\0');
        CHECK(subrosa_outcome_int(none, SUBROSA_FIELD_QUESTION) == 0);
        length = 7;
        CHECK(subrosa_outcome_bytes(none, SUBROSA_FIELD_ID, &length) == NULL && length == 0);
        CHECK(subrosa_outcome_bytes(none, SUBROSA_FIELD_ID, NULL) == NULL);
        CHECK(subrosa_outcome_choice(none, 0, SUBROSA_CHOICE_WORD) == NULL);
        subrosa_outcome_undone(none);
        subrosa_outcome_free(none);
        none = (subrosa_outcome *)(void *)identity;
    }
    subrosa_identity_free(identity);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    no_messenger_at_all_does_no_harm();
    a_plugin_without_a_messenger_sends_nothing_and_hides_nothing();
    an_outcome_that_is_none_sends_nothing();
    if (argc > 2 && strcmp(argv[2], "--freed") == 0) {
        the_messenger_of_a_parent_does_no_harm_in_a_child();
        a_messenger_that_was_freed_does_no_harm();
    }
    return report("no_messenger");
}
