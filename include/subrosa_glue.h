/**
 * @file
 * What every plugin of a messenger would write again: the walk through an outcome, the copy of a text
 * with its mark, the timer. Everything here is static; there is nothing to link but the library.
 *
 * A plugin fills a subrosa_glue with its messenger and with one function for each event, and then has
 * four places where its messenger tells it something:
 *
 *     typed   if (subrosa_glue_typed(&glue, account, peer, text, 0)) send it as ever;
 *     came    shown = subrosa_glue_came(&glue, account, peer, text, 0, 0);
 *             if (shown != NULL) { show it as ever; free(shown); }
 *     timer   subrosa_glue_walk(&glue, subrosa_tick(glue.messenger));
 *     user    subrosa_glue_walk(&glue, subrosa_command(glue.messenger, account, peer, words, SUBROSA_NUL));
 *
 * Whatever else the library gives an outcome of goes through subrosa_glue_walk too: attaching, renaming,
 * answering a question. examples/c/glue.c is a whole messenger upon it.
 */
#ifndef SUBROSA_GLUE_H
#define SUBROSA_GLUE_H

#include "subrosa.h"

#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The compiler is not to warn of functions that a plugin does not use. */
#if defined(__GNUC__)
#define SUBROSA_GLUE_STATIC static __attribute__((unused))
#else
#define SUBROSA_GLUE_STATIC static
#endif

/**
 * One event, as long as the function that it is given to runs. Texts are never NULL; what an event does
 * not have is "" or 0. docs/MESSENGER.md and SUBROSA_FIELD_ in subrosa.h say what each means.
 */
typedef struct subrosa_glue_event {
    const char *account;
    const char *peer;
    /* SEND */
    const char *line;
    const char *fallback;
    int64_t line_id;
    int kind;
    /* SHOW, ECHO, PROGRESS, and SAY: text */
    const char *text;
    const char *mark;
    int is_action;
    int is_private;
    int may_log;
    int64_t time;
    int64_t number;
    const char *stage;
    /* SAY */
    const char *sentence;
    const char *code;
    const char *how;
    const char *digits;
    const char *blocks;
    int severity;
    int place;
    int is_asked_for;
    int64_t question;
    int input;
    /* TITLE */
    const char *words;
    int level;
    /* For whatever stands in no field above: choices, JSON, a picture of a code. */
    subrosa_outcome *outcome;
} subrosa_glue_event;

/**
 * Carries an event out. Returns 1, or 0 if that was not possible now: then it comes again later.
 */
typedef int (*subrosa_glue_function)(void *host, const subrosa_glue_event *event);

/**
 * A messenger and what its host does with events. A function that is NULL passes its events over, as if
 * they were carried out: leave out only `progress` and `close`, and `echo` where the messenger shows
 * what a hook has stopped.
 */
typedef struct subrosa_glue {
    subrosa_messenger *messenger;
    /* The first parameter of each function. */
    void *host;
    subrosa_glue_function send;
    subrosa_glue_function show;
    subrosa_glue_function say;
    subrosa_glue_function title;
    subrosa_glue_function echo;
    subrosa_glue_function progress;
    subrosa_glue_function close;
    /* Calls subrosa_tick in so many milliseconds and walks what it gives; -1: no timer. It replaces the
     * timer that was set before. */
    void (*timer)(void *host, int64_t milliseconds);
} subrosa_glue;

SUBROSA_GLUE_STATIC int subrosa_glue_number(const subrosa_outcome *outcome, int32_t field)
{
    return (int)subrosa_outcome_int(outcome, field);
}

/**
 * The event where the walk of an outcome stands, as its fields.
 */
SUBROSA_GLUE_STATIC subrosa_glue_event subrosa_glue_here(subrosa_outcome *outcome)
{
    subrosa_glue_event event;
    event.account = subrosa_outcome_str(outcome, SUBROSA_FIELD_ACCOUNT);
    event.peer = subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER);
    event.line = subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE);
    event.fallback = subrosa_outcome_str(outcome, SUBROSA_FIELD_FALLBACK);
    event.line_id = subrosa_outcome_int(outcome, SUBROSA_FIELD_LINE_ID);
    event.kind = subrosa_glue_number(outcome, SUBROSA_FIELD_KIND);
    event.text = subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT);
    event.mark = subrosa_outcome_str(outcome, SUBROSA_FIELD_MARK);
    event.is_action = subrosa_glue_number(outcome, SUBROSA_FIELD_ACTION);
    event.is_private = subrosa_glue_number(outcome, SUBROSA_FIELD_PRIVATE);
    event.may_log = subrosa_glue_number(outcome, SUBROSA_FIELD_LOG);
    event.time = subrosa_outcome_int(outcome, SUBROSA_FIELD_TIME);
    event.number = subrosa_outcome_int(outcome, SUBROSA_FIELD_NUMBER);
    event.stage = subrosa_outcome_str(outcome, SUBROSA_FIELD_STAGE);
    event.sentence = subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE);
    event.code = subrosa_outcome_str(outcome, SUBROSA_FIELD_CODE);
    event.how = subrosa_outcome_str(outcome, SUBROSA_FIELD_HOW);
    event.digits = subrosa_outcome_str(outcome, SUBROSA_FIELD_DIGITS);
    event.blocks = subrosa_outcome_str(outcome, SUBROSA_FIELD_BLOCKS);
    event.severity = subrosa_glue_number(outcome, SUBROSA_FIELD_SEVERITY);
    event.place = subrosa_glue_number(outcome, SUBROSA_FIELD_PLACE);
    event.is_asked_for = subrosa_glue_number(outcome, SUBROSA_FIELD_ASKED_FOR);
    event.question = subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION);
    event.input = subrosa_glue_number(outcome, SUBROSA_FIELD_INPUT);
    event.words = subrosa_outcome_str(outcome, SUBROSA_FIELD_WORDS);
    event.level = subrosa_glue_number(outcome, SUBROSA_FIELD_LEVEL);
    event.outcome = outcome;
    return event;
}

/**
 * The word of a choice of this event, and what stands on its button; NULL after the last one.
 */
SUBROSA_GLUE_STATIC const char *subrosa_glue_choice(const subrosa_glue_event *event, int index,
                                                    const char **label, int *is_risk)
{
    const char *risk = subrosa_outcome_choice(event->outcome, index, SUBROSA_CHOICE_RISK);
    *label = subrosa_outcome_choice(event->outcome, index, SUBROSA_CHOICE_LABEL);
    *is_risk = risk != NULL && risk[0] != '\0';
    return subrosa_outcome_choice(event->outcome, index, SUBROSA_CHOICE_WORD);
}

SUBROSA_GLUE_STATIC subrosa_glue_function subrosa_glue_of(const subrosa_glue *glue, int32_t kind)
{
    switch (kind) {
    case SUBROSA_EVENT_SEND: return glue->send;
    case SUBROSA_EVENT_SHOW: return glue->show;
    case SUBROSA_EVENT_SAY: return glue->say;
    case SUBROSA_EVENT_TITLE: return glue->title;
    case SUBROSA_EVENT_ECHO: return glue->echo;
    case SUBROSA_EVENT_PROGRESS: return glue->progress;
    case SUBROSA_EVENT_CLOSE: return glue->close;
    default: return NULL;
    }
}

/**
 * Carries out what an outcome has, frees it and sets the timer. Returns its verdict. Functions of the
 * host may call the library, and so this again.
 */
SUBROSA_GLUE_STATIC int32_t subrosa_glue_walk(subrosa_glue *glue, subrosa_outcome *outcome)
{
    const int32_t verdict = subrosa_outcome_verdict(outcome);
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) != 0) {
        const subrosa_glue_function function = subrosa_glue_of(glue, kind);
        const subrosa_glue_event event = subrosa_glue_here(outcome);
        if (function != NULL && !function(glue->host, &event))
            subrosa_outcome_undone(outcome);
    }
    subrosa_outcome_free(outcome);
    if (glue->messenger != NULL)
        glue->timer(glue->host, subrosa_wake_ms(glue->messenger));
    return verdict;
}

/**
 * What the user has typed. Returns 1 if the host sends the text as it would without the library, and 0
 * if it does nothing with it: then the events have done the rest.
 */
SUBROSA_GLUE_STATIC int subrosa_glue_typed(subrosa_glue *glue, const char *account,
                                           const char *peer, const char *text, uint32_t flags)
{
    return subrosa_glue_walk(glue, subrosa_outgoing(glue->messenger, account, peer, text,
                                                    SUBROSA_NUL, flags)) == SUBROSA_VERDICT_PASS;
}

/**
 * What the network has brought. Returns what the host shows as it would without the library, to be freed
 * with free(): the text, with a mark before it if it needs one. NULL: it shows nothing; then the events
 * have done the rest, or there is no memory left.
 */
SUBROSA_GLUE_STATIC char *subrosa_glue_came(subrosa_glue *glue, const char *account,
                                            const char *peer, const char *text, uint32_t flags,
                                            int64_t time)
{
    subrosa_outcome *outcome = subrosa_incoming(glue->messenger, account, peer, text, SUBROSA_NUL,
                                                flags, time);
    const char *mark = subrosa_outcome_mark(outcome);
    const size_t marked = strlen(mark), length = strlen(text);
    char *shown = NULL;
    if (subrosa_outcome_verdict(outcome) != SUBROSA_VERDICT_TAKEN) {
        shown = (char *)malloc(marked + length + 1);
        if (shown != NULL) {
            memcpy(shown, mark, marked);
            memcpy(shown + marked, text, length + 1);
        }
    }
    subrosa_glue_walk(glue, outcome);
    return shown;
}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_GLUE_H */
