"""What a person sees in WeeChat's windows: titles, marks, questions, what stays when the plugin goes."""
import asyncio
import os
import re

from evening import PLANT, arrives, is_private
from rig import expect, until

DIGITS = re.compile(r"\d{5}(?: \d{5}){11}")


async def the_title_says_how_it_stands(evening):
    """In front of what the irc plugin puts there, and also in a window that is opened later."""
    alice, bob = evening.alice, evening.bob
    await until(lambda: alice.titles.get("bob", "").startswith("[private] "), lambda: f"titles: {alice.titles}")
    alice.command(bob, "buffer set title the kitchen")  # as the irc plugin gives another one
    await until(lambda: alice.titles["bob"] == "[private] the kitchen", lambda: f"titles: {alice.titles}")
    since = evening.seen()
    bob.subrosa(alice, "safety")
    await until(lambda: DIGITS.search(" ".join(bob.told(alice, since[bob]))), "Bob sees the safety number")
    alice.subrosa(bob, "verify " + DIGITS.search(" ".join(bob.told(alice, since[bob]))).group())
    await until(lambda: alice.titles["bob"].startswith("[private, verified] "), lambda: f"titles: {alice.titles}")
    alice.command(bob, "buffer close")
    await alice.settled()
    alice.titles.clear()
    alice.say(bob, f"{PLANT} from a new window")
    await until(lambda: alice.titles.get("bob", "").startswith("[private, verified]"), lambda: f"titles: {alice.titles}")
    alice.subrosa(bob, "unverify")
    await until(lambda: alice.titles["bob"].startswith("[private] "), lambda: f"titles: {alice.titles}")


async def what_waited_does_not_wait_for_ever(evening):
    """The text that was typed before it was private had a mark. None stands there any more, and nothing of
    what arrived is pale."""
    alice, bob = evening.alice, evening.bob
    waited = [line.text for line in alice.window(bob) if "waiting" in line.flags]
    expect(waited == [f"{PLANT} too early"], f"Alice was shown as waiting: {waited}")
    await nothing_is_on_its_way(alice, bob)


async def nothing_is_on_its_way(person, other):
    """Every text of the person has arrived, by what the window says now."""
    def unfinished():
        return [line.markup for line in person.looked
                if "sent" in line.flags and line.flags & {"pale", "waiting", "sending", "asking"}]
    for _ in range(100):
        await person.look(other)
        if not unfinished():
            return
        await asyncio.sleep(0.2)
    expect(False, f"{person.name} sees as if they had not arrived: {unfinished()}")


async def the_window_holds_what_was_said(evening):
    alice, bob = evening.alice, evening.bob
    for person, other in ((alice, bob), (bob, alice)):
        person.command(other, "buffer clear")
    since = evening.seen()
    said = {person: [f"{PLANT} {person.name} {i} <3 & {'x' * i * 9}" for i in range(20)] for person in (alice, bob)}
    for i in range(20):
        alice.say(bob, said[alice][i])
        bob.say(alice, said[bob][i])
    await arrives(alice, bob, said[alice], since[bob])
    await arrives(bob, alice, said[bob], since[alice])
    for person, other in ((alice, bob), (bob, alice)):
        await nothing_is_on_its_way(person, other)
        looked = person.looked
        for flag, whose in (("sent", person), ("received", other)):
            lines = [line.markup for line in looked if flag in line.flags]
            expect(lines == said[whose], f"in {person.name}'s window of {whose.name}: {lines}")
        expect(not [line for line in looked if "?SR1" in line.markup], f"{person.name} sees a line of the library")


async def a_question_takes_no_keyboard(evening):
    """Dora, a stranger, asks while Alice types. Her question is a line, which turns pale when it is answered."""
    alice, bob, dora = evening.alice, evening.bob, evening.dora
    since = evening.seen()
    alice.command(bob, "input insert half a sentence")
    dora.subrosa(alice, "start")
    await until(lambda: alice.is_told(dora, "would like to talk in private", since[alice]), "Alice is asked")
    asked = [line.text for line in alice.window(dora, since[alice])]
    expect(any("would like to talk" in line for line in asked), f"what is to be typed there is about Dora: {asked}")
    await alice.look(bob)
    expect(alice.input == "half a sentence", f"what Alice was typing: {alice.input!r}")
    alice.command(bob, "input delete_line")
    before = len(alice.tap.out)
    await asyncio.sleep(1)
    expect(not [who for who, _ in evening.network.texts(alice.tap.out[before:]) if who == "dora"], "Alice has answered")
    alice.subrosa(dora, "start")
    await until(lambda: is_private(alice, dora, since) and is_private(dora, alice, since),
                lambda: f"private: {alice.told(dora, since[alice])} {dora.told(alice, since[dora])}")
    alice.say(dora, f"{PLANT} what is it?")
    await arrives(alice, dora, [f"{PLANT} what is it?"], since[dora])
    alice.subrosa(dora, "safety")
    alice.subrosa(dora, "differ")
    await until(lambda: alice.is_told(dora, "Then somebody may read along", since[alice]), "the answer is understood")
    how = [line for line in await alice.look(dora) if line.markup.startswith("Type /subrosa")]
    expect(how and "verify" in how[-1].markup, f"how to answer: {how}")


async def private_texts_are_not_logged_unless_wanted(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    await until(lambda: "is private from now on" in alice.logs(), "Alice's logs are written")
    expect(PLANT not in alice.logs(), "a private text is in the logs")
    alice.core("set plugins.var.subrosa.log on")
    alice.say(bob, f"{PLANT} for the records")
    bob.say(alice, f"{PLANT} put down")
    await arrives(bob, alice, [f"{PLANT} put down"], since[alice])
    await until(lambda: f"{PLANT} for the records" in alice.logs() and f"{PLANT} put down" in alice.logs(),
                "Alice wants private texts in her logs")
    expect(PLANT not in bob.logs(), "Bob does not want that")
    alice.core("set plugins.var.subrosa.log off")


async def every_word_is_known_and_completed(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.subrosa(bob, "help")
    await until(lambda: alice.is_told(bob, "Words: ", since[alice]), "Alice sees all words")
    words = next(line for line in alice.told(bob, since[alice]) if "Words: " in line).split("Words: ")[1].split(", ")
    expect(len(words) > 20, f"words: {words}")
    for word in words:
        alice.command(bob, "input delete_line")
        alice.command(bob, f"input insert /subrosa {word[:-1]}")
        alice.command(bob, "input complete_next")
        await alice.look(bob)
        expect(alice.input.startswith(f"/subrosa {word[:-1]}") and alice.input.split()[1].startswith(word[:-1]) and
               alice.input.endswith(" "), f"{word} is completed as {alice.input!r}")
    alice.command(bob, "input delete_line")
    for word in ("status", "safety", "code", "devices", "mode", "list", "card", "mode required", "mode default"):
        since = evening.seen()
        alice.subrosa(bob, word)
        await alice.settled()
        await until(lambda: alice.told(bob, since[alice]), f"an answer to {word}")
        expect(not alice.is_told(bob, "no command", since[alice]), f"{word}: {alice.told(bob, since[alice])}")
        if word == "code":
            blocks = [line for line in alice.told(bob, since[alice]) if set(line) <= set("█▀▄ ") and line]
            expect(len(blocks) >= 24 and len({len(line) for line in blocks}) == 1, f"a code to scan: {blocks}")


async def what_was_refused_can_be_sent_again(evening):
    """It stands where it was typed."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    bob.subrosa(alice, "end")
    await until(lambda: alice.is_told(bob, "has ended", since[alice]), "Alice is told that Bob ended it")
    alice.say(bob, f"{PLANT} for you alone")
    await until(lambda: alice.is_told(bob, "was not sent", since[alice]), "Alice is told")
    await alice.look(bob)
    expect(alice.input == f"{PLANT} for you alone", f"Alice would send: {alice.input!r}")
    alice.command(bob, "input delete_line")
    alice.subrosa(bob, "start")
    await until(lambda: bob.is_told(alice, "would like to talk", since[bob]), "Bob is asked")
    bob.subrosa(alice, "accept")
    await until(lambda: is_private(alice, bob, since), lambda: f"private: {alice.told(bob, since[alice])}")
    evening.only_ours(alice)


async def a_passphrase_is_not_in_the_history(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    secret = "korrekt-ross"
    for words in ("subrosa status", f"subrosa passphrase {secret}"):
        alice.command(bob, f"input insert /{words}")
        alice.command(bob, "input return")
    await until(lambda: any("protected by the new passphrase" in line.text for line in alice.shown[since[alice]:]),
                "the passphrase is set", 40)
    alice.command(bob, "history")
    await until(lambda: any("/subrosa status" in line.text for line in alice.shown[since[alice]:]), "the history")
    expect(not [line.text for line in alice.shown[since[alice]:] if secret in line.text], "the passphrase is shown")
    await alice.quit()
    await alice.start()
    since = evening.seen()
    await until(lambda: any("What is their passphrase" in line.text for line in alice.shown), "Alice is asked")
    expect(any("/subrosa unlock ..." in line.text for line in alice.shown), "how to answer")
    alice.say(bob, f"{PLANT} while locked")
    await alice.settled()
    evening.only_ours(alice)
    alice.core(f"subrosa unlock {secret}")
    await until(lambda: any("keys are unlocked" in line.text for line in alice.shown), "unlocked", 40)
    alice.say(bob, f"{PLANT} unlocked")
    await until(lambda: f"{PLANT} unlocked" in bob.received(alice, since[bob]), "what Alice says", 40)
    alice.core("subrosa no-passphrase")
    await until(lambda: any("not protected by a passphrase" in line.text for line in alice.shown), "no passphrase")
    evening.only_ours(alice)


LEAVING = "What you write to {} is not private from now on"


async def unloading_is_told_in_each_private_window(evening):
    alice, bob, carol = evening.alice, evening.bob, evening.carol
    since = evening.seen()
    alice.say(carol, "plainly, to a window that never was private")
    alice.core("plugin unload subrosa")
    await until(lambda: alice.is_told(bob, LEAVING.format("bob"), since[alice]), "Alice is told in Bob's window")
    await alice.settled()
    expect(not alice.is_told(carol, "not private", since[alice]), "Carol's window never was private")
    expect("[" not in alice.titles["bob"], f"the title without the plugin: {alice.titles['bob']}")
    alice.core(f"plugin load {alice.plugin}")
    await until(lambda: is_private(alice, bob, since), lambda: f"private again: {alice.told(bob, since[alice])}")
    await until(lambda: alice.titles["bob"].startswith("[private"), lambda: f"the title: {alice.titles['bob']}")
    evening.only_ours(alice)


async def an_upgrade_is_told_in_each_private_window(evening):
    """WeeChat begins anew with the windows it had, and without a plugin that was loaded by hand."""
    alice, bob = evening.alice, evening.bob
    alice.command(bob, "buffer clear")  # of what was told at unloading
    begun = alice.begun
    alice.core("upgrade")
    await until(lambda: alice.begun > begun, "WeeChat begins anew")
    await alice.look(bob)
    lines = [line.markup for line in alice.looked]
    expect(any(LEAVING.format("bob") in line for line in lines), f"what Alice sees at last: {lines[-3:]}")
    since = evening.seen()
    alice.core(f"plugin load {alice.plugin}")
    await until(lambda: is_private(alice, bob, since), lambda: f"private again: {alice.told(bob, since[alice])}")
    alice.say(bob, f"{PLANT} after the upgrade")
    await arrives(alice, bob, [f"{PLANT} after the upgrade"], since[bob])
    evening.only_ours(alice)


async def without_keys_nothing_is_said_to_anybody(evening):
    """Who was talked with in private cannot be told, so that no text to a person leaves; a room is one."""
    alice, bob = evening.alice, evening.bob
    await alice.quit()
    for name in os.listdir(alice.directory + "/share/subrosa"):
        with open(f"{alice.directory}/share/subrosa/{name}", "wb") as file:
            file.write(b"no vault" * 100)
    await alice.start()
    before = len(alice.tap.out)
    alice.say(bob, f"{PLANT} to whom?")
    alice.command(bob, "join #kitchen")
    alice.core("msg -server net #kitchen plainly, for all")
    await until(lambda: b"plainly, for all" in bytes(alice.tap.out[before:]), "what Alice says in a room")
    expect(PLANT.encode() not in bytes(alice.tap.out[before:]), "it has left in clear")
    told = [line.text for line in alice.shown if "cannot be used" in line.text or "not sent" in line.text]
    expect(len(told) >= 2, f"Alice is told at the start, and when she writes: {told}")
