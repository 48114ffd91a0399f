/* What the user types behind /subrosa. */
#include "plugin.h"

/* In the window of a conversation a word is about its person; elsewhere the name follows it. */
static int typed_words(const void *pointer, void *data, struct t_gui_buffer *window, int argc,
                       char **argv, char **argv_eol)
{
    account_name name;
    const char *server = server_of_window(window);
    const char *account = server == NULL ? NULL : account_of(server, name);
    const char *words = argc > 1 ? argv_eol[1] : "";
    walk(subrosa_command(glue.messenger, account, peer_of(window), words,
                                             SUBROSA_NUL));
    return WEECHAT_RC_OK;
}

/* Where the passphrase begins in what is typed; NULL if there is none. */
static const char *passphrase_in(const char *typed)
{
    char word[16] = "";
    int end = 0;
    sscanf(typed, "/subrosa %15[a-z-] %n", word, &end);
    if (end == 0)
        return NULL;
    typed += end;
    if (strcmp(word, "unlock") == 0 || strcmp(word, "passphrase") == 0)
        return typed;
    if (strcmp(word, "export") != 0 && strcmp(word, "import") != 0)
        return NULL;
    if (*typed == '"' && strchr(typed + 1, '"') != NULL)
        typed = strchr(typed + 1, '"');
    typed += strcspn(typed, " ");
    return typed + strspn(typed, " ");
}

/* WeeChat has no line for secrets: a passphrase stands behind its word, not in the history, and as
 * stars on the screen. */
MODIFIER(before_history, modifier, modifier_data, typed)
{
    const char *passphrase = passphrase_in(typed);
    return passphrase != NULL && passphrase[0] != '\0' ? strdup("") : NULL;
}

MODIFIER(before_input_is_shown, modifier, modifier_data, typed)
{
    const char *passphrase = passphrase_in(typed);
    char *shown, *to;
    if (passphrase == NULL)
        return NULL;
    shown = strdup(typed);
    for (to = shown + (passphrase - typed); *passphrase != '\0'; passphrase++)
        if (((unsigned char)*passphrase & 0xc0) != 0x80) /* one star for each character */
            *to++ = '*';
    *to = '\0';
    return shown;
}

/* What can be done about the person of a window now. */
static int complete(const void *pointer, void *data, const char *item, struct t_gui_buffer *window,
                    struct t_gui_completion *completion)
{
    account_name name;
    const char *server = server_of_window(window), *peer = peer_of(window), *word;
    subrosa_outcome *outcome;
    int i;
    if (server == NULL || peer == NULL)
        return WEECHAT_RC_OK;
    outcome = subrosa_choices(glue.messenger, account_of(server, name), peer);
    subrosa_outcome_next(outcome);
    for (i = 0; (word = subrosa_outcome_choice(outcome, i, SUBROSA_CHOICE_WORD)) != NULL; i++)
        weechat_completion_list_add(completion, word, 0, WEECHAT_LIST_POS_END);
    subrosa_outcome_free(outcome);
    return WEECHAT_RC_OK;
}

void hook_words(void)
{
    weechat_hook_completion("subrosa_words", "what can be done about a person", complete, NULL,
                            NULL);
    weechat_hook_modifier("history_add", before_history, NULL, NULL);
    weechat_hook_modifier("input_text_display", before_input_is_shown, NULL, NULL);
    weechat_hook_command(
        "subrosa", "private conversations, one to one", "<word> [<nick>] [<more>]",
        "     a conversation: start, end, cancel, status\n"
        "   what was asked: accept, decline, accept-key, add-key\n"
        "   comparing keys: verify, unverify, differ, safety, code, devices\n"
        "texts that waited: send, resend, discard\n"
        "         a person: block, unblock, forget, list, mode, card\n"
        "         the keys: unlock, passphrase, no-passphrase, go-on,\n"
        "                   export <file>, import <file>\n\n"
        "In the window of a conversation leave <nick> out: a word is about its person. Everywhere "
        "else the nick follows the word.\n"
        "The title of the window says how the conversation stands, and so does the bar item "
        "\"subrosa\".\n"
        "Private texts are not logged: /set plugins.var.subrosa.log on changes that.",
        "%(subrosa_words)|start|end|cancel|status|accept|decline|accept-key|add-key|verify|"
        "unverify|differ|safety|code|devices|send|resend|discard|block|unblock|forget|mode|card|"
        "unlock|passphrase|no-passphrase|go-on|list|help %(nicks)"
        " || mode manual|automatic|required|default"
        " || export|import %(filename)",
        typed_words, NULL, NULL);
}
