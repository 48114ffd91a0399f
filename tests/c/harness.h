/* A small harness: checks that count, and a world of two people to check in. */
#ifndef HARNESS_H
#define HARNESS_H

#include <stddef.h>
#include <stdint.h>
#include <subrosa_documents.h>

#define NOW INT64_C(1800000000)

/* Counts a check, and tells of it if it fails. */
#define CHECK(condition) check((condition) != 0, __FILE__, __LINE__, #condition)
/* The same for a result, with the sentence of the library. */
#define RESULT(expected, call) check_result((expected), (call), __FILE__, __LINE__, #call)

void check(int good, const char *file, int line, const char *what);
void check_result(int32_t expected, int32_t found, const char *file, int line, const char *what);

/* Prints "name: N passed, N failed", and gives the exit status. */
int report(const char *name);

/* --- outcomes of a messenger --- */

/* The result of an outcome, which is freed without a walk. */
int32_t result_of(subrosa_outcome *outcome);

/* The verdict of one. */
int32_t verdict_of(subrosa_outcome *outcome);

/* Goes to the first event of a kind. 0: there is none. */
int find(subrosa_outcome *outcome, int32_t kind);

/* Whether a text field of the event where the walk stands is this. */
int is_text(const subrosa_outcome *outcome, int32_t field, const char *text);

/* --- sessions --- */

/* One person at one device, with one peer. */
typedef struct side {
    subrosa_identity *identity;
    subrosa_installation *device;
    subrosa_peer *peer;
    char shown[70000]; /* the last text */
    size_t shown_length;
    uint8_t shown_id[8];
    int shown_count, refused_count, delivered_count, outside_count;
    int32_t refused_code, status;
    int has_echo;
    uint8_t echo[12];
    char card[SUBROSA_CARD_SIZE];
} side;

typedef struct world {
    side a, b;
} world;

void side_open(side *one);
void side_close(side *one);

/* Two people with a private session; `world_close` frees all of it. */
void world_open(world *two);
void world_close(world *two);

/* Acts on all events; lines go to `other` at once, or nowhere if it is NULL. Frees the outcome. */
void act_on(side *me, side *other, subrosa_outcome *outcome);

/* Sends a text, and carries all that follows to and fro. */
int32_t say(side *me, side *other, const char *text);

/* The first SEND line of an outcome, copied, which is then freed. */
char *line_of(subrosa_outcome *outcome);

#endif
