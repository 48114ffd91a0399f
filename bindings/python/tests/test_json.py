"""The JSON of events: the same as the binding's own events, as the schema says, and as recorded."""

from __future__ import annotations

import dataclasses
import enum
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import subrosa_messenger as subrosa
from subrosa_messenger import _api, events
from subrosa_messenger._library import lib, name
from subrosa_messenger.outcome import Outcome

BINDINGS = Path(__file__).parents[2]
sys.path.insert(0, str(BINDINGS))
import recorded  # noqa: E402

SCHEMA = json.loads((BINDINGS / "event.schema.json").read_text("utf-8"))
WORDS = {
    "kind": events.Kind,
    "severity": events.Severity,
    "place": events.Place,
    "input": events.Input,
    "level": events.Level,
}


def as_json(field: str, value: Any) -> Any:
    """A field of an event as its JSON has it."""
    if field in WORDS:
        return WORDS[field](value).name.lower().replace("_", "-")
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [dataclasses.asdict(each) for each in value]
    assert not isinstance(value, enum.Enum)
    return value


def assert_is_the_same(event: Any, found: dict[str, Any]) -> None:
    assert found["event"] == type(event).__name__.lower()
    for field in dataclasses.fields(event):
        value = as_json(field.name, getattr(event, field.name))
        key = "count" if field.name == "waiting" else field.name
        # What JSON leaves out or calls null is None or "" here.
        assert value == found.get(key) or (not value and found.get(key) is None), (field.name, found)


class Player:
    """Plays the recorded evening with this binding."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people: dict[str, subrosa.Messenger] = {}
        self.seen: list[dict[str, Any]] = []

    def call(self, who: str, call: str, arguments: list[str]) -> list[dict[str, Any]]:
        if call == "open":
            words = dict(word.split("=", 1) for word in arguments[:1] if word)
            settings = {key: value.strip('"') for key, value in words.items()}
            self.people[who] = subrosa.Messenger(self.folder / who, **settings)
            told: Any = self.people[who].opened
        else:
            told = self.outcome(self.people[who], call, arguments)
        found = [told.json()]
        for event in told:
            found.append(told.json())
            if not isinstance(event, events.Unknown):
                assert_is_the_same(event, found[-1])
        self.seen += found
        return found

    def outcome(self, me: subrosa.Messenger, call: str, arguments: list[str]) -> Any:
        if call == "attach":
            return me.attach(arguments[0], arguments[1], interval_ms=0)
        if call == "answer":
            return me.answer(int(arguments[0]), arguments[1])
        account, peer = name(arguments[0]), name(arguments[1]) if arguments[1:] else None
        # The binding gives these as values instead of an outcome.
        queries = {
            "choices": (lib.subrosa_choices, lambda: [me.choices(*arguments)]),
            "title": (lib.subrosa_title, lambda: me.titles(*arguments)),
            "contacts": (lib.subrosa_contact_list, lambda: me.contacts(*arguments)),
            "texts": (lib.subrosa_text_list, lambda: me.texts(*arguments)),
        }
        if call in queries:
            function, values = queries[call]
            twice = Outcome(function(me._open, account, peer))
            for event, found in zip(values(), [twice.json() for _ in twice], strict=True):
                if call == "choices":
                    assert as_json("choices", event) == found["choices"]
                else:
                    assert_is_the_same(event, found)
            return Outcome(function(me._open, account, peer))
        return getattr(me, call)(*arguments)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    player = Player(tmp_path_factory.mktemp("evening"))
    recorded.Evening().play(player.call)
    yield player
    for messenger in player.people.values():
        messenger.close()


def test_an_evening_is_told_as_it_was_recorded(played):
    assert {each.get("event") for each in played.seen} >= {"send", "show", "say", "title", "echo"}


def test_the_schema_is_one_and_holds_for_all_that_is_told_and_recorded(played):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    told = list(played.seen)
    for step in recorded.RECORDED["steps"]:
        told += [step["outcome"], *step["events"]]
    for each in told:
        validator.validate(each)


@pytest.mark.parametrize("change", [{"place": "nowhere"}, {"sentence": None}, {"question": -1}])
def test_the_schema_refuses_what_is_no_event(played, change):
    validator = jsonschema.Draft202012Validator(SCHEMA)
    (said, *_) = [each for each in played.seen if each.get("event") == "say"]
    assert validator.is_valid(said) and not validator.is_valid({**said, **change})


def test_what_is_recorded_otherwise_is_found(tmp_path: Path):
    player = Player(tmp_path)

    def wrong(who: str, call: str, arguments: list[str]) -> list[dict[str, Any]]:
        found = player.call(who, call, arguments)
        for event in found[1:]:
            if event["event"] == "echo":
                event["mark"] = ""
        return found

    with pytest.raises(AssertionError, match="mark"):
        recorded.Evening().play(wrong)
    for messenger in player.people.values():
        messenger.close()


def test_constants_and_their_words_are_as_many_in_the_schema():
    for word, kind in WORDS.items():
        words = SCHEMA["$defs"][f"word-of-{word}"]["enum"]
        assert words == [each.name.lower().replace("_", "-") for each in kind]
        assert {each.value for each in kind} == {
            value
            for constant, value in vars(_api).items()
            if constant.startswith(f"{word.upper()}_")
        }
