"""Real servers on loopback, each with what is particular to its network."""
import asyncio
import html
import os
import re
import shutil
import socket
import xml.etree.ElementTree as xml

from rig import expect, free_port, until

ROOT = os.getuid() == 0


class Network:
    """A server process. Subclasses say how it is configured and what crosses its wire."""

    protocol = None
    whole_texts = True  # a text arrives as one, with its line breaks

    def __init__(self, directory, strict=False):
        self.directory = os.path.join(directory, self.protocol)
        self.strict = strict  # with the limits that the server has by default
        self.port = free_port()
        self.log = os.path.join(self.directory, "log")
        self.process = None
        os.mkdir(self.directory)

    def command(self):
        raise NotImplementedError

    def address(self, name):
        """What others call this person."""
        raise NotImplementedError

    def person(self, address):
        raise NotImplementedError

    def texts(self, out):
        """What a client gave to the server for others, as (person, bytes)."""
        raise NotImplementedError

    def readable(self, taken):
        """What somebody could read who sees these bytes."""
        return bytes(taken)

    async def prepare(self, people):
        """Before the first start."""

    async def start(self):
        with open(self.log, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command(), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log)
        await until(self.answers, lambda: f"the {self.protocol} server on port {self.port}: {self.last_words()}")

    def answers(self):
        expect(self.process.returncode is None, f"the {self.protocol} server ended: {self.last_words()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()[-400:]

    async def stop(self):
        if self.process and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


class Irc(Network):
    """ngircd, as nobody if started by root."""

    protocol = "irc"
    whole_texts = False

    async def prepare(self, people):
        with open(os.path.join(self.directory, "conf"), "w", encoding="utf-8") as file:
            file.write(f"""
[Global]
Name = irc.example.net
Info = a server for one test
Listen = 127.0.0.1
Ports = {self.port}
{"ServerUID = nobody" if ROOT else ""}
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 16
{"" if self.strict else "MaxPenaltyTime = 0"}
PingTimeout = 300
[Options]
DNS = no
Ident = no
PAM = no
""")

    def command(self):
        program = shutil.which("ngircd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        return [program, "-n", "-f", os.path.join(self.directory, "conf")]

    def address(self, name):
        return name

    def person(self, address):
        return address.lower()

    def texts(self, out):
        found = re.findall(rb"(?m)^(?:PRIVMSG|NOTICE) (\S+) :?(.*?)\r?$", bytes(out))
        return [(self.person(target.decode()), text) for target, text in found]


class Xmpp(Network):
    """prosody without TLS, so that the tap sees what an operator would see."""

    protocol = "xmpp"

    async def prepare(self, people):
        friends = "".join(f"{self.address(name)}={name.title()}\n" for name in people if name != "dora")
        with open(os.path.join(self.directory, "friends"), "w", encoding="utf-8") as file:
            file.write("[Friends]\n" + friends)
        limits = 'limits = { c2s = { rate = "10kb/s", burst = "2s" } }' if self.strict else ""
        with open(os.path.join(self.directory, "prosody.cfg.lua"), "w", encoding="utf-8") as file:
            file.write(f"""
data_path = "{self.directory}/data"
pidfile = "{self.directory}/pid"
run_as_root = {"true" if ROOT else "false"}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {self.port} }}
s2s_ports = {{}}
modules_enabled = {{
    "roster", "saslauth", "disco", "presence", "message", "iq", "ping", "posix", "groups", "carbons",
    {'"limits"' if self.strict else ""}
}}
modules_disabled = {{ "s2s", "tls", "offline" }}
groups_file = "{self.directory}/friends"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
{limits}
log = {{ info = "*console" }}
VirtualHost "localhost"
""")
        os.mkdir(os.path.join(self.directory, "data"))
        for name in people:
            register = await asyncio.create_subprocess_exec(
                "prosodyctl", "--config", os.path.join(self.directory, "prosody.cfg.lua"), "register", name, "localhost",
                "secret", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
            said, _ = await register.communicate()
            expect(register.returncode == 0, f"prosodyctl: {said.decode(errors='replace')[-400:]}")

    def command(self):
        return ["prosody", "-F", "--config", os.path.join(self.directory, "prosody.cfg.lua")]

    def address(self, name):
        return f"{name}@localhost"

    def person(self, address):
        return address.split("@")[0].lower()

    def texts(self, out):
        found = []
        for stanza in re.findall(rb"(?s)<message\b[^>]*>.*?</message>", bytes(out)):
            message = xml.fromstring(stanza.decode())
            who = self.person(message.get("to"))
            # A line, or the body and the same with markup; typing and the like have no text.
            lines = message.findall("{urn:subrosa:1}line")
            for part in lines or [part for part in message if "".join(part.itertext())]:
                found.append((who, "".join(part.itertext()).encode()))
            if lines:
                self.check(message, lines)
        return found

    def check(self, message, lines):
        """What may stand beside a line, as docs/XMPP.md has it."""
        inside = sorted(part.tag.split("}")[-1] for part in message)
        allowed = [["encryption", "line", "no-store"], ["encryption", "line", "store"],
                   ["body", "encryption", "fallback", "line", "store"]]
        expect(inside in allowed, f"beside a line: {inside}")
        expect("/" not in message.get("to"), f"a line goes to a resource: {message.get('to')}")
        expect(message.findtext("body", "This").startswith("This"), f"beside a line: {message.findtext('body')}")

    def readable(self, taken):
        text = bytes(taken).decode(errors="replace")
        return (text + html.unescape(re.sub(r"<[^>]*>", "", text))).encode()
