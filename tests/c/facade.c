/* The messenger, seen from C: two of them in one process, from the first word in clear to the end of a
 * private conversation, with lines that fail, texts that wait and everything a host may say of a text.
 *
 *     facade directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Until the next thing is due, which is soon. */
static void wait_for(host *me)
{
    int64_t wait = subrosa_wake_ms(me->glue.messenger);
    CHECK(wait > 0 && wait <= 5000);
    hosts_wait(me, me->other, wait);
}

static int32_t may_send(const host *me, const char *peer, const char *text)
{
    return subrosa_may_send(me->glue.messenger, ACCOUNT, peer, text, SUBROSA_NUL);
}

static void a_conversation_becomes_private_and_ends(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    CHECK(host_types(&a, "anybody reads this") == SUBROSA_VERDICT_PASS);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "anybody reads this") == 0 && b.private_count == 0);

    /* Bob has not written yet: he is asked. What Alice types meanwhile waits. */
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    CHECK(strcmp(a.state, "asked") == 0 && a.level == SUBROSA_LEVEL_WAITING);
    CHECK(host_types(&a, "waits") == SUBROSA_VERDICT_TAKEN);
    CHECK(strcmp(a.echoed, "waits") == 0 && strcmp(a.echo_mark, "[waiting] ") == 0);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.state, "invited") == 0 && strcmp(b.asked, "ask-invited") == 0);
    CHECK(b.shown_count == 1);
    RESULT(SUBROSA_OK, host_answers(&b, b.question, "accept"));
    hosts_settle(&a, &b);
    CHECK(a.level == SUBROSA_LEVEL_PRIVATE && b.level == SUBROSA_LEVEL_PRIVATE);
    CHECK(strcmp(a.words, "private") == 0 && strcmp(a.state, "private") == 0);
    CHECK(strcmp(a.trust, "first-use") == 0 && strcmp(b.trust, "first-use") == 0);
    CHECK(strcmp(b.shown, "waits") == 0 && b.private_count == 1);
    CHECK(host_types(&b, "nobody else reads this") == SUBROSA_VERDICT_TAKEN);
    CHECK(strcmp(b.echoed, "nobody else reads this") == 0 && b.echo_mark[0] == '\0');
    CHECK(strncmp(a.inbox[a.read], "?SR1:", 5) == 0);
    hosts_settle(&a, &b);
    CHECK(strcmp(a.shown, "nobody else reads this") == 0 && a.private_count == 1);
    CHECK(a.delivered_count == 1);

    /* Bob ends it. Alice sends nothing in clear by accident: what she types comes back to her. */
    RESULT(SUBROSA_OK, host_does(&b, "end"));
    hosts_settle(&a, &b);
    CHECK(strcmp(a.state, "ended") == 0 && host_was_told(&a, "ended-by-them"));
    CHECK(strcmp(b.state, "plain") == 0 && b.level == SUBROSA_LEVEL_PLAIN);
    CHECK(host_types(&a, "still private?") == SUBROSA_VERDICT_REFUSED);
    CHECK(strcmp(a.code, "refused-ended") == 0 && strcmp(a.text, "still private?") == 0);
    CHECK(b.read == b.sent);
    RESULT(SUBROSA_OK, host_does(&a, "end"));
    CHECK(host_types(&a, "not private") == SUBROSA_VERDICT_PASS);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "not private") == 0 && b.private_count == 1);
    hosts_close(&a, &b);
}

static void nothing_leaves_past_the_hooks(void)
{
    host a, b;
    char *line;
    hosts_open(&a, &b, new_directory());
    RESULT(1, may_send(&a, "bob", "clear"));
    hosts_private(&a, &b);
    RESULT(0, may_send(&a, "bob", "clear"));
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "bob", NULL, 0));
    RESULT(1, may_send(&a, "carol", "clear"));
    CHECK(host_types(&a, "secret") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(1, may_send(&a, "bob", line));
    CHECK(host_types(&a, line) == SUBROSA_VERDICT_PASS);
    free(line);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "secret") == 0);
    hosts_close(&a, &b);
}

static void a_hook_near_the_wire_learns_what_a_line_is_for(void)
{
    host a, b;
    char *line;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    line = host_intercepts(&b);
    RESULT(SUBROSA_KIND_QUESTION, subrosa_line_kind(a.glue.messenger, line, SUBROSA_NUL));
    free(line);
    hosts_private(&b, &a);
    CHECK(host_types(&a, "text") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(SUBROSA_KIND_TEXT, subrosa_line_kind(a.glue.messenger, line, SUBROSA_NUL));
    RESULT(SUBROSA_KIND_TEXT, subrosa_line_kind(a.glue.messenger, line, strlen(line)));
    RESULT(0, subrosa_line_kind(a.glue.messenger, line, strlen(line) - 1));
    RESULT(0, subrosa_line_kind(b.glue.messenger, line, SUBROSA_NUL));
    RESULT(0, subrosa_line_kind(a.glue.messenger, "text", SUBROSA_NUL));
    RESULT(0, subrosa_line_kind(a.glue.messenger, NULL, 0));
    host_hears(&b, line);
    free(line);
    wait_for(&b);
    host_ticks(&b);
    CHECK(b.kind == SUBROSA_KIND_ACKNOWLEDGEMENT);
    RESULT(SUBROSA_OK, host_does(&a, "card"));
    CHECK(a.kind == SUBROSA_KIND_CARD);
    hosts_close(&a, &b);
}

static void lines_that_fail_or_wait_come_again(void)
{
    host a, b;
    char *line, *again;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, "once more") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_line_failed(a.glue.messenger, ACCOUNT, a.line_id)));
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_line_failed(a.glue.messenger, ACCOUNT, 1)));
    CHECK(b.read == b.sent);
    wait_for(&a);
    host_ticks(&a);
    again = host_intercepts(&b);
    CHECK(strcmp(line, again) == 0);
    free(line);
    free(again);

    /* Offline: that line again, and another. */
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_account_online(a.glue.messenger, ACCOUNT, 0)));
    CHECK(host_types(&a, "later") == SUBROSA_VERDICT_TAKEN && b.read == b.sent);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_account_online(a.glue.messenger, ACCOUNT, 1)));
    CHECK(b.sent - b.read == 2);
    hosts_settle(&a, &b);
    CHECK(b.private_count == 2 && strcmp(b.shown, "later") == 0);
    hosts_close(&a, &b);
}

static void nobody_answers_for_a_minute(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    CHECK(host_types(&a, "hello?") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    hosts_wait(&a, &b, 59000);
    hosts_settle(&a, &b);
    CHECK(a.asked_count == 0);
    hosts_wait(&a, &b, 1000);
    hosts_settle(&a, &b);
    CHECK(a.asked_count == 1 && strcmp(a.asked, "ask-no-answer") == 0);
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "cancel"));
    CHECK(strcmp(a.stage, "discarded") == 0 && strcmp(a.state, "plain") == 0);
    hosts_close(&a, &b);
}

static void the_clock_acknowledges(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, "no reply needed") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(b.private_count == 1 && a.delivered_count == 0);
    wait_for(&b);
    hosts_settle(&a, &b);
    CHECK(a.delivered_count == 1);
    hosts_close(&a, &b);
}

/* How many texts for somebody wait, all of which are `wanted`, and wait for a decision. */
static int texts_of(host *me, const char *peer, const char *wanted)
{
    subrosa_outcome *outcome = subrosa_text_list(me->glue.messenger, ACCOUNT, peer);
    int count = 0;
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    while (subrosa_outcome_next(outcome) == SUBROSA_EVENT_TEXT) {
        CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, wanted));
        CHECK(is_text(outcome, SUBROSA_FIELD_STAGE, "asking"));
        CHECK(is_text(outcome, SUBROSA_FIELD_MARK, "[waits for you] "));
        CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_NUMBER) > 0);
        count++;
    }
    subrosa_outcome_free(outcome);
    return count;
}

static void a_long_text_is_asked_about(void)
{
    host a, b;
    static char text[12000];
    int64_t discarded;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    memset(text, 'x', sizeof text - 1);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    CHECK(strcmp(a.asked, "ask-long") == 0 && strcmp(a.echo_mark, "[waits for you] ") == 0);
    CHECK(b.read == b.sent);
    CHECK(texts_of(&a, NULL, text) == 1 && texts_of(&a, "bob", text) == 1);
    CHECK(texts_of(&a, "carol", text) == 0);
    discarded = a.question;
    RESULT(SUBROSA_OK, host_answers(&a, discarded, "discard"));
    CHECK(strcmp(a.stage, "discarded") == 0 && texts_of(&a, NULL, text) == 0);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN && a.question != discarded);
    /* The question about the first text sends no other one. */
    RESULT(SUBROSA_E_ANSWER, host_answers(&a, discarded, "send"));
    RESULT(SUBROSA_E_ANSWER, host_answers(&a, a.question, "start"));
    RESULT(SUBROSA_E_ARGUMENT, host_answers(&a, -1, "send"));
    CHECK(b.read == b.sent && texts_of(&a, "bob", text) == 1);
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "send"));
    RESULT(SUBROSA_E_ANSWER, host_answers(&a, a.question, "send"));
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, text) == 0 && b.private_count == 1);
    hosts_close(&a, &b);
}

static int32_t incoming(host *me, const char *peer, const char *text, uint32_t flags,
                        int32_t expected)
{
    subrosa_outcome *outcome = subrosa_incoming(me->glue.messenger, ACCOUNT, peer, text,
                                                SUBROSA_NUL, flags, 0);
    RESULT(expected, subrosa_outcome_result(outcome));
    return verdict_of(outcome);
}

static int32_t outgoing(host *me, const char *peer, const char *text, uint32_t flags,
                        int32_t expected)
{
    subrosa_outcome *outcome = subrosa_outgoing(me->glue.messenger, ACCOUNT, peer, text,
                                                SUBROSA_NUL, flags);
    const int32_t verdict = subrosa_outcome_verdict(outcome);
    RESULT(expected, host_acts(me, outcome));
    return verdict;
}

static void what_is_not_private_is_marked(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    CHECK(incoming(&a, "bob", "\xff\xfe anything", 0, SUBROSA_OK) == SUBROSA_VERDICT_PASS);
    hosts_private(&a, &b);
    CHECK(incoming(&a, "bob", "clear", SUBROSA_FLAG_HISTORY, SUBROSA_OK) == SUBROSA_VERDICT_MARKED);
    outcome = subrosa_incoming(a.glue.messenger, ACCOUNT, "bob", "clear", SUBROSA_NUL, 0, 0);
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_MARKED);
    CHECK(strcmp(subrosa_outcome_mark(outcome), "[not private] ") == 0);
    subrosa_outcome_free(outcome);
    /* The mark tells the age of what the network says was said before. */
    outcome = subrosa_incoming(a.glue.messenger, ACCOUNT, "bob", "clear", SUBROSA_NUL, 0,
                               NOW - 7200);
    CHECK(strcmp(subrosa_outcome_mark(outcome), "[not private] [2 h ago] ") == 0);
    subrosa_outcome_free(outcome);
    host_hears(&a, "in clear");
    CHECK(strcmp(a.shown, "[not private] in clear") == 0);
    hosts_close(&a, &b);
}

static void flags_say_where_a_text_comes_from(void)
{
    host a, b;
    char *line;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);

    /* Bits that are unknown may matter: nothing leaves, and nothing is hidden. */
    CHECK(outgoing(&a, "bob", "clear", 128, SUBROSA_E_ARGUMENT) == SUBROSA_VERDICT_REFUSED);
    CHECK(outgoing(&a, "bob", "clear", 1u << 31, SUBROSA_E_ARGUMENT) == SUBROSA_VERDICT_REFUSED);
    CHECK(strcmp(a.text, "clear") == 0);
    CHECK(incoming(&a, "bob", "clear", 128, SUBROSA_E_ARGUMENT) == SUBROSA_VERDICT_PASS);
    CHECK(outgoing(&a, "\xff", "clear", 0, SUBROSA_E_UTF8) == SUBROSA_VERDICT_REFUSED);
    CHECK(incoming(&a, "\xff", "clear", 0, SUBROSA_E_UTF8) == SUBROSA_VERDICT_PASS);
    CHECK(outgoing(&a, "", "clear", 0, SUBROSA_E_NAME) == SUBROSA_VERDICT_REFUSED);

    CHECK(outgoing(&a, "bob", "waves", SUBROSA_FLAG_ACTION, SUBROSA_OK) == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    CHECK(incoming(&a, "bob", line, SUBROSA_FLAG_OWN, SUBROSA_OK) == SUBROSA_VERDICT_TAKEN);
    /* What the server has kept is new: it is shown. */
    outcome = subrosa_incoming(b.glue.messenger, ACCOUNT, "alice", line, SUBROSA_NUL,
                               SUBROSA_FLAG_HISTORY, NOW - 600);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "waves"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_ACTION) == 1);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_TIME) == NOW - 600);
    CHECK(strstr(subrosa_outcome_str(outcome, SUBROSA_FIELD_MARK), " min ago] ") != NULL);
    subrosa_outcome_free(outcome);
    free(line);
    CHECK(outgoing(&a, "bob", "<b>bold</b> &amp; plain", SUBROSA_FLAG_HTML, SUBROSA_OK) ==
          SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    hosts_wait(&a, &b, 1000);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "bold & plain") == 0);
    /* A program's text that would have to wait is refused, and nobody is told. */
    RESULT(SUBROSA_OK, host_does(&b, "end"));
    hosts_settle(&a, &b);
    a.said[0] = '\0';
    CHECK(outgoing(&a, "bob", "notice", SUBROSA_FLAG_NOTICE, SUBROSA_OK) ==
          SUBROSA_VERDICT_REFUSED);
    CHECK(a.said[0] == '\0');
    hosts_close(&a, &b);
}

/* The first CONTACT of somebody, in an outcome to be freed. */
static subrosa_outcome *contact(host *me, const char *peer)
{
    subrosa_outcome *outcome = subrosa_contact_list(me->glue.messenger, ACCOUNT, peer);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_CONTACT);
    return outcome;
}

static void contacts_are_listed(void)
{
    host a, b;
    subrosa_outcome *outcome;
    uint8_t fingerprint[32];
    const uint8_t *bytes;
    char digits[SUBROSA_DIGITS_SIZE];
    size_t size = sizeof digits, length = 0;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = contact(&a, NULL);
    CHECK(is_text(outcome, SUBROSA_FIELD_PEER, "bob"));
    CHECK(is_text(outcome, SUBROSA_FIELD_STATE, "private"));
    CHECK(is_text(outcome, SUBROSA_FIELD_TRUST, "first-use"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_COUNT) == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_KNOWN) == 1);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_CURRENT) == 1);
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.glue.messenger, NULL, fingerprint));
    bytes = subrosa_outcome_bytes(outcome, SUBROSA_FIELD_FINGERPRINT, &length);
    CHECK(length == 32 && memcmp(bytes, fingerprint, 32) == 0);
    RESULT(SUBROSA_OK, subrosa_fingerprint_digits(fingerprint, digits, &size));
    CHECK(is_text(outcome, SUBROSA_FIELD_DIGITS, digits));
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    outcome = contact(&a, "carol");
    CHECK(is_text(outcome, SUBROSA_FIELD_STATE, "plain"));
    CHECK(!subrosa_outcome_has(outcome, SUBROSA_FIELD_FINGERPRINT));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_contact_hint(a.glue.messenger, ACCOUNT, "bob",
                                                          SUBROSA_HINT_PRESENT, 0)));
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_contact_hint(a.glue.messenger, ACCOUNT, "bob",
                                                          SUBROSA_HINT_PRESENT, 1)));
    RESULT(SUBROSA_OK, host_does(&a, "block"));
    CHECK(strcmp(a.state, "blocked") == 0);
    outcome = contact(&a, "bob");
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_BLOCKED) == 1);
    subrosa_outcome_free(outcome);
    CHECK(host_types(&a, "no") == SUBROSA_VERDICT_REFUSED);
    CHECK(strcmp(a.code, "refused-blocked") == 0);
    RESULT(SUBROSA_OK, host_does(&a, "unblock"));
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    a_conversation_becomes_private_and_ends();
    nothing_leaves_past_the_hooks();
    a_hook_near_the_wire_learns_what_a_line_is_for();
    lines_that_fail_or_wait_come_again();
    the_clock_acknowledges();
    nobody_answers_for_a_minute();
    a_long_text_is_asked_about();
    what_is_not_private_is_marked();
    flags_say_where_a_text_comes_from();
    contacts_are_listed();
    return report("facade");
}
