"""Pidgin and WeeChat as people see them: a virtual screen, real windows, keys pressed one by one.

    screens.py BUILD DIRECTORY [pidgin] [weechat]

Makes the pictures of docs/images. What the windows hold is checked, and that nothing private crosses
the wire in clear.
"""
import asyncio
import os
import re
import shutil
import sys
import tempfile
from xml.sax.saxutils import escape

from networks import Irc
from rig import Failure, expect, until
from screen import Screen, end, output_of
from tap import Tap

PROGRAMS = ("ngircd", "Xvfb", "openbox", "xdotool", "pidgin", "weechat", "xterm", "import", "convert", "pngquant", "dbus-run-session", "dbus-send")
PACKAGES = "ngircd xvfb openbox xdotool pidgin weechat-curses xterm imagemagick pngquant dbus-daemon dbus-bin fonts-dejavu-core"

CLEAR = ["Lunch on Friday?", "Yes. Anybody on this server can read that."]
PRIVATE = ["So: the key is under the third flower pot.", "Only we two know now. And the pot <3"]


class Somebody:
    """At a messenger with a window for each conversation."""

    def __init__(self, name, column, screen, network, plugin):
        self.name, self.column, self.screen, self.network, self.plugin = name, column, screen, network, plugin
        self.directory = os.path.join(screen.place, name)
        self.tap = Tap(network.port)
        self.process = None
        self.environment = None

    async def start(self):
        if self.tap.port is None:
            os.mkdir(self.directory)
            await self.tap.start()
            self.configure()
        self.environment = {**self.screen.environment, "HOME": self.directory,
                            "XDG_DATA_HOME": self.directory + "/share"}
        await self.run()

    def configure(self):
        raise NotImplementedError

    async def run(self):
        raise NotImplementedError

    async def lose_the_vault(self):
        """As on a new machine."""
        await end(self.process)
        for directory, inside, _ in os.walk(self.directory):
            if "subrosa" in inside:
                shutil.rmtree(os.path.join(directory, "subrosa"))
        await self.start()


class Pidgin(Somebody):
    def configure(self):
        with open(self.directory + "/prefs.xml", "w", encoding="utf-8") as file:
            file.write(f"""<?xml version='1.0' encoding='UTF-8' ?>
<pref version='1' name='/'>
 <pref name='pidgin'>
  <pref name='plugins'><pref name='loaded' type='pathlist'><item value='{escape(self.plugin)}'/></pref></pref>
  <pref name='sound'><pref name='method' type='string' value='none'/></pref>
  <pref name='conversations'><pref name='show_formatting_toolbar' type='bool' value='0'/></pref>
 </pref>
</pref>
""")
        with open(self.directory + "/accounts.xml", "w", encoding="utf-8") as file:
            file.write(f"""<?xml version='1.0' encoding='UTF-8' ?>
<account version='1.0'>
 <account>
  <protocol>prpl-irc</protocol>
  <name>{self.name}@127.0.0.1</name>
  <settings>
   <setting name='port' type='int'>{self.tap.port}</setting>
   <setting name='encoding' type='string'>UTF-8</setting>
  </settings>
  <settings ui='gtk-gaim'><setting name='auto-login' type='bool'>1</setting></settings>
 </account>
</account>
""")

    async def run(self):
        bus = self.directory + "/bus"
        if os.path.exists(bus):
            os.remove(bus)
        self.process = await self.screen.run(
            "dbus-run-session", "--", "sh", "-c",
            f'echo "$DBUS_SESSION_BUS_ADDRESS" > "{bus}.new"; mv "{bus}.new" "{bus}"; exec pidgin -c "{self.directory}" -m',
            environment=self.environment)
        await until(lambda: os.path.exists(bus), "a bus")
        with open(bus, encoding="utf-8") as file:
            self.bus = file.read().strip()
        await self.poll(self.is_on, f"{self.name} signs on")
        await self.screen.window("^Buddy List$")
        await self.screen.tool("search", "--name", "^Buddy List$", "windowmove", "%@", "1000", "800")

    async def poll(self, question, what, seconds=20):
        deadline = asyncio.get_running_loop().time() + seconds
        while not await question():
            if asyncio.get_running_loop().time() > deadline:
                raise Failure(f"not within {seconds} s: {what}")
            await asyncio.sleep(0.2)

    async def call(self, function, *arguments):
        return await output_of(
            "dbus-send", f"--bus={self.bus}", "--print-reply=literal", "--dest=im.pidgin.purple.PurpleService",
            "/im/pidgin/purple/PurpleObject", f"im.pidgin.purple.PurpleInterface.Purple{function}", *arguments)

    async def number(self, function, *arguments):
        found = re.findall(r"(?:int32|uint32) (-?\d+)|^\s*(-?\d+)\s*$", await self.call(function, *arguments), re.M)
        return int(next(iter(found[0])) or found[0][1]) if found else 0

    async def is_on(self):
        try:
            self.account = await self.number("AccountsGetAllActive")
            return self.account and await self.number("AccountIsConnected", f"int32:{self.account}") == 1
        except Failure:  # Pidgin is not on the bus yet
            return False

    async def open(self, other):
        self.conversation = await self.number("ConversationNew", "int32:1", f"int32:{self.account}", f"string:{other}")
        self.window = await self.screen.window(f"^{other}")
        # Each has a window of that name: the new one is ours.
        await self.screen.place_window(self.window, self.column)

    async def say(self, text):
        await self.screen.type(self.window, text)

    async def dialogs(self):
        """The newest question in a window of its own, beside the conversation; the others are put away."""
        *others, newest = await self.screen.windows("^Subrosa$") or [None]
        for window in others:
            await self.screen.tool("windowminimize", window)
        if newest is None:
            return []
        await self.screen.tool("windowmove", newest, "600", "60")
        return [newest]

    async def press(self, number):
        """One of the three buttons of the newest question, from the left."""
        [dialog] = await self.dialogs()
        width, height = re.search(r"(\d+)x(\d+)", await self.screen.tool("getwindowgeometry", dialog)).groups()
        place = [str(int(int(width) * (0.23 + 0.3 * number))), str(int(height) - 27)]
        await self.screen.tool("windowactivate", "--sync", dialog, "mousemove", "--window", dialog, *place, "click", "1")

    async def history(self):
        said = await self.call("ConversationGetMessageHistory", f"int32:{self.conversation}")
        texts = [await self.call("ConversationMessageGetMessage", f"int32:{number}")
                 for number in re.findall(r"int32 (\d+)", said)]
        return "\n".join(text.strip() for text in texts)

    async def sees(self, words, seconds=20):
        async def is_seen():
            return re.search(words, await self.history()) is not None
        await self.poll(is_seen, f"{self.name} sees {words}", seconds)


class Weechat(Somebody):
    """In a terminal. What is in the window is read from WeeChat's log, which has private texts here."""

    def configure(self):
        pass

    async def run(self):
        commands = ["/set irc.look.server_buffer independent", "/set weechat.look.buffer_time_format %H:%M",
                    "/set logger.file.flush_delay 0", "/set weechat.startup.display_logo off",
                    "/set weechat.startup.display_version off", "/set buflist.look.enabled off",
                    "/set weechat.bar.status.items [time],[buffer_plugin],buffer_number+:+buffer_name",
                    f"/plugin load {self.plugin}", "/set plugins.var.subrosa.log on",
                    f"/server add net 127.0.0.1/{self.tap.port} -nicks={self.name} -notls", "/connect net"]
        self.process = await self.screen.run(
            "xterm", "-title", f"WeeChat of {self.name}", "-fa", "DejaVu Sans Mono", "-fs", "10", "-geometry", "88x20",
            "-bg", "black", "-fg", "gray90",
            "-e", "weechat", "-d", self.directory, *(word for line in commands for word in ("-r", line)),
            environment={**self.environment, "TERM": "xterm-256color"})
        self.window = await self.screen.window(f"^WeeChat of {self.name}")
        await self.screen.tool("windowmove", self.window, "5", str(30 + 430 * self.column))
        await until(lambda: b" 001 " in self.tap.back, f"{self.name} signs on")
        await asyncio.sleep(1)

    async def open(self, other):
        self.other = other
        await self.say(f"/query -server net {other}")

    async def say(self, text):
        await self.screen.type(self.window, text)

    async def sees(self, words, seconds=20):
        log = f"{self.directory}/logs/irc.net.{self.other}.weechatlog"

        def lines():
            if not os.path.exists(log):
                return ""
            with open(log, encoding="utf-8", errors="replace") as file:
                return file.read()
        await until(lambda: re.search(words, lines()), lambda: f"{self.name} sees {words}: {lines()[-300:]}", seconds)


def nothing_private_in(*taps):
    for tap in taps:
        seen = bytes(tap.out + tap.back)
        for text in PRIVATE:
            expect(text[:20].encode() not in seen, f"readable on the wire: {text}")


async def pidgin_twice(screen, network, build, directory):
    alice, bob = (Pidgin(name, column, screen, network, f"{build}/subrosa-purple.so")
                  for column, name in enumerate(("alice", "bob")))
    for person in (alice, bob):
        await person.start()
    await alice.open("bob")
    await bob.open("alice")
    await alice.say(CLEAR[0])
    await bob.sees(re.escape(CLEAR[0]))
    await bob.say(CLEAR[1])
    await alice.sees(re.escape(CLEAR[1]))
    await alice.say("/subrosa start")
    for person in (alice, bob):
        await person.sees("is private from now on")
    await alice.say(PRIVATE[0])
    await bob.sees(re.escape(PRIVATE[0]))
    await bob.say(PRIVATE[1])
    await alice.sees("Only we two know now")
    await screen.photograph([alice.window, bob.window], f"{directory}/pidgin-private.png")
    await alice.say("/subrosa verify")
    await screen.window("^Subrosa$")
    await screen.photograph([alice.window, *await alice.dialogs()], f"{directory}/pidgin-fingerprints.png")
    await alice.press(1)  # "They are the same", between two others
    await alice.sees("bob is verified")
    await alice.say("/subrosa code")
    await alice.sees("scan this code")
    await screen.place_window(alice.window, 0, height=640)
    await screen.photograph([alice.window], f"{directory}/pidgin-code.png")
    await screen.place_window(alice.window, 0)

    await alice.say("/subrosa end")
    await alice.sees("not private any more")
    await bob.lose_the_vault()
    await bob.open("alice")
    await bob.say("/subrosa start")
    await alice.sees("Do you want that|another key")
    await alice.say("/subrosa accept")
    await alice.sees("another key")
    await alice.say("Is that you, Bob?")
    await alice.sees("not sent")
    await screen.photograph([alice.window, *await alice.dialogs()], f"{directory}/pidgin-other-key.png")
    expect(CLEAR[0].encode() in bytes(alice.tap.out), "the tap does not see what is plain")
    expect(b"Is that you" not in bytes(alice.tap.out), "what was refused crossed the wire")
    nothing_private_in(alice.tap, bob.tap)
    for person in (alice, bob):
        await end(person.process)


async def main(build, directory, which):
    build, directory = os.path.abspath(build), os.path.abspath(directory)
    os.makedirs(directory, exist_ok=True)
    missing = [program for program in PROGRAMS if shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin") is None]
    if missing:
        print(f"screens: not installed: {' '.join(missing)}; on Debian they are in {PACKAGES}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="subrosa-screens-") as place:
        os.chmod(place, 0o755)
        network = Irc(place)
        screen = Screen(place)
        try:
            await network.prepare(())
            await network.start()
            await screen.start()
            for name, scenario in SCENARIOS.items():
                if not which or name in which:
                    await scenario(screen, network, build, directory)
        except Failure as failure:
            print(f"FAILED  {failure}", flush=True)
            if screen.environment:
                failed = os.path.join(os.path.dirname(build), "screens-failed.png")
                await output_of("import", "-window", "root", failed, env=screen.environment)
                print(f"        the screen is in {failed}", flush=True)
            return 1
        finally:
            await screen.stop()
            await network.stop()
    return 0


async def weechat_and_pidgin(screen, network, build, directory):
    anna = Weechat("anna", 0, screen, network, f"{build}/weechat/subrosa.so")
    ben = Pidgin("ben", 1, screen, network, f"{build}/subrosa-purple.so")
    for person in (anna, ben):
        await person.start()
    await anna.open("ben")
    await ben.open("anna")
    await anna.say(CLEAR[0])
    await ben.sees(re.escape(CLEAR[0]))
    await ben.say(CLEAR[1])
    await anna.sees(re.escape(CLEAR[1]))
    await anna.say("/subrosa start")  # Ben has written to Anna, so nobody asks him
    for person in (anna, ben):
        await person.sees("is private from now on")
    await anna.say(PRIVATE[0])
    await ben.sees(re.escape(PRIVATE[0]))
    await ben.say(PRIVATE[1])
    await anna.sees("Only we two know now")
    await screen.photograph([anna.window], f"{directory}/weechat-private.png")
    expect(CLEAR[0].encode() in bytes(anna.tap.out), "the tap does not see what is plain")
    nothing_private_in(anna.tap, ben.tap)


SCENARIOS = {"pidgin": pidgin_twice, "weechat": weechat_and_pidgin}

if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:])))
