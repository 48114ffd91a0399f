"""The walk through what a call has told."""

from __future__ import annotations

import ctypes as c
import json
from typing import Any, Callable, Iterator

from . import _api
from . import events as e
from ._library import Handle, error, lib

_str = lib.subrosa_outcome_str
_int = lib.subrosa_outcome_int
_has = lib.subrosa_outcome_has
_SIZE = c.POINTER(c.c_size_t)
# As addresses: ctypes makes of text what stands before the first NUL, and of bytes an object each.
_bytes = c.CFUNCTYPE(c.c_void_p, c.c_void_p, c.c_int32, _SIZE)(("subrosa_outcome_bytes", lib))
_line = c.CFUNCTYPE(c.c_void_p, c.c_void_p, _SIZE)(("subrosa_outcome_line", lib))


def _text(handle: int, field: int) -> str:
    found: str = _str(handle, field).decode(errors="replace")
    return found


def field_bytes(handle: int, field: int) -> bytes | None:
    """A field as it is; None if the event does not have it."""
    length = c.c_size_t()
    found = _bytes(handle, field, c.byref(length))
    return c.string_at(found, length.value) if found else None


def field_content(handle: int, field: int) -> str | None:
    """A text that may have a NUL inside; None if the event does not have it."""
    found = field_bytes(handle, field)
    return None if found is None else found.decode(errors="replace")


def _raw(handle: int) -> str | None:
    """The raw line, which most accounts have not."""
    return field_content(handle, _api.FIELD_RAW) if _has(handle, _api.FIELD_RAW) else None


def _choices(handle: int) -> tuple[e.Choice, ...]:
    found: list[e.Choice] = []
    while True:
        word = lib.subrosa_outcome_choice(handle, len(found), _api.CHOICE_WORD)
        if word is None:
            return tuple(found)
        label = lib.subrosa_outcome_choice(handle, len(found), _api.CHOICE_LABEL)
        risk = lib.subrosa_outcome_choice(handle, len(found), _api.CHOICE_RISK)
        found.append(e.Choice(word.decode(), label.decode(), risk != b""))


def _send(handle: int, account: str, peer: str) -> e.Send:
    return e.Send(
        account,
        peer,
        _text(handle, _api.FIELD_LINE),
        _int(handle, _api.FIELD_LINE_ID),
        _int(handle, _api.FIELD_KIND),
        _text(handle, _api.FIELD_FALLBACK),
        _raw(handle),
    )


def _show(handle: int, account: str, peer: str) -> e.Show:
    return e.Show(
        account,
        peer,
        field_content(handle, _api.FIELD_TEXT) or "",
        _text(handle, _api.FIELD_MARK),
        _int(handle, _api.FIELD_ACTION) == 1,
        _int(handle, _api.FIELD_TIME),
        _text(handle, _api.FIELD_TRUST),
        _int(handle, _api.FIELD_PRIVATE) == 1,
        _int(handle, _api.FIELD_LOG) == 1,
        field_bytes(handle, _api.FIELD_ID),
        field_bytes(handle, _api.FIELD_FINGERPRINT),
        _raw(handle),
    )


def _say(handle: int, account: str, peer: str) -> e.Say:
    return e.Say(
        account,
        peer,
        _text(handle, _api.FIELD_SENTENCE),
        _int(handle, _api.FIELD_SEVERITY),
        _int(handle, _api.FIELD_PLACE),
        _int(handle, _api.FIELD_ASKED_FOR) == 1,
        _int(handle, _api.FIELD_LOG) == 1,
        _text(handle, _api.FIELD_CODE),
        _text(handle, _api.FIELD_NAME),
        field_content(handle, _api.FIELD_TEXT),
        _text(handle, _api.FIELD_DIGITS),
        _int(handle, _api.FIELD_COUNT),
        _int(handle, _api.FIELD_QUESTION),
        _text(handle, _api.FIELD_HOW),
        _int(handle, _api.FIELD_INPUT),
        _choices(handle),
        _text(handle, _api.FIELD_BLOCKS),
        _raw(handle),
    )


def _title(handle: int, account: str, peer: str) -> e.Title:
    return e.Title(
        account,
        peer,
        _text(handle, _api.FIELD_WORDS),
        _int(handle, _api.FIELD_LEVEL),
        _text(handle, _api.FIELD_STATE),
        _text(handle, _api.FIELD_TRUST),
        _raw(handle),
    )


def _echo(handle: int, account: str, peer: str) -> e.Echo:
    return e.Echo(
        account,
        peer,
        field_content(handle, _api.FIELD_TEXT) or "",
        _text(handle, _api.FIELD_MARK),
        _int(handle, _api.FIELD_ACTION) == 1,
        _int(handle, _api.FIELD_NUMBER),
        _int(handle, _api.FIELD_LOG) == 1,
        _text(handle, _api.FIELD_LABEL),
        _raw(handle),
    )


def _progress(handle: int, account: str, peer: str) -> e.Progress:
    return e.Progress(
        account,
        peer,
        _int(handle, _api.FIELD_NUMBER),
        _text(handle, _api.FIELD_STAGE),
        _text(handle, _api.FIELD_MARK),
        _int(handle, _api.FIELD_DONE),
        _int(handle, _api.FIELD_TOTAL),
        _raw(handle),
    )


def _close(handle: int, account: str, peer: str) -> e.Close:
    return e.Close(account, peer, _int(handle, _api.FIELD_QUESTION))


_KINDS: dict[int, Callable[[int, str, str], Any]] = {
    _api.EVENT_SEND: _send,
    _api.EVENT_SHOW: _show,
    _api.EVENT_SAY: _say,
    _api.EVENT_TITLE: _title,
    _api.EVENT_ECHO: _echo,
    _api.EVENT_PROGRESS: _progress,
    _api.EVENT_CLOSE: _close,
}


def contact(handle: int, account: str, peer: str) -> e.Contact:
    """A CONTACT event."""

    def flag(field: int) -> bool:
        return bool(_int(handle, field) == 1)

    return e.Contact(
        account,
        peer,
        _text(handle, _api.FIELD_STATE),
        _text(handle, _api.FIELD_TRUST),
        flag(_api.FIELD_CURRENT),
        flag(_api.FIELD_KNOWN),
        flag(_api.FIELD_BLOCKED),
        flag(_api.FIELD_SEALABLE),
        _int(handle, _api.FIELD_FIRST_SEEN),
        _int(handle, _api.FIELD_COUNT),
        field_bytes(handle, _api.FIELD_FINGERPRINT),
        field_bytes(handle, _api.FIELD_OTHER_FINGERPRINT),
    )


def text(handle: int, account: str, peer: str) -> e.Text:
    """A TEXT event."""
    return e.Text(
        account,
        peer,
        _int(handle, _api.FIELD_NUMBER),
        field_content(handle, _api.FIELD_TEXT) or "",
        _text(handle, _api.FIELD_STAGE),
        _text(handle, _api.FIELD_MARK),
        _int(handle, _api.FIELD_DONE),
        _int(handle, _api.FIELD_TOTAL),
    )


def choices(handle: int, account: str, peer: str) -> tuple[e.Choice, ...]:
    """A CHOICES event."""
    return _choices(handle)


_VERDICTS = {verdict.value: verdict for verdict in e.Verdict}


class Outcome(Handle):
    """What a call has told: a verdict on the host's text, and events.

        for event in outcome:
            carry_out(event)

    An event is carried out when the loop asks for the next one. What an exception or a `break` leaves
    behind comes again with a later tick, and no text is lost. An outcome can be kept and walked later,
    and is walked once.
    """

    _free = lib.subrosa_outcome_free
    _gone = "the outcome is closed"

    def __init__(self, handle: int) -> None:
        super().__init__(handle)
        self.verdict = _VERDICTS[lib.subrosa_outcome_verdict(handle)]
        marked = self.verdict is e.Verdict.MARKED
        self.mark: str = lib.subrosa_outcome_mark(handle).decode() if marked else ""
        code = lib.subrosa_outcome_result(handle)
        self.error = error(code) if code != _api.OK else None
        """Why the call could not do what was asked, or None. The user is told by a Say."""

    @property
    def passes(self) -> bool:
        """Whether what was typed is sent, or what came is shown, as if there were no library."""
        return self.verdict == e.Verdict.PASS

    def raise_error(self) -> Outcome:
        """Raises what the call failed with, for programs that look."""
        if self.error is not None:
            raise self.error
        return self

    def __iter__(self) -> Iterator[e.Event]:
        return self._walk(_KINDS)

    def _walk(self, kinds: dict[int, Callable[[int, str, str], Any]]) -> Iterator[Any]:
        try:
            while self._handle is not None:
                handle = self._handle
                kind = lib.subrosa_outcome_next(handle)
                if kind == 0:
                    return
                account = _text(handle, _api.FIELD_ACCOUNT)
                peer = _text(handle, _api.FIELD_PEER)
                make = kinds.get(kind)
                yield make(handle, account, peer) if make else e.Unknown(account, peer, kind)
        finally:
            # Freeing confirms nothing.
            self.close()

    def undone(self) -> None:
        """The event where the loop stands was not carried out: it comes again. The loop goes on."""
        if self._handle is not None:
            lib.subrosa_outcome_undone(self._handle)

    @property
    def line(self) -> bytes:
        """The raw line of IRC to show instead of one that is MARKED."""
        if self._handle is None:
            return b""
        length = c.c_size_t()
        found = _line(self._handle, c.byref(length))
        return c.string_at(found, length.value) if found else b""

    def json(self) -> dict[str, Any]:
        """The event where the loop stands; before it begins the verdict and its like."""
        if self._handle is None:
            return {}
        found: dict[str, Any] = json.loads(lib.subrosa_outcome_json(self._handle))
        return found
