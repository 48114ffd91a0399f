/* What the library wants done: a function for each event. */
#include "plugin.h"

static struct t_hook *timer;

int32_t walk(subrosa_outcome *outcome)
{
    return subrosa_glue_walk(&glue, outcome);
}

static int timer_fired(const void *pointer, void *data, int remaining_calls)
{
    timer = NULL; /* WeeChat removes a timer after its last call */
    walk(subrosa_tick(glue.messenger));
    return WEECHAT_RC_OK;
}

static void set_timer(void *host, int64_t milliseconds)
{
    const int64_t longest = 3600000;
    if (timer != NULL)
        weechat_unhook(timer);
    timer = NULL;
    if (milliseconds >= 0)
        timer = weechat_hook_timer((long)(milliseconds > longest ? longest : milliseconds), 0, 1,
                                   timer_fired, NULL, NULL);
}

/* /quote echoes nothing; the line passes our own hooks on its way. They let no half of it through,
 * if WeeChat cuts it: at a length that the user can change. */
static int on_send(void *host, const subrosa_glue_event *event)
{
    static int has_told;
    const char *server = server_of(event->account);
    const char *raw = subrosa_outcome_str(event->outcome, SUBROSA_FIELD_RAW);
    char command[17500]; /* the longest line there is, 16,384, and its head */
    if (!is_connected(server) || raw[0] == '\0')
        return 0;
    snprintf(command, sizeof command, "/quote -server %s %s", server, raw);
    refused_while_sending = 0;
    is_sending = 1;
    weechat_command(server_window(server), command);
    is_sending = 0;
    if (refused_while_sending > 0 && has_told++ == 0)
        warn(server, "WeeChat would cut what is sent, so it waits. Please type "
                     "/set irc.server_default.split_msg_max_length 512");
    return refused_while_sending == 0;
}

/* --- texts. Behind the first "reset" of a line stands its mark, behind the second the text. --- */

#define RESET "\x1c"

/* A text that has not arrived yet is pale. */
static const char *pale(void)
{
    return weechat_color("darkgray");
}

/* As WeeChat itself shows texts: triggers and the logger go by the tags. */
static int print_text(const subrosa_glue_event *event, const char *nick, const char *nick_colour,
                      const char *more_tags, const char *colour)
{
    struct t_gui_buffer *window = window_of(server_of(event->account), event->peer, 1);
    char tags[LONGEST_NAME];
    snprintf(tags, sizeof tags, "irc_privmsg%s,nick_%s,subrosa,%s,%s",
             event->is_action ? ",irc_action" : "", nick, event->may_log ? "log1" : "no_log",
             more_tags);
    if (window != NULL && event->is_action)
        weechat_printf_date_tags(window, 0, tags, "%s%s%s " RESET "%s" RESET "%s%s",
                                 weechat_prefix("action"), nick_colour, nick, event->mark, colour,
                                 event->text);
    else if (window != NULL)
        weechat_printf_date_tags(window, 0, tags, "%s%s\t" RESET "%s" RESET "%s%s", nick_colour,
                                 nick, event->mark, colour, event->text);
    return window != NULL; /* it comes again: perhaps the server is not there yet */
}

static int on_show(void *host, const subrosa_glue_event *event)
{
    char *colour = weechat_info_get("irc_nick_color", event->peer);
    int is_shown = print_text(event, event->peer, colour == NULL ? "" : colour, "notify_private",
                              "");
    free(colour);
    return is_shown;
}

static int on_echo(void *host, const subrosa_glue_event *event)
{
    char *own = weechat_info_get("irc_nick", server_of(event->account));
    char tags[100];
    int is_shown;
    snprintf(tags, sizeof tags, "self_msg,notify_none,no_highlight,subrosa_text_%lld",
             (long long)event->number);
    is_shown = print_text(event, own == NULL ? "" : own, weechat_color("chat_nick_self"), tags,
                          event->number == 0 ? "" : pale());
    free(own);
    return is_shown;
}

static char *with_mark(const char *message, const void *with)
{
    const subrosa_glue_event *event = with;
    const char *head = strstr(message, RESET);
    const char *text = head == NULL ? NULL : strstr(head + 1, RESET);
    const char *colour = strcmp(event->stage, "delivered") == 0 ? "" : pale();
    size_t size = strlen(message) + strlen(event->mark) + strlen(colour) + 1;
    char *changed = text == NULL ? NULL : malloc(size);
    if (changed == NULL)
        return NULL;
    text++;
    if (strncmp(text, pale(), strlen(pale())) == 0)
        text += strlen(pale());
    snprintf(changed, size, "%.*s%s" RESET "%s%s", (int)(head + 1 - message), message, event->mark,
             colour, text);
    return changed;
}

static int on_progress(void *host, const subrosa_glue_event *event)
{
    struct t_gui_buffer *window = window_of(server_of(event->account), event->peer, 0);
    char tag[64];
    snprintf(tag, sizeof tag, "subrosa_text_%lld", (long long)event->number);
    if (window != NULL)
        change_line(window, tag, with_mark, event);
    return 1;
}

/* --- sentences and questions --- */

/* Where WeeChat speaks of a server; of what the user has just asked for where they look. */
static struct t_gui_buffer *elsewhere(const char *server, int is_asked_for)
{
    struct t_gui_buffer *here = weechat_current_buffer();
    if (is_asked_for && weechat_buffer_get_integer(here, "type") == 0)
        return here;
    here = server == NULL ? NULL : server_window(server);
    return here == NULL ? weechat_buffer_search_main() : here;
}

static struct t_gui_buffer *place_of(const subrosa_glue_event *event, int open_one)
{
    const char *server = server_of(event->account);
    struct t_gui_buffer *window = NULL;
    if (server != NULL && event->peer[0] != '\0')
        window = window_of(server, event->peer, open_one);
    if (window == NULL && event->place != SUBROSA_PLACE_IF_OPEN)
        window = elsewhere(server, event->is_asked_for);
    return window;
}

/* No nick has a blank, so nobody writes as "-- Subrosa". */
static void print_sentence(struct t_gui_buffer *window, const char *tags, int is_alarm,
                           const char *colour, const char *words)
{
    weechat_printf_date_tags(window, 0, tags, "%s%s Subrosa\t%s%s",
                             weechat_color(is_alarm ? "chat_prefix_error" : "chat_prefix_network"),
                             is_alarm ? "=!=" : "--", weechat_color(colour), words);
}

/* Each block is light, what is between them dark, whatever colours the window has. */
static void print_code(struct t_gui_buffer *window, const char *blocks)
{
    while (*blocks != '\0') {
        size_t length = strcspn(blocks, "\n");
        weechat_printf_date_tags(window, 0, "no_log", " \t%s%.*s", weechat_color("white,black"),
                                 (int)length, blocks);
        blocks += length + (blocks[length] == '\n');
    }
}

/* A text that was refused stands where it was typed, as long as nothing else does. */
static void put_back(struct t_gui_buffer *window, const char *text)
{
    char end[32];
    if (peer_of(window) == NULL || weechat_buffer_get_string(window, "input")[0] != '\0')
        return;
    weechat_buffer_set(window, "input", text);
    snprintf(end, sizeof end, "%d", weechat_utf8_strlen(text));
    weechat_buffer_set(window, "input_pos", end);
}

static int on_say(void *host, const subrosa_glue_event *event)
{
    const char *log = event->may_log ? "log1" : "no_log", *notify = "notify_none";
    const int is_alarm = event->severity == SUBROSA_SEVERITY_ALARM;
    /* A question stands in the window of its person: what is typed there is about them. */
    const int opens = event->place == SUBROSA_PLACE_WINDOW || event->question != 0;
    struct t_gui_buffer *window = place_of(event, opens);
    char tags[100];
    if (window == NULL)
        return 1;
    if (event->is_asked_for && event->peer[0] != '\0' && event->text[0] != '\0')
        put_back(window, event->text);
    if (is_alarm)
        notify = "notify_highlight";
    else if (event->question != 0)
        notify = "notify_message";
    snprintf(tags, sizeof tags, "%s,%s", log, notify);
    print_sentence(window, tags, is_alarm, is_alarm ? "lightred" : "default", event->sentence);
    print_code(window, event->blocks);
    snprintf(tags, sizeof tags, "%s,notify_none,subrosa_question_%lld", log,
             (long long)event->question);
    if (event->how[0] != '\0')
        print_sentence(window, tags, 0, "bold", event->how);
    return 1;
}

/* A sentence of our own, about what never came to the library. */
void warn(const char *server, const char *sentence)
{
    print_sentence(elsewhere(server, 1), "no_log", 1, "default", sentence);
}

static char *without_weight(const char *message, const void *with)
{
    char *plain = weechat_string_remove_color(message, NULL);
    size_t size = strlen(pale()) + strlen(plain) + 1;
    char *changed = malloc(size);
    if (changed != NULL)
        snprintf(changed, size, "%s%s", pale(), plain);
    free(plain);
    return changed;
}

/* A question is not open any more: how to answer it turns pale. */
static int on_close(void *host, const subrosa_glue_event *event)
{
    char tag[64];
    snprintf(tag, sizeof tag, "subrosa_question_%lld", (long long)event->question);
    change_line(place_of(event, 0), tag, without_weight, NULL);
    return 1;
}

static int on_title(void *host, const subrosa_glue_event *event)
{
    const char *server = server_of(event->account);
    struct t_gui_buffer *window = server == NULL ? NULL : window_of(server, event->peer, 0);
    if (window != NULL)
        put_state(window, event->words, event->level);
    return 1;
}

subrosa_glue glue = {NULL,    NULL,    on_send,     on_show,  on_say,
                     on_title, on_echo, on_progress, on_close, set_timer};
