/* Carrying out what the library wants done, and remembering where conversations stand. */
#include "plugin.h"

static conversation *conversations;
static struct t_hook *timer;

const char *account_name(const char *server, char name[1024])
{
    snprintf(name, 1024, ACCOUNT_PREFIX "%s", server);
    return name;
}

/* The server of an account; NULL if it is not one of this plugin. */
static const char *server_of(const char *account)
{
    size_t length = strlen(ACCOUNT_PREFIX);
    return strncmp(account, ACCOUNT_PREFIX, length) == 0 ? account + length : NULL;
}

conversation *conversation_with(const char *server, const char *peer, int make_one)
{
    conversation *each;
    for (each = conversations; each != NULL; each = each->next)
        if (strcmp(each->server, server) == 0 && is_same_nick(server, each->peer, peer))
            return each;
    if (!make_one || (each = calloc(1, sizeof *each)) == NULL)
        return NULL;
    each->server = strdup(server);
    each->peer = strdup(peer);
    each->state = SUBROSA_STATE_PLAIN;
    each->next = conversations;
    conversations = each;
    return each;
}

void forget_conversations(void)
{
    while (conversations != NULL) {
        conversation *next = conversations->next;
        if (conversations->state != SUBROSA_STATE_PLAIN)
            note_loudly(conversations->server, conversations->peer, "The plugin was unloaded. What you write now goes in clear.");
        free(conversations->server);
        free(conversations->peer);
        free(conversations);
        conversations = next;
    }
}

static int timer_fired(const void *pointer, void *data, int remaining_calls)
{
    subrosa_outcome *outcome;
    (void)pointer, (void)data, (void)remaining_calls;
    timer = NULL; /* WeeChat removes a timer after its last call */
    subrosa_tick(messenger, &outcome);
    carry_out(outcome);
    return WEECHAT_RC_OK;
}

void stop_timer(void)
{
    if (timer != NULL)
        weechat_unhook(timer);
    timer = NULL;
}

void set_timer(void)
{
    int64_t wait = subrosa_messenger_wake_ms(messenger);
    stop_timer();
    if (wait >= 0)
        timer = weechat_hook_timer(wait < 1 ? 1 : wait > 3600000 ? 3600000 : (long)wait, 0, 1, timer_fired, NULL, NULL);
}

static void send_line(const char *server, const char *peer, subrosa_outcome *event)
{
    subrosa_outcome *failed;
    if (server != NULL && send_raw(server, peer, subrosa_outcome_str(event, SUBROSA_FIELD_LINE)))
        return;
    subrosa_line_failed(messenger, subrosa_outcome_str(event, SUBROSA_FIELD_ACCOUNT),
                        subrosa_outcome_int(event, SUBROSA_FIELD_LINE_ID), &failed);
    carry_out(failed);
}

static void show(const char *server, const char *peer, subrosa_outcome *event)
{
    const char *mark = "";
    int is_private = subrosa_outcome_int(event, SUBROSA_FIELD_PRIVATE) == 1;
    if (!is_private)
        mark = "[not private] ";
    else if (subrosa_outcome_int(event, SUBROSA_FIELD_REPEATED))
        mark = "[again] ";
    else if (subrosa_outcome_int(event, SUBROSA_FIELD_LATE))
        mark = "[late] ";
    show_text(server, peer, subrosa_outcome_str(event, SUBROSA_FIELD_TEXT),
              subrosa_outcome_int(event, SUBROSA_FIELD_ACTION) == 1, mark, is_private);
}

/* The bar has every state; the window only those that say what happens to texts from now on. */
static void state_changed(const char *server, const char *peer, subrosa_outcome *event)
{
    int64_t state = subrosa_outcome_int(event, SUBROSA_FIELD_STATE);
    const char *sentence = subrosa_outcome_str(event, SUBROSA_FIELD_SENTENCE);
    int verified = subrosa_outcome_int(event, SUBROSA_FIELD_TRUST) == SUBROSA_TRUST_VERIFIED;
    conversation *with = conversation_with(server, peer, 1);
    if (with == NULL)
        return;
    if (window_of(server, peer, 0) != NULL && with->state != state) {
        if (state == SUBROSA_STATE_PRIVATE || state == SUBROSA_STATE_PLAIN || state == SUBROSA_STATE_BLOCKED)
            note(server, peer, sentence);
        if (state == SUBROSA_STATE_ENDED || state == SUBROSA_STATE_ALARM)
            note_loudly(server, peer, sentence);
    } else if (with->verified != verified)
        note(server, peer, verified ? "The fingerprint is verified." : "The fingerprint is not verified.");
    with->is_undecided = subrosa_outcome_int(event, SUBROSA_FIELD_TRUST) == SUBROSA_TRUST_CHANGED;
    with->state = state;
    with->verified = verified;
    snprintf(with->word, sizeof with->word, "%s", subrosa_outcome_str(event, SUBROSA_FIELD_WORD));
    weechat_bar_item_update("subrosa");
}

static void ask(const char *server, const char *peer, subrosa_outcome *event)
{
    char more[300];
    int64_t code = subrosa_outcome_int(event, SUBROSA_FIELD_CODE);
    const char *how = code == SUBROSA_ASK_INVITED       ? "/subrosa accept, or /subrosa decline"
                      : code == SUBROSA_ASK_KEY_CHANGED ? "/subrosa accept-key DIGITS, or /subrosa add-key DIGITS, or /subrosa decline"
                      : code == SUBROSA_ASK_ADDRESS_CHANGED ? "/subrosa accept DIGITS if this nick is theirs, or /subrosa decline"
                      : code == SUBROSA_ASK_NO_ANSWER   ? "/subrosa cancel, or wait"
                      : code == SUBROSA_ASK_LONG_TEXT   ? "/subrosa send, or /subrosa discard"
                      : code == SUBROSA_ASK_OLD_TEXT    ? "/subrosa send, or /subrosa discard"
                                                        : "";
    (how[0] == '\0' ? note : note_loudly)(server, peer, subrosa_outcome_str(event, SUBROSA_FIELD_SENTENCE));
    if (code == SUBROSA_ASK_KEY_CHANGED || code == SUBROSA_ASK_ADDRESS_CHANGED) {
        snprintf(more, sizeof more, "%s fingerprint: %s", code == SUBROSA_ASK_KEY_CHANGED ? "The new" : "Their",
                 subrosa_outcome_str(event, SUBROSA_FIELD_DIGITS));
        note(server, peer, more);
    }
    if (how[0] != '\0')
        note(server, peer, how);
    weechat_bar_item_update("subrosa");
}

static void describe(const char *server, const char *peer, subrosa_outcome *event)
{
    char words[400];
    int64_t waiting = subrosa_outcome_int(event, SUBROSA_FIELD_WAITING);
    const char *digits = subrosa_outcome_str(event, SUBROSA_FIELD_DIGITS);
    const char *other = subrosa_outcome_str(event, SUBROSA_FIELD_OTHER_DIGITS);
    note(server, peer, subrosa_outcome_str(event, SUBROSA_FIELD_SENTENCE));
    if (digits[0] != '\0') {
        snprintf(words, sizeof words, "Fingerprint of the other side: %s", digits);
        note(server, peer, words);
    }
    if (other[0] != '\0') {
        snprintf(words, sizeof words, "The new fingerprint: %s", other);
        note(server, peer, words);
    }
    if (waiting > 0) {
        snprintf(words, sizeof words, "Texts that are not delivered yet: %d", (int)waiting);
        note(server, peer, words);
    }
}

void carry_out(subrosa_outcome *outcome)
{
    int32_t kind;
    int lost = 0;
    if (outcome == NULL) {
        char reason[SUBROSA_ERROR_SIZE];
        size_t size = sizeof reason;
        subrosa_last_error(reason, &size);
        note_loudly(NULL, "", reason);
        note_loudly(NULL, "", "Nothing private can be sent until /plugin reload subrosa.");
    }
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        const char *server = server_of(subrosa_outcome_str(outcome, SUBROSA_FIELD_ACCOUNT));
        const char *peer = subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER);
        int64_t code = subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
        const char *sentence = subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE);
        if (kind == SUBROSA_EVENT_SEND)
            send_line(server, peer, outcome);
        else if (kind == SUBROSA_EVENT_NOTICE) {
            if (subrosa_outcome_int(outcome, SUBROSA_FIELD_SEVERITY) == SUBROSA_SEVERITY_ALARM)
                note_loudly(server, peer, sentence);
            else
                note(server, peer, sentence);
        } else if (server == NULL)
            continue; /* everything else is about somebody on a server */
        else if (kind == SUBROSA_EVENT_SHOW)
            show(server, peer, outcome);
        else if (kind == SUBROSA_EVENT_STATE)
            state_changed(server, peer, outcome);
        else if (kind == SUBROSA_EVENT_ASK)
            ask(server, peer, outcome);
        else if (kind == SUBROSA_EVENT_CONTACT)
            describe(server, peer, outcome);
        else if (kind == SUBROSA_EVENT_PROGRESS && code == SUBROSA_STAGE_DISCARDED)
            note(server, peer, sentence);
        else if (kind == SUBROSA_EVENT_PROGRESS && code == SUBROSA_STAGE_LOST && !lost++) { /* once for all of them */
            note(server, peer, sentence);
            note(server, peer, "/subrosa send, or /subrosa discard");
        }
    }
    subrosa_outcome_free(outcome); /* now what was shown counts as shown */
    set_timer();
}
