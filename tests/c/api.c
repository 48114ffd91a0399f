/* What the library does, seen from C: identities, cards, sessions, saved state, and every error that
 * a program can come upon without writing to memory. */
#include "for_tests.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400)

static void the_library_says_what_it_is(void)
{
    char version[32], sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    sprintf(version, "%d.%d.%d", SUBROSA_VERSION_MAJOR, SUBROSA_VERSION_MINOR,
            SUBROSA_VERSION_PATCH);
    CHECK(strcmp(subrosa_version(), version) == 0);
    RESULT(SUBROSA_OK, subrosa_abi_check(SUBROSA_ABI));
    RESULT(SUBROSA_E_ABI, subrosa_abi_check(SUBROSA_ABI + 1));
    RESULT(SUBROSA_OK, subrosa_last_error(sentence, &size));
    CHECK(size == strlen(sentence) + 1 && strstr(sentence, "ABI") != NULL);
    RESULT(SUBROSA_E_ARGUMENT, subrosa_backend_select("fast"));
    RESULT(SUBROSA_OK, subrosa_backend_select(subrosa_backend()));
    CHECK(strcmp(subrosa_result_name(SUBROSA_E_FORGED), "SUBROSA_E_FORGED") == 0);
}

static void fingerprints_come_back(void)
{
    uint8_t fingerprint[32], again[32];
    char digits[SUBROSA_DIGITS_SIZE], hex[SUBROSA_HEX_SIZE];
    size_t size = sizeof digits;
    subrosa_identity *identity = NULL;
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(identity, fingerprint));
    RESULT(SUBROSA_OK, subrosa_fingerprint_digits(fingerprint, digits, &size));
    CHECK(subrosa_fingerprint_matches_digits(fingerprint, digits, strlen(digits)) == 1);
    CHECK(subrosa_fingerprint_matches_digits(fingerprint, digits, strlen(digits) - 1) == 0);
    RESULT(0, subrosa_fingerprint_matches_digits(fingerprint, "\xff", 1));
    size = sizeof hex;
    RESULT(SUBROSA_OK, subrosa_fingerprint_to_hex(fingerprint, hex, &size));
    RESULT(SUBROSA_OK, subrosa_fingerprint_from_hex(hex, strlen(hex), again));
    CHECK(memcmp(fingerprint, again, 32) == 0);
    RESULT(SUBROSA_E_NOT_A_FINGERPRINT, subrosa_fingerprint_from_hex(hex, strlen(hex) - 1, again));
    RESULT(SUBROSA_E_UTF8, subrosa_fingerprint_from_hex("\xc3", 1, again));
    subrosa_identity_free(identity);
}

static void identities_move_under_a_passphrase(void)
{
    subrosa_identity *identity = NULL, *moved = NULL;
    uint8_t before[32], after[32];
    char text[SUBROSA_EXPORT_SIZE], mail[2 * SUBROSA_EXPORT_SIZE + 64], other[SUBROSA_EXPORT_SIZE];
    size_t size = sizeof text;
    int64_t created = 0;
    RESULT(SUBROSA_OK, subrosa_identity_generate(NOW, &identity));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(identity, before));
    RESULT(SUBROSA_OK, subrosa_identity_export(identity, "secret", 6, 19456, 1, 1, text, &size));
    CHECK(size <= SUBROSA_EXPORT_SIZE && strlen(text) == size - 1);
    sprintf(mail, "<p>Here it is:\r\n%s</p>", text);
    RESULT(SUBROSA_OK, subrosa_identity_import(mail, strlen(mail), "secret", 6, &moved));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(moved, after));
    RESULT(SUBROSA_OK, subrosa_identity_created(moved, &created));
    CHECK(memcmp(before, after, 32) == 0 && created == NOW);
    subrosa_identity_free(moved);

    RESULT(SUBROSA_E_PASSPHRASE, subrosa_identity_import(text, strlen(text), "Secret", 6, &moved));
    RESULT(SUBROSA_E_UTF8, subrosa_identity_import(text, strlen(text), "\xff", 1, &moved));
    RESULT(SUBROSA_E_NO_EXPORT, subrosa_identity_import("none", 4, "secret", 6, &moved));
    RESULT(SUBROSA_E_TRUNCATED, subrosa_identity_import(text, 100, "secret", 6, &moved));
    size = sizeof other;
    RESULT(SUBROSA_OK, subrosa_identity_export(identity, "secret", 6, 19456, 1, 1, other, &size));
    sprintf(mail, "%s %s", text, other);
    RESULT(SUBROSA_E_SEVERAL_EXPORTS,
           subrosa_identity_import(mail, strlen(mail), "secret", 6, &moved));
    memcpy(other, "?SR2:", 5);
    RESULT(SUBROSA_E_VERSION, subrosa_identity_import(other, strlen(other), "secret", 6, &moved));
    memcpy(other, "?SR1:UQI", 8);
    RESULT(SUBROSA_E_EXPORT_FORMAT,
           subrosa_identity_import(other, strlen(other), "secret", 6, &moved));
    memcpy(other, "?SR1:UgE", 8);
    RESULT(SUBROSA_E_SUITE, subrosa_identity_import(other, strlen(other), "secret", 6, &moved));
    memcpy(other, "?SR1:8QE", 8);
    RESULT(SUBROSA_E_TYPE, subrosa_identity_import(other, strlen(other), "secret", 6, &moved));
    CHECK(moved == NULL);
    subrosa_identity_free(identity);
}

static void cards_are_found_and_verified(void)
{
    side bob;
    subrosa_outcome *outcome = NULL;
    subrosa_card *card = NULL;
    uint8_t named[32], fingerprint[32], id[8];
    char text[SUBROSA_CARD_SIZE], mail[3 * SUBROSA_CARD_SIZE];
    size_t size = sizeof text;
    int64_t issued = 0, expires = 0;
    side_open(&bob);
    RESULT(SUBROSA_OK, subrosa_installation_card(bob.device, NOW, &outcome));
    act_on(&bob, NULL, outcome);
    sprintf(mail, "My card:\n> %s\nand once more %s", bob.card, bob.card);
    RESULT(SUBROSA_OK, subrosa_card_find(mail, strlen(mail), NOW, &card));
    RESULT(SUBROSA_OK, subrosa_card_text(card, text, &size));
    CHECK(strcmp(text, bob.card) == 0);
    RESULT(SUBROSA_OK, subrosa_card_fingerprint(card, named));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(bob.identity, fingerprint));
    CHECK(memcmp(named, fingerprint, 32) == 0);
    RESULT(SUBROSA_OK, subrosa_card_issued(card, &issued));
    RESULT(SUBROSA_OK, subrosa_card_expires(card, &expires));
    CHECK(issued == NOW && expires == NOW + 14 * DAY);
    RESULT(SUBROSA_OK, subrosa_card_id(card, id));
    RESULT(0, subrosa_card_one_time(card));
    RESULT(SUBROSA_E_EXPIRED, subrosa_card_verify(card, expires));
    RESULT(SUBROSA_E_NOT_YET_VALID, subrosa_card_verify(card, NOW - DAY - 1));
    RESULT(SUBROSA_OK, subrosa_card_verify(card, NOW));
    subrosa_card_free(card);

    RESULT(SUBROSA_E_NO_CARD, subrosa_card_find("none", 4, NOW, &card));
    RESULT(SUBROSA_E_TRUNCATED, subrosa_card_find(bob.card, 200, NOW, &card));
    RESULT(SUBROSA_E_EXPIRED, subrosa_card_find(bob.card, strlen(bob.card), expires, &card));
    text[280] = text[280] == 'A' ? 'B' : 'A';
    RESULT(SUBROSA_OK, subrosa_card_parse(text, strlen(text), &card));
    RESULT(SUBROSA_E_BAD_SIGNATURE, subrosa_card_verify(card, NOW));
    subrosa_card_free(card);
    RESULT(SUBROSA_OK, subrosa_installation_card(bob.device, NOW + 8 * DAY, &outcome));
    strcpy(text, bob.card);
    act_on(&bob, NULL, outcome);
    CHECK(strcmp(text, bob.card) != 0);
    sprintf(mail, "%s %s", bob.card, text);
    RESULT(SUBROSA_E_SEVERAL_CARDS, subrosa_card_parse(mail, strlen(mail), &card));
    side_close(&bob);
}

static void texts_go_in_both_directions(void)
{
    world two;
    char *line, *again;
    subrosa_outcome *outcome = NULL;
    int64_t wait = 0;
    int turn;
    world_open(&two);
    for (turn = 0; turn < 20; turn++) {
        RESULT(SUBROSA_OK, say(&two.a, &two.b, "from a"));
        RESULT(SUBROSA_OK, say(&two.b, &two.a, "from b"));
    }
    CHECK(two.a.shown_count == 20 && two.b.shown_count == 20);
    CHECK(strcmp(two.a.shown, "from b") == 0 && strcmp(two.b.shown, "from a") == 0);

    /* The last text is acknowledged by the clock. */
    turn = two.b.delivered_count;
    RESULT(SUBROSA_OK, subrosa_peer_wake_in(two.a.peer, NOW, &wait));
    CHECK(wait > 0 && wait < 60);
    RESULT(SUBROSA_OK, subrosa_peer_tick(two.a.peer, two.a.device, NOW + wait, &outcome));
    act_on(&two.a, &two.b, outcome);
    CHECK(two.b.delivered_count > turn);
    RESULT(SUBROSA_OK, subrosa_peer_wake_in(two.a.peer, NOW + wait, &wait));
    CHECK(wait == -1);

    /* The used prekey dies, and none is left; ids of texts wait for their end, and the time is saved. */
    RESULT(1, subrosa_installation_expire(two.a.device, NOW + 3700, &wait));
    CHECK(wait == -1);
    RESULT(0, subrosa_installation_expire(two.a.device, NOW + 3700, &wait));
    RESULT(1, subrosa_peer_expire(two.a.peer, NOW + 3700, &wait));
    CHECK(wait > 0 && wait <= 3600);
    RESULT(0, subrosa_peer_expire(two.a.peer, NOW + 3700, &wait));

    /* The same line twice, one reflected, one forged, one cut, and text beside a line. */
    RESULT(SUBROSA_OK, subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_PLAIN, "once", 4,
                                         NULL, 0, NOW, &outcome));
    line = line_of(outcome);
    again = malloc(strlen(line) + 64);
    CHECK(again != NULL);
    RESULT(SUBROSA_OK,
           subrosa_peer_receive(two.a.peer, two.a.device, line, strlen(line), NOW, &outcome));
    act_on(&two.a, NULL, outcome);
    CHECK(two.a.refused_code == SUBROSA_E_REFLECTED);
    strcpy(again, line);
    again[strlen(line) - 10] = again[strlen(line) - 10] == 'A' ? 'B' : 'A';
    RESULT(SUBROSA_OK,
           subrosa_peer_receive(two.b.peer, two.b.device, again, strlen(again), NOW, &outcome));
    act_on(&two.b, NULL, outcome);
    CHECK(two.b.refused_code == SUBROSA_E_FORGED && two.b.has_echo);
    sprintf(again, "<font>look: %s</font> ?SR1?", line);
    RESULT(SUBROSA_OK,
           subrosa_peer_receive(two.b.peer, two.b.device, again, strlen(again), NOW, &outcome));
    act_on(&two.b, NULL, outcome);
    CHECK(strcmp(two.b.shown, "once") == 0 && two.b.outside_count >= 1);
    turn = two.b.shown_count;
    RESULT(SUBROSA_OK,
           subrosa_peer_receive(two.b.peer, two.b.device, line, strlen(line), NOW, &outcome));
    act_on(&two.b, NULL, outcome);
    CHECK(two.b.refused_code == SUBROSA_E_DUPLICATE && two.b.shown_count == turn);
    RESULT(SUBROSA_OK, subrosa_peer_receive(two.b.peer, two.b.device, line, 50, NOW, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_UNREAD);
    subrosa_outcome_free(outcome);
    free(line);
    free(again);

    /* Sent again under its id, it is not shown again; texts may hold NUL. */
    turn = two.b.shown_count;
    RESULT(SUBROSA_OK, subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_PLAIN, "once", 4,
                                         two.b.shown_id, 0, NOW, &outcome));
    act_on(&two.a, &two.b, outcome);
    CHECK(two.b.shown_count == turn);
    RESULT(SUBROSA_OK, subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_HTML, "a\0b", 3,
                                         NULL, 0, NOW, &outcome));
    act_on(&two.a, &two.b, outcome);
    CHECK(two.b.shown_length == 3 && memcmp(two.b.shown, "a\0b", 3) == 0);
    world_close(&two);
}

/* Whether a text arrives, and what it says about when it was written. */
static int64_t arrives_written(world *two, int64_t written)
{
    subrosa_outcome *outcome = NULL;
    int64_t told;
    char *line;
    RESULT(SUBROSA_OK, subrosa_peer_send(two->a.peer, two->a.device, SUBROSA_CONTENT_PLAIN, "late", 4,
                                         NULL, written, NOW, &outcome));
    line = line_of(outcome);
    RESULT(SUBROSA_OK,
           subrosa_peer_receive(two->b.peer, two->b.device, line, strlen(line), NOW, &outcome));
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_TEXT);
    told = subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_WRITTEN);
    subrosa_outcome_free(outcome);
    free(line);
    return told;
}

static void a_text_that_waited_says_when_it_was_written(void)
{
    world two;
    subrosa_outcome *outcome = NULL;
    world_open(&two);
    CHECK(arrives_written(&two, 0) == 0);
    CHECK(arrives_written(&two, NOW - 60) == 0);
    CHECK(arrives_written(&two, NOW - 61) == NOW - 61);
    /* One of the clocks is wrong. */
    CHECK(arrives_written(&two, NOW + 61) == 0);
    CHECK(arrives_written(&two, 1000) == 0);
    RESULT(SUBROSA_E_ARGUMENT, subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_PLAIN, "x",
                                                 1, NULL, -1, NOW, &outcome));
    world_close(&two);
}

static void an_outcome_is_walked(void)
{
    world two;
    subrosa_outcome *outcome = NULL;
    const uint8_t *bytes = NULL;
    size_t length = 0;
    int64_t number, lines = 0;
    char text[2000];
    int32_t kind;
    world_open(&two);
    memset(text, 'x', sizeof text);
    RESULT(SUBROSA_OK, subrosa_peer_set_line_limit(two.a.peer, 500));
    RESULT(SUBROSA_OK, subrosa_peer_set_fill_lines(two.a.peer, 1));
    RESULT(SUBROSA_OK, subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_PLAIN, text,
                                         sizeof text, NULL, 0, NOW, &outcome));
    CHECK(subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ID, &length) == NULL && length == 0);
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_SENT);
    number = subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_LINES);
    bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ID, &length);
    CHECK(bytes != NULL);
    CHECK(length == 8);
    CHECK(subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length) == NULL && length == 0);
    CHECK(subrosa_outcome_has(outcome, SUBROSA_SESSION_FIELD_LINES) == 1);
    CHECK(subrosa_outcome_has(outcome, SUBROSA_SESSION_FIELD_ID) == 1);
    CHECK(subrosa_outcome_has(outcome, SUBROSA_SESSION_FIELD_STATUS) == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_STATUS) == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_LINE) == 0);
    CHECK(*subrosa_outcome_str(outcome, SUBROSA_SESSION_FIELD_LINE) == '\0');
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(*subrosa_outcome_mark(outcome) == '\0' && *subrosa_outcome_json(outcome) == '\0');
    CHECK(subrosa_outcome_choice(outcome, 0, SUBROSA_CHOICE_WORD) == NULL);
    /* Nothing of this level is given back. */
    subrosa_outcome_undone(outcome);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_LINES) == number);
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        CHECK(kind == SUBROSA_SESSION_EVENT_SEND);
        bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length);
        CHECK(bytes != NULL);
        CHECK(length > 495 && length <= 500 && strlen((const char *)bytes) == length);
        CHECK(subrosa_outcome_str(outcome, SUBROSA_SESSION_FIELD_LINE) == (const char *)bytes);
        lines++;
    }
    CHECK(lines == number && lines > 4);
    RESULT(0, subrosa_outcome_next(outcome));
    CHECK(subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length) == NULL && length == 0);
    subrosa_outcome_free(outcome);
    world_close(&two);
}

static void what_cannot_be_sent_is_an_error(void)
{
    static char huge[65537];
    world two;
    side other;
    subrosa_card *card = NULL;
    subrosa_outcome *outcome = NULL;
    subrosa_peer *carol = NULL;
    world_open(&two);
    side_open(&other);
    memset(huge, 'x', sizeof huge);
    RESULT(SUBROSA_E_EMPTY, say(&two.a, NULL, ""));
    RESULT(SUBROSA_E_UTF8, say(&two.a, NULL, "\xff\xfe"));
    RESULT(SUBROSA_E_TOO_LONG,
           subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_PLAIN, huge, sizeof huge,
                             NULL, 0, NOW, &outcome));
    RESULT(SUBROSA_E_WRONG_INSTALLATION,
           subrosa_peer_send(two.a.peer, other.device, SUBROSA_CONTENT_PLAIN, "x", 1, NULL, 0, NOW,
                             &outcome));
    RESULT(SUBROSA_E_NO_SESSION, say(&other, NULL, "nobody there"));
    RESULT(SUBROSA_E_NO_SESSION,
           subrosa_peer_probe(other.peer, other.device, NOW, &outcome));
    RESULT(SUBROSA_E_NO_SESSION,
           subrosa_peer_close(other.peer, other.device, NOW, &outcome));
    RESULT(SUBROSA_E_LINE_LIMIT, subrosa_peer_set_line_limit(two.a.peer, -1));
    RESULT(SUBROSA_E_LINE_LIMIT, subrosa_peer_set_line_limit(two.a.peer, 16385));

    /* Cards: of b, of another, of oneself, unverified, expired. */
    RESULT(SUBROSA_OK, subrosa_installation_card(two.b.device, NOW, &outcome));
    act_on(&two.b, NULL, outcome);
    RESULT(SUBROSA_OK, subrosa_card_parse(two.b.card, strlen(two.b.card), &card));
    RESULT(SUBROSA_E_UNVERIFIED, subrosa_peer_start(other.peer, other.device, card, 0, NULL, 0, NOW,
                                                    &outcome));
    RESULT(SUBROSA_OK, subrosa_card_verify(card, NOW));
    RESULT(SUBROSA_E_EXPIRED, subrosa_peer_start(other.peer, other.device, card, 0, NULL, 0,
                                                 NOW + 14 * DAY, &outcome));
    RESULT(SUBROSA_OK, subrosa_peer_new(two.b.device, NULL, NOW, &carol));
    RESULT(SUBROSA_E_OWN_IDENTITY,
           subrosa_peer_start(carol, two.b.device, card, 0, NULL, 0, NOW, &outcome));
    RESULT(SUBROSA_E_NOT_CONFIRMED_YET, subrosa_peer_start(other.peer, other.device, card, 0, huge, 5000, NOW,
                                              &outcome));
    CHECK(subrosa_peer_status(other.peer) == SUBROSA_STATUS_IDLE);
    RESULT(SUBROSA_OK, subrosa_peer_start(other.peer, other.device, card, 0, "first", 5, NOW,
                                          &outcome));
    act_on(&other, NULL, outcome);
    CHECK(other.status == SUBROSA_STATUS_STARTING);
    CHECK(subrosa_peer_status(other.peer) == SUBROSA_STATUS_STARTING);
    subrosa_peer_free(carol);
    subrosa_card_free(card);
    RESULT(SUBROSA_OK, subrosa_installation_card(other.device, NOW, &outcome));
    act_on(&other, NULL, outcome);
    RESULT(SUBROSA_OK, subrosa_card_find(other.card, strlen(other.card), NOW, &card));
    RESULT(SUBROSA_E_OTHER_IDENTITY,
           subrosa_peer_start(two.a.peer, two.a.device, card, 0, NULL, 0, NOW, &outcome));
    subrosa_card_free(card);

    /* After a close. */
    RESULT(SUBROSA_OK, subrosa_peer_close(two.a.peer, two.a.device, NOW, &outcome));
    act_on(&two.a, &two.b, outcome);
    CHECK(two.a.status == SUBROSA_STATUS_ENDED && two.b.status == SUBROSA_STATUS_ENDED);
    RESULT(SUBROSA_E_ENDED, say(&two.a, NULL, "too late"));
    RESULT(SUBROSA_E_ENDED, say(&two.b, NULL, "too late"));
    side_close(&other);
    world_close(&two);
}

static void a_card_begins_a_session_with_a_text(void)
{
    side a, b;
    subrosa_card *card = NULL;
    subrosa_outcome *outcome = NULL;
    uint8_t fingerprint[32], expected[32];
    side_open(&a);
    side_open(&b);
    RESULT(0, subrosa_peer_fingerprint(a.peer, fingerprint));
    RESULT(SUBROSA_OK, subrosa_installation_card(b.device, NOW, &outcome));
    act_on(&b, NULL, outcome);
    RESULT(SUBROSA_OK, subrosa_card_find(b.card, strlen(b.card), NOW, &card));
    RESULT(SUBROSA_OK, subrosa_peer_start(a.peer, a.device, card, SUBROSA_CONTENT_PLAIN,
                                          "are you there?", 14, NOW, &outcome));
    act_on(&a, &b, outcome);
    CHECK(strcmp(b.shown, "are you there?") == 0);
    CHECK(subrosa_peer_status(a.peer) == SUBROSA_STATUS_PRIVATE);
    RESULT(1, subrosa_peer_fingerprint(a.peer, fingerprint));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(b.identity, expected));
    CHECK(memcmp(fingerprint, expected, 32) == 0);
    RESULT(SUBROSA_OK, subrosa_peer_send_card(b.peer, b.device, NOW, &outcome));
    act_on(&b, &a, outcome);
    CHECK(strcmp(a.card, b.card) == 0);
    RESULT(SUBROSA_OK, subrosa_peer_probe(a.peer, a.device, NOW, &outcome));
    act_on(&a, &b, outcome);
    CHECK(b.refused_count == 0);
    subrosa_card_free(card);
    side_close(&a);
    side_close(&b);
}

/* The state of an outcome, copied. */
static uint8_t *state_of(subrosa_outcome *outcome, size_t *length, int64_t *generation)
{
    const uint8_t *bytes = NULL;
    uint8_t *copy;
    CHECK(subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_SAVED);
    bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_SAVED, length);
    CHECK(bytes != NULL);
    *generation = subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_GENERATION);
    copy = malloc(*length + 1);
    CHECK(copy != NULL);
    memcpy(copy, bytes, *length);
    subrosa_outcome_free(outcome);
    return copy;
}

static void a_restart_loses_nothing(void)
{
    uint8_t key[SUBROSA_KEY_SIZE] = {1, 2, 3}, wrong[SUBROSA_KEY_SIZE] = {3, 2, 1};
    world two;
    subrosa_outcome *outcome = NULL;
    uint8_t *peer_state, *device_state, fingerprint[32];
    size_t peer_length, device_length, at;
    int64_t generation = 0, loaded = 0;
    subrosa_peer *peer = NULL;
    subrosa_installation *device = NULL;
    world_open(&two);
    RESULT(SUBROSA_OK, say(&two.a, &two.b, "before"));
    RESULT(SUBROSA_OK, subrosa_peer_save(two.b.peer, key, &outcome));
    peer_state = state_of(outcome, &peer_length, &generation);
    CHECK(generation == 1);
    RESULT(SUBROSA_OK, subrosa_installation_save(two.b.device, key, &outcome));
    device_state = state_of(outcome, &device_length, &generation);

    RESULT(SUBROSA_E_STATE, subrosa_installation_load(two.b.identity, device_state, device_length,
                                                      wrong, &device, NULL));
    RESULT(SUBROSA_E_STATE, subrosa_installation_load(two.a.identity, device_state, device_length,
                                                      key, &device, NULL));
    RESULT(SUBROSA_E_STATE_KIND, subrosa_installation_load(two.b.identity, peer_state, peer_length,
                                                           key, &device, NULL));
    for (at = 0; at < device_length; at++)
        CHECK(subrosa_installation_load(two.b.identity, device_state, at, key, &device, NULL) < 0);
    RESULT(SUBROSA_E_TRUNCATED,
           subrosa_installation_load(two.b.identity, device_state, 20, key, &device, NULL));
    device_state[1]++;
    RESULT(SUBROSA_E_STATE_FORMAT, subrosa_installation_load(two.b.identity, device_state,
                                                             device_length, key, &device, NULL));
    device_state[1]--;
    RESULT(SUBROSA_OK, subrosa_installation_load(two.b.identity, device_state, device_length, key,
                                                 &device, &loaded));
    CHECK(loaded == generation);
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(two.b.identity, fingerprint));
    RESULT(SUBROSA_E_OTHER_IDENTITY,
           subrosa_peer_load(device, peer_state, peer_length, key, fingerprint, &peer, NULL));
    RESULT(SUBROSA_E_STATE_KIND,
           subrosa_peer_load(device, device_state, device_length, key, NULL, &peer, NULL));
    RESULT(SUBROSA_OK, subrosa_identity_fingerprint(two.a.identity, fingerprint));
    RESULT(SUBROSA_OK,
           subrosa_peer_load(device, peer_state, peer_length, key, fingerprint, &peer, &loaded));
    CHECK(loaded == 1);

    subrosa_peer_free(two.b.peer);
    subrosa_installation_free(two.b.device);
    two.b.peer = peer;
    two.b.device = device;
    RESULT(SUBROSA_OK, say(&two.a, &two.b, "after"));
    CHECK(strcmp(two.b.shown, "after") == 0);
    RESULT(SUBROSA_OK, say(&two.b, &two.a, "here I am"));
    CHECK(strcmp(two.a.shown, "here I am") == 0);
    free(peer_state);
    free(device_state);
    world_close(&two);
}

static void who_has_lost_everything_gets_a_new_session(void)
{
    world two;
    subrosa_outcome *outcome = NULL;
    char *line;
    world_open(&two);
    /* Of a device that has a session, an Offer that answers nothing may be anybody's copy. */
    RESULT(SUBROSA_OK, subrosa_installation_offer(two.b.device, NULL, NOW, &outcome));
    act_on(&two.b, &two.a, outcome);
    CHECK(two.a.refused_code == SUBROSA_E_UNEXPECTED_OFFER);
    subrosa_peer_free(two.b.peer);
    subrosa_installation_free(two.b.device);
    RESULT(SUBROSA_OK, subrosa_installation_new(two.b.identity, NOW, &two.b.device));
    RESULT(SUBROSA_OK, subrosa_peer_new(two.b.device, NULL, NOW, &two.b.peer));
    RESULT(SUBROSA_OK, subrosa_peer_send(two.a.peer, two.a.device, SUBROSA_CONTENT_PLAIN, "lost", 4,
                                         NULL, 0, NOW, &outcome));
    line = line_of(outcome);
    RESULT(SUBROSA_OK,
           subrosa_peer_receive(two.b.peer, two.b.device, line, strlen(line), NOW, &outcome));
    act_on(&two.b, NULL, outcome);
    free(line);
    CHECK(two.b.refused_code == SUBROSA_E_NOT_FOR_US && two.b.has_echo);

    RESULT(SUBROSA_OK, subrosa_installation_offer(two.b.device, two.b.echo, NOW, &outcome));
    act_on(&two.b, &two.a, outcome);
    RESULT(SUBROSA_OK, say(&two.b, &two.a, "I am back"));
    CHECK(strcmp(two.a.shown, "I am back") == 0);
    RESULT(SUBROSA_OK, say(&two.a, &two.b, "welcome"));
    CHECK(strcmp(two.b.shown, "welcome") == 0);
    world_close(&two);
}

int main(int argc, char **argv)
{
    if (argc > 1) /* the backend to test */
        RESULT(SUBROSA_OK, subrosa_backend_select(argv[1]));
    the_library_says_what_it_is();
    fingerprints_come_back();
    identities_move_under_a_passphrase();
    cards_are_found_and_verified();
    texts_go_in_both_directions();
    a_text_that_waited_says_when_it_was_written();
    an_outcome_is_walked();
    what_cannot_be_sent_is_an_error();
    a_card_begins_a_session_with_a_text();
    a_restart_loses_nothing();
    who_has_lost_everything_gets_a_new_session();
    return report("api");
}
