/* The C of docs/PLUGIN-GUIDE.md in a messenger that is as small as can be: two people in one program,
 * whose plugins take turns, and a network that delivers what it is given.
 *
 *     guide directory-for-the-vaults
 */
#include "harness.h"

#include <stdlib.h>

#include "plugin_guide.inc" /* the blocks of the guide, in their order */

struct account {
    const char *user, *directory;
    account *other;
    subrosa_messenger *messenger;
    int64_t due;
    char title[128], screen[20000];
    int lines_of_ours;
};

static account alice = {"alice", NULL, NULL, NULL, -1, "", "", 0}, bob = {"bob", NULL, NULL, NULL, -1, "", "", 0};
static account *me; /* whose plugin is at work */

static struct line {
    account *to;
    char *text;
} wire[1000];
static size_t sent, delivered;

static void be(account *somebody)
{
    if (me != NULL)
        me->messenger = messenger;
    me = somebody;
    messenger = me->messenger;
}

/* --- what the guide takes for granted ------------------------------------------------------------ */

static void print(const char *who, const char *mark, const char *text, int is_action)
{
    size_t used = strlen(me->screen);
    snprintf(me->screen + used, sizeof me->screen - used, "%s%s%s: %s%s\n", is_action ? "* " : "", mark, who,
             is_action ? "/me " : "", text);
}

account *host_account(const char *name)
{
    return strcmp(name, "example") == 0 ? me : NULL;
}

const char *host_account_name(account *on)
{
    return on == me ? "example" : "somebody else";
}

const char *host_profile(account *on)
{
    return on == me ? "plain" : "";
}

int host_send(account *on, const char *peer, const char *line)
{
    size_t size = strlen(line) + 1;
    if (sent == sizeof wire / sizeof wire[0] || strcmp(peer, on->other->user) != 0)
        return 0;
    wire[sent].to = on->other;
    wire[sent].text = malloc(size);
    if (wire[sent].text == NULL)
        return 0;
    memcpy(wire[sent++].text, line, size);
    on->lines_of_ours++;
    /* The hook of this messenger sees what the plugin sends. */
    return typed(on, peer, line, 0) == TO_SEND;
}

void host_show(account *on, const char *peer, const char *text, int is_action, const char *mark)
{
    CHECK(on == me);
    print(peer, mark, text, is_action);
}

void host_echo(account *on, const char *peer, const char *text, int is_action, const char *mark)
{
    CHECK(on == me && strcmp(peer, on->other->user) == 0);
    print(on->user, mark, text, is_action);
}

void host_note(account *on, const char *peer, const char *sentence)
{
    CHECK(on == me && strcmp(peer, on->other->user) == 0);
    print("-", "", sentence, 0);
}

void host_title(account *on, const char *peer, const char *words)
{
    CHECK(on == me && strcmp(peer, on->other->user) == 0);
    snprintf(on->title, sizeof on->title, "%s", words);
}

void host_timer(int64_t milliseconds)
{
    me->due = milliseconds;
}

const char *host_data_directory(void)
{
    return me->directory;
}

/* --- the two people ------------------------------------------------------------------------------- */

static void let_time_pass(account *somebody)
{
    if (somebody->due == 0) {
        be(somebody);
        timer_fired();
    }
}

static void deliver(void)
{
    while (delivered < sent || alice.due == 0 || bob.due == 0) {
        let_time_pass(&alice);
        let_time_pass(&bob);
        if (delivered < sent) {
            struct line line = wire[delivered++];
            int what;
            be(line.to);
            what = arrived(me, me->other->user, line.text, strlen(line.text), 0);
            if (what != HIDDEN)
                print(me->other->user, what == TO_SHOW_MARKED ? "[not private] " : "", line.text, 0);
            free(line.text);
        }
    }
}

/* Whether the text has left as it is. */
static int types(account *somebody, const char *text, uint32_t flags)
{
    int before = somebody->lines_of_ours, left;
    be(somebody);
    left = typed(me, me->other->user, text, flags) == TO_SEND;
    if (left) {
        print(me->user, "", text, 0);
        CHECK(host_send(me, me->other->user, text));
        me->lines_of_ours = before;
    }
    deliver();
    return left;
}

static int sees(account *somebody, const char *words)
{
    return strstr(somebody->screen, words) != NULL;
}

static void start(account *somebody, account *other, const char *directory)
{
    char *own = malloc(strlen(directory) + 20);
    char reason[SUBROSA_ERROR_SIZE] = "";
    if (own == NULL)
        abort();
    sprintf(own, "%s/%s", directory, somebody->user);
    somebody->other = other;
    somebody->directory = own;
    be(somebody);
    CHECK(plugin_open(reason) && reason[0] == '\0');
    CHECK(subrosa_account_set(messenger, "example", SUBROSA_SETTING_INTERVAL_MS, 0) == SUBROSA_OK);
    account_connected(me);
}

/* The sixty digits behind these words on the screen. */
static const char *digits_behind(account *somebody, const char *words)
{
    static char digits[SUBROSA_DIGITS_SIZE];
    const char *at = strstr(somebody->screen, words);
    snprintf(digits, sizeof digits, "%s", at == NULL ? "" : at + strlen(words));
    return digits;
}

static void a_conversation(void)
{
    CHECK(types(&alice, "Anybody can read this.", 0));
    CHECK(sees(&bob, "alice: Anybody can read this."));
    be(&alice);
    decide(me, "bob", SUBROSA_DO_START);
    CHECK(!types(&alice, "This waits.", 0));
    CHECK(sees(&alice, "[waiting] alice: This waits."));
    CHECK(sees(&bob, "Accept?") && sees(&bob, "/subrosa accept")); /* he has never written to her */
    be(&bob);
    decide(me, "alice", SUBROSA_DO_ACCEPT);
    deliver();
    CHECK(strcmp(alice.title, "private") == 0 && sees(&bob, "alice: This waits."));
    CHECK(!types(&bob, "waves", SUBROSA_FLAG_ACTION) && sees(&alice, "* bob: /me waves"));
    CHECK(alice.lines_of_ours > 0 && bob.lines_of_ours > 0);
    be(&alice);
    CHECK(!may_leave(me, "bob", "around the hook") && !may_leave(me, "bob", NULL));
    CHECK(sees(&alice, "would have left readable"));
}

static void fingerprints(void)
{
    be(&bob);
    status(me, "alice");
    be(&alice);
    status(me, "bob");
    CHECK(strcmp(digits_behind(&bob, "Own fingerprint: "), "") != 0);
    CHECK(sees(&alice, digits_behind(&bob, "Own fingerprint: ")));
    decide_key(me, "bob", SUBROSA_DO_VERIFY, digits_behind(&alice, "Own fingerprint: "));
    CHECK(sees(&alice, "not the one in question") && strcmp(alice.title, "private") == 0);
    decide_key(me, "bob", SUBROSA_DO_VERIFY, digits_behind(&bob, "Own fingerprint: "));
    CHECK(strcmp(alice.title, "private, verified") == 0);
}

static void a_connection_that_goes(void)
{
    be(&alice);
    account_disconnected(me);
    CHECK(!types(&alice, "Nobody is there.", 0) && !sees(&bob, "Nobody is there."));
    be(&alice);
    account_connected(me);
    deliver();
    CHECK(sees(&bob, "alice: Nobody is there."));
    be(&bob);
    peer_is(me, "alice", SUBROSA_SETTING_PRESENT, 1);
}

static void the_end(void)
{
    be(&alice);
    decide(me, "bob", SUBROSA_DO_END);
    deliver();
    CHECK(!types(&bob, "Too late.", 0) && sees(&bob, "The text was not sent.") && !sees(&alice, "Too late."));
    be(&bob);
    decide(me, "alice", SUBROSA_DO_END);
    CHECK(types(&bob, "Anybody can read this too.", 0) && sees(&alice, "bob: Anybody can read this too."));
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    start(&alice, &bob, argv[1]);
    start(&bob, &alice, argv[1]);
    a_conversation();
    fingerprints();
    a_connection_that_goes();
    the_end();
    be(&bob);
    be(&alice);
    subrosa_messenger_free(alice.messenger);
    subrosa_messenger_free(bob.messenger);
    return report("guide");
}
