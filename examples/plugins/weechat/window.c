/* Everything that WeeChat and its irc plugin do for the rest: windows, lines in them, raw lines. */
#include "plugin.h"

/* A nick goes into commands (/quote, /query), so it must be one word and no option or list. */
static int is_one_word(const char *nick)
{
    const unsigned char *at = (const unsigned char *)nick;
    if (*at == '\0' || strchr("-:/*", *at) != NULL)
        return 0;
    for (; *at != '\0'; at++)
        if (*at <= ' ' || *at == ',' || *at == 0x7f)
            return 0;
    return 1;
}

static int info_is(const char *name, const char *server, const char *word)
{
    char asked[1024];
    char *answer;
    int is_one;
    snprintf(asked, sizeof asked, "%s,%s", server, word);
    answer = weechat_info_get(name, asked);
    is_one = answer != NULL && strcmp(answer, "1") == 0;
    free(answer);
    return is_one;
}

/* The entry of a server in WeeChat's own list; NULL if there is none. */
static void *entry_of(const char *server)
{
    struct t_hdata *servers = weechat_hdata_get("irc_server");
    void *each = servers == NULL ? NULL : weechat_hdata_get_list(servers, "irc_servers");
    while (each != NULL && strcmp(weechat_hdata_string(servers, each, "name"), server) != 0)
        each = weechat_hdata_move(servers, each, 1);
    return each;
}

int is_server(const char *server)
{
    return entry_of(server) != NULL;
}

int is_connected(const char *server)
{
    void *entry = entry_of(server);
    return entry != NULL && weechat_hdata_integer(weechat_hdata_get("irc_server"), entry, "is_connected");
}

/* The window of a server, or of a conversation on it; NULL if there is none. */
static struct t_gui_buffer *buffer_of(const char *server, const char *peer)
{
    void *entry = entry_of(server), *each;
    struct t_hdata *channels = weechat_hdata_get("irc_channel");
    if (entry == NULL || peer[0] == '\0')
        return entry == NULL ? NULL : weechat_hdata_pointer(weechat_hdata_get("irc_server"), entry, "buffer");
    each = weechat_hdata_pointer(weechat_hdata_get("irc_server"), entry, "channels");
    for (; each != NULL; each = weechat_hdata_move(channels, each, 1))
        if (is_same_nick(server, weechat_hdata_string(channels, each, "name"), peer))
            return weechat_hdata_pointer(channels, each, "buffer");
    return NULL;
}

/* The window of a conversation; NULL if there is none, and none could be opened. */
struct t_gui_buffer *window_of(const char *server, const char *peer, int open_one)
{
    struct t_gui_buffer *window = buffer_of(server, peer);
    char command[1024];
    if (window == NULL && open_one && is_one_word(peer) && is_connected(server)) {
        snprintf(command, sizeof command, "/query -noswitch -server %s %s", server, peer);
        weechat_command(buffer_of(server, ""), command);
        window = buffer_of(server, peer);
    }
    return window;
}

/* `line` as WeeChat itself shows texts of the irc plugin: triggers and the logger go by the tags. */
static void print_text(const char *server, const char *peer, const char *nick, const char *tags, const char *text,
                       int is_action, const char *mark)
{
    struct t_gui_buffer *window = window_of(server, peer, 1);
    char *colour = weechat_info_get("irc_nick_color", nick);
    char where[512] = "";
    if (window == NULL) { /* not connected, so no window can be opened; the text must be seen all the same */
        window = buffer_of(server, "");
        snprintf(where, sizeof where, "(%s) ", peer);
    }
    if (is_action)
        weechat_printf_date_tags(window, 0, tags, "%s%s%s%s%s%s %s", weechat_prefix("action"), where, mark,
                                 colour == NULL ? "" : colour, nick, weechat_color("reset"), text);
    else
        weechat_printf_date_tags(window, 0, tags, "%s%s\t%s%s%s", colour == NULL ? "" : colour, nick, where, mark, text);
    free(colour);
}

/* Logs are in clear on the disk; the user can leave private texts out of them. */
static const char *log_tag(int is_private)
{
    const char *wanted = weechat_config_get_plugin("log_private_texts");
    return is_private && wanted != NULL && weechat_config_string_to_boolean(wanted) == 0 ? "no_log" : "log1";
}

void show_text(const char *server, const char *peer, const char *text, int is_action, const char *mark, int is_private)
{
    char tags[1024];
    snprintf(tags, sizeof tags, "irc_privmsg%s,notify_private,nick_%s,%s", is_action ? ",irc_action" : "", peer,
             log_tag(is_private));
    print_text(server, peer, peer, tags, text, is_action, mark);
}

void echo_text(const char *server, const char *peer, const char *text, int is_action, const char *mark)
{
    char tags[1024];
    char *own = weechat_info_get("irc_nick", server);
    snprintf(tags, sizeof tags, "irc_privmsg%s,subrosa,self_msg,notify_none,no_highlight,nick_%s,%s",
             is_action ? ",irc_action" : "", own == NULL ? "" : own, log_tag(1));
    print_text(server, peer, own == NULL ? "" : own, tags, text, is_action, mark);
    free(own);
}

/* Says something in the window of `peer` if there is one, else in that of the server, else in the main one.
 * Not logged: it may be a fingerprint. */
static void say(const char *server, const char *peer, const char *sentence, int loudly)
{
    struct t_gui_buffer *window = NULL;
    int in_its_window = 0;
    if (server != NULL && peer[0] != '\0') {
        window = window_of(server, peer, loudly);
        in_its_window = window != NULL;
    }
    if (server != NULL && window == NULL) { /* where the user is looking, if that is the same network */
        const char *here = weechat_buffer_get_string(weechat_current_buffer(), "localvar_server");
        window = here != NULL && strcmp(here, server) == 0 ? weechat_current_buffer() : buffer_of(server, "");
    }
    weechat_printf_date_tags(window, 0, loudly ? "no_log,notify_highlight" : "no_log", "%s%ssubrosa: %s%s%s",
                             weechat_prefix(loudly ? "error" : "network"), loudly ? weechat_color("lightred") : "",
                             in_its_window ? "" : peer, in_its_window || peer[0] == '\0' ? "" : ": ", sentence);
}

void note(const char *server, const char *peer, const char *sentence) { say(server, peer, sentence, 0); }
void note_loudly(const char *server, const char *peer, const char *sentence) { say(server, peer, sentence, 1); }

/* WeeChat cuts what it thinks is too long for a line, at a length that the user can change. */
static int is_cut(const char *server, const char *line)
{
    struct t_hashtable *asked = weechat_hashtable_new(8, WEECHAT_HASHTABLE_STRING, WEECHAT_HASHTABLE_STRING, NULL, NULL);
    struct t_hashtable *answer;
    const char *count = NULL;
    int cut;
    weechat_hashtable_set(asked, "server", server);
    weechat_hashtable_set(asked, "message", line);
    answer = weechat_info_get_hashtable("irc_message_split", asked);
    if (answer != NULL)
        count = weechat_hashtable_get(answer, "count");
    cut = count != NULL && strcmp(count, "1") != 0;
    if (answer != NULL)
        weechat_hashtable_free(answer);
    weechat_hashtable_free(asked);
    return cut;
}

/* Gives 0 if it could not. /quote echoes nothing; the line passes our own hook on its way. */
int send_raw(const char *server, const char *peer, const char *line)
{
    static int has_warned;
    char command[17500]; /* the longest line there is, 16,384, and its head */
    int head = snprintf(command, sizeof command, "/quote -server %s ", server);
    snprintf(command + head, sizeof command - (size_t)head, "PRIVMSG %s :%s", peer, line);
    if (!is_one_word(peer) || !is_connected(server))
        return 0;
    if (is_cut(server, command + head)) {
        if (!has_warned)
            note_loudly(server, peer, "WeeChat would cut lines: /set irc.server_default.split_msg_max_length 512");
        has_warned = 1;
        return 0;
    }
    return weechat_command(buffer_of(server, ""), command) != WEECHAT_RC_ERROR;
}

/* "@#room" is for the operators of a room, "$*.net" for whole servers. */
int is_room(const char *server, const char *target)
{
    if (*target == '$')
        return 1;
    for (; *target != '\0'; target++) {
        if (info_is("irc_is_channel", server, target))
            return 1;
        if (strchr("@%+~&!", *target) == NULL)
            break;
    }
    return 0;
}

/* The network says which letters are the same. */
int is_same_nick(const char *server, const char *one, const char *other)
{
    char asked[512];
    char *mapping;
    int letters = 30; /* rfc1459, what networks have that do not say */
    snprintf(asked, sizeof asked, "%s,CASEMAPPING", server);
    mapping = weechat_info_get("irc_server_isupport_value", asked);
    if (mapping != NULL && strcmp(mapping, "ascii") == 0)
        letters = 26;
    if (mapping != NULL && strcmp(mapping, "strict-rfc1459") == 0)
        letters = 29;
    free(mapping);
    return weechat_strcasecmp_range(one, other, letters) == 0;
}

int is_own_nick(const char *server, const char *nick)
{
    char *own = weechat_info_get("irc_nick", server);
    int is_own = own != NULL && is_same_nick(server, nick, own);
    free(own);
    return is_own;
}

/* WeeChat's own pause between lines, which is 0 where the user has switched it off. */
int seconds_between_lines(const char *server)
{
    char name[512];
    struct t_config_option *option;
    snprintf(name, sizeof name, "irc.server.%s.anti_flood_prio_high", server);
    option = weechat_config_get(name);
    if (option == NULL || weechat_config_option_is_null(option))
        option = weechat_config_get("irc.server_default.anti_flood_prio_high");
    return option == NULL ? 2 : weechat_config_integer(option);
}
