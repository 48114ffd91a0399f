"""Worlds in which hosts of the library talk with hosts in Python.

    python3 tests/interop/mixed_worlds.py [--worlds N] [--seed S] [--hours H] [--loss P] [--unhealed]
                                          [--without RULE ...]

As in worlds.py two people have one or two installations each. The installations of one person are of
the library, those of the other in Python; or each has one of both kinds. For half an hour all of them
talk while lines are lost, delayed and doubled, and installations are restarted, set back, copied and
lost. Then the network is good again, and everybody says something every ten minutes. The world is
settled when all of this arrives once at each installation of the other person, all authors have been
told so, and all conversations are private. Of the copies of one installation it is enough that one has
a text (section 12, limits), and that each has shown some since. Whoever is not settled within H hours
is stuck.

With `--unhealed` the network stays as it is, and a world is settled as one of worlds.py. `--without`
takes rules from the hosts in Python, as there. SUBROSA_MIXED_WORLDS=N is another way to say
`--worlds N`. It needs cargo, and is slow where Python cannot find OpenSSL.
"""

import argparse
import heapq
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import openssl_crypto
from rust_host import Driver, RustHost, Wrong
from subrosa_peer import HOUR, MINUTE
from subrosa_wire import Refused, dearmor
from worlds import RULES, START, TROUBLE, TWICE, World

USUAL_WORLDS = 6
ROUND = 10 * MINUTE
LATE = 0.03
KINDS = {0x11: "messages", 0x21: "Inits", 0x31: "Offers"}


class MixedWorld(World):
    def __init__(self, driver, seed, hours, loss, unhealed):
        self.driver, self.unhealed = driver, unhealed
        driver.forget()
        driver.now = START
        self.timers, self.names, self.missing = {}, {}, []
        self.family = {}  # host -> what names it and its copies
        self.round = {}  # text -> who has said it in this round
        super().__init__(seed, hours, loss)

    def kinds(self, seed):
        rust, python = "rust", "python"
        return (
            [[rust], [python]],
            [[rust, python], [rust, python]],
            [[rust, rust], [python, python]],
        )[seed % 3]

    def maker(self, kind, who, secrets, prints):
        if kind == "python":
            return super().maker(kind, who, secrets, prints)
        return lambda: RustHost(self.driver, self.dice, *secrets[who])

    def run(self):
        """Whether everybody talks, and after how many seconds of calm."""
        for number, (who, host) in enumerate(self.hosts()):
            self.family[host] = number
            self.names[host] = f"{'AB'[who]}{number} {type(host).__name__}"
            self.at(self.dice.uniform(0, 60), self.speak, who, host)
            self.flush(who, host)
        for _ in range(self.dice.randrange(2, 7)):
            self.at(self.dice.uniform(5 * MINUTE, TROUBLE), self.trouble)
        self.at(MINUTE, self.save)
        self.at(TROUBLE + 1, self.calm_down if self.unhealed else self.heal)
        calm_at = START + TROUBLE
        while self.queue:
            self.now, _, call, arguments = heapq.heappop(self.queue)
            if self.now > calm_at + self.hours * HOUR:
                break
            self.driver.now = self.now
            call(*arguments)
            if self.calm and not self.unsettled():
                return True, self.now - calm_at
        return False, None

    def unsettled(self):
        return self.stuck() if self.unhealed else self.missing

    # The network, and the timers of hosts

    def flush(self, who, host):
        lines, host.out = host.out, []
        for line in lines:
            self.count_line(line)
            for other in self.people[1 - who]:
                for _ in range(self.times()):
                    self.at(self.delay(), self.arrive, 1 - who, other, line)
        self.set_timer(who, host)

    def count_line(self, line):
        self.note("lines")
        try:
            self.note(KINDS.get(dearmor(line)[0], "others"))
        except Refused:
            self.note("queries")

    def times(self):
        """How often a line arrives."""
        if self.is_healed():
            return 1
        return 0 if self.dice.random() < self.loss else 1 + (self.dice.random() < TWICE)

    def delay(self):
        late = not self.is_healed() and self.dice.random() < LATE
        return self.dice.uniform(5, 60) if late else self.dice.uniform(0.2, 2)

    def is_healed(self):
        return self.calm and not self.unhealed

    def arrive(self, who, host, line):
        if self.is_here(who, host):
            host.receive(line, self.now)
            self.flush(who, host)

    def set_timer(self, who, host):
        due = host.wake(self.now)
        if due < self.timers.get(host, due + 1):
            self.timers[host] = due
            self.at(due - self.now, self.ring, who, host, due)

    def ring(self, who, host, due):
        if self.is_here(who, host) and self.timers[host] == due:
            del self.timers[host]
            host.tick(self.now)
            self.flush(who, host)

    # Trouble

    def trouble(self):
        who = self.dice.randrange(2)
        at = self.dice.randrange(len(self.people[who]))
        host, makers = self.people[who][at], self.make[who]
        states = self.saved.get(id(host))
        kind = self.dice.choice(("rollback", "rollback", "copy", "lost", "restart"))
        if kind == "restart":
            new = host.copied().loaded()
        elif kind == "lost" or not states:
            kind, new = "lost", makers[at % len(makers)]()
        else:
            new = self.dice.choice(states).loaded()
        if kind == "copy":
            if len(self.people[who]) > 2:
                return
            self.people[who].append(new)
        else:
            self.people[who][at] = new
        self.note(kind)
        self.names[new] = f"{self.names[host]}, {kind} after {(self.now - START) / 60:.0f} minutes"
        self.family[new] = len(self.family) if kind == "lost" else self.family[host]
        self.at(self.dice.uniform(0, 60), self.speak, who, new)
        self.flush(who, new)

    # The end

    def heal(self):
        self.calm, self.missing = True, ["everything"]
        self.begin_round()

    def speak(self, who, host):
        if not self.is_healed():
            super().speak(who, host)

    def begin_round(self):
        self.round = {}
        for who, host in self.hosts():
            more = b"and so on, " * self.dice.choice((0, 0, 60))
            text = b"text %d, %sin a round" % (len(self.said), more)
            self.said[text] = host
            self.round[text] = who, host
            self.at(self.dice.uniform(0, 2 * MINUTE), self.say, who, host, text)
        self.at(ROUND, self.end_round)

    def say(self, who, host, text):
        host.say(text, self.now)
        self.flush(who, host)

    def end_round(self):
        self.missing = [what for who, host in self.hosts() for what in self.wrong_with(who, host)]
        if self.missing:
            self.begin_round()

    def wrong_with(self, who, host):
        if host.texts:
            yield f"{self.names[host]} waits for {len(host.texts)}"
        if not host.is_private():
            yield f"{self.names[host]} is not private"
        if not any(text.endswith(b", in a round") for text in host.shown):
            yield f"{self.names[host]} has read nothing"
        for text, (by, author) in self.round.items():
            if host.shown.count(text) > 1:
                raise Wrong(f"{self.names[host]} shows {text} twice")
            one = [other for _, other in self.hosts() if self.family[other] == self.family[host]]
            if by != who and not any(text in other.shown for other in one):
                yield f"{self.names[author]} is not read by {self.names[host]}"


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    usual = int(os.environ.get("SUBROSA_MIXED_WORLDS", USUAL_WORLDS))
    parser.add_argument("--worlds", type=int, default=usual)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--loss", type=float, default=0.3)
    parser.add_argument("--unhealed", action="store_true", help="lines are lost until the end")
    parser.add_argument("--without", choices=sorted(RULES), nargs="+", default=[])
    options = parser.parse_args(arguments)
    if not openssl_crypto.use():
        print("Python finds no OpenSSL: this will take a while")
    for rule in options.without:
        setattr(*RULES[rule], False)
    driver = Driver()
    try:
        return run(driver, options)
    finally:
        driver.close()


def run(driver, options):
    began, counts, stuck, waits = time.monotonic(), {}, [], []
    seeds = range(options.seed, options.seed + options.worlds)
    for seed in seeds:
        world = MixedWorld(driver, seed, options.hours, options.loss, options.unhealed)
        talks, wait = world.run()
        if talks:
            waits.append(wait)
        else:
            stuck.append(seed)
            print(f"world {seed}: {'; '.join(map(str, world.unsettled()))}, {world.count}", flush=True)
        for what, number in world.count.items():
            counts[what] = counts.get(what, 0) + number
    waits.sort()
    told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
    print(f"mixed worlds {seeds[0]} to {seeds[-1]}: {told}; {time.monotonic() - began:.0f} s")
    if waits:
        middle, most, last = (waits[len(waits) * part // 100] / 60 for part in (50, 90, 99))
        mean = sum(waits) / len(waits) / 60
        told = f"{mean:.0f} minutes (mean), {middle:.0f} (half), {most:.0f} (nine of ten)"
        print(f"settled after {told}, {last:.0f} (last)")
    print(f"{len(waits)} settled, {len(stuck)} stuck")
    return 1 if bool(stuck) != bool(options.without) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
