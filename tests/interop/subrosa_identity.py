"""Identities, cards, Offers and what is stored: sections 5, 6 and 13 of docs/PROTOCOL.md.

Written from that document alone, for tests only.
"""

import aesgcm
import p256
from subrosa_wire import (
    Reader,
    Refused,
    check_header,
    cut,
    expand,
    hkdf,
    label,
    read_items,
    sha256,
    write_items,
)

HOUR = 3600
DAY = 24 * HOUR
ONE_TIME = 1


def fingerprint(sign_public, agree_public):
    return sha256(label("fingerprint"), sign_public, agree_public)


def digits(print_):
    """Twelve groups of five decimal digits."""
    data = expand(print_, label("digits"), 60)
    groups = [int.from_bytes(data[i : i + 5], "big") % 100000 for i in range(0, 60, 5)]
    return " ".join(f"{group:05}" for group in groups)


def safety_digits(one, two):
    """The safety number of section 5.1, the same for both."""
    halves = sorted(digits(print_)[:35] for print_ in (one, two))
    return " ".join(halves)


def safety_code(own, other):
    """What `own` shows to `other`."""
    return "SUBROSA:" + (b"\x01" + own + other).hex().upper()


def safety_scan(own, other, code):
    """What `own` takes a code for that is shown to verify `other`."""
    code = code.strip()
    if not code.startswith("SUBROSA:") or len(code) > 8 + 2048:
        return "not a code"
    digits_ = code[8:]
    if len(digits_) % 2 or not digits_ or set(digits_) - set("0123456789abcdefABCDEF"):
        return "not a code"
    data = bytes.fromhex(digits_)
    if data[0] > 1:
        return "newer"
    if data[0] != 1 or len(data) != 65:
        return "not a code"
    if data[1:33] != other:
        return "wrong contact"
    return "match" if data[33:] == own else "not for us"


def check_keys(sign, agree):
    """Refuses two keys that are no identity (section 5)."""
    for point in (sign, agree):
        try:
            p256.decompress(point)
        except p256.BadPoint as error:
            raise Refused("bad key", str(error)) from error
    if sign[1:] == agree[1:]:
        raise Refused("one key")


class Card:
    """The 215 bytes of section 5. Reading checks the form; `verify` checks the rest."""

    SIZE = 215
    SIGNED = 151

    def __init__(self, data):
        if len(data) < self.SIZE:
            raise Refused("truncated", f"card of {len(data)} bytes")
        if len(data) > self.SIZE:
            raise Refused("trailing bytes", f"card of {len(data)} bytes")
        check_header(data, 4)
        fields = cut(data, 1, 2, 1, 33, 33, 33, 32, 8, 8, 64)
        self.data = data
        self.body = data[: self.SIGNED]
        self.capabilities = int.from_bytes(fields[1], "big")
        self.one_time = bool(fields[2][0] & ONE_TIME)
        self.sign, self.agree, self.prekey, self.sealing_hash = fields[3:7]
        self.issued = int.from_bytes(fields[7], "big")
        self.expires = int.from_bytes(fields[8], "big")
        self.signature = fields[9]
        self.id = sha256(label("id-of-card"), self.body)[:8]
        self.fingerprint = fingerprint(self.sign, self.agree)

    def verify(self, now):
        """The checks of section 5 in their order."""
        check_keys(self.sign, self.agree)
        try:
            p256.decompress(self.prekey)
        except p256.BadPoint as error:
            raise Refused("bad key", str(error)) from error
        if self.issued >= self.expires:
            raise Refused("bad lifetime", "issued is not before expires")
        if self.expires - self.issued > (2 * DAY if self.one_time else 14 * DAY):
            raise Refused("bad lifetime", "too long")
        if self.issued > now + DAY:
            raise Refused("not yet valid")
        if now >= self.expires:
            raise Refused("expired")
        try:
            p256.verify(self.sign, label("card") + self.body, self.signature)
        except p256.NotLowS as error:
            raise Refused("high s") from error
        except p256.BadSignature as error:
            raise Refused("forged") from error


def make_card(sign_secret, agree_public, prekey, one_time, issued, expires, **more):
    """A signed card; capabilities, sealing_hash and additional may be given by name."""
    body = (
        b"\x41"
        + more.get("capabilities", 0).to_bytes(2, "big")
        + bytes([ONE_TIME if one_time else 0])
        + p256.public(sign_secret)
        + agree_public
        + prekey
        + more.get("sealing_hash", bytes(32))
        + issued.to_bytes(8, "big")
        + expires.to_bytes(8, "big")
    )
    return body + p256.sign(sign_secret, label("card") + body, more.get("additional", b""))


def card_item(card):
    """A card as it stands in a payload, without the two identity keys."""
    return card[0:4] + card[70:]


def card_of_item(value, sign_public, agree_public):
    """The card of such an item; the receiver inserts the keys of the session's peer."""
    if len(value) != 149:
        raise Refused("truncated", f"card item of {len(value)} bytes")
    return value[:4] + sign_public + agree_public + value[4:]


# Offer (section 6)


def make_offer(card, installation, echo_tag=bytes(4), echo_hash=bytes(8)):
    return b"\x31" + card + installation + echo_tag + echo_hash


def read_offer(data):
    """(card, installation, echo tag, echo hash)"""
    check_header(data, 3)
    reader = Reader(data)
    sizes = (1, Card.SIZE, 4, 4, 8)
    _, card, installation, echo_tag, echo_hash = (reader.take(size) for size in sizes)
    reader.end()
    return Card(card), installation, echo_tag, echo_hash


def echo_hash(decoded_line):
    return sha256(decoded_line)[:8]


# Identity export and saved state (section 13). Argon2id is not in Python's standard library,
# so its output comes from outside.


def export_header(memory_kib, iterations, parallelism, salt):
    return (
        b"\x51\x01"
        + memory_kib.to_bytes(4, "big")
        + bytes([iterations, parallelism])
        + salt
    )


def read_export_header(data):
    """(memory KiB, iterations, parallelism, salt), checked before Argon2id would run."""
    if len(data) < 24 + 16:
        raise Refused("truncated", f"export of {len(data)} bytes")
    check_header(data, 5)
    _, form, memory, iterations, parallelism, salt = cut(data[:24], 1, 1, 4, 1, 1, 16)
    if form != b"\x01":
        raise Refused("wrong version", f"format {form[0]}")
    memory, iterations, parallelism = int.from_bytes(memory, "big"), iterations[0], parallelism[0]
    if not (19456 <= memory <= 262144 and 1 <= iterations <= 10 and 1 <= parallelism <= 4):
        raise Refused("bad parameters", f"{memory} KiB, {iterations}, {parallelism}")
    return memory, iterations, parallelism, salt


def _export_keys(argon2id_output, header):
    return cut(hkdf(0, argon2id_output, label("export") + header, 44), 32, 12)


def seal_export(header, argon2id_output, sign_secret, agree_secret, created):
    key, nonce = _export_keys(argon2id_output, header)
    items = [(1, sign_secret), (2, agree_secret), (3, created.to_bytes(8, "big"))]
    return header + aesgcm.seal(key, nonce, write_items(items), header)


def open_export(data, argon2id_output):
    """{"sign_secret", "agree_secret", "created"} of an export."""
    read_export_header(data)
    key, nonce = _export_keys(argon2id_output, data[:24])
    try:
        plaintext = aesgcm.open_(key, nonce, data[24:], data[:24])
    except aesgcm.BadTag as error:
        raise Refused("wrong passphrase") from error
    items = read_items(plaintext, {1, 2, 3, 4})
    for kind, size in {1: 32, 2: 32, 3: 8, 4: 32}.items():
        if kind not in items:
            if kind == 4:  # the sealing secret: only where there is one
                continue
            raise Refused("missing item", f"type {kind}")
        if len(items[kind]) != size:
            raise Refused("bad item", f"type {kind} of {len(items[kind])} bytes")
    try:
        p256.secret_scalar(items[1])
        p256.secret_scalar(items[2])
    except ValueError as error:
        raise Refused("bad key", str(error)) from error
    check_keys(p256.public(items[1]), p256.public(items[2]))
    return {
        "sign_secret": items[1],
        "agree_secret": items[2],
        "created": int.from_bytes(items[3], "big"),
    }


def _state_parts(host_key, data, own_fingerprint):
    header, random = cut(data[:43], 11, 32)
    key, nonce = cut(hkdf(host_key, random, label("blob"), 44), 32, 12)
    return key, nonce, header + own_fingerprint


def seal_state(host_key, kind, generation, random, own_fingerprint, content):
    """Saved state; for kind 2 (a peer) the content holds the peer's fingerprint."""
    start = b"\x61\x01" + bytes([kind]) + generation.to_bytes(8, "big") + random
    key, nonce, associated = _state_parts(host_key, start, own_fingerprint)
    return start + aesgcm.seal(key, nonce, content, associated)


def open_state(host_key, data, own_fingerprint):
    """(kind, generation, content)"""
    if len(data) < 43 + 16:
        raise Refused("truncated", f"saved state of {len(data)} bytes")
    check_header(data, 6)
    if data[1] != 1:
        raise Refused("wrong version", f"format {data[1]}")
    key, nonce, associated = _state_parts(host_key, data, own_fingerprint)
    try:
        content = aesgcm.open_(key, nonce, data[43:], associated)
    except aesgcm.BadTag as error:
        raise Refused("forged") from error
    return data[2], int.from_bytes(data[3:11], "big"), content
