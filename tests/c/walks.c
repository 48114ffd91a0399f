/* The walk through an outcome, seen from C: an event is carried out when the walk has gone past it, and
 * outcomes may be kept.
 *
 *     walks directory-for-the-vaults
 */
#include "hosts.h"

#include <stdlib.h>
#include <string.h>

/* --- carried out, or not --------------------------------------------------------------------------- */

static void a_text_that_was_never_reached_is_not_acknowledged_and_comes_again(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    subrosa_outcome_free(host_is_told(&b, "unseen"));
    hosts_wait(&a, &b, 0);
    hosts_settle(&a, &b);
    CHECK(b.shown_count == 0);
    hosts_wait(&a, &b, 900);
    hosts_settle(&a, &b);
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    hosts_live_on(&a, &b);
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
    outcome = host_is_told(&b, "perhaps seen");
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW);
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "perhaps seen"));
    subrosa_outcome_free(outcome);
    CHECK(a.delivered_count == 0);
    hosts_live_on(&a, &b);
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
    outcome = host_is_told(&b, "not now");
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
    hosts_live_on(&a, &b);
    hosts_live_on(&a, &b);
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
    outcome = host_is_told(&b, "first");
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
    hosts_live_on(&a, &b);
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
        hosts_live_on(&a, &b);
        CHECK(b.shown_count == 1 && strcmp(b.shown, "hello") == 0 && a.delivered_count == 1);
        hosts_close(&a, &b);
    }
}

static void a_host_that_could_do_nothing_is_told_all_of_it_again(void)
{
    host a, b;
    hosts_open(&a, &b, new_directory());
    a.is_deaf = 1;
    RESULT(SUBROSA_OK, host_does(&a, "start"));
    CHECK(host_types(&a, "waits") == SUBROSA_VERDICT_TAKEN);
    CHECK(a.title_count == 0 && a.said[0] == '\0' && a.echo_count == 0 && b.sent == b.read);
    a.is_deaf = 0;
    hosts_live_on(&a, &b);
    CHECK(a.title_count == 1 && strcmp(a.state, "asked") == 0);
    CHECK(a.echo_count == 1 && strcmp(a.echoed, "waits") == 0);
    CHECK(host_was_told(&a, "asked"));
    CHECK(b.asked_count == 1 && strcmp(b.asked, "ask-invited") == 0);
    hosts_close(&a, &b);
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
    outcome = host_is_told(&b, "one\ntwo");
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
    hosts_live_on(&a, &b);
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
    CHECK(a.delivered_count < 3);
    CHECK(host_types(&b, "I am back") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(a.shown, "I am back") == 0);
    /* The acknowledgement comes along. */
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

/* --- outcomes that are kept ---------------------------------------------------------------------------- */

static void outcomes_that_are_kept_and_walked_in_another_order_give_nothing_twice(void)
{
    host a, b;
    subrosa_outcome *kept[3];
    int at;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    kept[0] = host_is_told(&b, "first");
    kept[1] = host_is_told(&b, "second");
    /* They are on their way: neither a tick gives them, however long it takes, nor does whoever looks
     * again. */
    hosts_live_on(&a, &b);
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_account_set(b.glue.messenger, ACCOUNT, "shows=0")));
    kept[2] = subrosa_account_set(b.glue.messenger, ACCOUNT, "shows=1");
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    for (at = 2; at >= 0; at--)
        RESULT(SUBROSA_OK, host_acts(&b, kept[at]));
    CHECK(b.shown_count == 2 && b.repeated_count == 0);
    hosts_live_on(&a, &b);
    CHECK(b.shown_count == 2 && a.delivered_count == 2);
    hosts_close(&a, &b);
}

static void an_outcome_of_before_a_reconnection_gives_nothing_that_came_again(void)
{
    host a, b;
    subrosa_outcome *kept;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    kept = host_is_told(&b, "once");
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_account_detach(b.glue.messenger, ACCOUNT)));
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_account_attach(b.glue.messenger, ACCOUNT, "plain",
                                                            "interval-ms=0")));
    CHECK(b.shown_count == 1 && b.repeated_count == 1);
    RESULT(SUBROSA_OK, host_acts(&b, kept));
    hosts_live_on(&a, &b);
    CHECK(b.shown_count == 1 && a.delivered_count == 1);
    hosts_close(&a, &b);
}

static void freeing_confirms_nothing(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    outcome = host_is_told(&b, "kept");
    hosts_live_on(&a, &b);
    subrosa_outcome_free(outcome);
    CHECK(b.shown_count == 0 && a.delivered_count == 0);
    /* The program ends at once: the text is not lost, and was not acknowledged. */
    subrosa_messenger_free(b.glue.messenger);
    host_start(&b);
    CHECK(b.shown_count == 1 && strcmp(b.shown, "kept") == 0 && a.delivered_count == 0);
    hosts_live_on(&a, &b);
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
    a_host_that_could_do_nothing_is_told_all_of_it_again();
    a_text_shown_in_part_is_not_acknowledged();
    what_was_shown_comes_once_and_what_was_not_comes_again();
    outcomes_that_are_kept_and_walked_in_another_order_give_nothing_twice();
    an_outcome_of_before_a_reconnection_gives_nothing_that_came_again();
    freeing_confirms_nothing();
    a_batch_tells_at_its_end();
    return report("walks");
}
