"""The people of a network, what was said in private, and what the scenarios ask of both."""
import asyncio
import re

from rig import expect, until

# Planted in every private text that is long enough to hold it.
PLANT = "zwetschgenroester"

# Typed before the conversation is private: it waits.
EARLY = f"{PLANT} too early"

# What markup, bidirectional writing and text transports like to break.
AWKWARD = [
    "<3", "&", "&amp;", "&lt;b&gt;", "<foo>", "</body>", '"quoted" \'twice\'', "a < b && c > d", "<!-- no -->",
    "😀 👩‍👩‍👧 🏳️‍🌈", "שלום לכולם", "مرحبا بالعالم", "日本語のテキスト", "é ≠ e\u0301", "100% of %s and %n",
    "?SR", "/not a command", "http://example.net/?a=1&b=2", "  two  blanks  inside  ", "\\n is no line break",
]

# What of ours may cross a wire: a line, or the question with a sentence for those without a plugin.
OURS = re.compile(rb"(?s)\?SR1[:,][A-Za-z0-9_,-]+\.|\?SR1\?( .*)?")


class Evening:
    def __init__(self, network, alice, bob, carol=None, dora=None, tablet=None):
        self.network = network
        self.alice, self.bob, self.carol, self.dora = alice, bob, carol, dora
        self.tablet = tablet  # another device of Bob's
        self.everybody = [person for person in (alice, bob, carol, dora, tablet) if person]
        self.private_from = {}

    def seen(self):
        """How much everybody has on the screen now."""
        return {person: len(person.shown) for person in self.everybody}

    async def become_private(self):
        """Alice asks and types on, Bob agrees."""
        alice, bob = self.alice, self.bob
        seen = self.seen()
        for person in (alice, bob):
            self.private_from[person] = len(person.tap.out)
        alice.subrosa(bob, "start")
        alice.say(bob, EARLY)
        await until(lambda: is_private(alice, bob, seen) or bob.told(alice, seen[bob]), "Bob sees that Alice asks")
        if not is_private(bob, alice, seen):
            bob.subrosa(alice, "accept")
        await private_both(alice, bob, seen)
        await arrives(alice, bob, [EARLY], seen[bob])
        self.only_ours(alice, bob)

    def only_ours(self, *people):
        """Since the beginning of privacy these have sent lines of Subrosa and nothing else, but to Carol."""
        for person in people:
            for target, text in self.network.texts(person.tap.out[self.private_from[person]:]):
                expect(target == "carol" or OURS.fullmatch(text), f"{person.name} to {target}: {text[:80]}")


def is_private(person, other, seen):
    return person.is_private(other, seen[person])


async def private_both(alice, bob, seen):
    await until(lambda: is_private(alice, bob, seen) and is_private(bob, alice, seen),
                lambda: f"private on both sides: {alice.told(bob, seen[alice])} {bob.told(alice, seen[bob])}")


async def arrives(sender, receiver, texts, since, seconds=25):
    """All the texts have come to the receiver: once, in order, as they were."""
    def got():
        return receiver.received(sender, since)
    await until(lambda: len(got()) >= len(texts), lambda: missing(receiver.name, texts, got()), seconds)
    for number, (expected, shown) in enumerate(zip(texts, got())):
        expect(shown == expected, f"text {number} of {sender.name} was {expected!r} and is shown as {shown!r}")
    expect(len(got()) == len(texts), f"{len(got()) - len(texts)} texts too many: {got()[len(texts):]}")


def missing(name, texts, got):
    return f"{name} has {len(got)} of {len(texts)} texts, the last is {got[-1:]}"


def repeated(texts):
    return [text for text in set(texts) if texts.count(text) > 1]


def sample(who, i):
    """Text number i of someone: every other one awkward, all of them different but for the plainest."""
    if i < len(AWKWARD):
        return AWKWARD[i]
    return f"{PLANT} {who.name} {i} {AWKWARD[i % len(AWKWARD)] if i % 2 else ''}"


async def quiet(person, seconds=1.5):
    """What this person's messenger has sent when nothing more has come for a while."""
    while True:
        before = len(person.tap.out)
        await asyncio.sleep(seconds)
        if len(person.tap.out) == before:
            return before
