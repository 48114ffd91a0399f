/* Two messengers in one process, as a host sees them, and a network between them. They are written upon
 * subrosa_glue.h, as a plugin is; what their users see is remembered instead of shown. */
#ifndef HOSTS_H
#define HOSTS_H

#include "for_tests.h"
#include "harness.h"

#include <subrosa_glue.h>

/* The account that every host has. */
#define ACCOUNT "test"

typedef struct host {
    subrosa_glue glue;
    const char *name;     /* of its user, at the other host too */
    struct host *other;
    char vault[800];
    const char *settings; /* of its messenger; NULL: it can change what it has shown */
    char *inbox[2000];    /* lines on their way to it */
    size_t sent, read;
    int64_t due;          /* when its timer rings: milliseconds from now; -1: never */
    int is_deaf;          /* it can carry nothing out now */
    /* What was sent last. */
    int64_t line_id;
    int kind;
    /* What its user has seen last, and how often. */
    char shown[70000], mark[100], echoed[70000], echo_mark[50];
    uint8_t shown_id[8];
    int shown_count, private_count, repeated_count, echo_count;
    /* What its user was told last: the sentence, its code, digits and text, and all codes so far. */
    char sentence[1000], code[40], digits[SUBROSA_DIGITS_SIZE], text[70000], said[2000];
    /* The last question. */
    int64_t question;
    char asked[40];
    int input, asked_count, closed_count;
    /* How the conversation stands, by the last title. */
    char words[100], state[20], trust[20];
    int level, title_count;
    /* Of texts that were typed. */
    char stage[20];
    int delivered_count;
    int32_t verdict;
} host;

/* Both have a new vault under `directory`, with an account that is attached. */
void hosts_open(host *a, host *b, const char *directory);
void hosts_close(host *a, host *b);

/* Opens the vault of a host, and its account. */
void host_start(host *me);

/* Lets so many milliseconds pass for both. */
void hosts_wait(host *a, host *b, int64_t milliseconds);

/* Delivers what is on its way, and what follows from it. */
void hosts_settle(host *a, host *b);

/* The same for ten seconds: long enough for a text to be acknowledged, and for what comes again. */
void hosts_live_on(host *a, host *b);

/* Both in a private conversation. */
void hosts_private(host *a, host *b);

/* The user types; what passes is sent in clear. Gives the verdict. */
int32_t host_types(host *me, const char *text);

/* What the network brings from the other. */
void host_hears(host *me, const char *line);

/* What the other types, as the outcome that its line has here: for a test to walk. */
subrosa_outcome *host_is_told(host *me, const char *text);

/* The user types a command in the window of the other, or nowhere; or answers a question. Each gives the
 * result. */
int32_t host_does(host *me, const char *words);
int32_t host_does_nowhere(host *me, const char *words);
int32_t host_answers(host *me, int64_t question, const char *words);

/* The timer rings. */
void host_ticks(host *me);

/* Walks an outcome as the host does, and frees it. Gives its result. */
int32_t host_acts(host *me, subrosa_outcome *outcome);

/* Whether the user was told a sentence of this code; it is forgotten then, with all others. */
int host_was_told(host *me, const char *code);

/* Waits until something is told, which is done on a thread and ends in a tick. Gives whether it is this. */
int host_ends(host *me, const char *code);

/* The first line that is on its way to `me`, taken off the network. */
char *host_intercepts(host *me);

/* A directory of its own for each test. */
const char *new_directory(void);
extern const char *directory_of_tests;

#endif
