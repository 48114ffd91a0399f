"""Two people with the plugin, one without, on a real IRC server: what arrives, and what crosses the wire.

    e2e.py CLIENT PLUGIN

Prints a line for each scenario and `N passed, N failed`. The scenarios build on each other.
"""
import asyncio
import os
import re
import signal
import sys
import tempfile
import time
import traceback

from rig import PATIENCE, Failure, Person, Server, expect, until

SECONDS_EACH = 60 * PATIENCE  # a scenario that takes longer has failed
SECONDS_ALL = 170 * PATIENCE

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


def sample(who, i):
    """Text number i of someone: every other one awkward, all of them different but for the plainest."""
    if i < len(AWKWARD):
        return AWKWARD[i]
    return f"{PLANT} {who.name} {i} {AWKWARD[i % len(AWKWARD)] if i % 2 else ''}"


class Evening:
    """The people, and what was said in private."""

    def __init__(self, server, alice, bob, carol):
        self.server, self.alice, self.bob, self.carol = server, alice, bob, carol
        self.everybody = (alice, bob, carol)
        self.private_from = {}

    async def become_private(self):
        """Alice asks and types on, Bob agrees."""
        alice, bob = self.alice, self.bob
        seen = {person: len(person.shown) for person in (alice, bob)}
        for person in (alice, bob):
            self.private_from[person] = len(person.tap.out)
        alice.command(bob, "subrosa start")
        alice.say(bob, EARLY)
        await until(lambda: is_private(alice, bob, seen) or bob.told(alice, seen[bob]), "Bob sees that Alice asks")
        if not is_private(bob, alice, seen):
            bob.command(alice, "subrosa accept")
        await until(lambda: is_private(alice, bob, seen) and is_private(bob, alice, seen),
                    lambda: f"private on both sides: {alice.told(bob, seen[alice])} {bob.told(alice, seen[bob])}")
        await arrives(alice, bob, [EARLY], seen[bob])
        for person in (alice, bob):
            only_ours(self, person)


def is_private(person, other, seen):
    return any(line.startswith("Subrosa: private") for line in person.told(other, seen[person]))


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


def only_ours(evening, person):
    """Since the beginning of privacy this person has sent lines of Subrosa and nothing else."""
    for command, target, text in person.tap.texts(evening.private_from[person]):
        expect(target == b"carol" or re.fullmatch(rb"\?SR1[:,][A-Za-z0-9_,-]+\.|\?SR1\?( .*)?", text),
               f"{command} of {person.name} to {target}: {text[:80]}")


# --- the scenarios, in their order ------------------------------------------------------------------


async def everybody_signs_on(evening):
    for person in evening.everybody:
        await person.start()


async def plain_texts_pass_as_they_are(evening):
    """To and from somebody without the plugin."""
    alice, carol = evening.alice, evening.carol
    there = [f"plainly {text.strip()}" for text in AWKWARD]  # IRC strips blanks at the end
    for text in there:
        carol.say(alice, text)
    await arrives(carol, alice, there, 0)
    for text in there:
        alice.say(carol, text)
    await until(lambda: len(carol.received(alice)) >= len(there), "what Alice said plainly", 20)
    # One query may stand behind the first text to somebody new.
    first, *others = carol.received(alice)
    expect(first in (there[0], there[0] + " ?SR1?"), f"the first text is shown as {first!r}")
    expect(others == there[1:], f"other texts: {others}")
    expect(alice.echoed(carol) == there, f"echoed: {alice.echoed(carol)}")


async def a_private_conversation_begins(evening):
    await evening.become_private()


async def two_hundred_texts_each_way(evening):
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    said = {person: [sample(person, i) for i in range(200)] for person in (alice, bob)}
    for i in range(200):
        alice.say(bob, said[alice][i])
        bob.say(alice, said[bob][i])
        if i % 20 == 0:
            await asyncio.sleep(0.1)  # people do not type all at once
    await arrives(alice, bob, said[alice], since[bob])
    await arrives(bob, alice, said[bob], since[alice])
    for person, other in ((alice, bob), (bob, alice)):
        expect(person.echoed(other, since[person]) == said[person], f"{person.name} does not see the own texts")
        only_ours(evening, person)


async def long_texts_and_several_lines(evening):
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    long = "\n".join(f"{PLANT} line {i}: {AWKWARD[i % len(AWKWARD)]}" for i in range(60))
    wide = f"{PLANT} " + "😀שלום<&>" * 150
    for text in (long, wide):
        alice.say(bob, text)
    bob.say(alice, long)
    # On IRC each line stands by itself, so that none can pretend to be somebody else's.
    await arrives(alice, bob, [*long.splitlines(), wide], since[bob])
    await arrives(bob, alice, long.splitlines(), since[alice])
    for person in (alice, bob):
        only_ours(evening, person)


async def what_somebody_does(evening):
    """/me, which libpurple's IRC handles by itself."""
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    alice.command(bob, f"me waves {PLANT} <3 & more")
    await arrives(alice, bob, [f"/me waves {PLANT} <3 & more"], since[bob])
    expect(alice.echoed(bob, since[alice]) == [f"/me waves {PLANT} <3 & more"], "Alice does not see what she does")
    only_ours(evening, alice)


async def a_very_long_text_asks_first(evening):
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    text = f"{PLANT} " + "pages & pages <of> it " * 400
    alice.say(bob, text)
    await until(lambda: any("many lines" in line for line in alice.told(bob, since[alice])), "Alice is asked")
    expect(bob.received(alice, since[bob]) == [], "it is sent before she has decided")
    alice.command(bob, "subrosa send")
    await arrives(alice, bob, [text], since[bob])
    only_ours(evening, alice)


async def what_goes_around_the_plugin_does_not_leave(evening):
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    alice.bypass(bob, f"{PLANT} as an automatic reply")
    alice.command(bob, f"msg bob {PLANT} by a command")
    alice.command(bob, f"notice BOB {PLANT} by another")
    alice.command(bob, f"quote PRIVMSG bob :{PLANT} raw")
    alice.command(bob, f"quote PING x\nprivmsg  carol,bob {PLANT} behind a line break")
    alice.command(bob, f"ctcp bob {PLANT}")
    alice.command(bob, "quote PRIVMSG")  # which is none
    alice.say(bob, f"{PLANT} behind them")
    await arrives(alice, bob, [f"{PLANT} behind them"], since[bob])
    await until(lambda: len(alice.told(bob, since[alice])) >= 6, "Alice is told each time")
    only_ours(evening, alice)


async def killed_in_mid_conversation(evening):
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    to_bob = [f"{PLANT} to Bob {i}" for i in range(100)]
    to_alice = [f"{PLANT} to Alice {i}" for i in range(60)]
    for i in range(60):
        alice.say(bob, to_bob[i])
        bob.say(alice, to_alice[i])
    await until(lambda: len(bob.received(alice, since[bob])) >= 10, "the conversation is under way")
    await bob.kill()
    before = bob.shown[since[bob]:]
    for text in to_bob[60:80]:
        alice.say(bob, text)
    await asyncio.sleep(1)
    await bob.start()
    for text in to_bob[80:]:
        alice.say(bob, text)
    back = [f"{PLANT} again {i}" for i in range(5)]
    for text in back:
        bob.say(alice, text)

    # What Bob has seen typed is in his vault; what was on its way to him is in Alice's.
    kept = [line.text for line in before if "sent" in line.flags] + back

    def shown_to_bob():
        return [line for line in before + bob.shown if "received" in line.flags]
    await until(lambda: set(to_bob) <= {line.text for line in shown_to_bob()},
                lambda: missing("Bob", to_bob, [line.text for line in shown_to_bob()]), 30)
    await until(lambda: set(kept) <= set(alice.received(bob, since[alice])),
                lambda: missing("Alice", kept, alice.received(bob, since[alice])), 30)
    once = [line.text for line in shown_to_bob() if not (line.repeats(before) and "delayed" in line.flags)]
    expect(sorted(once) == sorted(to_bob), f"to Bob, not once: {repeated(once)}")
    # What was on its way when he died comes after what was said since, but in its own order.
    for part in (to_bob[:60], to_bob[60:80], to_bob[80:]):
        expect([text for text in once if text in part] == part, f"to Bob, not in order: {once}")
    got = alice.received(bob, since[alice])
    expect(sorted(got) == sorted(set(got)), f"to Alice, not once: {repeated(got)}")
    expect([text for text in got if text in kept[:-5]] == kept[:-5], f"to Alice, not in order: {got}")
    for person in (alice, bob):
        only_ours(evening, person)


def repeated(texts):
    return [text for text in set(texts) if texts.count(text) > 1]


async def after_the_end_nothing_leaves_by_itself(evening):
    alice, bob = evening.alice, evening.bob
    since = {person: len(person.shown) for person in (alice, bob)}
    alice.command(bob, "subrosa end")
    await until(lambda: bob.told(alice, since[bob]), "Bob is told that Alice ended it")
    told = len(bob.told(alice, since[bob]))
    bob.say(alice, f"{PLANT} after the end")
    await bob.settled()
    await until(lambda: len(bob.told(alice, since[bob])) > told, "Bob is told that his text was not sent")
    expect(bob.echoed(alice, since[bob]) == [], "a text that was refused is shown as sent")
    await asyncio.sleep(2.5)  # libpurple lets go of its lines once a second
    expect(alice.received(bob, since[alice]) == [], f"Alice has {alice.received(bob, since[alice])}")
    for person in (alice, bob):
        only_ours(evening, person)


async def in_clear_and_private_again(evening):
    alice, bob = evening.alice, evening.bob
    since = len(alice.shown)
    bob.command(alice, "subrosa end")  # he has seen it
    bob.say(alice, "plainly, once more")
    await arrives(bob, alice, ["plainly, once more"], since)
    await evening.become_private()
    since = len(bob.shown)
    alice.say(bob, f"{PLANT} <3 again")
    await arrives(alice, bob, [f"{PLANT} <3 again"], since)


async def the_planted_word_never_crossed_the_wire(evening):
    taps = {person.name: bytes(person.tap.out + person.tap.back) for person in evening.everybody}
    expect(b"plainly" in taps["carol"] and b"plainly" in taps["alice"], "the taps do not see what is plain")
    for name, bytes_seen in taps.items():
        place = bytes_seen.find(PLANT.encode())
        expect(place < 0, f"on the connection of {name}: {bytes_seen[max(0, place - 60):place + 60]}")


SCENARIOS = [
    everybody_signs_on,
    plain_texts_pass_as_they_are,
    a_private_conversation_begins,
    two_hundred_texts_each_way,
    long_texts_and_several_lines,
    what_somebody_does,
    a_very_long_text_asks_first,
    what_goes_around_the_plugin_does_not_leave,
    killed_in_mid_conversation,
    after_the_end_nothing_leaves_by_itself,
    in_clear_and_private_again,
    the_planted_word_never_crossed_the_wire,
]


async def run(scenario, evening, end):
    """Whether it passed; prints its line."""
    name = scenario.__name__.replace("_", " ")
    begin = time.monotonic()
    seconds = min(SECONDS_EACH, max(1, end - begin))
    try:
        await asyncio.wait_for(scenario(evening), seconds)
    except (Failure, asyncio.TimeoutError, OSError) as error:
        print(f"FAILED  {name}: {error or f'not done in {seconds:.0f} s'}", flush=True)
        for person in (evening.alice, evening.bob):
            for line in person.shown[-4:]:
                print(f"        {person.name} sees {','.join(sorted(line.flags))}: {line.text[:160]}", flush=True)
        return False
    except Exception:  # a mistake of the test itself
        traceback.print_exc()
        print(f"FAILED  {name}", flush=True)
        return False
    print(f"ok      {name} ({time.monotonic() - begin:.1f} s)", flush=True)
    return True


async def main(client, plugin):
    with tempfile.TemporaryDirectory(prefix="subrosa-e2e-") as place:
        os.chmod(place, 0o755)  # the server drops to another user
        server = Server(place)
        evening = Evening(server, Person("alice", place, server, client, plugin),
                          Person("bob", place, server, client, plugin), Person("carol", place, server, client))
        results = []
        end = time.monotonic() + SECONDS_ALL
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
        try:
            await server.start()
            for scenario in SCENARIOS:
                results.append(await run(scenario, evening, end))
                if results == [False]:
                    break  # nobody is there
        finally:
            for person in evening.everybody:
                await person.quit()
            await server.stop()
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2])))
