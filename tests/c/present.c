/* The walk tells the present, seen from C: what another call has overtaken is left out, and events may be
 * answered with calls.
 *
 *     present directory-for-the-vaults
 */
#include "hosts.h"

#include <stdlib.h>
#include <string.h>

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
    outcome = host_is_told(&b, "outer");
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
    hosts_live_on(&a, &b);
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
    hosts_live_on(&a, &b);
    CHECK(b.shown_count == 1 && strcmp(b.echoed, "inner") == 0);
    CHECK(a.shown_count == 1 && strcmp(a.shown, "inner") == 0);
    CHECK(a.delivered_count == 1 && b.delivered_count == 1);
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    a_title_that_another_call_has_overtaken_is_left_out();
    a_title_that_changes_while_it_is_shown_is_given_again();
    a_question_that_was_answered_meanwhile_is_left_out();
    events_are_answered_with_calls();
    a_walk_within_a_walk_sends_what_it_has();
    return report("present");
}
