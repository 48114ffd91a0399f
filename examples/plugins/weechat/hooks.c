/* The hooks between the user and the network. */
#include <time.h>
#include "plugin.h"

/* A raw line, "@tags :nick!user@host PRIVMSG targets :text"; everything points into it. */
typedef struct {
    const char *tags, *nick, *targets, *text;
    size_t nick_length, targets_length, text_length;
} raw_line;

static const char *next_word(const char *at)
{
    at += strcspn(at, " ");
    return at + strspn(at, " ");
}

static int parse(const char *line, raw_line *parts)
{
    const char *at = line + strspn(line, " ");
    memset(parts, 0, sizeof *parts);
    parts->nick = "";
    if (*at == '@') {
        parts->tags = at;
        at = next_word(at);
    }
    if (*at == ':') {
        parts->nick = at + 1;
        parts->nick_length = strcspn(parts->nick, "! ");
        at = next_word(at);
    }
    parts->targets = next_word(at);
    parts->targets_length = strcspn(parts->targets, " ");
    parts->text = next_word(parts->targets);
    if (*parts->text == ':')
        parts->text++;
    parts->text_length = strlen(parts->text);
    return parts->targets_length > 0 && parts->text_length > 0;
}

/* Narrows the text of "\x01ACTION waves\x01" to "waves". Gives 1 for that, -1 for other requests (CTCP), else 0. */
static int unwrap_action(raw_line *parts)
{
    if (parts->text[0] != '\x01')
        return 0;
    if (strncmp(parts->text, "\x01" "ACTION ", 8) != 0)
        return -1;
    parts->text += 8;
    parts->text_length -= 8;
    if (parts->text_length > 0 && parts->text[parts->text_length - 1] == '\x01')
        parts->text_length--;
    return 1;
}

/* Without colours and control characters, which the other side does not show, so both windows have the same.
 * Colours have digits, which would stay, so WeeChat takes them out first. To be freed. */
static char *without_colours(const raw_line *parts)
{
    char *text = weechat_strndup(parts->text, (int)parts->text_length);
    char *plain = weechat_hook_modifier_exec("irc_color_decode", "0", text);
    const char *from = plain == NULL ? text : plain;
    char *to = text;
    for (; *from != '\0'; from++)
        if (((unsigned char)*from >= ' ' && *from != 0x7f) || *from == '\t')
            *to++ = *from;
    *to = '\0';
    free(plain);
    return text;
}

/* Whether a text may go out as it stands; if not, the library has it, or it was refused. */
static int typed(const char *server, const char *peer, const char *text, int is_action)
{
    char name[1024];
    subrosa_outcome *outcome;
    int32_t verdict;
    subrosa_outgoing(messenger, account_name(server, name), peer, text, strlen(text),
                     is_action ? SUBROSA_FLAG_ACTION : 0, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    if (verdict == SUBROSA_VERDICT_TAKEN)
        echo_text(server, peer, text, is_action, "");
    if (verdict == SUBROSA_VERDICT_HELD)
        echo_text(server, peer, text, is_action, "[waiting] ");
    carry_out(outcome); /* after the echo: what it causes stands below it */
    return verdict <= SUBROSA_VERDICT_PASS_WARN;
}

static int may_leave(const char *server, const char *peer, const char *text, size_t length)
{
    char name[1024];
    return subrosa_may_send(messenger, account_name(server, name), peer, text, length) == 1;
}

/* Calls `decide` for every target of a line that is a person, and gives what a modifier returns: NULL for the
 * line as it is, "" for none, or the line for those targets only to which it may go. */
typedef int decision(const char *server, const char *peer, const raw_line *parts, const char *modifier);

static char *for_each_target(const char *server, const char *line, const char *modifier, decision *decide)
{
    raw_line parts;
    char *kept, *rest;
    int all = 1;
    size_t at = 0;
    if (!parse(line, &parts))
        return NULL;
    if (strchr(line, '\r') != NULL) { /* to a server that ends a line, and a second command may follow */
        note(server, "", "Not sent: there is a line break in it.");
        return strdup("");
    }
    attach(server);
    kept = calloc(1, strlen(line) + 1);
    while (at < parts.targets_length) {
        size_t length = strcspn(parts.targets + at, ", ");
        char *target = weechat_strndup(parts.targets + at, (int)length);
        int goes = length == 0 || is_room(server, target);
        if (!goes && strchr(target, '%') != NULL)
            note(server, "", "Not sent: name the nick. Whoever USER%HOST is, the conversation may be private.");
        else if (!goes) {
            char *peer = weechat_strndup(target, (int)strcspn(target, "!@%")); /* bob!user@host is bob too */
            goes = peer[0] == '\0' || decide(server, peer, &parts, modifier);
            free(peer);
        }
        if (goes && length > 0) {
            if (kept[0] != '\0')
                strcat(kept, ",");
            strcat(kept, target);
        }
        all = all && goes;
        free(target);
        at += length + 1;
    }
    if (!all && kept[0] != '\0') {
        rest = calloc(1, strlen(line) + 1); /* not longer than before */
        memcpy(rest, line, (size_t)(parts.targets - line));
        strcat(rest, kept);
        strcat(rest, parts.targets + parts.targets_length);
        free(kept);
        return rest;
    }
    if (all) {
        free(kept);
        return NULL;
    }
    return kept;
}

static int decide_typed(const char *server, const char *peer, const raw_line *line, const char *modifier)
{
    raw_line parts = *line;
    int is_action = unwrap_action(&parts);
    int goes;
    char *text;
    if (is_action < 0) { /* a request, an answer to one, or a file */
        goes = may_leave(server, peer, NULL, 0);
        if (!goes && strstr(modifier, "NOTICE") == NULL) /* WeeChat answers by itself; the user has done nothing */
            note(server, peer, "A request that would have left readable was not sent.");
        return goes;
    }
    text = without_colours(&parts);
    goes = typed(server, peer, text[0] == '\0' ? parts.text : text, is_action);
    free(text);
    return goes;
}

/* What has come to here some other way than as a text: lines that look odd, or that another plugin has changed. */
static int decide_last(const char *server, const char *peer, const raw_line *parts, const char *modifier)
{
    int goes = may_leave(server, peer, parts->text, parts->text_length);
    if (!goes && (strstr(modifier, "NOTICE") == NULL || parts->text[0] != '\x01'))
        note(server, peer, "A text that would have left readable was not sent.");
    return goes;
}

static char *before_sending(const void *pointer, void *data, const char *modifier, const char *server, const char *line)
{
    (void)pointer, (void)data;
    return for_each_target(server, line, modifier, decide_typed);
}

static char *last_guard(const void *pointer, void *data, const char *modifier, const char *server, const char *line)
{
    (void)pointer, (void)data;
    return for_each_target(server, line, modifier, decide_last);
}

/* Bouncers and servers put the time on what they play again: "time=2026-01-31T12:00:00.000Z". */
static int is_history(const raw_line *parts)
{
    struct tm when;
    const char *at = parts->tags == NULL ? NULL : strstr(parts->tags, "time=");
    memset(&when, 0, sizeof when);
    if (at == NULL || at > parts->nick || strchr("@;", at[-1]) == NULL ||
        sscanf(at, "time=%d-%d-%dT%d:%d:%d", &when.tm_year, &when.tm_mon, &when.tm_mday, &when.tm_hour, &when.tm_min,
               &when.tm_sec) != 6)
        return 0;
    when.tm_year -= 1900;
    when.tm_mon -= 1;
    return time(NULL) - timegm(&when) > 60;
}

static char *before_showing(const void *pointer, void *data, const char *modifier, const char *server, const char *line)
{
    static const char mark[] = "[not private] ";
    char name[1024];
    char *nick, *target, *marked, *result = NULL;
    raw_line parts;
    subrosa_outcome *outcome;
    uint32_t flags = 0;
    int32_t verdict;
    (void)pointer, (void)data;
    if (!parse(line, &parts) || parts.nick_length == 0 || parts.nick[parts.nick_length] != '!')
        return NULL; /* a server speaks */
    target = weechat_strndup(parts.targets, (int)parts.targets_length);
    nick = weechat_strndup(parts.nick, (int)parts.nick_length);
    if (!is_room(server, target)) {
        int is_own = is_own_nick(server, nick);
        const char *peer = is_own ? target : nick;
        int is_action = unwrap_action(&parts);
        if (is_action >= 0) {
            flags |= is_action == 1 ? SUBROSA_FLAG_ACTION : 0;
            flags |= is_own ? SUBROSA_FLAG_OWN : 0;
            flags |= is_history(&parts) ? SUBROSA_FLAG_HISTORY : 0;
            flags |= strstr(modifier, "NOTICE") != NULL ? SUBROSA_FLAG_NOTICE : 0;
            if (!(flags & (SUBROSA_FLAG_OWN | SUBROSA_FLAG_HISTORY)))
                peer_is_there(server, peer, 1);
            subrosa_incoming(messenger, account_name(server, name), peer, parts.text, parts.text_length, flags, &outcome);
            verdict = subrosa_outcome_verdict(outcome);
            carry_out(outcome);
            if (verdict == SUBROSA_VERDICT_TAKEN)
                result = strdup("");
            if (verdict == SUBROSA_VERDICT_PASS_WARN && (marked = calloc(1, strlen(line) + sizeof mark)) != NULL) {
                memcpy(marked, line, (size_t)(parts.text - line));
                strcat(marked, mark);
                strcat(marked, parts.text);
                result = marked;
            }
        }
    }
    free(nick);
    free(target);
    return result;
}

/* /quote can hide a second command of any kind behind a line break. */
static int before_quote(const void *pointer, void *data, struct t_gui_buffer *buffer, const char *command)
{
    (void)pointer, (void)data, (void)buffer;
    if (strchr(command, '\r') == NULL)
        return WEECHAT_RC_OK;
    note(NULL, "", "Not sent: there is a line break in it.");
    return WEECHAT_RC_OK_EAT;
}

/* /msg and /query echo a text before they send it, whatever becomes of it. Where it cannot leave in clear, that
 * echo is dropped: the right one follows, or the reason why there is none. */
static struct t_hashtable *before_echo(const void *pointer, void *data, struct t_hashtable *line)
{
    const char *tags = weechat_hashtable_get(line, "tags"), *message = weechat_hashtable_get(line, "message");
    const char *address = weechat_hashtable_get(line, "buffer"), *type, *server;
    char peer[512] = "";
    void *buffer = NULL;
    struct t_hashtable *changed;
    (void)pointer, (void)data;
    if (tags == NULL || strstr(tags, "subrosa") != NULL || strstr(tags, "irc_privmsg") == NULL || message == NULL ||
        address == NULL || sscanf(address, "%p", &buffer) != 1)
        return NULL;
    server = weechat_buffer_get_string(buffer, "localvar_server");
    type = weechat_buffer_get_string(buffer, "localvar_type");
    if (server == NULL || type == NULL)
        return NULL;
    if (strcmp(type, "private") == 0)
        snprintf(peer, sizeof peer, "%s", weechat_buffer_get_string(buffer, "localvar_channel"));
    else if (strcmp(type, "server") == 0) { /* "MSG(bob): text", where bob has no window */
        char *plain = weechat_string_remove_color(message, NULL);
        sscanf(plain, "MSG(%511[^)])", peer);
        free(plain);
    }
    if (peer[0] == '\0' || may_leave(server, peer, NULL, 0))
        return NULL;
    changed = weechat_hashtable_new(8, WEECHAT_HASHTABLE_STRING, WEECHAT_HASHTABLE_STRING, NULL, NULL);
    weechat_hashtable_set(changed, "buffer", "");
    return changed;
}

void hook_texts(void)
{
    weechat_hook_command_run("/quote*", before_quote, NULL, NULL);
    weechat_hook_line("formatted", "irc.*", "self_msg", before_echo, NULL, NULL);
    /* Last of all before sending, so that nobody changes an encrypted line; first of all before showing. */
    weechat_hook_modifier("1|irc_out1_PRIVMSG", before_sending, NULL, NULL);
    weechat_hook_modifier("1|irc_out1_NOTICE", before_sending, NULL, NULL);
    weechat_hook_modifier("1|irc_out1_CPRIVMSG", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out1_CNOTICE", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out_PRIVMSG", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out_NOTICE", last_guard, NULL, NULL);
    weechat_hook_modifier("60000|irc_in2_PRIVMSG", before_showing, NULL, NULL);
    weechat_hook_modifier("60000|irc_in2_NOTICE", before_showing, NULL, NULL);
}
