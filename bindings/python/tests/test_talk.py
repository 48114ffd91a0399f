"""Two people talk."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ACCOUNT, Person, deliver

import subrosa_messenger as subrosa
from subrosa_messenger import keys


def test_nothing_leaves_or_comes_otherwise_while_nothing_is_private(people):
    alice, bob = people
    assert alice.types("hello").passes
    deliver(alice, bob)
    assert bob.shown == ["hello"] and not bob.said


def test_what_is_typed_in_private_is_not_on_the_wire(private):
    alice, bob = private
    outcome = alice.types("a secret")
    assert outcome.verdict == subrosa.Verdict.TAKEN
    assert alice.echoed == ["a secret"]
    assert all("secret" not in line for line in alice.wire)
    deliver(alice, bob)
    assert bob.shown == ["a secret"]
    assert not alice.messenger.may_send(ACCOUNT, "bob", "a secret")


def test_clear_text_in_a_private_conversation_is_marked(private):
    alice, _ = private
    outcome = alice.receives("from nobody knows whom")
    assert outcome.verdict == subrosa.Verdict.MARKED
    assert alice.shown == ["[not private] from nobody knows whom"]


def test_a_text_whose_handler_throws_is_not_acknowledged_and_comes_again(private):
    alice, bob = private
    alice.types("do not lose me")
    (line,) = alice.wire
    alice.wire.clear()
    with pytest.raises(RuntimeError):
        for event in bob.messenger.incoming(ACCOUNT, "alice", line):
            if isinstance(event, subrosa.Show):
                raise RuntimeError("the window is gone")
    gc.collect()
    assert [text.stage for text in alice.messenger.texts(ACCOUNT)] == ["sent"]
    for _ in range(60):
        if bob.shown:
            break
        threading.Event().wait(bob.messenger.wake or 0.1)
        bob.ticks()
    assert bob.shown == ["do not lose me"]


def test_a_walk_that_is_left_goes_on_later_from_where_it_was(private):
    alice, _ = private
    outcome = alice.messenger.command(ACCOUNT, "bob", "safety")
    for event in outcome:
        if isinstance(event, subrosa.Say):
            break
    alice.said.clear()
    for _ in range(60):
        if alice.said:
            break
        threading.Event().wait(alice.messenger.wake or 0.1)
        alice.ticks()
    assert [said.code for said in alice.said] == [event.code]
    assert alice.said[0].question == event.question


def test_an_outcome_is_walked_once_and_tells_the_present(private):
    alice, _ = private
    kept = alice.messenger.command(ACCOUNT, "bob", "end")
    alice.command("start")
    titles = [event.words for event in kept if isinstance(event, subrosa.Title)]
    assert "" not in titles
    assert list(kept) == []


def test_a_button_of_yesterday_does_nothing_today(private):
    alice, _ = private
    alice.command("verify")
    asked = alice.said[-1]
    assert [choice.word for choice in asked.choices] == ["later", "verify", "differ"]
    assert not asked.choices[0].risk and asked.choices[1].risk
    alice.carry_out(alice.messenger.answer(asked.question, "verify"))
    assert alice.words == "private, verified"
    again = alice.messenger.answer(asked.question, "differ")
    assert again.error is not None and again.error.name == "SUBROSA_E_ANSWER"
    alice.carry_out(again)
    assert alice.words == "private, verified"


def test_a_command_that_is_wrong_says_so_and_raises_only_if_asked(people):
    alice, _ = people
    outcome = alice.command("dance")
    assert alice.said[-1].code == "unknown-command"
    with pytest.raises(subrosa.SubrosaError) as failed:
        outcome.raise_error()
    assert failed.value.name == "SUBROSA_E_COMMAND"


def test_contacts_titles_and_choices_are_read_at_any_time(private):
    alice, bob = private
    (contact,) = alice.messenger.contacts(ACCOUNT)
    assert contact.peer == "bob" and contact.state == "private" and contact.current
    assert contact.fingerprint == bob.messenger.fingerprint()
    (title,) = alice.messenger.titles()
    assert (title.peer, title.words, title.level) == ("bob", "private", subrosa.Level.PRIVATE)
    words = [choice.word for choice in alice.messenger.choices(ACCOUNT, "bob")]
    assert "end" in words and "safety" in words


def test_safety_numbers_are_the_same_for_both(private):
    alice, bob = private
    ours, theirs = alice.messenger.fingerprint(), bob.messenger.fingerprint()
    assert keys.safety_number(ours, theirs) == keys.safety_number(theirs, ours)
    code = keys.safety_code(theirs, ours)
    assert keys.scan(ours, theirs, code) == "match"
    alice.carry_out(alice.messenger.scan(ACCOUNT, "bob", code))
    assert alice.said[-1].code == "scan-match" and alice.words == "private, verified"
    assert len(keys.safety_modules(ours, theirs)) == 41


def test_settings_come_back(people):
    alice, _ = people
    assert alice.messenger.set(ACCOUNT, html=("in", "out"), log=True).error is None
    assert alice.messenger.get(ACCOUNT, "html") == "in,out"
    assert alice.messenger.get(ACCOUNT, "log") == "1"
    failed = alice.messenger.set(ACCOUNT, colour="red")
    assert failed.error is not None and failed.error.name == "SUBROSA_E_SETTING"


def test_json_is_of_the_event_where_the_loop_stands(private):
    alice, _ = private
    outcome = alice.messenger.outgoing(ACCOUNT, "bob", "hello")
    assert outcome.json()["verdict"] == "taken"
    words = [outcome.json()["event"] for _ in outcome]
    assert words[0] == "echo" and "send" in words


def test_a_restart_loses_nothing(private, tmp_path: Path):
    alice, bob = private
    alice.types("before the restart")
    lines = list(alice.wire)
    alice.wire.clear()
    bob.messenger.close()
    again = Person(tmp_path, "bob")
    again.other = alice
    alice.other = again
    again.receives(lines[0])
    assert again.shown == ["before the restart"] and again.words == "private"
    again.messenger.close()


def test_threads_may_call_at_any_time(private):
    alice, bob = private
    failed = []

    def talk(number: int) -> None:
        for each in range(20):
            outcome = alice.messenger.outgoing(ACCOUNT, "bob", f"{number}.{each}")
            if outcome.verdict != subrosa.Verdict.TAKEN:
                failed.append(outcome.verdict)
            lines.extend(event.line for event in outcome if isinstance(event, subrosa.Send))

    lines: list[str] = []
    threads = [threading.Thread(target=talk, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alice.wire.extend(lines)
    while len(bob.shown) < 80:
        deliver(alice, bob)
        if len(bob.shown) < 80:
            threading.Event().wait(min(alice.messenger.wake or 0.1, 0.1))
            alice.ticks()
    assert not failed
    expected = {f"{n}.{each}" for n in range(4) for each in range(20)}
    # Lines of several threads overtake each other, which the marks say.
    shown = [text.removeprefix("[delayed on its way] ") for text in bob.shown]
    assert len(shown) == 80 and set(shown) == expected


def test_asyncio_drives_the_timer(private):
    alice, bob = private

    async def run() -> None:
        ticked = asyncio.Event()

        async def carry_out(outcome: subrosa.Outcome) -> None:
            bob.carry_out(outcome)
            if bob.wire:
                ticked.set()

        clockwork = subrosa.Clockwork(bob.messenger, carry_out)
        task = asyncio.create_task(clockwork.run())
        alice.types("are you there?")
        bob.receives(alice.wire.pop(0))
        clockwork.wake()
        await asyncio.wait_for(ticked.wait(), 60)
        task.cancel()

    asyncio.run(run())
    deliver(alice, bob)
    assert alice.messenger.texts(ACCOUNT) == []


def test_what_is_no_text_or_no_name_is_refused_before_anything_happens(people):
    alice, _ = people
    with pytest.raises(ValueError):
        alice.messenger.outgoing(ACCOUNT, "bo\0b", "hello")
    with pytest.raises((TypeError, AttributeError)):
        alice.messenger.outgoing(ACCOUNT, 7, "hello")
    with pytest.raises(ValueError):
        subrosa.Messenger("nowhere", host_key=b"short")
    with pytest.raises(ValueError):
        keys.digits(b"short")
    assert alice.messenger.outgoing("nobody's", "bob", "hello").verdict == subrosa.Verdict.REFUSED


def test_a_messenger_that_is_closed_says_so(people):
    alice, _ = people
    kept = alice.messenger.command(ACCOUNT, "bob", "status")
    alice.messenger.close()
    with pytest.raises(ValueError):
        alice.messenger.tick()
    assert list(kept) == []
    alice.messenger.close()


def test_a_vault_that_cannot_be_used_sends_nothing_and_says_why(tmp_path: Path):
    with subrosa.Messenger(tmp_path) as messenger:
        assert messenger.opened.error is not None and messenger.opened.error.sentence
        assert [event.code for event in messenger.opened if isinstance(event, subrosa.Say)]
        list(messenger.attach(ACCOUNT, "plain"))
        assert messenger.outgoing(ACCOUNT, "bob", "hello").verdict == subrosa.Verdict.REFUSED


def test_settings_that_are_wrong_open_nothing(tmp_path: Path):
    with pytest.raises(subrosa.SubrosaError) as failed:
        subrosa.Messenger(tmp_path / "vault", colour="red")
    assert failed.value.name == "SUBROSA_E_SETTING" and failed.value.sentence
    assert not (tmp_path / "vault").exists()


def test_a_child_that_was_forked_gets_errors_and_sends_nothing(private):
    alice, _ = private
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        outcome = alice.messenger.outgoing(ACCOUNT, "bob", "from the child")
        named = outcome.error.name if outcome.error else ""
        os.write(write, f"{outcome.verdict.name} {named}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100).decode() == "REFUSED SUBROSA_E_VAULT_FORKED"
    os.close(read)
    os.close(write)


def test_an_interpreter_may_end_with_an_open_messenger(tmp_path: Path):
    program = (
        "import subrosa_messenger as s\n"
        f"m = s.Messenger({str(tmp_path / 'vault')!r})\n"
        "kept = m.attach('test', 'plain')\n"
        "print('done')\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "done\n", "")


def test_a_call_within_a_walk_leaves_the_window_with_what_is_true_now(private):
    alice, _ = private
    shown: list[str] = []

    def walk(outcome: subrosa.Outcome, first: list[str]) -> None:
        for event in outcome:
            if isinstance(event, subrosa.Title):
                if first:
                    walk(alice.messenger.command(ACCOUNT, "bob", first.pop()), first)
                # What was told before the inner walk comes last into the window.
                shown.append(event.words)

    walk(alice.messenger.command(ACCOUNT, "bob", "end"), ["start"])
    (title,) = alice.messenger.titles()
    assert len(shown) >= 2 and shown[-1] == title.words != ""
