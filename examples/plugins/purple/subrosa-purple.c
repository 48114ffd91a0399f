/* Private conversations for every messenger that stands on libpurple: Pidgin, Finch and others.
 *
 *     cc -shared -fPIC -fvisibility=hidden *.c $(pkg-config --cflags --libs purple subrosa) -o subrosa-purple.so
 *     cp subrosa-purple.so ~/.purple/plugins/
 *
 * libpurple asks before it sends a text and before it shows one: `typed` and `arrived` pass that on.
 * Subrosa answers with a verdict on the text and a list of events: `act_on` carries them out. A timer
 * does what is due. In commands.c is what the user can say, in irc.c a guard for what libpurple sends
 * without asking.
 */
#include "subrosa-purple.h"

#include <string.h>

subrosa_messenger *messenger;

static PurplePlugin *self;
static guint timer;
static gboolean showing; /* what passes through libpurple now comes from us */

#define NOT_PRIVATE "<b>[not private]</b> "

/* --- names: an account is "protocol:user", a peer what libpurple calls it, without a resource ---- */

const char *name_of(PurpleAccount *account)
{
    static char name[1024];
    g_snprintf(name, sizeof name, "%s:%s", purple_account_get_protocol_id(account),
               purple_account_get_username(account));
    return name;
}

static PurpleAccount *account_of(const char *name)
{
    char **parts = g_strsplit(name, ":", 2);
    PurpleAccount *account = g_strv_length(parts) == 2 ? purple_accounts_find(parts[1], parts[0]) : NULL;
    g_strfreev(parts);
    return account;
}

gboolean is(PurpleAccount *account, const char *protocol)
{
    return strcmp(purple_account_get_protocol_id(account), protocol) == 0;
}

const char *peer_of(PurpleAccount *account, const char *who)
{
    return is(account, "prpl-jabber") ? purple_normalize(account, who) : who;
}

/* --- what Subrosa wants done ---------------------------------------------------------------------- */

static gboolean on_timer(gpointer unused)
{
    subrosa_outcome *outcome = NULL;
    timer = 0;
    subrosa_tick(messenger, &outcome);
    act_on(outcome);
    return FALSE;
}

static void set_timer(int64_t milliseconds)
{
    if (timer != 0)
        purple_timeout_remove(timer);
    timer = milliseconds < 0 ? 0 : purple_timeout_add(MIN(milliseconds, G_MAXINT), on_timer, NULL);
}

void tell(PurpleAccount *account, const char *peer, const char *sentence)
{
    if (account != NULL && *peer != '\0' && purple_account_is_connected(account))
        purple_conversation_write(purple_conversation_new(PURPLE_CONV_TYPE_IM, account, peer), NULL, sentence,
                                  PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG, time(NULL));
    else
        purple_notify_warning(self, "Subrosa", sentence, NULL);
}

static void send_line(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
{
    const char *line = subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE);
    if (!purple_account_is_connected(account) ||
        serv_send_im(purple_account_get_connection(account), peer, line, 0) < 0) {
        subrosa_outcome *failed = NULL;
        int64_t id = subrosa_outcome_int(outcome, SUBROSA_FIELD_LINE_ID);
        subrosa_line_failed(messenger, name_of(account), id, &failed);
        act_on(failed);
    }
}

/* As if it had come from the network like this: with window, sound and log. */
static void show(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
{
    PurpleMessageFlags flags = PURPLE_MESSAGE_RECV;
    char *text = g_strconcat(subrosa_outcome_int(outcome, SUBROSA_FIELD_PRIVATE) ? "" : NOT_PRIVATE,
                             subrosa_outcome_int(outcome, SUBROSA_FIELD_ACTION) ? "/me " : "",
                             subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), NULL);
    if (subrosa_outcome_int(outcome, SUBROSA_FIELD_REPEATED) || subrosa_outcome_int(outcome, SUBROSA_FIELD_LATE))
        flags |= PURPLE_MESSAGE_DELAYED;
    showing = TRUE;
    serv_got_im(purple_account_get_connection(account), peer, text, flags, time(NULL));
    showing = FALSE;
    g_free(text);
}

/* Only if there is a window: after a start all private conversations are told of. */
static void tell_state(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
{
    const char *digits = subrosa_outcome_str(outcome, SUBROSA_FIELD_DIGITS);
    gboolean verified = subrosa_outcome_int(outcome, SUBROSA_FIELD_TRUST) == SUBROSA_TRUST_VERIFIED;
    char *sentence = g_strconcat("Subrosa: ", subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD),
                                 verified ? ", verified" : "", *digits ? ", fingerprint " : "", digits, NULL);
    if (account != NULL && purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, peer, account) != NULL)
        tell(account, peer, sentence);
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
        else if (kind == SUBROSA_EVENT_STATE || kind == SUBROSA_EVENT_CONTACT)
            tell_state(account, peer, outcome);
        else if (kind == SUBROSA_EVENT_ASK || kind == SUBROSA_EVENT_NOTICE)
            tell(account, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
        else if (kind == SUBROSA_EVENT_PROGRESS && (code == SUBROSA_STAGE_LOST || code == SUBROSA_STAGE_DISCARDED))
            tell(account, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
    }
    subrosa_outcome_free(outcome); /* now the texts count as shown */
    set_timer(subrosa_messenger_wake_ms(messenger));
}

/* --- what libpurple asks --------------------------------------------------------------------------- */

static void typed(PurpleAccount *account, const char *who, char **text, gpointer unused)
{
    PurpleConversation *conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    subrosa_outcome *outcome = NULL;
    char *markup, *echo;
    int32_t verdict;
    if (*text == NULL || **text == '\0')
        return;
    if (is(account, "prpl-irc") && g_str_has_prefix(*text, "/me ")) /* the only text here that is not HTML */
        markup = g_markup_escape_text(*text, -1);
    else
        markup = g_strdup(*text);
    subrosa_outgoing(messenger, name_of(account), peer_of(account, who), markup, strlen(markup), 0, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    if (verdict > SUBROSA_VERDICT_PASS_WARN) {
        g_free(*text);
        *text = NULL;
    }
    if ((verdict == SUBROSA_VERDICT_TAKEN || verdict == SUBROSA_VERDICT_HELD) && conversation != NULL) {
        echo = purple_markup_linkify(markup);
        purple_conv_im_write(PURPLE_CONV_IM(conversation), NULL, echo, PURPLE_MESSAGE_SEND, time(NULL));
        g_free(echo);
        if (verdict == SUBROSA_VERDICT_HELD)
            tell(account, who, "Not sent yet.");
    }
    g_free(markup);
    act_on(outcome);
}

static gboolean arrived(PurpleAccount *account, char **who, char **text, PurpleConversation *conversation,
                        PurpleMessageFlags *flags, gpointer unused)
{
    subrosa_outcome *outcome = NULL;
    uint32_t origin = 0;
    int32_t verdict;
    if (showing || *who == NULL || *text == NULL)
        return FALSE;
    subrosa_contact_set(messenger, name_of(account), peer_of(account, *who), SUBROSA_SETTING_PRESENT, 1);
    origin |= *flags & PURPLE_MESSAGE_DELAYED ? SUBROSA_FLAG_HISTORY : 0;
    origin |= *flags & PURPLE_MESSAGE_REMOTE_SEND ? SUBROSA_FLAG_OWN : 0;
    subrosa_incoming(messenger, name_of(account), peer_of(account, *who), *text, strlen(*text), origin, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    if (verdict == SUBROSA_VERDICT_PASS_WARN) {
        char *marked = g_strconcat(NOT_PRIVATE, *text, NULL);
        g_free(*text);
        *text = marked;
    }
    act_on(outcome);
    return verdict == SUBROSA_VERDICT_TAKEN;
}

static void signed_on(PurpleConnection *connection, gpointer unused)
{
    PurpleAccount *account = purple_connection_get_account(connection);
    const char *name = name_of(account);
    const char *profile = is(account, "prpl-irc") ? "irc" : is(account, "prpl-jabber") ? "xmpp" : "html";
    subrosa_outcome *outcome = NULL;
    if (subrosa_account_online(messenger, name, 1, &outcome) == SUBROSA_E_UNKNOWN_ACCOUNT) { /* the first time */
        subrosa_outcome_free(outcome);
        subrosa_account_attach(messenger, name, profile, &outcome);
        subrosa_account_set(messenger, name, SUBROSA_SETTING_HTML, 1); /* as libpurple speaks, on every network */
    }
    if (is(account, "prpl-irc")) { /* what libpurple itself lets through; one for the user's commands */
        int burst = purple_account_get_int(account, "ratelimit-burst", 5);
        int seconds = purple_account_get_int(account, "ratelimit-interval", 2);
        subrosa_account_set(messenger, name, SUBROSA_SETTING_BURST, MAX(burst - 1, 1));
        subrosa_account_set(messenger, name, SUBROSA_SETTING_INTERVAL_MS, seconds * 1000);
    } else if (is(account, "prpl-jabber")) { /* servers read slowly what is too much, and cut nobody off */
        subrosa_account_set(messenger, name, SUBROSA_SETTING_BURST, 20);
        subrosa_account_set(messenger, name, SUBROSA_SETTING_INTERVAL_MS, 100);
    }
    act_on(outcome);
}

static void signed_off(PurpleConnection *connection, gpointer unused)
{
    subrosa_outcome *outcome = NULL;
    subrosa_account_online(messenger, name_of(purple_connection_get_account(connection)), 0, &outcome);
    act_on(outcome);
}

/* --- the plugin ------------------------------------------------------------------------------------ */

static gboolean open_messenger(PurplePlugin *plugin)
{
    char path[4096], reason[SUBROSA_ERROR_SIZE];
    size_t size = sizeof path;
    if (subrosa_abi_check(SUBROSA_ABI) == SUBROSA_OK &&
        subrosa_vault_path(purple_user_dir(), path, &size) == SUBROSA_OK &&
        subrosa_messenger_open(path, NULL, &messenger) == SUBROSA_OK)
        return TRUE;
    size = sizeof reason;
    subrosa_last_error(reason, &size);
    plugin->error = g_strdup(reason);
    return FALSE;
}

static gboolean load(PurplePlugin *plugin)
{
    void *conversations = purple_conversations_get_handle(), *connections = purple_connections_get_handle();
    GList *online;
    self = plugin;
    if (!open_messenger(plugin))
        return FALSE;
    /* Other plugins have a text before it is encrypted, and after it was decrypted. */
    purple_signal_connect_priority(conversations, "sending-im-msg", plugin, PURPLE_CALLBACK(typed), NULL,
                                   PURPLE_SIGNAL_PRIORITY_HIGHEST);
    purple_signal_connect_priority(conversations, "receiving-im-msg", plugin, PURPLE_CALLBACK(arrived), NULL,
                                   PURPLE_SIGNAL_PRIORITY_LOWEST);
    purple_signal_connect(connections, "signed-on", plugin, PURPLE_CALLBACK(signed_on), NULL);
    purple_signal_connect(connections, "signed-off", plugin, PURPLE_CALLBACK(signed_off), NULL);
    commands_load(plugin);
    irc_load(plugin);
    for (online = purple_connections_get_all(); online != NULL; online = online->next)
        if (PURPLE_CONNECTION_IS_CONNECTED((PurpleConnection *)online->data))
            signed_on(online->data, NULL);
    return TRUE;
}

static gboolean unload(PurplePlugin *plugin) /* libpurple itself disconnects the signals */
{
    set_timer(-1);
    commands_unload();
    irc_unload();
    subrosa_messenger_free(messenger);
    messenger = NULL;
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
    .description = "End-to-end encryption, whatever network carries the texts.",
    .author = "The Subrosa contributors",
    .load = load,
    .unload = unload,
};

PURPLE_INIT_PLUGIN(subrosa, init, info)
