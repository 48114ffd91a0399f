/* Two people, each with a small messenger that has Subrosa in it: what stands in people.c is what a
 * plugin does, and is meant to be copied. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include <subrosa_glue.h>

typedef struct person {
    subrosa_glue glue;
    int number;             /* 0 or 1 */
    const char *name;       /* in this play */
    const char *account;    /* protocol and server, the same at every start */
    char nick[16];          /* on the network */
    char vault[1024];       /* its path */
    struct person *other;
    /* What the library told last. */
    char state[16];                   /* of the conversation with the other one */
    char digits[SUBROSA_DIGITS_SIZE]; /* digits to compare */
    int64_t question;                 /* what is asked */
    char asked[24];                   /* the code of that sentence */
    int dies_at_show;                 /* the program is killed when the next text is on the screen */
} person;

extern person people[2];

/* The program begins, for the first time or again. */
void person_begins(person *me, int64_t now_ms);

/* A text, or a command, is typed in the window of `peer`. Gives whether it left as it is. */
int person_types(person *me, const char *peer, const char *text);

/* A button under the question that was asked last: the word of a choice. */
void person_presses(person *me, const char *word);

/* The network has brought something. Gives what the messenger shows of it by itself. */
enum { HIDDEN, SHOWN, SHOWN_MARKED };
int person_receives(person *me, const char *peer, const char *text, uint32_t flags, int64_t time);

/* The timer of the messenger. */
void person_ticks(person *me, int64_t now_ms);

/* What the messenger has and the play does: sends a line. `kind` is a SUBROSA_KIND_ constant, or 0 for
 * a text that goes as it was typed. Gives 0 if it cannot. */
int network_send(person *me, const char *peer, const char *line, int kind);

#endif
