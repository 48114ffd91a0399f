"""WeeChat with the plugin behind a real bouncer, on a server with real services."""
import asyncio

from evening import OURS, PLANT, arrives, quiet
from irc_servers import LOGIN, Atheme, Inspircd, Znc
from rig import expect, until
from tap import Tap


class Town(Inspircd):
    """The server, services beside it, and a bouncer in front of it for Alice."""

    def __init__(self, directory, strict=False):
        super().__init__(directory, strict)
        self.services, self.bouncer = Atheme(directory, self), Znc(directory, self)

    async def prepare(self, people):
        for server in (super(), self.services, self.bouncer):
            await server.prepare(people)

    async def start(self):
        for server in (super(), self.services, self.bouncer):
            await server.start()

    async def stop(self):
        for server in (self.bouncer, self.services, super()):
            await server.stop()

    def put_behind_the_bouncer(self, person):
        person.tap = Tap(self.bouncer.port)
        person.server_options = "-password=alice:secret"


def lines_to(person, name, since):
    return [text for who, text in person.network.texts(person.tap.out[since:]) if who == name]


def garbage(person):
    return [line for line in person.shown if "?SR1" in line.text]


async def the_people_sign_on(evening):
    await evening.bob.start()
    await evening.alice.start()


async def the_bouncer_is_on_the_server(evening):
    """And services are."""
    bob = evening.bob
    for name in ("alice", "NickServ"):
        for _ in range(60):
            since = len(bob.tap.back)
            bob.core(f"quote -server net WHOIS {name}")
            await until(lambda: b" 318 " in bytes(bob.tap.back[since:]), "an answer to WHOIS")
            if b" 311 " in bytes(bob.tap.back[since:]):
                break
            await asyncio.sleep(0.2)
        expect(b" 311 " in bytes(bob.tap.back[since:]), f"{name} is not there")


async def services_answer_what_was_typed(evening):
    alice = evening.alice
    for words, answer in ((f"REGISTER {LOGIN} nobody@example.net", "is now registered"), ("LOGOUT", "logged out"),
                          ("IDENTIFY wrong", "Invalid password"), (f"IDENTIFY {LOGIN}", "You are now identified"),
                          ("SET PASSWORD another-horse", "has been changed")):
        since, before = len(alice.shown), len(alice.tap.out)
        alice.core(f"msg -server net NickServ {words}")
        await until(lambda: any(answer in line.text for line in alice.shown[since:]),
                    lambda: f"the answer to {words}: {alice.screen()}")
        expect(lines_to(alice, "nickserv", before) == [words.encode()], f"sent: {lines_to(alice, 'nickserv', before)}")


async def what_the_bouncer_has_kept_is_shown_once(evening):
    alice, bob = evening.alice, evening.bob
    await quiet(bob)
    alice.core("disconnect net")
    await until(lambda: not alice.signed_on, "Alice is gone")
    await asyncio.sleep(0.7)
    kept = [f"{PLANT} kept {number}" for number in range(5)]
    for text in kept:
        bob.say(alice, text)
    await quiet(bob)
    since = evening.seen()
    alice.core("connect net")
    await until(lambda: alice.signed_on, "Alice is back")
    await until(lambda: len(alice.received(bob, since[alice])) >= len(kept),
                lambda: f"Alice has {alice.received(bob, since[alice])}")
    await quiet(bob)
    expect(alice.received(bob, since[alice]) == kept, f"shown: {alice.received(bob, since[alice])}")
    expect(not garbage(alice), f"a line is shown as garbage: {garbage(alice)[:1]}")
    since = evening.seen()
    alice.say(bob, f"{PLANT} live again")
    bob.say(alice, f"{PLANT} live, too")
    await arrives(alice, bob, [f"{PLANT} live again"], since[bob])
    await arrives(bob, alice, [f"{PLANT} live, too"], since[alice])
    evening.only_ours(alice, bob)


async def the_bouncer_gets_what_was_typed(evening):
    alice = evening.alice
    since, before = len(alice.shown), len(alice.tap.out)
    alice.core("msg -server net *status ListNetworks")
    await until(lambda: any("irc.example.net" in line.text and "|" in line.text for line in alice.shown[since:]),
                lambda: f"the answer: {alice.screen()}")
    expect(lines_to(alice, "*status", before) == [b"ListNetworks"], f"sent: {lines_to(alice, '*status', before)}")
    others = [who for who, text in evening.network.texts(alice.tap.out) if OURS.fullmatch(text) and who != "bob"]
    expect(not others, f"lines of the library went to {others}")


async def nothing_private_crossed_the_wire(evening):
    for person in evening.everybody:
        readable = bytes(person.tap.out + person.tap.back)
        expect(PLANT.encode() not in readable, f"on the connection of {person.name}")
    expect(b"You are now identified" in bytes(evening.alice.tap.back), "the tap does not see what is plain")
