"""Somebody at irssi, in a terminal of its own, with a driver inside (irssi_driver.pl) that types and reads."""
import asyncio
import fcntl
import os
import pty
import shutil
import struct
import termios
from urllib.parse import quote, unquote

from people import PurplePerson
from rig import expect, until
from weechat_person import Line

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
COMMANDS = """set server_reconnect_time 1s
set autolog on
set autolog_path {0.directory}/logs/$tag/$0.log
network add -nick {0.name} net
server add -network net 127.0.0.1 {0.tap.port}"""


class IrssiPerson(PurplePerson):
    """The driver speaks as purple_client.c does; everything but the start is the same."""

    library = None  # the path of libsubrosa.so

    def restart_memory(self):
        super().restart_memory()
        self.begun = 0  # how often irssi has begun: anew after an upgrade
        self.input = None
        self.terminal = bytearray()

    def prepare(self):
        """The files of the user, as `make install-irssi` puts them."""
        autorun = self.directory + "/scripts/autorun"
        os.makedirs(autorun, exist_ok=True)
        shutil.copy(SOURCES + "/tests/e2e/irssi_driver.pl", autorun + "/a_driver.pl")
        if self.plugin:
            shutil.copy(self.plugin, autorun)
            shutil.copytree(SOURCES + "/bindings/perl/lib", self.directory + "/subrosa", dirs_exist_ok=True)
            shutil.copy(self.library, self.directory + "/subrosa/Subrosa/Messenger/libsubrosa.so")

    async def start(self):
        if self.tap.port is None:
            os.mkdir(self.directory, 0o700)
            await self.tap.start()
        self.restart_memory()
        self.prepare()
        commands = COMMANDS.format(self)
        if not self.network.strict:
            commands += "\nset cmd_queue_speed 10msec\nset cmds_max_at_once 1000"
        from_us, to_us = os.pipe(), os.pipe()
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
        environment = {**os.environ, "HOME": self.directory, "XDG_DATA_HOME": self.directory + "/share",
                       "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm", "E2E_IN": str(from_us[0]),
                       "E2E_OUT": str(to_us[1]), "E2E_COMMANDS": commands}
        environment.pop("SUBROSA_LIBRARY", None)
        self.process = await asyncio.create_subprocess_exec(
            "irssi", "--home=" + self.directory, stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
            pass_fds=[from_us[0], to_us[1]], start_new_session=True)
        for fd in (from_us[0], to_us[1], theirs):
            os.close(fd)
        self.typing = await self.opened(from_us[1], "wb")
        self.reader = asyncio.gather(self.read(await self.opened(to_us[0], "rb")),
                                     self.watch(await self.opened(ours, "rb")))
        await until(lambda: self.signed_on or self.ended(), lambda: f"{self.name} signs on: {self.screen()}")
        expect(self.signed_on, f"{self.name} did not sign on: {self.screen()}")
        errors = [line.text for line in self.shown if "Error in script" in line.text or " line " in line.text]
        expect(not errors, f"the script was not loaded: {errors}")

    async def opened(self, fd, mode):
        """A pipe or terminal as asyncio has it: something to read from, or to write to."""
        loop = asyncio.get_running_loop()
        if mode == "wb":
            return (await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(fd, mode)))[0]
        reader = asyncio.StreamReader(limit=1 << 22)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, mode))
        return reader

    def screen(self):
        return [line.text for line in self.shown[-6:]] or bytes(self.terminal[-300:])

    async def watch(self, terminal):
        """What is drawn, with its control sequences."""
        try:
            while data := await terminal.read(65536):
                self.terminal += data
        except OSError:
            pass  # how a terminal says that nobody holds it any more

    async def read(self, events):
        while line := await events.readline():
            name, *words = (unquote(word.decode(errors="replace")) for word in line.split())
            if name == "signed-on":
                self.signed_on = True
            elif name == "signed-off":
                self.signed_on = False
                self.times_signed_off += 1
            elif name == "begin":
                self.begun += 1
                self.done = self.asked
            elif name == "done":
                self.done += 1
            elif name == "typed":
                self.input = words[1] if words[1:] else ""
            elif name == "shown":
                self.shown.append(Line(words[0], set(words[1].split(",")), words[2] if words[2:] else ""))
                if "Subrosa: Type /subrosa " in self.shown[-1].text:
                    self.questions[len(self.shown) - 1] = self.shown[-2].text

    def tell(self, command, *words):
        self.asked += 1
        self.typing.write(" ".join([command, *(quote(word) for word in words)]).encode() + b"\n")

    async def settled(self):
        await until(lambda: self.done >= self.asked or self.ended(), f"{self.name} carries out what was asked")
        expect(not self.ended(), f"{self.name} has died, status {self.process.returncode}: {self.screen()}")

    async def answer(self, words, choice, text="", seconds=20):
        """Types the answer to the question with these words in the window where it stands."""
        def found():
            return [line for line, question in self.questions.items() if words in question]
        await until(found, lambda: f"{self.name} is asked {words!r}: {self.questions}", seconds)
        for line in found():
            del self.questions[line]
            self.tell("command", self.shown[line].window, f"subrosa {choice.lower()} {text}".strip())

    def core(self, text):
        """A command in no window of anybody."""
        self.tell("core", "-", text)

    async def typed(self, who):
        """What stands in the input line of the window."""
        self.input = None
        self.tell("look", self.network.address(who.account), "-")
        await self.settled()
        return self.input

    async def quit(self):
        if self.process and not self.ended():
            self.typing.write(b"quit\n")
            try:
                await asyncio.wait_for(self.process.wait(), 5)
            except asyncio.TimeoutError:
                await self.kill()

    def logs(self):
        """What irssi has written down."""
        texts = []
        for folder, _, names in os.walk(self.directory + "/logs"):
            for name in names:
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    texts.append(file.read())
        return "\n".join(texts)
