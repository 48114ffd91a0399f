/* What passes between the user and the network. */
#include "plugin.h"
#include <time.h>

int is_sending, refused_while_sending;

/* The next echo is one of a text that another client of the user's has sent. */
static int is_from_elsewhere;

static const char in_clear[] = "Not sent, as others could have read it.";

static int may_leave(const char *server, const char *peer, const char *text, size_t length)
{
    account_name name;
    return subrosa_may_send(glue.messenger, account_of(server, name), peer, text, length) == 1;
}

static int refused(const char *server, const char *peer, int in_silence)
{
    refused_while_sending += is_sending;
    if (!in_silence && !is_sending)
        warn(server, peer, in_clear);
    return 0;
}

/* Whether what is for one person may go out as it stands; if not, the library has it, or it was
 * refused. `last`: the hook behind which nothing is changed any more. */
static int goes_to_one(const char *server, const char *peer, raw_line parts, const char *hook,
                       int last)
{
    /* WeeChat answers requests by itself; the user has done nothing. */
    const int in_silence = strstr(hook, "NOTICE") != NULL && parts.text[0] == '\x01';
    account_name name;
    int is_action, goes;
    char *text;
    if (last)
        return may_leave(server, peer, parts.text, parts.text_length) ||
               refused(server, peer, in_silence);
    is_action = unwrap_action(&parts);
    if (is_action < 0) /* a request, an answer to one, or a file */
        return may_leave(server, peer, NULL, 0) || refused(server, peer, in_silence);
    text = without_colours(&parts);
    goes = subrosa_glue_typed(&glue, account_of(server, name), peer,
                              text[0] == '\0' ? parts.text : text,
                              is_action ? SUBROSA_FLAG_ACTION : 0);
    free(text);
    return goes;
}

/* Whether a raw line may go out as it stands. One for several people goes in clear to all of them,
 * or not at all. */
static int goes_out(const char *server, const char *line, const char *hook, int last)
{
    raw_line parts;
    char target[LONGEST_NAME];
    size_t at, length;
    if (!parse(line, &parts))
        return 1;
    if (strpbrk(line, "\r\n") != NULL) /* to a server that ends a line, and another may follow */
        return refused(server, "", 0);
    for (at = 0; at < parts.targets_length; at += length + 1) {
        length = strcspn(parts.targets + at, ", ");
        snprintf(target, sizeof target, "%.*s", (int)length, parts.targets + at);
        if (length == 0 || is_room(server, target))
            continue;
        if (length >= sizeof target || strchr(target, '%') != NULL) /* whoever USER%HOST is */
            return refused(server, "", 0);
        target[strcspn(target, "!@")] = '\0'; /* bob!user@host is bob too */
        if (target[0] == '\0')
            continue;
        if (length == parts.targets_length)
            return goes_to_one(server, target, parts, hook, last);
        if (!may_leave(server, target, NULL, 0))
            return refused(server, target, 0);
    }
    return 1;
}

MODIFIER(before_sending, hook, server, line)
{
    return goes_out(server, line, hook, 0) ? NULL : strdup("");
}

/* What has come to here some other way than as a text: lines that look odd, that another plugin has
 * changed, or that WeeChat has cut. */
MODIFIER(last_guard, hook, server, line)
{
    return goes_out(server, line, hook, 1) ? NULL : strdup("");
}

/* Gives the line with the text that is to be shown in it; NULL if it stays as it is. */
static char *line_with(const char *line, const raw_line *parts, const char *shown)
{
    size_t size = strlen(line) + strlen(shown) + 1;
    char *changed;
    if (strncmp(shown, parts->text, parts->text_length) == 0 && shown[parts->text_length] == '\0')
        return NULL;
    changed = malloc(size);
    if (changed != NULL)
        snprintf(changed, size, "%.*s%s%s", (int)(parts->text - line), line, shown,
                 parts->text + parts->text_length);
    return changed;
}

static char *came(const char *server, const char *line, raw_line parts, const char *hook)
{
    account_name name;
    char *own = weechat_info_get("irc_nick", server);
    char *from = strndup(parts.nick, parts.nick_length);
    char *to = strndup(parts.targets, parts.targets_length);
    int is_own = own != NULL && strcmp(own, from) == 0;
    int is_action = unwrap_action(&parts);
    int64_t when = time_of(&parts);
    char *text = strndup(parts.text, parts.text_length), *shown, *result = NULL;
    uint32_t flags = is_action == 1 ? SUBROSA_FLAG_ACTION : 0;
    if (is_own)
        flags |= SUBROSA_FLAG_OWN;
    if (when != 0 && time(NULL) - when > 60)
        flags |= SUBROSA_FLAG_HISTORY;
    if (strstr(hook, "NOTICE") != NULL)
        flags |= SUBROSA_FLAG_NOTICE;
    if (!is_room(server, to) && is_action >= 0) {
        account_of(server, name);
        if (!(flags & (SUBROSA_FLAG_OWN | SUBROSA_FLAG_HISTORY)))
            walk(subrosa_contact_hint(glue.messenger, name, from,
                                                          SUBROSA_HINT_PRESENT, 1));
        shown = subrosa_glue_came(&glue, name, is_own ? to : from, text, flags, when);
        result = shown == NULL ? strdup("") : line_with(line, &parts, shown);
        is_from_elsewhere = is_own && shown != NULL;
        free(shown);
    }
    free(text);
    free(to);
    free(from);
    free(own);
    return result;
}

MODIFIER(before_showing, hook, server, line)
{
    raw_line parts;
    if (!parse(line, &parts) || parts.nick_length == 0 || parts.nick[parts.nick_length] != '!')
        return NULL; /* a server speaks */
    return came(server, line, parts, hook);
}

/* /quote can hide a second command of any kind behind a line break. */
BEFORE_COMMAND(before_quote, command)
{
    if (strchr(command, '\r') == NULL)
        return WEECHAT_RC_OK;
    warn(NULL, "", in_clear);
    return WEECHAT_RC_OK_EAT;
}

/* Whose the echo of a text is. "MSG(bob): text" stands in the window of a server. */
static const char *echo_of(struct t_gui_buffer *window, const char *message,
                           char name[LONGEST_NAME])
{
    char *plain = weechat_string_remove_color(message, NULL);
    int is_one = sscanf(plain, "MSG(%1000[^)])", name) == 1;
    free(plain);
    return is_one ? name : peer_of(window);
}

/* /msg and /query echo a text before they send it, whatever becomes of it. Where it cannot leave in
 * clear that echo is dropped: the right one follows, or the reason why there is none. */
static struct t_hashtable *before_echo(const void *pointer, void *data, struct t_hashtable *line)
{
    const char *tags = weechat_hashtable_get(line, "tags"), *address, *server, *peer;
    const char *message = weechat_hashtable_get(line, "message");
    char name[LONGEST_NAME];
    void *window = NULL;
    struct t_hashtable *changed;
    address = weechat_hashtable_get(line, "buffer");
    if (tags == NULL || strstr(tags, ",subrosa,") != NULL || strstr(tags, "irc_privmsg") == NULL)
        return NULL;
    if (message == NULL || address == NULL || sscanf(address, "%p", &window) != 1)
        return NULL;
    server = server_of_window(window);
    peer = echo_of(window, message, name);
    if (is_from_elsewhere) {
        is_from_elsewhere = 0;
        return NULL;
    }
    if (server == NULL || peer == NULL || may_leave(server, peer, NULL, 0))
        return NULL;
    changed = one_text("buffer", "");
    return changed;
}

void hook_texts(void)
{
    weechat_hook_command_run("/quote*", before_quote, NULL, NULL);
    weechat_hook_line("formatted", "irc.*", "self_msg", before_echo, NULL, NULL);
    /* Last of all before sending, so that nobody changes a line; first of all before showing. */
    weechat_hook_modifier("1|irc_out1_PRIVMSG", before_sending, NULL, NULL);
    weechat_hook_modifier("1|irc_out1_NOTICE", before_sending, NULL, NULL);
    weechat_hook_modifier("1|irc_out1_CPRIVMSG", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out1_CNOTICE", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out_PRIVMSG", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out_NOTICE", last_guard, NULL, NULL);
    weechat_hook_modifier("60000|irc_in2_PRIVMSG", before_showing, NULL, NULL);
    weechat_hook_modifier("60000|irc_in2_NOTICE", before_showing, NULL, NULL);
}
