"""Fingerprints and safety numbers: what people compare."""

from __future__ import annotations

from . import _api
from ._library import bytes_of, check, content, lib, text_of


def _who(fingerprint: bytes) -> bytes:
    if len(fingerprint) != _api.FINGERPRINT_SIZE:
        raise ValueError(f"a fingerprint has {_api.FINGERPRINT_SIZE} bytes")
    return fingerprint


def digits(fingerprint: bytes) -> str:
    """Twelve groups of five digits."""
    who = _who(fingerprint)
    return text_of(lambda out, size: lib.subrosa_fingerprint_digits(who, out, size))


def matches_digits(fingerprint: bytes, text: str) -> bool:
    """Whether digits that were typed are those of a fingerprint."""
    found = lib.subrosa_fingerprint_matches_digits(_who(fingerprint), *content(text))
    return bool(found == 1)


def safety_number(own: bytes, other: bytes) -> str:
    """Twelve groups of five digits, the same for both."""
    ours, theirs = _who(own), _who(other)
    return text_of(lambda out, size: lib.subrosa_safety_digits(ours, theirs, out, size))


def safety_code(own: bytes, other: bytes) -> str:
    """The text of the code to scan."""
    ours, theirs = _who(own), _who(other)
    return text_of(lambda out, size: lib.subrosa_safety_code(ours, theirs, out, size))


def safety_svg(own: bytes, other: bytes) -> str:
    """The code to scan as an image."""
    ours, theirs = _who(own), _who(other)
    return text_of(lambda out, size: lib.subrosa_safety_svg(ours, theirs, out, size))


def safety_modules(own: bytes, other: bytes) -> list[bytes]:
    """The code to scan row by row: 1 is dark, 0 is light. It wants a margin of four."""
    side = _api.SAFETY_SIDE
    ours, theirs = _who(own), _who(other)
    found = bytes_of(side * side, lambda out: lib.subrosa_safety_modules(ours, theirs, out))
    return [found[at : at + side] for at in range(0, len(found), side)]


def scan(own: bytes, other: bytes, code: str) -> str:
    """What a code says that the other side has shown: `match`, `wrong-contact`, `not-for-us`,
    `newer` or `no-code`.
    """
    found = check(lib.subrosa_safety_compare(_who(own), _who(other), *content(code)))
    return {
        _api.SCAN_MATCH: "match",
        _api.SCAN_WRONG_CONTACT: "wrong-contact",
        _api.SCAN_NOT_FOR_US: "not-for-us",
        _api.SCAN_NEWER: "newer",
    }.get(found, "no-code")
