#define _POSIX_C_SOURCE 200809L
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *directory_of_tests = ".";

/* The time of all hosts, in milliseconds. */
static int64_t now = NOW * 1000;

void hosts_wait(host *a, host *b, int64_t milliseconds)
{
    CHECK(milliseconds >= 0);
    now += milliseconds;
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(a->glue.messenger, now));
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(b->glue.messenger, now));
    a->due = subrosa_wake_ms(a->glue.messenger);
    b->due = subrosa_wake_ms(b->glue.messenger);
}

const char *new_directory(void)
{
    static char path[500];
    static int count;
    sprintf(path, "%.450s/%d", directory_of_tests, ++count);
    return path;
}

static void network_send(host *to, const char *line)
{
    size_t size = strlen(line) + 1;
    CHECK(to->sent < sizeof to->inbox / sizeof to->inbox[0]);
    to->inbox[to->sent] = malloc(size);
    if (to->inbox[to->sent] == NULL)
        abort();
    memcpy(to->inbox[to->sent++], line, size);
}

static void remember(char *place, size_t size, const char *text)
{
    CHECK(strlen(text) < size);
    strncpy(place, text, size - 1);
}

#define REMEMBER(place, text) remember(place, sizeof(place), text)

/* --- a function for each event ------------------------------------------------------------------- */

/* What holds for every event: whose it is, and that sentences suit any window. */
static void check_event(const host *me, const subrosa_glue_event *event)
{
    CHECK(strcmp(event->account, ACCOUNT) == 0 || event->account[0] == '\0');
    CHECK(strcmp(event->peer, me->other->name) == 0 || event->peer[0] == '\0');
    CHECK(strpbrk(event->sentence, "<>&\"%") == NULL);
}

static int on_send(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    if (me->is_deaf)
        return 0;
    check_event(me, event);
    CHECK(event->line_id > 0 && event->kind > 0);
    CHECK((event->fallback[0] != '\0') == (event->kind == SUBROSA_KIND_TEXT));
    RESULT(event->kind, subrosa_line_kind(me->glue.messenger, event->line, SUBROSA_NUL));
    me->line_id = event->line_id;
    me->kind = event->kind;
    network_send(me->other, event->line);
    return 1;
}

static int on_show(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    size_t length = 0;
    const uint8_t *id = subrosa_outcome_bytes(event->outcome, SUBROSA_FIELD_ID, &length);
    if (me->is_deaf)
        return 0;
    check_event(me, event);
    REMEMBER(me->shown, event->text);
    REMEMBER(me->mark, event->mark);
    me->shown_count++;
    me->repeated_count += strstr(event->mark, "[shown before] ") != NULL;
    CHECK((id != NULL) == event->is_private);
    if (event->is_private) {
        me->private_count++;
        CHECK(length == sizeof me->shown_id && !event->may_log);
        memcpy(me->shown_id, id, sizeof me->shown_id);
    }
    return 1;
}

static int on_say(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    const char *label;
    int is_risk;
    if (me->is_deaf)
        return 0;
    check_event(me, event);
    CHECK(event->sentence[0] != '\0' && event->severity > 0 && event->place > 0);
    REMEMBER(me->sentence, event->sentence);
    REMEMBER(me->code, event->code);
    REMEMBER(me->text, event->text);
    CHECK(strlen(me->said) + strlen(event->code) + 2 < sizeof me->said);
    strcat(strcat(me->said, " "), event->code);
    if (event->digits[0] != '\0')
        REMEMBER(me->digits, event->digits);
    if (event->question == 0)
        return 1;
    me->question = event->question;
    me->input = event->input;
    REMEMBER(me->asked, event->code);
    me->asked_count++;
    if (subrosa_glue_choice(event, 0, &label, &is_risk) != NULL)
        CHECK(!is_risk && label[0] != '\0' && event->input == SUBROSA_INPUT_NONE);
    return 1;
}

static int on_title(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    if (me->is_deaf)
        return 0;
    check_event(me, event);
    REMEMBER(me->words, event->words);
    REMEMBER(me->state, subrosa_outcome_str(event->outcome, SUBROSA_FIELD_STATE));
    REMEMBER(me->trust, subrosa_outcome_str(event->outcome, SUBROSA_FIELD_TRUST));
    me->level = event->level;
    me->title_count++;
    CHECK((me->words[0] == '\0') == (me->level == SUBROSA_LEVEL_PLAIN));
    return 1;
}

static int on_echo(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    if (me->is_deaf)
        return 0;
    check_event(me, event);
    REMEMBER(me->echoed, event->text);
    REMEMBER(me->echo_mark, event->mark);
    me->echo_count++;
    return 1;
}

static int on_progress(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    if (me->is_deaf)
        return 0;
    check_event(me, event);
    CHECK(event->number > 0);
    REMEMBER(me->stage, event->stage);
    me->delivered_count += strcmp(event->stage, "delivered") == 0;
    return 1;
}

static int on_close(void *host_, const subrosa_glue_event *event)
{
    host *me = host_;
    if (me->is_deaf)
        return 0;
    CHECK(event->question > 0);
    me->closed_count++;
    return 1;
}

static void set_timer(void *host_, int64_t milliseconds)
{
    CHECK(milliseconds == -1 || milliseconds >= 10);
    ((host *)host_)->due = milliseconds;
}

/* --- hosts ----------------------------------------------------------------------------------------- */

int32_t host_acts(host *me, subrosa_outcome *outcome)
{
    const int32_t result = subrosa_outcome_result(outcome);
    CHECK(outcome != NULL);
    subrosa_glue_walk(&me->glue, outcome);
    return result;
}

void host_start(host *me)
{
    me->glue.messenger = NULL;
    RESULT(SUBROSA_OK,
           host_acts(me, subrosa_messenger_open(SUBROSA_ABI, me->vault, me->settings,
                                                &me->glue.messenger)));
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(me->glue.messenger, now));
    RESULT(SUBROSA_OK, host_acts(me, subrosa_account_attach(me->glue.messenger, ACCOUNT, "plain",
                                                            "interval-ms=0")));
}

static void host_open(host *me, host *other, const char *name, const char *directory)
{
    memset(me, 0, sizeof *me);
    me->name = name;
    me->other = other;
    me->settings = "can=edits";
    me->glue.host = me;
    me->glue.send = on_send;
    me->glue.show = on_show;
    me->glue.say = on_say;
    me->glue.title = on_title;
    me->glue.echo = on_echo;
    me->glue.progress = on_progress;
    me->glue.close = on_close;
    me->glue.timer = set_timer;
    sprintf(me->vault, "%.500s/%s/vault", directory, name);
    host_start(me);
}

void hosts_open(host *a, host *b, const char *directory)
{
    host_open(a, b, "alice", directory);
    host_open(b, a, "bob", directory);
}

static void host_close(host *me)
{
    subrosa_messenger_free(me->glue.messenger);
    while (me->read < me->sent)
        free(me->inbox[me->read++]);
}

void hosts_close(host *a, host *b)
{
    host_close(a);
    host_close(b);
}

char *host_intercepts(host *me)
{
    CHECK(me->read < me->sent);
    return me->inbox[me->read++];
}

void host_hears(host *me, const char *line)
{
    char *shown = subrosa_glue_came(&me->glue, ACCOUNT, me->other->name, line, 0, 0);
    if (shown != NULL) {
        REMEMBER(me->shown, shown);
        me->mark[0] = '\0';
        me->shown_count++;
    }
    free(shown);
}

static int read_one(host *me)
{
    char *line;
    if (me->read == me->sent)
        return 0;
    line = host_intercepts(me);
    host_hears(me, line);
    free(line);
    return 1;
}

void host_ticks(host *me)
{
    RESULT(SUBROSA_OK, host_acts(me, subrosa_tick(me->glue.messenger)));
}

/* Whether something was due. Nothing is ever due earlier than in 10 milliseconds. */
static int tick(host *me)
{
    if (me->due < 0 || me->due > 10)
        return 0;
    host_ticks(me);
    return 1;
}

void hosts_settle(host *a, host *b)
{
    int went_on = 1, turns = 0;
    while (went_on && turns++ < 10000) {
        went_on = tick(a);
        went_on |= tick(b);
        went_on |= read_one(a);
        went_on |= read_one(b);
    }
    CHECK(!went_on);
    if (a->read == a->sent)
        a->read = a->sent = 0;
    if (b->read == b->sent)
        b->read = b->sent = 0;
}

void hosts_live_on(host *a, host *b)
{
    int turn;
    for (turn = 0; turn < 10; turn++) {
        hosts_wait(a, b, 1000);
        hosts_settle(a, b);
    }
}

subrosa_outcome *host_is_told(host *me, const char *text)
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

int32_t host_types(host *me, const char *text)
{
    subrosa_outcome *outcome = subrosa_outgoing(me->glue.messenger, ACCOUNT, me->other->name, text,
                                                SUBROSA_NUL, 0);
    me->verdict = subrosa_outcome_verdict(outcome);
    host_acts(me, outcome);
    if (me->verdict == SUBROSA_VERDICT_PASS)
        network_send(me->other, text);
    return me->verdict;
}

int32_t host_does(host *me, const char *words)
{
    return host_acts(me, subrosa_command(me->glue.messenger, ACCOUNT, me->other->name, words,
                                         SUBROSA_NUL));
}

int32_t host_does_nowhere(host *me, const char *words)
{
    return host_acts(me, subrosa_command(me->glue.messenger, NULL, NULL, words, SUBROSA_NUL));
}

int32_t host_answers(host *me, int64_t question, const char *words)
{
    return host_acts(me, subrosa_answer(me->glue.messenger, question, words, SUBROSA_NUL));
}

int host_was_told(host *me, const char *code)
{
    char wanted[60], all[sizeof me->said + 2];
    sprintf(wanted, " %.50s ", code);
    sprintf(all, "%s ", me->said);
    me->said[0] = '\0';
    return strstr(all, wanted) != NULL;
}

int host_ends(host *me, const char *code)
{
    const struct timespec pause = {0, 10 * 1000000};
    int tries;
    me->said[0] = '\0';
    for (tries = 0; tries < 12000 && me->said[0] == '\0'; tries++) {
        host_ticks(me);
        nanosleep(&pause, NULL);
    }
    return host_was_told(me, code);
}

void hosts_private(host *a, host *b)
{
    RESULT(SUBROSA_OK, host_acts(b, subrosa_contact_hint(b->glue.messenger, ACCOUNT, a->name,
                                                         SUBROSA_HINT_KNOWN, 1)));
    RESULT(SUBROSA_OK, host_does(a, "start"));
    hosts_settle(a, b);
    CHECK(a->level == SUBROSA_LEVEL_PRIVATE && b->level == SUBROSA_LEVEL_PRIVATE);
}
