"""The raw lines of IRC through the library, on real servers, with real services and a real bouncer.

    raw.py BUILD [SUITE ...]

Nothing reaches services and bots but what was typed, nothing is added to a text, and nothing that came
for the user is lost. `paced` takes minutes, and is run if it is named.
"""
import asyncio
import os
import sys

import e2e
from e2e import play_side_by_side, run
from evening import AWKWARD, OURS, PLANT
from irc_servers import LOGIN, Atheme, Inspircd, Ngircd, Znc
from people import AGE
from raw_client import RawClient, arrive, become_private, library, quiet
from rig import PATIENCE, expect, until

SECONDS_ALL = 80 * PATIENCE
CAPS = "message-tags server-time batch echo-message labeled-response"


class Evening:
    """The servers and the people of a suite."""

    def __init__(self, place):
        self.place, self.servers, self.everybody = place, [], []
        self.alice = self.bob = self.server = None

    async def serve(self, kind, *how):
        server = kind(self.place, *how)
        self.servers.append(server)
        await server.prepare([])
        await server.start()
        return server

    async def join(self, nick, server, *how, **named):
        client = RawClient(nick, self.place, server, *how, **named)
        self.everybody.append(client)
        await client.start()
        return client

    async def close(self):
        for client in self.everybody:
            await client.leave()
        for server in reversed(self.servers):
            await server.stop()


def to(nick, lines):
    """What was sent to somebody, without tags."""
    bare = [line.split(b" ", 1)[1] if line.startswith(b"@") else line for line in lines]
    return [line for line in bare if len(line.split(b" ")) > 1 and line.split(b" ")[1].lower() == nick.encode().lower()]


def nothing_planted_crossed(evening):
    for client in evening.everybody:
        for line in [*client.typed, *client.ours, *client.came]:
            expect(PLANT.encode() not in line, f"on the wire of {client.nick}: {line[:80]}")
        for line in client.ours:
            text = line.split(b" :", 1)[-1]
            tells = line.startswith(b"@+subrosa/has=1 TAGMSG ")
            expect(tells or line.startswith(b"PRIVMSG ") and OURS.fullmatch(text), f"{client.nick} sent {line[:80]}")
        expect(not client.garbage(), f"{client.nick} sees {client.garbage()[:1]}")


# --- services -------------------------------------------------------------------------------------


async def two_people_and_services(evening):
    evening.server = await evening.serve(Inspircd)
    await evening.serve(Atheme, evening.server)
    evening.alice = await evening.join("alice", evening.server)
    evening.bob = await evening.join("bob", evening.server)
    await until_services(evening.bob)


async def until_services(client):
    for _ in range(60):
        since = len(client.came)
        client.types("WHOIS NickServ")
        await until(lambda: any(b" 318 " in line for line in client.came[since:]), "an answer to WHOIS")
        if any(b" 311 " in line for line in client.came[since:]):
            return
        await asyncio.sleep(0.25)
    expect(False, "services are not there")


SERVICE_TALK = [
    (f"REGISTER {LOGIN} nobody@example.net", b"is now registered"), ("LOGOUT", b"logged out"),
    ("IDENTIFY wrong", b"Invalid password"), (f"IDENTIFY {LOGIN}", b"You are now identified"),
    ("SET PASSWORD another-horse", b"has been changed"), ("INFO alice", b"End of Info"),
    ("no-such-command", b"Invalid command"), ("HELP", b"End of Help"),
]


async def talk_with_services(alice, talk):
    """What was typed is what leaves, and every answer stands on the screen as it came."""
    for words, answer in talk:
        sent, ours, came, screen = len(alice.typed), len(alice.ours), len(alice.came), len(alice.screen)
        line = f"PRIVMSG NickServ :{words}"
        expect(alice.types(line), f"{words} was not sent")
        await until(lambda: any(answer in got for got in alice.came[came:]), f"the answer to {words}: {alice.came[came:]}")
        await quiet(alice, seconds=0.15)
        expect(alice.typed[sent:] == [line.encode()], f"sent: {alice.typed[sent:]}")
        expect(not to("NickServ", alice.ours[ours:]), f"to services: {alice.ours[ours:]}")
        expect(alice.screen[screen:] == alice.came[came:], f"of {alice.came[came:]} stands {alice.screen[screen:]}")


async def services_get_what_was_typed_and_their_answers_stand_as_they_came(evening):
    await talk_with_services(evening.alice, SERVICE_TALK)


async def so_they_do_where_the_library_may_ask_and_somebody_is_private(evening):
    alice, bob = evening.alice, evening.bob
    await become_private(alice, bob)
    alice.carry_out(alice.messenger.set("irc", mode="append"))
    talk = [("LOGOUT", b"logged out"), ("IDENTIFY another-horse", b"You are now identified"),
            ("SET PASSWORD a-third-horse", b"has been changed"), ("HELP", b"End of Help")]
    await talk_with_services(alice, talk)
    alice.says("ChanServ", "HELP")
    alice.types("NOTICE NickServ :thank you")
    alice.types("PRIVMSG NickServ@services.example.net :INFO alice")
    alice.types("SUBROSA start NickServ")
    await quiet(alice, bob)
    sent = [line for line in alice.ours if not to("bob", [line])]
    expect(not sent, f"sent to others: {sent}")
    expect(any(b"NickServ" in line and line.startswith(b":*subrosa") for line in alice.screen), "start is refused")


async def a_bot_gets_what_was_typed(evening):
    """It answers as fast as a person, and has the mode of a bot."""
    alice = evening.alice
    robot = await evening.join("weatherbot", evening.server)
    robot.types("MODE weatherbot +B")
    for number in range(3):
        alice.says("weatherbot", f"!weather {number}")
        robot.says("alice", f"It rains, {number}.")
        await quiet(alice, robot, seconds=0.2)
    expect(to("weatherbot", alice.typed) == [b"PRIVMSG weatherbot :!weather %d" % number for number in range(3)], "typed")
    expect(not to("weatherbot", alice.ours), f"sent: {to('weatherbot', alice.ours)}")
    expect(alice.texts_of("weatherbot") == [f"It rains, {number}." for number in range(3)], "its answers")


async def a_nick_is_taken_back_from_a_connection_that_hangs(evening):
    """GHOST and REGAIN; and who is private stays so."""
    alice, bob = evening.alice, evening.bob
    other = await evening.join("alice_", evening.server)
    await talk_with_services(other, [("GHOST alice wrong", b"Invalid password"),
                                     ("GHOST alice a-third-horse", b"has been ghosted")])
    await alice.disconnect()
    other.types("QUIT :done")
    await quiet(bob)
    await alice.connect()
    alice.says("NickServ", "IDENTIFY a-third-horse")
    since = len(bob.screen)
    expect(not alice.says("bob", f"{PLANT} from the ghost"), "in clear")
    await arrive(alice, bob, [f"{PLANT} from the ghost"], since)


# --- many texts -----------------------------------------------------------------------------------


def texts_of(nick, count):
    return [AWKWARD[i].strip() if i < len(AWKWARD) else f"{PLANT} {nick} {i} " + "and more " * (i % 3) + "."
            for i in range(count)]


async def two_people_with_names_as_long_as_they_may_be(evening):
    """A host of sixty-three, by VHOST, which changes how long a line may be in the middle."""
    evening.server = await evening.serve(Inspircd)
    evening.alice = await evening.join("a" * 30, evening.server, capabilities=CAPS)
    evening.bob = await evening.join("b" * 30, evening.server)
    for client in (evening.alice, evening.bob):
        client.types("VHOST long secret")
        await until(lambda: any(b" 396 " in line for line in client.came), f"{client.nick} has a long host")
    await become_private(evening.alice, evening.bob)


async def two_hundred_texts_each_way(evening):
    alice, bob = evening.alice, evening.bob
    since = {client: len(client.screen) for client in (alice, bob)}
    texts = {client: texts_of(client.nick, 200) for client in (alice, bob)}
    for one, other in zip(texts[alice], texts[bob]):
        expect(not alice.says(bob.nick, one) and not bob.says(alice.nick, other), "in clear")
        await asyncio.sleep(0.005)
    await arrive(alice, bob, texts[alice], since[bob], 60)
    await arrive(bob, alice, texts[bob], since[alice], 60)


async def three_hundred_characters_arrive_whole(evening):
    alice, bob = evening.alice, evening.bob
    since = len(bob.screen)
    texts = [f"{PLANT} {number} ".ljust(300, "x") for number in range(5)]
    for text in texts:
        alice.says(bob.nick, text)
    await until(lambda: "".join(bob.texts_of(alice.nick, since)) == "".join(texts),
                lambda: f"Bob has {bob.texts_of(alice.nick, since)}")
    longest = max(len(line) for line in bob.came) + 2
    expect(480 < longest <= 512, f"the longest line has {longest} bytes")
    expect(not any(b"cut-off" in line for line in bob.screen), "cut")


async def what_was_sent_was_ours_and_nothing_is_garbage(evening):
    nothing_planted_crossed(evening)


async def two_people_on_a_server_that_counts_lines(evening):
    evening.server = await evening.serve(Inspircd, True)
    evening.alice = await evening.join("alice", evening.server, "interval-ms=1100")
    evening.bob = await evening.join("bob", evening.server, "interval-ms=1100")
    await become_private(evening.alice, evening.bob)


async def texts_at_its_pace(evening, count=12, seconds=50):
    alice, bob = evening.alice, evening.bob
    since = {client: len(client.screen) for client in (alice, bob)}
    texts = {client: [f"{PLANT} {client.nick} {number}" for number in range(count)] for client in (alice, bob)}
    for one, other in zip(texts[alice], texts[bob]):
        expect(not alice.says("bob", one) and not bob.says("alice", other), "in clear")
    await arrive(alice, bob, texts[alice], since[bob], seconds)
    await arrive(bob, alice, texts[bob], since[alice], seconds)
    expect(not any(line.startswith(b"ERROR") for client in (alice, bob) for line in client.came), "thrown out")


async def two_hundred_texts_each_way_at_its_pace(evening):
    """All typed at once. Those that wait for more than a minute say how old they are, and may come in another
    order; each comes once."""
    alice, bob = evening.alice, evening.bob
    texts = [f"{PLANT} number {number}" for number in range(200)]
    for text in texts:
        expect(not alice.says("bob", text) and not bob.says("alice", text), "in clear")

    def without_age(one, other):
        return [AGE.sub("", text) for text in one.texts_of(other.nick)]
    for one, other in ((alice, bob), (bob, alice)):
        await until(lambda: len(without_age(one, other)) >= len(texts), lambda: f"{len(without_age(one, other))}", 600)
        expect(sorted(without_age(one, other)) == sorted(texts), "each text once")
    expect(not any(line.startswith(b"ERROR") for client in (alice, bob) for line in client.came), "thrown out")


# --- a bouncer ------------------------------------------------------------------------------------


async def people_behind_a_bouncer(evening):
    evening.server = await evening.serve(Inspircd)
    evening.znc = await evening.serve(Znc, evening.server)
    evening.bob = await evening.join("bob", evening.server)
    for _ in range(60):
        since = len(evening.bob.came)
        evening.bob.types("WHOIS alice")
        await until(lambda: any(b" 318 " in line for line in evening.bob.came[since:]), "an answer to WHOIS")
        if any(b" 311 " in line for line in evening.bob.came[since:]):
            break
        await asyncio.sleep(0.25)
    evening.alice = await evening.join("alice", evening.znc, password="alice:secret")
    await become_private(evening.alice, evening.bob)


async def what_is_played_back(evening, capabilities, name):
    """What it has kept is shown once, as it was, and nothing is garbage."""
    alice, bob = evening.alice, evening.bob
    await quiet(alice, bob)
    since = len(alice.screen)
    bob.says("alice", f"{PLANT} read at once {name}")
    await arrive(bob, alice, [f"{PLANT} read at once {name}"], since)
    await quiet(alice, bob)
    await alice.disconnect()
    await asyncio.sleep(0.7)
    kept = [f"{PLANT} kept {name} {number}" for number in range(5)]
    for text in kept:
        bob.says("alice", text)
    carol = await evening.join(f"carol{name}", evening.server)
    carol.says("alice", "in clear, of Carol")
    await quiet(bob, carol, seconds=0.7)
    alice.capabilities = capabilities
    since = len(alice.screen)
    await alice.connect()
    await until(lambda: len(alice.texts_of("bob", since)) >= len(kept), lambda: f"{alice.texts_of('bob', since)}")
    await quiet(alice, bob, seconds=0.7)
    expect(alice.texts_of("bob", since) == kept, f"shown: {alice.texts_of('bob', since)}")
    expect(any(text.endswith("in clear, of Carol") for text in alice.texts_of(carol.nick, since)), "what Carol says")
    since = {client: len(client.screen) for client in (alice, bob)}
    alice.says("bob", f"{PLANT} live again {name}")
    bob.says("alice", f"{PLANT} live, too {name}")
    await arrive(alice, bob, [f"{PLANT} live again {name}"], since[bob])
    await arrive(bob, alice, [f"{PLANT} live, too {name}"], since[alice])
    nothing_planted_crossed(evening)


async def a_bouncer_that_puts_the_time_before_a_text(evening):
    await what_is_played_back(evening, "", "plain")


async def a_bouncer_that_has_the_time_in_a_tag(evening):
    await what_is_played_back(evening, "server-time", "time")


async def a_bouncer_that_puts_what_it_kept_into_a_batch(evening):
    await what_is_played_back(evening, "server-time batch znc.in/self-message echo-message", "batch")


async def commands_for_the_bouncer_are_what_was_typed(evening):
    alice = evening.alice
    since, screen, ours = len(alice.came), len(alice.screen), len(alice.ours)
    expect(alice.says("*status", "ListNetworks"), "not sent")
    await until(lambda: any(b"irc.example.net |" in line for line in alice.came[since:]), "the answer")
    await quiet(alice)
    shown = [line for line in alice.came[since:] if line.startswith(b":*status")]
    expect(shown and shown == [line for line in alice.screen[screen:] if line.startswith(b":*status")], "the answer, whole")
    expect(not alice.ours[ours:], f"sent: {alice.ours[ours:]}")


async def two_clients_of_one_person(evening):
    """Another client of Alice's on the same bouncer, with the library and keys of its own: it sees no
    garbage, and the conversation of the first one goes on."""
    alice, bob = evening.alice, evening.bob
    other = await evening.join("alice", evening.znc, password="alice:secret",
                               capabilities="server-time batch znc.in/self-message echo-message")
    await quiet(alice, bob, other)
    since = {client: len(client.screen) for client in (alice, bob, other)}
    texts = {client: [f"{PLANT} {client.nick} to both {number}" for number in range(20)] for client in (alice, bob)}
    for one, two in zip(texts[alice], texts[bob]):
        expect(not alice.says("bob", one) and not bob.says("alice", two), "in clear")
        await asyncio.sleep(0.02)
    await arrive(alice, bob, texts[alice], since[bob])
    await arrive(bob, alice, texts[bob], since[alice])
    await quiet(alice, bob, other, seconds=1)
    expect(not other.garbage(), f"the other client sees {other.garbage()[:1]}")
    expect(alice.states["bob"] == "private" and bob.states["alice"] == "private", f"{alice.states} {bob.states}")
    carol = await evening.join("caroline", evening.server)
    other.says("caroline", "in clear, from the other one")
    await until(lambda: carol.texts_of("alice"), "what the other one says")
    await quiet(alice)
    said = [line for line in alice.screen[since[alice]:] if line.endswith(b"PRIVMSG caroline :in clear, from the other one")]
    expect(len(said) == 1, f"the first client sees what the other says: {said}")
    nothing_planted_crossed(evening)


# --- another server ---------------------------------------------------------------------------------


async def two_people_on_ngircd(evening):
    evening.server = await evening.serve(Ngircd)
    evening.alice = await evening.join("a" * 30, evening.server)
    evening.bob = await evening.join("b" * 30, evening.server)
    await become_private(evening.alice, evening.bob)


SUITES = {
    "services": [two_people_and_services, services_get_what_was_typed_and_their_answers_stand_as_they_came,
                 so_they_do_where_the_library_may_ask_and_somebody_is_private, a_bot_gets_what_was_typed,
                 a_nick_is_taken_back_from_a_connection_that_hangs, what_was_sent_was_ours_and_nothing_is_garbage],
    "inspircd": [two_people_with_names_as_long_as_they_may_be, two_hundred_texts_each_way,
                 three_hundred_characters_arrive_whole, what_was_sent_was_ours_and_nothing_is_garbage],
    "ngircd": [two_people_on_ngircd, three_hundred_characters_arrive_whole,
               what_was_sent_was_ours_and_nothing_is_garbage],
    "limits": [two_people_on_a_server_that_counts_lines, texts_at_its_pace,
               what_was_sent_was_ours_and_nothing_is_garbage],
    "bouncer": [people_behind_a_bouncer, a_bouncer_that_puts_the_time_before_a_text,
                a_bouncer_that_has_the_time_in_a_tag, a_bouncer_that_puts_what_it_kept_into_a_batch,
                commands_for_the_bouncer_are_what_was_typed, two_clients_of_one_person],
    "paced": [two_people_on_a_server_that_counts_lines, two_hundred_texts_each_way_at_its_pace,
              what_was_sent_was_ours_and_nothing_is_garbage],
}


async def play_suite(suite, place, end):
    evening = Evening(place)
    results = []
    try:
        for scenario in SUITES[suite]:
            results.append(await run(suite, scenario, evening, end))
            if not results[0]:
                break
    finally:
        await evening.close()
    return results


async def main(build, *suites):
    library(build)
    if "paced" in suites:
        e2e.SECONDS_EACH = 900
    return await play_side_by_side("raw lines: ", play_suite, suites or [suite for suite in SUITES if suite != "paced"],
                                   SECONDS_ALL if "paced" not in suites else 900)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
