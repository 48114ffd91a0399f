/* The C of docs/PLUGIN-GUIDE.md in a messenger that is as small as can be: two people in one program,
 * whose plugins take turns, and a network that delivers what it is given.
 *
 *     guide directory-for-the-vaults
 */
#define _POSIX_C_SOURCE 200112L /* setenv */
#include "for_tests.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugin_guide.inc" /* the blocks of the guide, in their order */

struct account {
    const char *user;
    account *other;
    subrosa_glue glue;
    int64_t due;
    char title[128], screen[20000], menu[2000], input[200];
    int level, lines, has_window, is_connected;
    int64_t question, hidden; /* the last that had buttons, the last that is asked for in secret */
    char buttons[400];
};

static account alice, bob;
static account irc; /* a second account of alice's, which is fed with raw lines */
static int64_t now_ms = NOW * 1000;
static account *me; /* whose plugin is at work */

static struct line {
    account *to;
    char *text;
} wire[1000];
static size_t sent, delivered;

static void be(account *somebody)
{
    if (me != NULL)
        me->glue = glue;
    me = somebody;
    glue = me->glue;
}

/* --- what the guide takes for granted ------------------------------------------------------------ */

static void add(char *place, size_t size, const char *first, const char *second, const char *third)
{
    size_t used = strlen(place);
    snprintf(place + used, size - used, "%s%s%s\n", first, second, third);
}

static void print(const char *who, const char *mark, const char *text, int is_action)
{
    size_t used = strlen(me->screen);
    snprintf(me->screen + used, sizeof me->screen - used, "%s%s: %s%s\n", is_action ? "* " : "", who, mark,
             text);
}

account *host_account(void *host, const char *name)
{
    (void)host;
    return strcmp(name, "example") == 0 ? me : strcmp(name, "irc") == 0 ? &irc : NULL;
}

const char *host_name(account *on)
{
    return on == me ? "example" : on == &irc ? "irc" : "somebody else";
}

const char *host_profile(account *on)
{
    return on == me ? "plain" : "irc";
}

int host_send(account *on, const char *peer, const char *line)
{
    size_t size = strlen(line) + 1;
    if (on == &irc) {
        add(irc.screen, sizeof irc.screen, peer, " ", line);
        return 1;
    }
    if (sent == sizeof wire / sizeof wire[0] || strcmp(peer, on->other->user) != 0 || !on->is_connected)
        return 0;
    wire[sent].to = on->other;
    wire[sent].text = malloc(size);
    if (wire[sent].text == NULL)
        return 0;
    memcpy(wire[sent++].text, line, size);
    on->lines++;
    /* The hook of this messenger sees what the plugin sends. */
    return typed(on, peer, line, 0);
}

void host_show(account *on, const char *peer, const char *mark, const char *text, int is_action)
{
    CHECK(on == me);
    print(peer, mark, text, is_action);
}

int host_echo(void *host, const subrosa_glue_event *event)
{
    account *on = host_account(host, event->account);
    if (on == &irc) {
        add(irc.screen, sizeof irc.screen, event->mark, event->peer, event->text);
        return 1;
    }
    CHECK(on == me && strcmp(event->peer, on->other->user) == 0);
    print(on->user, event->mark, event->text, event->is_action);
    return 1;
}

int host_title(void *host, const subrosa_glue_event *event)
{
    account *on = host_account(host, event->account);
    if (on == &irc) {
        snprintf(irc.title, sizeof irc.title, "%s", event->words);
        return 1;
    }
    CHECK(on == me);
    if (strcmp(event->peer, on->other->user) != 0)
        return 1; /* of the name that somebody had */
    snprintf(on->title, sizeof on->title, "%s", event->words);
    on->level = event->level;
    return 1;
}

int host_has_window(account *on, const char *peer)
{
    return on != NULL && on->other != NULL && strcmp(peer, on->other->user) == 0 && on->has_window;
}

void host_say(account *on, const char *peer, const char *sentence, const char *how, int severity)
{
    CHECK(severity >= SUBROSA_SEVERITY_INFORMATION && severity <= SUBROSA_SEVERITY_ALARM);
    (void)on;
    print(peer[0] == '\0' ? "somewhere" : "-", "", sentence, 0);
    CHECK(how[0] == '\0' || strchr(how, '/') != NULL);
    me->buttons[0] = '\0';
}

void host_button(int64_t question, const char *word, const char *label, int is_risk)
{
    CHECK(label[0] != '\0' && !(is_risk && me->buttons[0] == '\0')); /* the first is no risk */
    me->question = question;
    add(me->buttons, sizeof me->buttons, word, "", "");
}

void host_menu_entry(account *on, const char *peer, const char *word, const char *label)
{
    CHECK(on == me && strcmp(peer, on->other->user) == 0);
    add(me->menu, sizeof me->menu, word, ": ", label);
}

void host_ask_hidden(int64_t question)
{
    me->hidden = question;
}

void host_put_back(account *on, const char *peer, const char *text)
{
    CHECK(on == me && strcmp(peer, on->other->user) == 0);
    snprintf(on->input, sizeof on->input, "%s", text);
}

void host_timer(void *host, int64_t milliseconds)
{
    (void)host;
    me->due = milliseconds;
}

/* --- what happens to an account, in section 4 ------------------------------------------------------ */

static void timer_fired(void)
{
    walk(subrosa_tick(glue.messenger));
}

static void account_connected(account *on)
{
    walk(subrosa_account_attach(glue.messenger, host_name(on), host_profile(on), NULL));
}

static void account_disconnected(account *on)
{
    walk(subrosa_account_online(glue.messenger, host_name(on), 0));
}

static void peer_is(account *on, const char *peer, int32_t hint, int value)
{
    walk(subrosa_contact_hint(glue.messenger, host_name(on), peer, hint, value));
}

static void peer_renamed(account *on, const char *from, const char *to)
{
    walk(subrosa_contact_rename(glue.messenger, host_name(on), from, to));
}

static void window_opened(account *on, const char *peer)
{
    walk(subrosa_title(glue.messenger, host_name(on), peer));
}

static void answered(int64_t question, const char *word_or_line)
{
    walk(subrosa_answer(glue.messenger, question, word_or_line, SUBROSA_NUL));
}

/* --- the two people ------------------------------------------------------------------------------- */

/* This messenger waits for nothing: what is due within a second is due now. */
static int is_due(const account *somebody)
{
    return somebody->due >= 0 && somebody->due <= 1000;
}

static void deliver(void)
{
    int quiet = 0;
    while (quiet < 100) {
        account *both[2] = {&alice, &bob};
        int who;
        quiet++;
        for (who = 0; who < 2; who++)
            if (is_due(both[who])) {
                be(both[who]);
                timer_fired();
            }
        while (delivered < sent) {
            struct line line = wire[delivered++];
            char *shown;
            be(line.to);
            shown = came(me, me->other->user, line.text, 0, 0);
            if (shown != NULL)
                print(me->other->user, "", shown, 0);
            free(shown);
            free(line.text);
            quiet = 0;
        }
    }
}

/* Whether the text has left as it is. */
static int types(account *somebody, const char *text, uint32_t flags)
{
    int left;
    be(somebody);
    left = typed(me, me->other->user, text, flags);
    if (left) {
        print(me->user, "", text, 0);
        CHECK(host_send(me, me->other->user, text));
    }
    deliver();
    return left;
}

static void orders(account *somebody, const char *words)
{
    be(somebody);
    command(me, me->other->user, words);
    deliver();
}

static void presses(account *somebody, const char *word)
{
    be(somebody);
    CHECK(strstr(me->buttons, word) != NULL);
    answered(me->question, word);
    deliver();
}

static int sees(account *somebody, const char *words)
{
    return strstr(somebody->screen, words) != NULL;
}

/* The vault is the user's own: each of the two has a place for such things. */
static void start(account *somebody, const char *user, account *other, const char *directory)
{
    char place[1200];
    snprintf(place, sizeof place, "%s/%s", directory, user);
    CHECK(setenv("XDG_DATA_HOME", place, 1) == 0);
    somebody->user = user;
    somebody->other = other;
    somebody->due = -1;
    somebody->has_window = somebody->is_connected = 1;
    be(somebody);
    CHECK(plugin_loaded());
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(glue.messenger, now_ms));
    account_connected(me);
    subrosa_glue_walk(&glue, subrosa_account_set(glue.messenger, "example", "interval-ms=0"));
}

static void a_conversation(void)
{
    CHECK(types(&alice, "Anybody can read this.", 0) && sees(&bob, "alice: Anybody can read this."));
    orders(&alice, "start");
    CHECK(strcmp(alice.title, "waiting for an answer") == 0 && alice.level == SUBROSA_LEVEL_WAITING);
    CHECK(!types(&alice, "This waits.", 0) && sees(&alice, "alice: [waiting] This waits."));
    CHECK(sees(&bob, "Do you want that?") && !sees(&bob, "This waits.")); /* he has never written to her */
    presses(&bob, "accept");
    CHECK(strcmp(alice.title, "private") == 0 && sees(&bob, "alice: This waits."));
    CHECK(!types(&bob, "waves", SUBROSA_FLAG_ACTION) && sees(&alice, "* bob: waves"));
    be(&alice);
    CHECK(!may_leave(me, "bob", "around the hook") && !may_leave(me, "bob", NULL));
}

static void comparing(void)
{
    orders(&alice, "verify 12345");
    CHECK(sees(&alice, "they have sixty digits") && strcmp(alice.title, "private") == 0);
    be(&alice);
    menu_opened(me, "bob");
    CHECK(strstr(alice.menu, "safety: Show safety number") != NULL);
    orders(&alice, "safety");
    presses(&alice, "verify");
    CHECK(strcmp(alice.title, "private, verified") == 0 && alice.level == SUBROSA_LEVEL_VERIFIED);
    be(&alice);
    alice.title[0] = '\0';
    window_opened(me, "bob");
    CHECK(strcmp(alice.title, "private, verified") == 0);
    answered(alice.question, "differ"); /* an answer that comes too late */
    CHECK(sees(&alice, "not open any more") && strcmp(alice.title, "private, verified") == 0);
}

static void a_secret(void)
{
    orders(&alice, "passphrase");
    CHECK(alice.hidden != 0);
    be(&alice);
    answered(me->hidden, "first");
    answered(me->hidden, "second"); /* asked for once more, and not the same */
    CHECK(sees(&alice, "not the same"));
}

static void a_connection_that_goes(void)
{
    be(&alice);
    account_disconnected(me);
    me->is_connected = 0;
    CHECK(!types(&alice, "Nobody is there.", 0) && !sees(&bob, "Nobody is there."));
    be(&alice);
    me->is_connected = 1;
    account_connected(me);
    deliver();
    CHECK(sees(&bob, "alice: Nobody is there."));
    be(&bob);
    peer_is(me, "alice", SUBROSA_HINT_PRESENT, 1);
}

/* What could not be sent is given again a little later, and no text is lost. */
static void a_line_that_cannot_be_sent(void)
{
    be(&alice);
    me->is_connected = 0; /* and nobody has told the library */
    CHECK(!types(&alice, "Not yet.", 0) && !sees(&bob, "Not yet."));
    be(&alice);
    me->is_connected = 1;
    now_ms += 61000;
    RESULT(SUBROSA_OK, subrosa_messenger_set_time(glue.messenger, now_ms));
    timer_fired();
    deliver();
    CHECK(sees(&bob, "alice: Not yet."));
}

static void another_name(void)
{
    be(&bob);
    bob.other->user = "alicia";
    peer_renamed(me, "alice", "alicia");
    CHECK(strcmp(bob.title, "private") == 0);
    CHECK(!types(&bob, "By another name.", 0) && sees(&alice, "bob: By another name."));
}

static void the_end(void)
{
    orders(&alice, "end");
    CHECK(!types(&bob, "Too late.", 0) && strcmp(bob.input, "Too late.") == 0 && !sees(&alice, "Too late."));
    orders(&bob, "end");
    CHECK(types(&bob, "Anybody can read this too.", 0) && sees(&alice, "bob: Anybody can read this too."));
}

/* What has no window is said where the messenger speaks of itself, or not at all. */
static void without_a_window(void)
{
    bob.screen[0] = '\0';
    bob.has_window = 0;
    orders(&alice, "start"); /* he has ended it, so he is asked */
    CHECK(sees(&bob, "somewhere: alicia would like to talk in private.") && !sees(&bob, "-: "));
    bob.screen[0] = '\0';
    presses(&bob, "accept");
    CHECK(strcmp(alice.title, "private, verified") == 0 && strcmp(bob.title, "private") == 0);
    CHECK(!sees(&bob, "is private from now on")); /* the title says it, in a window that is opened */
}

static int irc_typed(const char *line)
{
    return subrosa_glue_irc_typed(&glue, "irc", line);
}

/* Whether the line is shown as it came. */
static int irc_came(const char *line)
{
    char *shown = subrosa_glue_irc_came(&glue, "irc", line, 0);
    const int is_the_same = shown != NULL && strcmp(shown, line) == 0;
    free(shown);
    return is_the_same;
}

static void raw_lines(void)
{
    be(&alice);
    account_connected(&irc);
    CHECK(irc_came(":server 001 alice :Welcome"));
    CHECK(irc_typed("PRIVMSG NickServ :IDENTIFY secret") && irc.screen[0] == '\0');
    command(&irc, "carol", "start");
    CHECK(strcmp(irc.title, "waiting for an answer") == 0);
    CHECK(!irc_typed("PRIVMSG carol :for later") && strstr(irc.screen, "[waiting] ") != NULL);
    CHECK(!irc_typed("PRIVMSG dave,carol :for both"));
    CHECK(irc_typed("PRIVMSG dave :for one"));
    CHECK(irc_came(":carol!c@host NICK :karla"));
    CHECK(!irc_typed("NOTICE karla :by another name"));
    CHECK(strstr(irc.screen, "for both") == NULL);
}

static void unloading(account *somebody)
{
    be(somebody);
    plugin_unloaded();
    CHECK(me->due == -1);
    CHECK(sees(somebody, "Subrosa is not loaded any more."));
    CHECK(!typed(me, me->other->user, "Nothing leaves by mistake.", 0));
    CHECK(strcmp(me->input, "Nothing leaves by mistake.") == 0);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    start(&alice, "alice", &bob, argv[1]);
    start(&bob, "bob", &alice, argv[1]);
    a_conversation();
    comparing();
    a_secret();
    a_connection_that_goes();
    a_line_that_cannot_be_sent();
    another_name();
    the_end();
    without_a_window();
    raw_lines();
    unloading(&alice);
    unloading(&bob);
    return report("guide");
}
