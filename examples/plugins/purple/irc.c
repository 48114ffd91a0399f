/* IRC: a guard for what libpurple sends without asking, and who is not there.
 *
 * Commands like /msg, automatic replies and pounces pass no hook for texts. But every line that
 * leaves passes `leaving`.
 */
#include "subrosa-purple.h"

#include <string.h>

static GRegex *message; /* targets, text */

static gboolean may_leave(PurpleAccount *account, const char *line, gsize length)
{
    GMatchInfo *found = NULL;
    gboolean may = TRUE;
    if (g_regex_match_full(message, line, length, 0, 0, &found, NULL)) {
        char *names = g_match_info_fetch(found, 1), *text = g_match_info_fetch(found, 2);
        char **targets = g_strsplit(names, ",", 0), **target;
        for (target = targets; *target != NULL; target++) {
            gboolean room = **target != '\0' && strchr("#&+!", **target) != NULL;
            if (!room && subrosa_may_send(messenger, name_of(account), *target, text, strlen(text)) != 1) {
                tell(account, *target, "A text that would have left readable was not sent.");
                may = FALSE;
            }
        }
        g_strfreev(targets);
        g_free(names);
        g_free(text);
    }
    g_match_info_free(found);
    return may;
}

/* Several lines may stand in what is sent. One that may not leave becomes a command of the same length
 * that does nothing: of a shorter text the protocol plugin would send the rest once more. */
static void leaving(PurpleConnection *connection, char **text, gpointer unused)
{
    char *line;
    gsize length;
    for (line = *text; *line != '\0'; line += length + strspn(line + length, "\r\n")) {
        length = strcspn(line, "\r\n");
        if (!may_leave(purple_connection_get_account(connection), line, length)) {
            memset(line, 'x', length);
            memcpy(line, "PONG ", 5);
        }
    }
}

/* The server says that there is nobody: what is not acknowledged waits until they are back. */
static void coming(PurpleConnection *connection, char **line, gpointer unused)
{
    char **words = g_strsplit(*line, " ", 5); /* :server 401 own-nick nick :No such nick */
    if (g_strv_length(words) == 5 && strcmp(words[1], "401") == 0)
        subrosa_contact_set(messenger, name_of(purple_connection_get_account(connection)), words[3],
                            SUBROSA_SETTING_PRESENT, 0);
    g_strfreev(words);
}

void irc_load(PurplePlugin *plugin)
{
    PurplePlugin *irc = purple_plugins_find_with_id("prpl-irc");
    if (irc == NULL)
        return;
    message = g_regex_new("^ *(?::\\S+ +)?(?:PRIVMSG|NOTICE) +(\\S+) +:?(.*)$",
                          G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
    purple_signal_connect(irc, "irc-sending-text", plugin, PURPLE_CALLBACK(leaving), NULL);
    purple_signal_connect(irc, "irc-receiving-text", plugin, PURPLE_CALLBACK(coming), NULL);
}

void irc_unload(void)
{
    g_clear_pointer(&message, g_regex_unref);
}
