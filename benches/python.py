"""Ten thousand texts through the binding for Python, and as many in C, in turns.

    python.py LIBRARY [TEXTS]

LIBRARY is the shared library. Both sides have two messengers in one process, with vaults in memory, that
say texts of 100 bytes to each other. What is told is the processor's time of a text, from what was typed to
what is shown at the other end, so that another program's work does not count.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 40


def in_c(library: str, folder: str) -> subprocess.Popen[str]:
    program = f"{folder}/in-c"
    where = os.path.dirname(os.path.abspath(library))
    flags = ["-std=gnu99", "-O2", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/include"]
    subprocess.run(
        [os.environ.get("CC", "cc"), *flags, f"{ROOT}/benches/python.c", os.path.abspath(library),
         f"-Wl,-rpath,{where}", "-o", program], check=True)
    pipe = subprocess.PIPE
    return subprocess.Popen([program, folder], stdin=pipe, stdout=pipe, encoding="ascii")


class People:
    """Two messengers, whose lines go from one to the other at once."""

    def __init__(self, folder: str) -> None:
        import subrosa_messenger

        self.subrosa = subrosa_messenger
        self.shown = self.echoed = 0
        names = ("alice", "bob")
        self.messengers = {name: subrosa_messenger.Messenger(f"{folder}/{name}/vault") for name in names}
        self.other = {"alice": "bob", "bob": "alice"}
        for name, messenger in self.messengers.items():
            self.carry_out(name, messenger.opened)
            self.carry_out(name, messenger.attach("test", "plain", interval_ms=0))
            self.carry_out(name, messenger.known("test", self.other[name]))
        self.carry_out("alice", self.messengers["alice"].command("test", "bob", "start"))

    def carry_out(self, who: str, outcome) -> None:  # type: ignore[no-untyped-def]
        Send, Show, Echo = self.subrosa.Send, self.subrosa.Show, self.subrosa.Echo
        for event in outcome:
            if isinstance(event, Send):
                to = self.other[who]
                self.carry_out(to, self.messengers[to].incoming("test", who, event.line))
            elif isinstance(event, Show):
                self.shown += len(event.text) > 0
            elif isinstance(event, Echo):
                self.echoed += len(event.text) > 0

    def say(self, count: int) -> int:
        text = "x" * 100
        before = time.process_time_ns()
        for at in range(count):
            who = ("alice", "bob")[at % 2]
            self.carry_out(who, self.messengers[who].outgoing("test", self.other[who], text))
        return time.process_time_ns() - before


def main() -> None:
    library = os.path.abspath(sys.argv[1])
    texts = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    os.environ["SUBROSA_LIBRARY"] = library
    sys.path.insert(0, str(ROOT / "bindings/python/src"))
    each = texts // ROUNDS
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        c, people = in_c(library, folder), People(folder)
        assert c.stdin is not None and c.stdout is not None
        python_us, c_us, more = [], [], []
        for _ in range(ROUNDS):
            c.stdin.write(f"{each}\n")
            c.stdin.flush()
            nanoseconds, shown, echoed = map(int, c.stdout.readline().split())
            c_us.append(nanoseconds / each / 1000)
            python_us.append(people.say(each) / each / 1000)
            more.append(python_us[-1] - c_us[-1])
        c.stdin.close()
        c.wait()
        assert people.shown == people.echoed == shown == echoed == each * ROUNDS, "texts are missing"
        print(f"{each * ROUNDS} texts each: C {statistics.median(c_us):.0f} us, Python "
              f"{statistics.median(python_us):.0f} us, Python above C {statistics.median(more):.0f} us a text "
              f"(quartiles {', '.join(f'{each:.0f}' for each in statistics.quantiles(more, n=4))})")


if __name__ == "__main__":
    main()
