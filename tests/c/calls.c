#include "calls.h"

#include <stdlib.h>
#include <string.h>

enum damage damage = SOUND;
int damaged = -1;
stage set;

/* --- the stage --------------------------------------------------------------------------------- */

static uint8_t untouched[sizeof set.bytes];

/* One export for all: making it is slow on purpose. */
static const char *an_export(void)
{
    static char text[SUBROSA_EXPORT_SIZE];
    size_t size = sizeof text;
    if (text[0] == '\0') {
        subrosa_identity *identity = NULL;
        RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
        RESULT(SUBROSA_OK, subrosa_identity_export(identity, PASSPHRASE, sizeof PASSPHRASE - 1,
                                                   19456, 1, 1, text, &size));
        subrosa_identity_free(identity);
    }
    return text;
}

static uint8_t *state_of(subrosa_outcome *outcome, size_t *length)
{
    const uint8_t *bytes = NULL;
    uint8_t *copy;
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_SAVED);
    bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_SAVED, length);
    CHECK(bytes != NULL);
    copy = malloc(*length);
    if (copy == NULL)
        abort();
    memcpy(copy, bytes, *length);
    subrosa_outcome_free(outcome);
    return copy;
}

void stage_open(void)
{
    enum damage wanted = damage;
    subrosa_outcome *outcome = NULL;
    const uint8_t *id = NULL;
    char *line;
    damage = SOUND;
    memset(&set, 0, sizeof set);
    memset(untouched, 0xaa, sizeof untouched);
    memset(set.key, 7, sizeof set.key);
    an_export();
    world_open(&set.two);

    RESULT(SUBROSA_OK, subrosa_installation_card(set.two.b.device, NOW, &outcome));
    act_on(&set.two.b, NULL, outcome);
    RESULT(SUBROSA_OK, subrosa_card_find(set.two.b.card, strlen(set.two.b.card), NOW, &set.card));
    RESULT(SUBROSA_OK, subrosa_card_fingerprint(set.card, set.fingerprint));

    RESULT(SUBROSA_OK, subrosa_peer_send(set.two.b.peer, set.two.b.device, SUBROSA_CONTENT_PLAIN,
                                         "heard", 5, NULL, 0, NOW, &outcome));
    line = line_of(outcome);
    RESULT(SUBROSA_OK, subrosa_peer_receive(set.two.a.peer, set.two.a.device, line, strlen(line),
                                            NOW, &set.heard));
    free(line);
    CHECK(subrosa_outcome_next(set.heard) == SUBROSA_SESSION_EVENT_TEXT);
    id = subrosa_outcome_bytes(set.heard, SUBROSA_SESSION_FIELD_ID, NULL);
    CHECK(id != NULL);
    memcpy(set.id, id, 8);
    RESULT(SUBROSA_OK, subrosa_peer_send(set.two.b.peer, set.two.b.device, SUBROSA_CONTENT_PLAIN,
                                         "to come", 7, NULL, 0, NOW, &outcome));
    set.line = line_of(outcome);

    RESULT(SUBROSA_OK, subrosa_installation_save(set.two.a.device, set.key, &outcome));
    set.device_state = state_of(outcome, &set.device_state_length);
    RESULT(SUBROSA_OK, subrosa_peer_save(set.two.a.peer, set.key, &outcome));
    set.peer_state = state_of(outcome, &set.peer_state_length);

    memcpy(set.bytes, untouched, sizeof set.bytes);
    memset(set.text, 0xaa, sizeof set.text);
    set.size = sizeof set.text;
    set.number = set.number2 = -77;
    damage = wanted;
}

void stage_close(void)
{
    subrosa_outcome_free(set.heard);
    subrosa_outcome_free(set.new_outcome);
    subrosa_card_free(set.card);
    subrosa_card_free(set.new_card);
    subrosa_peer_free(set.new_peer);
    subrosa_installation_free(set.new_device);
    subrosa_identity_free(set.new_identity);
    world_close(&set.two);
    free(set.line);
    free(set.device_state);
    free(set.peer_state);
}

int stage_is_untouched(void)
{
    size_t at;
    for (at = 0; at < sizeof set.text; at++)
        if ((unsigned char)set.text[at] != 0xaa)
            return 0;
    return memcmp(set.bytes, untouched, sizeof untouched) == 0 && set.number == -77 &&
           set.number2 == -77 && set.new_full_card == NULL && set.new_terms == NULL &&
           set.new_job == NULL &&
           set.field == NULL && set.new_identity == NULL && set.new_device == NULL &&
           set.new_peer == NULL && set.new_card == NULL && set.new_outcome == NULL &&
           set.new_messenger == NULL;
}

/* --- arguments that can go wrong --------------------------------------------------------------- */

void *pointer(int index, const void *sound)
{
    return damage == IS_NULL && damaged == index ? NULL : (void *)sound;
}

void *handle(int index, void *sound, void *another)
{
    if (damaged != index)
        return sound;
    switch (damage) {
    case IS_ANOTHER:
        return another;
    case IS_ODD:
        return (char *)sound + 1;
    default:
        return sound;
    }
}

int32_t number32(int index, int32_t sound, int32_t wrong)
{
    return damage == OUT_OF_RANGE && damaged == index ? wrong : sound;
}

static int64_t time_of(int index)
{
    return damage == OUT_OF_RANGE && damaged == index ? -1 : NOW;
}

#define IDENTITY(p, h) H(p, h, set.two.a.identity)
#define DEVICE(p, h) H(p, h, set.two.a.device)
#define PEER(p, h) H(p, h, set.two.a.peer)
#define CARD(p, h) H(p, h, set.card)
#define T(index) time_of(index)

/* --- every function ---------------------------------------------------------------------------- */

static int32_t last_error(void)
{
    return subrosa_last_error(P(0, set.text), P(1, &set.size));
}
static int32_t last_sentence(void)
{
    return subrosa_last_sentence(P(0, set.text), P(1, &set.size));
}
static int32_t abi_check(void)
{
    return subrosa_abi_check(N(0, SUBROSA_ABI, SUBROSA_ABI + 1));
}
static int32_t backend_select(void)
{
    return subrosa_backend_select(P(0, subrosa_backend()));
}
static int32_t identity_generate(void)
{
    return subrosa_identity_generate(T(0), P(0, &set.new_identity));
}
static int32_t identity_fingerprint(void)
{
    return subrosa_identity_fingerprint(IDENTITY(0, 0), P(1, set.bytes));
}
static int32_t identity_created(void)
{
    return subrosa_identity_created(IDENTITY(0, 0), P(1, &set.number));
}
static int32_t identity_export(void)
{
    return subrosa_identity_export(IDENTITY(0, 0), P(1, PASSPHRASE), LENGTH(PASSPHRASE),
                                   (uint32_t)N(0, 19456, 19455), (uint32_t)N(1, 1, 11),
                                   (uint32_t)N(2, 1, 5), P(2, set.text), P(3, &set.size));
}
static int32_t identity_import(void)
{
    return subrosa_identity_import(P(0, an_export()), strlen(an_export()), P(1, PASSPHRASE),
                                   LENGTH(PASSPHRASE), P(2, &set.new_identity));
}
static int32_t fingerprint_digits(void)
{
    return subrosa_fingerprint_digits(P(0, set.fingerprint), P(1, set.text), P(2, &set.size));
}
static int32_t fingerprint_matches_digits(void)
{
    return subrosa_fingerprint_matches_digits(P(0, set.fingerprint), P(1, "12345"), 5);
}
static int32_t fingerprint_to_hex(void)
{
    return subrosa_fingerprint_to_hex(P(0, set.fingerprint), P(1, set.text), P(2, &set.size));
}
static int32_t fingerprint_from_hex(void)
{
    static const char hex[] = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
    return subrosa_fingerprint_from_hex(P(0, hex), LENGTH(hex), P(1, set.bytes));
}
static int32_t card_find(void)
{
    return subrosa_card_find(P(0, set.two.b.card), SUBROSA_CARD_SIZE - 1, T(0), P(1, &set.new_card));
}
static int32_t card_parse(void)
{
    return subrosa_card_parse(P(0, set.two.b.card), SUBROSA_CARD_SIZE - 1, P(1, &set.new_card));
}
static int32_t card_verify(void)
{
    return subrosa_card_verify(CARD(0, 0), T(0));
}
static int32_t card_fingerprint(void)
{
    return subrosa_card_fingerprint(CARD(0, 0), P(1, set.bytes));
}
static int32_t card_id(void)
{
    return subrosa_card_id(CARD(0, 0), P(1, set.bytes));
}
static int32_t card_issued(void)
{
    return subrosa_card_issued(CARD(0, 0), P(1, &set.number));
}
static int32_t card_expires(void)
{
    return subrosa_card_expires(CARD(0, 0), P(1, &set.number));
}
static int32_t card_one_time(void)
{
    return subrosa_card_one_time(CARD(0, 0));
}
static int32_t card_text(void)
{
    return subrosa_card_text(CARD(0, 0), P(1, set.text), P(2, &set.size));
}
static int32_t installation_new(void)
{
    return subrosa_installation_new(IDENTITY(0, 0), T(0), P(1, &set.new_device));
}
static int32_t installation_id(void)
{
    return subrosa_installation_id(DEVICE(0, 0), P(1, set.bytes));
}
static int32_t installation_card(void)
{
    return subrosa_installation_card(DEVICE(0, 0), T(0), P(1, &set.new_outcome));
}
static int32_t installation_offer(void)
{
    static const uint8_t echo[12] = {0};
    return subrosa_installation_offer(DEVICE(0, 0), P(1, echo), T(0), P(2, &set.new_outcome));
}
static int32_t installation_expire(void)
{
    return subrosa_installation_expire(DEVICE(0, 0), T(0), P(1, &set.number));
}
static int32_t installation_save(void)
{
    return subrosa_installation_save(DEVICE(0, 0), P(1, set.key), P(2, &set.new_outcome));
}
static int32_t installation_load(void)
{
    return subrosa_installation_load(IDENTITY(0, 0), P(1, set.device_state), set.device_state_length,
                                     P(2, set.key), P(3, &set.new_device), P(4, &set.number));
}
static int32_t peer_new(void)
{
    return subrosa_peer_new(DEVICE(0, 0), P(1, set.fingerprint), T(0), P(2, &set.new_peer));
}
static int32_t peer_set_line_limit(void)
{
    return subrosa_peer_set_line_limit(PEER(0, 0), N(0, 400, 359));
}
static int32_t peer_set_acknowledgements(void)
{
    return subrosa_peer_set_acknowledgements(PEER(0, 0), N(0, 1, 2));
}
static int32_t peer_set_fill_lines(void)
{
    return subrosa_peer_set_fill_lines(PEER(0, 0), N(0, 1, -1));
}
static int32_t peer_fingerprint(void)
{
    return subrosa_peer_fingerprint(PEER(0, 0), P(1, set.bytes));
}
static int32_t peer_status(void)
{
    return subrosa_peer_status(PEER(0, 0));
}
static int32_t peer_save(void)
{
    return subrosa_peer_save(PEER(0, 0), P(1, set.key), P(2, &set.new_outcome));
}
static int32_t peer_load(void)
{
    return subrosa_peer_load(DEVICE(0, 0), P(1, set.peer_state), set.peer_state_length,
                             P(2, set.key), P(3, set.fingerprint), P(4, &set.new_peer),
                             P(5, &set.number));
}
static int32_t peer_start(void)
{
    return subrosa_peer_start(PEER(0, 0), DEVICE(1, 1), CARD(2, 2),
                              N(0, SUBROSA_CONTENT_PLAIN, 99), P(3, "text"), 4, T(1),
                              P(4, &set.new_outcome));
}
static int32_t peer_send(void)
{
    return subrosa_peer_send(PEER(0, 0), DEVICE(1, 1), N(0, SUBROSA_CONTENT_HTML, -1), P(2, "text"),
                             4, P(3, set.id), T(1), T(2), P(4, &set.new_outcome));
}
static int32_t peer_receive(void)
{
    return subrosa_peer_receive(PEER(0, 0), DEVICE(1, 1), P(2, set.line), strlen(set.line), T(0),
                                P(3, &set.new_outcome));
}
static int32_t peer_confirm(void)
{
    return subrosa_peer_confirm(PEER(0, 0), P(1, set.id), T(0));
}
static int32_t peer_tick(void)
{
    return subrosa_peer_tick(PEER(0, 0), DEVICE(1, 1), T(0), P(2, &set.new_outcome));
}
static int32_t peer_expire(void)
{
    return subrosa_peer_expire(PEER(0, 0), T(0), P(1, &set.number));
}
static int32_t peer_wake_in(void)
{
    return subrosa_peer_wake_in(PEER(0, 0), T(0), P(1, &set.number));
}
static int32_t peer_close(void)
{
    return subrosa_peer_close(PEER(0, 0), DEVICE(1, 1), T(0), P(2, &set.new_outcome));
}
static int32_t peer_probe(void)
{
    return subrosa_peer_probe(PEER(0, 0), DEVICE(1, 1), T(0), P(2, &set.new_outcome));
}
static int32_t peer_send_card(void)
{
    return subrosa_peer_send_card(PEER(0, 0), DEVICE(1, 1), T(0), P(2, &set.new_outcome));
}

/* What an export takes without a sealing key. */
#define PLAIN_EXPORT_SIZE 165

int is_question(const function *f)
{
    static const char *const names[] = {"fingerprint_matches_digits", "card_one_time",
                                        "peer_fingerprint", "may_send", "line_kind", "wake_ms"};
    size_t at;
    if (strncmp(f->name, "outcome_", 8) == 0)
        return strcmp(f->name, "outcome_result") != 0;
    for (at = 0; at < sizeof names / sizeof *names; at++)
        if (strcmp(f->name, names[at]) == 0)
            return 1;
    return 0;
}

int may_be_null(const function *f, int which)
{
    size_t end = strcspn(f->nullable, "-");
    const char *found = strchr(f->nullable, '0' + which);
    return found != NULL && (size_t)(found - f->nullable) < end;
}

int is_empty_then(const function *f, int which)
{
    return !may_be_null(f, which) && strchr(f->nullable, '0' + which) != NULL;
}

int32_t said_by(const function *f)
{
    char before[SUBROSA_ERROR_SIZE], after[SUBROSA_ERROR_SIZE];
    size_t size = sizeof before;
    int32_t answer;
    if (!is_question(f))
        return f->call();
    /* An error that is none of its own. */
    CHECK(subrosa_abi_check(-1) == SUBROSA_E_ABI);
    CHECK(subrosa_last_error(before, &size) == SUBROSA_OK);
    answer = f->call();
    size = sizeof after;
    CHECK(subrosa_last_error(after, &size) == SUBROSA_OK);
    CHECK(answer == 0 || answer == 1);
    if (strcmp(before, after) == 0)
        return answer;
    CHECK(answer == 0);
    if (strstr(after, "in the library") != NULL)
        return SUBROSA_E_PANIC;
    return strstr(after, "unusable") != NULL ? SUBROSA_E_POISONED : SUBROSA_E_UNSUPPORTED;
}

/* name, call, pointers, those that may be NULL, handles, numbers, text */
const function functions[] = {
    {"last_error", last_error, 2, "", 0, 0, 0, 0},
    {"last_sentence", last_sentence, 2, "", 0, 0, 0, 0},
    {"abi_check", abi_check, 0, "", 0, 1, 0, 0},
    {"backend_select", backend_select, 1, "", 0, 0, 0, 0},
    {"identity_generate", identity_generate, 1, "", 0, 1, 0, 0},
    {"identity_fingerprint", identity_fingerprint, 2, "", 1, 0, 0, 0},
    {"identity_created", identity_created, 2, "", 1, 0, 0, 0},
    {"identity_export", identity_export, 4, "", 1, 3, 1, PLAIN_EXPORT_SIZE},
    {"identity_import", identity_import, 3, "", 0, 0, 0, 0},
    {"fingerprint_digits", fingerprint_digits, 3, "", 0, 0, 1, SUBROSA_DIGITS_SIZE},
    {"fingerprint_matches_digits", fingerprint_matches_digits, 2, "", 0, 0, 0, 0},
    {"fingerprint_to_hex", fingerprint_to_hex, 3, "", 0, 0, 1, SUBROSA_HEX_SIZE},
    {"fingerprint_from_hex", fingerprint_from_hex, 2, "", 0, 0, 0, 0},
    {"card_find", card_find, 2, "", 0, 1, 0, 0},
    {"card_parse", card_parse, 2, "", 0, 0, 0, 0},
    {"card_verify", card_verify, 1, "", 1, 1, 0, 0},
    {"card_fingerprint", card_fingerprint, 2, "", 1, 0, 0, 0},
    {"card_id", card_id, 2, "", 1, 0, 0, 0},
    {"card_issued", card_issued, 2, "", 1, 0, 0, 0},
    {"card_expires", card_expires, 2, "", 1, 0, 0, 0},
    {"card_one_time", card_one_time, 1, "", 1, 0, 0, 0},
    {"card_text", card_text, 3, "", 1, 0, 1, SUBROSA_CARD_SIZE},
    {"installation_new", installation_new, 2, "", 1, 1, 0, 0},
    {"installation_id", installation_id, 2, "", 1, 0, 0, 0},
    {"installation_card", installation_card, 2, "", 1, 1, 0, 0},
    {"installation_offer", installation_offer, 3, "1", 1, 1, 0, 0},
    {"installation_expire", installation_expire, 2, "", 1, 1, 0, 0},
    {"installation_save", installation_save, 3, "", 1, 0, 0, 0},
    {"installation_load", installation_load, 5, "4", 1, 0, 0, 0},
    {"peer_new", peer_new, 3, "1", 1, 1, 0, 0},
    {"peer_set_line_limit", peer_set_line_limit, 1, "", 1, 1, 0, 0},
    {"peer_set_acknowledgements", peer_set_acknowledgements, 1, "", 1, 1, 0, 0},
    {"peer_set_fill_lines", peer_set_fill_lines, 1, "", 1, 1, 0, 0},
    {"peer_fingerprint", peer_fingerprint, 2, "", 1, 0, 0, 0},
    {"peer_status", peer_status, 1, "", 1, 0, 0, 0},
    {"peer_save", peer_save, 3, "", 1, 0, 0, 0},
    {"peer_load", peer_load, 6, "35", 1, 0, 0, 0},
    {"peer_start", peer_start, 5, "", 3, 2, 0, 0},
    {"peer_send", peer_send, 5, "3", 2, 2, 0, 0},
    {"peer_receive", peer_receive, 4, "", 2, 1, 0, 0},
    {"peer_confirm", peer_confirm, 2, "", 1, 1, 0, 0},
    {"peer_tick", peer_tick, 3, "", 2, 1, 0, 0},
    {"peer_expire", peer_expire, 2, "", 1, 1, 0, 0},
    {"peer_wake_in", peer_wake_in, 2, "", 1, 1, 0, 0},
    {"peer_close", peer_close, 3, "", 2, 1, 0, 0},
    {"peer_probe", peer_probe, 3, "", 2, 1, 0, 0},
    {"peer_send_card", peer_send_card, 3, "", 2, 1, 0, 0},
};
const size_t function_count = sizeof functions / sizeof functions[0];

void nothing_more(const function *f)
{
    (void)f;
}

void nothing_to_close(void)
{
}

const level sessions = {functions, &function_count, nothing_more, nothing_to_close};
