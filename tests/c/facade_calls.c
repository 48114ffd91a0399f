/* The calls of a messenger for tests/c/calls.h, on the vaults of facade_stage.c. */
#include "calls.h"
#include "hosts.h"

#include <stdio.h>
#include <string.h>

void (*after_call)(void);

/* What a call tells is kept for whoever has made it; that it is asked for its result is not the call any
 * more. */
static int32_t told(subrosa_outcome *outcome)
{
    if (after_call != NULL)
        after_call();
    CHECK(outcome != NULL);
    subrosa_outcome_free(set.new_outcome);
    set.new_outcome = outcome;
    return subrosa_outcome_result(outcome);
}

#define M(p, h) H(p, h, set.messenger)
#define OUT(p) P(p, &set.new_outcome)

static int32_t messenger_open(void)
{
    return told(subrosa_messenger_open(N(0, SUBROSA_ABI, SUBROSA_ABI + 1), P(0, set.vault),
                                       P(1, "can=edits"), P(2, &set.new_messenger)));
}
static int32_t messenger_open_with_key(void)
{
    static const uint8_t host_key[32] = {9};
    return told(subrosa_messenger_open_with_key(N(0, SUBROSA_ABI, SUBROSA_ABI + 1),
                                                P(0, set.vault), P(1, host_key), P(2, "can=edits"),
                                                P(3, &set.new_messenger)));
}
static int32_t messenger_leave(void)
{
    return told(subrosa_messenger_leave(M(0, 0)));
}
static int32_t messenger_set_time(void)
{
    return subrosa_messenger_set_time(M(0, 0), N(0, 1, 0));
}
static int32_t wake_ms(void)
{
    return subrosa_wake_ms(M(0, 0)) > 0;
}
static int32_t account_attach(void)
{
    return told(subrosa_account_attach(M(0, 0), P(1, "another"), P(2, "irc"), P(3, "burst=3")));
}
static int32_t account_detach(void)
{
    return told(subrosa_account_detach(M(0, 0), P(1, ACCOUNT)));
}
static int32_t account_set(void)
{
    char settings[20];
    sprintf(settings, "burst=%d", (int)N(0, 5, 1001));
    return told(subrosa_account_set(M(0, 0), P(1, ACCOUNT), P(2, settings)));
}
static int32_t account_get(void)
{
    return subrosa_account_get(M(0, 0), P(1, ACCOUNT), P(2, "mode"), P(3, set.text), P(4, &set.size));
}
static int32_t account_online(void)
{
    return told(subrosa_account_online(M(0, 0), P(1, ACCOUNT), N(0, 0, 2)));
}
static int32_t account_listed(void)
{
    return told(subrosa_account_listed(M(0, 0), P(1, ACCOUNT)));
}
static int32_t account_rename(void)
{
    return told(subrosa_account_rename(M(0, 0), P(1, ACCOUNT), P(2, ACCOUNT)));
}
static int32_t account_own_identity(void)
{
    return subrosa_account_own_identity(M(0, 0), P(1, "another"), P(2, given.exported),
                                        strlen(given.exported), P(3, PASSPHRASE), LENGTH(PASSPHRASE));
}
static int32_t account_fingerprint(void)
{
    return subrosa_account_fingerprint(M(0, 0), P(1, ACCOUNT), P(2, set.bytes));
}
static int32_t outgoing(void)
{
    return told(subrosa_outgoing(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "text"), 4,
                                 (uint32_t)N(0, SUBROSA_FLAG_ACTION, 128)));
}
static int32_t incoming(void)
{
    return told(subrosa_incoming(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, given.line),
                                 strlen(given.line), (uint32_t)N(0, SUBROSA_FLAG_NOTICE, -1), 0));
}
static int32_t irc_out(void)
{
    return told(subrosa_irc_out(M(0, 0), P(1, IRC_ACCOUNT), P(2, "PRIVMSG bob :text"), 17));
}
static int32_t irc_in(void)
{
    static const char line[] = ":bob!b@c PRIVMSG alice :?SR1?";
    return told(subrosa_irc_in(M(0, 0), P(1, IRC_ACCOUNT), P(2, line), LENGTH(line), 0));
}
static int32_t tick(void)
{
    return told(subrosa_tick(M(0, 0)));
}
static int32_t batch_begin(void)
{
    int32_t result = subrosa_batch_begin(M(0, 0));
    if (after_call != NULL)
        after_call();
    if (result == SUBROSA_OK)
        subrosa_outcome_free(subrosa_batch_end(M(0, 0)));
    return result;
}
static int32_t batch_end(void)
{
    int32_t result = subrosa_batch_begin(set.messenger);
    if (result != SUBROSA_OK && result != SUBROSA_E_WRONG_STATE)
        return result;
    return told(subrosa_batch_end(M(0, 0)));
}
static int32_t line_failed(void)
{
    return told(subrosa_line_failed(M(0, 0), P(1, ACCOUNT), N(0, 1, -1)));
}
static int32_t line_kind(void)
{
    return subrosa_line_kind(M(0, 0), P(1, "text"), 4) != 0;
}
static int32_t may_send(void)
{
    return subrosa_may_send(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "text"), 4);
}
static int32_t text_list(void)
{
    return told(subrosa_text_list(M(0, 0), P(1, ACCOUNT), P(2, "bob")));
}
static int32_t command(void)
{
    return told(subrosa_command(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "help"), 4));
}
static int32_t answer(void)
{
    int64_t question = damage == OUT_OF_RANGE && damaged == 0 ? -1 : given.question;
    return told(subrosa_answer(M(0, 0), question, P(1, "discard"), 7));
}
static int32_t choices(void)
{
    return told(subrosa_choices(M(0, 0), P(1, ACCOUNT), P(2, "bob")));
}
static int32_t title(void)
{
    return told(subrosa_title(M(0, 0), P(1, ACCOUNT), P(2, "bob")));
}
static int32_t contact_hint(void)
{
    return told(subrosa_contact_hint(M(0, 0), P(1, ACCOUNT), P(2, "bob"),
                                     N(0, SUBROSA_HINT_PRESENT, 999), N(1, 0, -1)));
}
static int32_t contact_rename(void)
{
    return told(subrosa_contact_rename(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "bob_")));
}
static int32_t contact_list(void)
{
    return told(subrosa_contact_list(M(0, 0), P(1, ACCOUNT), P(2, "bob")));
}
static int32_t safety_scan(void)
{
    return told(subrosa_safety_scan(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "SUBROSA:01"), 10));
}
static int32_t safety_digits(void)
{
    return subrosa_safety_digits(P(0, given.fingerprint), P(1, given.fingerprint), P(2, set.text),
                                 P(3, &set.size));
}
static int32_t safety_code(void)
{
    return subrosa_safety_code(P(0, given.fingerprint), P(1, given.fingerprint), P(2, set.text),
                               P(3, &set.size));
}
static int32_t safety_svg(void)
{
    static char svg[65536];
    int32_t result;
    set.size = sizeof svg;
    result = subrosa_safety_svg(P(0, given.fingerprint), P(1, given.fingerprint), P(2, svg),
                                P(3, &set.size));
    if (result == SUBROSA_OK)
        CHECK(strlen(svg) + 1 == set.size);
    return result;
}
static int32_t safety_modules(void)
{
    return subrosa_safety_modules(P(0, given.fingerprint), P(1, given.fingerprint), P(2, set.bytes));
}
static int32_t safety_compare(void)
{
    return subrosa_safety_compare(P(0, given.fingerprint), P(1, given.fingerprint), P(2, "SUBROSA:01"), 10);
}

static int32_t messenger_card(void)
{
    return subrosa_messenger_card(M(0, 0), P(1, ACCOUNT), N(0, 0, 2), OUT(2));
}
static int32_t card_learn(void)
{
    return subrosa_card_learn(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, given.card), strlen(given.card),
                              OUT(4));
}
static int32_t text_seal(void)
{
    return subrosa_text_seal(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, "text"), 4,
                             (uint32_t)N(0, SUBROSA_SEAL_WRAPPED, 4), OUT(4));
}
static int32_t text_open(void)
{
    return subrosa_text_open(M(0, 0), P(1, given.sealed), strlen(given.sealed), OUT(2));
}
static int32_t file_seal(void)
{
    return subrosa_file_seal(M(0, 0), P(1, ACCOUNT), P(2, "bob"), P(3, given.source), P(4, given.folder),
                             (uint32_t)N(0, SUBROSA_SEAL_UNSIGNED, SUBROSA_SEAL_WRAPPED),
                             P(5, &set.new_job));
}
static int32_t file_open(void)
{
    return subrosa_file_open(M(0, 0), P(1, given.sealed_file), P(2, given.folder), P(3, &set.new_job));
}
static int32_t messenger_terms(void)
{
    return subrosa_messenger_terms(M(0, 0), P(1, ACCOUNT), P(2, &set.new_terms));
}
static int32_t terms_add_contact(void)
{
    return subrosa_terms_add_contact(H(0, 0, set.terms), M(1, 1), P(2, ACCOUNT), P(3, "bob"));
}
static int32_t terms_add_known(void)
{
    return subrosa_terms_add_known(H(0, 0, set.terms), M(1, 1), P(2, given.fingerprint));
}

/* name, call, pointers, those that may be NULL, handles, numbers, text */
const function facade_functions[] = {
    {"messenger_open", messenger_open, 3, "01", 0, 1, 0, 0},
    {"messenger_open_with_key", messenger_open_with_key, 4, "012", 0, 1, 0, 0},
    {"messenger_leave", messenger_leave, 1, "", 1, 0, 0, 0},
    {"messenger_set_time", messenger_set_time, 1, "", 1, 1, 0, 0},
    {"wake_ms", wake_ms, 1, "", 1, 0, 0, 0},
    {"account_attach", account_attach, 4, "3", 1, 0, 0, 0},
    {"account_detach", account_detach, 2, "", 1, 0, 0, 0},
    {"account_set", account_set, 3, "2", 1, 1, 0, 0},
    {"account_get", account_get, 5, "", 1, 0, 1, sizeof "automatic"},
    {"account_online", account_online, 2, "", 1, 1, 0, 0},
    {"account_listed", account_listed, 2, "", 1, 0, 0, 0},
    {"account_rename", account_rename, 3, "", 1, 0, 0, 0},
    {"account_own_identity", account_own_identity, 4, "", 1, 0, 0, 0},
    {"account_fingerprint", account_fingerprint, 3, "1", 1, 0, 0, 0},
    {"outgoing", outgoing, 4, "-12", 1, 1, 0, 0},
    {"incoming", incoming, 4, "-12", 1, 1, 0, 0},
    {"irc_out", irc_out, 3, "-1", 1, 0, 0, 0},
    {"irc_in", irc_in, 3, "1", 1, 0, 0, 0},
    {"tick", tick, 1, "", 1, 0, 0, 0},
    {"batch_begin", batch_begin, 1, "", 1, 0, 0, 0},
    {"batch_end", batch_end, 1, "", 1, 0, 0, 0},
    {"line_failed", line_failed, 2, "", 1, 1, 0, 0},
    {"line_kind", line_kind, 2, "", 1, 0, 0, 0},
    {"may_send", may_send, 4, "", 1, 0, 0, 0},
    {"text_list", text_list, 3, "2", 1, 0, 0, 0},
    {"command", command, 4, "2-1", 1, 0, 0, 0},
    {"answer", answer, 2, "", 1, 1, 0, 0},
    {"choices", choices, 3, "12", 1, 0, 0, 0},
    {"title", title, 3, "12", 1, 0, 0, 0},
    {"contact_hint", contact_hint, 3, "", 1, 2, 0, 0},
    {"contact_rename", contact_rename, 4, "", 1, 0, 0, 0},
    {"contact_list", contact_list, 3, "2", 1, 0, 0, 0},
    {"messenger_card", messenger_card, 3, "", 1, 1, 0, 0},
    {"card_learn", card_learn, 5, "", 1, 0, 0, 0},
    {"text_seal", text_seal, 5, "", 1, 1, 0, 0},
    {"text_open", text_open, 3, "", 1, 0, 0, 0},
    {"file_seal", file_seal, 6, "", 1, 1, 0, 0},
    {"file_open", file_open, 4, "", 1, 0, 0, 0},
    {"messenger_terms", messenger_terms, 3, "1", 1, 0, 0, 0},
    {"terms_add_contact", terms_add_contact, 4, "", 2, 0, 0, 0},
    {"terms_add_known", terms_add_known, 3, "", 2, 0, 0, 0},
    {"safety_scan", safety_scan, 4, "", 1, 0, 0, 0},
    {"safety_digits", safety_digits, 4, "", 0, 0, 1, SUBROSA_DIGITS_SIZE},
    {"safety_code", safety_code, 4, "", 0, 0, 1, SUBROSA_SAFETY_CODE_SIZE},
    {"safety_svg", safety_svg, 4, "", 0, 0, 0, 0},
    {"safety_modules", safety_modules, 3, "", 0, 0, 0, 0},
    {"safety_compare", safety_compare, 3, "", 0, 0, 0, 0},
};
const size_t facade_function_count = sizeof facade_functions / sizeof facade_functions[0];
const level facade = {facade_functions, &facade_function_count, facade_open, facade_close};
