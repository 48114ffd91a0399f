/* Private conversations for every messenger that stands on libpurple: Pidgin, Finch and others.
 *
 *     cc -shared -fPIC -fvisibility=hidden *.c $(pkg-config --cflags --libs purple subrosa) -o subrosa-purple.so
 *     cp subrosa-purple.so ~/.purple/plugins/
 *
 * Subrosa is told of every text before it is sent and before it is shown (texts.c). It answers with a
 * verdict on the text and a list of events: `act_on` carries them out. A timer does what is due.
 */
#include "subrosa-purple.h"

#include <string.h>

subrosa_messenger *messenger;
PurplePlugin *self;

static guint timer;

/* --- names ----------------------------------------------------------------------------------------- */

const char *name_of(PurpleAccount *account)
{
    static char name[1024];
    g_snprintf(name, sizeof name, "%s:%s", purple_account_get_protocol_id(account),
               purple_account_get_username(account));
    return name;
}

PurpleAccount *account_of(const char *name)
{
    GList *all;
    for (all = purple_accounts_get_all(); all != NULL; all = all->next)
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

/* --- what Subrosa wants done ------------------------------------------------------------------------ */

static gboolean on_timer(gpointer unused)
{
    subrosa_outcome *outcome = NULL;
    timer = 0;
    subrosa_tick(messenger, &outcome);
    act_on(outcome);
    return FALSE;
}

void set_timer(void)
{
    int64_t milliseconds = subrosa_messenger_wake_ms(messenger); /* -1 without a messenger, too */
    if (timer != 0)
        purple_timeout_remove(timer);
    timer = milliseconds < 0 ? 0 : purple_timeout_add(MIN(milliseconds, G_MAXINT), on_timer, NULL);
}

void tell(PurpleAccount *account, const char *peer, const char *format, ...)
{
    char *sentence, *markup;
    va_list values;
    va_start(values, format);
    sentence = g_strdup_vprintf(format, values);
    va_end(values);
    if (account != NULL && *peer != '\0' && purple_account_is_connected(account)) {
        markup = g_markup_escape_text(sentence, -1);
        purple_conversation_write(purple_conversation_new(PURPLE_CONV_TYPE_IM, account, peer), NULL, markup,
                                  PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG, time(NULL));
        g_free(markup);
    } else {
        purple_notify_warning(self, "Subrosa", sentence, NULL);
    }
    g_free(sentence);
}

void act_on(subrosa_outcome *outcome)
{
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        PurpleAccount *account = account_of(subrosa_outcome_str(outcome, SUBROSA_FIELD_ACCOUNT));
        const char *peer = subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER);
        int64_t code = subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
        if (kind == SUBROSA_EVENT_SHOW && (account == NULL || !purple_account_is_connected(account)))
            break; /* what is not reached counts as not shown, and comes again */
        if (kind == SUBROSA_EVENT_SHOW)
            show(account, peer, outcome);
        else if (kind == SUBROSA_EVENT_SEND && account != NULL)
            send_line(account, peer, outcome);
        else if (kind == SUBROSA_EVENT_APPEND)
            append(outcome);
        else if (kind == SUBROSA_EVENT_STATE && account != NULL)
            tell_state(account, peer, outcome);
        else if (kind == SUBROSA_EVENT_ASK && account != NULL)
            ask(account, peer, outcome);
        else if (kind == SUBROSA_EVENT_NOTICE)
            tell(account, peer, "%s", subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
        else if (kind == SUBROSA_EVENT_PROGRESS && code == SUBROSA_STAGE_LOST)
            tell(account, peer, "%s /subrosa send or /subrosa discard", subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
        else if (kind == SUBROSA_EVENT_PROGRESS && code == SUBROSA_STAGE_DISCARDED)
            tell(account, peer, "%s", subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
    }
    subrosa_outcome_free(outcome); /* now the texts count as shown */
    set_timer();
}

/* --- accounts --------------------------------------------------------------------------------------- */

static const char *profile_of(PurpleAccount *account)
{
    static const char *profiles[][2] = {
        {"prpl-irc", "irc"},   {"prpl-jabber", "xmpp"}, {"prpl-bonjour", "bonjour"}, {"prpl-aim", "aim"},
        {"prpl-icq", "icq"},   {"prpl-msn", "msn"},     {"prpl-yahoo", "yahoo"},     {"prpl-gg", "gadu-gadu"},
        {"prpl-novell", "groupwise"}, {"prpl-simple", "simple"},
    };
    gsize i;
    for (i = 0; i < G_N_ELEMENTS(profiles); i++)
        if (is(account, profiles[i][0]))
            return profiles[i][1];
    return "html";
}

/* As libpurple speaks, HTML everywhere, and as much at once as the network bears. */
static void set_up(PurpleAccount *account)
{
    int burst = 20, milliseconds = 100;
    subrosa_account_set(messenger, name_of(account), SUBROSA_SETTING_HTML, 1);
    if (is(account, "prpl-irc")) { /* what libpurple itself lets through; one for the user's commands */
        burst = MAX(purple_account_get_int(account, "ratelimit-burst", 5) - 1, 1);
        milliseconds = 1000 * purple_account_get_int(account, "ratelimit-interval", 2);
    } else if (!is(account, "prpl-jabber")) { /* whose servers read slowly what is too much */
        return;
    }
    subrosa_account_set(messenger, name_of(account), SUBROSA_SETTING_BURST, burst);
    subrosa_account_set(messenger, name_of(account), SUBROSA_SETTING_INTERVAL_MS, milliseconds);
}

#define NAME "subrosa-name" /* setting of an account: what Subrosa knows it as */

/* libpurple does not tell that the user has given an account another name. Whatever was private under the old one
 * comes along; where that fails the account stays unknown, and nothing leaves.
 */
static gboolean follow_name(PurpleAccount *account)
{
    char *name = g_strdup(name_of(account));
    const char *before = purple_account_get_string(account, NAME, name);
    subrosa_result result = SUBROSA_E_UNKNOWN_ACCOUNT;
    subrosa_outcome *outcome = NULL;
    gboolean followed;
    if (strcmp(before, name) != 0)
        result = subrosa_account_rename(messenger, before, name, &outcome);
    followed = result == SUBROSA_OK || result == SUBROSA_E_UNKNOWN_ACCOUNT; /* it had not been used yet */
    if (followed)
        purple_account_set_string(account, NAME, name);
    if (result == SUBROSA_E_UNKNOWN_ACCOUNT)
        subrosa_outcome_free(outcome);
    else
        act_on(outcome);
    g_free(name);
    return followed;
}

static void signed_on(PurpleConnection *connection, gpointer unused)
{
    PurpleAccount *account = purple_connection_get_account(connection);
    GSList *buddies, *each;
    subrosa_outcome *outcome = NULL;
    if (subrosa_messenger_locked(messenger) == 1 || !follow_name(account))
        return;
    buddies = purple_find_buddies(account, NULL);
    set_up(account);
    subrosa_account_attach(messenger, name_of(account), profile_of(account), &outcome);
    for (each = buddies; each != NULL; each = each->next)
        subrosa_contact_set(messenger, name_of(account), peer_of(account, purple_buddy_get_name(each->data)),
                            SUBROSA_SETTING_KNOWN, 1);
    g_slist_free(buddies);
    act_on(outcome);
}

static void signed_off(PurpleConnection *connection, gpointer unused)
{
    subrosa_outcome *outcome = NULL;
    if (subrosa_account_online(messenger, name_of(purple_connection_get_account(connection)), 0, &outcome) == SUBROSA_OK)
        act_on(outcome);
    else
        subrosa_outcome_free(outcome); /* it was never attached: the vault is locked, say */
}

void attach_all(void)
{
    GList *all;
    for (all = purple_connections_get_all(); all != NULL; all = all->next)
        if (PURPLE_CONNECTION_IS_CONNECTED((PurpleConnection *)all->data))
            signed_on(all->data, NULL);
}

static void removed(PurpleAccount *account, gpointer unused)
{
    subrosa_account_detach(messenger, name_of(account));
}

/* --- the buddy list --------------------------------------------------------------------------------- */

#define KNOWN_YES GINT_TO_POINTER(SUBROSA_SETTING_KNOWN)
#define KNOWN_NO GINT_TO_POINTER(-SUBROSA_SETTING_KNOWN)
#define PRESENT_YES GINT_TO_POINTER(SUBROSA_SETTING_PRESENT)
#define PRESENT_NO GINT_TO_POINTER(-SUBROSA_SETTING_PRESENT)

static void on_buddy(PurpleBuddy *buddy, gpointer what)
{
    PurpleAccount *account = purple_buddy_get_account(buddy);
    int setting = GPOINTER_TO_INT(what);
    subrosa_contact_set(messenger, name_of(account), peer_of(account, purple_buddy_get_name(buddy)), ABS(setting),
                        setting > 0);
    set_timer();
}

static void connect_signals(void)
{
    void *connections = purple_connections_get_handle(), *buddies = purple_blist_get_handle();
    purple_signal_connect(connections, "signed-on", self, PURPLE_CALLBACK(signed_on), NULL);
    purple_signal_connect(connections, "signed-off", self, PURPLE_CALLBACK(signed_off), NULL);
    purple_signal_connect(purple_accounts_get_handle(), "account-removed", self, PURPLE_CALLBACK(removed), NULL);
    purple_signal_connect(buddies, "buddy-added", self, PURPLE_CALLBACK(on_buddy), KNOWN_YES);
    purple_signal_connect(buddies, "buddy-removed", self, PURPLE_CALLBACK(on_buddy), KNOWN_NO);
    purple_signal_connect(buddies, "buddy-signed-on", self, PURPLE_CALLBACK(on_buddy), PRESENT_YES);
    purple_signal_connect(buddies, "buddy-signed-off", self, PURPLE_CALLBACK(on_buddy), PRESENT_NO);
}

/* --- the plugin ------------------------------------------------------------------------------------- */

static gboolean load(PurplePlugin *plugin)
{
    self = plugin;
    if (!vault_open(plugin))
        return FALSE;
    connect_signals();
    texts_load();
    conversations_load();
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
    conversations_unload();
    texts_unload();
    vault_close();
    set_timer();
    return TRUE;
}

static void init(PurplePlugin *plugin)
{
}

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_STANDARD,
    .id = "core-subrosa",
    .name = "Subrosa",
    .version = "0.1",
    .summary = "Private conversations",
    .description = "End-to-end encryption, whatever network carries the texts. Type /subrosa in a conversation.",
    .author = "The Subrosa contributors",
    .load = load,
    .unload = unload,
    .actions = vault_menu,
};

PURPLE_INIT_PLUGIN(subrosa, init, info)
