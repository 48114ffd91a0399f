/* What the user can say: /subrosa and a word in a conversation, or its menu. */
#include "subrosa-purple.h"

#include <string.h>

#define SHOW_KEYS 0 /* beside the SUBROSA_DO_ constants */

static const struct {
    const char *word, *label; /* with a label it is in the menu too */
    int32_t action;
} actions[] = {
    {"start", "Start private conversation", SUBROSA_DO_START},
    {"end", "End private conversation", SUBROSA_DO_END},
    {"status", NULL, SHOW_KEYS},
    {"verify", "Compare fingerprints...", SUBROSA_DO_VERIFY},
    {"unverify", NULL, SUBROSA_DO_UNVERIFY},
    {"accept", "Accept invitation", SUBROSA_DO_ACCEPT},
    {"decline", "Decline invitation or new key", SUBROSA_DO_DECLINE},
    {"accept-key", "Accept new key", SUBROSA_DO_ACCEPT_KEY},
    {"cancel", NULL, SUBROSA_DO_CANCEL},
    {"send", NULL, SUBROSA_DO_SEND},
    {"discard", NULL, SUBROSA_DO_DISCARD},
    {"card", NULL, SUBROSA_DO_SHARE_CARD},
    {"block", "Block private conversations", SUBROSA_DO_BLOCK},
    {"unblock", "Unblock private conversations", SUBROSA_DO_UNBLOCK},
};

#define HELP \
    "subrosa start, end, status, verify, accept, decline, accept-key, cancel, send, discard, card, block or unblock. " \
    "verify and accept-key take the digits of a fingerprint."

static PurpleCmdId command;

static void carry_out(PurpleConversation *conversation, int32_t action, const char *digits)
{
    PurpleAccount *account = purple_conversation_get_account(conversation);
    char *peer = g_strdup(peer_of(account, purple_conversation_get_name(conversation)));
    if (action == SHOW_KEYS || (action == SUBROSA_DO_VERIFY && digits == NULL))
        compare(account, peer);
    else
        decide(account, peer, action, digits);
    g_free(peer);
}

static PurpleCmdRet on_command(PurpleConversation *conversation, const char *name, char **words, char **error,
                               void *unused)
{
    gsize i;
    for (i = 0; words[0] != NULL && i < G_N_ELEMENTS(actions); i++) {
        if (strcmp(words[0], actions[i].word) == 0) {
            carry_out(conversation, actions[i].action, words[1]);
            return PURPLE_CMD_RET_OK;
        }
    }
    *error = g_strdup(HELP);
    return PURPLE_CMD_RET_FAILED;
}

static void on_menu(PurpleConversation *conversation, gpointer action)
{
    carry_out(conversation, GPOINTER_TO_INT(action), NULL);
}

static void extend_menu(PurpleConversation *conversation, GList **menu, gpointer unused)
{
    GList *entries = NULL;
    gsize i;
    if (purple_conversation_get_type(conversation) != PURPLE_CONV_TYPE_IM)
        return;
    for (i = 0; i < G_N_ELEMENTS(actions); i++)
        if (actions[i].label != NULL)
            entries = g_list_append(entries, purple_menu_action_new(actions[i].label, PURPLE_CALLBACK(on_menu),
                                                                    GINT_TO_POINTER(actions[i].action), NULL));
    *menu = g_list_append(*menu, purple_menu_action_new("Subrosa", NULL, NULL, entries));
}

void commands_load(void)
{
    purple_signal_connect(purple_conversations_get_handle(), "conversation-extended-menu", self,
                          PURPLE_CALLBACK(extend_menu), NULL);
    command = purple_cmd_register("subrosa", "ws", PURPLE_CMD_P_PLUGIN,
                                  PURPLE_CMD_FLAG_IM | PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS, NULL,
                                  PURPLE_CMD_FUNC(on_command), HELP, NULL);
}

void commands_unload(void)
{
    purple_cmd_unregister(command);
}
