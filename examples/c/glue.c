/* A small messenger with all that it needs of Subrosa: two people with a vault each, and a network
 * between them that delivers what it is given.
 *
 *     cc glue.c $(pkg-config --cflags --libs subrosa) -o glue && ./glue directory-for-the-vaults
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa_glue.h>

typedef struct person {
    subrosa_glue glue;
    const char *name;
    const char *account; /* protocol and own address, say */
    struct person *other;
    int64_t due;
} person;

/* --- What the messenger has already: a network, windows, a timer. --- */

static struct line {
    person *to;
    char *text;
} wire[1000];
static size_t sent, delivered;

static int network_send(person *me, const char *peer, const char *line)
{
    size_t size = strlen(line) + 1;
    if (sent == sizeof wire / sizeof wire[0] || strcmp(peer, me->other->name) != 0)
        return 0;
    wire[sent].to = me->other;
    wire[sent].text = malloc(size);
    if (wire[sent].text == NULL)
        return 0;
    memcpy(wire[sent++].text, line, size);
    return 1;
}

static void window_print(const person *me, const char *who, const char *mark, const char *text)
{
    printf("%s's window  <%s> %s%s\n", me->name, who, mark, text);
}

/* --- The glue: one function for each event. --- */

static int on_send(void *host, const subrosa_glue_event *event)
{
    return network_send(host, event->peer, event->line);
}

static int on_show(void *host, const subrosa_glue_event *event)
{
    window_print(host, event->peer, event->mark, event->text);
    return 1;
}

static int on_say(void *host, const subrosa_glue_event *event)
{
    printf("%s's window  -- %s %s\n", ((person *)host)->name, event->sentence, event->how);
    return 1;
}

static int on_title(void *host, const subrosa_glue_event *event)
{
    printf("%s's window  == %s: %s\n", ((person *)host)->name, event->peer,
           event->words[0] == '\0' ? "not private" : event->words);
    return 1;
}

static int on_echo(void *host, const subrosa_glue_event *event)
{
    window_print(host, ((person *)host)->name, event->mark, event->text);
    return 1;
}

static void set_timer(void *host, int64_t milliseconds)
{
    ((person *)host)->due = milliseconds;
}

/* --- Where the messenger tells the glue something. --- */

static void types(person *me, const char *text)
{
    if (strncmp(text, "/subrosa ", 9) == 0) {
        subrosa_glue_walk(&me->glue, subrosa_command(me->glue.messenger, me->account,
                                                     me->other->name, text + 9, SUBROSA_NUL));
    } else if (subrosa_glue_typed(&me->glue, me->account, me->other->name, text, 0)) {
        network_send(me, me->other->name, text);
        window_print(me, me->name, "", text);
    }
}

static void receives(person *me, const char *text)
{
    char *shown = subrosa_glue_came(&me->glue, me->account, me->other->name, text, 0, 0);
    if (shown != NULL)
        window_print(me, me->other->name, "", shown);
    free(shown);
}

static void tick_if_due(person *me)
{
    /* This messenger waits for nothing: what is due within a second is due now. */
    if (me->due >= 0 && me->due <= 1000)
        subrosa_glue_walk(&me->glue, subrosa_tick(me->glue.messenger));
}

static int start(person *me, person *other, const char *name, const char *directory)
{
    char vault[1200];
    me->name = name;
    me->account = "example";
    me->other = other;
    me->glue.host = me;
    me->glue.send = on_send;
    me->glue.show = on_show;
    me->glue.say = on_say;
    me->glue.title = on_title;
    me->glue.echo = on_echo;
    me->glue.timer = set_timer;
    sprintf(vault, "%.1000s/%s/vault", directory, name);
    subrosa_glue_walk(&me->glue, subrosa_messenger_open(SUBROSA_ABI, vault, NULL,
                                                        &me->glue.messenger));
    if (me->glue.messenger == NULL)
        return 0;
    /* This network punishes nobody who sends fast. */
    subrosa_glue_walk(&me->glue, subrosa_account_attach(me->glue.messenger, me->account, "plain",
                                                        "interval-ms=0"));
    return 1;
}

/* --- Two people. --- */

static person people[2];

static void say(person *me, const char *text)
{
    int rounds;
    types(me, text);
    for (rounds = 0; rounds < 100; rounds++) {
        tick_if_due(&people[0]);
        tick_if_due(&people[1]);
        while (delivered < sent) {
            struct line *line = &wire[delivered++];
            receives(line->to, line->text);
            free(line->text);
        }
    }
}

int main(int argc, char **argv)
{
    person *alice = &people[0], *bob = &people[1];
    if (argc != 2 || !start(alice, bob, "alice", argv[1]) || !start(bob, alice, "bob", argv[1]))
        return 1;
    say(alice, "Hello Bob, anybody can read this.");
    say(bob, "Then let us talk in private.");
    say(bob, "/subrosa start");
    say(bob, "Nobody else can read this.");
    say(alice, "Nor this.");
    subrosa_messenger_free(alice->glue.messenger);
    subrosa_messenger_free(bob->glue.messenger);
    return 0;
}
