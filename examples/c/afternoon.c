/* Two people with messengers talk in private, on a network that loses, mangles, replays and forges,
 * and one of them is interrupted in the middle of a word.
 *
 * The first part is what a plugin does. It is meant to be copied. The second part is the play: the
 * network, the clock, and an account of everything that happens, kept by somebody who believes
 * nobody.
 *
 *     afternoon directory [seed]
 */
#include "relay.h"
#include "stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../tests/c/for_tests.h"
#include <subrosa_session.h>

/* ===== Part one: what a plugin does ============================================================ */

static subrosa_messenger *library[2]; /* in a plugin there is one */
static const char ACCOUNT[] = "demo";
static const char *const NAMES[2] = {"Alice", "Bob"};

/* What the messenger gives to its plugins. Here part two does it. */
static void network_send(int me, const char *peer, const char *line);
static void window_show(int me, const char *text, int private, int repeated);
static void window_state(int me, const char *word, int64_t state);
static void window_note(int me, const char *sentence, int64_t code);
static void echo_progress(int me, int64_t stage, int64_t number);
static void timer_set(int me, int64_t milliseconds);

/* Does what the library says, in its order. Freeing the outcome confirms what was shown. */
static int32_t act_on(int me, subrosa_outcome *outcome)
{
    int32_t kind, verdict = subrosa_outcome_verdict(outcome);
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        const char *text = subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT);
        const char *sentence = subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE);
        int64_t code = subrosa_outcome_int(outcome, SUBROSA_FIELD_CODE);
        if (kind == SUBROSA_EVENT_SEND)
            network_send(me, subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER),
                         subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE));
        else if (kind == SUBROSA_EVENT_SHOW)
            window_show(me, text, (int)subrosa_outcome_int(outcome, SUBROSA_FIELD_PRIVATE),
                        (int)subrosa_outcome_int(outcome, SUBROSA_FIELD_REPEATED));
        else if (kind == SUBROSA_EVENT_STATE)
            window_state(me, subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD),
                         subrosa_outcome_int(outcome, SUBROSA_FIELD_STATE));
        else if (kind == SUBROSA_EVENT_NOTICE || kind == SUBROSA_EVENT_ASK)
            window_note(me, sentence, code);
        else if (kind == SUBROSA_EVENT_PROGRESS)
            echo_progress(me, code, subrosa_outcome_int(outcome, SUBROSA_FIELD_NUMBER));
    }
    timer_set(me, subrosa_outcome_wake_ms(outcome));
    subrosa_outcome_free(outcome);
    return verdict;
}

/* The user has typed. Gives what the host does with the text. */
static int32_t typed(int me, const char *text)
{
    subrosa_outcome *outcome = NULL;
    subrosa_outgoing(library[me], ACCOUNT, NAMES[!me], text, strlen(text), 0, &outcome);
    return act_on(me, outcome);
}

/* Something has come. */
static int32_t arrived(int me, const char *text, size_t length)
{
    subrosa_outcome *outcome = NULL;
    subrosa_incoming(library[me], ACCOUNT, NAMES[!me], text, length, 0, &outcome);
    return act_on(me, outcome);
}

static void timer(int me)
{
    subrosa_outcome *outcome = NULL;
    subrosa_tick(library[me], &outcome);
    act_on(me, outcome);
}

/* A menu entry: start, end, ... */
static void chosen(int me, int32_t action, const uint8_t *fingerprint)
{
    subrosa_outcome *outcome = NULL;
    subrosa_contact_do(library[me], ACCOUNT, NAMES[!me], action, fingerprint, &outcome);
    act_on(me, outcome);
}

/* The program begins, for the first time or again. */
static void begin(int me, const char *vault, int64_t now_ms)
{
    subrosa_outcome *outcome = NULL;
    must(subrosa_messenger_open(vault, NULL, &library[me]), "open");
    must(subrosa_messenger_set_time(library[me], now_ms), "set_time"); /* a play has its own time */
    must(subrosa_account_attach(library[me], ACCOUNT, "irc", &outcome), "attach");
    act_on(me, outcome);
}

/* ===== Part two: the play ====================================================================== */

/* What the two type, in turn. */
static const char *const script[] = {
    "Bob! Can anybody else read this?",
    "Only you and I. The server sees that we write, and when.",
    "It looks nervous. It has begun to drop lines.",
    "Let it. What it drops is sent again, and you will see it once.",
    "Wait, what was that? Your program is gone.",
    "Killed, before it could say that I had read your line. It showed it to me again.",
    "I wrote something longer. It goes in several lines, each of which is encrypted by itself, and "
    "they may arrive in any order. If one of them is lost, the text is not shown in part: the "
    "whole of it is sent again under the same id, and shown once.",
    "<b>Does this</b> &amp; that survive?",
    "Every byte. \xf0\x9f\x8c\xb9",
    ("Gr\xc3\xbc\xc3\x9f" "e, \xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, \xe4\xbd\xa0\xe5\xa5\xbd"),
    "?SR1:this only looks like a line.",
    "And stays a text, because it came inside one.",
    "See you tomorrow!",
    "Sub rosa.",
};
enum { TEXTS = sizeof script / sizeof script[0], INTERRUPTED = 4, ROUNDS = 200 };

typedef struct fate {
    int typed, shown, delivered;
} fate;

static char vaults[2][1024]; /* paths */
static relay *network;
static int64_t now_ms = INT64_C(1800000000000);
static fate fates[TEXTS];
static int64_t states[2], numbers[2][TEXTS];
static int speaking = -1; /* the text that is being sent, or -1 */
static int heard_private, heard_news;
static int attacks[RELAY_KINDS], refused[RELAY_KINDS];
static int repeated_texts, interrupt_at_show = -1;

/* --- what the library tells -------------------------------------------------------------------- */

static void network_send(int me, const char *peer, const char *line)
{
    size_t length = strlen(line);
    const char *does = relay_post(network, me, line, length);
    (void)peer;
    tell(DIM, speaking >= 0 ? "" : NAMES[me], speaking >= 0 ? "wire" : "answers",
         "%s%s  (%u characters; the network %s)%s", DIM, shortened(line, length, 20, 12),
         (unsigned)length, does, PLAIN);
}

static void window_show(int me, const char *text, int private, int repeated)
{
    int number, found = -1;
    if (!private) {
        tell(YELLOW, NAMES[me], "sees", "%s%s  [NOT PRIVATE]%s", YELLOW,
             shortened(text, strlen(text), 56, 20), PLAIN);
        return;
    }
    heard_private = 1;
    for (number = !me; number < TEXTS; number += 2)
        if (strcmp(script[number], text) == 0)
            found = number;
    tell(GREEN, NAMES[me], repeated ? "sees*" : "sees", "%s%s%s%s", GREEN,
         shortened(text, strlen(text), 56, 20),
         repeated ? "  [* shown before the program was killed]" : "", PLAIN);
    if (found < 0 || !fates[found].typed)
        fault("this was never typed");
    else if (repeated)
        repeated_texts++;
    else if (fates[found].shown++)
        fault("this was shown before, and is not marked");
}

static void window_state(int me, const char *word, int64_t state)
{
    heard_news |= states[me] != state;
    states[me] = state;
    tell(BOLD, NAMES[me], "is now", "%s%s%s", BOLD, word, PLAIN);
}

static void window_note(int me, const char *sentence, int64_t code)
{
    (void)code;
    tell(YELLOW, NAMES[me], "is told", "%s", sentence);
}

static void echo_progress(int me, int64_t stage, int64_t number)
{
    int text;
    if (speaking >= 0 && speaking % 2 == me && numbers[me][speaking] == 0)
        numbers[me][speaking] = number;
    if (stage != SUBROSA_STAGE_DELIVERED)
        return;
    for (text = me; text < TEXTS; text += 2)
        if (numbers[me][text] == number) {
            if (!fates[text].shown)
                fault("a text that was never shown is told as delivered");
            fates[text].delivered = 1;
        }
}

static void timer_set(int me, int64_t milliseconds)
{
    (void)me; /* here time passes in steps, and the timers run after each */
    (void)milliseconds;
}

/* --- the network and the clock ----------------------------------------------------------------- */

static void deliver_all(void)
{
    relay_delivery delivery;
    while (relay_next(network, &delivery)) {
        int victim = delivery.to, was_speaking = speaking;
        int attack = delivery.intent == RELAY_ATTACK || delivery.intent == RELAY_IN_CLEAR;
        int32_t verdict;
        heard_private = heard_news = 0;
        speaking = -1;
        if (attack) {
            attacks[delivery.kind]++;
            tell(RED, "net", "ATTACK", "%s%s, to %s%s", RED, delivery.what, NAMES[victim], PLAIN);
        }
        if (victim == 1 && was_speaking >= 0 && interrupt_at_show == was_speaking && !attack) {
            /* The text is on the screen, and the program is killed before it can say so. */
            subrosa_outcome *outcome = NULL;
            subrosa_incoming(library[1], ACCOUNT, NAMES[0], delivery.text, delivery.length, 0,
                             &outcome);
            if (subrosa_outcome_next(outcome) == SUBROSA_EVENT_SHOW) {
                window_show(1, subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT), 1, 0);
                interrupt_at_show = -1;
            }
            subrosa_messenger_free(library[1]);
            subrosa_outcome_free(outcome);
            tell(RED, "Bob", "KILLED", "%s... and begins again, with his vault%s", RED, PLAIN);
            begin(1, vaults[1], now_ms);
        } else {
            verdict = arrived(victim, delivery.text, delivery.length);
            if (verdict != SUBROSA_VERDICT_TAKEN)
                tell(YELLOW, NAMES[victim], "sees", "%s%s  [NOT PRIVATE]%s", YELLOW,
                     shortened(delivery.text, delivery.length, 40, 12), PLAIN);
            if (attack && verdict == SUBROSA_VERDICT_PASS)
                fault("clear text in a private conversation is not marked");
        }
        if (attack && (heard_private || heard_news))
            fault("this attack was accepted");
        else if (attack)
            refused[delivery.kind]++;
        free(delivery.text);
        speaking = was_speaking;
    }
}

static void time_passes(int64_t seconds)
{
    int me;
    now_ms += seconds * 1000;
    for (me = 0; me < 2; me++) {
        must(subrosa_messenger_set_time(library[me], now_ms), "set_time");
        timer(me);
    }
    relay_turn(network);
    deliver_all();
}

static void says(int number)
{
    int me = number % 2;
    tell(BOLD, NAMES[me], "types", "%s%s%s", BOLD,
         shortened(script[number], strlen(script[number]), 56, 20), PLAIN);
    speaking = number;
    fates[number].typed = 1;
    if (typed(me, script[number]) != SUBROSA_VERDICT_TAKEN)
        fault("the text was not taken");
    deliver_all();
    speaking = -1;
}

/* --- the acts ---------------------------------------------------------------------------------- */

static void fingerprint_of(int who, uint8_t fingerprint[SUBROSA_FINGERPRINT_SIZE])
{
    must(subrosa_messenger_fingerprint(library[who], fingerprint), "fingerprint");
}

static void introduce(const char *directory)
{
    int who;
    for (who = 0; who < 2; who++) {
        uint8_t fingerprint[SUBROSA_FINGERPRINT_SIZE];
        char digits[SUBROSA_DIGITS_SIZE];
        size_t size = sizeof digits;
        const char *const files[] = {"", ".key", "-wal", "-shm", "-generation", "-reserve"};
        size_t file;
        for (file = 0; file < sizeof files / sizeof files[0]; file++) {
            snprintf(vaults[who], sizeof vaults[who], "%s/%s.vault%s", directory, NAMES[who],
                     files[file]);
            remove(vaults[who]);
        }
        snprintf(vaults[who], sizeof vaults[who], "%s/%s.vault", directory, NAMES[who]);
        begin(who, vaults[who], now_ms);
        fingerprint_of(who, fingerprint);
        must(subrosa_fingerprint_digits(fingerprint, digits, &size), "digits");
        printf("  %s%-5s%s %s\n", BOLD, NAMES[who], PLAIN, digits);
        must(subrosa_contact_set(library[who], ACCOUNT, NAMES[!who], SUBROSA_SETTING_KNOWN, 1),
             "contact_set");
    }
}

/* Mallory has the library too, and makes Offers that are quite valid: for Mallory. */
static void arm_mallory(void)
{
    subrosa_identity *identity = NULL;
    subrosa_installation *device = NULL;
    subrosa_outcome *outcome = NULL;
    must(subrosa_identity_generate(now_ms / 1000, &identity), "generate");
    must(subrosa_installation_new(identity, now_ms / 1000, &device), "installation");
    must(subrosa_installation_offer(device, NULL, now_ms / 1000, &outcome), "offer");
    if (subrosa_outcome_next(outcome) == SUBROSA_SESSION_EVENT_SEND) {
        const char *line = subrosa_outcome_str(outcome, SUBROSA_SESSION_FIELD_LINE);
        relay_arm(network, line, strlen(line));
    }
    subrosa_outcome_free(outcome);
    subrosa_installation_free(device);
    subrosa_identity_free(identity);
}

static void meet(void)
{
    int turn, who;
    chosen(0, SUBROSA_DO_START, NULL);
    for (turn = 0; turn < 8; turn++)
        time_passes(1);
    for (who = 0; who < 2; who++) {
        uint8_t fingerprint[SUBROSA_FINGERPRINT_SIZE];
        if (states[who] != SUBROSA_STATE_PRIVATE)
            fault("they did not become private");
        fingerprint_of(!who, fingerprint);
        chosen(who, SUBROSA_DO_VERIFY, fingerprint);
    }
    printf("\n  They have compared their fingerprints by telephone, and verified each other.\n");
}

/* Whether a file holds any of what was typed, or a name. */
static void search_vault(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *content;
    long size, at;
    int number;
    if (file == NULL)
        return;
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    content = malloc((size_t)size + 1);
    if (content == NULL || fread(content, 1, (size_t)size, file) != (size_t)size)
        exit(EXIT_FAILURE);
    fclose(file);
    for (number = 0; number < TEXTS + 2; number++) {
        const char *word = number < TEXTS ? script[number] : NAMES[number - TEXTS];
        size_t length = strlen(word);
        for (at = 0; at + (long)length <= size; at++)
            if (memcmp(content + at, word, length) == 0) {
                fault("the vault tells what is in it");
                break;
            }
    }
    printf("  %-24s %8ld bytes, none of what was typed and no name in them\n",
           strrchr(path, '/') + 1, size);
    free(content);
}

static int count_up(void)
{
    int number, shown = 0, delivered = 0, kind, tried = 0, held = 0;
    for (number = 0; number < TEXTS; number++) {
        shown += fates[number].shown == 1;
        delivered += fates[number].delivered;
    }
    for (kind = 0; kind < RELAY_KINDS; kind++) {
        if (attacks[kind] > 0)
            printf("  %-48s%3d tried, %3d refused%s\n", relay_kinds[kind], attacks[kind],
                   refused[kind], kind == RELAY_CLEAR_TEXT ? " as private" : "");
        tried += attacks[kind];
        held += refused[kind];
    }
    printf("  lines the network dropped or damaged            %3u\n", (unsigned)relay_lost(network));
    printf("  texts shown again after the kill, and marked    %3d\n", repeated_texts);
    if (shown < TEXTS || delivered < TEXTS)
        fault("a text has not arrived, or its acknowledgement has not");
    printf("\n  %s%d of %d texts delivered, each once and as typed; %d of %d attacks refused; "
           "%d faults.%s\n",
           faults() ? RED : GREEN, shown, TEXTS, held, tried, faults(), PLAIN);
    return faults() == 0 && held == tried;
}

static int all_delivered(void)
{
    int number;
    for (number = 0; number < TEXTS; number++)
        if (!fates[number].delivered)
            return 0;
    return 1;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 2 && *argv[2] ? strtoull(argv[2], NULL, 10) : 7;
    int number, round, good;
    char path[sizeof vaults[0] + 8];

    if (argc < 2) {
        fprintf(stderr, "usage: %s directory [seed]\n", argv[0]);
        return EXIT_FAILURE;
    }
    must(subrosa_abi_check(SUBROSA_ABI), "abi_check");
    stage_open();
    network = relay_new(seed);
    printf("Subrosa %s (%s), network of seed %" PRIu64 "\n\n", subrosa_version(),
           subrosa_backend(), seed);
    introduce(argv[1]);

    act("They meet");
    meet();
    arm_mallory();

    act("They talk, the network turns hostile, and Bob's program is killed");
    for (number = 0; number < TEXTS; number++) {
        relay_set_hostile(network, number > 1 && number != INTERRUPTED);
        interrupt_at_show = number == INTERRUPTED ? number : -1;
        says(number);
        for (round = 0; round < 4; round++)
            time_passes(2);
    }

    act("What was lost is sent again");
    for (round = 0; round < ROUNDS && !all_delivered(); round++)
        time_passes(20);

    act("They part");
    relay_set_hostile(network, 0);
    chosen(0, SUBROSA_DO_END, NULL);
    for (round = 0; round < 8; round++)
        time_passes(1);
    if (states[1] != SUBROSA_STATE_ENDED)
        fault("Bob does not know that the conversation has ended");
    tell(BOLD, "Bob", "types", "%sOne more thing.%s", BOLD, PLAIN);
    if (typed(1, "One more thing.") != SUBROSA_VERDICT_REFUSED)
        fault("a text went out after the end of the conversation");

    act("The vaults");
    for (number = 0; number < 2; number++) {
        subrosa_messenger_free(library[number]);
        search_vault(vaults[number]);
        snprintf(path, sizeof path, "%.*s-wal", (int)sizeof vaults[0], vaults[number]);
        search_vault(path);
    }

    act("The count");
    good = count_up();
    relay_free(network);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
