/* An afternoon of two people who talk in private on a network that loses, mangles, replays and forges.
 * It shows what stands in their windows, and between that what everybody on the way can read.
 *
 * What a plugin does stands in people.c. Here is the play; wire.c has the network and the clock, and
 * ledger.c an account of it all, kept by somebody who believes nobody.
 *
 *     afternoon directory [seed]
 */
#include "ledger.h"
#include "people.h"
#include "stage.h"
#include "wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <subrosa_session.h>

static person *const alice = &people[0], *const bob = &people[1];

static void act_at(const char *title)
{
    char words[200];
    int64_t minutes;
    time_passes(400);
    minutes = now_ms / 60000 % (24 * 60);
    snprintf(words, sizeof words, "%02d:%02d  %s", (int)(minutes / 60), (int)(minutes % 60), title);
    act(words);
}

/* --- the acts ----------------------------------------------------------------------------------- */

static void types(person *me, const char *text)
{
    person_types(me, me->other->nick, text);
    deliver_all();
}

/* In private, so that it has to arrive. */
static void says(person *me, const char *text)
{
    ledger_typed(me->number, text);
    types(me, text);
    a_moment();
}

/* What must not leave. */
static void is_stopped(person *me, const char *peer, const char *text)
{
    ledger_refused(person_types(me, peer, text));
    deliver_all();
}

static void types_the_digits(person *me, const char *word, const char *digits)
{
    char command[120];
    snprintf(command, sizeof command, "/subrosa %s %s", word, digits);
    types(me, command);
}

/* Waits until both conversations stand so. */
static void until_both_are(const char *state)
{
    int round;
    for (round = 0; round < 30; round++) {
        if (strcmp(alice->state, state) == 0 && strcmp(bob->state, state) == 0)
            return;
        time_passes(2);
    }
    fault("the conversation does not stand as it should");
}

static void until_all_has_arrived(void)
{
    int round;
    for (round = 0; round < 200 && ledger_on_their_way() > 0; round++)
        time_passes(20);
}

static void a_service(void)
{
    static const char secret[] = "IDENTIFY correct-horse";
    act_at("Alice logs in at a service: the library leaves that alone and adds nothing");
    person_types(alice, SERVICE, secret);
    a_moment();
    person_receives(alice, SERVICE, "You are now identified.", SUBROSA_FLAG_NOTICE, 0);
    if (!service_heard_only(secret))
        fault("the service was sent something else than was typed");
}

static void they_meet(void)
{
    act_at("They meet. Bob does not know Alice, so he is asked");
    types(alice, "Bob! Can anybody else read this?");
    types(alice, "/subrosa start");
    says(alice, "This waits until only you can read it.");
    types(bob, "/subrosa accept");
    until_both_are("private");
    a_moment();
    says(bob, "Here it is. But is it you?");
}

static void they_compare(void)
{
    act_at("Is it really Bob? They compare a number by telephone");
    types(alice, "/subrosa safety");
    types(bob, "/subrosa safety");
    if (strcmp(alice->digits, bob->digits) != 0 || alice->digits[0] == '\0')
        fault("the safety numbers differ");
    person_presses(alice, "verify");
    types_the_digits(bob, "verify", alice->digits);
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

static void the_network_turns_hostile(void)
{
    /* In turn; Alice begins. */
    static const char *const texts[] = {
        "The network looks nervous. It has begun to drop lines.",
        "Let it. What it drops is sent again, and you will see it once.",
        "I wrote something longer. It goes in several lines, each of which is encrypted by itself, "
        "and they may arrive in any order. If one of them is lost, the text is not shown in part: "
        "the whole of it is sent again, and shown once.",
        "<b>Does this</b> &amp; that survive?",
        "Every byte. \xf0\x9f\x8c\xb9",
        "Gr\xc3\xbc\xc3\x9f" "e, \xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, "
        "\xe4\xbd\xa0\xe5\xa5\xbd",
        "?SR1:this only looks like a line.",
        "And stays a text, because it came inside one.",
    };
    size_t number, who;
    act_at("The network turns hostile. What comes of an attack stands below it: mostly nothing");
    arm_mallory();
    relay_set_hostile(network, 1);
    for (number = 0; number < sizeof texts / sizeof texts[0]; number++) {
        says(number % 2 == 0 ? alice : bob, texts[number]);
    }
    act_at("What was lost is sent again");
    until_all_has_arrived();
    relay_set_hostile(network, 0);
    a_moment();
    for (who = 0; who < 2; who++)
        if (strcmp(people[who].asked, "ask-key") == 0)
            types(&people[who], "/subrosa decline");
}

static void a_program_is_killed(void)
{
    act_at("Bob's program is killed when a text is on the screen and no receipt has left");
    bob->dies_at_show = 1;
    says(alice, "Wait, what was that? Your program is gone.");
    says(bob, "Killed. It has shown me your line once more, and says so.");
    until_all_has_arrived();
}

/* Bob has another nick now. */
static void bob_becomes(const char *nick)
{
    char before[sizeof bob->nick];
    memcpy(before, bob->nick, sizeof before);
    snprintf(bob->nick, sizeof bob->nick, "%s", nick);
    row(DIM, "wire", "    %s is now known as %s", before, nick);
    subrosa_glue_walk(&alice->glue, subrosa_contact_rename(alice->glue.messenger, alice->account,
                                                           before, nick));
}

static void somebody_takes_a_name(void)
{
    act_at("Bob changes his nick, and Mallory takes the one he had");
    bob_becomes("Bob_away");
    says(alice, "You have another nick, and I still talk to you.");
    row(RED, "wire", "    ATTACK on Alice: Mallory is called Bob now");
    ledger_attack(RELAY_CLEAR_TEXT);
    ledger_attack_ends(alice, person_receives(alice, "Bob", "Quick, what was our password?", 0, 0),
                       RELAY_CLEAR_TEXT);
    is_stopped(alice, "Bob", "Which one do you mean?");
    says(bob, "It is still me. Whoever is called Bob now is not.");
    bob_becomes("Bob");
    a_moment();
}

static void a_bouncer_plays_back(void)
{
    int round;
    act_at("Alice's connection goes. Her bouncer keeps what comes, and plays it back twice");
    subrosa_glue_walk(&alice->glue,
                      subrosa_account_online(alice->glue.messenger, alice->account, 0));
    bouncer_keeps_for(alice);
    says(bob, "The meeting is at four. I'll be offline until then.");
    now_ms += INT64_C(3) * 3600 * 1000;
    person_ticks(alice, now_ms);
    bouncer_keeps_for(NULL);
    subrosa_glue_walk(&alice->glue,
                      subrosa_account_online(alice->glue.messenger, alice->account, 1));
    for (round = 0; round < 2; round++)
        bouncer_plays_back(alice);
    row("", "Alice", "(shows it no second time)");
    a_moment();
    until_all_has_arrived();
}

static void remove_vault(person *who)
{
    static const char *const files[] = {"", ".key", "-wal", "-shm", "-generation", "-reserve"};
    char path[sizeof who->vault + 16];
    size_t file;
    for (file = 0; file < sizeof files / sizeof files[0]; file++) {
        snprintf(path, sizeof path, "%s%s", who->vault, files[file]);
        remove(path);
    }
}

static void a_vault_is_lost(void)
{
    int round;
    act_at("Bob's disk dies, and his keys with it. Is it still Bob who writes?");
    subrosa_messenger_free(bob->glue.messenger);
    remove_vault(bob);
    bob->state[0] = '\0';
    row(RED, "Bob", "(a new disk, a new vault, a new key)");
    person_begins(bob, now_ms);
    alice->asked[0] = '\0';
    types(bob, "/subrosa start");
    for (round = 0; round < 30 && strcmp(alice->asked, "ask-key") != 0; round++)
        time_passes(2);
    types(bob, "/subrosa devices");
    if (strcmp(alice->digits, bob->digits) != 0)
        fault("Alice was told other digits than Bob has");
    row(BOLD, "Alice", "(on the telephone with Bob: yes, these are his digits)");
    types_the_digits(alice, "accept-key", bob->digits);
    until_both_are("private");
    says(bob, "It is me, on a new disk.");
}

static void they_part(void)
{
    int round;
    act_at("They part");
    until_all_has_arrived();
    types(alice, "/subrosa end");
    for (round = 0; round < 30 && strcmp(bob->state, "ended") != 0; round++)
        time_passes(2);
    if (round == 30)
        fault("Bob does not know that the conversation has ended");
    is_stopped(bob, alice->nick, "One more thing.");
    types(bob, "/subrosa end");
    types(bob, "See you tomorrow! (Everybody may know that.)");
    a_moment();
}

static void the_vaults(void)
{
    char path[sizeof alice->vault + 8];
    int who;
    act("What their disks tell");
    for (who = 0; who < 2; who++) {
        subrosa_messenger_free(people[who].glue.messenger);
        ledger_search(people[who].vault);
        snprintf(path, sizeof path, "%s-wal", people[who].vault);
        ledger_search(path);
    }
}

static void invite(person *who, person *other, const char *name, const char *directory)
{
    who->number = (int)(who - people);
    who->name = name;
    who->account = "irc.example";
    who->other = other;
    snprintf(who->nick, sizeof who->nick, "%s", name);
    snprintf(who->vault, sizeof who->vault, "%s/%s.vault", directory, name);
    remove_vault(who);
    person_begins(who, now_ms);
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 2 && *argv[2] ? strtoull(argv[2], NULL, 10) : 7;
    int good;
    if (argc < 2) {
        fprintf(stderr, "usage: %s directory [seed]\n", argv[0]);
        return EXIT_FAILURE;
    }
    stage_open();
    network = relay_new(seed);
    printf("Subrosa %s (%s), an afternoon on network %" PRIu64 "\n\n"
           "Alice, Bob   what stands in their windows: > a command, == the title, -- Subrosa speaks\n"
           "wire         what everybody on the way can read; behind it what it is (a receipt says that\n"
           "             a text was shown), and what the network does to it\n",
           subrosa_version(), subrosa_backend(), seed);
    invite(alice, bob, "Alice", argv[1]);
    invite(bob, alice, "Bob", argv[1]);
    a_service();
    they_meet();
    they_compare();
    the_network_turns_hostile();
    a_program_is_killed();
    somebody_takes_a_name();
    a_bouncer_plays_back();
    a_vault_is_lost();
    they_part();
    the_vaults();
    act("The count");
    good = ledger_close(network);
    wire_closes();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
