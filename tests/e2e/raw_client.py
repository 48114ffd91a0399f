"""A minimal host: a client of IRC that gives the library every raw line, and keeps what crosses the wire
and what stands on the screen."""
import asyncio
import os
import sys
from types import SimpleNamespace

from rig import Failure, expect, until

HERE = os.path.dirname(os.path.abspath(__file__))
ACCOUNT = "irc"


def library(build):
    """The binding for Python, upon the library that make has built."""
    os.environ.setdefault("SUBROSA_LIBRARY", os.path.join(os.path.abspath(build), "libsubrosa.so.0"))
    sys.path.insert(0, os.path.join(HERE, "../../bindings/python/src"))
    import subrosa_messenger
    RawClient.subrosa = subrosa_messenger


class RawClient:
    """Somebody at a client. What is typed and what comes goes through the library, line by line."""

    subrosa = None

    def __init__(self, nick, place, server, settings="interval-ms=0", capabilities="", password=None):
        self.name = nick
        self.nick, self.server, self.capabilities, self.password = nick, server, capabilities, password
        # As ZNC and others name the programs of one user.
        self.vault = os.path.join(place, f"{nick}-{id(self):x}.vault")
        self.settings = dict(word.split("=") for word in settings.split())
        self.screen = []  # lines that the client gets
        self.came = []  # lines of the server
        self.typed = []  # lines that have left as they were typed
        self.ours = []  # lines that the library has sent
        self.questions = {}
        self.states = {}
        self.writer = None

    @property
    def shown(self):
        """The screen, for who tells how a scenario failed."""
        return [SimpleNamespace(flags={"raw"}, text=line.decode(errors="replace")) for line in self.screen]

    async def start(self):
        self.messenger = self.subrosa.Messenger(self.vault, command="/msg *subrosa")
        self.carry_out(self.messenger.opened)
        settings = {name.replace("-", "_"): value for name, value in self.settings.items()}
        self.carry_out(self.messenger.attach(ACCOUNT, "irc", **settings))
        await self.connect()

    async def connect(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.server.port, limit=1 << 20)
        self.tasks = [asyncio.create_task(self.read()), asyncio.create_task(self.tick())]
        before = len(self.came)
        for line in [*([f"CAP REQ :{self.capabilities}"] if self.capabilities else []),
                     *([f"PASS {self.password}"] if self.password else []), f"NICK {self.nick}",
                     f"USER {self.nick[:10]} 0 * :{self.nick.title()}", *(["CAP END"] if self.capabilities else [])]:
            self.types(line)
        await until(lambda: any(b" 001 " in line for line in self.came[before:]), f"{self.nick} is greeted")

    async def disconnect(self):
        """Without a word: the host tells the library that the connection is gone."""
        for task in self.tasks:
            task.cancel()
        self.writer.close()
        self.writer = None
        self.carry_out(self.messenger.online(ACCOUNT, False))

    async def leave(self):
        if self.writer:
            await self.disconnect()
            self.messenger.close()

    def write(self, line):
        if self.writer:
            self.writer.write(line + b"\r\n")

    def types(self, line):
        """Whether the line has left as it was typed."""
        outcome = self.messenger.irc_out(ACCOUNT, line)
        if outcome.passes:
            self.typed.append(line.encode())
            self.write(line.encode())
        passes = outcome.passes
        self.carry_out(outcome)
        return passes

    def says(self, peer, text):
        return self.types(f"PRIVMSG {peer} :{text}")

    def carry_out(self, outcome):
        events = self.subrosa
        for event in outcome:
            raw = getattr(event, "raw", None)
            match event:
                case events.Send():
                    if raw is None or self.writer is None:
                        outcome.undone()
                        continue
                    self.ours.append(raw.encode())
                    self.write(raw.encode())
                    continue
                case events.Say(code=code, question=question, peer=peer) if question:
                    self.questions[code] = question
                case events.Title(peer=peer, state=state):
                    self.states[peer.lower()] = state
            if raw is not None:
                self.screen.append(raw.encode())

    def answer(self, code, word):
        self.carry_out(self.messenger.answer(self.questions.pop(code), word))

    async def read(self):
        try:
            while line := await self.reader.readline():
                line = line.rstrip(b"\r\n")
                self.came.append(line)
                if line.startswith(b"PING "):
                    self.write(b"PONG" + line[4:])
                outcome = self.messenger.irc_in(ACCOUNT, line)
                if outcome.verdict == self.subrosa.Verdict.MARKED:
                    self.screen.append(outcome.line)
                elif outcome.verdict != self.subrosa.Verdict.TAKEN:
                    self.screen.append(line)
                self.carry_out(outcome)
        except ConnectionError:
            pass

    async def tick(self):
        while True:
            wake = self.messenger.wake
            await asyncio.sleep(0.05 if wake is None else min(wake, 0.05))
            if wake is not None and wake <= 0.05:
                self.carry_out(self.messenger.tick())

    def texts_of(self, nick, since=0):
        """What stands on the screen as said by somebody to this person."""
        found = []
        for line in self.screen[since:]:
            tags, _, rest = line.partition(b" ") if line.startswith(b"@") else (b"", b"", line)
            source, command, *_ = rest.split(b" ", 2)
            if source.split(b"!")[0] == b":" + nick.encode() and command == b"PRIVMSG":
                found.append(rest.split(b" :", 1)[1].decode())
        return found

    def garbage(self):
        """Lines of the library that the client would show."""
        return [line for line in self.screen if b"?SR1" in line]


async def become_private(alice, bob):
    alice.types(f"SUBROSA start {bob.nick}")
    await until(lambda: "ask-invited" in bob.questions, f"{bob.nick} is asked: {bob.screen[-3:]}")
    bob.answer("ask-invited", "accept")
    await until(lambda: alice.states.get(bob.nick) == "private" and bob.states.get(alice.nick) == "private",
                lambda: f"private on both sides: {alice.states} {bob.states}")


async def arrive(sender, receiver, texts, since=0, seconds=40):
    """All texts have come: once each, in order, as they were."""
    await until(lambda: len(receiver.texts_of(sender.nick, since)) >= len(texts),
                lambda: f"{receiver.nick} has {len(receiver.texts_of(sender.nick, since))} of {len(texts)}", seconds)
    got = receiver.texts_of(sender.nick, since)
    expect(got == texts, next((f"{want!r} is shown as {is_!r}" for want, is_ in zip(texts, got) if want != is_),
                              f"{len(got) - len(texts)} too many"))


async def quiet(*clients, seconds=0.4):
    """When nothing has come for a while."""
    for _ in range(100):
        before = [len(client.came) + len(client.ours) for client in clients]
        await asyncio.sleep(seconds)
        if before == [len(client.came) + len(client.ours) for client in clients]:
            return
    raise Failure("lines go on for ever")
