/* All that a messenger needs of Subrosa, and a small messenger around it: two people with a vault
 * each, and a network between them that delivers what it is given.
 *
 *     cc glue.c $(pkg-config --cflags --libs subrosa) -o glue && ./glue directory-for-the-vaults
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa.h>

typedef struct plugin {
    subrosa_messenger *messenger;
    const char *account; /* protocol and own address, say */
    const char *user;
    struct plugin *other;
    int64_t due;
} plugin;

/* What the messenger has already. */
static void network_send(plugin *me, const char *peer, const char *line);
static void window_show(plugin *me, const char *peer, const char *text, int is_private);
static void window_echo(plugin *me, const char *peer, const char *text, int is_waiting);
static void window_note(plugin *me, const char *peer, const char *sentence);
static void timer_set(plugin *me, int64_t milliseconds);

/* The whole glue, from here ... */
static void act_on(plugin *me, subrosa_outcome *outcome)
{
    int32_t kind;
    while ((kind = subrosa_outcome_next(outcome)) > 0) {
        const char *peer = subrosa_outcome_str(outcome, SUBROSA_FIELD_PEER);
        if (kind == SUBROSA_EVENT_SEND)
            network_send(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_LINE));
        if (kind == SUBROSA_EVENT_SHOW)
            window_show(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_TEXT),
                        subrosa_outcome_int(outcome, SUBROSA_FIELD_PRIVATE) == 1);
        if (kind == SUBROSA_EVENT_STATE)
            window_note(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_WORD));
        if (kind == SUBROSA_EVENT_ASK || kind == SUBROSA_EVENT_NOTICE)
            window_note(me, peer, subrosa_outcome_str(outcome, SUBROSA_FIELD_SENTENCE));
    }
    subrosa_outcome_free(outcome);
    timer_set(me, subrosa_messenger_wake_ms(me->messenger));
}

static int is_sent_when_typed(plugin *me, const char *peer, const char *text)
{
    subrosa_outcome *outcome;
    int32_t verdict;
    subrosa_outgoing(me->messenger, me->account, peer, text, strlen(text), 0, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    if (verdict == SUBROSA_VERDICT_TAKEN || verdict == SUBROSA_VERDICT_HELD)
        window_echo(me, peer, text, verdict == SUBROSA_VERDICT_HELD);
    act_on(me, outcome);
    return verdict <= SUBROSA_VERDICT_PASS_WARN;
}

static int is_shown_when_it_came(plugin *me, const char *peer, const char *text)
{
    subrosa_outcome *outcome;
    int32_t verdict;
    subrosa_incoming(me->messenger, me->account, peer, text, strlen(text), 0, &outcome);
    verdict = subrosa_outcome_verdict(outcome);
    act_on(me, outcome);
    return verdict != SUBROSA_VERDICT_TAKEN;
}

static void timer(plugin *me)
{
    subrosa_outcome *outcome;
    subrosa_tick(me->messenger, &outcome);
    act_on(me, outcome);
}
/* ... to here. */

static plugin people[2];

static struct line {
    plugin *to;
    char *text;
} wire[1000];
static size_t sent, delivered;

static void network_send(plugin *me, const char *peer, const char *line)
{
    size_t size = strlen(line) + 1;
    if (sent == sizeof wire / sizeof wire[0] || strcmp(peer, me->other->user) != 0)
        abort();
    wire[sent].to = me->other;
    wire[sent].text = malloc(size);
    if (wire[sent].text == NULL)
        abort();
    memcpy(wire[sent++].text, line, size);
}

static void window_show(plugin *me, const char *peer, const char *text, int is_private)
{
    printf("%s reads from %s%s: %s\n", me->user, peer, is_private ? ", in private" : "", text);
}

static void window_echo(plugin *me, const char *peer, const char *text, int is_waiting)
{
    printf("%s to %s, in private%s: %s\n", me->user, peer, is_waiting ? ", waiting" : "", text);
}

static void window_note(plugin *me, const char *peer, const char *sentence)
{
    printf("%s with %s: %s\n", me->user, peer, sentence);
}

static void timer_set(plugin *me, int64_t milliseconds)
{
    me->due = milliseconds;
}

/* Delivers what is on the wire, and what follows from it. */
static void deliver(void)
{
    while (delivered < sent || people[0].due == 0 || people[1].due == 0) {
        if (people[0].due == 0)
            timer(&people[0]);
        if (people[1].due == 0)
            timer(&people[1]);
        if (delivered < sent) {
            struct line *line = &wire[delivered++];
            if (is_shown_when_it_came(line->to, line->to->other->user, line->text))
                window_show(line->to, line->to->other->user, line->text, 0);
            free(line->text);
        }
    }
}

/* The user presses Enter. */
static void types(plugin *me, const char *text)
{
    if (is_sent_when_typed(me, me->other->user, text))
        network_send(me, me->other->user, text);
    deliver();
}

static int start(plugin *me, plugin *other, const char *user, const char *directory)
{
    char base[1100], path[1200];
    size_t size = sizeof path;
    subrosa_outcome *outcome;
    me->user = user;
    me->account = "example";
    me->other = other;
    sprintf(base, "%.1000s/%s", directory, user);
    if (subrosa_vault_path(base, path, &size) != SUBROSA_OK ||
        subrosa_messenger_open(path, NULL, &me->messenger) != SUBROSA_OK)
        return 0;
    subrosa_account_attach(me->messenger, me->account, "plain", &outcome);
    act_on(me, outcome);
    /* This network punishes nobody who sends fast. */
    return subrosa_account_set(me->messenger, me->account, SUBROSA_SETTING_INTERVAL_MS, 0) ==
           SUBROSA_OK;
}

int main(int argc, char **argv)
{
    plugin *alice = &people[0], *bob = &people[1];
    subrosa_outcome *outcome;
    if (argc != 2 || subrosa_abi_check(SUBROSA_ABI) != SUBROSA_OK ||
        !start(alice, bob, "alice", argv[1]) || !start(bob, alice, "bob", argv[1]))
        return 1;
    types(alice, "Hello Bob, anybody can read this.");
    types(bob, "Then let us talk in private.");
    subrosa_contact_do(bob->messenger, bob->account, "alice", SUBROSA_DO_START, NULL, &outcome);
    act_on(bob, outcome);
    deliver();
    types(bob, "Nobody else can read this.");
    types(alice, "Nor this.");
    subrosa_messenger_free(alice->messenger);
    subrosa_messenger_free(bob->messenger);
    return 0;
}
