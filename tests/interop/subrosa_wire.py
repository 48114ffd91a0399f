"""Bytes and text of Subrosa: sections 1, 3 and 4 of docs/PROTOCOL.md.

Written from that document alone, for tests only.
"""

import base64
import hashlib
import hmac
import itertools
import re

MAX_LINE = 16384  # characters of a line that is read (section 14)
MAX_TEXT, MAX_PIECES = 262144, 256  # bytes that are searched, pieces that are made
MAX_TAG, MAX_REFERENCE = 4096, 24  # bytes
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
_DIGITS, _HEX = "0123456789", "0123456789ABCDEF"
_SPACES = "\t\v\f \u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BREAKS = "\n\r\u2028\u2029"
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NAMES = {
    "Tab": 0x09,
    "NewLine": 0x0A,
    "nbsp": 0xA0,
    "ensp": 0x2002,
    "emsp": 0x2003,
    "thinsp": 0x2009,
    "shy": 0xAD,
    "ZeroWidthSpace": 0x200B,
    "zwnj": 0x200C,
    "zwj": 0x200D,
    "lrm": 0x200E,
    "rlm": 0x200F,
    "NoBreak": 0x2060,
    "lt": 0x3C,
    "gt": 0x3E,
    "quest": 0x3F,
    "colon": 0x3A,
    "comma": 0x2C,
    "period": 0x2E,
    "lowbar": 0x5F,
}
_CANDIDATE, _CLEAN, _TAG_END = map(re.compile, ("[?<&=]", "[A-Za-z0-9_-]*", "[<>]"))
_NAME = re.compile("[A-Za-z0-9#]{0,%d}" % (MAX_REFERENCE - 2))


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
            if data[0] not in (0x81, 0x91):
                raise Refused("another object", "does not come in fragments")
            return data
    return None


def find(text):
    """Everything in a text as a list of pieces: dicts with `text`, together the whole, and `kind`.

    outside · query · line: object · fragment: id, index, total, data · broken: error
    """
    pieces, at, start = [], 0, 0
    searched = text.encode()[:MAX_TEXT].decode(errors="ignore")
    # What comes before armor is a piece of its own, and one must stay for the rest.
    while len(pieces) + 3 <= MAX_PIECES:
        candidate = _CANDIDATE.search(searched, at)
        if not candidate:
            break
        at = candidate.start()
        marker = _marker(searched, at)
        if marker is None:
            at = _symbol(searched, at)[2]  # over a whole tag: what stands inside is not text
            continue
        if at > start:
            pieces.append({"kind": "outside", "text": text[start:at]})
        piece, end = _read(searched, *marker)
        pieces.append({"text": text[at:end], **piece})
        at = start = end
    if start < len(text):
        pieces.append({"kind": "outside", "text": text[start:]})
    return pieces


def is_blank(piece):
    """Outside that the network made, not somebody who writes."""
    text = piece["text"]
    return piece["kind"] == "outside" and _skip_noise(text, 0, True)[0] == len(text)


def _marker(text, at):
    """(version, form, place behind it) of the marker that begins at `at`, or None."""
    kind, char, at = _symbol(text, at)
    if (kind, char) != ("char", "?"):
        return None
    chars, bare_space = "", False
    for _ in range(4):
        start, bare = _skip_noise(text, at, False)
        bare_space |= bare
        kind, char, at = _symbol(text, start)
        if kind != "char":
            return None
        chars += char
        if not "SR".startswith(chars[:2]):
            return None
    version, form = chars[2:]
    if version not in _DIGITS or form not in ":,?":
        return None
    # A query has no space in it, and is none if a marker begins with its last character.
    if form == "?" and (bare_space or _begins_marker(text, start)):
        return None
    return version, form, at


def _begins_marker(text, at):
    """As `_marker`, but any of the three forms is enough."""
    chars = ""
    for _ in range(5):
        kind, char, at = _symbol(text, at)
        if kind != "char":
            return False
        chars += char
        at, _ = _skip_noise(text, at, False)
    return chars[:3] == "?SR" and chars[3] in _DIGITS and chars[4] in ":,?"


def _read(text, version, form, at):
    """What a marker leads to, and the place behind it."""
    piece = {"kind": "query"}
    if form != "?":
        error, body, at = _body(text, at, "," if form == "," else "")
        try:
            if error:
                raise Refused(error)
            piece = (_line if form == ":" else _fragment)(body)
        except Refused as refused:
            piece = {"kind": "broken", "error": refused.name}
    if version != "1":
        piece = {"kind": "broken", "error": "wrong version"}
    return piece, at


def _body(text, at, also):
    """(error or None, the characters, the place behind the last that belongs to the line)."""
    body, error, end = [], None, at
    count = 5
    while error is None:
        run = _CLEAN.match(text, end).group()
        body.append(run)
        count, end = count + len(run), end + len(run)
        start, _ = _skip_noise(text, end, False)
        kind, char, after = _symbol(text, start)
        if kind == "char" and (char in _ALPHABET or char == "." or char in also and also):
            count, end = count + 1, after
            if char == ".":
                break
            body.append(char)
        elif kind in ("char", "other"):
            another = char == "?" and _marker(text, start) is not None
            error = "truncated" if another else "foreign character"
        else:
            error = "truncated"
    return "oversized" if count > MAX_LINE else error, "".join(body), end


def _line(body):
    if not body:
        raise Refused("empty")
    return {"kind": "line", "object": from_base64url(body)}


def _fragment(body):
    fields = body.split(",")
    if len(fields) != 4 or len(fields[0]) != 8:
        raise Refused("bad fragment", "not four fields")
    for field in fields[1:3]:
        if not field or set(field) - set(_DIGITS) or field.startswith("0") or int(field) > 65535:
            raise Refused("bad fragment", "not a decimal number without leading zeros")
    index, total = int(fields[1]), int(fields[2])
    if index > total:
        raise Refused("bad fragment", "index above total")
    if total > 1024:
        raise Refused("oversized", f"{total} fragments")
    id_, data = from_base64url(fields[0]), from_base64url(fields[3])
    if not data:
        raise Refused("empty")
    return {"kind": "fragment", "id": id_, "index": index, "total": total, "data": data}


# One character of mangled text at a time: the table of section 4.


def _symbol(text, at):
    """(kind, character, place behind it); kinds: char space break width tag other cut end."""
    char = text[at : at + 1]
    if not char:
        return "end", "", at
    if char == "<":
        return _tag(text, at)
    if char == "&":
        return _reference(text, at)
    if char == "=":
        return _quoted_printable(text, at)
    return _kind(char), char, at + 1


def _kind(char):
    if "!" <= char <= "~":
        return "char"
    for kind, chars in ("space", _SPACES), ("break", _BREAKS), ("width", _NO_WIDTH):
        if char in chars:
            return kind
    return "other"


def _skip_noise(text, at, line_start):
    """(the place behind all that carries nothing, whether it has a space that nothing explains)."""
    space = separated = False
    while True:
        kind, char, after = _symbol(text, at)
        if kind == "space":
            space = True
        elif kind in ("break", "tag"):
            line_start = separated = True
        elif kind != "width" and not (char == ">" and kind == "char" and line_start):
            return at, space and not separated
        at = after


def _tag(text, at):
    second = text[at + 1 : at + 2]
    if not second:
        return "cut", "<", at + 1
    if not (second in "/!?" or second.isascii() and second.isalpha()):
        return "char", "<", at + 1
    rest = text[at : at + MAX_TAG].encode()[:MAX_TAG].decode(errors="ignore")
    end = _TAG_END.search(rest, 1)
    if end and end.group() == ">":
        return "tag", "", at + end.end()
    if not end and len(text[at:].encode()) < MAX_TAG:
        return "cut", "<", at + 1
    return "char", "<", at + 1


def _reference(text, at):
    name = _NAME.match(text, at + 1).group()
    behind = at + 1 + len(name)
    if behind == len(text):
        return "cut", "&", at + 1
    code = _code_point(name) if text[behind] == ";" else None
    if code is None or not code < 0x110000:
        return "char", "&", at + 1
    return _kind(chr(code)), chr(code), behind + 1


def _code_point(name):
    for pattern, base in (r"#[0-9]+", 10), (r"#[xX][0-9A-Fa-f]+", 16):
        if re.fullmatch(pattern, name):
            return int(name.lstrip("#xX"), base)
    return _NAMES.get(name)


def _quoted_printable(text, at):
    following = text[at + 1 : at + 3]
    if following[:1] in ("\r", "\n") and following:
        return "break", "", at + 2
    if following[:1] == "<":
        return "width", "", at + 1
    if not following or len(following) == 1 and following in _HEX:
        return "cut", "=", at + 1
    if len(following) == 2 and not set(following) - set(_HEX):
        char = chr(int(following, 16))
        return _kind(char), char, at + 3
    return "char", "=", at + 1
