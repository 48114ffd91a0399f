"""What the scenarios stand on: a real IRC server, a tap on every connection, headless clients.

Everything is on loopback and below one temporary directory; only processes started here are ended.
"""
import asyncio
import html
import os
import re
import shutil
import signal
import socket
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

CONFIGURATION = """
[Global]
Name = irc.example.net
Info = a server for one test
Listen = 127.0.0.1
Ports = {port}
{user}
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 16
MaxPenaltyTime = 0
PingTimeout = 300
[Options]
DNS = no
Ident = no
PAM = no
"""


# Everything may take so many times longer: under valgrind, say.
PATIENCE = float(os.environ.get("E2E_PATIENCE", "1"))


class Failure(Exception):
    """What was expected did not come, or what must not be is there."""


def expect(condition, what):
    if not condition:
        raise Failure(what)


async def until(condition, what, seconds=20):
    """Waits until `condition()` is true; what it waits for is said when it does not come."""
    end = asyncio.get_running_loop().time() + seconds * PATIENCE
    while not condition():
        if asyncio.get_running_loop().time() > end:
            raise Failure(f"not within {seconds} s: {what() if callable(what) else what}")
        await asyncio.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """ngircd, as nobody if started by root."""

    def __init__(self, directory):
        self.port = free_port()
        self.file = os.path.join(directory, "ngircd.conf")
        self.log = os.path.join(directory, "ngircd.log")
        self.process = None

    async def start(self):
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(
                port=self.port, user="ServerUID = nobody" if os.getuid() == 0 else ""))
        program = shutil.which("ngircd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        with open(self.log, "wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                program, "-n", "-f", self.file, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log)
        await until(self.answers, lambda: f"ngircd on port {self.port}: {self.last_words()}")

    def answers(self):
        expect(self.process.returncode is None, f"ngircd ended: {self.last_words()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()[-400:]

    async def stop(self):
        if self.process and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


class Tap:
    """Stands between one client and the server and keeps every byte of both directions."""

    def __init__(self, port):
        self.server_port = port
        self.port = None
        self.out = bytearray()
        self.back = bytearray()
        self.listener = None

    async def start(self):
        self.listener = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        self.port = self.listener.sockets[0].getsockname()[1]

    async def stop(self):
        self.listener.close()
        await self.listener.wait_closed()

    async def connected(self, client_in, client_out):
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self.server_port)
        await asyncio.gather(self.pass_on(client_in, server_out, self.out),
                             self.pass_on(server_in, client_out, self.back))

    @staticmethod
    async def pass_on(source, target, record):
        try:
            while data := await source.read(65536):
                record += data
                target.write(data)
                await target.drain()
        except ConnectionError:
            pass  # a client was killed
        finally:
            target.close()

    def texts(self, since=0):
        """What the client gave to the server for others, as (command, target, bytes)."""
        return re.findall(rb"(?m)^(PRIVMSG|NOTICE) (\S+) :?(.*?)\r?$", bytes(self.out[since:]))


@dataclass
class Shown:
    """One line on a screen."""

    window: str
    flags: set
    markup: str
    text: str = field(init=False)

    def __post_init__(self):
        # Links in one's own texts are libpurple's; any other markup is not expected and stays.
        plain = re.sub(r'<A HREF="[^"]*">(.*?)</A>', r"\1", self.markup) if "sent" in self.flags else self.markup
        self.text = html.unescape(re.sub(r"(?i)<br ?/?>", "\n", plain.replace("&nbsp;", " ")))

    def repeats(self, earlier):
        return any(line.text == self.text and line.flags & self.flags & {"received"} for line in earlier)


class Person:
    """A headless client with its directory, behind its own tap."""

    def __init__(self, name, place, server, client, plugin=None):
        self.name = name
        self.directory = os.path.join(place, name)
        self.tap = Tap(server.port)
        self.program = [client, self.directory, name]
        self.plugin = [plugin] if plugin else []
        self.process = None
        self.reader = None
        self.restart_memory()

    def restart_memory(self):
        self.shown = []
        self.signed_on = False
        self.failures = []
        self.asked = 0
        self.done = 0

    async def start(self):
        if self.tap.port is None:
            os.mkdir(self.directory, 0o700)
            await self.tap.start()
        self.restart_memory()
        with open(self.directory + ".err", "ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                *self.program, str(self.tap.port), *self.plugin,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors, limit=1 << 22)
        self.reader = asyncio.create_task(self.read())
        await until(lambda: self.signed_on or self.failures or self.ended(), f"{self.name} signs on")
        expect(self.signed_on, f"{self.name} did not sign on: {self.failures}")

    def ended(self):
        return self.process.returncode is not None

    async def read(self):
        while line := await self.process.stdout.readline():
            name, *words = (unquote(word.decode()) for word in line.split())
            if name == "signed-on":
                self.signed_on = True
            elif name == "signed-off":
                self.signed_on = False
            elif name == "failed":
                self.failures.append(words[0])
            elif name == "done":
                self.done += 1
            elif name == "shown":
                self.shown.append(Shown(words[0], set(words[1].split(",")), words[2]))

    # What a person does. `say` and the others return when the client has been told; `settled`
    # when it has carried everything out.

    def tell(self, command, who, text):
        self.asked += 1
        self.process.stdin.write(f"{command} {quote(who.name)} {quote(text)}\n".encode())

    def say(self, who, text):
        self.tell("say", who, text)

    def command(self, who, text):
        self.tell("command", who, text)

    def bypass(self, who, text):
        self.tell("bypass", who, text)

    async def settled(self):
        await self.process.stdin.drain()
        await until(lambda: self.done >= self.asked or self.ended(), f"{self.name} carries out what was asked")
        expect(not self.ended(), f"{self.name} has died, status {self.process.returncode}")

    # What a person sees.

    def texts(self, kind, who, since=0):
        return [line.text for line in self.shown[since:]
                if kind in line.flags and line.window.lower() == who.name]

    def received(self, who, since=0):
        return self.texts("received", who, since)

    def echoed(self, who, since=0):
        return self.texts("sent", who, since)

    def told(self, who, since=0):
        """What the plugin or libpurple has to say about the conversation."""
        return [line.text for line in self.shown[since:]
                if not line.flags & {"sent", "received"} and line.window.lower() == who.name]

    async def kill(self):
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        await self.reader

    async def quit(self):
        if self.process and not self.ended():
            self.process.stdin.write(b"quit\n")
            try:
                await asyncio.wait_for(self.process.wait(), 5)
            except asyncio.TimeoutError:
                await self.kill()
        if self.tap.listener:
            await self.tap.stop()
