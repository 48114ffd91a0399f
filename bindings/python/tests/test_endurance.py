"""A long talk: nothing is lost when handlers throw, and nothing is kept that is over."""

from __future__ import annotations

import ctypes as c
import gc
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from conftest import ACCOUNT, Person, deliver

import subrosa_messenger as subrosa
from subrosa_messenger._library import lib

set_time = lib.subrosa_messenger_set_time  # for tests alone
set_time.argtypes = (c.c_void_p, c.c_int64)


class Clock:
    """The time of several messengers."""

    def __init__(self, *people: Person) -> None:
        self.people = people
        self.now_ms = 1_900_000_000_000
        self.advance(0)

    def advance(self, ms: int) -> None:
        self.now_ms += ms
        for person in self.people:
            assert set_time(person.messenger._open, self.now_ms) == 0


class Clumsy(Person):
    """Somebody whose window fails at every tenth event."""

    events = failures = 0

    def carry_out(self, outcome: subrosa.Outcome) -> None:
        try:
            subrosa.carry_out(outcome, self)
        except RuntimeError:
            self.failures += 1

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name not in ("send", "show", "say", "title", "echo"):
            return found

        def handler(event: Any) -> None:
            self.events += 1
            if self.events % 10 == 0:
                raise RuntimeError("the window is gone")
            found(event)

        return handler


def test_nothing_is_lost_or_doubled_when_every_tenth_handler_throws(tmp_path: Path):
    alice, bob = Clumsy(tmp_path, "alice"), Clumsy(tmp_path, "bob")
    alice.other, bob.other = bob, alice
    clock = Clock(alice, bob)
    alice.carry_out(alice.messenger.known(ACCOUNT, "bob"))
    bob.carry_out(bob.messenger.known(ACCOUNT, "alice"))
    alice.command("start")

    def goes_on(seconds: int) -> None:
        for _ in range(seconds):
            clock.advance(1000)
            for person in (alice, bob):
                person.ticks()
            deliver(alice, bob)

    goes_on(60)
    # By what is true, as the window may have missed a title until now.
    assert [title.words for title in alice.messenger.titles()] == ["private"]
    for number in range(150):
        for person in (alice, bob):
            person.types(f"{person.name} {number}")
        deliver(alice, bob)
        if number % 10 == 9:
            goes_on(5)
    goes_on(300)
    for person in (alice, bob):
        wanted = {f"{person.other.name} {number}" for number in range(150)}
        # A text that has waited for its window says so in its mark.
        shown = [text.rpartition("] ")[2] for text in person.shown]
        assert set(shown) == wanted and len(shown) == 150
        assert person.failures > 20
        assert person.messenger.texts(ACCOUNT) == []
        person.messenger.close()


def resident() -> int:
    """Bytes of this process in memory."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell")
def test_memory_does_not_grow_over_an_hour_of_talk(private):
    alice, bob = private
    clock = Clock(alice, bob)

    def talk(minutes: int) -> None:
        for second in range(0, minutes * 60, 3):
            clock.advance(3000)
            speaker = alice if second % 2 else bob
            speaker.types("the same words, again and again")
            deliver(alice, bob)
            for person in (alice, bob):
                person.ticks()
                person.shown.clear()
                person.echoed.clear()
                person.said.clear()
            deliver(alice, bob)

    talk(15)  # until everything has its size
    gc.collect()
    tracemalloc.start()
    before = resident()
    talk(45)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    texts = 45 * 20
    # An outcome that is not given back is some hundred bytes, and there are six for a text.
    assert kept < 50_000, f"{kept} bytes of Python for {texts} texts"
    assert resident() - before < 1500 * 1024, f"{resident() - before} bytes for {texts} texts"
