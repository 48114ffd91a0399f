/* The facade, seen from C: two messengers in one process, from the first word in clear to the end of
 * a private conversation, with restarts, and with everything a host may do wrong.
 *
 *     facade directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNT "test"

/* Until the next thing is due, which is soon. */
static void wait_for(host *me)
{
    int64_t wait = subrosa_messenger_wake_ms(me->messenger);
    CHECK(wait > 0 && wait <= 5000);
    hosts_wait(me, me->other, wait);
}

static void a_conversation_becomes_private_and_ends(void)
{
    host a, b;
    uint8_t fingerprint[32];
    hosts_open(&a, &b, new_directory());
    CHECK(host_types(&a, "anybody reads this") == SUBROSA_VERDICT_PASS);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "anybody reads this") == 0 && b.private_count == 0);

    /* Bob has not written yet: he is asked. What Alice types meanwhile waits. */
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_START, NULL));
    CHECK(a.state == SUBROSA_STATE_ASKED);
    CHECK(host_types(&a, "waits") == SUBROSA_VERDICT_HELD && a.stage == SUBROSA_STAGE_HELD);
    hosts_settle(&a, &b);
    CHECK(b.state == SUBROSA_STATE_INVITED && b.ask == SUBROSA_ASK_INVITED && b.shown_count == 1);
    RESULT(SUBROSA_OK, host_does(&b, SUBROSA_DO_ACCEPT, NULL));
    hosts_settle(&a, &b);
    CHECK(a.state == SUBROSA_STATE_PRIVATE && b.state == SUBROSA_STATE_PRIVATE);
    CHECK(a.trust == SUBROSA_TRUST_FIRST_USE && b.trust == SUBROSA_TRUST_FIRST_USE);
    CHECK(strcmp(b.shown, "waits") == 0 && b.private_count == 1);
    CHECK(host_types(&b, "nobody else reads this") == SUBROSA_VERDICT_TAKEN);
    CHECK(strncmp(a.inbox[a.read], "?SR1:", 5) == 0);
    hosts_settle(&a, &b);
    CHECK(strcmp(a.shown, "nobody else reads this") == 0 && a.private_count == 1);
    CHECK(a.delivered_count == 1);

    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(b.messenger, fingerprint));
    CHECK(memcmp(a.fingerprint, fingerprint, 32) == 0);
    fingerprint[31] ^= 1;
    RESULT(SUBROSA_E_OTHER_FINGERPRINT, host_does(&a, SUBROSA_DO_VERIFY, fingerprint));
    RESULT(SUBROSA_E_OTHER_FINGERPRINT, host_does(&a, SUBROSA_DO_VERIFY, NULL));
    CHECK(a.trust == SUBROSA_TRUST_FIRST_USE && a.notice == SUBROSA_NOTICE_OTHER_FINGERPRINT);
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_VERIFY, a.fingerprint));
    CHECK(a.trust == SUBROSA_TRUST_VERIFIED);
    RESULT(SUBROSA_E_WRONG_STATE, host_does(&a, SUBROSA_DO_ACCEPT, NULL));
    CHECK(a.notice == SUBROSA_NOTICE_NOT_POSSIBLE);

    /* Bob ends it. Alice sends nothing in clear by accident. */
    RESULT(SUBROSA_OK, host_does(&b, SUBROSA_DO_END, NULL));
    hosts_settle(&a, &b);
    CHECK(a.state == SUBROSA_STATE_ENDED && b.state == SUBROSA_STATE_PLAIN);
    CHECK(host_types(&a, "still private?") == SUBROSA_VERDICT_REFUSED);
    CHECK(a.notice == SUBROSA_NOTICE_ENDED && b.read == b.sent);
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_END, NULL));
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
    RESULT(1, subrosa_may_send(a.messenger, ACCOUNT, "bob", "clear", 5));
    hosts_private(&a, &b);
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob", "clear", 5));
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob", NULL, 0));
    RESULT(1, subrosa_may_send(a.messenger, ACCOUNT, "carol", "clear", 5));
    CHECK(host_types(&a, "secret") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(1, subrosa_may_send(a.messenger, ACCOUNT, "bob", line, strlen(line)));
    CHECK(host_types(&a, line) == SUBROSA_VERDICT_PASS);
    free(line);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "secret") == 0);
    hosts_close(&a, &b);
}

static void what_was_shown_comes_once_and_what_was_not_comes_again(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, "first") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);

    /* The program dies before it has shown two texts; they are not acknowledged either. */
    CHECK(host_types(&a, "second") == SUBROSA_VERDICT_TAKEN);
    CHECK(host_types(&a, "third") == SUBROSA_VERDICT_TAKEN);
    b.is_deaf = 1;
    hosts_settle(&a, &b);
    subrosa_messenger_free(b.messenger);
    b.is_deaf = 0;
    host_start(&b);
    CHECK(b.repeated_count == 2);
    CHECK(strcmp(b.shown, "third") == 0);
    CHECK(b.state == SUBROSA_STATE_PRIVATE);
    CHECK(host_types(&b, "I am back") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(a.shown, "I am back") == 0);
    CHECK(a.delivered_count < 3);
    wait_for(&b);
    hosts_settle(&a, &b);
    CHECK(a.delivered_count == 3);
    subrosa_messenger_free(b.messenger);
    host_start(&b);
    CHECK(b.repeated_count == 2);

    /* An outcome that is walked half confirms half; one that outlives the messenger nothing. */
    b.is_deaf = 1;
    CHECK(host_types(&a, "fourth") == SUBROSA_VERDICT_TAKEN);
    CHECK(host_types(&a, "fifth") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    b.is_deaf = 0;
    subrosa_messenger_free(b.messenger);
    RESULT(SUBROSA_OK, subrosa_messenger_open(b.vault, NULL, &b.messenger));
    RESULT(SUBROSA_OK, subrosa_account_attach(b.messenger, ACCOUNT, "plain", &outcome));
    while (subrosa_outcome_next(outcome) != SUBROSA_EVENT_SHOW)
        ;
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), "fourth") == 0);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_account_detach(b.messenger, ACCOUNT));
    RESULT(SUBROSA_OK, subrosa_account_attach(b.messenger, ACCOUNT, "plain", &outcome));
    subrosa_messenger_free(b.messenger);
    while (subrosa_outcome_next(outcome) > 0)
        ;
    subrosa_outcome_free(outcome);
    b.shown_count = b.repeated_count = 0;
    host_start(&b);
    CHECK(b.shown_count == 1 && b.repeated_count == 1 && strcmp(b.shown, "fifth") == 0);
    hosts_close(&a, &b);
}

/* A text of several SHOW events is confirmed as a whole. */
static void a_text_shown_in_part_comes_again_as_a_whole(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK,
           subrosa_account_set(b.messenger, ACCOUNT, SUBROSA_SETTING_SPLIT_LINES, 1));
    CHECK(host_types(&a, "one\ntwo") == SUBROSA_VERDICT_TAKEN);
    b.is_deaf = 1;
    hosts_settle(&a, &b);
    b.is_deaf = 0;
    RESULT(SUBROSA_OK, subrosa_account_detach(b.messenger, ACCOUNT));
    RESULT(SUBROSA_OK, subrosa_account_attach(b.messenger, ACCOUNT, "plain", &outcome));
    while (subrosa_outcome_next(outcome) != SUBROSA_EVENT_SHOW)
        ;
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), "one") == 0);
    subrosa_outcome_free(outcome);
    subrosa_messenger_free(b.messenger);
    b.shown_count = 0;
    host_start(&b);
    CHECK(b.shown_count == 2 && strcmp(b.shown, "two") == 0);
    hosts_close(&a, &b);
}

static void calls_nest(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL, *inner = NULL;
    char *line;
    int shown = 0;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, "outer") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(SUBROSA_OK, subrosa_incoming(b.messenger, ACCOUNT, "alice", line, strlen(line), 0,
                                        &outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_TAKEN);
    CHECK(subrosa_outcome_wake_ms(outcome) >= 0);
    while (subrosa_outcome_next(outcome) > 0) {
        RESULT(SUBROSA_OK, subrosa_contact_get(b.messenger, ACCOUNT, "alice", &inner));
        CHECK(subrosa_outcome_next(inner) == SUBROSA_EVENT_CONTACT);
        CHECK(subrosa_outcome_int(inner, SUBROSA_FIELD_STATE) == SUBROSA_STATE_PRIVATE);
        CHECK(subrosa_outcome_int(inner, SUBROSA_FIELD_KNOWN) == 1);
        subrosa_outcome_free(inner);
        shown += strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), "outer") == 0;
        RESULT(SUBROSA_OK, subrosa_account_detach(b.messenger, ACCOUNT));
        RESULT(SUBROSA_OK, subrosa_account_attach(b.messenger, ACCOUNT, "plain", &inner));
        subrosa_outcome_free(inner);
    }
    subrosa_outcome_free(outcome);
    CHECK(shown == 1);
    subrosa_messenger_free(b.messenger);
    host_start(&b);
    CHECK(b.repeated_count == 0);
    free(line);
    hosts_close(&a, &b);
}

static void lines_that_fail_or_wait_come_again(void)
{
    host a, b;
    char *line, *again;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, "once more") == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    RESULT(SUBROSA_OK, subrosa_line_failed(a.messenger, ACCOUNT, a.line_id, &outcome));
    host_acts(&a, outcome);
    RESULT(SUBROSA_OK, subrosa_line_failed(a.messenger, ACCOUNT, 1, &outcome));
    host_acts(&a, outcome);
    CHECK(b.read == b.sent);
    wait_for(&a);
    RESULT(SUBROSA_OK, subrosa_tick(a.messenger, &outcome));
    host_acts(&a, outcome);
    again = host_intercepts(&b);
    CHECK(strcmp(line, again) == 0);
    free(line);
    free(again);

    /* Offline: that line again, and another. */
    RESULT(SUBROSA_OK, subrosa_account_online(a.messenger, ACCOUNT, 0, &outcome));
    host_acts(&a, outcome);
    CHECK(host_types(&a, "later") == SUBROSA_VERDICT_TAKEN && b.read == b.sent);
    RESULT(SUBROSA_OK, subrosa_account_online(a.messenger, ACCOUNT, 1, &outcome));
    host_acts(&a, outcome);
    CHECK(b.sent - b.read == 2);
    hosts_settle(&a, &b);
    CHECK(b.private_count == 2 && strcmp(b.shown, "later") == 0);
    hosts_close(&a, &b);
}

static void nobody_answers_for_a_minute(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_START, NULL));
    CHECK(host_types(&a, "hello?") == SUBROSA_VERDICT_HELD);
    hosts_settle(&a, &b);
    hosts_wait(&a, &b, 59000);
    hosts_settle(&a, &b);
    CHECK(a.asked_count == 0);
    hosts_wait(&a, &b, 1000);
    hosts_settle(&a, &b);
    CHECK(a.asked_count == 1 && a.ask == SUBROSA_ASK_NO_ANSWER);
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_CANCEL, NULL));
    CHECK(a.stage == SUBROSA_STAGE_DISCARDED && a.state == SUBROSA_STATE_PLAIN);
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

static int texts_of(host *me, const char *peer, const char *wanted)
{
    subrosa_outcome *outcome = NULL;
    int count = 0;
    RESULT(SUBROSA_OK, subrosa_text_list(me->messenger, ACCOUNT, peer, &outcome));
    while (subrosa_outcome_next(outcome) == SUBROSA_EVENT_PROGRESS) {
        CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), wanted) == 0);
        count++;
    }
    subrosa_outcome_free(outcome);
    return count;
}

static int32_t decides(host *me, int64_t number, int32_t action)
{
    subrosa_outcome *outcome = NULL;
    int32_t result = subrosa_text_do(me->messenger, ACCOUNT, number, action, &outcome);
    host_acts(me, outcome);
    return result;
}

static void a_long_text_is_asked_about(void)
{
    host a, b;
    static char text[12000];
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    memset(text, 'x', sizeof text - 1);
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    CHECK(a.ask == SUBROSA_ASK_LONG_TEXT && a.number > 0 && b.read == b.sent);
    CHECK(texts_of(&a, NULL, text) == 1 && texts_of(&a, "bob", text) == 1);
    CHECK(texts_of(&a, "carol", text) == 0);
    RESULT(SUBROSA_OK, decides(&a, a.number, SUBROSA_DO_DISCARD));
    CHECK(a.stage == SUBROSA_STAGE_DISCARDED && texts_of(&a, NULL, text) == 0);
    RESULT(SUBROSA_E_UNKNOWN_TEXT, decides(&a, a.number, SUBROSA_DO_SEND));
    CHECK(host_types(&a, text) == SUBROSA_VERDICT_TAKEN);
    RESULT(SUBROSA_E_ARGUMENT, decides(&a, a.number, SUBROSA_DO_START));
    RESULT(SUBROSA_E_ARGUMENT, decides(&a, -1, SUBROSA_DO_SEND));
    RESULT(SUBROSA_OK, decides(&a, a.number, SUBROSA_DO_SEND));
    RESULT(SUBROSA_E_WRONG_STATE, decides(&a, a.number, SUBROSA_DO_SEND));
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, text) == 0);
    hosts_close(&a, &b);
}

static int32_t incoming(host *me, const char *peer, const char *text, uint32_t flags,
                        int32_t expected)
{
    subrosa_outcome *outcome = NULL;
    int32_t verdict;
    RESULT(expected, subrosa_incoming(me->messenger, ACCOUNT, peer, text, strlen(text), flags,
                                      &outcome));
    CHECK(outcome != NULL);
    verdict = subrosa_outcome_verdict(outcome);
    subrosa_outcome_free(outcome);
    return verdict;
}

static int32_t outgoing(host *me, const char *peer, const char *text, uint32_t flags,
                        int32_t expected)
{
    subrosa_outcome *outcome = NULL;
    int32_t verdict;
    RESULT(expected, subrosa_outgoing(me->messenger, ACCOUNT, peer, text, strlen(text), flags,
                                      &outcome));
    CHECK(outcome != NULL);
    verdict = subrosa_outcome_verdict(outcome);
    host_acts(me, outcome);
    return verdict;
}

static void flags_say_where_a_text_comes_from(void)
{
    host a, b;
    char *line;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    CHECK(incoming(&a, "bob", "\xff\xfe anything", 0, SUBROSA_OK) == SUBROSA_VERDICT_PASS);
    hosts_private(&a, &b);
    CHECK(incoming(&a, "bob", "clear", 0, SUBROSA_OK) == SUBROSA_VERDICT_PASS_WARN);
    CHECK(incoming(&a, "bob", "clear", SUBROSA_FLAG_HISTORY, SUBROSA_OK) ==
          SUBROSA_VERDICT_PASS_WARN);
    CHECK(incoming(&a, "\xff", "in a room", SUBROSA_FLAG_ROOM, SUBROSA_OK) == SUBROSA_VERDICT_PASS);
    CHECK(outgoing(&a, "\xff", "in a room", SUBROSA_FLAG_ROOM, SUBROSA_OK) == SUBROSA_VERDICT_PASS);

    /* Bits that are unknown may matter: nothing leaves, and nothing is hidden. */
    CHECK(outgoing(&a, "carol", "clear", 128, SUBROSA_E_ARGUMENT) == SUBROSA_VERDICT_REFUSED);
    CHECK(outgoing(&a, "carol", "clear", 1u << 31, SUBROSA_E_ARGUMENT) == SUBROSA_VERDICT_REFUSED);
    CHECK(incoming(&a, "bob", "clear", 128, SUBROSA_E_ARGUMENT) == SUBROSA_VERDICT_PASS);
    CHECK(outgoing(&a, "\xff", "clear", 0, SUBROSA_E_UTF8) == SUBROSA_VERDICT_REFUSED);
    CHECK(incoming(&a, "\xff", "clear", 0, SUBROSA_E_UTF8) == SUBROSA_VERDICT_PASS);
    CHECK(outgoing(&a, "", "clear", 0, SUBROSA_E_NAME) == SUBROSA_VERDICT_REFUSED);

    CHECK(outgoing(&a, "bob", "waves", SUBROSA_FLAG_ACTION, SUBROSA_OK) == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(&b);
    CHECK(incoming(&a, "bob", line, SUBROSA_FLAG_OWN, SUBROSA_OK) == SUBROSA_VERDICT_TAKEN);
    RESULT(SUBROSA_OK, subrosa_incoming(b.messenger, ACCOUNT, "alice", line, strlen(line),
                                        SUBROSA_FLAG_HISTORY, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), "waves") == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_ACTION) == 1);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_HISTORY) == 1);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_UNCONFIRMED) == 0);
    subrosa_outcome_free(outcome);
    free(line);
    CHECK(outgoing(&a, "bob", "<b>bold</b> &amp; plain", SUBROSA_FLAG_HTML, SUBROSA_OK) ==
          SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "bold & plain") == 0);
    hosts_close(&a, &b);
}

static void contacts_are_listed(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, subrosa_contact_list(a.messenger, ACCOUNT, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_CONTACT);
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER), "bob") == 0);
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD), "private") == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_TRUST) == SUBROSA_TRUST_FIRST_USE);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_WAITING) == 0);
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_contact_get(a.messenger, ACCOUNT, "carol", &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_CONTACT);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_PLAIN);
    CHECK(!subrosa_outcome_has(outcome, SUBROSA_FIELD_FINGERPRINT));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK,
           subrosa_contact_set(a.messenger, ACCOUNT, "bob", SUBROSA_SETTING_PRESENT, 0));
    RESULT(SUBROSA_OK,
           subrosa_contact_set(a.messenger, ACCOUNT, "bob", SUBROSA_SETTING_PRESENT, 1));
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_BLOCK, NULL));
    CHECK(a.state == SUBROSA_STATE_BLOCKED);
    CHECK(host_types(&a, "no") == SUBROSA_VERDICT_REFUSED && a.notice == SUBROSA_NOTICE_BLOCKED);
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_UNBLOCK, NULL));
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    a_conversation_becomes_private_and_ends();
    nothing_leaves_past_the_hooks();
    what_was_shown_comes_once_and_what_was_not_comes_again();
    a_text_shown_in_part_comes_again_as_a_whole();
    calls_nest();
    lines_that_fail_or_wait_come_again();
    the_clock_acknowledges();
    nobody_answers_for_a_minute();
    a_long_text_is_asked_about();
    flags_say_where_a_text_comes_from();
    contacts_are_listed();
    return report("facade");
}
