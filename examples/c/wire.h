/* What lies between the two: the network with all that it does, a service, a bouncer, and the clock. */
#ifndef WIRE_H
#define WIRE_H

#include "people.h"
#include "relay.h"

extern relay *network;
extern int64_t now_ms;

/* Everything that is on its way arrives. */
void deliver_all(void);

/* The clock goes on, and what is due is done. */
void time_passes(int64_t seconds);
void a_moment(void);

/* A program that takes commands, as networks have them. */
#define SERVICE "NickServ"
int service_heard_only(const char *text);

/* What comes for somebody is kept from now on; NULL: for nobody. */
void bouncer_keeps_for(const person *somebody);
void bouncer_plays_back(person *to);

void wire_closes(void);

#endif
