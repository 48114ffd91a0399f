/* A hand and an eye inside WeeChat: what a person types comes from stdin, what is shown goes to
 * stdout. It speaks as client.c does, and knows nothing of Subrosa.
 *
 *     say WHO TEXT        typed into the window of WHO, each line of TEXT by itself
 *     command WHO TEXT    a command typed there, without its slash
 *     bypass WHO TEXT     what a script sends with the signal irc_input_send
 *     core - TEXT         a command in the first window, without its slash
 *     look WHO -          what the window of WHO holds now
 *     quit
 *
 * The events are signed-on, signed-off, done, titled WHO TITLE, and shown WHO FLAGS TEXT for each line
 * that is added to a window. FLAGS are sent, received or system, unlogged if WeeChat's logger leaves the
 * line out, and pale if its end is dark gray. A look gives stands WHO FLAGS TEXT for each line of the window, then typed WHO TEXT with
 * what stands where the user types. The IRC server is called "net".
 */
#include <weechat/weechat-plugin.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

WEECHAT_PLUGIN_NAME("driver")
WEECHAT_PLUGIN_DESCRIPTION("for tests: types and reads by pipes")
WEECHAT_PLUGIN_AUTHOR("The Subrosa contributors")
WEECHAT_PLUGIN_VERSION("0.1")
WEECHAT_PLUGIN_LICENSE("MIT")

struct t_weechat_plugin *weechat_plugin;

#define SERVER "net"

/* --- events ------------------------------------------------------------------------------------- */

static void word(const char *text)
{
    putchar(' ');
    for (; *text; text++) {
        if (isalnum((unsigned char)*text) || strchr("-_.,~", *text) != NULL)
            putchar(*text);
        else
            printf("%%%02X", (unsigned char)*text);
    }
}

static void event(const char *name, const char *a, const char *b, const char *c)
{
    fputs(name, stdout);
    if (a != NULL)
        word(a);
    if (b != NULL)
        word(b);
    if (c != NULL)
        word(c);
    putchar('\n');
    fflush(stdout);
}

static int has(const char **tags, int count, const char *tag)
{
    while (count-- > 0)
        if (strcmp(tags[count], tag) == 0)
            return 1;
    return 0;
}

static int is_nick(const char *prefix, const char *nick)
{
    while (*prefix != '\0' && strchr("@+%& *", *prefix) != NULL)
        prefix++;
    return nick != NULL && *nick != '\0' && strcmp(prefix, nick) == 0;
}

/* "bob waves" is shown for an action: it is reported as "/me waves". */
static char *action_of(const char *message, const char *nick)
{
    size_t length = nick == NULL ? 0 : strlen(nick);
    char *action;
    if (length == 0 || strncmp(message, nick, length) != 0 || message[length] != ' ')
        return NULL;
    action = malloc(strlen(message) + 5);
    if (action != NULL)
        sprintf(action, "/me %s", message + length + 1);
    return action;
}

/* A line of a window, as it is added or as it stands there now. */
static void tell_line(const char *name, struct t_gui_buffer *buffer, const char **tags, int tags_count,
                      const char *prefix, const char *message, int pale)
{
    const char *type = weechat_buffer_get_string(buffer, "localvar_type");
    const char *own = weechat_buffer_get_string(buffer, "localvar_nick");
    const char *peer = weechat_buffer_get_string(buffer, "localvar_channel");
    int private = type != NULL && strcmp(type, "private") == 0;
    const char *who = "system";
    char flags[40];
    char *action = NULL;
    if (private && (has(tags, tags_count, "self_msg") || is_nick(prefix, own)))
        who = "sent";
    else if (private && (is_nick(prefix, peer) || has(tags, tags_count, "notify_private")))
        who = "received";
    if (private && strchr(prefix, '*') != NULL) {
        action = action_of(message, own);
        who = action != NULL ? "sent" : who;
        if (action == NULL && (action = action_of(message, peer)) != NULL)
            who = "received";
    }
    snprintf(flags, sizeof flags, "%s%s%s", who, has(tags, tags_count, "no_log") ? ",unlogged" : "",
             pale ? ",pale" : "");
    event(name, private ? peer : weechat_buffer_get_string(buffer, "name"), flags, action ? action : message);
    free(action);
}

static int on_print(const void *pointer, void *data, struct t_gui_buffer *buffer, time_t date, int tags_count,
                    const char **tags, int displayed, int highlight, const char *prefix, const char *message)
{
    tell_line("shown", buffer, tags, tags_count, prefix, message, 0);
    return WEECHAT_RC_OK;
}

static int on_title(const void *pointer, void *data, const char *signal, const char *type, void *buffer)
{
    const char *kind = weechat_buffer_get_string(buffer, "localvar_type");
    char *plain = weechat_string_remove_color(weechat_buffer_get_string(buffer, "title"), NULL);
    if (kind != NULL && strcmp(kind, "private") == 0)
        event("titled", weechat_buffer_get_string(buffer, "localvar_channel"), plain, NULL);
    free(plain);
    return WEECHAT_RC_OK;
}

static int on_signal(const void *name, void *data, const char *signal, const char *type, void *server)
{
    event(name, NULL, NULL, NULL);
    return WEECHAT_RC_OK;
}

/* --- commands ----------------------------------------------------------------------------------- */

static struct t_gui_buffer *window_of(const char *who)
{
    char name[600];
    struct t_gui_buffer *window;
    snprintf(name, sizeof name, SERVER ".%.500s", who);
    window = weechat_buffer_search("irc", name);
    if (window == NULL) {
        snprintf(name, sizeof name, "/query -noswitch -server " SERVER " %.500s", who);
        weechat_command(weechat_buffer_search("irc", "server." SERVER), name);
        snprintf(name, sizeof name, SERVER ".%.500s", who);
        window = weechat_buffer_search("irc", name);
    }
    return window;
}

/* The lines that stand in a window now, as they are now, and what is typed below them. */
static void look(const char *who)
{
    enum { MANY = 64 };
    struct t_gui_buffer *window = window_of(who);
    struct t_hdata *lines = weechat_hdata_get("line"), *each = weechat_hdata_get("line_data");
    void *own = weechat_hdata_pointer(weechat_hdata_get("buffer"), window, "own_lines");
    void *line = weechat_hdata_pointer(weechat_hdata_get("lines"), own, "first_line");
    for (; line != NULL; line = weechat_hdata_move(lines, line, 1)) {
        void *data = weechat_hdata_pointer(lines, line, "data");
        char *prefix = weechat_string_remove_color(weechat_hdata_string(each, data, "prefix"), NULL);
        char *message = weechat_string_remove_color(weechat_hdata_string(each, data, "message"), NULL);
        int count = weechat_hdata_integer(each, data, "tags_count"), i;
        const char *tags[MANY];
        for (i = 0; i < count && i < MANY; i++) {
            char name[32];
            snprintf(name, sizeof name, "%d|tags_array", i);
            tags[i] = weechat_hdata_string(each, data, name);
        }
        tell_line("stands", window, tags, i, prefix, message,
                  strstr(weechat_hdata_string(each, data, "message"), weechat_color("darkgray")) != NULL);
        free(message);
        free(prefix);
    }
    event("typed", who, weechat_buffer_get_string(window, "input"), NULL);
}

/* A text that begins with a slash is typed with two. */
static void type_lines(struct t_gui_buffer *window, char *text)
{
    char *line, *rest = text;
    while ((line = strsep(&rest, "\n")) != NULL) {
        char *typed = malloc(strlen(line) + 2);
        if (typed == NULL)
            return;
        sprintf(typed, "%s%s", *line == '/' ? "/" : "", line);
        weechat_command(window, typed);
        free(typed);
    }
}

static void carry_out(const char *command, const char *who, char *text)
{
    size_t size = strlen(text) + strlen(who) + 100;
    char *whole = malloc(size);
    if (whole == NULL)
        return;
    if (strcmp(command, "say") == 0) {
        type_lines(window_of(who), text);
    } else if (strcmp(command, "look") == 0) {
        look(who);
    } else if (strcmp(command, "bypass") == 0) {
        snprintf(whole, size, SERVER ";%s;1;;%s", who, text);
        weechat_hook_signal_send("irc_input_send", WEECHAT_HOOK_SIGNAL_STRING, whole);
    } else {
        int core = strcmp(command, "core") == 0;
        snprintf(whole, size, "/%s", text);
        weechat_command(core ? weechat_buffer_search_main() : window_of(who), whole);
    }
    free(whole);
}

static char *unescaped(const char *text)
{
    char *plain = malloc(strlen(text) + 1), *end = plain;
    unsigned int byte;
    if (plain == NULL)
        return NULL;
    for (; *text; end++) {
        if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
            *end = (char)byte;
            text += 3;
        } else {
            *end = *text++;
        }
    }
    *end = '\0';
    return plain;
}

static void obey(char *line)
{
    char *command = strsep(&line, " "), *who = strsep(&line, " ");
    if (strcmp(command, "quit") == 0)
        weechat_command(weechat_buffer_search_main(), "/quit");
    if (who != NULL && line != NULL) {
        char *name = unescaped(who), *text = unescaped(line);
        if (name != NULL && text != NULL)
            carry_out(command, name, text);
        free(name);
        free(text);
    }
    event("done", NULL, NULL, NULL);
}

static int on_readable(const void *pointer, void *data, int fd)
{
    static char *waiting;
    static size_t length, size;
    char *end;
    ssize_t got;
    if (size - length < 65536) {
        char *larger = realloc(waiting, size + (1 << 20));
        if (larger == NULL)
            return WEECHAT_RC_ERROR;
        waiting = larger;
        size += 1 << 20;
    }
    got = read(fd, waiting + length, size - length - 1);
    if (got == 0)
        weechat_command(weechat_buffer_search_main(), "/quit");
    if (got <= 0)
        return WEECHAT_RC_OK;
    length += (size_t)got;
    waiting[length] = '\0';
    while ((end = strchr(waiting, '\n')) != NULL) {
        char *line = strndup(waiting, (size_t)(end - waiting));
        length -= (size_t)(end - waiting) + 1;
        memmove(waiting, end + 1, length + 1);
        if (line != NULL)
            obey(line);
        free(line);
    }
    return WEECHAT_RC_OK;
}

/* --- the plugin --------------------------------------------------------------------------------- */

int weechat_plugin_init(struct t_weechat_plugin *plugin, int argc, char *argv[])
{
    int fd = dup(0); /* WeeChat may want stdin for itself */
    weechat_plugin = plugin;
    if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
        return WEECHAT_RC_ERROR;
    event("begin", NULL, NULL, NULL); /* behind what the terminal was told */
    weechat_hook_fd(fd, 1, 0, 0, &on_readable, NULL, NULL);
    weechat_hook_print(NULL, NULL, NULL, 1, &on_print, NULL, NULL);
    weechat_hook_signal("buffer_title_changed", &on_title, NULL, NULL);
    weechat_hook_signal("irc_server_connected", &on_signal, "signed-on", NULL);
    weechat_hook_signal("irc_server_disconnected", &on_signal, "signed-off", NULL);
    return WEECHAT_RC_OK;
}

int weechat_plugin_end(struct t_weechat_plugin *plugin)
{
    return WEECHAT_RC_OK;
}
