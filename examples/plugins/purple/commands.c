/* What the user can say: /subrosa and a word in a conversation, or its menu. */
#include "subrosa-purple.h"

#include <string.h>

static PurpleCmdId command;

#define STATUS 0

static const struct {
    const char *word, *label; /* with a label it is in the menu too */
    int32_t action;
} actions[] = {
    {"start", "Start private conversation", SUBROSA_DO_START},
    {"end", "End private conversation", SUBROSA_DO_END},
    {"status", "Show fingerprints", STATUS},
    {"accept", NULL, SUBROSA_DO_ACCEPT},
    {"decline", NULL, SUBROSA_DO_DECLINE},
    {"cancel", NULL, SUBROSA_DO_CANCEL},
    {"send", NULL, SUBROSA_DO_SEND},
    {"discard", NULL, SUBROSA_DO_DISCARD},
};

#define HELP "subrosa start, end, status, accept, decline, cancel, send or discard"

static void tell_status(PurpleAccount *account, const char *peer)
{
    uint8_t own[SUBROSA_FINGERPRINT_SIZE];
    char digits[SUBROSA_DIGITS_SIZE];
    size_t size = sizeof digits;
    subrosa_outcome *outcome = NULL;
    subrosa_contact_get(messenger, name_of(account), peer, &outcome);
    act_on(outcome);
    if (subrosa_messenger_fingerprint(messenger, own) == SUBROSA_OK &&
        subrosa_fingerprint_digits(own, digits, &size) == SUBROSA_OK) {
        char *sentence = g_strconcat("Own fingerprint: ", digits, NULL);
        tell(account, peer, sentence);
        g_free(sentence);
    }
}

/* About every text that waits for a decision. */
static void decide(PurpleAccount *account, const char *peer, int32_t action)
{
    subrosa_outcome *texts = NULL, *outcome = NULL;
    subrosa_text_list(messenger, name_of(account), peer, &texts);
    while (subrosa_outcome_next(texts) > 0) {
        int64_t stage = subrosa_outcome_int(texts, SUBROSA_FIELD_CODE);
        int64_t number = subrosa_outcome_int(texts, SUBROSA_FIELD_NUMBER);
        if (stage == SUBROSA_STAGE_ASKING || stage == SUBROSA_STAGE_LOST) {
            subrosa_text_do(messenger, name_of(account), number, action, &outcome);
            act_on(outcome);
        }
    }
    subrosa_outcome_free(texts);
}

static void carry_out(PurpleConversation *conversation, gpointer data)
{
    PurpleAccount *account = purple_conversation_get_account(conversation);
    const char *peer = peer_of(account, purple_conversation_get_name(conversation));
    int32_t action = GPOINTER_TO_INT(data);
    subrosa_outcome *outcome = NULL;
    if (action == STATUS) {
        tell_status(account, peer);
    } else if (action == SUBROSA_DO_SEND || action == SUBROSA_DO_DISCARD) {
        decide(account, peer, action);
    } else {
        subrosa_contact_do(messenger, name_of(account), peer, action, NULL, &outcome);
        act_on(outcome);
    }
}

static PurpleCmdRet on_command(PurpleConversation *conversation, const char *name, char **words, char **error,
                               void *unused)
{
    gsize i;
    for (i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (strcmp(words[0], actions[i].word) == 0) {
            carry_out(conversation, GINT_TO_POINTER(actions[i].action));
            return PURPLE_CMD_RET_OK;
        }
    }
    *error = g_strdup(HELP);
    return PURPLE_CMD_RET_FAILED;
}

static void extend_menu(PurpleConversation *conversation, GList **menu, gpointer unused)
{
    gboolean two = purple_conversation_get_type(conversation) == PURPLE_CONV_TYPE_IM;
    gsize i;
    for (i = 0; i < G_N_ELEMENTS(actions) && two; i++)
        if (actions[i].label != NULL)
            *menu = g_list_append(*menu, purple_menu_action_new(actions[i].label, PURPLE_CALLBACK(carry_out),
                                                                GINT_TO_POINTER(actions[i].action), NULL));
}

void commands_load(PurplePlugin *plugin)
{
    purple_signal_connect(purple_conversations_get_handle(), "conversation-extended-menu", plugin,
                          PURPLE_CALLBACK(extend_menu), NULL);
    command = purple_cmd_register("subrosa", "w", PURPLE_CMD_P_PLUGIN, PURPLE_CMD_FLAG_IM, NULL,
                                  PURPLE_CMD_FUNC(on_command), HELP, NULL);
}

void commands_unload(void)
{
    purple_cmd_unregister(command);
}
