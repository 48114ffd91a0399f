"""Who it is: strangers, fingerprints, another key, blocking."""
import asyncio
import os
import re
import shutil

from evening import OURS, PLANT, arrives, is_private, private_both, quiet
from rig import expect, until

DIGITS = re.compile(r"\d{5}(?: \d{5}){11}")


def digits_in(lines):
    """What people compare, in the last line that has it."""
    found = [DIGITS.search(line).group() for line in lines if DIGITS.search(line)]
    return found[-1] if found else None


async def a_stranger_is_answered_by_nobody_but_the_user(evening):
    alice, dora = evening.alice, evening.dora
    since = evening.seen()
    before, boxes = await quiet(alice), alice.dialogs + len(alice.notices)
    dora.subrosa(alice, "start")
    await until(lambda: alice.is_told(dora, "/subrosa accept", since[alice]), "Alice is asked")
    await asyncio.sleep(2)
    expect(evening.network.texts(alice.tap.out[before:]) == [], "something has left before Alice has decided")
    expect(alice.dialogs + len(alice.notices) == boxes, "a stranger takes the keyboard from Alice")
    alice.subrosa(dora, "accept")
    await private_both(alice, dora, since)
    dora.say(alice, f"{PLANT} from Dora <3")
    alice.say(dora, f"{PLANT} from Alice <3")
    await arrives(dora, alice, [f"{PLANT} from Dora <3"], since[alice])
    await arrives(alice, dora, [f"{PLANT} from Alice <3"], since[dora])
    for person in (alice, dora):
        texts = evening.network.texts(person.tap.out)
        expect(all(OURS.fullmatch(text) for who, text in texts if who in ("alice", "dora")), f"{person.name}: {texts}")


async def ask_for_the_safety_number(person, other):
    """The dialog with it is open then."""
    person.subrosa(other, "verify")
    await until(lambda: digits_in(person.questions.values()), lambda: f"{person.name} sees digits: {person.questions}")
    return digits_in(person.questions.values())


async def buttons_do_what_stands_on_them(evening):
    """Alice has Pidgin, which numbers buttons from the last; Bob has Finch, which numbers them from the
    first. Both press each button of the same dialog."""
    alice, bob = evening.alice, evening.bob
    numbers = [await ask_for_the_safety_number(alice, bob), await ask_for_the_safety_number(bob, alice)]
    expect(numbers[0] == numbers[1], f"the safety numbers differ: {numbers}")
    for person, other in ((alice, bob), (bob, alice)):
        since = evening.seen()
        await person.answer("safety number", "Later")
        await person.settled()
        expect(not person.told(other, since[person]), f"Later does something: {person.told(other, since[person])}")
        expect(person.titles[other.account].endswith("[private] ✓✓"), f"Later does something: {person.titles}")

        await ask_for_the_safety_number(person, other)
        await person.answer("safety number", "They are the same")
        await until(lambda: "[private, verified]" in person.titles[other.account],
                    lambda: f"the title: {person.titles}")
        expect(person.is_told(other, "is verified", since[person]), f"{person.told(other, since[person])}")
        menu = await person.look_at_menu(other)
        expect("Withdraw verification" in menu and menu[0] == "Subrosa: private, verified", f"the menu: {menu}")

        await ask_for_the_safety_number(person, other)
        await person.answer("safety number", "They differ")
        await until(lambda: person.is_told(other, "somebody may read along", since[person]), "what that means is said")
        expect("[private]" in person.titles[other.account], f"still verified: {person.titles}")
        menu = await person.look_at_menu(other, of_list=evening.network.protocol == "xmpp")
        expect("Withdraw verification" not in menu and menu[0] == "Subrosa: private", f"the menu: {menu}")


async def a_menu_does_what_can_be_done_now(evening):
    alice, bob, carol = evening.alice, evening.bob, evening.carol
    since = evening.seen()
    menu = await alice.look_at_menu(carol)
    expect(menu[:2] == ["Subrosa", "Start private conversation"], f"nothing is private with Carol: {menu}")
    menu = await alice.look_at_menu(bob, "Status")
    expect("Start private conversation" not in menu and "End private conversation" in menu, f"the menu: {menu}")
    await until(lambda: alice.is_told(bob, "write is private.", since[alice]), "the chosen word is carried out")


async def fingerprints_are_compared(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    number = await ask_for_the_safety_number(alice, bob)
    await alice.answer("safety number", "Later")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    alice.subrosa(bob, f"verify {wrong}")
    await until(lambda: alice.is_told(bob, "Nothing has changed", since[alice]), "Alice is told that they differ")
    alice.subrosa(bob, f"verify {await own_fingerprint(alice)}")
    await until(lambda: alice.is_told(bob, "your own digits", since[alice]), "Alice is told that they are her own")
    expect("[private]" in alice.titles["bob"], "wrong digits have verified somebody")
    alice.subrosa(bob, f"verify {await own_fingerprint(bob)}")
    await until(lambda: "[private, verified]" in alice.titles["bob"], lambda: f"the title: {alice.titles}")
    alice.subrosa(bob, "unverify")
    alice.subrosa(bob, f"verify {number}")
    await until(lambda: len([line for line in alice.told(bob, since[alice]) if "is verified: " in line]) == 2,
                lambda: f"Alice sees that Bob is verified: {alice.told(bob, since[alice])}")


async def a_code_is_shown_to_be_scanned(evening):
    """A picture in Pidgin, half blocks in a terminal."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.subrosa(bob, "code")
    bob.subrosa(alice, "code")
    await until(lambda: alice.pictures, "Alice sees a picture")
    width, height, dark = alice.pictures[0]
    expect(width == height == 4 * (41 + 8), f"the picture is of {width} by {height}")
    expect(dark % 16 == 0 and 600 < dark // 16 < 1100, f"{dark} dark pixels")
    await until(lambda: bob.is_told(alice, "█▀", since[bob]), "Bob sees half blocks")
    drawn = next(line for line in bob.told(alice, since[bob]) if "█▀" in line).strip("\n").split("\n")
    expect(len(drawn) == 25 and {len(line) for line in drawn} == {49}, f"the code: {drawn}")
    light = sum(2 * line.count("█") + line.count("▀") + line.count("▄") for line in drawn)
    # Two codes: each says first who shows it. The last line has a row without modules.
    expect(49 * 50 - light - dark // 16 in range(-250, 250), f"{light} light modules, {dark // 16} dark ones")
    expect(digits_in(alice.told(bob, since[alice])) == digits_in(bob.told(alice, since[bob])), "the numbers differ")


async def own_fingerprint(person):
    before = len(person.notices)
    person.tell("action", "Your fingerprint")
    await until(lambda: digits_in(person.notices[before:]), f"{person.name} sees the own fingerprint")
    return digits_in(person.notices[before:])


async def known_key(person, other):
    since = len(person.shown)
    person.subrosa(other, "devices")
    await until(lambda: person.is_told(other, "Keys accepted", since), f"{person.name} sees keys")
    return digits_in(line for line in person.told(other, since) if "Keys accepted" in line)


async def another_key_is_an_alarm(evening):
    """Bob comes back without his vault: somebody else, as far as Alice can know."""
    alice, bob = evening.alice, evening.bob
    old = await own_fingerprint(bob)
    await bob.quit()
    shutil.rmtree(os.path.join(bob.directory, "subrosa"))
    await bob.start()
    since = evening.seen()
    dialogs = alice.dialogs
    new = await own_fingerprint(bob)
    expect(await known_key(alice, bob) == old, "the known key is another one")
    bob.subrosa(alice, "start")
    await until(lambda: alice.is_told(bob, "/subrosa accept-key", since[alice]), "Alice is alarmed")
    alarm = next(line for line in alice.window(bob, since[alice]) if "accept-key" in line.text)
    expect("error" in alarm.flags and digits_in([alarm.text]) == new, f"the alarm: {alarm}")
    await until(lambda: "another key" in alice.titles["bob"], lambda: f"the title: {alice.titles}")
    expect(alice.dialogs == dialogs, "somebody else takes the keyboard from Alice")
    since = evening.seen()
    alice.say(bob, f"{PLANT} to whom?")
    await alice.settled()
    await asyncio.sleep(2)
    expect(bob.received(alice, since[bob]) == [], "it went to the new key")
    evening.only_ours(alice)
    alice.subrosa(bob, "accept-key")
    await until(lambda: is_private(alice, bob, since) and is_private(bob, alice, since), "private with the new key")
    expect(bob.received(alice, since[bob]) == [], "what was for the old key went to the new one")
    expect(await known_key(alice, bob) == new, "the known key is another one")
    since = evening.seen()
    alice.say(bob, f"{PLANT} so it is you")
    bob.say(alice, f"{PLANT} it is me")
    await arrives(alice, bob, [f"{PLANT} so it is you"], since[bob])
    await arrives(bob, alice, [f"{PLANT} it is me"], since[alice])
    evening.only_ours(alice, bob)


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
