/* Subrosa for WeeChat: what the files of the plugin share. An account of the library is a server of
 * WeeChat, and is called by its name everywhere but in the library. */
#ifndef SUBROSA_WEECHAT_H
#define SUBROSA_WEECHAT_H

#include <stdio.h>
#include <subrosa_glue.h>
#include <weechat/weechat-plugin.h>

#define ACCOUNT_PREFIX "weechat.irc."
#define LONGEST_NAME 1024

extern struct t_weechat_plugin *weechat_plugin;
extern subrosa_glue glue;

/* Functions that WeeChat calls, and what they are called with. */
#define SIGNAL(name, about) \
    static int name(const void *pointer, void *data, const char *signal, const char *type, \
                    void *about)
#define MODIFIER(name, hook, about, text) \
    static char *name(const void *pointer, void *data, const char *hook, const char *about, \
                      const char *text)
#define BEFORE_COMMAND(name, command) \
    static int name(const void *pointer, void *data, struct t_gui_buffer *window, \
                    const char *command)

typedef char account_name[LONGEST_NAME + sizeof ACCOUNT_PREFIX];

/* servers.c: servers of WeeChat, as accounts of the library */
char *account_of(const char *server, account_name name);
const char *server_of(const char *account);
void *entry_of(const char *server);
int is_connected(const char *server);
void attach_all(void);
void hook_servers(void);

/* windows.c: windows, what they are called, and the lines in them */
struct t_gui_buffer *server_window(const char *server);
struct t_gui_buffer *window_of(const char *server, const char *peer, int open_one);
const char *peer_of(struct t_gui_buffer *window);
const char *server_of_window(struct t_gui_buffer *window);
struct t_hashtable *one_text(const char *name, const char *text);
typedef char *line_change(const char *message, const void *with);
void change_line(struct t_gui_buffer *window, const char *tag, line_change *change,
                 const void *with);
void put_state(struct t_gui_buffer *window, const char *words, int level);
void take_states_away(void);
void hook_windows(void);

/* events.c: what the library wants done */
int32_t walk(subrosa_outcome *outcome);
void warn(const char *server, const char *sentence);

/* texts.c: what passes between the user and the network */
extern int is_sending, refused_while_sending;
void hook_texts(void);

/* command.c: what the user types behind /subrosa */
void hook_words(void);

#endif
