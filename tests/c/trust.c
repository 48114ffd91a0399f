/* Who it is, seen from C: keys that are added and declined, numbers and codes that are compared,
 * modes, names that change, an identity for one account.
 *
 *     trust directory-for-the-vaults
 */
#include "hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNT "test"

/* The first event of a kind, or the end. */
static int find(subrosa_outcome *outcome, int32_t kind)
{
    int32_t found;
    CHECK(outcome != NULL);
    while ((found = subrosa_outcome_next(outcome)) > 0)
        if (found == kind)
            return 1;
    return 0;
}

static int32_t does_with_digits(host *me, int32_t action, const char *digits)
{
    subrosa_outcome *outcome = NULL;
    int32_t result = subrosa_contact_do_digits(me->messenger, ACCOUNT, me->other->name, action,
                                               digits, strlen(digits), &outcome);
    host_acts(me, outcome);
    return result;
}

static void a_second_key_is_decided_about_with_what_the_user_has_seen(void)
{
    host a, b, nobody, laptop;
    subrosa_outcome *outcome = NULL;
    uint8_t second[32];
    char digits[SUBROSA_DIGITS_SIZE];
    int events = 0, current = 0;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    /* Bob's other machine, with an identity of its own. */
    hosts_open(&nobody, &laptop, new_directory());
    laptop.other = &a;
    RESULT(SUBROSA_OK, subrosa_contact_set(laptop.messenger, ACCOUNT, "alice",
                                           SUBROSA_SETTING_KNOWN, 1));
    RESULT(SUBROSA_OK,
           subrosa_incoming(laptop.messenger, ACCOUNT, "alice", "?SR1?", 5, 0, &outcome));
    host_acts(&laptop, outcome);
    hosts_settle(&a, &b);
    CHECK(a.ask == SUBROSA_ASK_KEY_CHANGED && a.state == SUBROSA_STATE_PRIVATE);
    CHECK(a.trust == SUBROSA_TRUST_CHANGED);

    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(laptop.messenger, second));
    RESULT(SUBROSA_OK, subrosa_contact_get(a.messenger, ACCOUNT, "bob", &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_CONTACT));
    strcpy(digits, subrosa_outcome_str(outcome, SUBROSA_FIELD_OTHER_DIGITS));
    RESULT(1, subrosa_fingerprint_matches_digits(second, digits, strlen(digits)));
    subrosa_outcome_free(outcome);

    RESULT(SUBROSA_E_OTHER_FINGERPRINT, does_with_digits(&a, SUBROSA_DO_ADD_KEY, "12345"));
    RESULT(SUBROSA_E_OTHER_FINGERPRINT, host_does(&a, SUBROSA_DO_ADD_KEY, NULL));
    RESULT(SUBROSA_OK, does_with_digits(&a, SUBROSA_DO_ADD_KEY, digits));
    CHECK(a.trust == SUBROSA_TRUST_FIRST_USE);
    RESULT(SUBROSA_OK, subrosa_contact_list(a.messenger, ACCOUNT, &outcome));
    while (find(outcome, SUBROSA_EVENT_CONTACT)) {
        events++;
        current += subrosa_outcome_int(outcome, SUBROSA_FIELD_CURRENT) == 1;
        CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_FIRST_SEEN) > 0);
        CHECK(!subrosa_outcome_has(outcome, SUBROSA_FIELD_OTHER_DIGITS));
    }
    CHECK(events == 2 && current == 1);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_WRONG_STATE, host_does(&a, SUBROSA_DO_DECLINE, NULL));
    RESULT(SUBROSA_OK, host_does(&a, SUBROSA_DO_FORGET, second));
    RESULT(SUBROSA_E_OTHER_FINGERPRINT, host_does(&a, SUBROSA_DO_FORGET, second));
    hosts_close(&nobody, &laptop);
    hosts_close(&a, &b);
}

/* The SAFETY event of a host. */
static subrosa_outcome *safety(host *me)
{
    subrosa_outcome *outcome = NULL;
    RESULT(SUBROSA_OK, subrosa_safety_number(me->messenger, ACCOUNT, me->other->name, NULL,
                                             &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_SAFETY));
    return outcome;
}

static int32_t scan(host *me, const char *code)
{
    subrosa_outcome *outcome = NULL;
    int32_t found;
    RESULT(SUBROSA_OK, subrosa_safety_scan(me->messenger, ACCOUNT, me->other->name, code,
                                           strlen(code), &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_SCANNED));
    CHECK(*subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE) != '\0');
    found = (int32_t)subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
    host_acts(me, outcome);
    return found;
}

static void two_people_compare(void)
{
    host a, b;
    subrosa_outcome *of_a, *of_b, *outcome = NULL;
    uint8_t alice[32], bob[32], modules[SUBROSA_SAFETY_SIDE * SUBROSA_SAFETY_SIDE];
    const uint8_t *drawn = NULL;
    char digits[SUBROSA_DIGITS_SIZE], code[SUBROSA_SAFETY_CODE_SIZE], *svg;
    size_t size = sizeof digits, length = 0;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_E_WRONG_STATE,
           subrosa_safety_number(a.messenger, ACCOUNT, "bob", NULL, &outcome));
    subrosa_outcome_free(outcome);
    hosts_private(&a, &b);
    of_a = safety(&a);
    of_b = safety(&b);
    CHECK(strcmp(subrosa_outcome_str(of_a, SUBROSA_FIELD_SAFETY_NUMBER),
                 subrosa_outcome_str(of_b, SUBROSA_FIELD_SAFETY_NUMBER)) == 0);

    /* The same without a messenger. */
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(a.messenger, alice));
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(b.messenger, bob));
    RESULT(SUBROSA_OK, subrosa_safety_digits(alice, bob, digits, &size));
    CHECK(size == SUBROSA_DIGITS_SIZE);
    CHECK(strcmp(digits, subrosa_outcome_str(of_a, SUBROSA_FIELD_SAFETY_NUMBER)) == 0);
    size = sizeof code;
    RESULT(SUBROSA_OK, subrosa_safety_code(bob, alice, code, &size));
    CHECK(strcmp(code, subrosa_outcome_str(of_b, SUBROSA_FIELD_TEXT)) == 0);
    RESULT(SUBROSA_SCAN_MATCH, subrosa_safety_compare(alice, bob, code, strlen(code)));
    RESULT(SUBROSA_SCAN_NOT_FOR_US, subrosa_safety_compare(bob, bob, code, strlen(code)));
    RESULT(SUBROSA_SCAN_WRONG_CONTACT, subrosa_safety_compare(bob, alice, code, strlen(code)));
    code[9] = '2';
    RESULT(SUBROSA_SCAN_NEWER, subrosa_safety_compare(alice, bob, code, strlen(code)));
    code[9] = '1';
    RESULT(SUBROSA_SCAN_NOT_A_CODE, subrosa_safety_compare(alice, bob, code, 20));

    /* The picture. */
    RESULT(SUBROSA_OK, subrosa_safety_modules(alice, bob, modules));
    RESULT(SUBROSA_OK, subrosa_outcome_bytes(of_a, SUBROSA_FIELD_MODULES, &drawn, &length));
    CHECK(length == sizeof modules && memcmp(drawn, modules, length) == 0);
    CHECK(subrosa_outcome_int(of_a, SUBROSA_FIELD_SIDE) == SUBROSA_SAFETY_SIDE);
    length = 0;
    RESULT(SUBROSA_E_BUFFER, subrosa_safety_svg(alice, bob, NULL, &length));
    svg = malloc(length);
    if (svg == NULL)
        abort();
    RESULT(SUBROSA_OK, subrosa_safety_svg(alice, bob, svg, &length));
    CHECK(strncmp(svg, "<svg ", 5) == 0);
    CHECK(strcmp(svg, subrosa_outcome_str(of_a, SUBROSA_FIELD_SVG)) == 0);
    free(svg);

    /* Alice scans what Bob shows. */
    CHECK(scan(&a, "https://example.org/") == SUBROSA_SCAN_NOT_A_CODE);
    CHECK(scan(&a, subrosa_outcome_str(of_a, SUBROSA_FIELD_TEXT)) == SUBROSA_SCAN_WRONG_CONTACT);
    CHECK(a.trust == SUBROSA_TRUST_FIRST_USE);
    CHECK(scan(&a, subrosa_outcome_str(of_b, SUBROSA_FIELD_TEXT)) == SUBROSA_SCAN_MATCH);
    CHECK(a.trust == SUBROSA_TRUST_VERIFIED && b.trust == SUBROSA_TRUST_FIRST_USE);
    subrosa_outcome_free(of_a);
    subrosa_outcome_free(of_b);
    hosts_close(&a, &b);
}

static void modes_say_what_begins_and_what_may_leave(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_OK, subrosa_outgoing(a.messenger, ACCOUNT, "bob", "hello", 5, 0, &outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_PASS);
    CHECK(find(outcome, SUBROSA_EVENT_APPEND));
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), " ?SR1?") == 0);
    subrosa_outcome_free(outcome);

    RESULT(SUBROSA_E_SETTING, subrosa_account_set(a.messenger, ACCOUNT, SUBROSA_SETTING_MODE, 0));
    RESULT(SUBROSA_E_SETTING, subrosa_contact_set(a.messenger, ACCOUNT, "bob",
                                                  SUBROSA_SETTING_CONTACT_MODE, 4));
    RESULT(SUBROSA_OK, subrosa_account_set(a.messenger, ACCOUNT, SUBROSA_SETTING_MODE,
                                           SUBROSA_MODE_MANUAL));
    RESULT(SUBROSA_OK, subrosa_contact_set(a.messenger, ACCOUNT, "bob",
                                           SUBROSA_SETTING_CONTACT_MODE, SUBROSA_MODE_REQUIRED));
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob", "a file", 6));
    RESULT(1, subrosa_may_send(a.messenger, ACCOUNT, "carol", "a file", 6));
    RESULT(SUBROSA_OK, subrosa_contact_get(a.messenger, ACCOUNT, "bob", &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_CONTACT));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_REQUIRED);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_MODE) == SUBROSA_MODE_REQUIRED);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_BLOCKED) == 0);
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_contact_set(b.messenger, ACCOUNT, "alice", SUBROSA_SETTING_KNOWN,
                                           1));
    CHECK(host_types(&a, "only in private") == SUBROSA_VERDICT_HELD);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "only in private") == 0 && b.private_count == 1 && b.shown_count == 1);

    /* A name in a room. */
    RESULT(SUBROSA_OK, subrosa_account_set(a.messenger, ACCOUNT, SUBROSA_SETTING_MODE,
                                           SUBROSA_MODE_REQUIRED));
    RESULT(SUBROSA_OK, subrosa_outgoing(a.messenger, ACCOUNT, "room/bob", "psst", 4,
                                        SUBROSA_FLAG_OCCUPANT, &outcome));
    CHECK(subrosa_outcome_verdict(outcome) == SUBROSA_VERDICT_REFUSED);
    CHECK(find(outcome, SUBROSA_EVENT_NOTICE));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE) == SUBROSA_NOTICE_ONLY_PRIVATE);
    subrosa_outcome_free(outcome);
    hosts_close(&a, &b);
}

static void names_change(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_OK,
           subrosa_contact_set(a.messenger, ACCOUNT, "carol", SUBROSA_SETTING_KNOWN, 1));
    RESULT(SUBROSA_OK, subrosa_address_rename(a.messenger, ACCOUNT, "bob", "Bob[1]", &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_STATE));
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER), "bob") == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_ENDED);
    CHECK(find(outcome, SUBROSA_EVENT_STATE));
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER), "Bob[1]") == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_PRIVATE);
    subrosa_outcome_free(outcome);
    b.name = "Bob[1]";
    CHECK(host_types(&a, "under another name") == SUBROSA_VERDICT_TAKEN);
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob", "who is that now?", 16));
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "under another name") == 0);
    RESULT(SUBROSA_OK, subrosa_account_set(a.messenger, ACCOUNT, SUBROSA_SETTING_CASE_MAPPING,
                                           SUBROSA_CASE_RFC1459));
    RESULT(SUBROSA_OK, subrosa_contact_get(a.messenger, ACCOUNT, "bOB{1}", &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_CONTACT));
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_PRIVATE);
    subrosa_outcome_free(outcome);
    CHECK(host_types(&a, "spelled otherwise") == SUBROSA_VERDICT_TAKEN);
    hosts_settle(&a, &b);
    CHECK(strcmp(b.shown, "spelled otherwise") == 0);

    /* Somebody else may be there already: a guest, and what was private stays so under both names. */
    RESULT(1, subrosa_may_send(a.messenger, ACCOUNT, "carol", "hello", 5));
    RESULT(SUBROSA_OK, subrosa_address_rename(a.messenger, ACCOUNT, "bob[1]", "carol", &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_ASK));
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER), "carol") == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE) == SUBROSA_ASK_ADDRESS_CHANGED);
    subrosa_outcome_free(outcome);
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "carol", "hello", 5));
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob[1]", "hello", 5));
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob", "hello", 5));
    hosts_close(&a, &b);
}

static void an_account_gets_another_name(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    hosts_open(&a, &b, new_directory());
    hosts_private(&a, &b);
    RESULT(SUBROSA_E_UNKNOWN_ACCOUNT,
           subrosa_account_rename(a.messenger, "nowhere", "elsewhere", &outcome));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_E_NAME, subrosa_account_rename(a.messenger, ACCOUNT, "", &outcome));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_account_rename(a.messenger, ACCOUNT, "new name", &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_STATE));
    CHECK(strcmp(subrosa_outcome_str(outcome, SUBROSA_FIELD_ACCOUNT), "new name") == 0);
    CHECK(subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE) == SUBROSA_STATE_PRIVATE);
    subrosa_outcome_free(outcome);
    RESULT(0, subrosa_may_send(a.messenger, "new name", "bob", "hello", 5));
    RESULT(0, subrosa_may_send(a.messenger, ACCOUNT, "bob", "hello", 5));
    hosts_close(&a, &b);
}

static void an_account_has_an_identity_of_its_own(void)
{
    host a, b;
    subrosa_outcome *outcome = NULL;
    uint8_t own[32], shared[32], moved[32];
    char exported[SUBROSA_EXPORT_SIZE];
    hosts_open(&a, &b, new_directory());
    RESULT(SUBROSA_E_IDENTITY_IN_USE,
           subrosa_account_own_identity(a.messenger, ACCOUNT, NULL, 0, NULL, 0));
    RESULT(SUBROSA_OK, subrosa_account_own_identity(a.messenger, "work", NULL, 0, NULL, 0));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(a.messenger, "work", own));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(a.messenger, ACCOUNT, shared));
    CHECK(memcmp(own, shared, 32) != 0);
    RESULT(SUBROSA_OK, subrosa_messenger_fingerprint(a.messenger, own));
    CHECK(memcmp(own, shared, 32) == 0);
    RESULT(SUBROSA_OK,
           subrosa_account_export_identity(a.messenger, "work", "words", 5, &outcome));
    CHECK(find(outcome, SUBROSA_EVENT_IDENTITY));
    strcpy(exported, subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT));
    subrosa_outcome_free(outcome);
    RESULT(SUBROSA_OK, subrosa_account_own_identity(b.messenger, "work", exported,
                                                    strlen(exported), "words", 5));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(a.messenger, "work", own));
    RESULT(SUBROSA_OK, subrosa_account_fingerprint(b.messenger, "work", moved));
    CHECK(memcmp(own, moved, 32) == 0);
    hosts_close(&a, &b);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        directory_of_tests = argv[1];
    a_second_key_is_decided_about_with_what_the_user_has_seen();
    two_people_compare();
    modes_say_what_begins_and_what_may_leave();
    names_change();
    an_account_gets_another_name();
    an_account_has_an_identity_of_its_own();
    return report("trust");
}
