/* A network between two people, as networks are and worse: it mangles lines, loses them, changes
 * their order, and attacks. It knows nothing of the library but what everybody can read. */
#ifndef RELAY_H
#define RELAY_H

#include <stddef.h>
#include <stdint.h>

typedef struct relay relay;

/* What arrives, and what ought to come of it. */
enum relay_intent {
    RELAY_LINE,     /* a line for the first time, whole: read it */
    RELAY_MANGLED,  /* a line for the first time, whole within what networks add: read it */
    RELAY_ATTACK,   /* refuse it */
    RELAY_IN_CLEAR  /* text that is no line: show it, but not as private */
};

typedef struct relay_delivery {
    int to; /* 0 or 1 */
    char *text;
    size_t length;
    enum relay_intent intent;
    const char *what; /* what the relay has done */
    int kind;         /* of an attack, below RELAY_KINDS */
} relay_delivery;

enum relay_kind {
    RELAY_FLIPPED,
    RELAY_CUT,
    RELAY_TWICE,
    RELAY_REPLAYED,
    RELAY_REFLECTED,
    RELAY_INVENTED,
    RELAY_OTHER_CARD,
    RELAY_OFFER_OF_MALLORY,
    RELAY_CLEAR_TEXT,
    RELAY_KINDS
};

/* One line about each kind of attack. */
extern const char *const relay_kinds[RELAY_KINDS];

/* The same seed has the relay do the same things. Ends the program when there is no memory. */
relay *relay_new(uint64_t seed);
void relay_free(relay *network);

/* A hostile relay also loses and damages; another one only mangles, delays and doubles. */
void relay_set_hostile(relay *network, int hostile);

/* An Offer that the relay may inject at any time. */
void relay_arm(relay *network, const char *offer, size_t length);

/* Takes a line that `from` sends. Gives what the relay does with it, for people to read. */
const char *relay_post(relay *network, int from, const char *line, size_t length);

/* Takes a text that is no line of the library, and hands it on as it is. */
void relay_pass(relay *network, int from, const char *text);

/* Time passes: delayed lines go on, and a hostile relay attacks now and then. */
void relay_turn(relay *network);

/* One attack of this kind, now, on `victim`; 0 if the relay lacks the lines for it. */
int relay_attack(relay *network, enum relay_kind kind, int victim);

/* The next delivery, if there is one; its text is freed by the caller. */
int relay_next(relay *network, relay_delivery *delivery);

/* Lines that are on their way. */
size_t relay_waiting(const relay *network);

/* Lines that were dropped, or damaged and will not come again. */
size_t relay_lost(const relay *network);

#endif
