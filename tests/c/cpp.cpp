/* The C++ layer: a session, both directions, save and load, and failures as exceptions. */
#include <subrosa.hpp>

#include <cstdio>

static int passed, failed;

static void is(bool good, const char *what)
{
    if (good)
        passed++;
    else {
        failed++;
        std::printf("FAILED: %s\n", what);
    }
}

static const int64_t now = 1800000000;

struct Person {
    subrosa::Identity identity;
    subrosa::Installation device;
    subrosa::Peer peer;
    std::string shown;

    Person()
        : identity(subrosa::Identity::generate(now)), device(identity, now), peer(device, now)
    {
    }
};

static void act_on(Person &me, Person &other, subrosa::Outcome outcome)
{
    while (outcome.next()) {
        if (outcome.kind() == SUBROSA_EVENT_SEND)
            act_on(other, me,
                   other.peer.receive(other.device, outcome.text(SUBROSA_FIELD_LINE), now));
        if (outcome.kind() == SUBROSA_EVENT_TEXT) {
            me.shown = outcome.text(SUBROSA_FIELD_TEXT);
            me.peer.confirm(outcome.array<subrosa::Id>(SUBROSA_FIELD_ID), now);
        }
    }
}

int main()
{
    subrosa::require_abi();
    Person a, b;
    act_on(a, b, a.device.offer(now));
    is(a.peer.status() == SUBROSA_STATUS_PRIVATE, "a is private");
    is(b.peer.status() == SUBROSA_STATUS_PRIVATE, "b is private");
    act_on(a, b, a.peer.send(a.device, "from a", now));
    act_on(b, a, b.peer.send(b.device, "from b", now));
    is(b.shown == "from a" && a.shown == "from b", "texts arrive in both directions");

    subrosa::Fingerprint known;
    is(a.peer.fingerprint(known) && known == b.identity.fingerprint(), "a knows b");
    is(subrosa::matches_digits(known, subrosa::digits(known)), "digits match themselves");
    is(subrosa::from_hex(subrosa::to_hex(known)) == known, "hexadecimal comes back");

    subrosa::Outcome cards = b.device.card(now);
    is(cards.next() && cards.kind() == SUBROSA_EVENT_CARD, "a card comes");
    subrosa::Card card = subrosa::Card::find(cards.text(SUBROSA_FIELD_CARD), now);
    is(card.fingerprint() == known && !card.one_time(), "it is b's");
    is(card.text() == cards.text(SUBROSA_FIELD_CARD), "and has its text");

    subrosa::Key key;
    key.fill(7);
    subrosa::Outcome saved = b.peer.save(key);
    saved.next();
    int64_t generation = 0;
    b.peer = subrosa::Peer::load(b.device, saved.bytes(SUBROSA_FIELD_STATE), key, nullptr,
                                 &generation);
    is(generation == saved.number(SUBROSA_FIELD_GENERATION), "the generation comes back");
    act_on(a, b, a.peer.send(a.device, "after the restart", now));
    is(b.shown == "after the restart", "a loaded peer goes on");

    try {
        a.peer.send(a.device, "", now);
        is(false, "an empty text is an exception");
    } catch (const subrosa::Error &error) {
        is(error.code == SUBROSA_E_EMPTY, "an empty text is an exception");
    }
    std::printf("C++: %d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
