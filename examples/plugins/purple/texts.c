/* What leaves and what arrives.
 *
 * Every text that libpurple sends passes the function `send_im` of its protocol, whoever wants it
 * sent: the user, another plugin, an automatic reply, a pounce. `gate` stands in its place.
 */
#include "subrosa-purple.h"

#include <string.h>

typedef int (*sender)(PurpleConnection *, const char *, const char *, PurpleMessageFlags);

static GHashTable *senders; /* PurplePluginProtocolInfo -> its own send_im */
static gboolean showing;    /* what passes through libpurple now comes from us */
static char *to_append;     /* to the text in clear that is about to leave */

#define NOT_PRIVATE "<b>[not private]</b> "

/* --- out -------------------------------------------------------------------------------------------- */

/* Somebody in a room, who is written to alone, has a resource even in the eyes of libpurple. */
static uint32_t occupant(PurpleAccount *account, const char *peer)
{
    return is(account, "prpl-jabber") && strchr(peer, '/') != NULL ? SUBROSA_FLAG_OCCUPANT : 0;
}

void append(subrosa_outcome *outcome)
{
    g_free(to_append);
    to_append = g_strdup(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT));
}

int32_t offer(PurpleAccount *account, const char *who, const char *markup, uint32_t flags)
{
    const char *peer = peer_of(account, who);
    subrosa_outcome *outcome = NULL;
    int32_t verdict;
    g_clear_pointer(&to_append, g_free);
    flags |= occupant(account, peer);
    subrosa_outgoing(messenger, name_of(account), peer, markup, strlen(markup), flags, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    act_on(outcome);
    if (verdict == SUBROSA_VERDICT_HELD) {
        tell(account, who, "Not sent yet.");
    } else if (verdict == SUBROSA_VERDICT_REFUSED) { /* the entry field is empty already */
        char *text = purple_markup_strip_html(markup);
        tell(account, who, "Not sent: %s", text);
        g_free(text);
    }
    return verdict;
}

static sender sender_of(PurpleConnection *connection)
{
    return (sender)g_hash_table_lookup(senders, PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(connection)));
}

/* Above 0 libpurple shows the text as sent; 0 is silent. */
static int gate(PurpleConnection *connection, const char *who, const char *text, PurpleMessageFlags flags)
{
    uint32_t origin = flags & PURPLE_MESSAGE_AUTO_RESP ? SUBROSA_FLAG_NOTICE : 0;
    int32_t verdict = offer(purple_connection_get_account(connection), who, text, origin);
    if (verdict <= SUBROSA_VERDICT_PASS_WARN) {
        char *whole = g_strconcat(text, to_append, NULL); /* or the text alone */
        int result = sender_of(connection)(connection, who, whole, flags);
        g_free(whole);
        return result;
    }
    return verdict == SUBROSA_VERDICT_REFUSED ? 0 : 1;
}

void send_line(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
{
    const char *line = subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE);
    PurpleConnection *connection = purple_account_get_connection(account);
    if (!purple_account_is_connected(account) || sender_of(connection)(connection, peer, line, 0) < 0) {
        subrosa_outcome *failed = NULL;
        int64_t id = subrosa_outcome_int(outcome, SUBROSA_FIELD_LINE_ID);
        subrosa_line_failed(messenger, name_of(account), id, &failed);
        act_on(failed);
    }
}

/* IRC sends "/me" by itself, after it has asked. It is the only text here that is not HTML. */
static void does(PurpleAccount *account, const char *who, char **text, gpointer unused)
{
    PurpleConversation *conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    char *markup;
    int32_t verdict;
    if (!is(account, "prpl-irc") || *text == NULL || !g_str_has_prefix(*text, "/me "))
        return;
    markup = g_markup_escape_text(*text, -1);
    verdict = offer(account, who, markup, 0);
    if (verdict > SUBROSA_VERDICT_PASS_WARN) {
        g_free(*text);
        *text = NULL;
    }
    if ((verdict == SUBROSA_VERDICT_TAKEN || verdict == SUBROSA_VERDICT_HELD) && conversation != NULL)
        purple_conv_im_write(PURPLE_CONV_IM(conversation), NULL, markup, PURPLE_MESSAGE_SEND, time(NULL));
    g_free(markup);
}

/* --- in --------------------------------------------------------------------------------------------- */

static gboolean arrived(PurpleAccount *account, char **who, char **text, PurpleConversation *conversation,
                        PurpleMessageFlags *flags, gpointer unused)
{
    subrosa_outcome *outcome = NULL;
    const char *peer;
    uint32_t origin;
    int32_t verdict;
    if (showing || *who == NULL || *text == NULL)
        return FALSE;
    peer = peer_of(account, *who);
    origin = occupant(account, peer);
    subrosa_contact_set(messenger, name_of(account), peer, SUBROSA_SETTING_PRESENT, 1);
    origin |= *flags & PURPLE_MESSAGE_DELAYED ? SUBROSA_FLAG_HISTORY : 0;
    origin |= *flags & PURPLE_MESSAGE_REMOTE_SEND ? SUBROSA_FLAG_OWN : 0;
    subrosa_incoming(messenger, name_of(account), peer, *text, strlen(*text), origin, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    if (verdict == SUBROSA_VERDICT_PASS_WARN) {
        char *marked = g_strconcat(NOT_PRIVATE, *text, NULL);
        g_free(*text);
        *text = marked;
    }
    act_on(outcome);
    return verdict == SUBROSA_VERDICT_TAKEN;
}

/* As if it had come from the network like this: with window, sound and log. */
void show(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
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

/* --- both ------------------------------------------------------------------------------------------- */

void texts_load(void)
{
    void *conversations = purple_conversations_get_handle();
    GList *protocols;
    senders = g_hash_table_new(NULL, NULL);
    for (protocols = purple_plugins_get_protocols(); protocols != NULL; protocols = protocols->next) {
        PurplePluginProtocolInfo *protocol = PURPLE_PLUGIN_PROTOCOL_INFO((PurplePlugin *)protocols->data);
        if (protocol->send_im != NULL && protocol->send_im != gate) {
            g_hash_table_insert(senders, protocol, protocol->send_im);
            protocol->send_im = gate;
        }
    }
    /* Other plugins have a text before it is encrypted, and after it was decrypted. */
    purple_signal_connect_priority(conversations, "sending-im-msg", self, PURPLE_CALLBACK(does), NULL,
                                   PURPLE_SIGNAL_PRIORITY_HIGHEST);
    purple_signal_connect_priority(conversations, "receiving-im-msg", self, PURPLE_CALLBACK(arrived), NULL,
                                   PURPLE_SIGNAL_PRIORITY_LOWEST);
}

void texts_unload(void)
{
    GHashTableIter each;
    gpointer protocol, own;
    g_hash_table_iter_init(&each, senders);
    while (g_hash_table_iter_next(&each, &protocol, &own))
        ((PurplePluginProtocolInfo *)protocol)->send_im = (sender)own;
    g_clear_pointer(&senders, g_hash_table_unref);
    g_clear_pointer(&to_append, g_free);
}
