/* A hand and an eye inside HexChat: what a person types comes from stdin, what is shown goes to stdout.
 * It speaks as weechat_driver.c does, and knows nothing of Subrosa.
 *
 *     say WHO TEXT        typed into the window of WHO
 *     command WHO TEXT    a command typed there, without its slash
 *     core - TEXT         a command in the first window, without its slash
 *     quit
 *
 * The events are signed-on, signed-off, done, and shown WHO FLAGS TEXT for each text of a window. FLAGS are
 * sent, received or system.
 */
#define _GNU_SOURCE
#include <hexchat-plugin.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hexchat_plugin *ph;
static FILE *out;

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

/* --- what is shown ------------------------------------------------------------------------------ */

static const struct shown {
    const char *name, *flags;
    int is_action;
} texts[] = {
    {"Private Message to Dialog", "received", 0},
    {"Private Message", "received", 0},
    {"Private Action to Dialog", "received", 1},
    {"Private Action", "received", 1},
    {"Your Message", "sent", 0},
    {"Your Action", "sent", 1},
    {"Generic Message", "system", 0},
};

static int on_text(char *words[], void *data)
{
    const struct shown *kind = data;
    char *text;
    if (asprintf(&text, "%s%s", kind->is_action ? "/me " : "", words[2]) >= 0) {
        event("shown", hexchat_get_info(ph, "channel"), kind->flags, text);
        free(text);
    }
    return HEXCHAT_EAT_NONE;
}

static int on_welcome(char *words[], char *words_eol[], void *data)
{
    event("signed-on", NULL, NULL, NULL);
    return HEXCHAT_EAT_NONE;
}

static int on_disconnected(char *words[], void *data)
{
    event("signed-off", NULL, NULL, NULL);
    return HEXCHAT_EAT_NONE;
}

/* --- what is typed ------------------------------------------------------------------------------ */

static hexchat_context *window_of(const char *who)
{
    hexchat_context *window = hexchat_find_context(ph, NULL, who);
    if (window == NULL) {
        hexchat_commandf(ph, "QUERY -nofocus %s", who);
        window = hexchat_find_context(ph, NULL, who);
    }
    return window;
}

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

static void obey(char *line)
{
    char *command = strsep(&line, " "), *who = strsep(&line, " ");
    if (strcmp(command, "quit") == 0)
        hexchat_command(ph, "KILLALL");
    if (who != NULL && line != NULL) {
        char *name = unescaped(who), *text = unescaped(line);
        hexchat_set_context(ph, hexchat_find_context(ph, NULL, NULL));
        if (strcmp(command, "core") != 0)
            hexchat_set_context(ph, window_of(name));
        hexchat_commandf(ph, "%s%s", strcmp(command, "say") == 0 ? "SAY " : "", text);
        free(name);
        free(text);
    }
    event("done", NULL, NULL, NULL);
}

static int on_readable(int fd, int flags, void *data)
{
    static char waiting[1 << 20];
    static size_t length;
    char *end;
    ssize_t got = read(fd, waiting + length, sizeof waiting - length - 1);
    if (got == 0)
        hexchat_command(ph, "KILLALL");
    if (got <= 0)
        return 1;
    length += (size_t)got;
    waiting[length] = '\0';
    while ((end = strchr(waiting, '\n')) != NULL) {
        char *line = strndup(waiting, (size_t)(end - waiting));
        length -= (size_t)(end - waiting) + 1;
        memmove(waiting, end + 1, length + 1);
        obey(line);
        free(line);
    }
    return 1;
}

/* --- the plugin --------------------------------------------------------------------------------- */

int hexchat_plugin_init(hexchat_plugin *handle, char **name, char **description, char **version, char *argument)
{
    size_t at;
    ph = handle;
    *name = "driver";
    *description = "for tests: types and reads by pipes";
    *version = "0.1";
    out = fdopen(dup(1), "w");
    if (out == NULL || fcntl(0, F_SETFL, O_NONBLOCK) < 0)
        return 0;
    for (at = 0; at < sizeof texts / sizeof texts[0]; at++)
        hexchat_hook_print(ph, texts[at].name, HEXCHAT_PRI_LOWEST, on_text, (void *)&texts[at]);
    hexchat_hook_server(ph, "376", HEXCHAT_PRI_LOWEST, on_welcome, NULL);
    hexchat_hook_print(ph, "Disconnected", HEXCHAT_PRI_LOWEST, on_disconnected, NULL);
    hexchat_hook_fd(ph, 0, HEXCHAT_FD_READ, on_readable, NULL);
    return 1;
}

int hexchat_plugin_deinit(hexchat_plugin *handle)
{
    return 1;
}
