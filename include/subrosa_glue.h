/**
 * @file
 * The code that every messenger plugin needs: walking an outcome, putting a mark before a text,
 * setting the timer. Every function here is static, so there is nothing to link but the library.
 *
 * A plugin fills in a subrosa_glue with its messenger and one function for each event. It then
 * calls the library from four places:
 *
 *     text typed     if (subrosa_glue_typed(&glue, account, peer, text, 0)) send it as usual;
 *     text arrived   shown = subrosa_glue_came(&glue, account, peer, text, 0, 0);
 *                    if (shown != NULL) { show it as usual; free(shown); }
 *     timer fired    subrosa_glue_walk(&glue, subrosa_tick(glue.messenger));
 *     command typed  subrosa_glue_walk(&glue, subrosa_command(glue.messenger, account, peer, words,
 *                                                             SUBROSA_NUL));
 *
 * Pass every other outcome to subrosa_glue_walk as well, for example when you attach or rename an
 * account or answer a question. examples/c/glue.c is a complete messenger built on this header.
 */
#ifndef SUBROSA_GLUE_H
#define SUBROSA_GLUE_H

#include "subrosa.h"

#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Keeps the compiler from warning about functions that a plugin does not use. */
#if defined(__GNUC__)
#define SUBROSA_GLUE_STATIC static __attribute__((unused))
#else
#define SUBROSA_GLUE_STATIC static
#endif

/**
 * One event. It is valid until the function that receives it returns. Strings are never NULL; a
 * field that the event does not have is "" or 0. The SUBROSA_FIELD_ constants in subrosa.h explain
 * each one.
 */
typedef struct subrosa_glue_event {
    const char *account;
    const char *peer;
    /* SEND */
    const char *line;
    const char *fallback;
    int64_t line_id;
    int kind;
    /* SHOW, ECHO and PROGRESS; SAY has `text` and `may_log` */
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
    /* For what has no field above: choices, JSON, the modules of a code to scan. */
    subrosa_outcome *outcome;
} subrosa_glue_event;

/**
 * Carries out an event. Returns 1 on success, or 0 if it cannot be done now: the event is then
 * given again later.
 */
typedef int (*subrosa_glue_function)(void *host, const subrosa_glue_event *event);

/**
 * A messenger, and the functions that carry out its events. An event whose function is NULL is
 * skipped and counts as carried out. Only `progress` and `close` may be NULL, and `echo` if the
 * messenger itself shows a typed text that a hook has stopped.
 */
typedef struct subrosa_glue {
    subrosa_messenger *messenger;
    /* Passed to each function as its first parameter. */
    void *host;
    subrosa_glue_function send;
    subrosa_glue_function show;
    subrosa_glue_function say;
    subrosa_glue_function title;
    subrosa_glue_function echo;
    subrosa_glue_function progress;
    subrosa_glue_function close;
    /* Sets a timer that calls subrosa_tick after this many milliseconds and walks the outcome. It
     * replaces the previous timer; -1 only cancels that one. */
    void (*timer)(void *host, int64_t milliseconds);
} subrosa_glue;

SUBROSA_GLUE_STATIC int subrosa_glue_number(const subrosa_outcome *outcome, int32_t field)
{
    return (int)subrosa_outcome_int(outcome, field);
}

/**
 * The current event of an outcome, with its fields filled in.
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
 * Returns the word of a choice, which subrosa_answer and subrosa_command take, and stores the label
 * of its button and whether it is a risk. Returns NULL after the last choice.
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
 * Carries out the events of an outcome up to the next one of `kind`, which it leaves to the host. This
 * is for a host that has to return to its messenger before something is shown: it calls this again, or
 * subrosa_glue_walk, once that has happened. Returns the kind, or 0 if there is no such event.
 */
SUBROSA_GLUE_STATIC int32_t subrosa_glue_until(const subrosa_glue *glue, subrosa_outcome *outcome,
                                               int32_t kind)
{
    int32_t here;
    while ((here = subrosa_outcome_next(outcome)) != 0 && here != kind) {
        const subrosa_glue_function function = subrosa_glue_of(glue, here);
        const subrosa_glue_event event = subrosa_glue_here(outcome);
        if (function != NULL && !function(glue->host, &event))
            subrosa_outcome_undone(outcome);
    }
    return here;
}

/**
 * Carries out the events of an outcome, frees it and sets the timer. Returns the verdict. The
 * functions of the host may call the library, this function included.
 */
SUBROSA_GLUE_STATIC int32_t subrosa_glue_walk(subrosa_glue *glue, subrosa_outcome *outcome)
{
    const int32_t verdict = subrosa_outcome_verdict(outcome);
    (void)subrosa_glue_until(glue, outcome, 0);
    subrosa_outcome_free(outcome);
    if (glue->messenger != NULL)
        glue->timer(glue->host, subrosa_wake_ms(glue->messenger));
    return verdict;
}

/**
 * Call this with a text that the user has typed. Returns 1 if the host should send the text as it
 * would without the library. Returns 0 if it should do nothing more: the events have done the rest.
 */
SUBROSA_GLUE_STATIC int subrosa_glue_typed(subrosa_glue *glue, const char *account,
                                           const char *peer, const char *text, uint32_t flags)
{
    return subrosa_glue_walk(glue, subrosa_outgoing(glue->messenger, account, peer, text,
                                                    SUBROSA_NUL, flags)) == SUBROSA_VERDICT_PASS;
}

/**
 * Call this with a text that has arrived. Returns the text to show as the host would without the
 * library, with a mark before it if it needs one; free it with free(). Returns NULL if the host
 * should show nothing: the events have done the rest, or there is no memory left.
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

/**
 * As subrosa_glue_typed, for hosts that give the library raw lines of IRC. Returns 1 if the host
 * should send the line as it is.
 */
SUBROSA_GLUE_STATIC int subrosa_glue_irc_typed(subrosa_glue *glue, const char *account,
                                               const char *line)
{
    return subrosa_glue_walk(glue, subrosa_irc_out(glue->messenger, account, line, SUBROSA_NUL)) ==
           SUBROSA_VERDICT_PASS;
}

/**
 * As subrosa_glue_came, for hosts that give the library raw lines of IRC. Returns the line to show,
 * to be freed with free(), or NULL.
 */
SUBROSA_GLUE_STATIC char *subrosa_glue_irc_came(subrosa_glue *glue, const char *account,
                                                const char *line, int64_t time)
{
    subrosa_outcome *outcome = subrosa_irc_in(glue->messenger, account, line, SUBROSA_NUL, time);
    const int32_t verdict = subrosa_outcome_verdict(outcome);
    const char *shown =
        verdict == SUBROSA_VERDICT_MARKED ? subrosa_outcome_line(outcome, NULL) : line;
    const size_t size = strlen(shown) + 1;
    char *copy = NULL;
    if (verdict != SUBROSA_VERDICT_TAKEN)
        copy = (char *)malloc(size);
    if (copy != NULL)
        memcpy(copy, shown, size);
    subrosa_glue_walk(glue, outcome);
    return copy;
}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SUBROSA_GLUE_H */
