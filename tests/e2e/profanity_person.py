"""Somebody at Profanity, in a terminal, with a driver inside (profanity_driver.c) that types and reads."""
import asyncio
import fcntl
import os
import re
import shutil
import struct
import termios
from urllib.parse import quote, unquote

from hexchat_person import Line
from people import WRAPPER, PurplePerson
from rig import expect, until

SETTINGS = """[plugins]
load=subrosa.so;driver.so;

[ui]
splash=false
inpblock=10
inpblock.dynamic=false

[logging]
chlog=true
history=true
"""
ACCOUNTS = """[{0}]
enabled=true
jid={0}@localhost
resource=profanity.desk
server=127.0.0.1
port={1}
tls.policy=disable
password=secret
"""


class ProfanityPerson(PurplePerson):
    """Everything but the start, and the key that makes the driver obey, is as in libpurple."""

    driver = None  # the path of driver.so

    def restart_memory(self):
        super().restart_memory()
        self.console = []

    async def start(self):
        config, share = self.directory + "/config", self.directory + "/share"
        if self.tap.port is None:
            for folder in (config + "/profanity", share + "/profanity/plugins"):
                os.makedirs(folder)
            await self.tap.start()
            with open(config + "/profanity/profrc", "w", encoding="utf-8") as file:
                file.write(SETTINGS)
            with open(share + "/profanity/accounts", "w", encoding="utf-8") as file:
                file.write(ACCOUNTS.format(self.account_name, self.tap.port))
            shutil.copy(self.plugin, share + "/profanity/plugins/subrosa.so")
            shutil.copy(self.driver, share + "/profanity/plugins/driver.so")
        self.restart_memory()
        self.terminal, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        commands, self.commands = os.pipe()
        self.events, events = os.pipe()
        environment = {**os.environ, "HOME": self.directory, "XDG_CONFIG_HOME": config, "XDG_DATA_HOME": share,
                       "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "E2E_IN": str(commands),
                       "E2E_OUT": str(events)}
        self.process = await asyncio.create_subprocess_exec(
            *WRAPPER, "profanity", "-a", self.account_name, stdin=terminal, stdout=terminal,
            stderr=terminal, env=environment, cwd=self.directory, pass_fds=[commands, events], start_new_session=True)
        for number in (terminal, commands, events):
            os.close(number)
        self.reader = asyncio.gather(asyncio.create_task(self.read()), self.look())
        await until(lambda: self.signed_on or self.ended(), lambda: f"{self.name} signs on")
        expect(self.signed_on, f"{self.name} did not sign on")

    async def stream(self, number):
        stream = asyncio.StreamReader(limit=1 << 22)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream),
                                                           os.fdopen(number, "rb", 0))
        return stream

    async def look(self):
        """What is drawn is thrown away; a terminal that nobody reads would stand still."""
        screen = await self.stream(os.dup(self.terminal))
        try:
            while await screen.read(65536):
                pass
        except OSError:  # the other end of a terminal is gone
            pass

    async def read(self):
        stream = await self.stream(self.events)
        while line := await stream.readline():
            name, *words = (unquote(word.decode(errors="replace")) for word in line.split())
            if name in ("signed-on", "signed-off"):
                self.signed_on = name == "signed-on"
            elif name == "done":
                self.done += 1
            elif name == "titled":
                self.titles[self.network.person(words[0])] = f"[{words[1]}]" if words[1:] else ""
            elif name == "shown" and words[0] == "console":
                self.console.append(words[2])
                if said := re.match(r"(\S+@\S+): (.*)", words[2], re.S):  # a text whose person has no window
                    self.shown.append(Line(said[1], {"received"}, said[2]))
            elif name == "shown":
                self.shown.append(Line(words[0], {words[1]}, words[2] if words[2:] else ""))

    def tell(self, command, *words):
        self.asked += 1
        os.write(self.commands, " ".join([command, *(quote(word, safe="") for word in words)]).encode() + b"\n")
        os.write(self.terminal, b"\x07")

    def core(self, text):
        """A command in the first window."""
        self.tell("core", "-", text)

    async def settled(self):
        await until(lambda: self.done >= self.asked or self.ended(), f"{self.name} carries out what was asked")
        expect(not self.ended(), f"{self.name} has died, status {self.process.returncode}")

    async def quit(self):
        if self.process and not self.ended():
            self.tell("quit")
            try:
                await asyncio.wait_for(self.process.wait(), 5)
            except asyncio.TimeoutError:
                await self.kill()
            os.close(self.commands)
            os.close(self.terminal)
            await self.reader

    def logged(self, word):
        """The files of Profanity in which a word stands."""
        found = []
        for folder, _, files in os.walk(self.directory + "/share/profanity"):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    if word.encode() in file.read():
                        found.append(os.path.join(folder, name))
        return found
