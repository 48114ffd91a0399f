"""What a program may do wrong: other types, handles that are closed, forks, an end in the middle."""

from __future__ import annotations

import ctypes
import gc
import inspect
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ACCOUNT, deliver

import subrosa_messenger as subrosa
from subrosa_messenger import documents, keys

REFUSALS = (ctypes.ArgumentError, TypeError, ValueError, AttributeError, subrosa.SubrosaError)
WRONG = [None, 7, 1.5, object(), ["a"], "a\0b", "\ud800"]
# What ends the messenger, and what takes anything.
ALL = [
    name
    for name, method in inspect.getmembers(subrosa.Messenger, inspect.isfunction)
    if not name.startswith("_") and name != "close"
]


def arguments_of(method: object) -> list[str]:
    parameters = list(inspect.signature(method).parameters.values())[1:]  # type: ignore[arg-type]
    return [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]


RIGHT = {
    "account": ACCOUNT, "peer": "bob", "old": "bob", "new": "robert", "text": "a secret", "words": "status",
    "profile": "plain", "setting": "mode", "line": "PRIVMSG bob :a secret", "code": "nonsense", "exported": None,
    "passphrase": "", "flags": 0, "time": 0, "value": True, "online": True, "line_id": 1, "question": 1,
}


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_value_is_an_exception_or_an_outcome_and_sends_nothing(private, name: str):
    alice, bob = private
    method = getattr(alice.messenger, name)
    for parameter in arguments_of(getattr(subrosa.Messenger, name)):
        for wrong in WRONG:
            given = {each: RIGHT[each] for each in arguments_of(getattr(subrosa.Messenger, name))}
            given[parameter] = wrong
            try:
                told = method(**given)
            except REFUSALS:
                continue
            if isinstance(told, subrosa.Outcome):
                assert not (name == "outgoing" and told.passes), (name, parameter, wrong)
                alice.carry_out(told)
    assert not any("secret" in line for line in alice.wire)
    alice.wire.clear()
    assert not alice.messenger.may_send(ACCOUNT, "bob", "a secret") or name in ("rename", "detach")


@pytest.mark.parametrize("wrong", [7, 0, True, 1.5, ["a"], [1, 2], None, object()])
def test_what_is_no_text_is_none(private, wrong: object):
    """Python makes bytes of numbers and of lists."""
    alice, _ = private
    for method in (alice.messenger.outgoing, alice.messenger.incoming, alice.messenger.may_send):
        with pytest.raises(TypeError):
            method(ACCOUNT, "bob", wrong)
    with pytest.raises(TypeError):
        alice.messenger.irc_out(ACCOUNT, wrong)


@pytest.mark.parametrize("name", ALL)
def test_a_messenger_that_is_closed_says_so_at_every_call(people, name: str):
    alice, _ = people
    alice.messenger.close()
    given = {each: RIGHT[each] for each in arguments_of(getattr(subrosa.Messenger, name))}
    with pytest.raises(ValueError, match="closed"):
        getattr(alice.messenger, name)(**given)
    with pytest.raises(ValueError, match="closed"):
        alice.messenger.wake


def test_an_outcome_that_is_closed_tells_nothing_and_loses_nothing(private):
    alice, bob = private
    outcome = alice.messenger.outgoing(ACCOUNT, "bob", "said once")
    outcome.close()
    outcome.close()
    outcome.undone()
    assert list(outcome) == [] and outcome.json() == {} and outcome.line == b""
    assert outcome.verdict == subrosa.Verdict.TAKEN
    for _ in range(60):
        if bob.shown:
            break
        threading.Event().wait(alice.messenger.wake or 0.1)
        alice.ticks()
        deliver(alice, bob)
    assert bob.shown == ["said once"]


def test_an_outcome_outlives_its_messenger(private):
    alice, _ = private
    outcome = alice.messenger.outgoing(ACCOUNT, "bob", "kept")
    walk = iter(outcome)
    next(walk)
    alice.messenger.close()
    gc.collect()
    assert list(walk) == []


def test_a_messenger_is_closed_while_another_thread_calls_it(private):
    alice, _ = private
    ended: list[BaseException] = []

    def call() -> None:
        try:
            while True:
                list(alice.messenger.tick())
        except ValueError as error:
            ended.append(error)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    threading.Event().wait(0.2)
    alice.messenger.close()
    for thread in threads:
        thread.join(30)
    assert len(ended) == 4


def test_a_child_that_ends_as_a_program_does_leaves_the_parent_its_vault(private):
    alice, bob = private
    program = os.fork()
    if program == 0:
        try:
            list(alice.messenger.tick())
            alice.messenger.close()
            bob.messenger.close()
            gc.collect()
        finally:
            os._exit(0)
    assert os.waitpid(program, 0)[1] == 0
    alice.types("after the child")
    deliver(alice, bob)
    assert bob.shown == ["after the child"]


@pytest.mark.parametrize("end", ["", "raise SystemExit(0)", "import os; os.kill(os.getpid(), 9)"])
def test_a_program_that_ends_in_the_middle_of_a_walk_loses_nothing(tmp_path: Path, end: str):
    program = (
        "import subrosa_messenger as s, sys, threading\n"
        f"m = s.Messenger({str(tmp_path / 'vault')!r})\n"
        "list(m.attach('test', 'plain', interval_ms=0))\n"
        "list(m.command('test', 'bob', 'start'))\n"
        "told = m.outgoing('test', 'bob', 'waits')\n"
        "thread = threading.Thread(target=lambda: [m.tick() for _ in range(5)], daemon=True)\n"
        "thread.start()\n"
        "for event in told:\n"
        f"    {end or 'break'}\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode in (0, -9) and ran.stderr == ""
    with subrosa.Messenger(tmp_path / "vault") as messenger:
        list(messenger.attach("test", "plain"))
        assert [text.text for text in messenger.texts("test")] == ["waits"]


def test_keys_and_documents_refuse_other_types(people):
    for wrong in (None, 7, "x" * 32, b"short"):
        with pytest.raises(REFUSALS):
            keys.digits(wrong)
        with pytest.raises(REFUSALS):
            keys.safety_number(wrong, bytes(32))
    assert inspect.getmembers(documents)
