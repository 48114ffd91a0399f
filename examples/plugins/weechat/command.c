/* /subrosa, and the bar item of the same name. */
#include "plugin.h"

static const struct {
    const char *word;
    int32_t action;
} simple_words[] = {
    {"start", SUBROSA_DO_START},   {"end", SUBROSA_DO_END},         {"accept", SUBROSA_DO_ACCEPT},
    {"decline", SUBROSA_DO_DECLINE}, {"cancel", SUBROSA_DO_CANCEL}, {"send", SUBROSA_DO_SEND},
    {"discard", SUBROSA_DO_DISCARD}, {"block", SUBROSA_DO_BLOCK},   {"unblock", SUBROSA_DO_UNBLOCK},
};

static const struct {
    const char *word;
    int32_t action;
} key_words[] = {
    {"verify", SUBROSA_DO_VERIFY},
    {"unverify", SUBROSA_DO_UNVERIFY},
    {"accept-key", SUBROSA_DO_ACCEPT_KEY},
    {"add-key", SUBROSA_DO_ADD_KEY},
};

static void decide(const char *server, const char *peer, int32_t action)
{
    char name[1024];
    subrosa_outcome *outcome;
    subrosa_contact_do(messenger, account_name(server, name), peer, action, NULL, &outcome);
    carry_out(outcome); /* also says why it could not be done */
}

static void status(const char *server, const char *peer)
{
    uint8_t own[SUBROSA_FINGERPRINT_SIZE];
    char name[1024], digits[SUBROSA_DIGITS_SIZE], words[128];
    size_t size = sizeof digits;
    subrosa_outcome *outcome;
    if (peer == NULL)
        subrosa_contact_list(messenger, account_name(server, name), &outcome);
    else
        subrosa_contact_get(messenger, account_name(server, name), peer, &outcome);
    carry_out(outcome);
    if (subrosa_messenger_fingerprint(messenger, own) == SUBROSA_OK &&
        subrosa_fingerprint_digits(own, digits, &size) == SUBROSA_OK) {
        snprintf(words, sizeof words, "Own fingerprint: %s", digits);
        note(server, peer == NULL ? "" : peer, words);
    }
}

/* A decision about a key is about the one that the user has seen, and typed digits of. */
static void decide_key(const char *server, const char *peer, const char *word, int32_t action, const char *digits)
{
    char name[1024], how[128];
    subrosa_outcome *outcome;
    int32_t result;
    if (digits[0] == '\0') {
        status(server, peer);
        snprintf(how, sizeof how, "Compare by telephone or in person, then: /subrosa %s DIGITS", word);
        note(server, peer, how);
        return;
    }
    result = subrosa_contact_do_digits(messenger, account_name(server, name), peer, action, digits, strlen(digits),
                                       &outcome);
    if (result != SUBROSA_E_OTHER_FINGERPRINT && result != SUBROSA_E_NOT_A_FINGERPRINT) {
        carry_out(outcome);
        return;
    }
    note_loudly(server, peer, "These are not the digits of this fingerprint. Nothing has changed.");
    subrosa_outcome_free(outcome);
}

static void unlock(const char *passphrase)
{
    char reason[SUBROSA_ERROR_SIZE];
    size_t size = sizeof reason;
    subrosa_outcome *outcome;
    if (subrosa_messenger_unlock(messenger, passphrase, strlen(passphrase)) != SUBROSA_OK) {
        subrosa_last_error(reason, &size);
        note_loudly(NULL, "", reason);
        return;
    }
    note(NULL, "", "The vault is open.");
    attach_all();
    subrosa_tick(messenger, &outcome); /* what came while it was locked */
    carry_out(outcome);
}

/* /subrosa WORD [NICK] [DIGITS]. No nick begins with a digit. */
static int subrosa_command(const void *pointer, void *data, struct t_gui_buffer *buffer, int argc, char **argv,
                           char **argv_eol)
{
    const char *server = weechat_buffer_get_string(buffer, "localvar_server");
    const char *type = weechat_buffer_get_string(buffer, "localvar_type");
    const char *peer = NULL, *rest = argc > 2 ? argv_eol[2] : "";
    size_t i;
    (void)pointer, (void)data;
    if (argc < 2)
        return weechat_command(buffer, "/help subrosa");
    if (strcmp(argv[1], "unlock") == 0) {
        unlock(rest);
        return WEECHAT_RC_OK;
    }
    if (strcmp(weechat_buffer_get_string(buffer, "plugin"), "irc") != 0 || server == NULL || server[0] == '\0') {
        note(NULL, "", "This is for the window of a conversation on IRC.");
        return WEECHAT_RC_OK;
    }
    if (type != NULL && strcmp(type, "private") == 0)
        peer = weechat_buffer_get_string(buffer, "localvar_channel");
    if (argc > 2 && strchr("0123456789", argv[2][0]) == NULL) {
        peer = argv[2];
        rest = argc > 3 ? argv_eol[3] : "";
    }
    attach(server);
    if (strcmp(argv[1], "status") == 0) {
        status(server, peer);
        return WEECHAT_RC_OK;
    }
    if (peer == NULL || is_room(server, peer)) {
        note(server, "", "With whom? Say it in the window of a conversation, or name the nick.");
        return WEECHAT_RC_OK;
    }
    for (i = 0; i < sizeof simple_words / sizeof simple_words[0]; i++)
        if (strcmp(argv[1], simple_words[i].word) == 0) {
            window_of(server, peer, 1);
            if (simple_words[i].action == SUBROSA_DO_ACCEPT && rest[0] != '\0') /* of one who is known elsewhere */
                decide_key(server, peer, argv[1], SUBROSA_DO_ACCEPT, rest);
            else
                decide(server, peer, simple_words[i].action);
            return WEECHAT_RC_OK;
        }
    for (i = 0; i < sizeof key_words / sizeof key_words[0]; i++)
        if (strcmp(argv[1], key_words[i].word) == 0) {
            decide_key(server, peer, argv[1], key_words[i].action, rest);
            return WEECHAT_RC_OK;
        }
    WEECHAT_COMMAND_ERROR;
}

/* Colour helps, but the words alone say it. */
static char *bar_item(const void *pointer, void *data, struct t_gui_bar_item *item, struct t_gui_window *window,
                      struct t_gui_buffer *buffer, struct t_hashtable *extra_info)
{
    char words[160];
    const char *type, *colour;
    conversation *with;
    (void)pointer, (void)data, (void)item, (void)window, (void)extra_info;
    type = buffer == NULL ? NULL : weechat_buffer_get_string(buffer, "localvar_type");
    if (type == NULL || strcmp(type, "private") != 0 || strcmp(weechat_buffer_get_string(buffer, "plugin"), "irc") != 0)
        return NULL;
    with = conversation_with(weechat_buffer_get_string(buffer, "localvar_server"),
                             weechat_buffer_get_string(buffer, "localvar_channel"), 0);
    if (with == NULL || with->word[0] == '\0')
        return strdup("not private");
    colour = with->is_undecided                                                           ? "lightred"
             : with->state == SUBROSA_STATE_PRIVATE                                       ? "green"
             : with->state == SUBROSA_STATE_ALARM || with->state == SUBROSA_STATE_ENDED ? "lightred"
             : with->state == SUBROSA_STATE_PLAIN                                       ? "default"
                                                                                        : "yellow";
    snprintf(words, sizeof words, "%s%s%s%s", weechat_color(colour), with->word, with->verified ? ", verified" : "",
             with->is_undecided && with->state != SUBROSA_STATE_ALARM ? ", another key has appeared" : "");
    return strdup(words);
}

static int update_bar(const void *pointer, void *data, const char *signal, const char *type, void *signal_data)
{
    (void)pointer, (void)data, (void)signal, (void)type, (void)signal_data;
    weechat_bar_item_update("subrosa");
    return WEECHAT_RC_OK;
}

void hook_subrosa_command(void)
{
    weechat_hook_command(
        "subrosa", "private conversations, one to one",
        "start|end|status|decline|cancel|send|discard|block|unblock [<nick>]"
        " || accept|verify|unverify|accept-key|add-key [<nick>] [<digits>] || unlock <passphrase>",
        "     start: talk in private; from now on no text goes in clear\n"
        "       end: texts go in clear again; what waits is discarded\n"
        "    status: where the conversation stands, and the fingerprints of both sides\n"
        "    verify: the digits of the other side were compared by telephone or in person, and are these\n"
        "  unverify: they are not held to be right any more\n"
        "    accept: accept an invitation; with digits: the nick is now of whoever has this fingerprint\n"
        "   decline: decline it; or keep the old key when another one has appeared\n"
        "accept-key: accept another key instead, with its digits\n"
        "   add-key: accept another key as well: the same person has a second machine\n"
        "    cancel: give up a start that nobody answers\n"
        "      send: send the texts that wait for a decision\n"
        "   discard: give them up\n"
        "     block: read nothing of this person any more\n"
        "   unblock: read this person again\n"
        "    unlock: open a vault that a passphrase protects\n\n"
        "Without <nick> it is about the window in which it is typed.\n"
        "Private are the texts of one to one conversations, not who talks to whom, when and how much; not rooms; and "
        "not WeeChat's log files: /set plugins.var.subrosa.log_private_texts off leaves these texts out.\n"
        "The bar item \"subrosa\" says where a conversation stands: /set weechat.bar.status.items",
        "start %(nicks) || end %(nicks) || status %(nicks) || verify || unverify || accept %(nicks)"
        " || decline %(nicks) || accept-key || add-key || cancel %(nicks) || send %(nicks) || discard %(nicks)"
        " || block %(nicks) || unblock %(nicks) || unlock",
        subrosa_command, NULL, NULL);
    weechat_bar_item_new("subrosa", bar_item, NULL, NULL);
    weechat_hook_signal("buffer_switch", update_bar, NULL, NULL);
}
