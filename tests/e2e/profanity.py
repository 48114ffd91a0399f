"""Profanity with the plugin on a real XMPP server, with libpurple and its plugin at the other end.

    profanity.py BUILD

BUILD is where make puts things. It needs profanity, prosody and libpurple.
"""
import asyncio
import os
import sys

import talk
from e2e import play, play_side_by_side
from evening import AWKWARD, PLANT, Evening, arrives, is_private
from networks import Xmpp
from people import PurplePerson
from profanity_person import ProfanityPerson
from rig import PATIENCE, expect, until
from trust import digits_in

SECONDS_ALL = 150 * PATIENCE

# Profanity takes blanks at both ends away, and a slash for a command.
TYPED = [text.strip() for text in AWKWARD if not text.startswith("/")]


async def plain_texts_pass_as_they_are(evening):
    """To and from somebody without the plugin; the window says that nothing is private."""
    alice, carol = evening.alice, evening.carol
    there = [f"plainly {text}" for text in TYPED]
    for text in there:
        carol.say(alice, text)
        alice.say(carol, text)
    await arrives(carol, alice, there, 0)
    await arrives(alice, carol, there, 0)
    expect(alice.titles.get("carol", "") == "", f"the title: {alice.titles}")


async def two_hundred_texts_each_way(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    said = {person: [f"{PLANT} {person.name} {i} {TYPED[i % len(TYPED)]}" for i in range(200)]
            for person in (alice, bob)}
    for i in range(200):
        alice.say(bob, said[alice][i])
        bob.say(alice, said[bob][i])
        if i % 20 == 0:
            await asyncio.sleep(0.1)
    await arrives(alice, bob, said[alice], since[bob], 60)
    await arrives(bob, alice, said[bob], since[alice], 60)
    expect(alice.echoed(bob, since[alice]) == said[alice], "Alice does not see her own texts")
    evening.only_ours(alice, bob)


async def the_safety_number_is_compared(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.subrosa(bob, "safety")
    bob.subrosa(alice, "verify")
    await until(lambda: digits_in(alice.told(bob, since[alice])), "Alice sees digits")
    await until(lambda: digits_in(bob.questions.values()), "Bob sees digits")
    expect(digits_in(alice.told(bob)) == digits_in(bob.questions.values()), "the digits differ")
    alice.subrosa(bob, "verify " + digits_in(alice.told(bob)))
    await until(lambda: alice.titles["bob"] == "[private, verified]", lambda: f"Alice sees {alice.titles}")
    await bob.answer("safety number", "They are the same")
    alice.subrosa(bob, "code")
    await until(lambda: any("█" in line for line in alice.told(bob, since[alice])), "Alice sees a code")


async def another_device_without_the_plugin_shows_sentences_for_texts_alone(evening):
    """The server gives to it what goes to the account, and carbons of it to Profanity."""
    alice, bob, phone = evening.alice, evening.bob, evening.tablet
    await phone.start()
    since = evening.seen()
    texts = [f"{PLANT} to all devices {i}" for i in range(5)]
    for text in texts:
        bob.say(alice, text)
        alice.say(bob, text)
    await arrives(bob, alice, texts, since[alice])
    await arrives(alice, bob, texts, since[bob])
    await asyncio.sleep(1.5)  # for what acknowledges them
    seen = phone.received(bob)
    expect(seen == ["This is a private message. It takes a program with Subrosa to read it."] * 5, f"it shows {seen}")
    since = evening.seen()
    phone.say(bob, "plainly, from the phone")
    await until(lambda: any("not private" in line.markup for line in alice.shown[since[alice]:]),
                lambda: f"Alice is told what her phone has sent: {alice.shown[since[alice]:]}")
    await phone.quit()
    await until(lambda: not phone.signed_on or phone.ended(), "the phone is gone")


async def profanity_is_killed_in_mid_conversation(evening):
    other = Evening(evening.network, evening.bob, evening.alice)
    other.private_from = evening.private_from
    await talk.killed_in_mid_conversation(other)
    alice, bob = evening.alice, evening.bob
    await until(lambda: alice.titles.get("bob") == "[private, verified]", lambda: f"Alice sees {alice.titles}")
    expect(not alice.is_told(bob, "another key"), "somebody else?")


async def other_ways_out_are_closed(evening):
    """What Profanity sends past the hook for texts, and its own encryption."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.say(bob, f"{PLANT} with a mistake")
    alice.command(bob, f"correct {PLANT} without it")  # of what the server has never seen
    alice.command(bob, "otr start")
    alice.command(bob, f"invite send bob@localhost {PLANT}")
    alice.command(bob, f"msg bob@localhost {PLANT} by command")
    await arrives(alice, bob, [f"{PLANT} with a mistake", f"{PLANT} by command"], since[bob])
    await alice.settled()
    await asyncio.sleep(1)
    evening.only_ours(alice)


async def a_stranger_asks_where_there_is_no_window(evening):
    """The console says it, with what is to be typed there."""
    alice, dora = evening.alice, evening.dora
    since = evening.seen()
    dora.subrosa(alice, "start")
    await until(lambda: any("/subrosa accept dora@localhost" in line for line in alice.console),
                lambda: f"the console: {alice.console}")
    alice.core("subrosa accept dora@localhost")
    await until(lambda: is_private(dora, alice, since), lambda: f"Dora sees {dora.told(alice)}")
    dora.say(alice, f"{PLANT} from Dora")
    await arrives(dora, alice, [f"{PLANT} from Dora"], since[alice])
    alice.say(dora, f"{PLANT} to Dora")
    await arrives(alice, dora, [f"{PLANT} to Dora"], since[dora])
    expect(alice.titles["dora"] == "[private]", f"Alice sees {alice.titles}")


async def nobody_speaks_for_another(evening):
    """A message that is forwarded in another one, and a carbon that the server has not made."""
    alice, bob, carol = evening.alice, evening.bob, evening.carol
    since = evening.seen()
    inner = ("<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='bob@localhost/desk' "
             "to='alice@localhost' type='chat'><body>plainly not by Bob</body></message></forwarded>")
    for outer in (inner, f"<received xmlns='urn:xmpp:carbons:2'>{inner}</received>",
                  f"<sent xmlns='urn:xmpp:carbons:2'>{inner}</sent>",
                  f"<result xmlns='urn:xmpp:mam:2' id='1'>{inner}</result>", f"<body>plainly by Carol</body>{inner}"):
        carol.tell("raw", f"<message to='alice@localhost' type='chat'>{outer}</message>", "")
    carol.say(alice, "plainly behind them")
    await arrives(carol, alice, ["plainly by Carol", "plainly behind them"], since[alice])
    expect(not [line for line in alice.shown[since[alice]:] if "not by Bob" in line.text], "Carol speaks for Bob")
    expect(not alice.window(bob, since[alice]), f"Bob's window has {alice.window(bob, since[alice])}")


async def the_plugin_is_unloaded_and_loaded_again(evening):
    """Loudly, and with the connection up all the time."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.core("plugins unload subrosa.so")
    await until(lambda: alice.is_told(bob, "not private from now on", since[alice]), "Alice is warned")
    expect(alice.titles["bob"] == "", f"the title: {alice.titles}")
    alice.core("plugins load subrosa.so")
    await alice.settled()
    since = evening.seen()
    alice.say(bob, f"{PLANT} after it")
    await arrives(alice, bob, [f"{PLANT} after it"], since[bob], 40)
    expect(alice.titles["bob"] == "[private, verified]", f"the title: {alice.titles}")
    evening.only_ours(alice)


async def private_texts_are_in_no_file_of_profanity(evening):
    alice = evening.alice
    await alice.quit()
    expect(alice.logged("plainly"), "nothing at all is in the logs")
    expect(not alice.logged(PLANT), f"in {alice.logged(PLANT)}")


SCENARIOS = [talk.everybody_signs_on, plain_texts_pass_as_they_are, talk.a_private_conversation_begins,
             two_hundred_texts_each_way, talk.what_somebody_does, the_safety_number_is_compared,
             another_device_without_the_plugin_shows_sentences_for_texts_alone,
             profanity_is_killed_in_mid_conversation, other_ways_out_are_closed,
             a_stranger_asks_where_there_is_no_window, nobody_speaks_for_another,
             the_plugin_is_unloaded_and_loaded_again,
             talk.after_the_end_nothing_leaves_by_itself, talk.in_clear_and_private_again,
             private_texts_are_in_no_file_of_profanity, talk.the_planted_word_never_crossed_the_wire]


async def play_suite(suite, place, build, end):
    network, plugin = Xmpp(place), f"{build}/subrosa-purple.so"
    people = {name: PurplePerson(name, place, network, plugin if name != "carol" else None)
              for name in ("bob", "carol", "dora")}
    alice = ProfanityPerson("alice", place, network, f"{build}/profanity/subrosa.so")
    phone = PurplePerson("phone", place, network, account="alice", resource="phone")
    return await play(suite, SCENARIOS, Evening(network, alice, **people, tablet=phone), end)


async def main(build):
    build = os.path.abspath(build)
    ProfanityPerson.driver = f"{build}/profanity/driver.so"
    PurplePerson.client = f"{build}/e2e-client"
    return await play_side_by_side("Profanity: ", lambda suite, place, end: play_suite(suite, place, build, end),
                                   ["profanity"], SECONDS_ALL)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
