/* Servers of WeeChat, as accounts of the library: they come, go and get other names. */
#include "plugin.h"

static subrosa_outcome *renamed; /* what is told once WeeChat has renamed the server as well */

char *account_of(const char *server, account_name name)
{
    snprintf(name, sizeof(account_name), ACCOUNT_PREFIX "%s", server);
    return name;
}

/* The server of an account; NULL if it is none of this plugin. */
const char *server_of(const char *account)
{
    size_t length = strlen(ACCOUNT_PREFIX);
    return strncmp(account, ACCOUNT_PREFIX, length) == 0 ? account + length : NULL;
}

/* The entry of a server in WeeChat's own list; NULL if there is none. */
void *entry_of(const char *server)
{
    struct t_hdata *servers = weechat_hdata_get("irc_server");
    void *each = servers == NULL ? NULL : weechat_hdata_get_list(servers, "irc_servers");
    while (each != NULL && strcmp(weechat_hdata_string(servers, each, "name"), server) != 0)
        each = weechat_hdata_move(servers, each, 1);
    return each;
}

int is_connected(const char *server)
{
    void *entry = server == NULL ? NULL : entry_of(server);
    return entry != NULL &&
           weechat_hdata_integer(weechat_hdata_get("irc_server"), entry, "is_connected");
}

/* WeeChat's own pause between lines, which is 0 where the user has switched it off. */
static int seconds_between_lines(const char *server)
{
    char name[LONGEST_NAME];
    struct t_config_option *option;
    snprintf(name, sizeof name, "irc.server.%s.anti_flood_prio_high", server);
    option = weechat_config_get(name);
    if (option == NULL || weechat_config_option_is_null(option))
        option = weechat_config_get("irc.server_default.anti_flood_prio_high");
    return option == NULL ? 2 : weechat_config_integer(option);
}

static int may_log(void)
{
    const char *wanted = weechat_config_get_plugin("log");
    return wanted != NULL && weechat_config_string_to_boolean(wanted);
}

static int is_attached(const char *account)
{
    size_t size = 0;
    return subrosa_account_get(glue.messenger, account, "mode", NULL, &size) == SUBROSA_E_BUFFER;
}

/* What the plugin has not seen of a connection that was there before it: who we are, and which
 * names are the same to the server. */
static void attach_late(const char *server, const char *account)
{
    char asked[LONGEST_NAME], told[2 * LONGEST_NAME];
    char *nick = weechat_info_get("irc_nick", server), *mapping;
    subrosa_outcome *outcome;
    snprintf(told, sizeof told, "nick=%s", nick == NULL ? "" : nick);
    outcome = subrosa_account_attach(glue.messenger, account, "irc", told);
    snprintf(asked, sizeof asked, "%s,CASEMAPPING", server);
    mapping = weechat_info_get("irc_server_isupport_value", asked);
    snprintf(told, sizeof told, ":%s 005 %s CASEMAPPING=%s :are supported", server,
             nick == NULL ? "" : nick, mapping == NULL ? "rfc1459" : mapping);
    walk(subrosa_irc_in(glue.messenger, account, told, SUBROSA_NUL, 0));
    walk(outcome);
    free(mapping);
    free(nick);
}

/* A server is being connected, or something about it has changed. WeeChat cuts what is longer than
 * 360 characters in the worst case, and lets one line through and then waits; so do we. */
static void attach(const char *server)
{
    account_name name;
    char settings[LONGEST_NAME];
    account_of(server, name);
    snprintf(settings, sizeof settings, "line-chars=360 burst=1 interval-ms=%d log=%d",
             1000 * seconds_between_lines(server), may_log());
    walk(subrosa_account_set(glue.messenger, name, settings));
    if (is_attached(name))
        return;
    if (is_connected(server))
        attach_late(server, name);
    else
        walk(subrosa_account_attach(glue.messenger, name, "irc", NULL));
}

void attach_all(void)
{
    struct t_hdata *servers = weechat_hdata_get("irc_server");
    void *entry = servers == NULL ? NULL : weechat_hdata_get_list(servers, "irc_servers");
    for (; entry != NULL; entry = weechat_hdata_move(servers, entry, 1))
        if (weechat_hdata_integer(servers, entry, "is_connected"))
            attach(weechat_hdata_string(servers, entry, "name"));
}

SIGNAL(connection_changed, server)
{
    account_name name;
    if (strcmp(signal, "irc_server_disconnected") != 0)
        attach(server);
    else if (is_attached(account_of(server, name)))
        walk(subrosa_account_online(glue.messenger, name, 0));
    return WEECHAT_RC_OK;
}

static void tell_of_renaming(void)
{
    subrosa_outcome *outcome = renamed;
    renamed = NULL;
    walk(outcome);
}

static int after_renaming(const void *pointer, void *data, int remaining_calls)
{
    tell_of_renaming();
    return WEECHAT_RC_OK;
}

/* "/server rename OLD NEW": whatever was private there comes along, before the server has its new
 * name. If that cannot be, the server keeps the old one: under another nothing would be private. */
BEFORE_COMMAND(before_server_command, command)
{
    char old[LONGEST_NAME], new[LONGEST_NAME];
    account_name from, to;
    subrosa_outcome *outcome;
    subrosa_result result;
    if (sscanf(command, "%*s rename %900s %900s", old, new) != 2)
        return WEECHAT_RC_OK;
    if (entry_of(old) == NULL || entry_of(new) != NULL)
        return WEECHAT_RC_OK;
    tell_of_renaming(); /* the one before */
    outcome = subrosa_account_rename(glue.messenger, account_of(old, from), account_of(new, to));
    result = subrosa_outcome_result(outcome);
    if (result == SUBROSA_OK || result == SUBROSA_E_UNKNOWN_ACCOUNT) {
        renamed = outcome;
        weechat_hook_timer(1, 0, 1, after_renaming, NULL, NULL);
        return WEECHAT_RC_OK;
    }
    walk(outcome);
    warn(old, "The server was not renamed: its private conversations could not come along.");
    return WEECHAT_RC_OK_EAT;
}

void hook_servers(void)
{
    weechat_hook_signal("irc_server_connecting", connection_changed, NULL, NULL);
    /* In case that the plugin has come between the two. */
    weechat_hook_signal("irc_server_connected", connection_changed, NULL, NULL);
    weechat_hook_signal("irc_server_disconnected", connection_changed, NULL, NULL);
    weechat_hook_command_run("/server*", before_server_command, NULL, NULL);
}
