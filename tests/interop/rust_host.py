"""Hosts of the library, driven through `examples/hosts_by_lines.rs`, with the calls of `subrosa_host.Host`.

What a user does beside typing is here too: who has asked somebody unknown and gets no answer asks
again, and a text that has waited for a day is sent.
"""

import os
import shutil
import subprocess
import tempfile

from subrosa_peer import HOUR, MINUTE

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)
ASK_AGAIN = 5 * MINUTE


class Wrong(Exception):
    """The library did what no host expects of it."""


class Driver:
    """The program with the hosts."""

    def __init__(self):
        cargo = [os.environ.get("CARGO", "cargo"), "build", "--quiet", "--locked"]
        subprocess.run([*cargo, "--example", "hosts_by_lines"], cwd=ROOT, check=True)
        target = os.environ.get("CARGO_TARGET_DIR", "target")
        program = os.path.join(ROOT, target, "debug", "examples", "hosts_by_lines")
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.folder = tempfile.mkdtemp(prefix="subrosa-hosts-", dir=memory)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen([program, self.folder], text=True, **pipes)
        self.names, self.now = 0, 0

    def name(self):
        self.names += 1
        return f"n{self.names}"

    def ask(self, *words):
        """The lines that answer a command, each as its words."""
        self.process.stdin.write(f"clock {int(self.now * 1000)}\n{' '.join(words)}\n")
        self.process.stdin.flush()
        self.answer(words)
        return self.answer(words)

    def answer(self, words):
        lines = []
        while not lines or lines[-1][0] != "ok":
            line = self.process.stdout.readline()
            if not line:
                raise Wrong(f"the hosts have ended at {words}")
            lines.append(line.split())
        return lines

    def forget(self):
        self.ask("forget")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Text:
    def __init__(self, text):
        self.text = text


class Copy:
    """A vault that was copied while it was in use."""

    def __init__(self, host):
        self.host, self.name = host, host.driver.name()
        host.driver.ask("save", host.name, self.name)

    def loaded(self):
        return RustHost(self.host.driver, self.host.random, copy=self)


class RustHost:
    def __init__(self, driver, random, sign=None, agree=None, copy=None):
        self.driver, self.random, self.name = driver, random, driver.name()
        self.out, self.waiting, self.shown, self.state = [], {}, [], None
        self.wakes_at = self.asked_at = driver.now
        if copy is not None:
            self.ask("begin", copy.name, self.seed())
            self.learn_texts()
            return
        created = int(driver.now).to_bytes(8, "big")
        items = b"\x01\x20" + sign + b"\x02\x20" + agree + b"\x03\x08" + created
        self.ask("create", items.hex(), self.seed())
        self.ask("start")

    def seed(self):
        return str(self.random.getrandbits(63))

    @property
    def texts(self):
        return [Text(text) for text in self.waiting.values()]

    def ask(self, command, *words):
        """A call of the library, and what a host does with its outcome."""
        to_do = []
        *events, (_, verdict, wake, number) = self.driver.ask(command, self.name, *words)
        for kind, *rest in events:
            if kind == "line":
                self.out.append(bytes.fromhex(rest[0]).decode())
            elif kind == "show":
                if rest[0] == "false":
                    self.shown.append(bytes.fromhex(rest[1]))
            elif kind == "text":
                self.progress(int(rest[0]), rest[1], rest[2:])
            elif kind == "state":
                self.state = rest[0]
            elif kind == "ask" and rest[0] == "OldText":
                to_do.append(("send", rest[1]))
            elif kind == "ask" and rest[0] == "Invited":
                to_do.append(("accept",))
            elif kind == "error" or (kind == "ask" and rest[0] != "NoAnswer"):
                raise Wrong(f"{command}: {kind} {rest}")
        self.wakes_at = None if wake == "-" else self.driver.now + int(wake) / 1000
        for call in to_do:
            self.ask(*call)
        return verdict, number

    def progress(self, number, stage, text):
        if text:
            self.waiting.setdefault(number, bytes.fromhex(text[0]))
        if stage in ("Delivered", "Lost", "Discarded"):
            self.waiting.pop(number, None)

    def learn_texts(self):
        self.waiting = {}
        self.ask("texts")
        self.ask("state")

    # What a host does

    def receive(self, text, now):
        self.ask("hear", text.encode().hex())

    def say(self, text, now):
        verdict, number = self.ask("say", text.hex())
        if verdict not in ("Taken", "Held"):
            raise Wrong(f"a text is {verdict}, the conversation {self.state}")
        self.waiting.setdefault(int(number), text)

    def tick(self, now):
        self.ask("tick")
        if self.state == "Asked" and now - self.asked_at >= ASK_AGAIN:
            self.asked_at = now
            self.ask("start")

    def wake(self, now):
        asks_at = self.asked_at + ASK_AGAIN if self.state == "Asked" else now + HOUR
        wakes_at = asks_at if self.wakes_at is None else min(asks_at, self.wakes_at)
        return max(now + 0.001, wakes_at)

    def is_private(self):
        return self.state == "Private"

    # State

    def copied(self):
        return Copy(self)

    def restart(self):
        self.ask("restart", self.seed())
        self.learn_texts()
