"""Away and back, and the same account on two devices."""
import asyncio
import os

from evening import OURS, PLANT, is_private, missing
from rig import expect, until


async def what_is_said_to_somebody_who_is_away_waits(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    bob.tell("sign-off")
    await until(lambda: not bob.signed_on, "Bob is gone")
    texts = [f"{PLANT} while you were away {i}" for i in range(5)]
    for text in texts:
        alice.say(bob, text)
    await asyncio.sleep(1)
    bob.tell("sign-on")
    await until(lambda: bob.signed_on, "Bob is back")
    if evening.network.protocol == "irc":
        bob.say(alice, f"{PLANT} back again")  # nobody tells on IRC that somebody has come
    await until(lambda: set(texts) <= set(bob.received(alice, since[bob])),
                lambda: missing("Bob", texts, bob.received(alice, since[bob])), 40)
    got = bob.received(alice, since[bob])
    expect(sorted(got) == sorted(texts), f"Bob has {got}")
    expect(not [line for line in bob.window(alice, since[bob]) if "late" in line.flags], "what is new seems old")
    # That nobody is there is said once: what is sent is not lost.
    absent = [line for line in alice.told(bob, since[alice]) if "not logged in" in line]
    expect(len(absent) == (1 if evening.network.protocol == "irc" else 0), f"Alice is told {absent}")
    evening.only_ours(alice, bob)


async def what_comes_late_says_how_old_it_is(evening):
    """Both are away for ten minutes; then Alice's messenger sends what she has said before."""
    alice, bob = evening.alice, evening.bob
    await bob.quit()
    alice.say(bob, f"{PLANT} ten minutes ago")
    await alice.settled()
    await asyncio.sleep(0.5)
    await alice.quit()
    for person in (bob, alice):
        person.environment = {"LD_PRELOAD": person.later, "E2E_LATER": "600"}
        await person.start()
    bob.say(alice, f"{PLANT} now")
    await until(lambda: f"{PLANT} ten minutes ago" in bob.received(alice), "what Alice has said", 40)
    late = next(line for line in bob.window(alice) if "ten minutes ago" in line.text)
    expect("[10 min ago] " in late.markup or "[11 min ago] " in late.markup, f"Bob sees {late}")
    await until(lambda: f"{PLANT} now" in alice.received(bob), "what Bob says")
    expect("late" not in alice.window(bob)[-1].flags, f"what is new seems old: {alice.window(bob)[-1]}")


async def an_automatic_reply_is_shown_once(evening):
    """A server of IRC gives it for each line, acknowledgements among them."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    bob.tell("away", "gone fishing")
    await bob.settled()
    await until(lambda: b" 306 " in bytes(bob.tap.back), "the server knows that Bob is away")
    for i in range(4):
        alice.say(bob, f"{PLANT} to somebody who fishes {i}")
    await until(lambda: f"{PLANT} to somebody who fishes 3" in bob.received(alice, since[bob]), "what Alice says")
    await until(lambda: bytes(alice.tap.back).count(b"gone fishing") >= 4, "the replies come")
    await asyncio.sleep(0.5)
    shown = [line for line in alice.window(bob, since[alice]) if "gone fishing" in line.text]
    expect(len(shown) == 1, f"Alice sees {shown}")
    bob.tell("away", "")
    await bob.settled()


async def copy_identity(source, target):
    """What a user does to be the same person on a second device, by the menu of the plugin."""
    passphrase, path = "on the way from one device to the other", os.path.join(source.directory, "my identity.txt")
    for person, label, questions, done in (
            (source, "Copy identity to a file...", ["copy of your identity", "once more"], "was written to"),
            (target, "Take identity from a file...", ["this copy of an identity"], "identity is yours")):
        person.tell("action", label)
        person.tell("ask-file", path)
        for question in questions:
            await person.answer(question, "", passphrase)
        await until(lambda: any(done in line for line in person.notices), lambda: f"{person.notices}", 40)


async def the_same_account_on_two_devices(evening):
    """XMPP: two resources of Bob's. libpurple 2.14 knows no carbons; the server gives a text for the
    account to both."""
    alice, bob, tablet = evening.alice, evening.bob, evening.tablet
    await tablet.start()
    await copy_identity(bob, tablet)
    since = evening.seen()
    tablet.subrosa(alice, "start")
    await until(lambda: is_private(tablet, alice, since), lambda: f"private: {tablet.told(alice, since[tablet])}")
    expect(not alice.is_told(bob, "another key", since[alice]), "Bob's second device is taken for somebody else")
    texts = [f"{PLANT} to all your devices {i} <3" for i in range(10)]
    for text in texts:
        alice.say(bob, text)
    tablet.say(alice, f"{PLANT} from the tablet")
    bob.say(alice, f"{PLANT} from the desk")
    await until(lambda: {f"{PLANT} from the tablet", f"{PLANT} from the desk"} <= set(alice.received(bob, since[alice])),
                lambda: f"Alice has {alice.received(bob, since[alice])}")
    await until(lambda: set(texts) <= set(tablet.received(alice, since[tablet])) | set(bob.received(alice, since[bob])),
                lambda: f"{bob.received(alice, since[bob])} {tablet.received(alice, since[tablet])}")
    for device in (bob, tablet):
        expect(not [line for line in device.window(alice, since[device]) if "?SR1" in line.text], "a line is shown")
    evening.only_ours(alice, bob)
    await tablet.quit()


async def a_new_nick_is_the_same_person(evening):
    """IRC, whose servers tell those who share a room."""
    alice, bob = evening.alice, evening.bob
    for person, other in ((alice, bob), (bob, alice)):
        person.command(other, "join #kitchen")
        await until(lambda: b" 366 " in bytes(person.tap.back), f"{person.name} is in the room")
    since = evening.seen()
    for nick in ("robert", "bob"):
        bob.command(alice, f"nick {nick}")
        await until(lambda: any(line.text.endswith(f"known as {nick}") for line in alice.shown[since[alice]:]),
                    f"Alice sees that Bob is {nick}")
        bob.account_name = nick
        alice.say(bob, f"{PLANT} to {nick}")
        bob.say(alice, f"{PLANT} from {nick}")
        await until(lambda: f"{PLANT} to {nick}" in bob.received(alice, since[bob]), f"what Alice says to {nick}")
        await until(lambda: f"{PLANT} from {nick}" in alice.received(bob, since[alice]), f"what {nick} says")
    expect(not alice.is_told(bob, "nother key", since[alice]), f"{alice.told(bob, since[alice])}")
    expect("[private]" in alice.titles["bob"], f"the title is that of another name: {alice.titles}")
    for target, text in evening.network.texts(alice.tap.out[evening.private_from[alice]:]):
        expect(OURS.fullmatch(text), f"to {target}: {text[:80]}")
