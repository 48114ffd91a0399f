/* Subrosa for WeeChat: what the files of the plugin share. An "account" of the library is a server of
 * WeeChat here, and is known by its name everywhere but in the library itself. */
#ifndef SUBROSA_WEECHAT_H
#define SUBROSA_WEECHAT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa.h>
#include <weechat/weechat-plugin.h>

#define ACCOUNT_PREFIX "weechat.irc."

extern struct t_weechat_plugin *weechat_plugin;
extern subrosa_messenger *messenger;

/* What is remembered of the conversation with one nick, until the plugin is unloaded. */
typedef struct conversation {
    char *server, *peer;
    int64_t state;
    int verified;
    char word[64];
    int is_undecided; /* another key has appeared, and the user has not decided yet */
    struct conversation *next;
} conversation;

/* window.c: what WeeChat can do */
struct t_gui_buffer *window_of(const char *server, const char *peer, int open_one);
void show_text(const char *server, const char *peer, const char *text, int is_action, const char *mark, int is_private);
void echo_text(const char *server, const char *peer, const char *text, int is_action, const char *mark);
void note(const char *server, const char *peer, const char *sentence);
void note_loudly(const char *server, const char *peer, const char *sentence);
int send_raw(const char *server, const char *peer, const char *line);
int is_server(const char *server);
int is_connected(const char *server);
int is_room(const char *server, const char *target);
int is_same_nick(const char *server, const char *one, const char *other);
int is_own_nick(const char *server, const char *nick);
int seconds_between_lines(const char *server);

/* outcome.c: what the library wants done */
const char *account_name(const char *server, char name[1024]);
conversation *conversation_with(const char *server, const char *peer, int make_one);
void forget_conversations(void);
void carry_out(subrosa_outcome *outcome);
void set_timer(void);
void stop_timer(void);

/* hooks.c: what passes between the user and the network */
void hook_texts(void);

/* command.c: what the user decides */
void hook_subrosa_command(void);

/* plugin.c: loading, and connections that come and go */
int attach(const char *server);
void attach_all(void);
void peer_is_there(const char *server, const char *peer, int there);

#endif
