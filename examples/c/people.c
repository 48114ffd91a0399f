#include "people.h"

#include "ledger.h"
#include "stage.h"
#include "../../tests/c/for_tests.h"

#include <stdio.h>

person people[2];

/* --- one function for each event ---------------------------------------------------------------- */

static int on_send(void *host, const subrosa_glue_event *event)
{
    return network_send(host, event->peer, event->line, event->kind);
}

static int on_show(void *host, const subrosa_glue_event *event)
{
    person *me = host;
    row(GREEN, me->name, "<%s> %s%s", event->peer, event->mark, event->text);
    if (event->is_private)
        ledger_shown(me->number, event->text, event->mark);
    if (me->dies_at_show) {
        /* Before the walk has gone past this text: the library has not heard that it was shown. */
        me->dies_at_show = 0;
        subrosa_messenger_free(me->glue.messenger);
        me->glue.messenger = NULL;
    }
    return 1;
}

static int on_say(void *host, const subrosa_glue_event *event)
{
    person *me = host;
    row(event->severity == SUBROSA_SEVERITY_ALARM ? RED : YELLOW, me->name, "-- %s%s%s",
        event->sentence, event->how[0] != '\0' ? " " : "", event->how);
    if (event->digits[0] != '\0')
        snprintf(me->digits, sizeof me->digits, "%s", event->digits);
    if (event->question != 0) {
        me->question = event->question;
        snprintf(me->asked, sizeof me->asked, "%s", event->code);
    }
    return 1;
}

static int on_title(void *host, const subrosa_glue_event *event)
{
    person *me = host;
    row(BOLD, me->name, "== %s: %s", event->peer,
        event->words[0] != '\0' ? event->words : "not private");
    if (strcmp(event->peer, me->other->nick) == 0)
        snprintf(me->state, sizeof me->state, "%s",
                 subrosa_outcome_str(event->outcome, SUBROSA_FIELD_STATE));
    return 1;
}

static int on_echo(void *host, const subrosa_glue_event *event)
{
    person *me = host;
    row("", me->name, "<%s> %s%s", me->nick, event->mark, event->text);
    return 1;
}

static void set_timer(void *host, int64_t milliseconds)
{
    (void)host; /* here time passes in steps, and the timers run after each */
    (void)milliseconds;
}

/* --- where the messenger tells the plugin something --------------------------------------------- */

void person_begins(person *me, int64_t now_ms)
{
    subrosa_glue *glue = &me->glue;
    subrosa_outcome *outcome;
    glue->messenger = NULL;
    glue->host = me;
    glue->send = on_send;
    glue->show = on_show;
    glue->say = on_say;
    glue->title = on_title;
    glue->echo = on_echo;
    glue->timer = set_timer;
    outcome = subrosa_messenger_open(SUBROSA_ABI, me->vault, NULL, &glue->messenger);
    must(subrosa_outcome_result(outcome), "open");
    subrosa_glue_walk(glue, outcome);
    must(subrosa_messenger_set_time(glue->messenger, now_ms), "set_time"); /* a play has its own */
    outcome = subrosa_account_attach(glue->messenger, me->account, "irc", NULL);
    must(subrosa_outcome_result(outcome), "attach");
    subrosa_glue_walk(glue, outcome);
}

int person_types(person *me, const char *peer, const char *text)
{
    static const char command[] = "/subrosa ";
    const size_t length = sizeof command - 1;
    if (strncmp(text, command, length) == 0) {
        row(BOLD, me->name, "> %s", text);
        subrosa_glue_walk(&me->glue, subrosa_command(me->glue.messenger, me->account, peer,
                                                     text + length, SUBROSA_NUL));
    } else if (subrosa_glue_typed(&me->glue, me->account, peer, text, 0)) {
        row("", me->name, "<%s> %s", me->nick, text);
        return network_send(me, peer, text, 0);
    }
    return 0;
}

void person_presses(person *me, const char *word)
{
    row(BOLD, me->name, "> (the button \"%s\")", word);
    subrosa_glue_walk(&me->glue,
                      subrosa_answer(me->glue.messenger, me->question, word, SUBROSA_NUL));
}

int person_receives(person *me, const char *peer, const char *text, uint32_t flags, int64_t time)
{
    char *shown = subrosa_glue_came(&me->glue, me->account, peer, text, flags, time);
    int how = HIDDEN;
    if (shown != NULL) {
        how = strcmp(shown, text) == 0 ? SHOWN : SHOWN_MARKED;
        row("", me->name, "<%s> %s", peer, shortened(shown, strlen(shown), 80, 12));
    }
    free(shown);
    return how;
}

void person_ticks(person *me, int64_t now_ms)
{
    must(subrosa_messenger_set_time(me->glue.messenger, now_ms), "set_time");
    subrosa_glue_walk(&me->glue, subrosa_tick(me->glue.messenger));
}
