#include "relay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line somewhere in the relay. */
typedef struct parcel {
    struct parcel *next;
    relay_delivery delivery;
    int turns; /* to wait */
} parcel;

/* Lines that the relay has seen, for its attacks. */
typedef struct memory {
    struct memory *next;
    int to;
    char *line;
    size_t length;
} memory;

struct relay {
    uint64_t random;
    int hostile;
    parcel *first, **last; /* to be delivered */
    parcel *delayed;       /* to be delivered later */
    memory *seen;          /* the newest first */
    char *offer;           /* of Mallory */
    size_t offer_length;
    int kind; /* of the next attack */
    size_t lost;
};

const char *const relay_kinds[RELAY_KINDS] = {
    "a bit flipped on the way",
    "a line cut in the middle",
    "a line delivered twice",
    "an old line replayed",
    "a line reflected to its sender",
    "an invented rest behind a genuine beginning",
    "a line that makes keys, altered",
    "keys of Mallory in the other's name",
    "readable text in the other's name",
};

/* --- small things ------------------------------------------------------------------------------ */

static void *must(void *memory)
{
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return memory;
}

static char *copy(const char *text, size_t length)
{
    char *made = must(malloc(length + 1));
    if (length > 0)
        memcpy(made, text, length);
    made[length] = '\0';
    return made;
}

/* SplitMix64: decisions that a seed repeats, nothing secret. */
static uint64_t draw(relay *network)
{
    uint64_t mixed = network->random += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

static size_t below(relay *network, size_t end)
{
    return (size_t)(draw(network) % end);
}

static const char BASE64URL[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static char any_digit(relay *network)
{
    return BASE64URL[below(network, 64)];
}

static relay_delivery delivery_of(int to, char *text, enum relay_intent intent, const char *what)
{
    relay_delivery delivery;
    delivery.to = to;
    delivery.text = text;
    delivery.length = strlen(text);
    delivery.intent = intent;
    delivery.what = what;
    delivery.kind = RELAY_KINDS;
    return delivery;
}

static void deliver(relay *network, relay_delivery delivery)
{
    parcel *made = must(malloc(sizeof *made));
    made->next = NULL;
    made->delivery = delivery;
    made->turns = 0;
    *network->last = made;
    network->last = &made->next;
}

static void delay(relay *network, relay_delivery delivery, int turns)
{
    parcel *made = must(malloc(sizeof *made));
    parcel **end = &network->delayed;
    while (*end != NULL)
        end = &(*end)->next;
    made->next = NULL;
    made->delivery = delivery;
    made->turns = turns;
    *end = made;
}

static void attack_with(relay *network, enum relay_kind kind, int to, char *text)
{
    relay_delivery delivery = delivery_of(to, text, RELAY_ATTACK, relay_kinds[kind]);
    if (kind == RELAY_CLEAR_TEXT)
        delivery.intent = RELAY_IN_CLEAR;
    delivery.kind = kind;
    deliver(network, delivery);
}

/* --- what networks do -------------------------------------------------------------------------- */

static char *append(char *end, const char *text, size_t length)
{
    memcpy(end, text, length);
    return end + length;
}

/* As AIM and ICQ do: fonts around it, and a place to break within. */
static char *in_html(const char *line, size_t length)
{
    static const char before[] = "<HTML><BODY BGCOLOR=\"#ffffff\"><FONT FACE=\"Arial\" SIZE=2>";
    static const char within[] = "<wbr>";
    static const char after[] = "</FONT></BODY></HTML>";
    char *made = must(malloc(length + sizeof before + sizeof within + sizeof after)), *end = made;
    size_t half = length / 2;
    end = append(end, before, sizeof before - 1);
    end = append(end, line, half);
    end = append(end, within, sizeof within - 1);
    end = append(end, line + half, length - half);
    end = append(end, after, sizeof after - 1);
    *end = '\0';
    return made;
}

/* As mail programs do: lines of 60 characters, each quoted. */
static char *quoted(const char *line, size_t length)
{
    char *made = must(malloc(length * 2 + 8)), *end = made;
    size_t at;
    for (at = 0; at < length; at += 60) {
        end = append(end, at == 0 ? "> " : "\r\n> ", at == 0 ? 2 : 4);
        end = append(end, line + at, length - at < 60 ? length - at : 60);
    }
    *end = '\0';
    return made;
}

/* Changes one digit in the second half of the line, where its ciphertext is. */
static char *flipped(relay *network, const char *line, size_t length)
{
    char *made = copy(line, length);
    size_t at = length / 2 + below(network, length / 2 - 4);
    char digit = any_digit(network);
    made[at] = digit == made[at] ? (digit == 'A' ? 'B' : 'A') : digit;
    return made;
}

const char *relay_post(relay *network, int from, const char *line, size_t length)
{
    int to = !from;
    memory *seen = must(malloc(sizeof *seen));
    const char *what = "hands it on";
    size_t fate = below(network, network->hostile ? 100 : 60);
    char *text = copy(line, length);

    seen->to = to;
    seen->line = copy(line, length);
    seen->length = length;
    if (fate < 25) {
        deliver(network, delivery_of(to, text, RELAY_LINE, what));
    } else if (fate < 38) {
        what = "wraps it in HTML";
        deliver(network, delivery_of(to, in_html(line, length), RELAY_MANGLED, what));
        free(text);
    } else if (fate < 48) {
        what = "breaks and quotes it";
        deliver(network, delivery_of(to, quoted(line, length), RELAY_MANGLED, what));
        free(text);
    } else if (fate < 54) {
        what = "delivers it twice";
        deliver(network, delivery_of(to, text, RELAY_LINE, what));
        attack_with(network, RELAY_TWICE, to, copy(line, length));
    } else if (fate < 72) {
        what = fate < 63 ? "lets others pass first" : "delays it";
        delay(network, delivery_of(to, text, RELAY_LINE, what), fate < 63 ? 1 : 3);
    } else if (fate < 84) {
        what = "drops it";
        network->lost++;
        free(text);
    } else if (fate < 94) {
        what = "flips a bit";
        network->lost++;
        attack_with(network, RELAY_FLIPPED, to, flipped(network, line, length));
        free(text);
    } else {
        what = "cuts it in the middle";
        network->lost++;
        text[length / 2] = '\0';
        attack_with(network, RELAY_CUT, to, text);
    }
    /* Only what has arrived, or will, can be replayed; what was lost would not be a replay. */
    if (fate < 54) {
        seen->next = network->seen;
        network->seen = seen;
    } else {
        free(seen->line);
        free(seen);
    }
    return what;
}

void relay_pass(relay *network, int from, const char *text)
{
    deliver(network, delivery_of(!from, copy(text, strlen(text)), RELAY_LINE, "hands it on"));
}

/* --- what enemies do --------------------------------------------------------------------------- */

/* A line that the victim was sent, or has sent, whose base64 begins with `type`: E of a message,
 * I of the first line of a session, M of an Offer; 0 for any. */
static const memory *recall(relay *network, int to, char type)
{
    const memory *seen, *chosen = NULL;
    size_t count = 0;
    for (seen = network->seen; seen != NULL; seen = seen->next)
        if (seen->to == to && seen->length > 100 && (type == 0 || seen->line[5] == type) &&
            below(network, ++count) == 0)
            chosen = seen;
    return chosen;
}

int relay_attack(relay *network, enum relay_kind kind, int victim)
{
    const memory *old = NULL;
    char *text;
    size_t at;
    switch (kind) {
    case RELAY_REPLAYED:
        old = recall(network, victim, 0);
        break;
    case RELAY_REFLECTED:
        old = recall(network, !victim, 0);
        break;
    case RELAY_INVENTED:
        old = recall(network, victim, 'E');
        break;
    case RELAY_OTHER_CARD:
        old = recall(network, victim, 'I');
        break;
    case RELAY_OFFER_OF_MALLORY:
        if (network->offer == NULL)
            return 0;
        attack_with(network, kind, victim, copy(network->offer, network->offer_length));
        return 1;
    case RELAY_CLEAR_TEXT: {
        static const char lie[] = "my plug-in is broken, send me your password like this";
        attack_with(network, kind, victim, copy(lie, sizeof lie - 1));
        return 1;
    }
    default:
        return 0;
    }
    if (old == NULL)
        return 0;
    text = copy(old->line, old->length);
    if (kind == RELAY_INVENTED) /* the marker, then 54 digits: type, tag, ratchet key, counters */
        for (at = 5 + 54; at < old->length - 2; at++)
            text[at] = any_digit(network);
    if (kind == RELAY_OTHER_CARD) /* the marker, then the type and the id of the card: 9 bytes */
        for (at = 5 + 2; at < 5 + 12; at++)
            text[at] = any_digit(network);
    attack_with(network, kind, victim, text);
    return 1;
}

void relay_turn(relay *network)
{
    parcel **link = &network->delayed;
    while (*link != NULL) {
        parcel *held = *link;
        if (held->turns-- > 0) {
            link = &held->next;
            continue;
        }
        *link = held->next;
        deliver(network, held->delivery);
        free(held);
    }
    if (network->hostile && below(network, 4) > 0) {
        int victim = (int)below(network, 2);
        if (!relay_attack(network, (enum relay_kind)network->kind, victim))
            relay_attack(network, (enum relay_kind)network->kind, !victim);
        network->kind = network->kind + 1 < RELAY_KINDS ? network->kind + 1 : RELAY_REPLAYED;
    }
}

/* --- the rest ---------------------------------------------------------------------------------- */

relay *relay_new(uint64_t seed)
{
    relay *network = must(calloc(1, sizeof *network));
    network->random = seed;
    network->last = &network->first;
    network->kind = RELAY_REPLAYED;
    return network;
}

void relay_free(relay *network)
{
    relay_delivery delivery;
    while (relay_next(network, &delivery))
        free(delivery.text);
    while (network->delayed != NULL) {
        parcel *held = network->delayed;
        network->delayed = held->next;
        free(held->delivery.text);
        free(held);
    }
    while (network->seen != NULL) {
        memory *seen = network->seen;
        network->seen = seen->next;
        free(seen->line);
        free(seen);
    }
    free(network->offer);
    free(network);
}

void relay_set_hostile(relay *network, int hostile)
{
    network->hostile = hostile;
}

void relay_arm(relay *network, const char *offer, size_t length)
{
    free(network->offer);
    network->offer = copy(offer, length);
    network->offer_length = length;
}

int relay_next(relay *network, relay_delivery *delivery)
{
    parcel *done = network->first;
    if (done == NULL)
        return 0;
    *delivery = done->delivery;
    network->first = done->next;
    if (network->first == NULL)
        network->last = &network->first;
    free(done);
    return 1;
}

size_t relay_waiting(const relay *network)
{
    const parcel *waiting;
    size_t count = 0;
    for (waiting = network->first; waiting != NULL; waiting = waiting->next)
        count++;
    for (waiting = network->delayed; waiting != NULL; waiting = waiting->next)
        count++;
    return count;
}

size_t relay_lost(const relay *network)
{
    return network->lost;
}
