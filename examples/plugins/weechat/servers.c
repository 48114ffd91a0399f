/* Servers of WeeChat as accounts of the library: they come, go and get other names, and so do people. */
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

static const char *log_setting(void)
{
    const char *wanted = weechat_config_get_plugin("log");
    return wanted != NULL && weechat_config_string_to_boolean(wanted) ? "log=1" : "log=0";
}

static int is_attached(const char *account)
{
    size_t size = 0;
    return subrosa_account_get(glue.messenger, account, "mode", NULL, &size) == SUBROSA_E_BUFFER;
}

/* A server is connected. 360 characters fit whatever length the names have. WeeChat lets one line
 * through and then waits: with the same pause nothing waits in its queue. */
static void attach(const char *server)
{
    account_name name;
    char settings[100];
    account_of(server, name);
    snprintf(settings, sizeof settings, "line-chars=360 burst=1 interval-ms=%d %s",
             1000 * seconds_between_lines(server), log_setting());
    if (!is_attached(name)) {
        subrosa_glue_walk(&glue, subrosa_account_attach(glue.messenger, name, "irc", settings));
        return;
    }
    subrosa_glue_walk(&glue, subrosa_account_set(glue.messenger, name, settings));
    subrosa_glue_walk(&glue, subrosa_account_online(glue.messenger, name, 1));
}

static void announce_case(const char *server)
{
    account_name name;
    char asked[LONGEST_NAME], setting[100];
    char *mapping;
    snprintf(asked, sizeof asked, "%s,CASEMAPPING", server);
    mapping = weechat_info_get("irc_server_isupport_value", asked);
    snprintf(setting, sizeof setting, "casemapping=%.60s", mapping == NULL ? "" : mapping);
    if (mapping != NULL && mapping[0] != '\0') /* a word that is not known changes nothing */
        subrosa_glue_walk(&glue, subrosa_account_set(glue.messenger, account_of(server, name), setting));
    free(mapping);
}

static void for_each_server(void each(const char *server))
{
    struct t_hdata *servers = weechat_hdata_get("irc_server");
    void *entry = servers == NULL ? NULL : weechat_hdata_get_list(servers, "irc_servers");
    for (; entry != NULL; entry = weechat_hdata_move(servers, entry, 1))
        if (weechat_hdata_integer(servers, entry, "is_connected"))
            each(weechat_hdata_string(servers, entry, "name"));
}

void attach_all(void)
{
    for_each_server(attach);
    for_each_server(announce_case);
}

static void set_log(const char *server)
{
    account_name name;
    subrosa_glue_walk(&glue, subrosa_account_set(glue.messenger, account_of(server, name), log_setting()));
}

void set_all_logs(void)
{
    for_each_server(set_log);
}

static int connection_changed(const void *pointer, void *data, const char *signal, const char *type,
                              void *server)
{
    account_name name;
    if (strcmp(signal, "irc_server_connected") == 0)
        attach(server);
    else if (is_attached(account_of(server, name)))
        subrosa_glue_walk(&glue, subrosa_account_online(glue.messenger, name, 0));
    return WEECHAT_RC_OK;
}

static void present(const char *account, const char *nick, int is_there)
{
    subrosa_glue_walk(&glue, subrosa_contact_hint(glue.messenger, account, nick, SUBROSA_HINT_PRESENT,
                                                  is_there));
}

static void nick_changed(const char *account, const char *line, const char *from)
{
    char to[LONGEST_NAME] = "";
    if (sscanf(line, "%*s %*s :%1000s", to) != 1 && sscanf(line, "%*s %*s %1000s", to) != 1)
        return;
    subrosa_glue_walk(&glue, subrosa_contact_rename(glue.messenger, account, from, to));
    /* The window has the new name already. */
    subrosa_glue_walk(&glue, subrosa_title(glue.messenger, account, to));
    present(account, to, 1);
}

/* "server,irc_in2_QUIT" and so on, with the line, when WeeChat has done its part. */
static int server_tells(const void *pointer, void *data, const char *signal, const char *type,
                        void *line)
{
    account_name name;
    char server[LONGEST_NAME], who[LONGEST_NAME] = "";
    const char *hook = strstr(signal, ",irc_in2_"), *from = line;
    const char *command = hook == NULL ? "" : hook + strlen(",irc_in2_");
    snprintf(server, sizeof server, "%.*s", (int)(hook == NULL ? 0 : hook - signal), signal);
    account_of(server, name);
    if (*from == '@')
        from += strcspn(from, " ") + strspn(from + strcspn(from, " "), " ");
    if (strcmp(command, "005") == 0 && strstr(line, "CASEMAPPING=") != NULL)
        announce_case(server);
    if (strcmp(command, "401") == 0 && sscanf(from, ":%*s 401 %*s %1000s", who) == 1)
        present(name, who, 0); /* no such nick */
    if (command[0] == '\0' || strchr("0123456789", command[0]) != NULL)
        return WEECHAT_RC_OK;
    if (sscanf(from, ":%1000[^! ]", who) != 1)
        return WEECHAT_RC_OK;
    if (strcmp(command, "NICK") == 0)
        nick_changed(name, from, who);
    present(name, who, strcmp(command, "JOIN") == 0);
    return WEECHAT_RC_OK;
}

static int after_renaming(const void *pointer, void *data, int remaining_calls)
{
    subrosa_outcome *outcome = renamed;
    renamed = NULL;
    subrosa_glue_walk(&glue, outcome);
    return WEECHAT_RC_OK;
}

/* "/server rename OLD NEW": whatever was private there comes along, before the server has its new
 * name. If that cannot be, the server keeps the old one: under another nothing would be private. */
static int before_server_command(const void *pointer, void *data, struct t_gui_buffer *window,
                                 const char *command)
{
    char old[LONGEST_NAME], new[LONGEST_NAME];
    account_name from, to;
    subrosa_outcome *outcome;
    subrosa_result result;
    if (sscanf(command, "%*s rename %900s %900s", old, new) != 2)
        return WEECHAT_RC_OK;
    if (entry_of(old) == NULL || entry_of(new) != NULL || renamed != NULL)
        return WEECHAT_RC_OK;
    outcome = subrosa_account_rename(glue.messenger, account_of(old, from), account_of(new, to));
    result = subrosa_outcome_result(outcome);
    if (result == SUBROSA_OK || result == SUBROSA_E_UNKNOWN_ACCOUNT) {
        renamed = outcome;
        weechat_hook_timer(1, 0, 1, after_renaming, NULL, NULL);
        return WEECHAT_RC_OK;
    }
    subrosa_glue_walk(&glue, outcome);
    warn(old, "", "The server was not renamed: its private conversations could not come along.");
    return WEECHAT_RC_OK_EAT;
}

void hook_servers(void)
{
    static const char *told[] = {"*,irc_in2_JOIN", "*,irc_in2_QUIT", "*,irc_in2_NICK",
                                 "*,irc_in2_401", "*,irc_in2_005"};
    size_t i;
    renamed = NULL;
    for (i = 0; i < sizeof told / sizeof told[0]; i++)
        weechat_hook_signal(told[i], server_tells, NULL, NULL);
    weechat_hook_signal("irc_server_connected", connection_changed, NULL, NULL);
    weechat_hook_signal("irc_server_disconnected", connection_changed, NULL, NULL);
    weechat_hook_command_run("/server*", before_server_command, NULL, NULL);
}
