/* A hand and an eye inside Profanity: what a person types comes from E2E_IN, what is shown goes to E2E_OUT,
 * two numbers of open files. It speaks as weechat_driver.c does, and knows nothing of Subrosa.
 *
 *     say WHO TEXT        typed into the window of WHO
 *     command WHO TEXT    a command typed there, without its slash
 *     core - TEXT         a command in the first window, without its slash
 *     raw - TEXT          as another plugin sends it
 *     quit
 *
 * It obeys when somebody presses Ctrl-G. The events are signed-on, signed-off, done, titled WHO TEXT, and
 * shown WHO FLAGS TEXT for each text of a window. FLAGS are sent, received or system. The first window is
 * called "console".
 */
#define _GNU_SOURCE
#include <profapi.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*key)(int, int);
int rl_bind_key(int, key);

static FILE *out;
static int in;

static void word(const char *text)
{
    putc(' ', out);
    for (; *text; text++) {
        if (isalnum((unsigned char)*text) || strchr("-_.,~", *text) != NULL)
            putc(*text, out);
        else
            fprintf(out, "%%%02X", (unsigned char)*text);
    }
}

static void event(const char *name, const char *a, const char *b, const char *c)
{
    fputs(name, out);
    if (a != NULL)
        word(a);
    if (b != NULL)
        word(b);
    if (c != NULL)
        word(c);
    putc('\n', out);
    fflush(out);
}

/* --- what is shown: the functions that plugins show with, and the hook behind all others -------- */

static int (*chat_show_themed)(const char *const, const char *const, const char *const, const char *const,
                               const char *const, const char *const);
static int (*cons_show_themed)(const char *const, const char *const, const char *const, const char *const);
static int (*set_enctext)(const char *const, const char *const);
static int (*unset_enctext)(const char *const);

static int on_chat_show(const char *const who, const char *const group, const char *const item,
                        const char *const colour, const char *const sign, const char *const text)
{
    const int is_shown = chat_show_themed(who, group, item, colour, sign, text);
    char *action;
    if (!is_shown)
        return 0;
    if (strncmp(text, "me: ", 4) == 0) {
        event("shown", who, "sent", text + 4);
    } else if (strncmp(text, "*me ", 4) == 0 && asprintf(&action, "/me %s", text + 4) >= 0) {
        event("shown", who, "sent", action);
        free(action);
    } else if (strncmp(text, who, strlen(who)) == 0 && strncmp(text + strlen(who), ": ", 2) == 0) {
        event("shown", who, "received", text + strlen(who) + 2);
    } else {
        event("shown", who, "system", text);
    }
    return is_shown;
}

static int on_cons_show(const char *const group, const char *const item, const char *const colour,
                        const char *const text)
{
    event("shown", "console", "system", text);
    return cons_show_themed(group, item, colour, text);
}

static int on_set_enctext(const char *const who, const char *const words)
{
    const int is_set = set_enctext(who, words);
    if (is_set)
        event("titled", who, words, NULL);
    return is_set;
}

static int on_unset_enctext(const char *const who)
{
    event("titled", who, "", NULL);
    return unset_enctext(who);
}

void prof_post_chat_message_display(const char *const who, const char *const resource, const char *text)
{
    event("shown", who, "received", text);
}

void prof_post_chat_message_send(const char *const who, const char *text)
{
    event("shown", who, "sent", text);
}

void prof_on_connect(const char *const account, const char *const address)
{
    event("signed-on", NULL, NULL, NULL);
}

void prof_on_disconnect(const char *const account, const char *const address)
{
    event("signed-off", NULL, NULL, NULL);
}

/* --- what is typed ------------------------------------------------------------------------------ */

static char *unescaped(const char *text)
{
    char *plain = malloc(strlen(text) + 1), *end = plain;
    unsigned int byte;
    for (; plain != NULL && *text; end++) {
        if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
            *end = (char)byte;
            text += 3;
        } else {
            *end = *text++;
        }
    }
    if (plain != NULL)
        *end = '\0';
    return plain;
}

static void type(const char *before, const char *text)
{
    char *line;
    if (asprintf(&line, "%s%s", before, text) < 0)
        return;
    prof_send_line(line);
    free(line);
}

static void obey(char *line)
{
    char *command = strsep(&line, " "), *who = strsep(&line, " ");
    if (strcmp(command, "quit") == 0)
        type("/quit", "");
    if (who != NULL && line != NULL) {
        char *name = unescaped(who), *text = unescaped(line);
        const char *here = prof_get_current_recipient();
        if (strcmp(command, "core") == 0)
            type("/win 1", "");
        else if (strcmp(command, "raw") != 0 && (here == NULL || strcmp(here, name) != 0))
            type("/msg ", name);
        if (strcmp(command, "raw") == 0)
            prof_send_stanza(text);
        else
            type(strcmp(command, "say") == 0 ? "" : "/", text);
        free(name);
        free(text);
    }
    event("done", NULL, NULL, NULL);
}

static int on_key(int count, int pressed)
{
    static char waiting[1 << 20];
    static size_t length;
    char *end;
    ssize_t got;
    while ((got = read(in, waiting + length, sizeof waiting - length - 1)) > 0)
        length += (size_t)got;
    waiting[length] = '\0';
    while ((end = strchr(waiting, '\n')) != NULL) {
        char *line = strndup(waiting, (size_t)(end - waiting));
        length -= (size_t)(end - waiting) + 1;
        memmove(waiting, end + 1, length + 1);
        obey(line);
        free(line);
    }
    return 0;
}

void prof_init(const char *const version, const char *const status, const char *const account,
               const char *const address)
{
    in = atoi(getenv("E2E_IN"));
    out = fdopen(atoi(getenv("E2E_OUT")), "w");
    fcntl(in, F_SETFL, O_NONBLOCK);
    chat_show_themed = prof_chat_show_themed;
    cons_show_themed = prof_cons_show_themed;
    set_enctext = prof_chat_set_titlebar_enctext;
    unset_enctext = prof_chat_unset_titlebar_enctext;
    prof_chat_show_themed = on_chat_show;
    prof_cons_show_themed = on_cons_show;
    prof_chat_set_titlebar_enctext = on_set_enctext;
    prof_chat_unset_titlebar_enctext = on_unset_enctext;
    rl_bind_key(7, on_key);
}
