"""People at their messengers. `Person` is what the scenarios know; each messenger has a driver, a
subclass that starts it, does in it what a person does, and keeps what its screen shows.
"""
import asyncio
import html
import os
import re
import signal
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from rig import expect, until
from tap import Tap


# What stands before a text, and what it means. A peer could write the same: no test does.
MARKS = {"[not private] ": "clear", "[waiting] ": "waiting", "[waits for you] ": "waiting", "[sending] ": "waiting",
         "[shown before] ": "delayed", "[delayed on its way] ": "delayed"}
AGE = re.compile(r"\[\d+ (min|h|days) ago\] ")


@dataclass
class Shown:
    """One line on a screen: in whose window, of which kind ("sent", "received" or neither), as markup. Its
    marks become flags."""

    window: str
    flags: set
    markup: str
    text: str = field(init=False)

    def __post_init__(self):
        # libpurple makes links, and wraps what comes over XMPP; any other markup is not expected and stays.
        plain = re.sub(r"^<html[^<>]*><body[^<>]*><p>(.*)</p></body></html>$", r"\1", self.markup, flags=re.S)
        plain = re.sub(r"""(?i)<a href=(["'])[^"'<>]*\1>(.*?)</a>""", r"\2", plain)
        self.text = html.unescape(re.sub(r"(?i)<br ?/?>", "\n", plain.replace("&nbsp;", " ")))
        if self.flags & {"sent", "received"}:
            self.take_marks()

    def take_marks(self):
        me = "/me " if self.text.startswith("/me ") else ""
        bare = self.text[len(me):]
        while mark := next((mark for mark in MARKS if bare.startswith(mark)), None):
            bare = bare[len(mark):]
            self.flags.add(MARKS[mark])
        if age := AGE.match(bare):
            bare = bare[age.end():]
            self.flags.add("late")
        self.text = me + bare

    def repeats(self, earlier):
        return any(line.text == self.text and line.flags & self.flags & {"received"} for line in earlier)


class Person:
    """Somebody behind an own tap. What they did before a `start` is gone from the screen."""

    def __init__(self, name, place, network, plugin=None):
        self.name = name
        self.network = network
        self.directory = os.path.join(place, name)
        self.plugin = plugin
        self.tap = Tap(network.port)
        self.shown = []

    # What a driver has to do.

    async def start(self):
        """Starts the messenger and signs on; with what was on the disk, if it ran before."""
        raise NotImplementedError

    async def quit(self):
        raise NotImplementedError

    async def kill(self):
        """As SIGKILL does it."""
        raise NotImplementedError

    def say(self, who, text):
        """Types a text into the conversation and sends it."""
        raise NotImplementedError

    def subrosa(self, who, words):
        """Gives a command to the plugin, in the conversation."""
        raise NotImplementedError

    async def settled(self):
        """Returns when the messenger has carried out everything."""
        raise NotImplementedError

    # What a person sees.

    def window(self, who, since=0):
        return [line for line in self.shown[since:] if self.network.person(line.window) == who.account]

    def received(self, who, since=0):
        return [line.text for line in self.window(who, since) if "received" in line.flags]

    def echoed(self, who, since=0):
        return [line.text for line in self.window(who, since) if "sent" in line.flags]

    def told(self, who, since=0):
        """What the plugin or the messenger has to say about the conversation."""
        return [line.text for line in self.window(who, since) if not line.flags & {"sent", "received"}]

    def is_told(self, who, words, since=0):
        return any(words in line for line in self.told(who, since))

    @property
    def account(self):
        return self.name


class PurplePerson(Person):
    """A headless client on libpurple (purple_client.c): what Pidgin and Finch do, without a window."""

    client = None  # the path of the program
    later = None  # of what is preloaded to change its clock
    # Alice and those who have their devices from her shop use Pidgin, Bob and the others Finch.
    pidgin = ("alice", "carol", "tablet")

    def __init__(self, name, place, network, plugin=None, account=None, resource="", settings=()):
        super().__init__(name, place, network, plugin)
        self.account_name = account or name
        self.settings = list(settings)
        self.username = self.account_name
        if network.protocol == "xmpp":
            self.username = f"{network.address(self.account_name)}/{resource}"
        elif not network.strict:
            self.settings.append("ratelimit-interval=0")
        self.process = None
        self.reader = None
        self.environment = {}
        self.restart_memory()

    @property
    def account(self):
        return self.account_name

    def is_private(self, who, since=0):
        """Whether the window of somebody says that what is written there is private."""
        words = re.compile("is private from now on|is private, and|is private\\. ")
        return "[private" in self.titles.get(who.account, "") or any(map(words.search, self.told(who, since)))

    def restart_memory(self):
        self.shown = []
        self.signed_on = False
        self.failures = []
        self.times_signed_off = 0
        self.questions = {}
        self.buttons = {}
        self.dialogs = 0
        self.menu = None
        self.pictures = []
        self.notices = []
        self.files = []
        self.titles = {}
        self.asked = 0
        self.done = 0

    async def start(self):
        if self.tap.port is None:
            os.makedirs(self.directory, 0o700, exist_ok=True)
            await self.tap.start()
        self.restart_memory()
        with open(self.directory + ".err", "ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                *WRAPPER, self.client, self.directory, "gtk-gaim" if self.name in self.pidgin else "gnt-purple",
                self.network.protocol, self.username, str(self.tap.port), self.plugin or "-", *self.settings,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors, limit=1 << 22,
                env={**os.environ, **self.environment})
        self.reader = asyncio.create_task(self.read())
        await until(lambda: self.signed_on or self.failures or self.ended(), f"{self.name} signs on")
        expect(self.signed_on, f"{self.name} did not sign on: {self.failures}")

    def ended(self):
        return self.process.returncode is not None

    async def read(self):
        while line := await self.process.stdout.readline():
            name, *words = (unquote(word.decode()) for word in line.rstrip(b"\n").split(b" "))
            if name == "signed-on":
                self.signed_on = True
            elif name == "signed-off":
                self.signed_on = False
                self.times_signed_off += 1
            elif name == "failed":
                self.failures.append(words[0])
            elif name == "done":
                self.done += 1
            elif name == "shown":
                self.shown.append(Shown(words[0], set(words[1].split(",")), words[2]))
            elif name == "asked":
                self.questions[words[0]] = words[1]
                self.buttons[words[0]] = words[2].split("|")
                self.dialogs += 1
            elif name == "closed":
                self.questions.pop(words[0], None)
            elif name == "menu":
                self.menu = words[0].split("|")
            elif name == "pictured":
                self.pictures.append([int(word) for word in words])
            elif name == "noticed":
                self.notices.append(words[0])
            elif name == "titled":
                self.titles[self.network.person(words[0])] = words[1]
            elif name == "file":
                self.files.append(words)

    # `say` and the others return when the client has been told; `settled` when it has done it.

    def tell(self, command, *words):
        self.asked += 1
        self.process.stdin.write(" ".join([command, *(quote(word) for word in words)]).encode() + b"\n")

    def say(self, who, text):
        self.tell("say", self.network.address(who.account), text)

    def command(self, who, text):
        """A command of the messenger, without its slash."""
        self.tell("command", self.network.address(who.account), text)

    def subrosa(self, who, words):
        self.command(who, "subrosa " + words)

    def bypass(self, who, text):
        """What libpurple sends by itself: automatic replies, pounces."""
        self.tell("bypass", self.network.address(who.account), text)

    async def answer(self, words, choice, text="", seconds=20):
        """Answers the question with these words in its dialog: by the label of a button, or by what is typed
        into it, if it has none."""
        def found():
            return [name for name, question in self.questions.items() if words in question]
        await until(found, lambda: f"{self.name} is asked {words!r}: {self.questions} {self.notices}", seconds)
        name = found()[-1]
        number = 0
        if choice:
            expect(choice in self.buttons[name], f"{self.name} has the buttons {self.buttons[name]}")
            number = self.buttons[name].index(choice)
        text_of = self.questions.pop(name)
        self.tell("answer", name, str(number), text)
        return text_of

    async def look_at_menu(self, who, choose="", of_list=False):
        self.menu = None
        self.tell("list-menu" if of_list else "menu", self.network.address(who.account), choose)
        await until(lambda: self.menu is not None, "a menu")
        return self.menu

    async def settled(self):
        await self.process.stdin.drain()
        await until(lambda: self.done >= self.asked or self.ended(), f"{self.name} carries out what was asked")
        expect(not self.ended(), f"{self.name} has died, status {self.process.returncode}")

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

    async def leave(self):
        """For good."""
        await self.quit()
        await self.tap.stop()


# Around each client: valgrind, say.
WRAPPER = os.environ.get("E2E_WRAPPER", "").split()
