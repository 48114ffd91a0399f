/* A messenger without a window: libpurple, one account, commands on stdin, what a screen would show
 * on stdout (purple_screen.c). It knows nothing of Subrosa but the path of a plugin.
 *
 *     client DIRECTORY UI irc|xmpp USER PORT PLUGIN|- [setting=number ...]
 *
 * UI is what it says that it is: "gtk-gaim" is Pidgin, which numbers the buttons of a dialog from
 * the last, "gnt-purple" is Finch, which numbers them from the first. Like Pidgin it connects again
 * when the connection is lost. A line is words with a blank between them, each percent-encoded.
 * Commands, each answered by `done` when it has been carried out:
 *
 *     say WHO TEXT        what a person types into the conversation and sends
 *     command WHO TEXT    a command typed there, without its slash
 *     bypass WHO TEXT     what libpurple sends by itself: auto-replies, pounces
 *     raw TEXT            as the protocol's console does it
 *     away TEXT           a status with a message; "" is being back
 *     buddy WHO           puts somebody on the list; unbuddy takes them off
 *     send-file WHO PATH
 *     answer QUESTION CHOICE TEXT
 *     sign-off, sign-on
 *     unload, load        the plugin
 *     remove, rename USER the account
 *     action LABEL        of the plugin's own menu
 *     menu WHO LABEL      of the conversation; list-menu of somebody on the list. "" only looks
 *     option NAME 0|1     of the plugin
 *     ask-file PATH       answers the question for a file that is open
 *     quit
 *
 * Events besides those of the screen:
 *
 *     signed-on, signed-off
 *     failed REASON
 */
#include "purple_client.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static GMainLoop *loop;
static PurpleAccount *account;
static PurplePlugin *plugin;

/* --- libpurple on a GLib loop ------------------------------------------------------------------ */

struct watch {
    PurpleInputFunction function;
    gpointer data;
};

static gboolean on_ready(GIOChannel *channel, GIOCondition condition, gpointer data)
{
    const struct watch *watch = data;
    int ready = 0;
    if (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR))
        ready |= PURPLE_INPUT_READ;
    if (condition & (G_IO_OUT | G_IO_ERR))
        ready |= PURPLE_INPUT_WRITE;
    watch->function(watch->data, g_io_channel_unix_get_fd(channel), ready);
    return TRUE;
}

static guint watch_input(int fd, PurpleInputCondition wanted, PurpleInputFunction function, gpointer data)
{
    struct watch *watch = g_new(struct watch, 1);
    GIOChannel *channel = g_io_channel_unix_new(fd);
    GIOCondition condition = G_IO_HUP | G_IO_ERR;
    guint id;
    watch->function = function;
    watch->data = data;
    if (wanted & PURPLE_INPUT_READ)
        condition |= G_IO_IN;
    if (wanted & PURPLE_INPUT_WRITE)
        condition |= G_IO_OUT;
    id = g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, condition, on_ready, watch, g_free);
    g_io_channel_unref(channel);
    return id;
}

/* --- the connection ---------------------------------------------------------------------------- */

static void on_signed_on(PurpleConnection *connection)
{
    event("signed-on", NULL, NULL, NULL);
}

static void on_signed_off(PurpleConnection *connection)
{
    event("signed-off", NULL, NULL, NULL);
}

static gboolean connect_again(gpointer unused)
{
    if (account != NULL && purple_account_is_disconnected(account))
        purple_account_connect(account);
    return FALSE;
}

static void on_failed(PurpleConnection *connection, PurpleConnectionError reason, const char *text)
{
    if (purple_connection_error_is_fatal(reason))
        event("failed", text, NULL, NULL);
    else
        g_timeout_add(500, connect_again, NULL);
}

static void make_account(const char *protocol, const char *user, int port, char **settings)
{
    gboolean irc = strcmp(protocol, "irc") == 0;
    char *name = irc ? g_strdup_printf("%s@127.0.0.1", user) : g_strdup(user);
    const char *id = irc ? "prpl-irc" : "prpl-jabber";
    PurpleProxyInfo *proxy = purple_proxy_info_new();
    account = purple_accounts_find(name, id); /* from the last run */
    if (account == NULL) {
        account = purple_account_new(name, id);
        purple_accounts_add(account);
    }
    purple_proxy_info_set_type(proxy, PURPLE_PROXY_NONE);
    purple_account_set_proxy_info(account, proxy);
    purple_account_set_int(account, "port", port);
    if (irc) {
        purple_account_set_string(account, "encoding", "UTF-8");
    } else {
        purple_account_set_remember_password(account, TRUE);
        purple_account_set_password(account, "secret");
        purple_account_set_string(account, "connect_server", "127.0.0.1");
        purple_account_set_string(account, "connection_security", "opportunistic_tls");
        purple_account_set_bool(account, "auth_plain_in_clear", TRUE);
    }
    for (; *settings != NULL; settings++) {
        char **pair = g_strsplit(*settings, "=", 2);
        purple_account_set_int(account, pair[0], atoi(pair[1]));
        g_strfreev(pair);
    }
    g_free(name);
}

static void sign_on(void)
{
    purple_account_set_enabled(account, purple_core_get_ui(), TRUE);
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
}

static gboolean load_plugin(const char *path)
{
    plugin = purple_plugin_probe(path);
    if (plugin != NULL && purple_plugin_load(plugin))
        return TRUE;
    event("failed", plugin && plugin->error ? plugin->error : "the plugin was not loaded", NULL, NULL);
    return FALSE;
}

/* --- commands ---------------------------------------------------------------------------------- */

/* As Finch does it: what was typed becomes markup, line breaks stay. */
static void in_conversation(const char *command, const char *who, const char *text)
{
    PurpleConversation *conversation = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
    char *markup = g_markup_escape_text(text, -1);
    char *error = NULL;
    if (conversation == NULL)
        event("failed", "no connection", NULL, NULL);
    else if (strcmp(command, "say") == 0)
        purple_conv_im_send(PURPLE_CONV_IM(conversation), markup);
    else if (purple_cmd_do_command(conversation, text, markup, &error) != PURPLE_CMD_STATUS_OK)
        purple_conversation_write(conversation, NULL, error ? error : "no such command", PURPLE_MESSAGE_ERROR, 0);
    g_free(error);
    g_free(markup);
}

static void set_status(const char *message)
{
    PurpleSavedStatus *status =
        purple_savedstatus_new(NULL, *message ? PURPLE_STATUS_AWAY : PURPLE_STATUS_AVAILABLE);
    if (*message)
        purple_savedstatus_set_message(status, message);
    purple_savedstatus_activate(status);
}

static void put_on_list(const char *who, gboolean there)
{
    PurpleBuddy *buddy = purple_find_buddy(account, who);
    if (there && buddy == NULL) {
        buddy = purple_buddy_new(account, who, NULL);
        purple_blist_add_buddy(buddy, NULL, NULL, NULL);
        purple_account_add_buddy(account, buddy);
    } else if (!there && buddy != NULL) {
        purple_account_remove_buddy(account, buddy, purple_buddy_get_group(buddy));
        purple_blist_remove_buddy(buddy);
    }
}

static void on_connection(const char *command, const char *a, const char *b)
{
    PurpleConnection *connection = purple_account_get_connection(account);
    PurplePluginProtocolInfo *protocol;
    if (connection == NULL) {
        event("failed", "no connection", NULL, NULL);
        return;
    }
    protocol = PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(connection));
    if (strcmp(command, "bypass") == 0) {
        char *markup = g_markup_escape_text(b, -1);
        serv_send_im(connection, a, markup, PURPLE_MESSAGE_AUTO_RESP);
        g_free(markup);
    } else if (strcmp(command, "raw") == 0) {
        protocol->send_raw(connection, a, strlen(a));
    } else {
        serv_send_file(connection, a, b);
    }
}

static void do_action(const char *label)
{
    GList *all = PURPLE_PLUGIN_HAS_ACTIONS(plugin) ? PURPLE_PLUGIN_ACTIONS(plugin, NULL) : NULL, *each;
    for (each = all; each != NULL; each = each->next) {
        PurplePluginAction *action = each->data;
        action->plugin = plugin;
        if (strcmp(action->label, label) == 0)
            action->callback(action);
        purple_plugin_action_free(action);
    }
    g_list_free(all);
}

/* The entries of the submenu of the plugin, and what happens if one of them is chosen. */
static void use_menu(GList *menu, gpointer whose, const char *label)
{
    GString *labels = g_string_new(NULL);
    GList *each, *entry;
    for (each = menu; each != NULL; each = each->next) {
        PurpleMenuAction *plugin_menu = each->data;
        g_string_append(labels, plugin_menu->label);
        for (entry = plugin_menu->children; entry != NULL; entry = entry->next) {
            PurpleMenuAction *action = entry->data;
            g_string_append_printf(labels, "|%s", action->label);
        }
    }
    event("menu", labels->str, NULL, NULL);
    for (each = menu; each != NULL; each = each->next) {
        for (entry = ((PurpleMenuAction *)each->data)->children; entry != NULL; entry = entry->next) {
            PurpleMenuAction *action = entry->data;
            if (strcmp(action->label, label) == 0)
                ((void (*)(gpointer, gpointer))action->callback)(whose, action->data);
        }
    }
    g_list_free_full(menu, (GDestroyNotify)purple_menu_action_free);
    g_string_free(labels, TRUE);
}

static void open_menu(const char *who, const char *label, gboolean of_list)
{
    PurpleBuddy *buddy = purple_find_buddy(account, who);
    GList *menu = NULL;
    if (of_list && buddy != NULL) {
        purple_signal_emit(purple_blist_get_handle(), "blist-node-extended-menu", buddy, &menu);
        use_menu(menu, buddy, label);
    } else {
        PurpleConversation *window = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
        use_menu(purple_conversation_get_extended_menu(window), window, label);
    }
}

static void carry_out(const char *command, const char *a, const char *b, const char *c)
{
    if (strcmp(command, "answer") == 0) {
        screen_answer(a, atoi(b), c);
    } else if (strcmp(command, "unload") == 0) {
        purple_plugin_unload(plugin);
    } else if (strcmp(command, "load") == 0) {
        purple_plugin_load(plugin);
    } else if (strcmp(command, "ask-file") == 0) {
        screen_choose_file(a);
    } else if (strcmp(command, "option") == 0) {
        char *name = g_strconcat("/plugins/core/subrosa/", a, NULL);
        purple_prefs_set_bool(name, atoi(b));
        g_free(name);
    } else if (account == NULL) {
        event("failed", "no account", NULL, NULL);
    } else if (strcmp(command, "menu") == 0 || strcmp(command, "list-menu") == 0) {
        open_menu(a, b, strcmp(command, "list-menu") == 0);
    } else if (strcmp(command, "say") == 0 || strcmp(command, "command") == 0) {
        in_conversation(command, a, b);
    } else if (strcmp(command, "away") == 0) {
        set_status(a);
    } else if (strcmp(command, "buddy") == 0 || strcmp(command, "unbuddy") == 0) {
        put_on_list(a, strcmp(command, "buddy") == 0);
    } else if (strcmp(command, "sign-off") == 0) {
        purple_account_disconnect(account);
    } else if (strcmp(command, "sign-on") == 0) {
        purple_account_connect(account);
    } else if (strcmp(command, "rename") == 0) {
        purple_account_set_username(account, a);
    } else if (strcmp(command, "action") == 0) {
        do_action(a);
    } else if (strcmp(command, "remove") == 0) {
        purple_accounts_delete(account);
        account = NULL;
    } else {
        on_connection(command, a, b);
    }
}

static gboolean on_command(GIOChannel *channel, GIOCondition condition, gpointer data)
{
    char *line = NULL;
    gsize end = 0;
    if (g_io_channel_read_line(channel, &line, NULL, &end, NULL) != G_IO_STATUS_NORMAL) {
        g_main_loop_quit(loop);
        return FALSE;
    }
    line[end] = '\0';
    if (strcmp(line, "quit") == 0) {
        g_main_loop_quit(loop);
    } else {
        char **given = g_strsplit(line, " ", 4), *words[4] = {"", "", "", ""};
        gsize i;
        for (i = 0; given[i] != NULL; i++)
            words[i] = g_uri_unescape_string(given[i], NULL);
        carry_out(words[0], words[1], words[2], words[3]);
        while (i > 0)
            g_free(words[--i]);
        g_strfreev(given);
    }
    g_free(line);
    event("done", NULL, NULL, NULL);
    return TRUE;
}

/* --- the client -------------------------------------------------------------------------------- */

static void connect_signals(void)
{
    static int handle;
    void *connections = purple_connections_get_handle();
    purple_signal_connect(connections, "signed-on", &handle, PURPLE_CALLBACK(on_signed_on), NULL);
    purple_signal_connect(connections, "signed-off", &handle, PURPLE_CALLBACK(on_signed_off), NULL);
    purple_signal_connect(connections, "connection-error", &handle, PURPLE_CALLBACK(on_failed), NULL);
}

int main(int argc, char **argv)
{
    static PurpleEventLoopUiOps events = {.timeout_add = g_timeout_add,
                                          .timeout_remove = g_source_remove,
                                          .input_add = watch_input,
                                          .input_remove = g_source_remove,
                                          .timeout_add_seconds = g_timeout_add_seconds};
    GIOChannel *commands;
    if (argc < 7)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    loop = g_main_loop_new(NULL, FALSE);
    purple_util_set_user_dir(argv[1]);
    purple_debug_set_enabled(g_getenv("E2E_DEBUG") != NULL);
    purple_eventloop_set_ui_ops(&events);
    if (!purple_core_init(argv[2]))
        return 1;
    purple_set_blist(purple_blist_new());
    purple_blist_load();
    purple_prefs_set_bool("/purple/logging/log_ims", TRUE);
    purple_prefs_set_string("/purple/logging/format", "txt");
    purple_prefs_set_bool("/purple/network/auto_ip", FALSE);
    purple_prefs_set_string("/purple/network/public_ip", "127.0.0.1");
    screen_open(strcmp(argv[2], "gtk-gaim") == 0);
    connect_signals();
    make_account(argv[3], argv[4], atoi(argv[5]), argv + 7);
    if (strcmp(argv[6], "-") != 0 && !load_plugin(argv[6]))
        return 1;
    sign_on();
    commands = g_io_channel_unix_new(0);
    g_io_add_watch(commands, G_IO_IN | G_IO_HUP, on_command, NULL);
    g_main_loop_run(loop);
    purple_core_quit();
    return 0;
}
