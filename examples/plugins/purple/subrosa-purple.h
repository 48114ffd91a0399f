/* What the files of the plugin share. An account is named "protocol:user", a peer as libpurple does. */
#ifndef SUBROSA_PURPLE_H
#define SUBROSA_PURPLE_H

#include <purple.h>
#include <subrosa.h>

extern subrosa_messenger *messenger;

gboolean is(PurpleAccount *account, const char *protocol);
const char *name_of(PurpleAccount *account);
const char *peer_of(PurpleAccount *account, const char *who);

/* Carries out the events of an outcome, and frees it. */
void act_on(subrosa_outcome *outcome);

/* Says something in the window of a conversation, which opens if there is none. */
void tell(PurpleAccount *account, const char *peer, const char *sentence);

void commands_load(PurplePlugin *plugin);
void commands_unload(void);
void irc_load(PurplePlugin *plugin);
void irc_unload(void);

#endif
