/* Windows, what they are called, and the lines in them. */
#include "plugin.h"

static int is_private(struct t_gui_buffer *window)
{
    const char *type = weechat_buffer_get_string(window, "localvar_type");
    const char *plugin = weechat_buffer_get_string(window, "plugin");
    return window != NULL && type != NULL && plugin != NULL && strcmp(type, "private") == 0 &&
           strcmp(plugin, "irc") == 0;
}

/* The person of a window; NULL if it is none of a conversation. */
const char *peer_of(struct t_gui_buffer *window)
{
    return is_private(window) ? weechat_buffer_get_string(window, "localvar_channel") : NULL;
}

/* NULL for a window that is not of IRC. */
const char *server_of_window(struct t_gui_buffer *window)
{
    const char *plugin = weechat_buffer_get_string(window, "plugin");
    int is_irc = window != NULL && plugin != NULL && strcmp(plugin, "irc") == 0;
    return is_irc ? weechat_buffer_get_string(window, "localvar_server") : NULL;
}

/* WeeChat compares nicks as the server has announced it. */
static struct t_gui_buffer *search(const char *server, const char *peer)
{
    char asked[LONGEST_NAME];
    char *answer;
    void *window = NULL;
    snprintf(asked, sizeof asked, peer[0] == '\0' ? "%s" : "%s,%s", server, peer);
    answer = weechat_info_get("irc_buffer", asked);
    if (answer == NULL || sscanf(answer, "%p", &window) != 1)
        window = NULL;
    free(answer);
    return window;
}

struct t_gui_buffer *server_window(const char *server)
{
    return search(server, "");
}

/* A nick goes into a command (/query), so it must be one word and no option or list. */
static int is_one_word(const char *nick)
{
    const unsigned char *at = (const unsigned char *)nick;
    if (*at == '\0' || strchr("-:/", *at) != NULL || strcmp(nick, "*") == 0)
        return 0;
    for (; *at != '\0'; at++)
        if (*at <= ' ' || *at == ',' || *at == 0x7f)
            return 0;
    return 1;
}

/* The window of a conversation; NULL if there is none, and none could be opened. */
struct t_gui_buffer *window_of(const char *server, const char *peer, int open_one)
{
    struct t_gui_buffer *window = search(server, peer);
    char command[LONGEST_NAME];
    if (is_private(window))
        return window;
    if (!open_one || !is_one_word(peer) || !is_connected(server))
        return NULL;
    snprintf(command, sizeof command, "/query -noswitch -server %s %s", server, peer);
    weechat_command(server_window(server), command);
    window = search(server, peer);
    return is_private(window) ? window : NULL;
}

/* A table with one name and what it stands for. */
struct t_hashtable *one_text(const char *name, const char *text)
{
    struct t_hashtable *table = weechat_hashtable_new(8, WEECHAT_HASHTABLE_STRING,
                                                      WEECHAT_HASHTABLE_STRING, NULL, NULL);
    weechat_hashtable_set(table, name, text);
    return table;
}

static int has_tag(struct t_hdata *hdata, void *line, const char *tag)
{
    int count = weechat_hdata_integer(hdata, line, "tags_count");
    char name[32];
    while (count-- > 0) {
        snprintf(name, sizeof name, "%d|tags_array", count);
        if (strcmp(weechat_hdata_string(hdata, line, name), tag) == 0)
            return 1;
    }
    return 0;
}

/* Changes the last line that has a tag; `change` gives what stands there from now on, or NULL. */
void change_line(struct t_gui_buffer *window, const char *tag, line_change *change,
                 const void *with)
{
    struct t_hdata *each = weechat_hdata_get("line"), *hdata = weechat_hdata_get("line_data");
    void *lines = weechat_hdata_pointer(weechat_hdata_get("buffer"), window, "own_lines");
    void *line = weechat_hdata_pointer(weechat_hdata_get("lines"), lines, "last_line");
    void *data = NULL;
    struct t_hashtable *changes;
    char *message;
    for (; line != NULL; line = weechat_hdata_move(each, line, -1)) {
        data = weechat_hdata_pointer(each, line, "data");
        if (has_tag(hdata, data, tag))
            break;
    }
    if (line == NULL)
        return;
    message = change(weechat_hdata_string(hdata, data, "message"), with);
    if (message == NULL)
        return;
    changes = one_text("message", message);
    weechat_hdata_update(hdata, data, changes);
    weechat_hashtable_free(changes);
    free(message);
}

/* --- how a conversation stands: local variables, the title, and an item for bars --- */

static const char *colour_of(struct t_gui_buffer *window)
{
    static const char *colours[] = {"default", "yellow", "lightgreen", "lightcyan", "lightred"};
    const char *level = weechat_buffer_get_string(window, "localvar_subrosa_level");
    int number = level == NULL ? 0 : atoi(level);
    return colours[number < 0 || number > SUBROSA_LEVEL_ALARM ? SUBROSA_LEVEL_ALARM : number];
}

/* Before the title that the irc plugin gives, which may be another one by now. */
static void put_title(struct t_gui_buffer *window)
{
    const char *words = weechat_buffer_get_string(window, "localvar_subrosa");
    const char *before = weechat_buffer_get_string(window, "localvar_subrosa_title");
    const char *title = weechat_buffer_get_string(window, "title");
    const char *rest = title == NULL ? "" : title;
    char head[300] = "";
    char *whole;
    if (before != NULL && strncmp(rest, before, strlen(before)) == 0)
        rest += strlen(before);
    if (words != NULL && words[0] != '\0')
        snprintf(head, sizeof head, "%s[%.200s]%s ", weechat_color(colour_of(window)), words,
                 weechat_color("reset"));
    whole = malloc(strlen(head) + strlen(rest) + 1);
    if (whole == NULL)
        return;
    sprintf(whole, "%s%s", head, rest);
    weechat_buffer_set(window, "localvar_set_subrosa_title", head);
    if (title == NULL || strcmp(whole, title) != 0)
        weechat_buffer_set(window, "title", whole);
    free(whole);
}

void put_state(struct t_gui_buffer *window, const char *words, int level)
{
    char number[16];
    snprintf(number, sizeof number, "%d", level);
    weechat_buffer_set(window, "localvar_set_subrosa", words);
    weechat_buffer_set(window, "localvar_set_subrosa_level", number);
    put_title(window);
    weechat_bar_item_update("subrosa");
}

/* Without the plugin nothing is private, and nothing may say so. */
void take_states_away(void)
{
    struct t_hdata *buffers = weechat_hdata_get("buffer");
    void *each = weechat_hdata_get_list(buffers, "gui_buffers");
    for (; each != NULL; each = weechat_hdata_move(buffers, each, 1))
        if (weechat_buffer_get_string(each, "localvar_subrosa") != NULL)
            put_state(each, "", SUBROSA_LEVEL_PLAIN);
}

SIGNAL(title_changed, window)
{
    if (weechat_buffer_get_string(window, "localvar_subrosa") != NULL)
        put_title(window);
    return WEECHAT_RC_OK;
}

SIGNAL(window_opened, window)
{
    account_name name;
    const char *server = server_of_window(window), *peer = peer_of(window);
    if (server != NULL && peer != NULL)
        walk(subrosa_title(glue.messenger, account_of(server, name), peer));
    return WEECHAT_RC_OK;
}

SIGNAL(window_shown, window)
{
    weechat_bar_item_update("subrosa");
    return WEECHAT_RC_OK;
}

static char *bar_item(const void *pointer, void *data, struct t_gui_bar_item *item,
                      struct t_gui_window *window, struct t_gui_buffer *buffer,
                      struct t_hashtable *extra_info)
{
    const char *words = weechat_buffer_get_string(buffer, "localvar_subrosa");
    char coloured[300];
    if (buffer == NULL || words == NULL || words[0] == '\0')
        return NULL;
    snprintf(coloured, sizeof coloured, "%s%.200s", weechat_color(colour_of(buffer)), words);
    return strdup(coloured);
}

void hook_windows(void)
{
    weechat_hook_signal("irc_pv_opened", window_opened, NULL, NULL);
    weechat_hook_signal("buffer_title_changed", title_changed, NULL, NULL);
    weechat_hook_signal("buffer_switch", window_shown, NULL, NULL);
    weechat_bar_item_new("subrosa", bar_item, NULL, NULL);
}
