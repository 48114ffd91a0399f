/* Two messengers in one process, as a host sees them, and a network between them. */
#ifndef HOSTS_H
#define HOSTS_H

#include "for_tests.h"
#include "harness.h"

typedef struct host {
    const char *name;  /* of its user, at the other host too */
    struct host *other;
    char vault[800];
    subrosa_messenger *messenger;
    char *inbox[2000]; /* lines on their way to it */
    size_t sent, read;
    int is_deaf;       /* it walks no outcome beyond SEND events, and frees none of them walked */
    void (*around_free)(int before); /* of an outcome; may be NULL */
    /* What the user was told last, and how often. */
    char shown[70000], sentence[300];
    uint8_t shown_id[8], fingerprint[32];
    int shown_count, private_count, repeated_count, delivered_count, asked_count, notice_count;
    int32_t state, trust, ask, notice, stage, verdict;
    int64_t number, line_id;
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

/* Both in a private conversation. */
void hosts_private(host *a, host *b);

/* The user types; what passes is sent in clear. Gives the verdict. */
int32_t host_types(host *me, const char *text);

/* The user decides about the other. */
int32_t host_does(host *me, int32_t action, const uint8_t *fingerprint);

/* Acts on all events of an outcome and frees it. */
void host_acts(host *me, subrosa_outcome *outcome);

/* The first line that is on its way to `me`, taken off the network. */
char *host_intercepts(host *me);

/* A directory of its own for each test. */
const char *new_directory(void);
extern const char *directory_of_tests;

#endif
