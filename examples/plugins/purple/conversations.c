/* Where a conversation stands, and what the user decides about it.
 *
 * The state is in the title and, when it changes, a line in the conversation. A question is a line
 * that names the commands for an answer, and a dialog where the messenger has dialogs.
 */
#include "subrosa-purple.h"

#include <string.h>

#define WORD "subrosa-word" /* data of a conversation: what its title says, or NULL */

/* --- the state -------------------------------------------------------------------------------------- */

/* libpurple sets titles anew now and then: the word comes behind each of them. */
static void titled(PurpleConversation *conversation, PurpleConvUpdateType type, gpointer unused)
{
    static gboolean busy;
    const char *word = purple_conversation_get_data(conversation, WORD);
    char *title;
    if (type != PURPLE_CONV_UPDATE_TITLE || word == NULL || busy)
        return;
    busy = TRUE;
    title = g_strdup_printf("%s [%s]", purple_conversation_get_title(conversation), word);
    purple_conversation_set_title(conversation, title);
    g_free(title);
    busy = FALSE;
}

/* The event is STATE or CONTACT. */
static void set_title(PurpleConversation *conversation, subrosa_outcome *outcome)
{
    gboolean plain = subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_PLAIN;
    gboolean verified = subrosa_outcome_int(outcome, SUBROSA_FIELD_TRUST) == SUBROSA_TRUST_VERIFIED;
    char *word = g_strconcat(subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD), verified ? ", verified" : "", NULL);
    purple_conversation_set_data(conversation, WORD, plain ? NULL : (gpointer)g_intern_string(word));
    purple_conversation_autoset_title(conversation);
    g_free(word);
}

/* Only if there is a window: after a start all private conversations are told of. */
void tell_state(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
{
    PurpleConversation *conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, peer, account);
    int64_t state = subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE);
    int64_t trust = subrosa_outcome_int(outcome, SUBROSA_FIELD_TRUST);
    if (conversation == NULL)
        return;
    set_title(conversation, outcome);
    if (state == SUBROSA_STATE_STARTING) /* which takes a moment */
        return;
    if (state != SUBROSA_STATE_PRIVATE)
        tell(account, peer, "Subrosa: %s", subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
    else if (trust == SUBROSA_TRUST_VERIFIED)
        tell(account, peer, "Subrosa: private, verified.");
    else if (trust == SUBROSA_TRUST_CHANGED)
        tell(account, peer, "Subrosa: private, with the key that is known. Another key uses this address too.");
    else
        tell(account, peer, "Subrosa: private. To know with whom, compare fingerprints: /subrosa verify");
}

static void created(PurpleConversation *conversation, gpointer unused)
{
    PurpleAccount *account = purple_conversation_get_account(conversation);
    const char *peer = peer_of(account, purple_conversation_get_name(conversation));
    subrosa_outcome *outcome = NULL;
    if (purple_conversation_get_type(conversation) != PURPLE_CONV_TYPE_IM)
        return;
    subrosa_contact_get(messenger, name_of(account), peer, &outcome);
    if (subrosa_outcome_next(outcome) == SUBROSA_EVENT_CONTACT &&
        subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) != SUBROSA_STATE_PLAIN)
        tell_state(account, peer, outcome);
    subrosa_outcome_free(outcome);
}

/* --- decisions -------------------------------------------------------------------------------------- */

/* "account peer" -> the digits that the user was told of: of a new key; of somebody known who writes from there. */
static GHashTable *newcomers, *visitors;

static char *place_of(PurpleAccount *account, const char *peer)
{
    return g_strconcat(name_of(account), " ", peer, NULL);
}

void decide(PurpleAccount *account, const char *peer, int32_t action, const char *digits)
{
    subrosa_outcome *outcome = NULL, *contact = NULL;
    char *place = place_of(account, peer);
    if (action == SUBROSA_DO_ACCEPT_KEY && digits == NULL) {
        digits = g_hash_table_lookup(newcomers, place);
    } else if (action == SUBROSA_DO_ACCEPT && digits == NULL) {
        digits = g_hash_table_lookup(visitors, place);
    } else if (action == SUBROSA_DO_UNVERIFY && digits == NULL) {
        subrosa_contact_get(messenger, name_of(account), peer, &contact);
        subrosa_outcome_next(contact);
        digits = subrosa_outcome_str(contact, SUBROSA_FIELD_DIGITS);
    }
    if (digits != NULL)
        subrosa_contact_do_digits(messenger, name_of(account), peer, action, digits, strlen(digits), &outcome);
    else
        subrosa_contact_do(messenger, name_of(account), peer, action, NULL, &outcome);
    act_on(outcome); /* also says why it could not be done */
    subrosa_outcome_free(contact);
    g_free(place);
}

/* --- questions -------------------------------------------------------------------------------------- */

struct question {
    char *account, *peer, *digits;
    int32_t actions[2];
};

static GList *open_questions;

static void forget(gpointer data)
{
    struct question *question = data;
    g_free(question->account);
    g_free(question->peer);
    g_free(question->digits);
    g_free(question);
}

static void answered(gpointer data, int choice)
{
    struct question *question = data;
    PurpleAccount *account = account_of(question->account);
    open_questions = g_list_remove(open_questions, question);
    if (account != NULL && (choice == 0 || choice == 1) && question->actions[choice] != 0)
        decide(account, question->peer, question->actions[choice], *question->digits ? question->digits : NULL);
    forget(question);
}

/* Two answers and "Later"; the second one may be missing. */
static void open_dialog(PurpleAccount *account, const char *peer, const char *text, const char *digits,
                        const char *yes, int32_t on_yes, const char *no, int32_t on_no)
{
    struct question *question = g_new0(struct question, 1);
    question->account = g_strdup(name_of(account));
    question->peer = g_strdup(peer);
    question->digits = g_strdup(digits);
    question->actions[0] = on_yes;
    question->actions[1] = on_no;
    if (purple_request_action(self, "Subrosa", peer, text, PURPLE_DEFAULT_ACTION_NONE, account, peer, NULL, question,
                              3, yes, answered, no, answered, "Later", answered) != NULL)
        open_questions = g_list_prepend(open_questions, question);
    else
        forget(question);
}

static const struct {
    int64_t code;
    const char *commands, *yes;
    int32_t on_yes;
    const char *no;
    int32_t on_no;
} questions[] = {
    {SUBROSA_ASK_INVITED, "/subrosa accept or /subrosa decline", "Accept", SUBROSA_DO_ACCEPT, "Decline", SUBROSA_DO_DECLINE},
    {SUBROSA_ASK_KEY_CHANGED, "/subrosa accept-key or /subrosa decline", "Use the new key", SUBROSA_DO_ACCEPT_KEY,
     "Keep the old key", SUBROSA_DO_DECLINE},
    {SUBROSA_ASK_ADDRESS_CHANGED, "/subrosa accept or /subrosa decline", "It is theirs", SUBROSA_DO_ACCEPT, "It is not",
     SUBROSA_DO_DECLINE},
    {SUBROSA_ASK_LONG_TEXT, "/subrosa send or /subrosa discard", "Send", SUBROSA_DO_SEND, "Discard", SUBROSA_DO_DISCARD},
    {SUBROSA_ASK_OLD_TEXT, "/subrosa send or /subrosa discard", "Send", SUBROSA_DO_SEND, "Discard", SUBROSA_DO_DISCARD},
    {SUBROSA_ASK_NO_ANSWER, "/subrosa cancel", NULL, 0, NULL, 0},
};

/* Both keys, as people compare them. */
static char *keys_of(PurpleAccount *account, const char *peer, const char *new_digits)
{
    subrosa_outcome *contact = NULL;
    char *both;
    subrosa_contact_get(messenger, name_of(account), peer, &contact);
    subrosa_outcome_next(contact);
    both = g_strdup_printf("\nKnown key: %s\nNew key: %s", subrosa_outcome_str(contact, SUBROSA_FIELD_DIGITS), new_digits);
    subrosa_outcome_free(contact);
    return both;
}

void ask(PurpleAccount *account, const char *peer, subrosa_outcome *outcome)
{
    int64_t code = subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
    const char *sentence = subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE);
    const char *digits = subrosa_outcome_str(outcome, SUBROSA_FIELD_DIGITS);
    gboolean about_a_key = code == SUBROSA_ASK_KEY_CHANGED || code == SUBROSA_ASK_ADDRESS_CHANGED;
    char *keys = code == SUBROSA_ASK_KEY_CHANGED ? keys_of(account, peer, digits)
                 : about_a_key                   ? g_strconcat("\nTheir key: ", digits, NULL)
                                                 : g_strdup("");
    char *text = g_strconcat(sentence, keys, NULL);
    gsize i;
    for (i = 0; i < G_N_ELEMENTS(questions) && questions[i].code != code; i++)
        ;
    if (code == SUBROSA_ASK_KEY_CHANGED)
        g_hash_table_replace(newcomers, place_of(account, peer), g_strdup(digits));
    if (code == SUBROSA_ASK_INVITED || code == SUBROSA_ASK_ADDRESS_CHANGED) /* "accept" is about what was asked last */
        g_hash_table_replace(visitors, place_of(account, peer), about_a_key ? g_strdup(digits) : NULL);
    tell(account, peer, "%s\n%s", text, i < G_N_ELEMENTS(questions) ? questions[i].commands : "");
    if (i < G_N_ELEMENTS(questions) && questions[i].yes != NULL)
        open_dialog(account, peer, text, about_a_key ? digits : "", questions[i].yes,
                    questions[i].on_yes, questions[i].no, questions[i].on_no);
    g_free(text);
    g_free(keys);
}

void compare(PurpleAccount *account, const char *peer)
{
    uint8_t own[SUBROSA_FINGERPRINT_SIZE];
    char own_digits[SUBROSA_DIGITS_SIZE] = "";
    size_t size = sizeof own_digits;
    subrosa_outcome *contact = NULL;
    const char *digits;
    char *text;
    subrosa_contact_get(messenger, name_of(account), peer, &contact);
    subrosa_outcome_next(contact);
    digits = subrosa_outcome_str(contact, SUBROSA_FIELD_DIGITS);
    if (subrosa_account_fingerprint(messenger, name_of(account), own) == SUBROSA_OK)
        subrosa_fingerprint_digits(own, own_digits, &size);
    tell(account, peer, "Subrosa: %s\nYour fingerprint: %s\nTheir fingerprint: %s",
         subrosa_outcome_str(contact, SUBROSA_FIELD_SENTENCE), own_digits, *digits ? digits : "not known yet");
    if (*digits && subrosa_outcome_int(contact, SUBROSA_FIELD_TRUST) != SUBROSA_TRUST_VERIFIED) {
        tell(account, peer, "If they read you the same digits where nobody else can speak for them: /subrosa verify %s", digits);
        text = g_strdup_printf("Compare on the telephone, say, not here.\nYour fingerprint: %s\nTheir fingerprint: %s",
                               own_digits, digits);
        open_dialog(account, peer, text, digits, "They are the same", SUBROSA_DO_VERIFY, "They differ", 0);
        g_free(text);
    }
    subrosa_outcome_free(contact);
}

/* --- both ------------------------------------------------------------------------------------------- */

void conversations_load(void)
{
    void *conversations = purple_conversations_get_handle();
    newcomers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    visitors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    purple_signal_connect(conversations, "conversation-updated", self, PURPLE_CALLBACK(titled), NULL);
    purple_signal_connect(conversations, "conversation-created", self, PURPLE_CALLBACK(created), NULL);
}

void conversations_unload(void)
{
    GList *each;
    for (each = purple_get_conversations(); each != NULL; each = each->next) {
        purple_conversation_set_data(each->data, WORD, NULL);
        if (purple_conversation_get_type(each->data) == PURPLE_CONV_TYPE_IM)
            purple_conversation_autoset_title(each->data);
    }
    purple_request_close_with_handle(self);
    g_list_free_full(open_questions, forget);
    open_questions = NULL;
    g_clear_pointer(&newcomers, g_hash_table_unref);
    g_clear_pointer(&visitors, g_hash_table_unref);
}
