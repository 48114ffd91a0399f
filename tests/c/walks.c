/* The walk through an outcome, seen from C: an event is carried out when the walk has gone past it, the
 * walk tells the present, and outcomes may be kept.
 *
 *     walks directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Long enough for a text to be acknowledged, and for anything that is due then. */
static void let_time_pass(host *a, host *b)
{
    int turn;
    for (turn = 0; turn < 10; turn++) {
        hosts_wait(a, b, 1000);
        hosts_settle(a, b);
    }
}

/* What the other has typed, as the outcome of its line at `me`. */
static subrosa_outcome *outcome_of_line(host *me, const char *text)
{
    subrosa_outcome *outcome;
    char *line;
    CHECK(host_types(me->other, text) == SUBROSA_VERDICT_TAKEN);
    line = host_intercepts(me);
    outcome = subrosa_incoming(me->glue.messenger, ACCOUNT, me->other->name, line, SUBROSA_NUL, 0, 0);
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_TAKEN);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    free(line);
    return outcome;
}

/* --- carried out, or not --------------------------------------------------------------------------- */

static void a_text_that_was_never_reached_is_not_acknowledged_and_comes_again(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    subrosa_outcome_free(outcome_of_line(&b, "unseen"));
    hosts_wait(&a, &b, 0);
    hosts_settle(&a, &b);
    CHECK(b.shown_count == 0);
    hosts_wait(&a, &b, 900);
    hosts_settle(&a, &b);
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 1 && strcmp(b.shown, "unseen") == 0);
    CHECK(a.delivered_count == 1);
    hosts_close(&a, &b);
}

static void a_text_where_the_walk_stopped_is_not_acknowledged_and_comes_again(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = outcome_of_line(&b, "perhaps seen");
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "perhaps seen"));
    subrosa_outcome_free(outcome);
    CHECK(a.delivered_count == 0);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 1 && strcmp(b.shown, "perhaps seen") == 0);
    CHECK(a.delivered_count == 1);
    hosts_close(&a, &b);
}

static void a_text_that_is_undone_is_not_acknowledged_and_comes_again_ever_later(void)
{
    host a, b;
    subrosa_outcome *outcome;
    int seconds;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = outcome_of_line(&b, "not now");
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    subrosa_outcome_undone(outcome);
    CHECK(!subrosa_outcome_has(outcome, SUBROSA_FIELD_TEXT));
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    /* After a second, two, four, eight: a window that opens late is tried a few times, not always. */
    b.is_deaf = 1;
    for (seconds = 1; seconds <= 8; seconds *= 2) {
        hosts_wait(&a, &b, 0);
        host_ticks(&b);
        CHECK(b.due == 1000 * seconds);
        hosts_wait(&a, &b, b.due);
        host_ticks(&b);
    }
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    b.is_deaf = 0;
    let_time_pass(&a, &b);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 1 && strcmp(b.shown, "not now") == 0 && a.delivered_count == 1);
    hosts_close(&a, &b);
}

static void texts_of_a_peer_keep_their_order_behind_one_that_was_not_shown(void)
{
    host a, b;
    subrosa_outcome *outcome;
    char *second, *third;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = outcome_of_line(&b, "first");
    CHECK(host_types(&a, "second") == SUBROSA_VERDICT_TAKEN);
    CHECK(host_types(&a, "third") == SUBROSA_VERDICT_TAKEN);
    second = host_intercepts(&b);
    third = host_intercepts(&b);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    subrosa_outcome_undone(outcome);
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    host_hears(&b, second);
    CHECK(b.shown_count == 0);
    /* What waits behind it does not have the timer ring again and again. */
    hosts_settle(&a, &b);
    CHECK(b.due > 100);
    hosts_wait(&a, &b, 1000);
    host_ticks(&b);
    CHECK(b.shown_count == 2 && strcmp(b.shown, "second") == 0);
    host_hears(&b, third);
    CHECK(b.shown_count == 3 && strcmp(b.shown, "third") == 0);
    free(second);
    free(third);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 3 && a.delivered_count == 3);
    hosts_close(&a, &b);
}

/* The lines of an outcome, none of which is sent: `undone`, or never reached. */
static void send_nothing(host *me, subrosa_outcome *outcome, int by_undone, char *line)
{
    if (by_undone) {
        while (subrosa_outcome_next(outcome) != 0)
            if (subrosa_outcome_has(outcome, SUBROSA_FIELD_LINE)) {
                strcpy(line, subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE));
                subrosa_outcome_undone(outcome);
            }
        CHECK(line[0] == '?');
    }
    subrosa_outcome_free(outcome);
    CHECK(me->other->read == me->other->sent);
}

static void a_line_that_is_undone_or_never_reached_goes_again_with_the_same_bytes(void)
{
    int by_undone;
    for (by_undone = 0; by_undone < 2; by_undone++) {
        host a, b;
        char line[2000] = "", *again;
        int turns = 0;
        hosts_open(&a, &b, new_directory());
        hosts_private(&a, &b);
        send_nothing(&a, subrosa_outgoing(a.glue.messenger, ACCOUNT, "bob", "hello", SUBROSA_NUL, 0),
                     by_undone, line);
        hosts_wait(&a, &b, 0);
        while (b.read == b.sent && turns++ < 20) {
            hosts_wait(&a, &b, a.due);
            host_ticks(&a);
        }
        again = host_intercepts(&b);
        CHECK(!by_undone || strcmp(line, again) == 0);
        host_hears(&b, again);
        free(again);
        let_time_pass(&a, &b);
        CHECK(b.shown_count == 1 && strcmp(b.shown, "hello") == 0 && a.delivered_count == 1);
        hosts_close(&a, &b);
    }
}

/* A text of several SHOW events is confirmed as a whole. */
static void a_text_shown_in_part_is_not_acknowledged(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK,
           host_acts(&b, subrosa_account_set(b.glue.messenger, ACCOUNT, "split-lines=1")));
    outcome = outcome_of_line(&b, "one\ntwo");
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "one"));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "two"));
    subrosa_outcome_free(outcome);
    /* The program dies there. */
    subrosa_messenger_free(b.glue.messenger);
    host_start(&b);
    CHECK(b.shown_count == 2 && strcmp(b.shown, "two") == 0);
    CHECK(b.repeated_count == 2);
    let_time_pass(&a, &b);
    CHECK(a.delivered_count == 1);
    hosts_close(&a, &b);
}

static void what_was_shown_comes_once_and_what_was_not_comes_again(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    CHECK(host_types(&a, "first") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);

    /* The program dies before it has shown two texts; they are not acknowledged either. */
    CHECK(host_types(&a, "second") == SUBROSA_VERDICT_TAKEN);
    CHECK(host_types(&a, "third") == SUBROSA_VERDICT_TAKEN);
    b.is_deaf = 1;
    hosts_settle(&a, &b);
    subrosa_messenger_free(b.glue.messenger);
    b.is_deaf = 0;
    host_start(&b);
    CHECK(b.repeated_count == 2 && strcmp(b.shown, "third") == 0);
    CHECK(strcmp(b.state, "private") == 0);
    CHECK(host_types(&b, "I am back") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(a.shown, "I am back") == 0);
    CHECK(a.delivered_count < 3);
    let_time_pass(&a, &b);
    CHECK(a.delivered_count == 3);
    subrosa_messenger_free(b.glue.messenger);
    host_start(&b);
    CHECK(b.repeated_count == 2);

    /* An outcome that is walked half confirms half; one that outlives the messenger nothing. */
    b.is_deaf = 1;
    CHECK(host_types(&a, "fourth") == SUBROSA_VERDICT_TAKEN);
    CHECK(host_types(&a, "fifth") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    b.is_deaf = 0;
    subrosa_messenger_free(b.glue.messenger);
    RESULT(SUBROSA_OK, result_of(subrosa_messenger_open(SUBROSA_ABI, b.vault, NULL,
                                                        &b.glue.messenger)));
    outcome = subrosa_account_attach(b.glue.messenger, ACCOUNT, "plain", NULL);
    CHECK(find(outcome, SUBROSA_EVENT_SHOW));
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "fourth"));
    CHECK(find(outcome, SUBROSA_EVENT_SHOW));
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "fifth"));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, result_of(subrosa_account_detach(b.glue.messenger, ACCOUNT)));
    outcome = subrosa_account_attach(b.glue.messenger, ACCOUNT, "plain", NULL);
    subrosa_messenger_free(b.glue.messenger);
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);
    b.shown_count = b.repeated_count = 0;
    host_start(&b);
    CHECK(b.shown_count == 1 && b.repeated_count == 1 && strcmp(b.shown, "fifth") == 0);
    hosts_close(&a, &b);
}

/* --- the present ------------------------------------------------------------------------------------- */

static void a_title_that_another_call_has_overtaken_is_left_out(void)
{
    host a, b;
    subrosa_outcome *early, *late;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    early = subrosa_command(a.glue.messenger, ACCOUNT, "bob", "end", SUBROSA_NUL);
    late = subrosa_command(a.glue.messenger, ACCOUNT, "bob", "start", SUBROSA_NUL);
    a.title_count = 0;
    RESULT(SUBROSA_OK, host_acts(&a, late));
    CHECK(a.title_count == 1 && a.level == SUBROSA_LEVEL_WAITING);
    RESULT(SUBROSA_OK, host_acts(&a, early));
    CHECK(a.title_count == 1);
    hosts_close(&a, &b);
}

static void a_title_that_changes_while_it_is_shown_is_given_again(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = subrosa_command(a.glue.messenger, ACCOUNT, "bob", "end", SUBROSA_NUL);
    CHECK(find(outcome, SUBROSA_EVENT_TITLE));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_LEVEL) == SUBROSA_LEVEL_PLAIN);
    /* What draws the window does something that changes it. */
    subrosa_outcome_free(subrosa_command(a.glue.messenger, ACCOUNT, "bob", "start", SUBROSA_NUL));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_TITLE);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_LEVEL) == SUBROSA_LEVEL_WAITING);
    CHECK(!find(outcome, SUBROSA_EVENT_TITLE));
    subrosa_outcome_free(outcome);
    hosts_close(&a, &b);
}

static void a_question_that_was_answered_meanwhile_is_left_out(void)
{
    host a, b;
    subrosa_outcome *outcome;
    char *line;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    line = host_intercepts(&b);
    outcome = subrosa_incoming(b.glue.messenger, ACCOUNT, "alice", line, SUBROSA_NUL, 0, 0);
    free(line);
    RESULT(SUBROSA_OK, host_does(&b, "accept"));
    b.asked_count = 0;
    host_acts(&b, outcome);
    CHECK(b.asked_count == 0);
    hosts_close(&a, &b);
}

static void events_are_answered_with_calls(void)
{
    host a, b;
    subrosa_outcome *outcome, *inner;
    int shown = 0;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = outcome_of_line(&b, "outer");
    while (subrosa_outcome_next(outcome) != 0) {
        inner = subrosa_contact_list(b.glue.messenger, ACCOUNT, "alice");
        CHECK(subrosa_outcome_next(inner) == SUBROSA_EVENT_CONTACT);
        CHECK(is_text(inner, SUBROSA_FIELD_STATE, "private"));
        CHECK(subrosa_outcome_int(inner, SUBROSA_FIELD_KNOWN) == 1);
        subrosa_outcome_free(inner);
        shown += is_text(outcome, SUBROSA_FIELD_TEXT, "outer");
        /* The text is on its way to the window: a reconnection in between does not show it twice. */
        RESULT(SUBROSA_OK, host_acts(&b, subrosa_account_attach(b.glue.messenger, ACCOUNT, "plain",
                                                                NULL)));
    }
    subrosa_outcome_free(outcome);
    CHECK(shown == 1 && b.shown_count == 0);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 0 && a.delivered_count == 1);
    subrosa_messenger_free(b.glue.messenger);
    host_start(&b);
    CHECK(b.shown_count == 0);
    hosts_close(&a, &b);
}

/* A window that ticks and types while it shows something. */
static int tick_and_type(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    if (strcmp(event->text, "outer") == 0) {
        host_ticks(me);
        CHECK(host_types(me, "inner") == SUBROSA_VERDICT_TAKEN);
    }
    me->shown_count++;
    return 1;
}

static void a_walk_within_a_walk_sends_what_it_has(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    b.glue.show = tick_and_type;
    CHECK(host_types(&a, "outer") == SUBROSA_VERDICT_TAKEN);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 1 && strcmp(b.echoed, "inner") == 0);
    CHECK(a.shown_count == 1 && strcmp(a.shown, "inner") == 0);
    CHECK(a.delivered_count == 1 && b.delivered_count == 1);
    hosts_close(&a, &b);
}

/* --- outcomes that are kept ---------------------------------------------------------------------------- */

static void outcomes_that_are_kept_and_walked_in_another_order_give_nothing_twice(void)
{
    host a, b;
    subrosa_outcome *kept[3];
    int at;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    kept[0] = outcome_of_line(&b, "first");
    kept[1] = outcome_of_line(&b, "second");
    kept[2] = subrosa_account_attach(b.glue.messenger, ACCOUNT, "plain", NULL);
    /* They are on their way: no tick gives them, however long it takes. */
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    for (at = 2; at >= 0; at--)
        RESULT(SUBROSA_OK, host_acts(&b, kept[at]));
    CHECK(b.shown_count == 2 && b.repeated_count == 0);
    let_time_pass(&a, &b);
    CHECK(b.shown_count == 2 && a.delivered_count == 2);
    hosts_close(&a, &b);
}

static void freeing_confirms_nothing(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = outcome_of_line(&b, "kept");
    let_time_pass(&a, &b);
    subrosa_outcome_free(outcome);
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    /* The program ends at once: the text is not lost, and was not acknowledged. */
    subrosa_messenger_free(b.glue.messenger);
    host_start(&b);
    CHECK(b.shown_count == 1 && strcmp(b.shown, "kept") == 0 && a.delivered_count == 0);
    let_time_pass(&a, &b);
    CHECK(a.delivered_count == 1);
    hosts_close(&a, &b);
}

static void a_batch_tells_at_its_end(void)
{
    host a, b;
    int turn;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, subrosa_batch_begin(a.glue.messenger));
    RESULT(SUBROSA_E_WRONG_STATE, subrosa_batch_begin(a.glue.messenger));
    for (turn = 0; turn < 5; turn++)
        CHECK(host_types(&a, "one of many") == SUBROSA_VERDICT_TAKEN);
    CHECK(a.echo_count == 5 && b.sent == b.read);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_batch_end(a.glue.messenger)));
    CHECK(b.sent - b.read == 5 && a.echo_count == 5);
    RESULT(SUBROSA_E_WRONG_STATE, result_of(subrosa_batch_end(a.glue.messenger)));
    hosts_settle(&a, &b);
    CHECK(b.private_count == 5);
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    a_text_that_was_never_reached_is_not_acknowledged_and_comes_again();
    a_text_where_the_walk_stopped_is_not_acknowledged_and_comes_again();
    a_text_that_is_undone_is_not_acknowledged_and_comes_again_ever_later();
    texts_of_a_peer_keep_their_order_behind_one_that_was_not_shown();
    a_line_that_is_undone_or_never_reached_goes_again_with_the_same_bytes();
    a_text_shown_in_part_is_not_acknowledged();
    what_was_shown_comes_once_and_what_was_not_comes_again();
    a_title_that_another_call_has_overtaken_is_left_out();
    a_title_that_changes_while_it_is_shown_is_given_again();
    a_question_that_was_answered_meanwhile_is_left_out();
    events_are_answered_with_calls();
    a_walk_within_a_walk_sends_what_it_has();
    outcomes_that_are_kept_and_walked_in_another_order_give_nothing_twice();
    freeing_confirms_nothing();
    a_batch_tells_at_its_end();
    return report("walks");
}
