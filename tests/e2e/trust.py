"""Who it is: strangers, fingerprints, another key, blocking."""
import asyncio
import os
import re
import shutil

from evening import OURS, PLANT, arrives, is_private, private_both, quiet
from rig import expect, until

DIGITS = re.compile(r"(?:\d{5} ){11}\d{5}")


def digits_after(words, lines):
    """The fingerprint behind these words in the last line that has them."""
    for line in reversed(lines):
        for part in line.split("\n"):
            if part.startswith(words) and DIGITS.search(part):
                return DIGITS.search(part).group()
    return None


async def a_stranger_is_answered_by_nobody_but_the_user(evening):
    alice, dora = evening.alice, evening.dora
    since = evening.seen()
    before = await quiet(alice)
    dora.subrosa(alice, "start")
    await until(lambda: alice.is_told(dora, "/subrosa accept", since[alice]), "Alice is asked")
    await asyncio.sleep(2)
    expect(evening.network.texts(alice.tap.out[before:]) == [], "something has left before Alice has decided")
    alice.subrosa(dora, "accept")
    await private_both(alice, dora, since)
    dora.say(alice, f"{PLANT} from Dora <3")
    alice.say(dora, f"{PLANT} from Alice <3")
    await arrives(dora, alice, [f"{PLANT} from Dora <3"], since[alice])
    await arrives(alice, dora, [f"{PLANT} from Alice <3"], since[dora])
    for person in (alice, dora):
        texts = evening.network.texts(person.tap.out)
        expect(all(OURS.fullmatch(text) for who, text in texts if who in ("alice", "dora")), f"{person.name}: {texts}")


async def fingerprints_are_compared(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.subrosa(bob, "verify")
    bob.subrosa(alice, "status")
    await until(lambda: digits_after("Their", alice.told(bob, since[alice])), "Alice sees fingerprints")
    await until(lambda: digits_after("Your", bob.told(alice, since[bob])), "Bob sees fingerprints")
    theirs = digits_after("Their", alice.told(bob, since[alice]))
    expect(theirs == digits_after("Your", bob.told(alice, since[bob])), "the fingerprints differ")
    wrong = theirs[:-1] + str((int(theirs[-1]) + 1) % 10)
    alice.subrosa(bob, f"verify {wrong}")
    await until(lambda: alice.is_told(bob, "Nothing has changed", since[alice]), "Alice is told that they differ")
    expect(not alice.is_told(bob, "private, verified", since[alice]), "wrong digits have verified somebody")
    alice.subrosa(bob, f"verify {theirs}")
    await until(lambda: alice.is_told(bob, "private, verified", since[alice]), "Alice sees that Bob is verified")
    await until(lambda: alice.titles.get("bob", "").endswith("[private, verified]"), lambda: f"the title: {alice.titles}")


async def another_key_is_an_alarm(evening):
    """Bob comes back without his vault: somebody else, as far as Alice can know."""
    alice, bob = evening.alice, evening.bob
    await bob.quit()
    shutil.rmtree(os.path.join(bob.directory, "subrosa"))
    await bob.start()
    since = evening.seen()
    old = await told_fingerprint(alice, bob)
    bob.subrosa(alice, "start")
    await until(lambda: alice.is_told(bob, "accept-key", since[alice]), "Alice is alarmed")
    expect(digits_after("Known key", alice.told(bob, since[alice])) == old, "the known key is another one")
    new = digits_after("New key", alice.told(bob, since[alice]))
    expect(new == digits_after("Your", await status(bob, alice)), "the new key is not Bob's")
    since = evening.seen()
    alice.say(bob, f"{PLANT} to whom?")
    await alice.settled()
    await asyncio.sleep(2)
    expect(bob.received(alice, since[bob]) == [], "it went to the new key")
    evening.only_ours(alice)
    alice.subrosa(bob, "accept-key")
    await until(lambda: is_private(alice, bob, since) and is_private(bob, alice, since), "private with the new key")
    expect(bob.received(alice, since[bob]) == [], "what was for the old key went to the new one")
    since = evening.seen()
    alice.say(bob, f"{PLANT} so it is you")
    bob.say(alice, f"{PLANT} it is me")
    await arrives(alice, bob, [f"{PLANT} so it is you"], since[bob])
    await arrives(bob, alice, [f"{PLANT} it is me"], since[alice])
    evening.only_ours(alice, bob)


async def status(person, other):
    since = len(person.shown)
    person.subrosa(other, "status")
    await until(lambda: digits_after("Your", person.told(other, since)), f"{person.name} sees fingerprints")
    return person.told(other, since)


async def told_fingerprint(person, other):
    return digits_after("Their", await status(person, other))


async def who_is_blocked_says_nothing(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.subrosa(bob, "block")
    await until(lambda: alice.is_told(bob, "blocked", since[alice]), "Alice is told")
    before = await quiet(alice)
    bob.say(alice, f"{PLANT} can you hear me?")
    alice.say(bob, f"{PLANT} by mistake")
    await alice.settled()
    await asyncio.sleep(2)
    expect(evening.network.texts(alice.tap.out[before:]) == [], "something has left")
    expect(f"{PLANT} can you hear me?" not in alice.received(bob, since[alice]), "Alice sees what Bob says")
    alice.subrosa(bob, "unblock")
    alice.subrosa(bob, "start")
    await until(lambda: is_private(alice, bob, since), lambda: f"private again: {alice.told(bob, since[alice])}")
    alice.say(bob, f"{PLANT} here I am")
    await until(lambda: f"{PLANT} here I am" in bob.received(alice, since[bob]), "what Alice says")
    evening.only_ours(alice, bob)
