/* What the files of the headless client share. */
#ifndef PURPLE_CLIENT_H
#define PURPLE_CLIENT_H

#include <purple.h>

/* A line on stdout: a word and up to three more, percent-encoded; NULL ends them. */
void event(const char *name, const char *a, const char *b, const char *c);

/* Everything that libpurple would put on a screen becomes an event. Pidgin does some things otherwise
 * than Finch: it numbers the buttons of a dialog from the last, say.
 */
void screen_open(gboolean pidgin);

/* Answers a question: its button from the first, and what is typed into its field. */
void screen_answer(const char *question, int choice, const char *text);

/* Answers the question for a file. */
void screen_choose_file(const char *path);

#endif
