/* What the user can say: /subrosa and words in a window, the menus of a conversation and of
 * somebody on the list, and the menu of the plugin. Words and their meaning are the library's.
 */
#include "subrosa-purple.h"

#define HELP "subrosa &lt;word&gt;: private conversations. /subrosa help lists all words."

static PurpleCmdId command;

static void carry_out(PurpleConversation *window, const char *words)
{
    PurpleAccount *account = purple_conversation_get_account(window);
    const char *peer = NULL; /* in a room the name of somebody follows the word */
    if (purple_conversation_get_type(window) == PURPLE_CONV_TYPE_IM)
        peer = peer_of(account, purple_conversation_get_name(window));
    windows_typed_in(window);
    walk(subrosa_command(glue.messenger, name_of(account), peer, words, SUBROSA_NUL));
    windows_typed_in(NULL);
}

static PurpleCmdRet on_command(PurpleConversation *window, const char *name, char **words,
                               char **error, void *unused)
{
    carry_out(window, words[0] ? words[0] : "");
    return PURPLE_CMD_RET_OK;
}

/* --- menus, of what can be done now ----------------------------------------------------------- */

static void on_menu(PurpleConversation *window, gpointer word)
{
    carry_out(window, word);
}

static void on_list_menu(PurpleBlistNode *node, gpointer word)
{
    PurpleBuddy *buddy = PURPLE_BUDDY(node);
    PurpleConversation *window = window_of(purple_buddy_get_account(buddy),
                                           purple_buddy_get_name(buddy), TRUE);
    if (window != NULL)
        carry_out(window, word);
}

static void add_menu(GList **menu, PurpleAccount *account, const char *who, PurpleCallback chosen)
{
    const char *peer = peer_of(account, who), *word, *label;
    subrosa_outcome *all = subrosa_choices(glue.messenger, name_of(account), peer);
    subrosa_outcome *title = subrosa_title(glue.messenger, name_of(account), peer);
    GList *entries = NULL;
    subrosa_outcome_next(all);
    for (int i = 0; (word = subrosa_outcome_choice(all, i, SUBROSA_CHOICE_WORD)) != NULL; i++) {
        gpointer kept = (gpointer)g_intern_string(word);
        label = subrosa_outcome_choice(all, i, SUBROSA_CHOICE_LABEL);
        entries = g_list_append(entries, purple_menu_action_new(label, chosen, kept, NULL));
    }
    subrosa_outcome_next(title);
    word = subrosa_outcome_str(title, SUBROSA_FIELD_WORDS);
    char *name = g_strjoin(*word ? ": " : "", "Subrosa", word, NULL);
    *menu = g_list_append(*menu, purple_menu_action_new(name, NULL, NULL, entries));
    g_free(name);
    subrosa_outcome_free(title);
    subrosa_outcome_free(all);
}

static void extend_menu(PurpleConversation *window, GList **menu, gpointer unused)
{
    if (purple_conversation_get_type(window) == PURPLE_CONV_TYPE_IM)
        add_menu(menu, purple_conversation_get_account(window),
                 purple_conversation_get_name(window), PURPLE_CALLBACK(on_menu));
}

static void extend_list_menu(PurpleBlistNode *node, GList **menu, gpointer unused)
{
    PurpleBuddy *buddy = PURPLE_BLIST_NODE_IS_BUDDY(node) ? PURPLE_BUDDY(node) : NULL;
    if (buddy != NULL && purple_account_is_connected(purple_buddy_get_account(buddy)))
        add_menu(menu, purple_buddy_get_account(buddy), purple_buddy_get_name(buddy),
                 PURPLE_CALLBACK(on_list_menu));
}

/* --- the menu of the plugin ------------------------------------------------------------------- */

static const char *const actions[][2] = {
    {"Set passphrase...", "passphrase"}, {"Remove passphrase", "no-passphrase"},
    {"Unlock...", "unlock"},             {"Copy identity to a file...", "export"},
    {"Take identity from a file...", "import"}, {"Words", "help"},
};

static void with_file(gpointer word, const char *file)
{
    char *words = g_strdup_printf("%s \"%s\"", (const char *)word, file);
    walk(subrosa_command(glue.messenger, NULL, NULL, words, SUBROSA_NUL));
    g_free(words);
}

static void on_action(PurplePluginAction *action)
{
    gboolean saves = g_strcmp0(action->user_data, "export") == 0;
    if (saves || g_strcmp0(action->user_data, "import") == 0)
        purple_request_file(self, action->label, saves ? "identity.txt" : NULL, saves,
                            G_CALLBACK(with_file), NULL, NULL, NULL, NULL, action->user_data);
    else
        walk(subrosa_command(glue.messenger, NULL, NULL, action->user_data, SUBROSA_NUL));
}

static void tell_fingerprint(PurplePluginAction *unused)
{
    uint8_t own[SUBROSA_FINGERPRINT_SIZE];
    char digits[SUBROSA_DIGITS_SIZE];
    size_t size = sizeof digits;
    if (subrosa_account_fingerprint(glue.messenger, NULL, own) == SUBROSA_OK &&
        subrosa_fingerprint_digits(own, digits, &size) == SUBROSA_OK)
        purple_notify_info(self, "Subrosa", "Your fingerprint:", digits);
}

GList *commands_of_plugin(PurplePlugin *plugin, gpointer context)
{
    GList *entries = g_list_append(NULL, purple_plugin_action_new("Your fingerprint",
                                                                  tell_fingerprint));
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        PurplePluginAction *action = purple_plugin_action_new(actions[i][0], on_action);
        action->user_data = (gpointer)actions[i][1];
        entries = g_list_append(entries, action);
    }
    return entries;
}

/* --- all of it -------------------------------------------------------------------------------- */

void commands_load(void)
{
    LISTEN(purple_conversations_get_handle(), "conversation-extended-menu", extend_menu, NULL);
    LISTEN(purple_blist_get_handle(), "blist-node-extended-menu", extend_list_menu, NULL);
    command = purple_cmd_register("subrosa", "s", PURPLE_CMD_P_PLUGIN,
                                  PURPLE_CMD_FLAG_IM | PURPLE_CMD_FLAG_CHAT |
                                      PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS,
                                  NULL, PURPLE_CMD_FUNC(on_command), HELP, NULL);
}

void commands_unload(void)
{
    purple_cmd_unregister(command);
}
