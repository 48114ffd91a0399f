/* What passes between the user and the network: raw lines, which the library reads itself. */
#include "plugin.h"

int is_sending, refused_while_sending;

/* A line from the network is being shown. */
static int is_coming;

static int may_leave(const char *server, const char *targets, const char *text)
{
    account_name name;
    return subrosa_may_send(glue.messenger, account_of(server, name), targets, text,
                            text == NULL ? 0 : SUBROSA_NUL) == 1;
}

/* Rooms are spoken to as ever, even while nothing can be said to a person. */
static int is_room(const char *server, const char *targets)
{
    char asked[LONGEST_NAME];
    char *answer;
    int is_one;
    snprintf(asked, sizeof asked, "%s,%s", server, targets);
    answer = weechat_info_get("irc_is_channel", asked);
    is_one = answer != NULL && strcmp(answer, "1") == 0 && strchr(targets, ',') == NULL;
    free(answer);
    return is_one;
}

/* The other side shows no colours, whose digits would stay. What goes as it is keeps them. A line of
 * the library's is on its way already; behind this the last guard looks at it. */
MODIFIER(before_sending, hook, server, line)
{
    account_name name;
    char *plain;
    int32_t verdict;
    if (is_sending)
        return NULL;
    plain = weechat_hook_modifier_exec("irc_color_decode", "0", line);
    verdict = walk(subrosa_irc_out(glue.messenger, account_of(server, name),
                                   plain == NULL ? line : plain, SUBROSA_NUL));
    free(plain);
    return verdict == SUBROSA_VERDICT_PASS ? NULL : strdup("");
}

/* What has come to here some other way than as it was typed: lines that another plugin has changed,
 * or that WeeChat has cut. */
MODIFIER(last_guard, hook, server, line)
{
    struct t_hashtable *asked = one_text("message", line);
    struct t_hashtable *parts = weechat_info_get_hashtable("irc_message_parse", asked);
    const char *targets = parts == NULL ? NULL : weechat_hashtable_get(parts, "channel");
    const char *text = parts == NULL ? NULL : weechat_hashtable_get(parts, "text");
    int goes = targets != NULL && (is_room(server, targets) || may_leave(server, targets, text));
    if (parts != NULL)
        weechat_hashtable_free(parts);
    weechat_hashtable_free(asked);
    if (goes)
        return NULL;
    refused_while_sending += is_sending;
    if (!is_sending)
        warn(server, "Not sent, as others could have read it.");
    return strdup("");
}

/* A line that is shown: without what is the library's, and with a mark if it needs one. */
MODIFIER(before_showing, hook, server, line)
{
    account_name name;
    subrosa_outcome *outcome = subrosa_irc_in(glue.messenger, account_of(server, name), line,
                                              SUBROSA_NUL, 0);
    char *shown = NULL;
    if (subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_TAKEN)
        shown = strdup("");
    else if (subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_MARKED)
        shown = strdup(subrosa_outcome_line(outcome, NULL));
    is_coming = shown == NULL || shown[0] != '\0';
    walk(outcome);
    return shown;
}

/* Texts, and what the server answers to them. */
static const char *shown_lines[] = {"PRIVMSG", "NOTICE", "TAGMSG", "301", "401", "404", "486"};

/* "server,irc_in2_QUIT" and so on, with the line, when WeeChat has done its part. */
SIGNAL(server_tells, line)
{
    account_name name;
    char server[LONGEST_NAME];
    const char *hook = strstr(signal, ",irc_in2_");
    size_t i;
    is_coming = 0;
    for (i = 0; i < sizeof shown_lines / sizeof shown_lines[0]; i++)
        if (strcmp(hook + strlen(",irc_in2_"), shown_lines[i]) == 0)
            return WEECHAT_RC_OK;
    snprintf(server, sizeof server, "%.*s", (int)(hook - signal), signal);
    walk(subrosa_irc_in(glue.messenger, account_of(server, name), line, SUBROSA_NUL, 0));
    return WEECHAT_RC_OK;
}

/* /quote can hide a second command of any kind behind a line break. */
BEFORE_COMMAND(before_quote, command)
{
    if (strchr(command, '\r') == NULL)
        return WEECHAT_RC_OK;
    warn(server_of_window(window), "Not sent, as there is a line break in it.");
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
    const char *tags = weechat_hashtable_get(line, "tags"), *server, *peer;
    const char *message = weechat_hashtable_get(line, "message");
    const char *address = weechat_hashtable_get(line, "buffer");
    char name[LONGEST_NAME];
    void *window = NULL;
    if (is_coming || tags == NULL || strstr(tags, ",subrosa,") != NULL)
        return NULL;
    if (message == NULL || address == NULL || sscanf(address, "%p", &window) != 1)
        return NULL;
    server = server_of_window(window);
    peer = echo_of(window, message, name);
    if (server == NULL || peer == NULL || may_leave(server, peer, NULL))
        return NULL;
    return one_text("buffer", "");
}

/* Last of all before sending, so that nobody changes a line; first of all before showing. */
void hook_texts(void)
{
    static const char *sent[] = {"PRIVMSG", "NOTICE", "TAGMSG", "CPRIVMSG", "CNOTICE"};
    char hook[64];
    size_t i;
    for (i = 0; i < sizeof sent / sizeof sent[0]; i++) {
        snprintf(hook, sizeof hook, "1|irc_out1_%s", sent[i]);
        weechat_hook_modifier(hook, before_sending, NULL, NULL);
    }
    for (i = 0; i < sizeof shown_lines / sizeof shown_lines[0]; i++) {
        snprintf(hook, sizeof hook, "60000|irc_in2_%s", shown_lines[i]);
        weechat_hook_modifier(hook, before_showing, NULL, NULL);
    }
    weechat_hook_modifier("1|irc_out_PRIVMSG", last_guard, NULL, NULL);
    weechat_hook_modifier("1|irc_out_NOTICE", last_guard, NULL, NULL);
    weechat_hook_signal("*,irc_in2_*", server_tells, NULL, NULL);
    weechat_hook_command_run("/quote*", before_quote, NULL, NULL);
    weechat_hook_line("formatted", "irc.*", "self_msg+irc_privmsg", before_echo, NULL, NULL);
}
