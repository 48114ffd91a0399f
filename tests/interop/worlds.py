"""Worlds of hosts that lose a third of what they send: does everybody end up talking again?

    python3 tests/interop/worlds.py [--worlds N] [--seed S] [--hours H] [--loss P] [--real]
                                    [--without RULE ...]

In each world two people have one or two installations each. For half an hour they talk while
states are set back, copied and lost. Then that ends and the loss does not, and each installation
has to bring a text across, to be told so, and to show one that was said to it; in half of the worlds
one of the two only reads. Whoever has not within H hours is stuck; the seed of such a world is printed.

`--without` takes rules of docs/PROTOCOL.md away, to see that this is a test: then the run fails
unless somebody is stuck.

    order     S2: copies go to the installation heard longest ago first
    asleep    O3: a dormant session keeps Offers out
    answers   H6: an unreadable line is not answered
    last      H7: an Offer echoes the first unreadable line
    probes    H9: a probe is not answered within the pause
    repeated  H10: an Offer that is repeated has no echo
    fork      F5: fork Offers need the budget, and are not repeated

Where one rule leads out of a place, it hides that another is missing. `answers` and `last` are found by themselves;
`order` where asleep, probes and repeated are missing too. No world needs `fork`: later lines bring
about another Offer; test_host.py holds that rule, and what each of the others does at once.
"""

import argparse
import heapq
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import p256
import quick_crypto
from subrosa_host import Host
from subrosa_identity import fingerprint
from subrosa_peer import HOUR, MINUTE, Peer

START = 1_800_000_000
TWICE = 0.03
TROUBLE = 30 * MINUTE
RULES = {
    "order": (Peer, "NEWEST_COPY_FIRST"),
    "asleep": (Peer, "DORMANT_LETS_IN"),
    "answers": (Host, "ANSWERS_UNREADABLE_LINES"),
    "last": (Host, "ECHO_IS_THE_LAST"),
    "probes": (Host, "ANSWERS_PROBES"),
    "repeated": (Host, "REPEATS_THE_ECHO"),
    "fork": (Host, "FORK_OFFERS_ARE_FREE"),
}


class World:
    def __init__(self, seed, hours, loss):
        self.dice = random.Random(seed)
        self.now, self.hours, self.loss = START, hours, loss
        self.queue, self.number, self.count = [], 0, {}
        self.calm = False
        self.silent = self.dice.choice((None, None, 0, 1))  # in the end this one only reads
        secrets = [(self.dice.randbytes(32), self.dice.randbytes(32)) for _ in range(2)]
        prints = [fingerprint(*map(p256.public, pair)) for pair in secrets]
        self.make = [
            [self.maker(kind, who, secrets, prints) for kind in kinds]
            for who, kinds in enumerate(self.kinds(seed))
        ]
        self.people = [[make() for make in makers] for makers in self.make]
        self.saved = {}  # host -> states that were saved lately
        self.said, self.goal = {}, {}

    def kinds(self, seed):
        """Of what kind the installations of both are."""
        return [["python"] * (1 + seed % 2)] * 2

    def maker(self, kind, who, secrets, prints):
        return lambda: Host(*secrets[who], prints[1 - who], self.dice, self.now)

    # Events

    def at(self, delay, call, *arguments):
        self.number += 1
        heapq.heappush(self.queue, (self.now + delay, self.number, call, arguments))

    def note(self, what):
        self.count[what] = self.count.get(what, 0) + 1

    def run(self):
        """Whether everybody talks, and after how many seconds of calm."""
        for who in (0, 1):
            for host in self.people[who]:
                self.at(self.dice.uniform(0, 60), self.speak, who, host)
                self.at(0, self.wake, who, host)
        for _ in range(self.dice.randrange(2, 7)):
            self.at(self.dice.uniform(5 * MINUTE, TROUBLE), self.trouble)
        self.at(MINUTE, self.save)
        self.at(TROUBLE + 1, self.calm_down)
        end = START + TROUBLE + self.hours * HOUR
        while self.queue:
            self.now, _, call, arguments = heapq.heappop(self.queue)
            if self.now > end:
                return False, None
            call(*arguments)
            if self.calm and not self.stuck():
                return True, self.now - START - TROUBLE
        return False, None

    def hosts(self):
        return [(who, host) for who in (0, 1) for host in self.people[who]]

    def is_here(self, who, host):
        return any(host is other for other in self.people[who])

    def wake(self, who, host):
        if self.is_here(who, host):
            host.tick(self.now)
            self.flush(who, host)
            self.at(host.wake(self.now) - self.now, self.wake, who, host)

    def flush(self, who, host):
        lines, host.out = host.out, []
        for line in lines:
            self.note("lines")
            for other in self.people[1 - who]:
                times = 0 if self.dice.random() < self.loss else 1 + (self.dice.random() < TWICE)
                for _ in range(times):
                    self.at(self.dice.uniform(0.2, 2), self.arrive, 1 - who, other, line)

    def arrive(self, who, host, line):
        if self.is_here(who, host):
            host.receive(line, self.now)
            self.flush(who, host)
            soon = host.wake(self.now)
            if soon - self.now < MINUTE:
                self.at(soon - self.now, self.wake_once, who, host)

    def wake_once(self, who, host):
        if self.is_here(who, host):
            host.tick(self.now)
            self.flush(who, host)

    def speak(self, who, host):
        if not self.is_here(who, host) or (self.calm and who == self.silent):
            return
        text = b"text %d" % len(self.said)
        self.said[text] = host
        if self.calm:
            self.goal.setdefault(id(host), set()).add(text)
        host.say(text, self.now)
        self.flush(who, host)
        pause = (120, 600) if self.calm else (20, 120)
        self.at(self.dice.uniform(*pause), self.speak, who, host)

    # Trouble

    def save(self):
        for _, host in self.hosts():
            if self.dice.random() < 0.3:
                states = self.saved.setdefault(id(host), [])
                states.append(host.copied())
                del states[:-4]
        if not self.calm:
            self.at(MINUTE, self.save)

    def trouble(self):
        who = self.dice.randrange(2)
        at = self.dice.randrange(len(self.people[who]))
        host = self.people[who][at]
        states = self.saved.get(id(host))
        kind = self.dice.choice(("rollback", "rollback", "copy", "lost"))
        if kind == "lost" or not states:
            kind, new = "lost", self.make[who][0]()
        else:
            new = self.dice.choice(states).loaded()
        if kind == "copy":
            if len(self.people[who]) > 2:
                return
            self.people[who].append(new)
        else:
            self.people[who][at] = new
        self.note(kind)
        self.at(self.dice.uniform(0, 60), self.speak, who, new)
        self.at(0, self.wake, who, new)

    def calm_down(self):
        self.calm = True
        for _, host in self.hosts():
            host.shown = []

    # The end

    def stuck(self):
        """Those who have not brought a text across, been told so, and shown one."""
        return [(who, host) for who, host in self.hosts() if not self.talks(who, host)]

    def talks(self, who, host):
        own = self.goal.get(id(host), set())
        others = self.people[1 - who]
        across = any(text in own for other in others for text in other.shown)
        waiting = {text.text for text in host.texts}
        told = any(text not in waiting for text in own)
        if who == self.silent:
            across = told = True
        theirs = set().union(*(self.goal.get(id(other), set()) for other in others))
        reads = any(text in theirs for text in host.shown) or self.silent == 1 - who
        return across and told and reads


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--loss", type=float, default=0.3)
    parser.add_argument("--real", action="store_true", help="with P-256 and AES: slow")
    parser.add_argument("--without", choices=sorted(RULES), nargs="+", default=[])
    options = parser.parse_args(arguments)
    if not options.real:
        quick_crypto.use()
    for rule in options.without:
        setattr(*RULES[rule], False)
    began, counts, stuck, waits = time.monotonic(), {}, [], []
    for seed in range(options.seed, options.seed + options.worlds):
        world = World(seed, options.hours, options.loss)
        talks, wait = world.run()
        if talks:
            waits.append(wait)
        else:
            stuck.append(seed)
            of = f"{len(world.stuck())} of {len(world.hosts())}"
            print(f"world {seed}: {of} stuck, {world.count}", flush=True)
        for what, number in world.count.items():
            counts[what] = counts.get(what, 0) + number
    waits.sort()
    names = ("lines", "rollback", "copy", "lost")
    told = ", ".join(f"{counts.get(what, 0)} {what}" for what in names)
    last = options.seed + options.worlds - 1
    print(f"worlds {options.seed} to {last}: {told}; {time.monotonic() - began:.0f} s")
    if waits:
        middle, most, last = (waits[len(waits) * part // 100] / 60 for part in (50, 90, 99))
        told = f"{middle:.0f} minutes (half), {most:.0f} (nine of ten), {last:.0f} (last)"
        print(f"talk again after {told}")
    print(f"{len(waits)} talk, {len(stuck)} stuck")
    return 1 if bool(stuck) != bool(options.without) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
