#include "wire.h"

#include "ledger.h"
#include "stage.h"

#include <stdio.h>

relay *network;
/* Two o'clock, on a day that is later than the one on which this is run. */
int64_t now_ms = INT64_C(4102495200000);

/* --- the wire ----------------------------------------------------------------------------------- */

static char heard_by_service[200];
static int lines_to_service;

/* What a bouncer keeps for somebody whose connection is gone. */
static struct {
    const person *keeps_for; /* NULL: nobody */
    char *lines[100];
    int64_t times[100];
    int count;
} bouncer;

static const char *kind_name(int kind)
{
    switch (kind) {
    case SUBROSA_KIND_TEXT: return "text";
    case SUBROSA_KIND_ACKNOWLEDGEMENT: return "receipt";
    case SUBROSA_KIND_HANDSHAKE: return "keys";
    default: return "";
    }
}

/* What the network does with a line; NULL: nothing but what it should. */
static const char *carry(person *me, const char *peer, const char *line, int kind)
{
    size_t length = strlen(line);
    const char *does;
    if (strcmp(peer, SERVICE) == 0) {
        snprintf(heard_by_service, sizeof heard_by_service, "%s", line);
        lines_to_service++;
        return NULL;
    }
    if (strcmp(peer, me->other->nick) != 0)
        return "has nobody of this name";
    if (bouncer.keeps_for == me->other && bouncer.count < 100) {
        bouncer.times[bouncer.count] = now_ms / 1000;
        bouncer.lines[bouncer.count++] = strcpy(malloc(length + 1), line);
        return "keeps it for later";
    }
    if (kind == 0 || kind == SUBROSA_KIND_QUESTION) {
        relay_pass(network, me->number, line);
        return NULL;
    }
    does = relay_post(network, me->number, line, length);
    return strcmp(does, "hands it on") == 0 ? NULL : does;
}

int network_send(person *me, const char *peer, const char *line, int kind)
{
    const char *does = carry(me, peer, line, kind);
    ledger_wire(line);
    if (kind == 0 || kind == SUBROSA_KIND_QUESTION)
        row(DIM, "wire", "    %s to %s: %s", me->nick, peer, line);
    else
        row(DIM, "wire", "    %s to %s: %s  %s, %u bytes%s%s", me->nick, peer,
            shortened(line, strlen(line), 8, 6), kind_name(kind), (unsigned)strlen(line),
            does != NULL ? "; the network " : "", does != NULL ? does : "");
    return 1;
}

void deliver_all(void)
{
    relay_delivery delivery;
    while (relay_next(network, &delivery)) {
        person *to = &people[delivery.to];
        int attack = delivery.intent == RELAY_ATTACK || delivery.intent == RELAY_IN_CLEAR;
        int shown;
        if (attack) {
            row(RED, "wire", "    ATTACK on %s: %s", to->name, delivery.what);
            ledger_attack(delivery.kind);
        }
        shown = person_receives(to, to->other->nick, delivery.text, 0, 0);
        if (attack)
            ledger_attack_ends(to, shown, delivery.kind);
        free(delivery.text);
        if (to->glue.messenger == NULL) {
            row(RED, to->name, "(the program is killed in this moment, and started again)");
            person_begins(to, now_ms);
        }
    }
}

int service_heard_only(const char *text)
{
    return lines_to_service == 1 && strcmp(heard_by_service, text) == 0;
}

void bouncer_keeps_for(const person *somebody)
{
    bouncer.keeps_for = somebody;
}

void bouncer_plays_back(person *to)
{
    int line;
    row(DIM, "wire", "    the bouncer plays back what it has kept");
    for (line = 0; line < bouncer.count; line++)
        if (person_receives(to, to->other->nick, bouncer.lines[line], SUBROSA_FLAG_HISTORY,
                            bouncer.times[line]) != HIDDEN)
            fault("a line of the library is shown as it is");
}

void wire_closes(void)
{
    while (bouncer.count > 0)
        free(bouncer.lines[--bouncer.count]);
    relay_free(network);
}

/* --- the clock ---------------------------------------------------------------------------------- */

void time_passes(int64_t seconds)
{
    int who;
    now_ms += seconds * 1000;
    for (who = 0; who < 2; who++)
        person_ticks(&people[who], now_ms);
    relay_turn(network);
    deliver_all();
}

void a_moment(void)
{
    int round;
    for (round = 0; round < 4; round++)
        time_passes(2);
}
