/* Subrosa for WeeChat: private one-to-one conversations on IRC. Loading and unloading, and connections and people
 * that come and go. */
#include "plugin.h"

/* All that WeeChat looks for by name; everything else stays inside (-fvisibility=hidden). */
#pragma GCC visibility push(default)
WEECHAT_PLUGIN_NAME("subrosa")
WEECHAT_PLUGIN_DESCRIPTION("Private one-to-one conversations on IRC")
WEECHAT_PLUGIN_AUTHOR("the Subrosa project")
WEECHAT_PLUGIN_VERSION("0.1.0")
WEECHAT_PLUGIN_LICENSE("MIT")
int weechat_plugin_init(struct t_weechat_plugin *plugin, int argc, char *argv[]);
int weechat_plugin_end(struct t_weechat_plugin *plugin);
#pragma GCC visibility pop

struct t_weechat_plugin *weechat_plugin;
subrosa_messenger *messenger;
static struct t_hashtable *attached; /* the servers whose accounts the library has */

/* Gives 1 if the account of a server is in use. Also for a text that is typed before the connection is known to
 * be there: without the account it would be refused. */
int attach(const char *server)
{
    char name[1024];
    subrosa_outcome *outcome;
    int rc;
    if (weechat_hashtable_has_key(attached, server))
        return 1;
    if (!is_connected(server))
        return 0;
    account_name(server, name);
    /* WeeChat lets one line through and then waits; with the same pause nothing waits in its queue. */
    subrosa_account_set(messenger, name, SUBROSA_SETTING_LINE_CHARS, 360); /* fits whatever length the nicks have */
    subrosa_account_set(messenger, name, SUBROSA_SETTING_BURST, 1);
    subrosa_account_set(messenger, name, SUBROSA_SETTING_INTERVAL_MS, 1000 * seconds_between_lines(server));
    rc = subrosa_account_attach(messenger, name, "irc", &outcome);
    if (rc == SUBROSA_OK)
        weechat_hashtable_set(attached, server, "");
    carry_out(outcome);
    return rc == SUBROSA_OK;
}

void attach_all(void)
{
    struct t_hdata *servers = weechat_hdata_get("irc_server");
    void *each = servers == NULL ? NULL : weechat_hdata_get_list(servers, "irc_servers");
    for (; each != NULL; each = weechat_hdata_move(servers, each, 1))
        attach(weechat_hdata_string(servers, each, "name"));
}

/* The library is told of those only with whom there is something. */
void peer_is_there(const char *server, const char *peer, int there)
{
    char name[1024];
    if (conversation_with(server, peer, 0) != NULL) {
        subrosa_contact_set(messenger, account_name(server, name), peer, SUBROSA_SETTING_PRESENT, there);
        set_timer();
    }
}

static int connection_changed(const void *pointer, void *data, const char *signal, const char *type, void *server)
{
    (void)pointer, (void)data, (void)type;
    if (strcmp(signal, "irc_server_connected") == 0) {
        weechat_hashtable_remove(attached, server);
        attach(server);
    } else if (weechat_hashtable_has_key(attached, server)) {
        char name[1024];
        subrosa_outcome *outcome;
        subrosa_account_online(messenger, account_name(server, name), 0, &outcome);
        carry_out(outcome);
        weechat_hashtable_remove(attached, server); /* attaching again says that it is back */
    }
    return WEECHAT_RC_OK;
}

/* "server,irc_in2_QUIT" and so on, with the line. */
static int somebody_comes_or_goes(const void *pointer, void *data, const char *signal, const char *type, void *line)
{
    char server[512], who[512] = "", now[512] = "";
    const char *command = strstr(signal, ",irc_in2_");
    (void)pointer, (void)data, (void)type;
    if (command == NULL)
        return WEECHAT_RC_OK;
    snprintf(server, sizeof server, "%.*s", (int)(command - signal), signal);
    command += strlen(",irc_in2_");
    if (strcmp(command, "401") == 0) /* :server 401 me NICK :No such nick */
        sscanf(line, ":%*s 401 %*s %511s", who);
    else
        sscanf(line, ":%511[^! ]", who);
    if (strcmp(command, "NICK") == 0 && weechat_hashtable_has_key(attached, server) &&
        sscanf(line, "%*s NICK :%511s", now) + sscanf(line, "%*s NICK %511[^: ]", now) > 0) {
        char name[1024];
        subrosa_outcome *outcome;
        /* The conversation goes on under the new nick, or the library says what the user has to decide. */
        subrosa_address_rename(messenger, account_name(server, name), who, now, &outcome);
        carry_out(outcome);
    }
    if (who[0] != '\0')
        peer_is_there(server, who, strcmp(command, "JOIN") == 0);
    return WEECHAT_RC_OK;
}

static int attach_later(const void *pointer, void *data, int remaining_calls)
{
    (void)pointer, (void)data, (void)remaining_calls;
    attach_all();
    return WEECHAT_RC_OK;
}

/* "/server rename OLD NEW": whatever was private there comes along, before the server has its new name. If that
 * cannot be, the server keeps the old one: under another nothing would be private. */
static int before_server_command(const void *pointer, void *data, struct t_gui_buffer *buffer, const char *command)
{
    char old[512], new[512], from[1024], to[1024], reason[SUBROSA_ERROR_SIZE];
    size_t size = sizeof reason;
    subrosa_outcome *outcome;
    int rc;
    (void)pointer, (void)data, (void)buffer;
    if (sscanf(command, "%*s rename %511s %511s", old, new) != 2 || !is_server(old) || is_server(new))
        return WEECHAT_RC_OK;
    account_name(old, from);
    account_name(new, to);
    subrosa_account_detach(messenger, from);
    weechat_hashtable_remove(attached, old);
    rc = subrosa_account_rename(messenger, from, to, &outcome);
    if (rc == SUBROSA_OK || rc == SUBROSA_E_UNKNOWN_ACCOUNT) {
        subrosa_outcome_free(outcome); /* an account that is not attached has nothing to tell */
        weechat_hook_timer(1, 0, 1, attach_later, NULL, NULL);
        return WEECHAT_RC_OK;
    }
    subrosa_last_error(reason, &size);
    note_loudly(NULL, "", reason);
    note_loudly(NULL, "", "The server was not renamed, or its private conversations would be lost.");
    subrosa_outcome_free(outcome);
    attach(old);
    return WEECHAT_RC_OK_EAT;
}

/* The directory that all programs of the user share, so that all have one vault. */
static int open_vault(void)
{
    char base[4096], path[4200];
    size_t size = sizeof path;
    const char *shared = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (shared != NULL && shared[0] == '/')
        snprintf(base, sizeof base, "%s", shared);
    else
        snprintf(base, sizeof base, "%s/.local/share", home == NULL ? "" : home);
    return subrosa_abi_check(SUBROSA_ABI) == SUBROSA_OK && subrosa_vault_path(base, path, &size) == SUBROSA_OK &&
           subrosa_messenger_open(path, NULL, &messenger) == SUBROSA_OK;
}

int weechat_plugin_init(struct t_weechat_plugin *plugin, int argc, char *argv[])
{
    (void)argc, (void)argv;
    weechat_plugin = plugin;
    if (!weechat_config_is_set_plugin("log_private_texts"))
        weechat_config_set_plugin("log_private_texts", "on");
    weechat_config_set_desc_plugin("log_private_texts", "whether WeeChat logs private texts, readable, as it logs others");
    if (!open_vault()) {
        char reason[SUBROSA_ERROR_SIZE];
        size_t size = sizeof reason;
        subrosa_last_error(reason, &size);
        note_loudly(NULL, "", reason);
        note_loudly(NULL, "", "Not loaded: nothing can be said in private.");
        return WEECHAT_RC_ERROR;
    }
    attached = weechat_hashtable_new(16, WEECHAT_HASHTABLE_STRING, WEECHAT_HASHTABLE_STRING, NULL, NULL);
    hook_texts();
    hook_subrosa_command();
    weechat_hook_command_run("/server*", before_server_command, NULL, NULL);
    weechat_hook_signal("irc_server_connected", connection_changed, NULL, NULL);
    weechat_hook_signal("irc_server_disconnected", connection_changed, NULL, NULL);
    weechat_hook_signal("*,irc_in2_JOIN", somebody_comes_or_goes, NULL, NULL);
    weechat_hook_signal("*,irc_in2_QUIT", somebody_comes_or_goes, NULL, NULL);
    weechat_hook_signal("*,irc_in2_NICK", somebody_comes_or_goes, NULL, NULL);
    weechat_hook_signal("*,irc_in2_401", somebody_comes_or_goes, NULL, NULL);
    if (subrosa_messenger_locked(messenger) == 1)
        note_loudly(NULL, "", "A passphrase protects the vault: /subrosa unlock PASSPHRASE");
    else
        attach_all();
    return WEECHAT_RC_OK;
}

int weechat_plugin_end(struct t_weechat_plugin *plugin)
{
    (void)plugin;
    stop_timer();
    weechat_unhook_all(NULL);
    subrosa_messenger_free(messenger);
    messenger = NULL;
    forget_conversations();
    weechat_hashtable_free(attached);
    return WEECHAT_RC_OK;
}
