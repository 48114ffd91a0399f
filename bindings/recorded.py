"""Plays the evening of recorded-outcomes.json with a binding, and compares what it tells.

    recorded.py PROGRAM [ARGUMENT ...] [-- PROGRAM [ARGUMENT ...]]

The program reads a call on each line (who, call, arguments, with tabs between) and writes the JSON of
the outcome and of each event, a line each, then an empty line: docs/JSON.md. It runs in a new
directory. PROGRAM with a slash is found from here. With a second program Alice and Carol are at the first
one, Bob and Dave at the second: another binding, say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable

RECORDED = json.loads((Path(__file__).parent / "recorded-outcomes.json").read_text("utf-8"))
PAIRS = {"alice": "bob", "bob": "alice", "carol": "dave", "dave": "carol"}
# What a binding gives for a call: the outcome, and behind it each event.
Call = Callable[[str, str, "list[str]"], "list[dict[str, Any]]"]


class Evening:
    """Compares step by step."""

    def __init__(self) -> None:
        self.lines: dict[str, list[tuple[str, str]]] = {who: [] for who in PAIRS}
        self.questions: dict[str, int] = {}
        # What stands in the record, and what is in its place now; and the other way round.
        self.renamed: dict[tuple[str, str, str], Any] = {}
        self.steps = 0
        self.events = 0

    def play(self, call: Call) -> None:
        """All steps. Raises AssertionError where the binding tells something else."""
        for step in RECORDED["steps"]:
            who = step["who"]
            arguments = [self.argument(who, each) for each in step["arguments"]]
            outcome, *events = call(who, step["call"], arguments)
            self.compare(step, step["outcome"], outcome)
            assert len(events) == len(step["events"]), f"{step}\nbut {events}"
            for recorded, event in zip(step["events"], events):
                self.compare(step, recorded, event)
                self.carry_out(who, event)
            self.steps += 1
            self.events += len(events)
        assert self.steps > 50 and self.events > 50

    def argument(self, who: str, text: str) -> str:
        other = PAIRS[who]
        if text == "@line":
            return self.lines[other].pop(0)[0]
        if text == "@raw":
            return f":{other}!u@host {self.lines[other].pop(0)[1]}"
        if text == "@question":
            return str(self.questions[who])
        return text

    def carry_out(self, who: str, event: dict[str, Any]) -> None:
        if event["event"] == "send":
            self.lines[who].append((event["line"], event.get("raw", "")))
        if event["event"] == "say" and event["question"]:
            self.questions[who] = event["question"]

    def compare(self, step: dict[str, Any], recorded: dict[str, Any], now: dict[str, Any]) -> None:
        where = f"{step['who']} {step['call']} {step['arguments']}\nrecorded {recorded}\nbut now  {now}"
        assert recorded.keys() == now.keys(), where
        for name, old in recorded.items():
            new = now[name]
            if name == "sentence" and recorded["digits"]:
                old, new = old.replace(recorded["digits"], ""), new.replace(now["digits"], "")
            if name not in RECORDED["differs"] or not old or not new:
                assert old == new, f"{name}: {where}"
                continue
            assert type(old) is type(new), f"{name}: {where}"
            # Of each person; what is the same in the record is the same now, and nothing else is.
            for key, value in ((("old", name, step["who"] + str(old)), new),
                               (("new", name, step["who"] + str(new)), old)):
                assert self.renamed.setdefault(key, value) == value, f"{name}: {where}"


def program(arguments: list[str], folder: str) -> tuple[subprocess.Popen[str], Call]:
    """A program that is given the calls."""
    if "/" in arguments[0]:
        arguments = [os.path.abspath(arguments[0]), *arguments[1:]]
    player = subprocess.Popen(
        arguments, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert player.stdin is not None and player.stdout is not None
    stdin, stdout = player.stdin, player.stdout

    def call(who: str, name: str, arguments: list[str]) -> list[dict[str, Any]]:
        stdin.write("\t".join([who, name, *arguments]) + "\n")
        stdin.flush()
        told = []
        for line in stdout:
            if line == "\n":
                return told
            told.append(json.loads(line))
        raise AssertionError(f"the program has ended at {who} {name} {arguments}")

    return player, call


def main() -> None:
    arguments = sys.argv[1:]
    at = arguments.index("--") if "--" in arguments else len(arguments)
    programs = [each for each in (arguments[:at], arguments[at + 1 :]) if each]
    if not programs:
        raise SystemExit(__doc__)
    evening = Evening()
    with tempfile.TemporaryDirectory() as folder:
        players = [program(each, folder) for each in programs]
        first, second = players[0][1], players[-1][1]
        evening.play(lambda who, *more: (first if who in ("alice", "carol") else second)(who, *more))
        for player, _ in players:
            assert player.stdin is not None
            player.stdin.close()
            if player.wait() != 0:
                raise SystemExit(f"a program has ended with {player.returncode}")
    print(f"recorded outcomes: {evening.steps} calls and {evening.events} events are as recorded")


if __name__ == "__main__":
    main()
