/* What leaves and what arrives.
 *
 * Every text that libpurple sends passes the function `send_im` of its protocol, whoever wants it
 * sent: the user, another plugin, an automatic reply, a pounce. `gate` stands in its place.
 */
#include "subrosa-purple.h"

#include <string.h>

typedef int (*sender)(PurpleConnection *, const char *, const char *, PurpleMessageFlags);

static GHashTable *senders; /* PurplePluginProtocolInfo -> its own send_im */
static GHashTable *waiting; /* "number account" -> a text whose echo says that it is not sent yet */
static gboolean showing;    /* what passes through libpurple now comes from us */
static gboolean unlogged;   /* what is written into a window now is for no log */
static gboolean typed;      /* what is offered now was typed here, and libpurple does not show it */

#define LOGGING "subrosa-logging"  /* data of a conversation: it has a log, which is closed now */
#define LAST_REPLY "subrosa-reply" /* data of a conversation: hash of the last automatic reply */

/* --- out ------------------------------------------------------------------------------------ */

/* Somebody in a room, who is written to alone, has a resource even in the eyes of libpurple. */
static uint32_t occupant(PurpleAccount *account, const char *peer)
{
    return is(account, "prpl-jabber") && strchr(peer, '/') != NULL ? SUBROSA_FLAG_OCCUPANT : 0;
}

int32_t offer(PurpleAccount *account, const char *who, const char *markup, uint32_t flags)
{
    const char *peer = peer_of(account, who);
    return walk(subrosa_outgoing(glue.messenger, name_of(account), peer, markup, SUBROSA_NUL,
                                 flags | occupant(account, peer)));
}

static sender sender_of(PurpleConnection *connection)
{
    PurplePlugin *protocol = purple_connection_get_prpl(connection);
    return (sender)g_hash_table_lookup(senders, PURPLE_PLUGIN_PROTOCOL_INFO(protocol));
}

/* Above 0 libpurple shows what was typed as sent; 0 is silent. What others want sent they show
 * themselves: Pidgin its pounces, libpurple its automatic replies.
 */
static int gate(PurpleConnection *connection, const char *who, const char *text,
                PurpleMessageFlags flags)
{
    uint32_t origin = flags & PURPLE_MESSAGE_AUTO_RESP ? SUBROSA_FLAG_NOTICE : 0;
    gboolean before = typed;
    typed = (flags & (PURPLE_MESSAGE_SEND | PURPLE_MESSAGE_INVISIBLE)) == PURPLE_MESSAGE_SEND;
    int32_t verdict = offer(purple_connection_get_account(connection), who, text, origin);
    typed = before;
    if (verdict != SUBROSA_VERDICT_PASS)
        return 0;
    return sender_of(connection)(connection, who, text, flags);
}

int on_send(void *host, const subrosa_glue_event *event)
{
    PurpleAccount *account = account_of(event->account);
    if (account == NULL || !purple_account_is_connected(account))
        return 0;
    PurpleConnection *connection = purple_account_get_connection(account);
    fallback = event->fallback;
    int sent = sender_of(connection)(connection, event->peer, event->line, 0);
    fallback = NULL;
    return sent >= 0;
}

/* IRC sends "/me" by itself, after it has asked. It is the only text here that is not HTML. */
static void does(PurpleAccount *account, const char *who, char **text, gpointer unused)
{
    if (!is(account, "prpl-irc") || *text == NULL || !g_str_has_prefix(*text, "/me "))
        return;
    char *markup = g_markup_escape_text(*text + strlen("/me "), -1);
    typed = TRUE;
    int32_t verdict = offer(account, who, markup, SUBROSA_FLAG_ACTION);
    typed = FALSE;
    if (verdict != SUBROSA_VERDICT_PASS) {
        g_free(*text);
        *text = NULL;
    }
    g_free(markup);
}

/* --- what the user's own texts look like ------------------------------------------------------ */

/* Marks are plain, texts are HTML. */
static char *marked(const subrosa_glue_event *event, const char *text)
{
    char *mark = g_markup_escape_text(event->mark, -1);
    char *all = g_strconcat(event->is_action ? "/me " : "", mark, text, NULL);
    g_free(mark);
    return all;
}

static char *place_of(const char *account, int64_t number)
{
    return g_strdup_printf("%" G_GINT64_FORMAT " %s", number, account);
}

/* Of what something else shows it is only said that it waits. */
int on_echo(void *host, const subrosa_glue_event *event)
{
    PurpleAccount *account = account_of(event->account);
    PurpleConversation *window = NULL;
    if (account != NULL && (typed || *event->mark != '\0'))
        window = window_of(account, event->peer, TRUE);
    if (window == NULL)
        return 1;
    char *text = marked(event, event->text);
    char *linked = purple_markup_linkify(text);
    unlogged = !event->may_log;
    purple_conv_im_write(PURPLE_CONV_IM(window), NULL, linked, PURPLE_MESSAGE_SEND, time(NULL));
    unlogged = FALSE;
    title_stage(window, NULL);
    if (*event->mark != '\0' && event->number != 0)
        g_hash_table_replace(waiting, place_of(event->account, event->number),
                             g_strdup(event->text));
    g_free(linked);
    g_free(text);
    return 1;
}

void texts_remember(PurpleAccount *account)
{
    subrosa_outcome *texts = subrosa_text_list(glue.messenger, name_of(account), NULL);
    while (subrosa_outcome_next(texts) != 0) {
        const subrosa_glue_event event = subrosa_glue_here(texts);
        if (*event.mark != '\0')
            g_hash_table_replace(waiting, place_of(event.account, event.number),
                                 g_strdup(event.text));
    }
    subrosa_outcome_free(texts);
}

/* What was shown stays as it is in libpurple: how far the last text is stands in the title, and
 * what becomes of one that waited is a line of its own.
 */
int on_progress(void *host, const subrosa_glue_event *event)
{
    PurpleAccount *account = account_of(event->account);
    gboolean delivered = strcmp(event->stage, "delivered") == 0;
    gboolean sent = delivered || strcmp(event->stage, "sent") == 0;
    const char *tick = delivered ? "\342\234\223\342\234\223" : sent ? "\342\234\223" : event->mark;
    char *place = place_of(event->account, event->number);
    const char *text = g_hash_table_lookup(waiting, place);
    if (account != NULL && window_of(account, event->peer, FALSE) != NULL)
        title_stage(window_of(account, event->peer, FALSE), tick);
    if (text != NULL && (sent || strcmp(event->stage, "discarded") == 0)) {
        char *plain = purple_markup_strip_html(text);
        say_to(account, event->peer, "%s%s%s", tick, sent ? " " : "", plain);
        g_free(plain);
        g_hash_table_remove(waiting, place);
    }
    g_free(place);
    return 1;
}

/* --- in ------------------------------------------------------------------------------------- */

/* IRC gives the same automatic reply to each line that is sent, acknowledgements among them. */
static gboolean is_said_again(PurpleConversation *window, const char *text, gboolean reply)
{
    gpointer last = window ? purple_conversation_get_data(window, LAST_REPLY) : NULL;
    gpointer now = reply ? GUINT_TO_POINTER(g_str_hash(text)) : NULL;
    if (window != NULL)
        purple_conversation_set_data(window, LAST_REPLY, now);
    return reply && last == now && !is_clear(window);
}

static gboolean arrived(PurpleAccount *account, char **who, char **text,
                        PurpleConversation *window, PurpleMessageFlags *flags, gpointer unused)
{
    if (window != NULL)
        purple_conversation_set_data(window, ABSENT, NULL);
    if (showing || *who == NULL || *text == NULL)
        return FALSE;
    hint(account, *who, SUBROSA_HINT_PRESENT, TRUE);
    const char *peer = peer_of(account, *who);
    uint32_t origin = occupant(account, peer);
    origin |= *flags & PURPLE_MESSAGE_DELAYED ? SUBROSA_FLAG_HISTORY : 0;
    origin |= *flags & PURPLE_MESSAGE_REMOTE_SEND ? SUBROSA_FLAG_OWN : 0;
    origin |= *flags & PURPLE_MESSAGE_AUTO_RESP ? SUBROSA_FLAG_NOTICE : 0;
    char *shown = subrosa_glue_came(&glue, name_of(account), peer, *text, origin, 0);
    if (shown == NULL)
        return TRUE;
    g_free(*text);
    *text = g_strdup(shown);
    free(shown);
    return is_said_again(window, *text, is(account, "prpl-irc") && origin & SUBROSA_FLAG_NOTICE);
}

/* As if it had come from the network like this: with window, sound and log. */
int on_show(void *host, const subrosa_glue_event *event)
{
    PurpleAccount *account = account_of(event->account);
    if (account == NULL || !purple_account_is_connected(account))
        return 0;
    char *text = marked(event, event->text);
    showing = TRUE;
    unlogged = !event->may_log;
    serv_got_im(purple_account_get_connection(account), event->peer, text, PURPLE_MESSAGE_RECV,
                time(NULL));
    unlogged = FALSE;
    showing = FALSE;
    g_free(text);
    return 1;
}

/* --- logs ------------------------------------------------------------------------------------ */

/* What libpurple and other plugins write there as the user's is as private as what is typed. Pidgin
 * shows a text with the flag NO_LOG as nobody's, so that the log is closed while it is written.
 */
static gboolean writing(PurpleAccount *account, const char *who, char **text,
                        PurpleConversation *window, PurpleMessageFlags flags, gpointer unused)
{
    gboolean by_user = flags & PURPLE_MESSAGE_SEND && !purple_prefs_get_bool(PREFS "/log");
    if (window->logging && (unlogged || (by_user && !is_clear(window)))) {
        window->logging = FALSE;
        purple_conversation_set_data(window, LOGGING, (gpointer)LOGGING);
    }
    return FALSE;
}

static void wrote(PurpleAccount *account, const char *who, const char *text,
                  PurpleConversation *window, PurpleMessageFlags flags, gpointer unused)
{
    window->logging |= purple_conversation_get_data(window, LOGGING) != NULL;
    purple_conversation_set_data(window, LOGGING, NULL);
}

/* --- both ----------------------------------------------------------------------------------- */

void texts_load(void)
{
    void *conversations = purple_conversations_get_handle();
    waiting = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    senders = g_hash_table_new(NULL, NULL);
    for (GList *all = purple_plugins_get_protocols(); all != NULL; all = all->next) {
        PurplePluginProtocolInfo *protocol = PURPLE_PLUGIN_PROTOCOL_INFO((PurplePlugin *)all->data);
        if (protocol->send_im != NULL && protocol->send_im != gate) {
            g_hash_table_insert(senders, protocol, protocol->send_im);
            protocol->send_im = gate;
        }
    }
    /* Other plugins have a text before it is encrypted, and after it was decrypted. */
    purple_signal_connect_priority(conversations, "sending-im-msg", self, PURPLE_CALLBACK(does),
                                   NULL, PURPLE_SIGNAL_PRIORITY_HIGHEST);
    /* The last one: no other can keep the text from being written, and the log closed. */
    purple_signal_connect_priority(conversations, "writing-im-msg", self, PURPLE_CALLBACK(writing),
                                   NULL, PURPLE_SIGNAL_PRIORITY_LOWEST);
    LISTEN(conversations, "wrote-im-msg", wrote, NULL);
    purple_signal_connect_priority(conversations, "receiving-im-msg", self,
                                   PURPLE_CALLBACK(arrived), NULL, PURPLE_SIGNAL_PRIORITY_LOWEST);
}

void texts_unload(void)
{
    GHashTableIter each;
    gpointer protocol, own;
    g_hash_table_iter_init(&each, senders);
    while (g_hash_table_iter_next(&each, &protocol, &own))
        ((PurplePluginProtocolInfo *)protocol)->send_im = (sender)own;
    g_clear_pointer(&senders, g_hash_table_unref);
    g_clear_pointer(&waiting, g_hash_table_unref);
}
