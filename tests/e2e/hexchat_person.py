"""Somebody at HexChat, on a virtual screen, with a driver inside (hexchat_driver.c) that types and reads."""
import asyncio
import os
import pwd
import shutil
from urllib.parse import unquote

from people import PurplePerson, Shown
from rig import expect, until

SETTINGS = """irc_nick1 = {0}
irc_nick2 = {0}_
irc_nick3 = {0}__
irc_user_name = {0}
irc_real_name = {0}
irc_logging = 1
text_replay = 1
gui_slist_skip = 1
gui_join_dialog = 0
identd_server = 0
net_throttle = 0
"""


class Line(Shown):
    """One text of HexChat: plain, perhaps with marks."""

    def __post_init__(self):
        self.text = self.markup
        if self.flags & {"sent", "received"}:
            self.take_marks()


class HexchatPerson(PurplePerson):
    """The driver speaks as purple_client.c does; everything but the start is the same."""

    driver = None  # the path of driver.so
    environment_of_screen = None

    async def start(self):
        addons = self.directory + "/config/hexchat/addons"
        if self.tap.port is None:
            os.makedirs(addons)
            with open(self.directory + "/config/hexchat/hexchat.conf", "w", encoding="utf-8") as file:
                file.write(SETTINGS.format(self.name))
            await self.tap.start()
        self.restart_memory()
        for path in filter(None, (self.driver, self.plugin)):
            shutil.copy(path, addons)
        environment = {**self.environment_of_screen, "HOME": self.directory, "NO_AT_BRIDGE": "1",
                       "XDG_CONFIG_HOME": self.directory + "/config", "XDG_DATA_HOME": self.directory + "/share"}
        user = {}
        if os.getuid() == 0:  # as whom HexChat does not run
            nobody = pwd.getpwnam("nobody")
            user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for folder, _, files in os.walk(self.directory):
                for name in ("", *files):
                    os.chown(os.path.join(folder, name), nobody.pw_uid, nobody.pw_gid)
        with open(self.directory + ".err", "ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                "hexchat", f"--url=irc://127.0.0.1:{self.tap.port}", stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE, stderr=errors, limit=1 << 22, env=environment, cwd=self.directory, **user)
        self.reader = asyncio.create_task(self.read())
        await until(lambda: self.signed_on or self.ended(), lambda: f"{self.name} signs on")
        expect(self.signed_on, f"{self.name} did not sign on")

    async def read(self):
        while line := await self.process.stdout.readline():
            name, *words = (unquote(word.decode(errors="replace")) for word in line.split())
            if name in ("signed-on", "signed-off"):
                self.signed_on = name == "signed-on"
            elif name == "done":
                self.done += 1
            elif name == "shown":
                self.shown.append(Line(words[0], {words[1]}, words[2] if words[2:] else ""))

    def core(self, text):
        """A command in the window in front."""
        self.tell("core", "-", text)

    def written(self, word):
        """The files of HexChat in which a word stands."""
        found = []
        for folder, _, files in os.walk(self.directory + "/config"):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    if word.encode() in file.read():
                        found.append(name)
        return found
