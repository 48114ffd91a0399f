/* An account of the play, kept by somebody who believes nobody: what was typed, what was shown, what
 * the wire carried, which attacks were tried. */
#ifndef LEDGER_H
#define LEDGER_H

#include "people.h"
#include "relay.h"

/* A text that was typed and is to arrive in private, once. */
void ledger_typed(int from, const char *text);

/* A text that was shown as private. */
void ledger_shown(int to, const char *text, const char *mark);

/* A line that everybody on the way can read. */
void ledger_wire(const char *line);

/* What must not leave was typed; and whether it left. */
void ledger_refused(int left);

/* An attack begins; and ends, with what the victim's messenger shows of it by itself. */
void ledger_attack(int kind);
void ledger_attack_ends(const person *victim, int shown, int kind);

/* Texts that the library does not know to have arrived. What it knows to have arrived and nobody has
 * seen is a fault. */
int ledger_on_their_way(void);

/* Looks for what was typed, and for names, in a file of a vault. */
void ledger_search(const char *path);

/* The closing figures. Gives whether all is as it should be. */
int ledger_close(const relay *network);

#endif
