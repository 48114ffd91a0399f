"""Bytes and text of Subrosa: sections 1, 3 and 4 of docs/PROTOCOL.md.

Written from that document alone, for tests only.
"""

import base64
import hashlib
import hmac
import html
import itertools

MAX_LINE = 16384  # characters of a line that is read (section 14)
OBJECTS = {1, 2, 3, 4, 5, 6, 8, 9}  # the high nibbles of section 1


class Refused(Exception):
    """An object that must not be accepted; `name` is the error of section 15."""

    def __init__(self, name, detail=""):
        super().__init__(f"{name}: {detail}" if detail else name)
        self.name = name


# Hashes and labels (sections 2 and 3)


def label(name):
    return b"subrosa/1 " + name.encode("ascii")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def expand(key, info, length=32):
    """HKDF-Expand of RFC 5869."""
    out, block = b"", b""
    for counter in range(1, (length + 31) // 32 + 1):
        block = mac(key, block, info, bytes([counter]))
        out += block
    return out[:length]


def hkdf(salt, ikm, info, length):
    """HKDF of RFC 5869; a salt of 0 means 32 zero bytes."""
    return expand(mac(bytes(32) if salt == 0 else salt, ikm), info, length)


def cut(data, *sizes):
    """The pieces of `data` in the order written; nothing may be left."""
    if len(data) != sum(sizes):
        raise Refused("truncated", f"{len(data)} bytes instead of {sum(sizes)}")
    ends = list(itertools.accumulate(sizes))
    return [data[end - size : end] for end, size in zip(ends, sizes)]


# Varints and items (section 1)


def write_varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


class Reader:
    """Takes bytes from the front, and refuses to take what is not there."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def left(self):
        return len(self.data) - self.at

    def take(self, size):
        if size > self.left():
            raise Refused("truncated", f"{size} bytes wanted, {self.left()} left")
        self.at += size
        return self.data[self.at - size : self.at]

    def rest(self):
        return self.take(self.left())

    def varint(self, bits=32):
        number = 0
        for shift in range(0, bits, 7):
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                if byte == 0 and shift:
                    raise Refused("bad varint", "not the shortest form")
                if number >> bits:
                    break
                return number
        raise Refused("bad varint", f"does not fit {bits} bits")

    def end(self):
        if self.left():
            raise Refused("trailing bytes", f"{self.left()} bytes too many")


def read_items(data, known):
    """The items of `data` as {type: value}; `known` are the types that are understood."""
    reader, seen, items = Reader(data), set(), {}
    while reader.left():
        kind = reader.take(1)[0]
        if kind == 0:
            continue
        value = reader.take(reader.varint())
        if kind in seen:
            raise Refused("duplicate item", f"type {kind:#04x}")
        seen.add(kind)
        if kind in known:
            items[kind] = value
        elif kind < 0x80:
            raise Refused("unknown item", f"type {kind:#04x}")
    return items


def write_items(items):
    """The bytes of (type, value) pairs, in the order given."""
    return b"".join(bytes([kind]) + write_varint(len(value)) + value for kind, value in items)


def check_header(data, kind):
    """The first byte of an object: type in the high nibble, suite in the low one."""
    if not data:
        raise Refused("truncated", "no header byte")
    found, suite = data[0] >> 4, data[0] & 15
    if suite != 1:
        raise Refused("wrong suite", f"suite {suite}")
    if found not in OBJECTS:
        raise Refused("unknown type", f"type {found}")
    if found != kind:
        raise Refused("another object", f"type {found} instead of {kind}")


# Text form (section 4)

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def base64url(data):
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_base64url(text):
    if len(text) % 4 == 1 or any(c not in _ALPHABET for c in text):
        raise Refused("bad base64")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise Refused("bad base64", "unused bits are not zero")
    return data


def armor(data):
    return f"?SR1:{base64url(data)}."


def dearmor(text):
    """The object of a line that stands alone and undamaged."""
    pieces = find(text)
    if len(pieces) != 1 or pieces[0]["kind"] != "line":
        raise Refused("not a line", repr([piece["kind"] for piece in pieces]))
    return pieces[0]["object"]


def fragment_id(data):
    return sha256(data)[:6]


def fragment(id_, index, total, part):
    return f"?SR1,{base64url(id_)},{index},{total},{base64url(part)}."


def fragments(data, slice_size):
    """The fragments of an object, each with `slice_size` bytes but the last."""
    slices = [data[i : i + slice_size] for i in range(0, len(data), slice_size)]
    return [
        fragment(fragment_id(data), index, len(slices), part)
        for index, part in enumerate(slices, 1)
    ]


def join_fragments(pieces):
    """The object of the fragments found so far, in any order, or None when it is not whole.

    Keeps two variants of an index and tries sixteen combinations.
    """
    first = pieces[0]
    variants = {}
    for piece in pieces:
        if (piece["id"], piece["total"]) != (first["id"], first["total"]):
            raise Refused("not for us", "fragment of another object")
        kept = variants.setdefault(piece["index"], [])
        if piece["data"] not in kept and len(kept) < 2:
            kept.append(piece["data"])
    if len(variants) < first["total"]:
        return None
    choices = itertools.product(*(variants[index] for index in sorted(variants)))
    for choice in itertools.islice(choices, 16):
        data = b"".join(choice)
        if fragment_id(data) == first["id"]:
            return data
    return None


def find(text):
    """Everything in a text as a list of pieces: dicts with `text`, together the whole, and `kind`.

    outside · query · line: object · fragment: id, index, total, data · broken: error
    """
    pieces, outside, at = [], "", 0
    while at < len(text):
        found = _piece_at(text, at)
        if found is None:
            outside += text[at]
            at += 1
            continue
        if outside:
            pieces.append({"kind": "outside", "text": outside})
            outside = ""
        piece, end = found
        pieces.append({"text": text[at:end], **piece})
        at = end
    if outside:
        pieces.append({"kind": "outside", "text": outside})
    return pieces


def _piece_at(text, at):
    """The piece that begins at `at` and where it ends, or None."""
    if text[at] not in "?&":
        return None
    start, begin = "", at
    while len(start) < 5:
        char, at = _next(text, at)
        start += char or ""
        if char is None or not "?SR"[: len(start)] == start[:3]:
            return None
    version, mark = start[3], start[4]
    if not (version.isascii() and version.isdigit() and mark in ":,?"):
        return None
    if mark == "?":
        other = {"kind": "broken", "error": "wrong version"}
        return {"kind": "query"} if version == "1" else other, at
    body = ""
    while True:
        char, after = _next(text, at)
        if char is None:
            return {"kind": "broken", "error": "truncated"}, at
        if char not in _ALPHABET + ",.":
            return {"kind": "broken", "error": "foreign character"}, at
        at = after
        if char == ".":
            break
        body += char
        if at - begin > MAX_LINE:
            return {"kind": "broken", "error": "oversized"}, at
    if version != "1":
        return {"kind": "broken", "error": "wrong version"}, at
    try:
        return (_line if mark == ":" else _fragment)(body), at
    except Refused as refused:
        return {"kind": "broken", "error": refused.name}, at


def _line(body):
    if not body:
        raise Refused("empty")
    return {"kind": "line", "object": from_base64url(body)}


def _fragment(body):
    fields = body.split(",")
    if len(fields) != 4 or len(fields[0]) != 8:
        raise Refused("bad fragment", "not four fields")
    for field in fields[1:3]:
        if not field.isdigit() or field.startswith("0"):
            raise Refused("bad fragment", "not a decimal number without leading zeros")
    index, total = int(fields[1]), int(fields[2])
    if index > total:
        raise Refused("bad fragment", "index above total")
    id_, data = from_base64url(fields[0]), from_base64url(fields[3])
    if not data:
        raise Refused("empty")
    return {"kind": "fragment", "id": id_, "index": index, "total": total, "data": data}


def _next(text, at):
    """The next character that counts, from `at` on, and the place after it; or (None, at)."""
    line_start = at == 0 or text[at - 1] in "\r\n"
    while at < len(text):
        char, after = text[at], at + 1
        if char == "&":
            end = text.find(";", at, at + 12)
            decoded = html.unescape(text[at : end + 1]) if end > 0 else ""
            if len(decoded) == 1:
                char, after = decoded, end + 1
        if char in "\r\n":
            line_start = True
        elif char.isspace() or char in _INVISIBLE or char == ">" and line_start:
            pass
        elif char == "<" and after == at + 1 and text.find(">", at) > 0:
            after = text.find(">", at) + 1
        elif char == "=" and text[after : after + 1] in ("\r", "\n", ""):
            pass
        else:
            return char, after
        at = after
    return None, at
