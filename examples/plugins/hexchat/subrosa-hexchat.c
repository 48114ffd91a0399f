/* Private conversations in HexChat, on IRC.
 *
 * What comes is read as raw lines. HexChat has no hook for raw lines that leave. So each command
 * that can reach a person is turned into the line that HexChat would send, and the library decides.
 *
 *     cc -shared -fPIC subrosa-hexchat.c $(pkg-config --cflags --libs subrosa) -o subrosa.so
 */
#define _GNU_SOURCE /* asprintf */
#include <hexchat-plugin.h>
#include <stdio.h>
#include <strings.h>
#include <subrosa_glue.h>

#define IS_DIALOG 3 /* the type of a window for one person, in HexChat's list of channels */

typedef struct connection {
    int id; /* HexChat's number of the server tab, the same for all its windows */
    int is_online;
    char host[256];
    char account[300];
    char last[128]; /* whom "/msg . text" goes to */
} connection;

static hexchat_plugin *ph;
static subrosa_glue glue; /* filled below its functions */
static connection connections[100];
static size_t count;
static hexchat_hook *timer, *refresh;
static int is_ours;    /* what passes the hooks now was made here */
static char menu[300]; /* the menu of the window in front, by its label */

/* --- Windows and connections. --- */

/* A window of a connection: that of `peer`, or any if it is NULL. */
static hexchat_context *window_of(const connection *on, const char *peer)
{
    hexchat_context *before = hexchat_get_context(ph), *found = NULL;
    hexchat_list *list = hexchat_list_get(ph, "channels");
    while (on != NULL && found == NULL && hexchat_list_next(ph, list)) {
        hexchat_context *here = (hexchat_context *)hexchat_list_str(ph, list, "context");
        /* Nicks are compared by the rules of the server of the current window. */
        if (hexchat_list_int(ph, list, "id") == on->id && hexchat_set_context(ph, here) &&
            (peer == NULL || (hexchat_list_int(ph, list, "type") == IS_DIALOG &&
                              !hexchat_nickcmp(ph, hexchat_list_str(ph, list, "channel"), peer))))
            found = here;
    }
    hexchat_list_free(ph, list);
    hexchat_set_context(ph, before);
    return found;
}

static connection *connection_named(const char *account)
{
    size_t at = 0;
    while (at < count && strcmp(connections[at].account, account) != 0)
        at++;
    return at < count ? &connections[at] : NULL;
}

/* Goes to the window of `peer`, which is opened if need be. */
static int go_to(connection *on, const char *peer)
{
    if (window_of(on, NULL) == NULL)
        return 0;
    hexchat_set_context(ph, window_of(on, NULL));
    if (window_of(on, peer) == NULL)
        hexchat_commandf(ph, "QUERY -nofocus %s", peer);
    return window_of(on, peer) != NULL && hexchat_set_context(ph, window_of(on, peer));
}

/* A name that is not in the user's own list of networks is from the server: it may change at any
 * time, but the host that the user has typed does not. */
static int is_in_list(const char *network)
{
    char path[1200], line[600], wanted[600];
    int found = 0;
    FILE *file;
    snprintf(path, sizeof path, "%s/servlist.conf", hexchat_get_info(ph, "configdir"));
    snprintf(wanted, sizeof wanted, "N=%s\n", network == NULL ? "" : network);
    file = fopen(path, "r");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL)
        found = strcmp(line, wanted) == 0;
    if (file != NULL)
        fclose(file);
    return found;
}

static void attach(connection *on)
{
    char settings[300];
    int throttle = 0;
    on->is_online = hexchat_get_info(ph, "server") != NULL;
    hexchat_get_prefs(ph, "net_throttle", NULL, &throttle);
    /* HexChat counts two seconds for a line and one for each 120 bytes, and waits from ten on. A
     * connection that was there before the plugin has announced the nick already. */
    snprintf(settings, sizeof settings, "raw=4000%s%s%s",
             throttle ? " interval-ms=5000 burst=2" : "", on->is_online ? " nick=" : "",
             on->is_online ? hexchat_get_info(ph, "nick") : "");
    subrosa_glue_walk(&glue, subrosa_account_attach(glue.messenger, on->account, "irc", settings));
}

/* The connection of the current window; NULL: it has never had a server. */
static connection *connection_here(void)
{
    const char *host = hexchat_get_info(ph, "host"), *network = hexchat_get_info(ph, "network");
    const int id = hexchat_list_int(ph, NULL, "id");
    connection *on = NULL, *other;
    char account[300];
    size_t at;
    for (at = 0; at < count; at++)
        if (connections[at].id == id)
            on = &connections[at];
    if (host == NULL || (on != NULL && strcmp(on->host, host) == 0))
        return on;
    snprintf(account, sizeof account - 12, "irc.%s", is_in_list(network) ? network : host);
    other = connection_named(account);
    if (on == NULL && other != NULL && window_of(other, NULL) == NULL)
        on = other; /* its tab was closed */
    else if (other != NULL && other != on)
        snprintf(account + strlen(account), 12, ".%d", id);
    if (on == NULL && count == sizeof connections / sizeof connections[0])
        return NULL;
    if (on == NULL)
        on = &connections[count++];
    on->id = id;
    snprintf(on->host, sizeof on->host, "%s", host);
    if (strcmp(on->account, account) != 0) {
        if (on->account[0] != '\0')
            subrosa_glue_walk(&glue, subrosa_account_detach(glue.messenger, on->account));
        strcpy(on->account, account);
        attach(on);
    }
    return on;
}

/* HexChat writes windows to two files: the log, and what it shows again at the next start. */
static void set_logs(const char *word)
{
    hexchat_commandf(ph, "CHANOPT -quiet text_logging %s", word);
    hexchat_commandf(ph, "CHANOPT -quiet text_scrollback %s", word);
}

static int prepare_window(const subrosa_glue_event *event)
{
    const int is_there = go_to(connection_named(event->account), event->peer);
    if (is_there && !event->may_log)
        set_logs("OFF");
    return is_there;
}

/* QUOTE sends a raw line, RECV does as if it had come. */
static int pass_line(const connection *on, const char *command, const char *line)
{
    hexchat_context *there = window_of(on, NULL);
    if (there == NULL || !hexchat_set_context(ph, there) || hexchat_get_info(ph, "server") == NULL)
        return 0;
    is_ours++;
    hexchat_commandf(ph, "%s %s", command, line);
    is_ours--;
    return 1;
}

/* --- How a conversation stands: on its tab, and in the menu bar for the window in front. --- */

static void remove_menu(void)
{
    if (menu[0] != '\0')
        hexchat_commandf(ph, "MENU DEL \"%s\"", menu);
    menu[0] = '\0';
}

static void add_menu(const char *account, const char *peer, const char *words)
{
    subrosa_outcome *outcome = subrosa_choices(glue.messenger, account, peer);
    snprintf(menu, sizeof menu, words[0] == '\0' ? "Subrosa" : "Subrosa: %s", words);
    hexchat_commandf(ph, "MENU ADD \"%s\"", menu);
    while (subrosa_outcome_next(outcome) == SUBROSA_EVENT_CHOICES) {
        const subrosa_glue_event event = subrosa_glue_here(outcome);
        const char *word, *label;
        int at, is_risk;
        for (at = 0; (word = subrosa_glue_choice(&event, at, &label, &is_risk)) != NULL; at++)
            hexchat_commandf(ph, "MENU ADD \"%s/%s\" \"subrosa %s\"", menu, label, word);
    }
    subrosa_outcome_free(outcome);
}

static int show_titles(void *data)
{
    hexchat_context *front = hexchat_find_context(ph, NULL, NULL);
    hexchat_list *list = hexchat_list_get(ph, "channels");
    refresh = NULL;
    remove_menu();
    while (hexchat_list_next(ph, list)) {
        hexchat_context *here = (hexchat_context *)hexchat_list_str(ph, list, "context");
        const char *peer = hexchat_list_str(ph, list, "channel"), *words = "";
        connection *on = hexchat_set_context(ph, here) ? connection_here() : NULL;
        subrosa_outcome *outcome;
        if (on == NULL || hexchat_list_int(ph, list, "type") != IS_DIALOG)
            continue;
        outcome = subrosa_title(glue.messenger, on->account, peer);
        if (subrosa_outcome_next(outcome) == SUBROSA_EVENT_TITLE)
            words = subrosa_outcome_str(outcome, SUBROSA_FIELD_WORDS);
        hexchat_set_context(ph, here);
        hexchat_commandf(ph, words[0] == '\0' ? "SETTAB %s" : "SETTAB %s: %s", peer, words);
        if (here == front)
            add_menu(on->account, peer, words);
        subrosa_outcome_free(outcome);
    }
    hexchat_list_free(ph, list);
    return 0;
}

static void set_online(connection *on, int is_online)
{
    if (on->is_online != is_online)
        subrosa_glue_walk(&glue, subrosa_account_online(glue.messenger, on->account, is_online));
    on->is_online = is_online;
}

/* Titles are shown a little later, as HexChat renames a window only after the hooks. */
static int window_changed(char *word[], void *is_gone)
{
    connection *on = is_gone != NULL ? connection_here() : NULL;
    if (on != NULL)
        set_online(on, 0);
    if (refresh == NULL)
        refresh = hexchat_hook_timer(ph, 20, show_titles, NULL);
    return HEXCHAT_EAT_NONE;
}

/* --- The five events, and the timer. --- */

static int on_send(void *host, const subrosa_glue_event *event)
{
    return pass_line(connection_named(event->account), "QUOTE",
                     subrosa_outcome_str(event->outcome, SUBROSA_FIELD_RAW));
}

/* HexChat shows a line of the network with all that belongs to it: tab, sound, notification. */
static int on_show(void *host, const subrosa_glue_event *event)
{
    return prepare_window(event) &&
           pass_line(connection_named(event->account), "RECV",
                     subrosa_outcome_str(event->outcome, SUBROSA_FIELD_RAW));
}

static int on_echo(void *host, const subrosa_glue_event *event)
{
    char *text;
    if (!prepare_window(event) || asprintf(&text, "%s%s", event->mark, event->text) < 0)
        return 0;
    hexchat_emit_print(ph, event->is_action ? "Your Action" : "Your Message",
                       hexchat_get_info(ph, "nick"), text, NULL);
    free(text);
    return 1;
}

static int on_title(void *host, const subrosa_glue_event *event)
{
    hexchat_context *there = window_of(connection_named(event->account), event->peer);
    if (there != NULL && hexchat_set_context(ph, there))
        set_logs(event->level == SUBROSA_LEVEL_PLAIN ? "UNSET" : "OFF");
    window_changed(NULL, NULL);
    return 1;
}

static int on_say(void *host, const subrosa_glue_event *event)
{
    static const char *const signs[] = {"--", "--", "\00307!!", "\002\00304!!!"};
    connection *on = connection_named(event->account);
    hexchat_context *there = window_of(on, event->peer);
    const int severity = event->severity >= 0 && event->severity <= 3 ? event->severity : 3;
    const char *blocks = event->blocks;
    char *words;
    if (there == NULL && event->place == SUBROSA_PLACE_IF_OPEN)
        return 1;
    /* An answer is typed in the window of its person. A line to several people has none. */
    if (there == NULL && event->peer[0] != '\0' && strchr(event->peer, ',') == NULL &&
        (event->place == SUBROSA_PLACE_WINDOW || event->question != 0) && go_to(on, event->peer))
        there = hexchat_get_context(ph);
    hexchat_set_context(ph, there != NULL ? there : hexchat_find_context(ph, NULL, NULL));
    if (!event->may_log)
        set_logs("OFF"); /* a sentence may quote a text that was not sent */
    if (asprintf(&words, "%s%s%s", event->sentence, event->how[0] != '\0' ? " " : "",
                 event->how) < 0)
        return 0;
    hexchat_emit_print(ph, "Generic Message", signs[severity], words, NULL);
    free(words);
    /* The blocks of a code are light: white on black, whatever the colours of the window. */
    for (; blocks[0] != '\0'; blocks += strcspn(blocks, "\n"), blocks += blocks[0] == '\n')
        hexchat_printf(ph, "\00300,01%.*s", (int)strcspn(blocks, "\n"), blocks);
    if (!event->may_log && there == NULL)
        set_logs("UNSET");
    if (severity == SUBROSA_SEVERITY_ALARM)
        hexchat_command(ph, "GUI COLOR 3");
    return 1;
}

static int timer_fired(void *data)
{
    timer = NULL; /* this one ends with the 0 below; the walk sets the next */
    subrosa_glue_walk(&glue, subrosa_tick(glue.messenger));
    return 0;
}

static void set_timer(void *host, int64_t milliseconds)
{
    const int soon = milliseconds > 3600000 ? 3600000 : (int)milliseconds;
    if (timer != NULL)
        hexchat_unhook(ph, timer);
    timer = soon < 0 ? NULL : hexchat_hook_timer(ph, soon, timer_fired, NULL);
}

static subrosa_glue glue = {.send = on_send, .show = on_show, .say = on_say, .title = on_title,
                            .echo = on_echo, .timer = set_timer};

/* --- What comes. --- */

/* HexChat answers requests by itself, readable: those of somebody private do not get that far. */
static int is_request(const connection *on, char *word[], char *word_eol[])
{
    const char *text = word_eol[4] + (word_eol[4][0] == ':');
    char nick[128];
    if (strcmp(word[2], "PRIVMSG") != 0 || text[0] != '\001' || strncmp(text + 1, "DCC", 3) == 0 ||
        strncmp(text + 1, "ACTION", 6) == 0)
        return 0;
    snprintf(nick, sizeof nick, "%.*s", (int)strcspn(word[1] + 1, "!@ "), word[1] + 1);
    return subrosa_may_send(glue.messenger, on->account, nick, text, SUBROSA_NUL) != 1;
}

static int line_came(char *word[], char *word_eol[], hexchat_event_attrs *attrs, void *data)
{
    connection *on = is_ours ? NULL : connection_here();
    char *marked = NULL;
    subrosa_outcome *outcome;
    int32_t verdict;
    if (on == NULL)
        return HEXCHAT_EAT_NONE;
    set_online(on, 1);
    outcome = subrosa_irc_in(glue.messenger, on->account, word_eol[1], SUBROSA_NUL,
                             attrs->server_time_utc);
    if (subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_MARKED)
        marked = strdup(subrosa_outcome_line(outcome, NULL));
    verdict = subrosa_glue_walk(&glue, outcome);
    if (marked != NULL)
        pass_line(on, "RECV", marked);
    if (marked == NULL && verdict != SUBROSA_VERDICT_TAKEN && !is_request(on, word, word_eol))
        return HEXCHAT_EAT_NONE;
    free(marked);
    return HEXCHAT_EAT_ALL;
}

/* --- What is typed. --- */

/* A command, the line that HexChat makes of it, and where whom it goes to and the text stand. */
static const struct way {
    const char *name, *form;
    int to, text;
} ways[] = {
    {"", "PRIVMSG %s :%s", 0, 1}, {"SAY", "PRIVMSG %s :%s", 0, 2},
    {"MSG", "PRIVMSG %s :%s", 2, 3}, {"QUERY", "PRIVMSG %s :%s", 2, 3},
    {"ME", "PRIVMSG %s :\001ACTION %s\001", 0, 2}, {"NOTICE", "NOTICE %s :%s", 2, 3},
    {"CTCP", "PRIVMSG %s :\001%s\001", 2, 3}, {"NCTCP", "NOTICE %s :\001%s\001", 2, 3},
    {"DCC", "PRIVMSG %s :\001DCC %s\001", 3, 2}, {"SEND", "PRIVMSG %s :\001DCC %s\001", 2, 1},
    {"PING", "PRIVMSG %s :\001PING %.0s\001", 2, 1}, {"QUOTE", "%.0s%s", 1, 2},
    /* HexChat sends what it does not know as it is. */
    {"PRIVMSG", "%.0s%s", 1, 1}, {"CPRIVMSG", "%.0s%s", 1, 1}, {"CNOTICE", "%.0s%s", 1, 1},
    {"TAGMSG", "%.0s%s", 1, 1}, {"SQUERY", "%.0s%s", 1, 1}, {"WHISPER", "%.0s%s", 1, 1},
    {"KILL", "%.0s%s", 1, 1}, {"BATCH", "%.0s%s", 1, 1},
};

static int typed(char *word[], char *word_eol[], void *data)
{
    const struct way *way = (const struct way *)data;
    connection *on = is_ours ? NULL : connection_here();
    hexchat_context *here = hexchat_get_context(ph);
    const int is_option = way->to > 0 && word[way->to][0] == '-'; /* of QUERY and DCC */
    const char *to = word[way->to + is_option], *form = way->form;
    const char *text = word_eol[way->text + (is_option && way->text > way->to)];
    int32_t verdict;
    char *line;
    if (way->to == 0)
        to = hexchat_list_int(ph, NULL, "type") == IS_DIALOG ? hexchat_get_info(ph, "channel") : "";
    if (on != NULL && strcmp(way->name, "MSG") == 0 && strcmp(to, ".") != 0)
        snprintf(on->last, sizeof on->last, "%s", to);
    else if (on != NULL && strcmp(way->name, "MSG") == 0)
        to = on->last;
    if (to[0] == '=') /* over a connection of their own, readable */
        form = "PRIVMSG %s :\001DCC CHAT %s\001";
    to += to[0] == '=';
    if (on == NULL || to[0] == '\0' || text[0] == '\0' ||
        (strcmp(way->name, "DCC") == 0 && strcasecmp(word[2], "GET") == 0))
        return HEXCHAT_EAT_NONE;
    if (asprintf(&line, form, to, text) < 0)
        return HEXCHAT_EAT_ALL;
    verdict = subrosa_glue_walk(&glue, subrosa_irc_out(glue.messenger, on->account, line,
                                                       SUBROSA_NUL));
    free(line);
    if (verdict == SUBROSA_VERDICT_PASS)
        return HEXCHAT_EAT_NONE;
    hexchat_set_context(ph, here);
    if (verdict == SUBROSA_VERDICT_REFUSED && hexchat_get_info(ph, "inputbox")[0] == '\0')
        hexchat_commandf(ph, "SETTEXT %s%s", way->name[0] == '\0' ? "" : "/", word_eol[1]);
    return HEXCHAT_EAT_ALL;
}

static int subrosa_typed(char *word[], char *word_eol[], void *data)
{
    const int is_dialog = hexchat_list_int(ph, NULL, "type") == IS_DIALOG;
    connection *on = connection_here();
    const char *peer = is_dialog ? hexchat_get_info(ph, "channel") : "";
    subrosa_glue_walk(&glue, subrosa_command(glue.messenger, on == NULL ? "" : on->account, peer,
                                             word_eol[2], SUBROSA_NUL));
    return HEXCHAT_EAT_ALL;
}

/* --- Loading and unloading. --- */

#define EXPORTED __attribute__((visibility("default")))

EXPORTED int hexchat_plugin_init(hexchat_plugin *handle, char **name, char **description,
                                 char **version, char *argument)
{
    size_t at;
    ph = handle;
    *name = "Subrosa";
    *description = "End-to-end encryption for private conversations";
    *version = "0.1";
    subrosa_glue_walk(&glue, subrosa_messenger_open(SUBROSA_ABI, NULL, NULL, &glue.messenger));
    if (glue.messenger == NULL)
        return 0;
    /* The last before the network, and the first behind it. */
    for (at = 0; at < sizeof ways / sizeof ways[0]; at++)
        hexchat_hook_command(ph, ways[at].name, HEXCHAT_PRI_LOWEST, typed, NULL, (void *)&ways[at]);
    hexchat_hook_server_attrs(ph, "RAW LINE", HEXCHAT_PRI_HIGHEST, line_came, NULL);
    hexchat_hook_command(ph, "SUBROSA", HEXCHAT_PRI_NORM, subrosa_typed, NULL, NULL);
    hexchat_hook_print(ph, "Disconnected", HEXCHAT_PRI_NORM, window_changed, menu);
    hexchat_hook_print(ph, "Open Context", HEXCHAT_PRI_NORM, window_changed, NULL);
    hexchat_hook_print(ph, "Focus Tab", HEXCHAT_PRI_NORM, window_changed, NULL);
    hexchat_hook_print(ph, "Focus Window", HEXCHAT_PRI_NORM, window_changed, NULL);
    show_titles(NULL); /* attaches what is connected already */
    return 1;
}

EXPORTED int hexchat_plugin_deinit(hexchat_plugin *handle)
{
    subrosa_glue_walk(&glue, subrosa_messenger_leave(glue.messenger));
    subrosa_messenger_free(glue.messenger);
    glue.messenger = NULL;
    set_timer(NULL, -1);
    remove_menu();
    /* The file may stay in memory, and be loaded again. */
    refresh = NULL;
    count = 0;
    return 1;
}
