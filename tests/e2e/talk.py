"""A conversation from its beginning to its end, on any network."""
import asyncio

from evening import AWKWARD, EARLY, PLANT, arrives, missing, repeated, sample
from rig import expect, until


async def everybody_signs_on(evening):
    await asyncio.gather(*(person.start() for person in evening.everybody if person is not evening.tablet))


async def plain_texts_pass_as_they_are(evening):
    """To and from somebody without the plugin."""
    alice, carol = evening.alice, evening.carol
    there = [f"plainly {text.strip()}" for text in AWKWARD]  # IRC strips blanks at the end
    for text in there:
        carol.say(alice, text)
    await arrives(carol, alice, there, 0)
    for text in there:
        alice.say(carol, text)
    await arrives(alice, carol, there, 0)  # nothing stands behind any of them
    expect(alice.echoed(carol) == there, f"echoed: {alice.echoed(carol)}")


async def a_private_conversation_begins(evening):
    await evening.become_private()


async def titles_say_how_it_stands(evening):
    """Also that nothing is private, and how far the last text is; and what waited is said to be sent."""
    alice, bob, carol = evening.alice, evening.bob, evening.carol
    waited = [line for line in alice.window(bob) if line.text == EARLY]
    expect(len(waited) == 1 and "waiting" in waited[0].flags, f"what Alice has typed early: {waited}")
    expect(alice.is_told(bob, f"✓ {EARLY}"), f"Alice is told {alice.told(bob)}")
    expect(alice.titles[carol.account].endswith(" [not private]"), f"the title: {alice.titles}")
    expect("[" not in carol.titles.get(alice.account, ""), f"without the plugin: {carol.titles}")
    for person, other in ((alice, bob), (bob, alice)):
        since = evening.seen()
        person.say(other, f"{PLANT} a text of which one sees how far it is")
        await until(lambda: person.titles[other.account].endswith(" [private] ✓✓"), lambda: f"title: {person.titles}")
        expect(other.received(person, since[other]), "it is said to be delivered, and is not")
        expect("waiting" not in person.window(other)[-1].flags, "it seems to wait")


async def two_hundred_texts_each_way(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
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
    evening.only_ours(alice, bob)


async def several_lines_in_one_text(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    long = "\n".join(f"{PLANT} line {i}: {AWKWARD[i % len(AWKWARD)]}" for i in range(60))
    wide = f"{PLANT} " + "😀שלום<&>" * 150
    for text in (long, wide):
        alice.say(bob, text)
    bob.say(alice, long)
    # On IRC each line stands by itself, so that none can pretend to be somebody else's.
    there = [long] if evening.network.whole_texts else long.splitlines()
    await arrives(alice, bob, [*there, wide], since[bob])
    await arrives(bob, alice, there, since[alice])
    evening.only_ours(alice, bob)


async def control_characters_do_no_harm(evening):
    """They become visible or vanish, and what stands around them arrives."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    texts = [f"\x01VERSION {PLANT}\x01", f"{PLANT} \x02bold\x0f \x1b[31mred", f"{PLANT}\ttab \x7f \u202e turned"]
    for text in texts:
        alice.say(bob, text)
    alice.say(bob, f"{PLANT} behind them")
    await until(lambda: f"{PLANT} behind them" in bob.received(alice, since[bob]), "the text behind them arrives")
    got = bob.received(alice, since[bob])
    expect(len(got) == 4 and all(PLANT in text for text in got), f"Bob has {got}")
    expect(not any(ord(c) < 32 and c != "\t" or c == "\x7f" for text in got for c in text), f"Bob has {got}")
    evening.only_ours(alice, bob)


async def what_somebody_does(evening):
    """/me, which libpurple's IRC handles by itself."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    action = f"/me waves {PLANT} <3 & more"
    if evening.network.protocol == "irc":
        alice.command(bob, action[1:])
    else:
        alice.say(bob, action)
    await arrives(alice, bob, [action], since[bob])
    expect(alice.echoed(bob, since[alice]) == [action], "Alice does not see what she does")
    evening.only_ours(alice)


async def a_very_long_text_asks_first(evening):
    """30 KB, where a line holds 400 bytes: a hundred lines. Where it holds more, it just goes."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    text = f"{PLANT} " + "pages & pages <of> it " * 1400
    alice.say(bob, text)
    if evening.network.protocol == "irc":
        await until(lambda: any("many lines" in question for question in alice.questions.values()), "Alice is asked")
        expect(bob.received(alice, since[bob]) == [], "it is sent before she has decided")
        await alice.answer("many lines", "Send")
    await arrives(alice, bob, [text], since[bob])
    evening.only_ours(alice)


async def killed_in_mid_conversation(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
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
    # What was on its way when he died, and what was said while he was away, may come after what was
    # said since: each in its own order.
    places = [to_bob.index(text) for text in once]
    expect(sum(a > b for a, b in zip(places, places[1:])) <= 2, f"to Bob, not in order: {places}")
    got = alice.received(bob, since[alice])
    expect(sorted(got) == sorted(set(got)), f"to Alice, not once: {repeated(got)}")
    expect([text for text in got if text in kept[:-5]] == kept[:-5], f"to Alice, not in order: {got}")
    evening.only_ours(alice, bob)


async def the_server_restarts_in_mid_conversation(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    said = {person: [f"{PLANT} {person.name} before the restart {i}" for i in range(40)] for person in (alice, bob)}
    for i in range(40):
        alice.say(bob, said[alice][i])
        bob.say(alice, said[bob][i])
    await until(lambda: len(bob.received(alice, since[bob])) >= 5, "the conversation is under way")
    await evening.network.stop()
    await until(lambda: not any(person.signed_on for person in evening.everybody), "everybody notices")
    await evening.network.start()
    await until(lambda: alice.signed_on and bob.signed_on, "Alice and Bob are back")
    for person, other in ((alice, bob), (bob, alice)):
        said[person] = [text for text in said[person] if text in person.echoed(other, since[person])]
        said[person].append(f"{PLANT} {person.name} is back")
        person.say(other, said[person][-1])
    for person, other in ((alice, bob), (bob, alice)):
        def got():  # without what was said long before, and is sent again each minute
            return [text for text in other.received(person, since[other]) if text in said[person]]
        await until(lambda: set(said[person]) <= set(got()), lambda: missing(other.name, said[person], got()), 40)
        expect(sorted(got()) == sorted(said[person]), f"to {other.name}, not once: {repeated(got())}")
    evening.only_ours(alice, bob)


async def after_the_end_nothing_leaves_by_itself(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.subrosa(bob, "end")
    await until(lambda: bob.told(alice, since[bob]), "Bob is told that Alice ended it")
    told = len(bob.told(alice, since[bob]))
    bob.say(alice, f"{PLANT} after the end")
    await bob.settled()
    await until(lambda: len(bob.told(alice, since[bob])) > told, "Bob is told that his text was not sent")
    expect(bob.echoed(alice, since[bob]) == [], "a text that was refused is shown as sent")
    await asyncio.sleep(2.5)  # libpurple lets go of its lines once a second
    expect(alice.received(bob, since[alice]) == [], f"Alice has {alice.received(bob, since[alice])}")
    evening.only_ours(alice, bob)


async def in_clear_and_private_again(evening):
    alice, bob = evening.alice, evening.bob
    since = len(alice.shown)
    bob.subrosa(alice, "end")  # he has seen it
    bob.say(alice, "plainly, once more")
    await arrives(bob, alice, ["plainly, once more"], since)
    await evening.become_private()
    since = len(bob.shown)
    alice.say(bob, f"{PLANT} <3 again")
    await arrives(alice, bob, [f"{PLANT} <3 again"], since)


async def the_planted_word_never_crossed_the_wire(evening):
    taps = {person.name: evening.network.readable(person.tap.out + person.tap.back) for person in evening.everybody}
    expect(b"plainly" in taps["carol"] and b"plainly" in taps["alice"], "the taps do not see what is plain")
    for name, readable in taps.items():
        place = readable.find(PLANT.encode())
        expect(place < 0, f"on the connection of {name}: {readable[max(0, place - 60):place + 60]}")
