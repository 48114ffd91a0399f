"""Two people with a vault each, and a network between them that delivers what it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest

import subrosa_messenger as subrosa

ACCOUNT = "test"


class Person:
    """A host as small as can be."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.other: Person
        self.messenger = subrosa.Messenger(folder / name / "vault")
        self.shown: list[str] = []
        self.echoed: list[str] = []
        self.said: list[subrosa.Say] = []
        self.words = ""
        self.wire: list[str] = []
        self.carry_out(self.messenger.opened)
        self.carry_out(self.messenger.attach(ACCOUNT, "plain", interval_ms=0))

    def carry_out(self, outcome: subrosa.Outcome) -> None:
        subrosa.carry_out(outcome, self)

    def send(self, event: subrosa.Send) -> None:
        self.wire.append(event.line)

    def show(self, event: subrosa.Show) -> None:
        self.shown.append(event.mark + event.text)

    def say(self, event: subrosa.Say) -> None:
        self.said.append(event)

    def title(self, event: subrosa.Title) -> None:
        self.words = event.words

    def echo(self, event: subrosa.Echo) -> None:
        self.echoed.append(event.mark + event.text)

    def types(self, text: str) -> subrosa.Outcome:
        outcome = self.messenger.outgoing(ACCOUNT, self.other.name, text)
        if outcome.passes:
            self.wire.append(text)
        self.carry_out(outcome)
        return outcome

    def command(self, words: str) -> subrosa.Outcome:
        outcome = self.messenger.command(ACCOUNT, self.other.name, words)
        self.carry_out(outcome)
        return outcome

    def receives(self, line: str) -> subrosa.Outcome:
        outcome = self.messenger.incoming(ACCOUNT, self.other.name, line)
        if outcome.verdict != subrosa.Verdict.TAKEN:
            self.shown.append(outcome.mark + line)
        self.carry_out(outcome)
        return outcome

    def ticks(self) -> None:
        self.carry_out(self.messenger.tick())


def deliver(one: Person, two: Person) -> None:
    """Until nobody has anything to send."""
    while one.wire or two.wire:
        for me in (one, two):
            while me.wire:
                me.other.receives(me.wire.pop(0))


@pytest.fixture
def people(tmp_path: Path) -> Any:
    """Two strangers."""
    alice, bob = Person(tmp_path, "alice"), Person(tmp_path, "bob")
    alice.other, bob.other = bob, alice
    yield alice, bob
    alice.messenger.close()
    bob.messenger.close()


@pytest.fixture
def private(people: Any) -> Any:
    """Two people who talk in private."""
    alice, bob = people
    alice.carry_out(alice.messenger.known(ACCOUNT, "bob"))
    bob.carry_out(bob.messenger.known(ACCOUNT, "alice"))
    alice.command("start")
    deliver(alice, bob)
    assert alice.words == bob.words == "private"
    return people


Deliver = Callable[[Person, Person], None]
