/* Two people talk in private through a relay that loses, mangles, replays and forges.
 *
 * The first part is what a plugin does: open, say, hear, and act on what the library tells. It is
 * meant to be copied. The second part is the play: the two people, the relay between them, and an
 * account of everything that happens, kept by somebody who believes nobody.
 *
 *     conversation [seed]
 */
#include "relay.h"
#include "stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa_session.h>

/* ===== Part one: what a plugin does ============================================================ */

/* What the library holds for one user with one contact. */
typedef struct person {
    const char *name;
    subrosa_identity *identity;
    subrosa_installation *device;
    subrosa_peer *peer;
} person;

/* What the messenger gives to its plugins. Here part two does it. */
static int64_t clock_now(void);
static void network_send(person *me, const char *line, size_t length);
static void window_show(person *me, const char *text, size_t length);
static void window_show_in_clear(person *me, const char *text, size_t length);
static void window_note(person *me, int32_t code, const char *sentence);
static void text_has_id(person *me, const uint8_t id[8], int64_t lines);
static void text_is_delivered(person *me, const uint8_t id[8]);
static void status_is(person *me, int32_t status);

/* Makes an identity and this device. A plugin does it once, and saves both. */
static int32_t person_open(person *me, const char *name)
{
    int32_t result;
    memset(me, 0, sizeof *me);
    me->name = name;
    if ((result = subrosa_identity_generate(clock_now(), &me->identity)) != SUBROSA_OK)
        return result;
    return subrosa_installation_new(me->identity, clock_now(), &me->device);
}

/* Makes the contact. Only whoever has this fingerprint will be believed to be them. */
static int32_t person_knows(person *me, const uint8_t fingerprint[32])
{
    return subrosa_peer_new(me->device, fingerprint, clock_now(), &me->peer);
}

static void person_close(person *me)
{
    subrosa_peer_free(me->peer);
    subrosa_installation_free(me->device);
    subrosa_identity_free(me->identity);
}

/* Does what the library says, in its order, and frees the outcome. */
static void act_on(person *me, subrosa_outcome *outcome)
{
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        const uint8_t *bytes = NULL, *id = NULL;
        size_t length = 0;
        switch (kind) {
        case SUBROSA_SESSION_EVENT_SEND:
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length);
            network_send(me, (const char *)bytes, length);
            break;
        case SUBROSA_SESSION_EVENT_TEXT:
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_TEXT, &length);
            id = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ID, NULL);
            window_show(me, (const char *)bytes, length);
            subrosa_peer_confirm(me->peer, id, clock_now()); /* shown, so it may be acknowledged */
            break;
        case SUBROSA_SESSION_EVENT_OUTSIDE:
        case SUBROSA_SESSION_EVENT_UNREAD:
            bytes = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_TEXT, &length);
            window_show_in_clear(me, (const char *)bytes, length);
            break;
        case SUBROSA_SESSION_EVENT_REFUSED:
            window_note(me, (int32_t)subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_CODE),
                        subrosa_outcome_str(outcome, SUBROSA_SESSION_FIELD_SENTENCE));
            break;
        case SUBROSA_SESSION_EVENT_SENT:
            id = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ID, NULL);
            text_has_id(me, id, subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_LINES));
            break;
        case SUBROSA_SESSION_EVENT_DELIVERED:
            id = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_ID, NULL);
            text_is_delivered(me, id);
            break;
        case SUBROSA_SESSION_EVENT_STATUS:
            status_is(me, (int32_t)subrosa_outcome_int(outcome, SUBROSA_SESSION_FIELD_STATUS));
            break;
        default: /* a later version tells more */
            break;
        }
    }
    subrosa_outcome_free(outcome);
}

/* Asks whoever reads it to begin a session. */
static int32_t person_invites(person *me)
{
    subrosa_outcome *outcome;
    int32_t result = subrosa_installation_offer(me->device, NULL, clock_now(), &outcome);
    if (result == SUBROSA_OK)
        act_on(me, outcome);
    return result;
}

/* The user has typed. After an error nothing is sent: never send the text in clear instead. */
static int32_t person_says(person *me, const char *text, size_t length, const uint8_t *again)
{
    subrosa_outcome *outcome;
    int32_t result = subrosa_peer_send(me->peer, me->device, SUBROSA_CONTENT_PLAIN, text, length,
                                       again, 0, clock_now(), &outcome);
    if (result == SUBROSA_OK)
        act_on(me, outcome);
    return result;
}

/* Something has come from the contact's address. */
static int32_t person_hears(person *me, const char *text, size_t length)
{
    subrosa_outcome *outcome;
    int32_t result =
        subrosa_peer_receive(me->peer, me->device, text, length, clock_now(), &outcome);
    if (result == SUBROSA_OK)
        act_on(me, outcome);
    return result;
}

/* A timer: acknowledgements, and answers that have to be repeated. */
static int32_t person_ticks(person *me)
{
    subrosa_outcome *outcome;
    int32_t result = subrosa_peer_tick(me->peer, me->device, clock_now(), &outcome);
    if (result == SUBROSA_OK)
        act_on(me, outcome);
    return result;
}

/* ===== Part two: the play ====================================================================== */

/* What the two type, in turn. */
static const char *const script[] = {
    "Bob! Can anybody else read this?",
    "Only you and I. The relay sees that we write, and when.",
    "It looks nervous. It has begun to drop lines.",
    "Let it. What it drops we send again, and you will see it once.",
    "And if it makes up lines of its own?",
    "Then it would have to sign them with keys that it has never seen. Each line is checked as a "
    "whole before anything of it is used, so that a line with one wrong bit changes nothing here.",
    "Gr\xc3\xbc\xc3\x9f" "e, \xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, \xe4\xbd\xa0\xe5\xa5\xbd",
    "\xf0\x9f\x8c\xb9",
    "I wrote something longer. It goes in several lines, each of which is encrypted by itself, and "
    "they may arrive in any order. If one of them is lost, the text is not shown in part: the "
    "whole of it is sent again under the same id. That is also why a text that has arrived can be "
    "sent once more without harm, when only its acknowledgement was lost. You would not believe "
    "how often that happens on a bad mobile connection in a train.",
    "I am in that train.",
    "Mallory says hello, by the way. She sent me a card and said it was yours.",
    "It has another fingerprint, so it was refused. You read me yours on the telephone.",
    "<b>Does this</b> &amp; that survive?",
    "Every byte. What we type is not touched by what the network does to the lines.",
    "?SR1:this only looks like a line.",
    "And stays a text, because it came inside one.",
    "See you tomorrow!",
    "Sub rosa.",
};
enum { TEXTS = sizeof script / sizeof script[0], ROUNDS = 60 };

/* What has become of each text, as seen from outside. */
typedef struct fate {
    uint8_t id[8];
    int typed, shown, delivered, sent_again;
} fate;

static person people[2];
static relay *network;
static int64_t now = INT64_C(1800000000);
static fate fates[TEXTS];
static int statuses[2];
static int speaking = -1;            /* the text that is being sent, or -1 */
static int acknowledging;            /* it is the timers that send */
static int heard_text, heard_clear, heard_refusal, changed_status;
static int attacks[RELAY_KINDS], refused[RELAY_KINDS];

static int64_t clock_now(void)
{
    return now;
}

/* --- what the library tells -------------------------------------------------------------------- */

static void network_send(person *me, const char *line, size_t length)
{
    const char *does = relay_post(network, me == &people[1], line, length);
    const char *what = "answers"; /* a message of its own, in the handshake */
    if (speaking >= 0)
        what = "wire";
    else if (acknowledging)
        what = "(ack)";
    else if (line[5] == 'M') /* 0x31: see docs/PROTOCOL.md */
        what = "offers";
    else if (line[5] == 'I') /* 0x21 */
        what = "begins";
    tell(DIM, speaking >= 0 ? "" : me->name, what, "%s%s  (%u characters; the relay %s)%s", DIM,
         shortened(line, length, 20, 12), (unsigned)length, does, PLAIN);
}

static void window_show(person *me, const char *text, size_t length)
{
    int number, found = -1;
    heard_text = 1;
    /* The account compares with everything that the other one has typed. */
    for (number = me == &people[0]; number < TEXTS; number += 2)
        if (strlen(script[number]) == length && memcmp(script[number], text, length) == 0)
            found = number;
    tell(GREEN, me->name, "sees", "%s%s%s", GREEN, shortened(text, length, 56, 20), PLAIN);
    if (found < 0 || !fates[found].typed)
        fault("this was never typed");
    else if (fates[found].shown++)
        fault("this was shown before");
}

static void window_show_in_clear(person *me, const char *text, size_t length)
{
    heard_clear = 1;
    tell(YELLOW, me->name, "sees", "%s%s  [NOT PRIVATE]%s", YELLOW, shortened(text, length, 56, 20), PLAIN);
}

static void window_note(person *me, int32_t code, const char *sentence)
{
    heard_refusal = 1;
    tell(YELLOW, me->name, "refuses", "%s (%s)", sentence, subrosa_result_name(code));
}

static void text_has_id(person *me, const uint8_t id[8], int64_t lines)
{
    (void)me;
    (void)lines;
    if (speaking >= 0)
        memcpy(fates[speaking].id, id, 8);
}

static void text_is_delivered(person *me, const uint8_t id[8])
{
    int number;
    for (number = me == &people[1]; number < TEXTS; number += 2)
        if (fates[number].typed && memcmp(fates[number].id, id, 8) == 0) {
            if (!fates[number].shown)
                fault("a text that was never shown is acknowledged");
            fates[number].delivered = 1;
        }
}

static void status_is(person *me, int32_t status)
{
    static const char *const names[] = {"?",       "without a session", "starting",
                                        "private", "ended",             "forked"};
    changed_status = 1;
    statuses[me == &people[1]] = status;
    tell(BOLD, me->name, "is now", "%s%s%s", BOLD, names[status > 0 && status < 6 ? status : 0],
         PLAIN);
}

/* --- the network ------------------------------------------------------------------------------- */

/* Delivers what is on its way, and judges each thing that was done with a line. */
static void deliver_all(void)
{
    relay_delivery delivery;
    while (relay_next(network, &delivery)) {
        person *victim = &people[delivery.to];
        int was_speaking = speaking;
        heard_text = heard_clear = heard_refusal = changed_status = 0;
        speaking = -1;
        if (delivery.intent == RELAY_ATTACK || delivery.intent == RELAY_IN_CLEAR) {
            attacks[delivery.kind]++;
            tell(RED, "relay", "ATTACK", "%s%s, to %s%s", RED, delivery.what, victim->name, PLAIN);
        }
        must(person_hears(victim, delivery.text, delivery.length), "receive");
        if (delivery.intent == RELAY_ATTACK) {
            if (heard_text || changed_status || !(heard_refusal || heard_clear))
                fault("this attack was accepted");
            else
                refused[delivery.kind]++;
        } else if (delivery.intent == RELAY_IN_CLEAR) {
            if (heard_text || !heard_clear)
                fault("clear text was taken for private");
            else
                refused[delivery.kind]++;
        } else if (heard_refusal) {
            fault("a genuine line was refused");
        } else if (was_speaking >= 0 && !heard_text && fates[was_speaking].shown) {
            tell(GREEN, victim->name, "has it", "%sand is not shown it again%s", DIM, PLAIN);
        }
        free(delivery.text);
        speaking = was_speaking;
    }
}

static void time_passes(int64_t seconds)
{
    now += seconds;
    acknowledging = 1;
    must(person_ticks(&people[0]), "tick");
    must(person_ticks(&people[1]), "tick");
    relay_turn(network);
    deliver_all();
    acknowledging = 0;
}

static void says(int number)
{
    person *me = &people[number % 2];
    const char *text = script[number];
    fate *of = &fates[number];
    of->sent_again += of->typed;
    tell(BOLD, me->name, of->typed ? "again" : "types", "%s%s%s", BOLD,
         shortened(text, strlen(text), 56, 20), PLAIN);
    speaking = number;
    must(person_says(me, text, strlen(text), of->typed ? of->id : NULL), "send");
    of->typed = 1;
    deliver_all();
    speaking = -1;
}

/* --- the acts ---------------------------------------------------------------------------------- */

static void introduce(void)
{
    int who;
    for (who = 0; who < 2; who++) {
        uint8_t fingerprint[SUBROSA_FINGERPRINT_SIZE];
        char digits[SUBROSA_DIGITS_SIZE];
        size_t size = sizeof digits;
        must(person_open(&people[who], who == 0 ? "Alice" : "Bob"), "open");
        must(subrosa_identity_fingerprint(people[who].identity, fingerprint), "fingerprint");
        must(subrosa_fingerprint_digits(fingerprint, digits, &size), "digits");
        printf("  %s%-5s%s %s\n", BOLD, people[who].name, PLAIN, digits);
    }
    for (who = 0; who < 2; who++) {
        uint8_t fingerprint[SUBROSA_FINGERPRINT_SIZE];
        must(subrosa_identity_fingerprint(people[!who].identity, fingerprint), "fingerprint");
        must(person_knows(&people[who], fingerprint), "peer");
    }
    printf("\n  They have compared these by telephone. Everything else goes through the relay.\n");
}

/* Mallory has the library too, and makes Offers that are quite valid: for Mallory. */
static void arm_mallory(void)
{
    person mallory;
    subrosa_outcome *outcome;
    const uint8_t *line;
    size_t length = 0;
    must(person_open(&mallory, "Mallory"), "open");
    must(subrosa_installation_offer(mallory.device, NULL, now, &outcome), "offer");
    if (subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_SEND) {
        line = subrosa_outcome_bytes(outcome, SUBROSA_SESSION_FIELD_LINE, &length);
        relay_arm(network, (const char *)line, length);
    }
    subrosa_outcome_free(outcome);
    person_close(&mallory);
}

static void meet(void)
{
    int turn;
    relay_attack(network, RELAY_OFFER_OF_MALLORY, 1);
    deliver_all();
    must(person_invites(&people[0]), "offer");
    for (turn = 0; turn < 8; turn++) {
        deliver_all();
        relay_turn(network);
    }
    deliver_all();
    if (statuses[0] != SUBROSA_STATUS_PRIVATE || statuses[1] != SUBROSA_STATUS_PRIVATE)
        fault("they did not become private");
}

static void send_again_what_was_lost(void)
{
    int round, number, open = 1;
    for (round = 0; round < ROUNDS && open; round++) {
        open = 0;
        for (number = 0; number < TEXTS; number++)
            if (!fates[number].delivered) {
                open = 1;
                says(number);
            }
        for (number = 0; number < 4; number++)
            time_passes(5);
    }
}

static int count_up(void)
{
    int number, at_once = 0, later = 0, missing = 0, unacknowledged = 0, kind, tried = 0, held = 0;
    for (number = 0; number < TEXTS; number++) {
        at_once += fates[number].shown && !fates[number].sent_again;
        later += fates[number].shown && fates[number].sent_again;
        missing += !fates[number].shown;
        unacknowledged += !fates[number].delivered;
    }
    printf("  texts typed                                   %3d\n", TEXTS);
    printf("  delivered and acknowledged at first           %3d\n", at_once);
    printf("  sent again, because the relay lost something  %3d\n", later);
    printf("  never arrived                                 %3d\n", missing);
    printf("  lines the relay dropped or damaged            %3u\n\n", (unsigned)relay_lost(network));
    for (kind = 0; kind < RELAY_KINDS; kind++) {
        printf("  %-46s%3d tried, %3d refused%s\n", relay_kinds[kind], attacks[kind],
               refused[kind], kind == RELAY_CLEAR_TEXT ? " as private" : "");
        tried += attacks[kind];
        held += refused[kind];
    }
    if (missing > 0 || unacknowledged > 0)
        fault("a text has not arrived, or its acknowledgement has not");
    printf("\n  %s%d of %d texts delivered, each once and as typed; %d of %d attacks refused; "
           "%d faults.%s\n",
           faults() ? RED : GREEN, TEXTS - missing, TEXTS, held, tried, faults(), PLAIN);
    return faults() == 0 && held == tried;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 7;
    int number, good;

    must(subrosa_abi_check(SUBROSA_ABI), "abi_check");
    stage_open();
    network = relay_new(seed);
    printf("Subrosa %s (%s), relay of seed %" PRIu64 "\n\n", subrosa_version(), subrosa_backend(),
           seed);
    introduce();
    arm_mallory();

    act("They meet");
    meet();

    act("They talk, and the relay turns hostile");
    for (number = 0; number < TEXTS; number++) {
        relay_set_hostile(network, number > 1);
        says(number);
        time_passes(5);
    }

    act("What was lost is sent again");
    send_again_what_was_lost();

    act("The count");
    good = count_up();
    person_close(&people[0]);
    person_close(&people[1]);
    relay_free(network);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
