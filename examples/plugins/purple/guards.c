/* A guard for what libpurple's IRC and XMPP send past everything else: commands like /msg, raw
 * lines, other plugins. Everything that leaves comes by here.
 */
#include "subrosa-purple.h"

#include <string.h>

#define SPACE "urn:subrosa:1"

const char *fallback;   /* the sentence for programs without the library, while a line is sent */
static GRegex *message; /* kind, targets, text */

/* Lines of Subrosa pass, however long libpurple has kept them. */
static gboolean is_readable(PurpleAccount *account, const char *who, const char *text)
{
    const char *peer = peer_of(account, who);
    if ((g_str_has_prefix(text, "?SR1:") || g_str_has_prefix(text, "?SR1,")) && !strchr(text, ' '))
        return FALSE;
    return subrosa_may_send(glue.messenger, name_of(account), peer, text, SUBROSA_NUL) != 1;
}

static void refuse(PurpleAccount *account, const char *who)
{
    say_to(account, peer_of(account, who), "Something that would have left readable was not sent.");
}

/* --- IRC ------------------------------------------------------------------------------------- */

static gboolean is_room(const char *target)
{
    return *target != '\0' && strchr("#&+!", *target) != NULL;
}

/* What may not leave readable goes encrypted; refused is what is for programs, or for several. */
static gboolean may_leave(PurpleAccount *account, char **targets, const char *text, gboolean notice)
{
    gboolean may = TRUE;
    for (char **target = targets; *target != NULL; target++)
        may = may && (is_room(*target) || !is_readable(account, *target, text));
    if (may)
        return TRUE;
    if (targets[1] == NULL && is_sealed_offer(account, *targets, text))
        return TRUE;
    if (notice && strchr(text, '\001') != NULL) /* what libpurple tells programs that ask */
        return FALSE;
    if (targets[1] != NULL || strchr(text, '\001') != NULL || !g_utf8_validate(text, -1, NULL)) {
        for (char **target = targets; *target != NULL; target++)
            refuse(account, *target);
        return FALSE;
    }
    char *markup = g_markup_escape_text(text, -1);
    int32_t verdict = offer(account, *targets, markup, notice ? SUBROSA_FLAG_NOTICE : 0);
    g_free(markup);
    return verdict == SUBROSA_VERDICT_PASS;
}

static gboolean line_may_leave(PurpleAccount *account, const char *line, gsize length)
{
    GMatchInfo *found = NULL;
    gboolean may = TRUE;
    if (g_regex_match_full(message, line, length, 0, 0, &found, NULL)) {
        char *kind = g_match_info_fetch(found, 1), *names = g_match_info_fetch(found, 2);
        char *text = g_match_info_fetch(found, 3), **targets = g_strsplit(names, ",", 0);
        may = may_leave(account, targets, text, g_ascii_strcasecmp(kind, "NOTICE") == 0);
        g_strfreev(targets);
        g_free(text);
        g_free(names);
        g_free(kind);
    }
    g_match_info_free(found);
    return may;
}

/* Several lines may stand in what is sent. One that may not leave becomes a command of the same
 * length that does nothing: of a shorter text the protocol plugin would send the rest once more.
 */
static void irc_leaving(PurpleConnection *connection, char **text, gpointer unused)
{
    gsize length;
    for (char *line = *text; *line != '\0'; line += length + strspn(line + length, "\r\n")) {
        length = strcspn(line, "\r\n");
        if (!line_may_leave(purple_connection_get_account(connection), line, length)) {
            memset(line, 'x', length);
            memcpy(line, "PONG ", 5);
        }
    }
}

/* The window goes along first, as libpurple lets it: its title is that of the new name. */
static void renamed(PurpleAccount *account, char *from, char *to)
{
    from[strcspn(from, "!")] = '\0';
    to += *to == ':';
    to[strcspn(to, "\r\n")] = '\0';
    PurpleConversation *window = window_of(account, from, FALSE);
    if (window != NULL && window_of(account, to, FALSE) == NULL)
        purple_conversation_set_name(window, to);
    walk(subrosa_contact_rename(glue.messenger, name_of(account), from, to));
}

/* What the server announces (005) before the account is in use: which nicks are one. */
static void announced(PurpleAccount *account, char **words)
{
    for (; *words != NULL; words++)
        if (g_str_has_prefix(*words, "CASEMAPPING="))
            purple_account_set_string(account, CASEMAPPING, strchr(*words, '=') + 1);
}

/* The server says that there is nobody: what is not acknowledged waits until they are back. To the
 * user it is said once, and not below each line that Subrosa sends.
 */
static void irc_coming(PurpleConnection *connection, char **line, gpointer unused)
{
    PurpleAccount *account = purple_connection_get_account(connection);
    char **words = g_strsplit(*line, " ", 0);
    guint count = g_strv_length(words);
    /* :server 401 own-nick nick :No such nick; :nick!user@host NICK :new */
    if (count >= 4 && strcmp(words[1], "401") == 0) {
        PurpleConversation *window = window_of(account, words[3], FALSE);
        hint(account, words[3], SUBROSA_HINT_PRESENT, FALSE);
        if (window != NULL && !is_clear(window)) {
            if (purple_conversation_get_data(window, ABSENT) != NULL)
                **line = '\0';
            purple_conversation_set_data(window, ABSENT, (gpointer)ABSENT);
        }
    } else if (count == 3 && strcmp(words[1], "NICK") == 0 && *words[0] == ':') {
        renamed(account, words[0] + 1, words[2]);
    } else if (count >= 4 && strcmp(words[1], "005") == 0) {
        announced(account, words + 3);
    }
    g_strfreev(words);
}

/* --- XMPP ------------------------------------------------------------------------------------ */

static gboolean stanza_may_leave(PurpleAccount *account, xmlnode *stanza)
{
    const char *names[] = {"body", "html", "subject"};
    const char *to = xmlnode_get_attrib(stanza, "to");
    gboolean may = to == NULL || g_strcmp0(xmlnode_get_attrib(stanza, "type"), "groupchat") == 0;
    if (may)
        return TRUE;
    may = TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(names) && may; i++) {
        xmlnode *part = xmlnode_get_child(stanza, names[i]);
        char *xml = part ? xmlnode_to_str(part, NULL) : g_strdup("");
        char *text = g_strstrip(purple_markup_strip_html(xml));
        may = *text == '\0' || g_strcmp0(text, fallback) == 0 || !is_readable(account, to, text);
        g_free(text);
        g_free(xml);
    }
    if (!may)
        refuse(account, to);
    return may;
}

/* One stanza, or what somebody has typed. Without a text nothing is sent. */
static void xmpp_leaving(PurpleConnection *connection, const char **text, gpointer unused)
{
    if (*text == NULL || strstr(*text, "<message") == NULL)
        return;
    char *whole = g_strconcat("<x>", *text, "</x>", NULL);
    xmlnode *stanzas = xmlnode_from_str(whole, -1);
    g_free(whole);
    xmlnode *stanza = stanzas ? xmlnode_get_child(stanzas, "message") : NULL;
    for (; stanza != NULL && *text != NULL; stanza = xmlnode_get_next_twin(stanza))
        if (!stanza_may_leave(purple_connection_get_account(connection), stanza))
            *text = NULL;
    xmlnode_free(stanzas);
}

static xmlnode *element(xmlnode *parent, const char *name, const char *space, const char *text)
{
    xmlnode *made = xmlnode_new_child(parent, name);
    if (space != NULL)
        xmlnode_set_namespace(made, space);
    if (text != NULL)
        xmlnode_insert_data(made, text, -1);
    return made;
}

/* Takes the elements of a name away; NULL: all. Attributes are children too. */
static void empty(xmlnode *parent, const char *name)
{
    for (xmlnode *child = parent->child, *next; child != NULL; child = next) {
        next = child->next;
        if (child->type == XMLNODE_TYPE_TAG && (name == NULL || strcmp(child->name, name) == 0))
            xmlnode_free(child);
    }
}

/* A line, as docs/XMPP.md wants it. Nothing else of the stanza is left: no chat state, no markup. */
static void wrap(xmlnode *stanza, const char *line, int32_t kind)
{
    const char *hint = kind == SUBROSA_KIND_ACKNOWLEDGEMENT ? "no-store" : "store";
    char *to = g_strdup(xmlnode_get_attrib(stanza, "to"));
    empty(stanza, NULL);
    to[strcspn(to, "/")] = '\0';
    xmlnode_set_attrib(stanza, "to", to);
    g_free(to);
    if (kind == SUBROSA_KIND_QUESTION) {
        element(stanza, "body", NULL, line);
        return;
    }
    element(stanza, "line", SPACE, line);
    xmlnode *encryption = element(stanza, "encryption", "urn:xmpp:eme:0", NULL);
    xmlnode_set_attrib(encryption, "namespace", SPACE);
    xmlnode_set_attrib(encryption, "name", "Subrosa");
    element(stanza, hint, "urn:xmpp:hints", NULL);
    if (kind == SUBROSA_KIND_TEXT) {
        element(stanza, "body", NULL, fallback);
        xmlnode_set_attrib(element(stanza, "fallback", "urn:xmpp:fallback:0", NULL), "for", SPACE);
    }
}

static void xmpp_stanza(PurpleConnection *connection, xmlnode **stanza, gpointer unused)
{
    gboolean message = *stanza != NULL && strcmp((*stanza)->name, "message") == 0;
    xmlnode *body = message ? xmlnode_get_child(*stanza, "body") : NULL;
    char *line = body ? xmlnode_get_data(body) : NULL;
    int32_t kind = line ? subrosa_line_kind(glue.messenger, line, SUBROSA_NUL) : 0;
    if (kind != 0 && fallback != NULL)
        wrap(*stanza, line, kind);
    g_free(line);
}

/* A line in an element of its own (docs/XMPP.md) is a body to libpurple; what stood there is for programs
 * without the library. */
static void xmpp_coming(PurpleConnection *connection, xmlnode **stanza, gpointer unused)
{
    gboolean message = *stanza != NULL && strcmp((*stanza)->name, "message") == 0;
    xmlnode *found = message ? xmlnode_get_child_with_namespace(*stanza, "line", SPACE) : NULL;
    char *line = found != NULL ? xmlnode_get_data(found) : NULL;
    if (line != NULL && xmlnode_get_next_twin(found) == NULL &&
        g_strcmp0(xmlnode_get_attrib(*stanza, "type"), "error") != 0) {
        empty(*stanza, "body");
        empty(*stanza, "html");
        element(*stanza, "body", "jabber:client", line);
    }
    g_free(line);
}

/* --- both ----------------------------------------------------------------------------------- */

static void guard(const char *protocol, const char *signal, PurpleCallback callback)
{
    PurplePlugin *plugin = purple_plugins_find_with_id(protocol);
    if (plugin != NULL)
        purple_signal_connect(plugin, signal, self, callback, NULL);
}

void guards_load(void)
{
    message = g_regex_new("^ *(?::\\S+ +)?(PRIVMSG|NOTICE) +(\\S+) +:?(.*)$",
                          G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
    guard("prpl-irc", "irc-sending-text", PURPLE_CALLBACK(irc_leaving));
    guard("prpl-irc", "irc-receiving-text", PURPLE_CALLBACK(irc_coming));
    guard("prpl-jabber", "jabber-sending-text", PURPLE_CALLBACK(xmpp_leaving));
    guard("prpl-jabber", "jabber-sending-xmlnode", PURPLE_CALLBACK(xmpp_stanza));
    guard("prpl-jabber", "jabber-receiving-xmlnode", PURPLE_CALLBACK(xmpp_coming));
}

void guards_unload(void)
{
    g_clear_pointer(&message, g_regex_unref);
}
