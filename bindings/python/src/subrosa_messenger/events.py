"""What a host carries out: one frozen dataclass for each event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Union

from . import _api


class Verdict(IntEnum):
    """What the host does with its own text."""

    PASS = _api.VERDICT_PASS
    """It goes, or is shown, as if there were no library."""
    MARKED = _api.VERDICT_MARKED
    """A text that came: it is shown with `Outcome.mark` before it."""
    TAKEN = _api.VERDICT_TAKEN
    """It is swallowed: an Echo or a Show has what a person is to see of it."""
    REFUSED = _api.VERDICT_REFUSED
    """A text that was typed: it is neither sent nor kept. A Say has it, to be put back."""


class Kind(IntEnum):
    """What a line is for."""

    TEXT = _api.KIND_TEXT
    ACKNOWLEDGEMENT = _api.KIND_ACKNOWLEDGEMENT
    HANDSHAKE = _api.KIND_HANDSHAKE
    CARD = _api.KIND_CARD
    QUESTION = _api.KIND_QUESTION
    NETWORK = _api.KIND_NETWORK


class Severity(IntEnum):
    INFORMATION = _api.SEVERITY_INFORMATION
    WARNING = _api.SEVERITY_WARNING
    ALARM = _api.SEVERITY_ALARM


class Place(IntEnum):
    """Where a sentence is said."""

    WINDOW = _api.PLACE_WINDOW
    """In the window of the peer, which is opened if need be."""
    ANYWHERE = _api.PLACE_ANYWHERE
    """In the window of the peer if it is open, else where the messenger speaks of itself."""
    IF_OPEN = _api.PLACE_IF_OPEN
    """In the window of the peer if it is open, else nowhere."""


class Input(IntEnum):
    """What a question asks for besides its choices."""

    NONE = _api.INPUT_NONE
    LINE = _api.INPUT_LINE
    HIDDEN = _api.INPUT_HIDDEN


class Level(IntEnum):
    """How safe a conversation is."""

    PLAIN = _api.LEVEL_PLAIN
    WAITING = _api.LEVEL_WAITING
    PRIVATE = _api.LEVEL_PRIVATE
    VERIFIED = _api.LEVEL_VERIFIED
    ALARM = _api.LEVEL_ALARM


@dataclass(frozen=True)
class Choice:
    """One way to answer a question, or one thing that the user can do. The first is never a risk."""

    word: str
    label: str
    risk: bool


@dataclass(frozen=True)
class Send:
    """Send `line` to `peer`, and nothing else with it."""

    account: str
    peer: str
    line: str
    line_id: int
    kind: int
    fallback: str
    raw: str | None = None


@dataclass(frozen=True)
class Show:
    """Show `mark` and `text` as said by `peer`."""

    account: str
    peer: str
    text: str
    mark: str
    action: bool
    time: int
    trust: str
    private: bool
    log: bool
    id: bytes | None
    fingerprint: bytes | None
    raw: str | None = None


@dataclass(frozen=True)
class Say:
    """Say `sentence` where `place` says. If `question` is not 0, something is asked."""

    account: str
    peer: str
    sentence: str
    severity: int
    place: int
    asked_for: bool
    log: bool
    code: str
    name: str
    text: str | None
    digits: str
    count: int
    question: int
    how: str
    input: int
    choices: tuple[Choice, ...]
    blocks: str
    raw: str | None = None


@dataclass(frozen=True)
class Title:
    """Show how the conversation with `peer` stands now."""

    account: str
    peer: str
    words: str
    level: int
    state: str
    trust: str
    raw: str | None = None


@dataclass(frozen=True)
class Echo:
    """Show `mark` and `text` as said by the user to `peer`."""

    account: str
    peer: str
    text: str
    mark: str
    action: bool
    number: int
    log: bool
    label: str = ""
    raw: str | None = None


@dataclass(frozen=True)
class Progress:
    """The echo `number` has `mark` before it from now on."""

    account: str
    peer: str
    number: int
    stage: str
    mark: str
    done: int
    total: int
    raw: str | None = None


@dataclass(frozen=True)
class Close:
    """`question` is not open any more, whoever has answered it."""

    account: str
    peer: str
    question: int
    raw: str | None = None


@dataclass(frozen=True)
class Contact:
    """An identity that is known at an address."""

    account: str
    peer: str
    state: str
    trust: str
    current: bool
    known: bool
    blocked: bool
    sealable: bool
    first_seen: int
    waiting: int
    fingerprint: bytes | None
    other_fingerprint: bytes | None


@dataclass(frozen=True)
class Text:
    """A text of the user that has not arrived."""

    account: str
    peer: str
    number: int
    text: str
    stage: str
    mark: str
    done: int
    total: int


@dataclass(frozen=True)
class Unknown:
    """An event of a later version of the library: pass it over."""

    account: str
    peer: str
    kind: int


Event = Union[Send, Show, Say, Title, Echo, Progress, Close, Unknown]
