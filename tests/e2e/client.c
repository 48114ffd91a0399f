/* A messenger without a window: libpurple, one IRC account, commands on stdin, what a screen would
 * show on stdout. It knows nothing of Subrosa but the path of a plugin.
 *
 *     client DIRECTORY NICK PORT [PLUGIN]
 *
 * A line is words with a blank between them, each percent-encoded. Commands, each answered by
 * `done` when it has been carried out:
 *
 *     say WHO TEXT        what a person types into the conversation and sends
 *     command WHO TEXT    a command typed there, without its slash
 *     bypass WHO TEXT     what libpurple sends by itself, past the plugins: auto-replies, pounces
 *     quit
 *
 * Events:
 *
 *     signed-on
 *     signed-off
 *     failed REASON
 *     shown WHO FLAGS MARKUP    FLAGS: sent, received, system, error, delayed, joined by commas
 */
#include <purple.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static GMainLoop *loop;
static PurpleAccount *account;

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

/* --- events ------------------------------------------------------------------------------------ */

static void event(const char *name, const char *a, const char *b, const char *c)
{
    const char *words[] = {a, b, c};
    gsize i;
    fputs(name, stdout);
    for (i = 0; i < G_N_ELEMENTS(words) && words[i] != NULL; i++) {
        char *word = g_uri_escape_string(words[i], NULL, FALSE);
        printf(" %s", word);
        g_free(word);
    }
    putchar('\n');
    fflush(stdout);
}

static void on_shown(PurpleConversation *conversation, const char *name, const char *alias,
                     const char *message, PurpleMessageFlags flags, time_t when)
{
    GString *words = g_string_new(NULL);
    g_string_append(words, flags & PURPLE_MESSAGE_SEND ? ",sent" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_RECV ? ",received" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_SYSTEM ? ",system" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_ERROR ? ",error" : "");
    g_string_append(words, flags & PURPLE_MESSAGE_DELAYED ? ",delayed" : "");
    event("shown", purple_conversation_get_name(conversation), words->len ? words->str + 1 : "none", message);
    g_string_free(words, TRUE);
}

static void on_signed_on(PurpleConnection *connection)
{
    event("signed-on", NULL, NULL, NULL);
}

static void on_signed_off(PurpleConnection *connection)
{
    event("signed-off", NULL, NULL, NULL);
}

static void on_failed(PurpleConnection *connection, PurpleConnectionError reason, const char *text)
{
    event("failed", text, NULL, NULL);
}

/* --- commands ---------------------------------------------------------------------------------- */

/* As Finch does it: what was typed becomes markup, line breaks stay. */
static void carry_out(const char *command, const char *who, const char *text)
{
    PurpleConversation *conversation = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
    char *markup = g_markup_escape_text(text, -1);
    char *error = NULL;
    if (conversation == NULL)
        event("failed", "no connection", NULL, NULL);
    else if (strcmp(command, "say") == 0)
        purple_conv_im_send(PURPLE_CONV_IM(conversation), markup);
    else if (strcmp(command, "bypass") == 0)
        serv_send_im(purple_account_get_connection(account), who, markup, PURPLE_MESSAGE_AUTO_RESP);
    else if (purple_cmd_do_command(conversation, text, markup, &error) != PURPLE_CMD_STATUS_OK)
        event("failed", error ? error : "no such command", NULL, NULL);
    g_free(error);
    g_free(markup);
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
        char **words = g_strsplit(line, " ", 3);
        if (g_strv_length(words) == 3) {
            char *who = g_uri_unescape_string(words[1], NULL);
            char *text = g_uri_unescape_string(words[2], NULL);
            carry_out(words[0], who, text);
            g_free(who);
            g_free(text);
        }
        g_strfreev(words);
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

static void sign_on(const char *nick, int port)
{
    char *name = g_strdup_printf("%s@127.0.0.1", nick);
    PurpleProxyInfo *proxy = purple_proxy_info_new();
    account = purple_account_new(name, "prpl-irc");
    purple_accounts_add(account);
    purple_proxy_info_set_type(proxy, PURPLE_PROXY_NONE);
    purple_account_set_proxy_info(account, proxy);
    purple_account_set_int(account, "port", port);
    purple_account_set_int(account, "ratelimit-interval", 0);
    purple_account_set_string(account, "encoding", "UTF-8");
    purple_account_set_enabled(account, "subrosa-e2e", TRUE);
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
    g_free(name);
}

static gboolean load_plugin(const char *path)
{
    PurplePlugin *plugin = purple_plugin_probe(path);
    if (plugin != NULL && purple_plugin_load(plugin))
        return TRUE;
    event("failed", plugin && plugin->error ? plugin->error : "the plugin was not loaded", NULL, NULL);
    return FALSE;
}

int main(int argc, char **argv)
{
    static PurpleEventLoopUiOps events = {.timeout_add = g_timeout_add,
                                          .timeout_remove = g_source_remove,
                                          .input_add = watch_input,
                                          .input_remove = g_source_remove,
                                          .timeout_add_seconds = g_timeout_add_seconds};
    static PurpleConversationUiOps conversations = {.write_conv = on_shown};
    GIOChannel *commands;
    if (argc < 4)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    loop = g_main_loop_new(NULL, FALSE);
    purple_util_set_user_dir(argv[1]);
    purple_debug_set_enabled(FALSE);
    purple_eventloop_set_ui_ops(&events);
    if (!purple_core_init("subrosa-e2e"))
        return 1;
    purple_set_blist(purple_blist_new());
    purple_conversations_set_ui_ops(&conversations);
    purple_prefs_set_bool("/purple/logging/log_ims", FALSE);
    connect_signals();
    if (argc > 4 && !load_plugin(argv[4]))
        return 1;
    sign_on(argv[2], atoi(argv[3]));
    commands = g_io_channel_unix_new(0);
    g_io_add_watch(commands, G_IO_IN | G_IO_HUP, on_command, NULL);
    g_main_loop_run(loop);
    purple_core_quit();
    return 0;
}
