/* What the files of the plugin share. An account is called "protocol:user", a peer as libpurple has
 * it.
 */
#ifndef SUBROSA_PURPLE_H
#define SUBROSA_PURPLE_H

#include <purple.h>
#include <subrosa_documents.h>
#include <subrosa_glue.h>

#define PREFS "/plugins/core/subrosa"
#define CASEMAPPING "subrosa-casemapping" /* setting of an account: as its server has it */
#define ABSENT "subrosa-absent" /* data of a conversation: the user knows that nobody is there */

extern subrosa_glue glue;
extern PurplePlugin *self;

/* --- subrosa-purple.c: accounts, the buddy list, the timer */

gboolean is(PurpleAccount *account, const char *protocol);
const char *name_of(PurpleAccount *account);
PurpleAccount *account_of(const char *name);
const char *peer_of(PurpleAccount *account, const char *who);
void hint(PurpleAccount *account, const char *who, int32_t what, gboolean value);

/* Connects a signal for as long as the plugin is loaded. */
#define LISTEN(instance, signal, callback, data) \
    purple_signal_connect(instance, signal, self, PURPLE_CALLBACK(callback), data)

/* Carries out what an outcome has, and gives its verdict. */
int32_t walk(subrosa_outcome *outcome);

/* Everybody who is connected gets what Subrosa does for an account that signs on. */
void attach_all(void);

/* --- texts.c: what leaves and what arrives */

/* The user, or something in the user's name, wants to send a text. A verdict. */
int32_t offer(PurpleAccount *account, const char *who, const char *markup, uint32_t flags);

/* The texts of an account that wait, so that it can be told what becomes of them. */
void texts_remember(PurpleAccount *account);

int on_send(void *host, const subrosa_glue_event *event);
int on_show(void *host, const subrosa_glue_event *event);
int on_echo(void *host, const subrosa_glue_event *event);
int on_progress(void *host, const subrosa_glue_event *event);
void texts_load(void);
void texts_unload(void);

/* --- windows.c: titles, sentences, questions */

/* The window of a person; NULL if there is none and none is to be opened, or can be. */
PurpleConversation *window_of(PurpleAccount *account, const char *peer, gboolean open);

/* Whether texts go in clear there. */
gboolean is_clear(PurpleConversation *window);

/* A line that is nobody's text, plain: never in a log. */
void say_in(PurpleConversation *window, const char *sentence, gboolean alarm);
void say_to(PurpleAccount *account, const char *peer, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* How far the last text is, behind the title; NULL for nothing. */
void title_stage(PurpleConversation *window, const char *stage);

/* The user types a command here: what answers it, and is about nobody's window, is said here. */
void windows_typed_in(PurpleConversation *window);

int on_say(void *host, const subrosa_glue_event *event);
int on_title(void *host, const subrosa_glue_event *event);
int on_close(void *host, const subrosa_glue_event *event);
void windows_load(void);
void windows_unload(void);

/* --- commands.c: /subrosa and the menus */

GList *commands_of_plugin(PurplePlugin *plugin, gpointer context);
void commands_load(void);
void commands_unload(void);

/* --- guards.c: what libpurple's IRC and XMPP send past everything else */

/* What stands beside a line where a stanza carries both, as long as it is being sent. */
extern const char *fallback;

void guards_load(void);
void guards_unload(void);

/* --- files.c */

/* Whether a line of IRC offers a file that is sealed. */
gboolean is_sealed_offer(PurpleAccount *account, const char *peer, const char *text);

void files_load(void);
void files_unload(void);

#endif
