/* What the plays of the examples share: an account of what happens, in colours where a terminal
 * shows them. */
#ifndef STAGE_H
#define STAGE_H

#include <stddef.h>
#include <stdint.h>

/* Colours, or nothing. */
const char *paint(const char *colour);

#define PLAIN paint("\033[0m")
#define BOLD paint("\033[1m")
#define DIM paint("\033[2m")
#define RED paint("\033[31m")
#define GREEN paint("\033[32m")
#define YELLOW paint("\033[33m")

/* Has colours shown if standard output is a terminal. */
void stage_open(void);

/* The title of a part. */
void act(const char *title);

/* One line of the account: who, what, and the rest as printf makes it. */
void tell(const char *colour, const char *who, const char *what, const char *format, ...);

/* One line in somebody's window, or on the wire: broken between words where it is long. */
void row(const char *colour, const char *where, const char *format, ...);

/* The first `head` and the last `tail` bytes of a text, without line breaks and half characters.
 * Good for four texts at a time. */
const char *shortened(const char *text, size_t length, size_t head, size_t tail);

/* Something that must not happen has happened; and how often. */
void fault(const char *what);
int faults(void);

/* Ends the program with what the library says about a call that failed. */
void must(int32_t result, const char *call);

#endif
