/* What the files of the plugin share. An account is named "protocol:user", a peer as libpurple does. */
#ifndef SUBROSA_PURPLE_H
#define SUBROSA_PURPLE_H

#include <purple.h>
#include <subrosa_documents.h>

extern subrosa_messenger *messenger;
extern PurplePlugin *self;

/* --- subrosa-purple.c */

gboolean is(PurpleAccount *account, const char *protocol);
const char *name_of(PurpleAccount *account);
PurpleAccount *account_of(const char *name);
const char *peer_of(PurpleAccount *account, const char *who);

/* Carries out the events of an outcome, and frees it. */
void act_on(subrosa_outcome *outcome);

/* After a call without an outcome. */
void set_timer(void);

/* Says something in the window of a conversation, which opens if there is none. Text, no markup. */
void tell(PurpleAccount *account, const char *peer, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Everybody who is connected gets what Subrosa does for an account that signs on. */
void attach_all(void);

/* --- texts.c: what leaves and what arrives */

/* The user, or something in the user's name, wants to send a text. Whether it is to leave as it is. */
int32_t offer(PurpleAccount *account, const char *who, const char *markup, uint32_t flags);

/* What the text that is being offered gets behind it if it leaves in clear. */
void append(subrosa_outcome *outcome);

void send_line(PurpleAccount *account, const char *peer, subrosa_outcome *outcome);
void show(PurpleAccount *account, const char *peer, subrosa_outcome *outcome);
void texts_load(void);
void texts_unload(void);

/* --- conversations.c: where a conversation stands, and what the user decides about it */

void tell_state(PurpleAccount *account, const char *peer, subrosa_outcome *outcome);
void ask(PurpleAccount *account, const char *peer, subrosa_outcome *outcome);
void compare(PurpleAccount *account, const char *peer);
void decide(PurpleAccount *account, const char *peer, int32_t action, const char *digits);
void conversations_load(void);
void conversations_unload(void);

/* --- commands.c: /subrosa, and the menu of a conversation */

void commands_load(void);
void commands_unload(void);

/* --- guards.c: what libpurple's IRC and XMPP send past everything else */

void guards_load(void);
void guards_unload(void);

/* --- files.c */

/* Whether a line of IRC offers a file that is sealed. */
gboolean is_sealed_offer(PurpleAccount *account, const char *peer, const char *text);

void files_load(void);
void files_unload(void);

/* --- vault.c: passphrases */

gboolean vault_open(PurplePlugin *plugin);
GList *vault_menu(PurplePlugin *plugin, gpointer context);
void vault_close(void);

#endif
