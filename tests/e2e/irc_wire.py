"""Raw clients on a server of IRC, and a record of what goes over the wire of one of them.

What the library will have encrypted is a placeholder of the form of its lines, of a length that it
has, which the record names: `{bob see you}` is the line by which Bob says "see you".
"""
import asyncio
import datetime
import random
import re
import string

from rig import Failure, until

QUIET = 0.25  # seconds after which a server has said what it had to say


class Wire:
    """A connection of somebody."""

    def __init__(self, record, nick, recorded=False):
        self.record, self.nick, self.recorded = record, nick, recorded
        self.lines = []

    async def open(self, port):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        self.task = asyncio.create_task(self.read())
        self.record.wires.append(self)

    async def read(self):
        try:
            while line := await self.reader.readline():
                line = line.rstrip(b"\r\n")
                if line.startswith(b"PING "):
                    self.writer.write(b"PONG" + line[4:] + b"\r\n")
                    continue
                self.lines.append(line)
                self.record.heard += 1
                if self.recorded:
                    self.record.rows.append(("in", line))
        except (ConnectionError, asyncio.LimitOverrunError):
            pass

    def send(self, line):
        self.writer.write(line.encode() + b"\r\n")

    async def registers(self, *before, user=None, password=None):
        """With what is sent before, such as CAP."""
        for line in [*before, *([f"PASS {password}"] if password else []), f"NICK {self.nick}",
                     f"USER {user or self.nick} 0 * :{self.nick.title()}", *(["CAP END"] if before else [])]:
            self.types(line)
        await until(lambda: any(b" 001 " in line for line in self.lines), f"{self.nick} is greeted: {self.lines[-2:]}")
        await self.record.settles()

    def types(self, line):
        """What somebody types leaves as it is."""
        if self.recorded:
            self.record.rows.append(("out", line.encode()))
        self.send(line)

    def says(self, target, text, head="PRIVMSG {} :", tags=""):
        """What somebody types in private leaves as a line of the library."""
        if self.recorded:
            self.record.rows.append(("out", (tags + head.format(target) + text).encode()))
        name = self.record.who(self.nick)
        self.send(tags + f"PRIVMSG {target} :" + self.record.placeholder(name, text))

    def receipts(self, target):
        """A line that nobody typed."""
        self.record.rows.append(("tick", b""))
        self.send(f"PRIVMSG {target} :" + self.record.placeholder(self.record.who(self.nick), "receipt"))

    async def carries(self, to, target=None):
        """How many bytes of a text reach somebody."""
        since = len(to.lines)
        head = f"PRIVMSG {target or to.nick} :"
        self.send(head + "x" * (510 - len(head)))
        await until(lambda: to.lines[since:], f"what is carried to {to.nick}")
        text = to.lines[since].rsplit(b":", 1)[1]
        self.record.rows.append(("carried", f"{len(text)} {target or to.nick}".encode()))
        await self.record.settles()

    async def closes(self):
        self.recorded = False
        self.task.cancel()
        self.writer.close()
        self.record.wires.remove(self)


class Record:
    """What happened on the connection of one person, in its order."""

    def __init__(self, title):
        self.title, self.rows, self.wires, self.heard = title, [], [], 0
        self.placeholders = {}
        self.random = random.Random(title)
        self.names = {}
        self.begun, self.hour = self.now(), None

    @staticmethod
    def now():
        return int(datetime.datetime.now(datetime.timezone.utc).timestamp())

    def an_hour_passes(self):
        """What was said before was said an hour earlier."""
        self.hour = self.now()
        self.rows.append(("wait", b"3600000"))

    def shifted(self, clock):
        """A time of day of this record, as if it had begun at eight."""
        if clock == "23:59:59":
            return clock  # somebody has typed it
        hours, minutes, seconds = map(int, clock.split(":"))
        since = (3600 * hours + 60 * minutes + seconds - self.begun) % 86400
        later = self.hour is not None and since >= self.hour - self.begun
        return f"{9 if later else 8:02}:{since // 60 % 60:02}:{since % 60:02}"

    def who(self, nick):
        return self.names.setdefault(nick, nick)

    def placeholder(self, name, text):
        for line, said in self.placeholders.items():
            if said == (name, text):
                return line
        letters = string.ascii_letters + string.digits + "-_"
        line = "?SR1:" + "".join(self.random.choice(letters) for _ in range(150)) + "."
        self.placeholders[line] = (name, text)
        return line

    def says_what(self, text):
        """A row that is for the test and not for the wire."""
        self.rows.append((text, b""))

    def comment(self, text):
        self.rows.append(("#", text.encode()))

    async def settles(self, wait=QUIET):
        while True:
            heard = self.heard
            await asyncio.sleep(wait)
            if heard == self.heard:
                return

    async def person(self, nick, server, *before, recorded=False, **how):
        wire = Wire(self, nick, recorded)
        await wire.open(server.port)
        await wire.registers(*before, **how)
        return wire

    def text(self):
        """The record, without what would be otherwise another time."""
        lines = [f"# {self.title}"]
        for kind, line in self.rows:
            if kind == "#":
                lines += ["", f"# {line.decode()}"]
                continue
            text = "".join(c if c.isprintable() and c != "\\" else escaped(c)
                           for c in line.decode(errors="surrogateescape"))
            for placeholder, (name, said) in self.placeholders.items():
                text = text.replace(placeholder, f"{{{name} {said}}}")
            if "?SR1:" in text:
                raise Failure(f"a placeholder came back otherwise: {text}")
            lines.append(f"{kind} {text}".rstrip(" ") if not text else f"{kind} {text}")
        return self.anonymous("\n".join(lines) + "\n")

    def anonymous(self, text):
        """Times, ports and random names are the same in each record."""
        text = re.sub(r"(?m)( 003 \w+ :This server ).*$", r"\1was made some time ago", text)
        text = re.sub(r"127\.0\.0\.1[/:]\d+", "127.0.0.1/6667", text)
        for what, name in ((r"msgid=([^ ;]{8,})", "m"), (r"BATCH [+]([^ ]{8,})", "b")):
            for number, found in enumerate(dict.fromkeys(re.findall(what, text))):
                text = re.sub(re.escape(found) + r"(?![^ ;\n])", f"{name}{number + 1}", text)
        text = re.sub(r"\b17\d{8}\b", "1800000000", text)
        for what in (r"time=\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)[.]\d+Z", r"[: ]\x5b(\d\d:\d\d:\d\d)\x5d "):
            text = re.sub(what, lambda found: found[0].replace(found[1], self.shifted(found[1])), text)
        text = re.sub(r"time=\d{4}-\d\d-\d\d(T[\d:]+)[.]\d+Z", r"time=2027-01-15\1.000Z", text)
        return re.sub(r"\w{3} \d\d \d\d:\d\d:\d\d 20\d\d( \+0000)?", "Jan 15 08:00:00 2027", text)


def escaped(c):
    if c == "\\":
        return "\\\\"
    return "".join(f"\\x{byte:02x}" for byte in c.encode(errors="surrogateescape"))
