"""Somebody at WeeChat: weechat-headless with a driver inside (weechat_driver.c) that types and reads."""
import asyncio
import os
import re
import shutil
from dataclasses import dataclass
from urllib.parse import unquote

from people import PurplePerson, Shown
from rig import expect, until


@dataclass
class Line(Shown):
    """One line of WeeChat's screen: plain, perhaps with marks."""

    def __post_init__(self):
        self.text = self.markup
        if self.flags & {"sent", "received"}:
            self.take_marks()


class WeechatPerson(PurplePerson):
    """The driver speaks as purple_client.c does; everything but the start is the same."""

    program = "weechat-headless"
    load = "plugin load"  # how it is loaded
    installed = False  # whether WeeChat loads the plugin, and connects, by itself
    driver = None  # the path of driver.so
    server_options = ""  # beside the nick

    def restart_memory(self):
        super().restart_memory()
        self.begun = 0  # how often WeeChat has begun: anew after an upgrade
        self.looked, self.input = [], None

    async def start(self):
        if self.tap.port is None:
            os.mkdir(self.directory, 0o700)
            await self.tap.start()
        self.restart_memory()
        # From where WeeChat loads plugins by itself, after an upgrade too.
        os.makedirs(self.directory + "/plugins", exist_ok=True)
        shutil.copy(self.driver, self.directory + "/plugins/driver.so")
        commands = [
                    "/set logger.file.flush_delay 0",
                    "/set irc.server_default.autoreconnect_delay 1",
                    "/set irc.network.autoreconnect_delay_growing 1"]
        if not self.network.strict:
            commands += ["/set irc.server_default.anti_flood_prio_high 0",
                         "/set irc.server_default.anti_flood_prio_low 0"]
        if self.installed:
            shutil.copy(self.plugin, self.directory + "/plugins/subrosa.so")
        elif self.plugin:
            commands += [f"/{self.load} {self.plugin}"]
        if not self.installed:
            commands += [f"/server add net 127.0.0.1/{self.tap.port} -nicks={self.name} -notls {self.server_options}".rstrip(), "/connect net"]
        environment = {**os.environ, "HOME": self.directory, "XDG_DATA_HOME": self.directory + "/share",
                       "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
        with open(self.directory + ".err", "ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                self.program, "-d", self.directory, *(word for line in commands for word in ("-r", line)),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors, limit=1 << 22,
                env=environment)
        self.reader = asyncio.create_task(self.read())
        await until(lambda: self.signed_on or self.ended(), lambda: f"{self.name} signs on: {self.screen()}")
        expect(self.signed_on, f"{self.name} did not sign on: {self.screen()}")
        if self.plugin:
            refused = [line.text for line in self.shown if re.search(r"Error: (unable to load|.*plugin)", line.text)]
            expect(not refused, f"the plugin was not loaded: {refused}")

    def screen(self):
        return [line.text for line in self.shown[-6:]]

    async def read(self):
        while line := await self.process.stdout.readline():
            name, *words = (unquote(word.decode(errors="replace")) for word in line.split())
            if name in ("signed-on", "signed-off"):
                self.signed_on = name == "signed-on"
            elif name == "begin":
                self.begun += 1
                self.done = self.asked
            elif name == "done":
                self.done += 1
            elif name == "titled":
                self.titles[words[0].lower()] = words[1] if words[1:] else ""
            elif name == "stands":
                self.looked.append(Line(words[0], set(words[1].split(",")), words[2] if words[2:] else ""))
            elif name == "typed":
                self.input = words[1] if words[1:] else ""
            elif name == "shown":
                self.shown.append(Line(words[0], set(words[1].split(",")), words[2] if words[2:] else ""))
                if self.shown[-1].text.startswith("Type /subrosa "):
                    self.questions[len(self.shown) - 1] = self.shown[-2].text

    def told(self, who, since=0):
        """Also what WeeChat says of somebody in the window of the server, where they have none yet."""
        return [line.text for line in self.shown[since:] if not line.flags & {"sent", "received"} and (
            self.network.person(line.window) == who.account or
            line.window == "server.net" and who.account in line.text.lower().split())]

    async def answer(self, words, choice, text="", seconds=20):
        """Types the answer to the question with these words in the window where it stands. Every label that is
        chosen here is a word too."""
        def found():
            return [line for line, question in self.questions.items() if words in question]
        await until(found, lambda: f"{self.name} is asked {words!r}: {self.questions}", seconds)
        for line in found():
            del self.questions[line]
            self.tell("command", self.shown[line].window, f"subrosa {choice.lower()} {text}".strip())

    def core(self, text):
        """A command in the first window."""
        self.tell("core", "-", text)

    async def look(self, who):
        """The lines of the window as they are now; lines are changed after they were shown."""
        self.looked, self.input = [], None
        self.tell("look", self.network.address(who.account), "-")
        await self.settled()
        return self.looked

    def logs(self):
        """What WeeChat has written down."""
        folder = os.path.join(self.directory, "logs")
        texts = []
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                texts.append(file.read())
        return "\n".join(texts)
