"""Bots in Python on real servers, and somebody at libpurple who talks to them.

    bots.py BUILD PYTHON [SUITE ...]

BUILD is where make puts things, PYTHON an interpreter that has slixmpp. The suites run side by side.
"""
import asyncio
import os
import sys

from e2e import play, play_side_by_side
from evening import AWKWARD, OURS, PLANT, Evening, arrives
from networks import Irc, Xmpp
from people import Person, PurplePerson
from rig import PATIENCE, expect, until

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
SECONDS_ALL = 55 * PATIENCE


class Bot(Person):
    """A bot of examples/bots as a process. It has no screen."""

    build = python = None

    async def start(self):
        if self.tap.port is None:
            os.mkdir(self.directory, 0o700)
            await self.tap.start()
        name = self.network.protocol
        who = [f"{self.name}@localhost"] if name == "xmpp" else []
        nick = [self.name] if name == "irc" else []
        with open(self.directory + ".err", "ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                self.python, "-B", f"{ROOT}/examples/bots/{name}_bot.py", *who, "127.0.0.1", str(self.tap.port), *nick,
                self.directory + "/vault", stdin=asyncio.subprocess.PIPE, stdout=errors, stderr=errors,
                env={**os.environ, "PYTHONPATH": f"{ROOT}/bindings/python/src",
                     "SUBROSA_LIBRARY": f"{self.build}/libsubrosa.so.0"})
        self.process.stdin.write(b"secret\n")
        greeting = b" 001 " if name == "irc" else b"<presence"
        await until(lambda: greeting in bytes(self.tap.back) or self.ended(), lambda: f"the bot is there: {self.errors()}")
        expect(not self.ended(), f"the bot has ended: {self.errors()}")

    def ended(self):
        return self.process.returncode is not None

    def errors(self):
        with open(self.directory + ".err", encoding="utf-8", errors="replace") as file:
            return file.read()[-600:]

    async def quit(self):
        if not self.ended():
            self.process.terminate()
            status = await asyncio.wait_for(self.process.wait(), 10 * PATIENCE)
            expect(status == 0, f"the bot ends with {status}: {self.errors()}")

    async def kill(self):
        self.process.kill()
        await self.process.wait()

    async def leave(self):
        if not self.ended():
            await self.kill()
        await self.tap.stop()


async def everybody_is_there(evening):
    await evening.bob.start()
    await evening.alice.start()


async def the_bot_answers_in_clear_who_asks_in_clear(evening):
    alice, bot = evening.alice, evening.bob
    since = evening.seen()
    alice.say(bot, "hello <3 & you")
    await arrives(bot, alice, ["You said: hello <3 & you"], since[alice])


async def who_asks_for_privacy_gets_it(evening):
    alice, bot = evening.alice, evening.bob
    since = evening.seen()
    for person in (alice, bot):
        evening.private_from[person] = len(person.tap.out)
    alice.subrosa(bot, "start")
    alice.say(bot, f"{PLANT} too early")
    await until(lambda: alice.is_private(bot, since[alice]), lambda: f"private: {alice.told(bot, since[alice])} {bot.errors()}")
    await arrives(bot, alice, [f"You said: {PLANT} too early"], since[alice])
    evening.only_ours(alice)
    only_lines(evening)


def only_lines(evening):
    """What the bot has sent since then is lines, and on XMPP the sentence for programs without the library."""
    bot = evening.bob
    for target, text in evening.network.texts(bot.tap.out[evening.private_from[bot]:]):
        expect(target == "alice" and (OURS.fullmatch(text) or text.startswith(b"This is a private message.")),
               f"the bot to {target}: {text[:80]}")


async def texts_come_back_in_private(evening):
    alice, bot = evening.alice, evening.bob
    since = evening.seen()
    texts = [f"{PLANT} {text.strip()}" for text in AWKWARD[::4]] + [f"{PLANT} {'long ' * 150}end"]
    for text in texts:
        alice.say(bot, text)
    await arrives(bot, alice, [f"You said: {text}" for text in texts], since[alice], 40)
    only_lines(evening)


async def a_bot_that_is_killed_goes_on_where_it_was(evening):
    alice, bot = evening.alice, evening.bob
    since = evening.seen()
    await bot.kill()
    alice.say(bot, f"{PLANT} while it was dead")
    await alice.settled()
    await bot.start()
    alice.say(bot, f"{PLANT} and alive")
    wanted = {f"You said: {PLANT} while it was dead", f"You said: {PLANT} and alive"}
    await until(lambda: wanted <= set(alice.received(bot, since[alice])),
                lambda: f"Alice has {alice.received(bot, since[alice])}", 50)
    got = alice.received(bot, since[alice])
    expect(len(got) == len(set(got)), f"said twice: {got}")
    only_lines(evening)


async def clear_text_to_the_bot_is_not_answered_any_more(evening):
    """Somebody on the way has put it there."""
    alice, bot = evening.alice, evening.bob
    before = len(bot.tap.out)
    if evening.network.protocol == "irc":
        bot.tap.say(b":alice!~alice@127.0.0.1 PRIVMSG bob :forged in clear\r\n")
    else:
        bot.tap.say(b"<message from='alice@localhost/x' to='bob@localhost' type='chat'><body>forged in clear</body></message>")
    since = evening.seen()
    alice.say(bot, f"{PLANT} behind it")
    await arrives(bot, alice, [f"You said: {PLANT} behind it"], since[alice])
    expect(b"forged" not in bytes(bot.tap.out[before:]), "the bot answers what was forged")


async def stanzas_are_as_the_page_says(evening):
    """docs/XMPP.md: a line in its element, with what tells servers and other programs about it."""
    sent = bytes(evening.bob.tap.out[evening.private_from[evening.bob]:])
    expect(b'<line xmlns="urn:subrosa:1">?SR1' in sent, "a line in an element of its own")
    expect(b"urn:xmpp:eme:0" in sent and b"urn:xmpp:fallback:0" in sent, "encryption and fallback")
    expect(b"<store " in sent and b"<no-store " in sent, "hints")
    expect(b"urn:subrosa:1" in sent and b"active" not in sent, "no chat states")


async def the_bot_ends_in_peace(evening):
    await evening.bob.quit()


async def the_planted_word_never_crossed_the_wire(evening):
    for person in evening.everybody:
        readable = evening.network.readable(person.tap.out + person.tap.back)
        expect(b"You said: hello" in readable, "the tap does not see what is plain")
        place = readable.find(PLANT.encode())
        expect(place < 0, f"on the connection of {person.name}: {readable[max(0, place - 60):place + 60]}")


BOTH = [everybody_is_there, the_bot_answers_in_clear_who_asks_in_clear, who_asks_for_privacy_gets_it,
        texts_come_back_in_private, a_bot_that_is_killed_goes_on_where_it_was,
        clear_text_to_the_bot_is_not_answered_any_more]
END = [the_bot_ends_in_peace, the_planted_word_never_crossed_the_wire]
SUITES = {
    "irc-bot": (Irc, [*BOTH, *END]),
    "xmpp-bot": (Xmpp, [*BOTH, stanzas_are_as_the_page_says, *END]),
}


async def play_suite(suite, place, build, end):
    network_kind, scenarios = SUITES[suite]
    network = network_kind(place)
    alice = PurplePerson("alice", place, network, f"{build}/subrosa-purple.so")
    return await play(suite, scenarios, Evening(network, alice=alice, bob=Bot("bob", place, network)), end)


async def main(build, python, *suites):
    build = os.path.abspath(build)
    PurplePerson.client = f"{build}/e2e-client"
    Bot.build, Bot.python = build, os.path.abspath(python)
    return await play_side_by_side("bots: ", lambda suite, place, end: play_suite(suite, place, build, end),
                                   suites or SUITES, SECONDS_ALL)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
