/* Private conversations in Profanity, in stanzas after docs/XMPP.md.
 *
 * Every message stanza passes here both ways, as text. What is private is shown as Profanity shows
 * what comes, in place of the sentence for programs without the library, which its logs have.
 *
 *     cc -shared -fPIC subrosa-profanity.c \
 *         $(pkg-config --cflags --libs subrosa glib-2.0) -o subrosa.so
 */
/* Profanity fills the variables of its header, so it has to see them. */
#pragma GCC visibility push(default)
#include <profapi.h>
#pragma GCC visibility pop

#include <glib.h>
#include <subrosa_glue.h>

#define SPACE "urn:subrosa:1"
#define PLUGIN "subrosa.c" /* of this subrosa.so is made, in the eyes of Profanity */
#define ID "subrosa-"      /* before the number of a line, in the id of its stanza */
#define LINE                                                                                      \
    "<line xmlns='" SPACE "'>%s</line>"                                                            \
    "<encryption xmlns='urn:xmpp:eme:0' namespace='" SPACE "' name='Subrosa'/>"
#define NOTHING " " /* what is sent instead of a stanza that may not leave: a keepalive */

static subrosa_glue glue;     /* filled below its functions */
static char *own;             /* the address of the user; NULL: not connected */
static char *account;         /* its name for the library */
static gint64 wake;           /* when the library wants to be called; 0: never */
static char *instead;         /* what is shown for the text that Profanity is about to show */
static subrosa_outcome *held; /* its walk goes on when that has been shown */

/* --- Stanzas. --- */

enum wrap { BARE, CARBON_RECEIVED, CARBON_SENT, ARCHIVE };

/* A message: the innermost one, if it came in a carbon or from an archive. */
typedef struct stanza {
    enum wrap wrap;
    int depth, message;    /* of the element that is read, and of the message */
    int lines;             /* how many elements `line` it has */
    gboolean has_more;     /* it has what says something, besides a body */
    gboolean has_library;  /* as the answer to a disco query: so does whoever gives it */
    const char *outer;     /* who has sent the whole */
    const char *from, *to, *type, *id;
    const char *stamp;     /* when it was said, if that can be believed */
    GStringChunk *kept;    /* all of these */
    GString *line, *body;
    GString *into;         /* where the text goes that is read */
} stanza;

static const char *attribute(const stanza *it, const char **names, const char **values,
                             const char *name)
{
    for (; *names != NULL; names++, values++)
        if (strcmp(*names, name) == 0)
            return g_string_chunk_insert_const(it->kept, *values);
    return NULL;
}

/* As whom the user's server speaks: the account, or itself. */
static gboolean is_own_server(const char *address)
{
    const char *at = own != NULL ? strchr(own, '@') : NULL;
    return at != NULL && (g_strcmp0(address, own) == 0 || g_strcmp0(address, at + 1) == 0);
}

static void element_begins(GMarkupParseContext *context, const char *name, const char **names,
                           const char **values, void *data, GError **error)
{
    stanza *it = (stanza *)data;
    const char *space = attribute(it, names, values, "xmlns");
    it->depth++;
    it->into = NULL;
    /* Nobody else's words are taken for those of whom they say they are. */
    if (it->depth == 1 || (it->depth == 4 && it->wrap != BARE && strcmp(name, "message") == 0)) {
        it->message = it->depth;
        it->from = attribute(it, names, values, "from");
        it->to = attribute(it, names, values, "to");
        it->type = attribute(it, names, values, "type");
        it->id = attribute(it, names, values, "id");
        if (it->depth == 1)
            it->outer = it->from;
    } else if (it->depth == 2 && g_strcmp0(space, "urn:xmpp:carbons:2") == 0) {
        it->wrap = strcmp(name, "sent") == 0 ? CARBON_SENT : CARBON_RECEIVED;
    } else if (it->depth == 2 && g_strcmp0(space, "urn:xmpp:mam:2") == 0) {
        it->wrap = ARCHIVE;
    } else if (g_strcmp0(space, "urn:xmpp:delay") == 0) {
        /* Beside a message from an archive it is the archive's. */
        if (it->wrap == ARCHIVE ? it->message == 1 :
                                  is_own_server(attribute(it, names, values, "from")))
            it->stamp = attribute(it, names, values, "stamp");
    } else if (strcmp(name, "feature") == 0) {
        it->has_library |= g_strcmp0(attribute(it, names, values, "var"), SPACE) == 0;
    } else if (it->depth == it->message + 1) {
        if (strcmp(name, "line") == 0 && g_strcmp0(space, SPACE) == 0) {
            it->lines++;
            it->into = it->line;
        } else if (strcmp(name, "body") == 0) {
            it->into = it->body;
        } else if (g_strcmp0(space, "http://jabber.org/protocol/chatstates") != 0 &&
                   g_strcmp0(space, "urn:xmpp:receipts") != 0) {
            it->has_more = TRUE;
        }
    }
}

static void element_ends(GMarkupParseContext *context, const char *name, void *data,
                         GError **error)
{
    stanza *it = (stanza *)data;
    it->depth--;
    it->into = NULL;
}

static void text_is_read(GMarkupParseContext *context, const char *text, gsize length, void *data,
                         GError **error)
{
    stanza *it = (stanza *)data;
    if (it->into != NULL)
        g_string_append_len(it->into, text, length);
}

/* Gives FALSE if it cannot be read. It has to be freed in any case. */
static gboolean read_stanza(stanza *it, const char *text)
{
    static const GMarkupParser parser = {element_begins, element_ends, text_is_read, NULL, NULL};
    GMarkupParseContext *context;
    gboolean is_whole;
    memset(it, 0, sizeof *it);
    it->kept = g_string_chunk_new(256);
    it->line = g_string_new(NULL);
    it->body = g_string_new(NULL);
    context = g_markup_parse_context_new(&parser, 0, it, NULL);
    is_whole = g_markup_parse_context_parse(context, text, -1, NULL) &&
               g_markup_parse_context_end_parse(context, NULL);
    g_markup_parse_context_free(context);
    return is_whole;
}

static void free_stanza(stanza *it)
{
    g_string_chunk_free(it->kept);
    g_string_free(it->line, TRUE);
    g_string_free(it->body, TRUE);
}

static void keep(char **where, const char *value)
{
    g_free(*where);
    *where = g_strdup(value);
}

static char *bare(const char *address)
{
    return g_strndup(address, strcspn(address, "/"));
}

/* Whom the library knows: an address without its resource, or somebody's name in a room. */
static char *peer_of(const char *address, uint32_t *flags)
{
    char *peer = bare(address);
    if (prof_get_room_nick(peer) == NULL)
        return peer;
    g_free(peer);
    *flags |= SUBROSA_FLAG_OCCUPANT;
    return g_strdup(address);
}

static int64_t seconds_of(const char *stamp)
{
    GDateTime *time = stamp != NULL ? g_date_time_new_from_iso8601(stamp, NULL) : NULL;
    const int64_t seconds = time != NULL ? g_date_time_to_unix(time) : 0;
    if (time != NULL)
        g_date_time_unref(time);
    return seconds > 0 ? seconds : 0;
}

/* --- The five events, and the timer. --- */

static int on_send(void *host, const subrosa_glue_event *event)
{
    static const char *const forms[] = {
        [SUBROSA_KIND_TEXT] = LINE "<store xmlns='urn:xmpp:hints'/><body>%s</body>"
                                   "<fallback xmlns='urn:xmpp:fallback:0' for='" SPACE "'/>",
        [SUBROSA_KIND_ACKNOWLEDGEMENT] = LINE "<no-store xmlns='urn:xmpp:hints'/>",
        [SUBROSA_KIND_HANDSHAKE] = LINE "<store xmlns='urn:xmpp:hints'/>",
        [SUBROSA_KIND_CARD] = LINE "<store xmlns='urn:xmpp:hints'/>",
        [SUBROSA_KIND_QUESTION] = "<body>%s</body>",
    };
    char *head, *rest, *stanza;
    int is_sent;
    if (own == NULL || strcmp(event->account, account) != 0 ||
        event->kind >= (int)G_N_ELEMENTS(forms) || forms[event->kind] == NULL)
        return 0;
    head = g_markup_printf_escaped("<message type='chat' to='%s' id='" ID "%" G_GINT64_FORMAT "'>",
                                   event->peer, event->line_id);
    rest = g_markup_printf_escaped(forms[event->kind], event->line, event->fallback);
    stanza = g_strconcat(head, rest, "</message>", NULL);
    is_sent = prof_send_stanza(stanza);
    g_free(stanza);
    g_free(rest);
    g_free(head);
    return is_sent;
}

/* A line of the window, as if Profanity had written it; of the console, if there is no window. */
static void write_line(const char *peer, const char *item, const char *colour, const char *sign,
                       const char *line)
{
    if (prof_chat_show_themed(peer, "subrosa", item, colour, sign, line))
        return;
    prof_cons_show_themed("subrosa", item, colour, line);
    prof_cons_alert();
}

/* What does not come in a stanza of its own: see text_came. */
static int on_show(void *host, const subrosa_glue_event *event)
{
    char *line = g_strdup_printf(event->is_action ? "*%s %s%s" : "%s: %s%s", event->peer,
                                 event->mark, event->text);
    write_line(event->peer, "them", "default", "-", line);
    g_free(line);
    return 1;
}

static int on_echo(void *host, const subrosa_glue_event *event)
{
    char *line = g_strconcat(event->is_action ? "*me " : "me: ", event->mark, event->text, NULL);
    write_line(event->peer, "me", "green", "-", line);
    g_free(line);
    return 1;
}

/* Profanity says "unencrypted" by itself, where this says nothing. */
static int on_title(void *host, const subrosa_glue_event *event)
{
    if (event->words[0] == '\0')
        prof_chat_unset_titlebar_enctext(event->peer);
    else
        prof_chat_set_titlebar_enctext(event->peer, event->words);
    return 1;
}

/* A window cannot be opened without going there, and the input line would go along: what has none
 * is said in the console, and what is to be typed there. */
static int on_say(void *host, const subrosa_glue_event *event)
{
    static const char *const colours[] = {"cyan", "cyan", "yellow", "bold_red"};
    const int severity = event->severity >= 0 && event->severity <= 3 ? event->severity : 3;
    const char *colour = colours[severity], *sign = severity > 1 ? "!" : "-", *word, *label;
    char *text = g_strconcat(event->sentence, event->how[0] != '\0' ? " " : "", event->how, NULL);
    char **rows = g_strsplit(event->blocks, "\n", 0), *choice;
    int at, is_risk;
    if (!prof_chat_show_themed(event->peer, "subrosa", colour, colour, sign, text) &&
        event->place != SUBROSA_PLACE_IF_OPEN) {
        write_line("", colour, colour, sign, event->question != 0 ? event->sentence : text);
        for (at = 0; (word = subrosa_glue_choice(event, at, &label, &is_risk)) != NULL; at++) {
            choice = g_strdup_printf("%s: /subrosa %s %s", label, word, event->peer);
            write_line("", colour, colour, sign, choice);
            g_free(choice);
        }
    }
    /* The blocks of a code are light, so they are drawn in white. */
    for (at = 0; rows[at] != NULL && rows[at][0] != '\0'; at++)
        write_line(event->peer, "code", "white", "-", rows[at]);
    g_strfreev(rows);
    g_free(text);
    return 1;
}

static void set_timer(void *host, int64_t milliseconds)
{
    wake = milliseconds < 0 ? 0 : g_get_monotonic_time() + milliseconds * 1000;
}

static subrosa_glue glue = {.send = on_send, .show = on_show, .say = on_say, .title = on_title,
                            .echo = on_echo, .timer = set_timer};

/* --- What comes. --- */

#define HOOK __attribute__((visibility("default")))

/* Before anything else is told to the library: the text that took the place of another has been
 * shown, and only now its sender is told so; what leaves after it keeps its order. Timers count
 * seconds, so all comes by here. */
static void go_on(void)
{
    subrosa_outcome *outcome = held;
    held = NULL;
    if (outcome != NULL && instead != NULL)
        subrosa_outcome_undone(outcome); /* Profanity has not asked for it */
    keep(&instead, NULL);
    if (outcome != NULL)
        subrosa_glue_walk(&glue, outcome);
    if (wake != 0 && g_get_monotonic_time() >= wake)
        subrosa_glue_walk(&glue, subrosa_tick(glue.messenger));
}

/* A text that comes in a stanza takes the place of its body: so it gets a window, a sound and a
 * notification, and logs have the body. Gives FALSE if there is none. */
static gboolean is_shown_instead(subrosa_outcome *outcome, const char *peer)
{
    while (subrosa_glue_until(&glue, outcome, SUBROSA_EVENT_SHOW) != 0) {
        const subrosa_glue_event event = subrosa_glue_here(outcome);
        if (strcmp(event.peer, peer) == 0) {
            instead = g_strconcat(event.is_action ? "/me " : "", event.mark, event.text, NULL);
            held = outcome;
            return TRUE;
        }
        on_show(NULL, &event);
    }
    return FALSE;
}

/* Gives 1 if Profanity shows it: as it is, or with another text. */
static int text_came(const stanza *it)
{
    const char *text = it->lines == 1 ? it->line->str : it->body->str;
    const char *from = it->from != NULL ? it->from : own, *to = it->to != NULL ? it->to : own;
    uint32_t flags = it->stamp != NULL || it->wrap == ARCHIVE ? SUBROSA_FLAG_HISTORY : 0;
    char *sender = bare(from), *peer;
    subrosa_outcome *outcome;
    int32_t verdict;
    if (it->wrap == CARBON_SENT || (it->wrap == ARCHIVE && strcmp(sender, own) == 0))
        flags |= SUBROSA_FLAG_OWN;
    peer = peer_of(flags & SUBROSA_FLAG_OWN ? to : from, &flags);
    outcome = subrosa_incoming(glue.messenger, account, peer, text, SUBROSA_NUL, flags,
                               seconds_of(it->stamp));
    verdict = subrosa_outcome_verdict(outcome);
    if (verdict == SUBROSA_VERDICT_MARKED)
        instead = g_strconcat(subrosa_outcome_mark(outcome), it->body->str, NULL);
    if (verdict == SUBROSA_VERDICT_MARKED && flags & SUBROSA_FLAG_OWN) { /* there is no hook */
        char *line = g_strconcat("me: ", instead, NULL);
        write_line(peer, "me", "green", "-", line);
        g_free(line);
        verdict = SUBROSA_VERDICT_TAKEN;
    }
    if (verdict == SUBROSA_VERDICT_TAKEN && it->body->len > 0 && it->wrap != ARCHIVE &&
        is_shown_instead(outcome, peer))
        verdict = SUBROSA_VERDICT_MARKED;
    else
        subrosa_glue_walk(&glue, outcome);
    g_free(sender);
    g_free(peer);
    return verdict != SUBROSA_VERDICT_TAKEN;
}

HOOK int prof_on_message_stanza_receive(const char *const text)
{
    stanza it;
    int is_shown = 1;
    go_on();
    if (read_stanza(&it, text) && own != NULL) {
        const char *type = it.type != NULL ? it.type : "normal";
        const gboolean is_chat = strcmp(type, "chat") == 0 || strcmp(type, "normal") == 0;
        if (it.wrap != BARE && it.outer != NULL && strcmp(it.outer, own) != 0) {
            is_shown = it.wrap == ARCHIVE && !is_chat; /* of a room; else somebody pretends */
        } else if (strcmp(type, "error") == 0 && it.id != NULL && g_str_has_prefix(it.id, ID)) {
            const int64_t line = g_ascii_strtoll(it.id + strlen(ID), NULL, 10);
            subrosa_glue_walk(&glue, subrosa_line_failed(glue.messenger, account, line));
            is_shown = 0;
        } else if (is_chat && (it.lines == 1 || it.body->len > 0)) {
            is_shown = text_came(&it);
        }
    }
    free_stanza(&it);
    return is_shown;
}

/* The last hook before the window. NULL: as it is. */
HOOK char *prof_pre_chat_message_display(const char *const peer, const char *const resource,
                                         const char *text)
{
    return g_steal_pointer(&instead);
}

HOOK char *prof_pre_priv_message_display(const char *const room, const char *const nick,
                                         const char *text)
{
    return g_steal_pointer(&instead);
}

static void hint(const char *peer, int32_t what)
{
    go_on();
    if (own != NULL)
        subrosa_glue_walk(&glue, subrosa_contact_hint(glue.messenger, account, peer, what, 1));
}

/* Profanity tells of people on the list alone. */
HOOK void prof_on_contact_presence(const char *const peer, const char *const of,
                                   const char *const presence, const char *const status,
                                   const int priority)
{
    hint(peer, SUBROSA_HINT_KNOWN);
    hint(peer, SUBROSA_HINT_PRESENT);
}

HOOK int prof_on_iq_stanza_receive(const char *const text)
{
    stanza it;
    if (read_stanza(&it, text) && it.has_library && it.from != NULL) {
        char *peer = bare(it.from);
        hint(peer, SUBROSA_HINT_CAPABLE);
        g_free(peer);
    }
    free_stanza(&it);
    return 1;
}

/* --- What is typed, and what leaves. --- */

/* NULL: nothing is sent, nothing is shown. */
HOOK char *prof_pre_chat_message_send(const char *const peer, const char *text)
{
    const char *name = account != NULL ? account : "";
    go_on();
    return subrosa_glue_typed(&glue, name, peer, text, 0) ? strdup(text) : NULL;
}

static gboolean may_leave(const char *peer, const char *text)
{
    const char *name = account != NULL ? account : "";
    return subrosa_may_send(glue.messenger, name, peer, text, text != NULL ? SUBROSA_NUL : 0) == 1;
}

/* The last one before the network: other encryption, corrections, invitations, people of rooms.
 * NULL: as it is. */
HOOK char *prof_on_message_stanza_send(const char *const text)
{
    stanza it;
    uint32_t flags = 0;
    gboolean may = FALSE;
    if (read_stanza(&it, text)) {
        char *peer = peer_of(it.to != NULL ? it.to : "", &flags);
        may = g_strcmp0(it.type, "groupchat") == 0 || (it.body->len == 0 && !it.has_more) ||
              may_leave(peer, it.body->len > 0 ? it.body->str : NULL);
        g_free(peer);
    }
    free_stanza(&it);
    return may ? NULL : strdup(NOTHING);
}

/* A file for somebody private would lie readable on a server: the place for it is not asked for. */
HOOK char *prof_on_iq_stanza_send(const char *const text)
{
    const char *peer = prof_get_current_recipient();
    if (peer == NULL || strstr(text, "urn:xmpp:http:upload") == NULL ||
        strstr(text, "<request") == NULL || may_leave(peer, NULL))
        return NULL;
    return strdup(NOTHING);
}

static void subrosa_typed(char **words)
{
    const char *peer = prof_get_current_recipient();
    go_on();
    subrosa_glue_walk(&glue, subrosa_command(glue.messenger, account != NULL ? account : "",
                                             peer != NULL ? peer : "",
                                             words[0] != NULL ? words[0] : "", SUBROSA_NUL));
}

/* --- Connecting, loading and unloading. --- */

HOOK void prof_on_chat_win_focus(const char *const peer)
{
    if (own != NULL)
        subrosa_glue_walk(&glue, subrosa_title(glue.messenger, account, peer));
}

static void disconnected(void)
{
    go_on();
    if (own != NULL)
        subrosa_glue_walk(&glue, subrosa_account_online(glue.messenger, account, 0));
    keep(&own, NULL);
}

/* Profanity does not say that a connection was lost, only that there is one again. */
static void connected(const char *address)
{
    char *now = g_strdup_printf("xmpp.profanity.%.*s", (int)strcspn(address, "/"), address);
    disconnected();
    if (account != NULL && strcmp(account, now) != 0)
        subrosa_glue_walk(&glue, subrosa_account_detach(glue.messenger, account));
    keep(&account, now);
    own = bare(address);
    g_free(now);
    subrosa_glue_walk(&glue, subrosa_account_attach(glue.messenger, account, "xmpp",
                                                    "burst=20 interval-ms=100"));
}

/* No hook is called from here: another plugin may have one of the same name. */
HOOK void prof_on_connect(const char *const name, const char *const address)
{
    connected(address);
}

HOOK void prof_on_disconnect(const char *const name, const char *const address)
{
    disconnected();
}

static void register_command(void)
{
    static char *synopsis[] = {"/subrosa help", "/subrosa start", "/subrosa <word> [<who>]", NULL};
    static char *arguments[][2] = {{"<word>", "One of the words that help lists."}, {NULL, NULL}};
    static char *examples[] = {"/subrosa start", "/subrosa verify", NULL};
    static char *words[] = {"start", "end", "cancel", "status", "accept", "decline", "accept-key",
                            "add-key", "verify", "unverify", "differ", "safety", "code", "devices",
                            "send", "resend", "discard", "block", "unblock", "forget", "unlock",
                            "passphrase", "no-passphrase", "go-on", "export", "import", "mode",
                            "card", "list", "help", NULL};
    static char *modes[] = {"manual", "automatic", "append", "required", NULL};
    _prof_register_command(PLUGIN, "/subrosa", 0, 1, synopsis, "Private conversations, end to end.",
                          arguments, examples, subrosa_typed);
    _prof_completer_add(PLUGIN, "/subrosa", words);
    _prof_completer_add(PLUGIN, "/subrosa mode", modes);
    _prof_filepath_completer_add(PLUGIN, "/subrosa export");
    _prof_filepath_completer_add(PLUGIN, "/subrosa import");
}

HOOK void prof_init(const char *const version, const char *const status, const char *const name,
                    const char *const address)
{
    subrosa_glue_walk(&glue, subrosa_messenger_open(SUBROSA_ABI, NULL, NULL, &glue.messenger));
    register_command();
    _prof_register_timed(PLUGIN, go_on, 1);
    _prof_disco_add_feature(PLUGIN, SPACE);
    if (address != NULL)
        connected(address);
}

static void shut(void)
{
    go_on();
    subrosa_messenger_free(glue.messenger);
    glue.messenger = NULL;
    wake = 0;
    keep(&own, NULL);
}

HOOK void prof_on_shutdown(void)
{
    shut();
}

HOOK void prof_on_unload(void)
{
    subrosa_outcome *titles = subrosa_title(glue.messenger, NULL, NULL);
    subrosa_glue_walk(&glue, subrosa_messenger_leave(glue.messenger));
    while (subrosa_outcome_next(titles) != 0)
        prof_chat_unset_titlebar_enctext(subrosa_outcome_str(titles, SUBROSA_FIELD_PEER));
    subrosa_outcome_free(titles);
    shut();
}
