"""Sealed texts and files, to contacts of a messenger and from them."""

from __future__ import annotations

import ctypes as c
import os
from dataclasses import dataclass
from typing import Any, Callable

from . import _api
from ._library import Handle, check, content, handle_of, lib, maybe, name
from .messenger import Messenger
from .outcome import field_bytes, field_content

UNSIGNED = _api.SEAL_UNSIGNED
WRAPPED = _api.SEAL_WRAPPED

Told = Callable[[int, int], None]
"""Is told how many bytes of how many are done."""


@dataclass(frozen=True)
class Opened:
    """A document that was opened. Nothing in it is safe for any markup."""

    text: str | None
    data: bytes | None
    path: str | None
    """Where a file is until it is committed."""
    name: str | None
    """What the file is called, made safe."""
    signer: bytes | None
    """The fingerprint of whoever has signed it; None: nobody."""
    trust: str
    account: str
    peer: str
    time: int


def _events(handle: int) -> Any:
    try:
        if lib.subrosa_outcome_next(handle) == 0:
            raise RuntimeError("the library told nothing")
        yield handle
    finally:
        lib.subrosa_outcome_free(handle)


def _opened(outcome: int) -> Opened:
    for handle in _events(outcome):
        return Opened(
            field_content(handle, _api.DOCUMENT_FIELD_TEXT),
            field_bytes(handle, _api.DOCUMENT_FIELD_DATA),
            field_content(handle, _api.DOCUMENT_FIELD_PATH),
            field_content(handle, _api.DOCUMENT_FIELD_NAME),
            field_bytes(handle, _api.DOCUMENT_FIELD_FINGERPRINT),
            field_content(handle, _api.FIELD_TRUST) or "none",
            field_content(handle, _api.FIELD_ACCOUNT) or "",
            field_content(handle, _api.FIELD_PEER) or "",
            lib.subrosa_outcome_int(handle, _api.DOCUMENT_FIELD_TIME),
        )
    raise AssertionError


def seal_text(messenger: Messenger, account: str, peer: str, text: str, flags: int = 0) -> str:
    """Seals a text to a contact and to the user, who signs it."""
    outcome = handle_of(
        lambda out: lib.subrosa_text_seal(
            messenger._open, name(account), name(peer), *content(text), flags, out
        )
    )
    for handle in _events(outcome):
        return field_content(handle, _api.DOCUMENT_FIELD_TEXT) or ""
    raise AssertionError


def open_text(messenger: Messenger, text: str | bytes) -> Opened:
    """Opens the first sealed document in a text."""
    data = content(text)
    return _opened(handle_of(lambda out: lib.subrosa_text_open(messenger._open, *data, out)))


def card(messenger: Messenger, account: str, wrapped: bool = False) -> str:
    """The user's own card, to be given to others."""
    outcome = handle_of(
        lambda out: lib.subrosa_messenger_card(messenger._open, name(account), int(wrapped), out)
    )
    for handle in _events(outcome):
        return field_content(handle, _api.DOCUMENT_FIELD_CARD) or ""
    raise AssertionError


def learn_card(
    messenger: Messenger, text: str | bytes, account: str | None = None, peer: str | None = None
) -> bytes:
    """Learns the one full card in a text; gives the fingerprint of its owner."""
    data = content(text)
    outcome = handle_of(
        lambda out: lib.subrosa_card_learn(
            messenger._open, maybe(account), maybe(peer), *data, out
        )
    )
    for handle in _events(outcome):
        return field_bytes(handle, _api.FIELD_FINGERPRINT) or b""
    raise AssertionError


class Job(Handle):
    """A file that is sealed or opened, step by step.

        with Job.open(messenger, "letter.sealed", "folder") as job:
            job.run(lambda done, total: ...)
            job.commit()

    Until it is committed, and if it never is, nothing is at the target: closing the job removes what was
    not committed.
    """

    _free = lib.subrosa_job_free
    _gone = "the job is closed"

    @classmethod
    def seal(
        cls,
        messenger: Messenger,
        account: str,
        peer: str,
        source: str | os.PathLike[str],
        folder: str | os.PathLike[str],
        flags: int = 0,
    ) -> Job:
        """Seals a file to a contact and to the user, who signs it."""
        places = os.fsencode(source), os.fsencode(folder)
        return cls(
            handle_of(
                lambda out: lib.subrosa_file_seal(
                    messenger._open, name(account), name(peer), *places, flags, out
                )
            )
        )

    @classmethod
    def open(
        cls,
        messenger: Messenger,
        source: str | os.PathLike[str],
        folder: str | os.PathLike[str],
    ) -> Job:
        """Opens a sealed file."""
        places = os.fsencode(source), os.fsencode(folder)
        return cls(handle_of(lambda out: lib.subrosa_file_open(messenger._open, *places, out)))

    def run(self, told: Told | None = None, step_ms: int = 100) -> None:
        """Runs to the end, and tells after each step how far it is. An exception stops it there."""
        done, total = c.c_int64(), c.c_int64()
        finished = 0
        while finished == 0:
            finished = check(
                lib.subrosa_job_run(self._open, step_ms, c.byref(done), c.byref(total))
            )
            if told is not None:
                told(done.value, total.value)

    def result(self) -> Opened:
        """What there is to be looked at before `commit`: of a file that was opened, where it is."""
        return _opened(handle_of(lambda out: lib.subrosa_job_result(self._open, out)))

    def commit(self, target: str | None = None, replace: bool = False) -> None:
        """Gives the file its name: `target`, or the one that the document says."""
        flags = _api.COMMIT_REPLACE if replace else 0
        place = None if target is None else os.fsencode(target)
        check(lib.subrosa_job_commit(self._open, place, flags))


__all__ = [
    "Job", "Opened", "UNSIGNED", "WRAPPED", "card", "learn_card", "open_text", "seal_text",
]
