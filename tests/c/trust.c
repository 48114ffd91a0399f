/* Who it is, seen from C: keys that are added and declined, numbers and codes that are compared,
 * modes, names that change, an identity for one account.
 *
 *     trust directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first CONTACT of somebody, in an outcome to be freed. */
static subrosa_outcome *contact(host *me, const char *peer)
{
    subrosa_outcome *outcome = subrosa_contact_list(me->glue.messenger, ACCOUNT, peer);
    CHECK(find(outcome, SUBROSA_EVENT_CONTACT));
    return outcome;
}

/* Somebody with a key of their own, and a vault, writes as Bob to Alice. */
static void another_key(host *alice, host *other, host *nobody)
{
    hosts_open(nobody, other, new_directory());
    other->other = alice;
    RESULT(SUBROSA_OK, host_acts(other, subrosa_contact_hint(other->glue.messenger, ACCOUNT, "alice",
                                                             SUBROSA_HINT_KNOWN, 1)));
    host_hears(other, "?SR1?");
    hosts_settle(alice, nobody);
}

static void a_second_key_is_decided_about_with_what_the_user_has_seen(void)
{
    host a, b, nobody, laptop;
    subrosa_outcome *outcome;
    uint8_t second[32];
    char digits[SUBROSA_DIGITS_SIZE];
    char words[100];
    int events = 0, current = 0;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    another_key(&a, &laptop, &nobody);
    CHECK(strcmp(a.asked, "ask-key") == 0 && strcmp(a.state, "private") == 0);
    CHECK(strcmp(a.trust, "changed") == 0 && a.level == SUBROSA_LEVEL_ALARM);

    RESULT(SUBROSA_OK, subrosa_account_fingerprint(laptop.glue.messenger, NULL, second));
    RESULT(1, subrosa_fingerprint_matches_digits(second, a.digits, strlen(a.digits)));
    outcome = contact(&a, "bob");
    strcpy(digits, subrosa_outcome_str(outcome, SUBROSA_FIELD_OTHER_DIGITS));
    CHECK(strcmp(digits, a.digits) == 0);
    CHECK(memcmp(subrosa_outcome_bytes(outcome, SUBROSA_FIELD_OTHER_FINGERPRINT, NULL), second,
                 32) == 0);
    subrosa_outcome_free(outcome);

    RESULT(SUBROSA_E_COMMAND, host_does(&a, "add-key 12345"));
    CHECK(host_was_told(&a, "digits-malformed"));
    RESULT(SUBROSA_E_COMMAND, host_does(&a, "add-key 00000 00000 00000 00000 00000 00000 00000 00000 "
                                            "00000 00000 00000 00000"));
    CHECK(host_was_told(&a, "other-digits") && strcmp(a.trust, "changed") == 0);
    sprintf(words, "add-key %s", digits);
    RESULT(SUBROSA_OK, host_does(&a, words));
    CHECK(strcmp(a.trust, "first-use") == 0);
    outcome = subrosa_contact_list(a.glue.messenger, ACCOUNT, NULL);
    while (find(outcome, SUBROSA_EVENT_CONTACT)) {
        events++;
        current += subrosa_outcome_int(outcome, SUBROSA_FIELD_CURRENT) == 1;
        CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_FIRST_SEEN) > 0);
        CHECK(!subrosa_outcome_has(outcome, SUBROSA_FIELD_OTHER_DIGITS));
    }
    CHECK(events == 2 && current == 1);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_WRONG_STATE, host_does(&a, "decline"));
    RESULT(SUBROSA_E_COMMAND, host_does(&a, "add-key"));
    CHECK(host_was_told(&a, "nothing-open"));
    hosts_close(&nobody, &laptop);
    hosts_close(&a, &b);
}

static void a_button_of_yesterday_never_accepts_the_key_of_today(void)
{
    host a, b, nobody, laptop, somebody, phone;
    subrosa_outcome *outcome;
    uint8_t first[32];
    int64_t yesterday;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.glue.messenger, NULL, first));
    another_key(&a, &laptop, &nobody);
    yesterday = a.question;
    RESULT(SUBROSA_OK, host_answers(&a, yesterday, "decline"));
    hosts_wait(&a, &b, 3600000);
    another_key(&a, &phone, &somebody);
    CHECK(strcmp(a.asked, "ask-key") == 0 && a.question != yesterday);
    RESULT(SUBROSA_E_ANSWER, host_answers(&a, yesterday, "accept-key"));
    CHECK(host_was_told(&a, "closed"));
    outcome = contact(&a, "bob");
    CHECK(memcmp(subrosa_outcome_bytes(outcome, SUBROSA_FIELD_FINGERPRINT, NULL), first, 32) == 0);
    subrosa_outcome_free(outcome);

    /* Nor does the number of an earlier run of the program. */
    yesterday = a.question;
    subrosa_messenger_free(a.glue.messenger);
    host_start(&a);
    CHECK(strcmp(a.asked, "ask-key") == 0 && a.question != yesterday);
    RESULT(SUBROSA_E_ANSWER, host_answers(&a, yesterday, "accept-key"));
    outcome = contact(&a, "bob");
    CHECK(memcmp(subrosa_outcome_bytes(outcome, SUBROSA_FIELD_FINGERPRINT, NULL), first, 32) == 0);
    subrosa_outcome_free(outcome);
    /* The one that is asked now does. */
    RESULT(SUBROSA_OK, host_answers(&a, a.question, "accept-key"));
    outcome = contact(&a, "bob");
    CHECK(memcmp(subrosa_outcome_bytes(outcome, SUBROSA_FIELD_FINGERPRINT, NULL), first, 32) != 0);
    subrosa_outcome_free(outcome);
    hosts_close(&nobody, &laptop);
    hosts_close(&somebody, &phone);
    hosts_close(&a, &b);
}

static void digits_verify_if_they_are_the_right_ones(void)
{
    host a, b;
    uint8_t alice[32], bob[32];
    char digits[SUBROSA_DIGITS_SIZE], words[100];
    size_t size = sizeof digits;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(a.glue.messenger, ACCOUNT, alice));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.glue.messenger, ACCOUNT, bob));
    /* One digit is another. */
    RESULT(SUBROSA_OK, subrosa_fingerprint_digits(bob, digits, &size));
    digits[30] = digits[30] == '1' ? '2' : '1';
    sprintf(words, "verify %s", digits);
    RESULT(SUBROSA_E_COMMAND, host_does(&a, words));
    CHECK(host_was_told(&a, "other-digits") && strcmp(a.trust, "first-use") == 0);
    /* Her own. */
    RESULT(SUBROSA_OK, subrosa_fingerprint_digits(alice, digits, &size));
    sprintf(words, "verify %s", digits);
    RESULT(SUBROSA_E_COMMAND, host_does(&a, words));
    CHECK(host_was_told(&a, "digits-own") && strcmp(a.trust, "first-use") == 0);
    RESULT(SUBROSA_OK, subrosa_fingerprint_digits(bob, digits, &size));
    sprintf(words, "verify %s", digits);
    RESULT(SUBROSA_OK, host_does(&a, words));
    CHECK(strcmp(a.trust, "verified") == 0 && a.level == SUBROSA_LEVEL_VERIFIED);
    CHECK(strcmp(a.words, "private, verified") == 0);
    RESULT(SUBROSA_E_COMMAND, host_does(&a, "accept"));
    CHECK(host_was_told(&a, "nothing-open"));
    hosts_close(&a, &b);
}

/* The SAY that `code` shows, in an outcome to be freed. */
static subrosa_outcome *code_of(host *me)
{
    subrosa_outcome *outcome = subrosa_command(me->glue.messenger, ACCOUNT, me->other->name, "code",
                                               SUBROSA_NUL);
    RESULT(SUBROSA_OK, subrosa_outcome_result(outcome));
    CHECK(find(outcome, SUBROSA_EVENT_SAY));
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "code"));
    return outcome;
}

/* What a camera has read, and what the user is told of it. */
static int scans(host *me, const char *code, const char *expected)
{
    RESULT(SUBROSA_OK, host_acts(me, subrosa_safety_scan(me->glue.messenger, ACCOUNT,
                                                         me->other->name, code, SUBROSA_NUL)));
    return host_was_told(me, expected);
}

static void two_people_compare(void)
{
    host a, b;
    subrosa_outcome *of_a, *of_b;
    uint8_t alice[32], bob[32], modules[SUBROSA_SAFETY_SIDE * SUBROSA_SAFETY_SIDE];
    const uint8_t *drawn;
    char digits[SUBROSA_DIGITS_SIZE], code[SUBROSA_SAFETY_CODE_SIZE], own[SUBROSA_SAFETY_CODE_SIZE];
    char *svg;
    size_t size = sizeof digits, length = 0;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_E_COMMAND, host_does(&a, "safety"));
    RESULT(SUBROSA_E_WRONG_STATE,
           host_acts(&a, subrosa_safety_scan(a.glue.messenger, ACCOUNT, "bob", "code", SUBROSA_NUL)));
    CHECK(host_was_told(&a, "not-possible"));
    hosts_private(&a, &b);
    of_a = code_of(&a);
    of_b = code_of(&b);
    strcpy(digits, subrosa_outcome_str(of_a, SUBROSA_FIELD_DIGITS));
    CHECK(is_text(of_b, SUBROSA_FIELD_DIGITS, digits));

    /* The same without a messenger. */
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(a.glue.messenger, NULL, alice));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.glue.messenger, NULL, bob));
    RESULT(SUBROSA_OK, subrosa_safety_digits(alice, bob, digits, &size));
    CHECK(size == SUBROSA_DIGITS_SIZE);
    CHECK(is_text(of_a, SUBROSA_FIELD_DIGITS, digits));
    size = sizeof code;
    RESULT(SUBROSA_OK, subrosa_safety_code(alice, bob, own, &size));
    RESULT(SUBROSA_OK, subrosa_safety_code(bob, alice, code, &size));
    RESULT(SUBROSA_SCAN_MATCH, subrosa_safety_compare(alice, bob, code, strlen(code)));
    RESULT(SUBROSA_SCAN_NOT_FOR_US, subrosa_safety_compare(bob, bob, code, strlen(code)));
    RESULT(SUBROSA_SCAN_WRONG_CONTACT, subrosa_safety_compare(bob, alice, code, strlen(code)));
    code[9] = '2';
    RESULT(SUBROSA_SCAN_NEWER, subrosa_safety_compare(alice, bob, code, strlen(code)));
    code[9] = '1';
    RESULT(SUBROSA_SCAN_NOT_A_CODE, subrosa_safety_compare(alice, bob, code, 20));

    /* The picture, in modules and in half blocks: each of 41 modules and a margin of four. */
    RESULT(SUBROSA_OK, subrosa_safety_modules(alice, bob, modules));
    drawn = subrosa_outcome_bytes(of_a, SUBROSA_FIELD_MODULES, &length);
    CHECK(length == sizeof modules && memcmp(drawn, modules, length) == 0);
    CHECK(subrosa_outcome_int(of_a, SUBROSA_FIELD_SIDE) == SUBROSA_SAFETY_SIDE);
    CHECK(strlen(subrosa_outcome_str(of_a, SUBROSA_FIELD_BLOCKS)) > 25 * (SUBROSA_SAFETY_SIDE + 8));
    length = 0;
    RESULT(SUBROSA_E_BUFFER, subrosa_safety_svg(alice, bob, NULL, &length));
    svg = malloc(length);
    if (svg == NULL)
        abort();
    RESULT(SUBROSA_OK, subrosa_safety_svg(alice, bob, svg, &length));
    CHECK(strncmp(svg, "<svg ", 5) == 0);
    free(svg);
    subrosa_outcome_free(of_a);
    subrosa_outcome_free(of_b);

    /* Alice scans what Bob shows. */
    CHECK(scans(&a, "https://example.org/", "scan-no-code"));
    CHECK(scans(&a, own, "scan-wrong-contact"));
    CHECK(strcmp(a.trust, "first-use") == 0);
    CHECK(scans(&a, code, "scan-match"));
    CHECK(strcmp(a.trust, "verified") == 0 && strcmp(b.trust, "first-use") == 0);
    hosts_close(&a, &b);
}

static void modes_say_what_begins_and_what_may_leave(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    outcome = subrosa_outgoing(a.glue.messenger, ACCOUNT, "bob", "hello", SUBROSA_NUL, 0);
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    /* Nothing is ever added to a text that passes. */
    CHECK(subrosa_outcome_next(outcome) == 0);
    subrosa_outcome_free(outcome);

    RESULT(SUBROSA_E_SETTING,
           result_of(subrosa_account_set(a.glue.messenger, ACCOUNT, "mode=sometimes")));
    RESULT(SUBROSA_E_COMMAND, host_does(&a, "mode sometimes"));
    RESULT(SUBROSA_OK, result_of(subrosa_account_set(a.glue.messenger, ACCOUNT, "mode=manual")));
    RESULT(SUBROSA_OK, host_does(&a, "mode required"));
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "bob", "a file", 6));
    RESULT(1, subrosa_may_send(a.glue.messenger, ACCOUNT, "carol", "a file", 6));
    outcome = contact(&a, "bob");
    CHECK(is_text(outcome, SUBROSA_FIELD_STATE, "required"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_BLOCKED) == 0);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, host_acts(&b, subrosa_contact_hint(b.glue.messenger, ACCOUNT, "alice",
                                                          SUBROSA_HINT_KNOWN, 1)));
    CHECK(host_types(&a, "only in private") == SUBROSA_VERDICT_TAKEN);
    CHECK(strcmp(a.echo_mark, "[waiting] ") == 0);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "only in private") == 0 && b.private_count == 1 && b.shown_count == 1);

    /* A name in a room. */
    RESULT(SUBROSA_OK, result_of(subrosa_account_set(a.glue.messenger, ACCOUNT, "mode=required")));
    outcome = subrosa_outgoing(a.glue.messenger, ACCOUNT, "room/bob", "psst", SUBROSA_NUL,
                               SUBROSA_FLAG_OCCUPANT);
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    CHECK(find(outcome, SUBROSA_EVENT_SAY));
    CHECK(is_text(outcome, SUBROSA_FIELD_CODE, "refused-room"));
    CHECK(is_text(outcome, SUBROSA_FIELD_TEXT, "psst"));
    subrosa_outcome_free(outcome);
    hosts_close(&a, &b);
}

/* The level of the title that an outcome has for somebody; -1: it has none. */
static int level_for(subrosa_outcome *outcome, const char *peer)
{
    while (find(outcome, SUBROSA_EVENT_TITLE))
        if (is_text(outcome, SUBROSA_FIELD_PEER, peer))
            return (int)subrosa_outcome_int(outcome, SUBROSA_FIELD_LEVEL);
    return -1;
}

static void names_change(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK, host_acts(&a, subrosa_contact_hint(a.glue.messenger, ACCOUNT, "carol",
                                                          SUBROSA_HINT_KNOWN, 1)));
    outcome = subrosa_contact_rename(a.glue.messenger, ACCOUNT, "bob", "Bob[1]");
    CHECK(level_for(outcome, "bob") == SUBROSA_LEVEL_WAITING);
    CHECK(is_text(outcome, SUBROSA_FIELD_STATE, "ended"));
    CHECK(level_for(outcome, "Bob[1]") == SUBROSA_LEVEL_PRIVATE);
    subrosa_outcome_free(outcome);
    b.name = "Bob[1]";
    CHECK(host_types(&a, "under another name") == SUBROSA_VERDICT_TAKEN);
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "bob", "who is that now?", SUBROSA_NUL));
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "under another name") == 0);
    RESULT(SUBROSA_OK,
           result_of(subrosa_account_set(a.glue.messenger, ACCOUNT, "casemapping=rfc1459")));
    outcome = contact(&a, "bOB{1}");
    CHECK(is_text(outcome, SUBROSA_FIELD_STATE, "private"));
    subrosa_outcome_free(outcome);
    CHECK(host_types(&a, "spelled otherwise") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "spelled otherwise") == 0);

    /* Somebody else may be there already: a guest, and what was private stays so under both names. */
    RESULT(1, subrosa_may_send(a.glue.messenger, ACCOUNT, "carol", "hello", 5));
    outcome = subrosa_contact_rename(a.glue.messenger, ACCOUNT, "bob[1]", "carol");
    do
        CHECK(find(outcome, SUBROSA_EVENT_SAY));
    while (!is_text(outcome, SUBROSA_FIELD_CODE, "ask-address"));
    CHECK(is_text(outcome, SUBROSA_FIELD_PEER, "carol"));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_QUESTION) > 0);
    subrosa_outcome_free(outcome);
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "carol", "hello", 5));
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "bob[1]", "hello", 5));
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "bob", "hello", 5));
    hosts_close(&a, &b);
}

static void an_account_gets_another_name(void)
{
    host a, b;
    subrosa_outcome *outcome;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT,
           result_of(subrosa_account_rename(a.glue.messenger, "nowhere", "elsewhere")));
    RESULT(SUBROSA_E_NAME, result_of(subrosa_account_rename(a.glue.messenger, ACCOUNT, "")));
    RESULT(SUBROSA_OK, result_of(subrosa_account_rename(a.glue.messenger, ACCOUNT, "new name")));
    outcome = subrosa_title(a.glue.messenger, "new name", NULL);
    CHECK(level_for(outcome, "bob") == SUBROSA_LEVEL_PRIVATE);
    CHECK(is_text(outcome, SUBROSA_FIELD_ACCOUNT, "new name"));
    subrosa_outcome_free(outcome);
    RESULT(0, subrosa_may_send(a.glue.messenger, "new name", "bob", "hello", 5));
    RESULT(0, subrosa_may_send(a.glue.messenger, ACCOUNT, "bob", "hello", 5));
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    a_second_key_is_decided_about_with_what_the_user_has_seen();
    a_button_of_yesterday_never_accepts_the_key_of_today();
    digits_verify_if_they_are_the_right_ones();
    two_people_compare();
    modes_say_what_begins_and_what_may_leave();
    names_change();
    an_account_gets_another_name();
    return report("trust");
}
