/* Lines and names of IRC. */
#include "plugin.h"
#include <time.h>

static const char *next_word(const char *at)
{
    at += strcspn(at, " ");
    return at + strspn(at, " ");
}

/* Gives 0 for a line without target or text. */
int parse(const char *line, raw_line *parts)
{
    const char *at = line + strspn(line, " ");
    memset(parts, 0, sizeof *parts);
    parts->tags = "";
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

/* Narrows the text of "\x01ACTION waves\x01" to "waves". Gives 1 for that, -1 for other requests
 * (CTCP), else 0. */
int unwrap_action(raw_line *parts)
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

/* Without colours and control characters, which the other side does not show, so that both windows
 * have the same. Colours have digits, which would stay: WeeChat takes them out first. */
char *without_colours(const raw_line *parts)
{
    char *text = strndup(parts->text, parts->text_length);
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

/* "@time=2026-01-31T12:00:00.000Z" */
static int64_t time_of_tags(const raw_line *parts)
{
    struct tm when;
    const char *at = strstr(parts->tags, "time=");
    memset(&when, 0, sizeof when);
    if (at == NULL || at > parts->nick || strchr("@;", at[-1]) == NULL)
        return 0;
    if (sscanf(at, "time=%d-%d-%dT%d:%d:%d", &when.tm_year, &when.tm_mon, &when.tm_mday,
               &when.tm_hour, &when.tm_min, &when.tm_sec) != 6)
        return 0;
    when.tm_year -= 1900;
    when.tm_mon -= 1;
    return timegm(&when);
}

/* When the network says that a text was said; 0 if it says nothing. A bouncer that may put no tags
 * on what it plays again writes "[12:34:56] " before it, which hides a line of the library: it is
 * taken off there. */
int64_t time_of(raw_line *parts)
{
    time_t now = time(NULL), then;
    struct tm when = *localtime(&now);
    int end = 0;
    if (parts->tags[0] != '\0')
        return time_of_tags(parts);
    sscanf(parts->text, "[%2d:%2d:%2d] ?SR1%n", &when.tm_hour, &when.tm_min, &when.tm_sec, &end);
    if (end == 0)
        return 0;
    parts->text += strlen("[12:34:56] ");
    parts->text_length -= strlen("[12:34:56] ");
    when.tm_isdst = -1;
    then = mktime(&when);
    return then > now ? then - 86400 : then;
}

/* A nick goes into commands (/quote, /query), so it must be one word and no option or list. */
int is_one_word(const char *nick)
{
    const unsigned char *at = (const unsigned char *)nick;
    if (*at == '\0' || strchr("-:/", *at) != NULL || strcmp(nick, "*") == 0)
        return 0;
    for (; *at != '\0'; at++)
        if (*at <= ' ' || *at == ',' || *at == 0x7f)
            return 0;
    return 1;
}

static int is_channel(const char *server, const char *name)
{
    char asked[LONGEST_NAME];
    char *answer;
    int is_one;
    snprintf(asked, sizeof asked, "%s,%s", server, name);
    answer = weechat_info_get("irc_is_channel", asked);
    is_one = answer != NULL && strcmp(answer, "1") == 0;
    free(answer);
    return is_one;
}

/* "@#room" is for the operators of a room, "$*.net" for whole servers. */
int is_room(const char *server, const char *target)
{
    if (*target == '$')
        return 1;
    for (; *target != '\0'; target++) {
        if (is_channel(server, target))
            return 1;
        if (strchr("@%+~&!", *target) == NULL)
            break;
    }
    return 0;
}
