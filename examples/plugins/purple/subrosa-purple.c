/* Private conversations for every messenger that stands on libpurple: Pidgin, Finch and others.
 *
 *     cc -shared -fPIC -fvisibility=hidden *.c $(pkg-config --cflags --libs purple subrosa) \
 *         -o subrosa-purple.so
 *     cp subrosa-purple.so ~/.purple/plugins/
 *
 * Subrosa is told of every text before it is sent and before it is shown (texts.c). What it wants
 * done comes as events: a function for each of them is in `glue`, and subrosa_glue.h calls it.
 */
#include "subrosa-purple.h"

#include <string.h>

subrosa_glue glue;
PurplePlugin *self;

static guint timer;

/* --- names ------------------------------------------------------------------------------------ */

const char *name_of(PurpleAccount *account)
{
    static char name[1024];
    g_snprintf(name, sizeof name, "%s:%s", purple_account_get_protocol_id(account),
               purple_account_get_username(account));
    return name;
}

PurpleAccount *account_of(const char *name)
{
    for (GList *all = purple_accounts_get_all(); all != NULL; all = all->next)
        if (strcmp(name_of(all->data), name) == 0)
            return all->data;
    return NULL;
}

gboolean is(PurpleAccount *account, const char *protocol)
{
    return strcmp(purple_account_get_protocol_id(account), protocol) == 0;
}

/* Without a resource, unless it is somebody in a room. */
const char *peer_of(PurpleAccount *account, const char *who)
{
    return is(account, "prpl-jabber") ? purple_normalize(account, who) : who;
}

/* --- time ------------------------------------------------------------------------------------- */

int32_t walk(subrosa_outcome *outcome)
{
    return subrosa_glue_walk(&glue, outcome);
}

static gboolean on_timer(gpointer unused)
{
    timer = 0;
    walk(subrosa_tick(glue.messenger));
    return FALSE;
}

static void set_timer(void *host, int64_t milliseconds)
{
    if (timer != 0)
        purple_timeout_remove(timer);
    timer = 0;
    if (milliseconds >= 0)
        timer = purple_timeout_add(MIN(milliseconds, G_MAXINT), on_timer, NULL);
}

/* --- accounts --------------------------------------------------------------------------------- */

static const char *profile_of(PurpleAccount *account)
{
    static const char *profiles[][2] = {
        {"prpl-irc", "irc"},         {"prpl-jabber", "xmpp"}, {"prpl-bonjour", "bonjour"},
        {"prpl-aim", "aim"},         {"prpl-icq", "icq"},     {"prpl-msn", "msn"},
        {"prpl-yahoo", "yahoo"},     {"prpl-gg", "gadu-gadu"}, {"prpl-novell", "groupwise"},
        {"prpl-simple", "simple"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(profiles); i++)
        if (is(account, profiles[i][0]))
            return profiles[i][1];
    return "html";
}

/* As libpurple speaks, HTML everywhere, and as much at once as the network bears. */
static char *settings_of(PurpleAccount *account)
{
    GString *all = g_string_new("html=in,out");
    int burst = 20, milliseconds = 100;
    g_string_append_printf(all, " log=%d mode=%s", purple_prefs_get_bool(PREFS "/log"),
                           purple_prefs_get_string(PREFS "/mode"));
    if (is(account, "prpl-irc")) { /* what libpurple lets through; one for the user's commands */
        burst = MAX(purple_account_get_int(account, "ratelimit-burst", 5) - 1, 1);
        milliseconds = 1000 * purple_account_get_int(account, "ratelimit-interval", 2);
    }
    if (is(account, "prpl-irc") || is(account, "prpl-jabber")) /* whose servers do not punish it */
        g_string_append_printf(all, " burst=%d interval-ms=%d", burst, milliseconds);
    return g_string_free(all, FALSE);
}

#define NAME "subrosa-name" /* setting of an account: what Subrosa knows it as */

static void choice_changed(const char *name, PurplePrefType type, gconstpointer value,
                           gpointer unused)
{
    for (GList *all = purple_accounts_get_all(); all != NULL; all = all->next) {
        char *settings = settings_of(all->data);
        if (strcmp(purple_account_get_string(all->data, NAME, ""), name_of(all->data)) == 0)
            walk(subrosa_account_set(glue.messenger, name_of(all->data), settings));
        g_free(settings);
    }
}

/* libpurple does not tell that the user has given an account another name. Whatever was private
 * under the old one comes along; where that fails the account stays unknown, and nothing leaves.
 */
static gboolean follow_name(PurpleAccount *account)
{
    char *name = g_strdup(name_of(account));
    const char *before = purple_account_get_string(account, NAME, name);
    subrosa_result result = SUBROSA_OK;
    if (strcmp(before, name) != 0) {
        subrosa_outcome *outcome = subrosa_account_rename(glue.messenger, before, name);
        result = subrosa_outcome_result(outcome);
        if (result == SUBROSA_E_UNKNOWN_ACCOUNT) { /* it had not been used yet */
            result = SUBROSA_OK;
            subrosa_outcome_free(outcome);
        } else {
            walk(outcome);
        }
    }
    if (result == SUBROSA_OK)
        purple_account_set_string(account, NAME, name);
    g_free(name);
    return result == SUBROSA_OK;
}

void hint(PurpleAccount *account, const char *who, int32_t what, gboolean value)
{
    const char *peer = peer_of(account, who);
    walk(subrosa_contact_hint(glue.messenger, name_of(account), peer, what, value));
}

static void signed_on(PurpleConnection *connection, gpointer unused)
{
    PurpleAccount *account = purple_connection_get_account(connection);
    const char *mapping = purple_account_get_string(account, CASEMAPPING, NULL);
    if (!follow_name(account))
        return;
    char *settings = settings_of(account);
    char *later = mapping ? g_strconcat("casemapping=", mapping, NULL) : g_strdup("");
    subrosa_outcome *outcome = subrosa_account_attach(glue.messenger, name_of(account),
                                                      profile_of(account), settings);
    walk(subrosa_account_set(glue.messenger, name_of(account), later)); /* once it is attached */
    g_free(later);
    g_free(settings);
    GSList *buddies = purple_find_buddies(account, NULL);
    for (GSList *each = buddies; each != NULL; each = each->next)
        hint(account, purple_buddy_get_name(each->data), SUBROSA_HINT_KNOWN, TRUE);
    g_slist_free(buddies);
    texts_remember(account);
    walk(outcome);
}

static void signed_off(PurpleConnection *connection, gpointer unused)
{
    const char *name = name_of(purple_connection_get_account(connection));
    walk(subrosa_account_online(glue.messenger, name, 0));
}

void attach_all(void)
{
    for (GList *all = purple_connections_get_all(); all != NULL; all = all->next)
        if (PURPLE_CONNECTION_IS_CONNECTED((PurpleConnection *)all->data))
            signed_on(all->data, NULL);
}

static void removed(PurpleAccount *account, gpointer unused)
{
    walk(subrosa_account_detach(glue.messenger, name_of(account)));
}

/* --- the buddy list --------------------------------------------------------------------------- */

#define HINT(what, value) GINT_TO_POINTER((value) ? (what) : -(what))

static void on_buddy(PurpleBuddy *buddy, gpointer what)
{
    int number = GPOINTER_TO_INT(what);
    hint(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy), ABS(number), number > 0);
}

static void connect_signals(void)
{
    void *connections = purple_connections_get_handle(), *buddies = purple_blist_get_handle();
    LISTEN(connections, "signed-on", signed_on, NULL);
    LISTEN(connections, "signed-off", signed_off, NULL);
    LISTEN(purple_accounts_get_handle(), "account-removed", removed, NULL);
    LISTEN(buddies, "buddy-added", on_buddy, HINT(SUBROSA_HINT_KNOWN, TRUE));
    LISTEN(buddies, "buddy-removed", on_buddy, HINT(SUBROSA_HINT_KNOWN, FALSE));
    LISTEN(buddies, "buddy-signed-on", on_buddy, HINT(SUBROSA_HINT_PRESENT, TRUE));
    LISTEN(buddies, "buddy-signed-off", on_buddy, HINT(SUBROSA_HINT_PRESENT, FALSE));
    purple_prefs_connect_callback(self, PREFS, choice_changed, NULL);
}

/* --- the plugin ------------------------------------------------------------------------------- */

/* The vault that all programs of the user share; who keeps several sets of accounts (pidgin -c) has
 * several vaults. Why it cannot be opened is said by an event.
 */
static gboolean open_vault(PurplePlugin *plugin)
{
    char *usual = g_build_filename(purple_home_dir(), ".purple", NULL), *path = NULL;
    if (strcmp(purple_user_dir(), usual) != 0)
        path = g_build_filename(purple_user_dir(), "subrosa", "vault", NULL);
    walk(subrosa_messenger_open(SUBROSA_ABI, path, "can=edits,hidden", &glue.messenger));
    if (glue.messenger == NULL) {
        char reason[SUBROSA_ERROR_SIZE] = "";
        size_t size = sizeof reason;
        subrosa_last_error(reason, &size);
        plugin->error = g_strdup(reason);
    }
    g_free(path);
    g_free(usual);
    return glue.messenger != NULL;
}

static gboolean load(PurplePlugin *plugin)
{
    self = plugin;
    glue = (subrosa_glue){.send = on_send, .show = on_show, .say = on_say, .title = on_title,
                          .echo = on_echo, .progress = on_progress, .close = on_close,
                          .timer = set_timer};
    if (!open_vault(plugin))
        return FALSE;
    connect_signals();
    texts_load();
    windows_load();
    commands_load();
    guards_load();
    files_load();
    attach_all();
    return TRUE;
}

static gboolean unload(PurplePlugin *plugin) /* libpurple itself disconnects the signals */
{
    files_unload();
    guards_unload();
    commands_unload();
    windows_unload();
    texts_unload();
    subrosa_messenger_free(glue.messenger);
    glue.messenger = NULL;
    set_timer(NULL, -1);
    return TRUE;
}

static PurplePluginPrefFrame *preferences(PurplePlugin *plugin)
{
    PurplePluginPrefFrame *frame = purple_plugin_pref_frame_new();
    PurplePluginPref *log = purple_plugin_pref_new_with_name_and_label(
        PREFS "/log", "Write private texts into logs, where they can be read");
    PurplePluginPref *mode = purple_plugin_pref_new_with_name_and_label(
        PREFS "/mode", "Private conversations");
    purple_plugin_pref_set_type(mode, PURPLE_PLUGIN_PREF_CHOICE);
    purple_plugin_pref_add_choice(mode, "with whom they are possible", "automatic");
    purple_plugin_pref_add_choice(mode, "only when somebody asks for them", "manual");
    purple_plugin_pref_add_choice(mode, "always: nothing may leave in clear", "required");
    purple_plugin_pref_frame_add(frame, log);
    purple_plugin_pref_frame_add(frame, mode);
    return frame;
}

static void init(PurplePlugin *plugin)
{
    purple_prefs_add_none(PREFS);
    purple_prefs_add_bool(PREFS "/log", FALSE);
    purple_prefs_add_string(PREFS "/mode", "automatic");
}

static PurplePluginUiInfo preferences_info = {.get_plugin_pref_frame = preferences};

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_STANDARD,
    .id = "core-subrosa",
    .name = "Subrosa",
    .version = "0.1",
    .summary = "Private conversations",
    .description = "End-to-end encryption, whatever network carries the texts. Type /subrosa.",
    .author = "The Subrosa contributors",
    .load = load,
    .unload = unload,
    .prefs_info = &preferences_info,
    .actions = commands_of_plugin,
};

PURPLE_INIT_PLUGIN(subrosa, init, info)
