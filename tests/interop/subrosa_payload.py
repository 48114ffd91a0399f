"""What a message carries: section 9 of docs/PROTOCOL.md.

Written from that document alone, for tests only.
"""

from subrosa_identity import card_of_item
from subrosa_wire import (
    Reader,
    Refused,
    label,
    read_items,
    sha256,
    write_items,
    write_varint,
)

TEXT, PART, WITHOUT_RECEIPTS, CLOSE, INSTALLATION, FORK, CARD, TEXT_ID, REPLACED, WRITTEN = range(1, 11)
ACKNOWLEDGEMENT = 11
_SIZES = {INSTALLATION: 4, FORK: 0, TEXT_ID: 8, REPLACED: 0, WRITTEN: 8}


def write_payload(seq, items, size=None):
    """seq and (type, value) pairs, filled with padding to `size` or the next multiple of 16."""
    data = write_varint(seq) + write_items(items)
    return data.ljust(size or (len(data) + 15) // 16 * 16, b"\x00")


def unpadded(data):
    """How long a payload is without the padding at its end."""
    reader = Reader(data)
    reader.varint()
    end = reader.at
    while reader.left():
        if reader.take(1) != b"\x00":
            reader.take(reader.varint())
            end = reader.at
    return end


def text_item(content_type, text):
    return TEXT, bytes([content_type]) + text


def written_item(seconds):
    return WRITTEN, seconds.to_bytes(8, "big")


def part_item(index, total):
    return PART, write_varint(index) + write_varint(total)


def receipt_of(text_id, content_type, text):
    """What stands for one whole text."""
    return sha256(label("receipt"), text_id, bytes([content_type]), text)[:8]


def covered(receipts, runs):
    """The last numbers of the texts that an acknowledgement covers: of these, at most 64."""
    inside = (n for n in receipts if any(lowest <= n <= highest for lowest, highest in runs))
    return sorted(inside)[-64:]


def hash_over(receipts, runs):
    """The hash in an acknowledgement; `receipts` is {last number: receipt}."""
    parts = [n.to_bytes(4, "big") + receipts[n] for n in covered(receipts, runs)]
    return sha256(label("acknowledged"), *parts)[:8]


def acknowledgement_item(runs, hash_):
    """Of [(lowest, highest)], the highest run first."""
    value = hash_ + write_varint(runs[0][1])
    below = None
    for lowest, highest in runs:
        if below is not None:
            value += write_varint(below - highest - 1)
        value += write_varint(highest - lowest + 1)
        below = lowest
    return ACKNOWLEDGEMENT, value


def read_payload(data, sign_public=None, agree_public=None):
    """{"seq": …} and one entry for each item that is there; the keys are those of the sender."""
    reader = Reader(data)
    payload = {"seq": reader.varint()}
    items = read_items(reader.rest(), set(range(1, 12)))
    for kind, value in items.items():
        if len(value) != _SIZES.get(kind, len(value)):
            raise Refused("bad item", f"type {kind} of {len(value)} bytes")
        if kind == TEXT:
            if not value:
                raise Refused("bad item", "text without content type")
            payload["content_type"], payload["text"] = value[0], value[1:]
        elif kind == PART:
            payload["part"] = _read_part(value)
        elif kind == ACKNOWLEDGEMENT:
            payload["acknowledged"], payload["receipts"] = read_acknowledgement(value)
        elif kind == CLOSE:
            reader = Reader(value)
            payload["close"] = reader.varint()
            reader.end()
        elif kind == INSTALLATION:
            payload["installation"] = value
        elif kind == FORK:
            payload["fork"] = True
        elif kind == CARD:
            # One of another length is damaged: it is passed over, and wants its acknowledgement.
            whole = len(value) == 149
            payload["card"] = card_of_item(value, sign_public, agree_public) if whole else None
        elif kind == TEXT_ID:
            payload["text_id"] = value
        elif kind == REPLACED:
            payload["replaced"] = True
        elif kind == WRITTEN:
            payload["written"] = int.from_bytes(value, "big")
    _check(payload)
    return payload


def _check(payload):
    """The rules of section 9 that are about more than one item."""
    wants = any(name in payload for name in ("text", "close", "fork", "card"))
    if wants != (payload["seq"] > 0):
        raise Refused("bad item", "a seq that does not fit the content")
    if payload.get("content_type", 0) not in (0, 1, 2, 3, 4):
        raise Refused("bad item", "an unknown content type")
    if "part" in payload and ("text" not in payload or payload["part"][0] >= payload["seq"]):
        raise Refused("bad item", "a part without a text, or above its seq")
    if "written" in payload and ("text" not in payload or payload.get("part", (0,))[0] != 0):
        raise Refused("bad item", "a time that is not at the beginning of a text")
    if payload.get("close", payload["seq"]) != payload["seq"]:
        raise Refused("bad item", "a close that does not name its own seq")


def _read_part(value):
    reader = Reader(value)
    index, total = reader.varint(), reader.varint()
    reader.end()
    if not (2 <= total <= 512 and index < total):
        raise Refused("bad item", f"part {index} of {total}")
    return index, total


def read_acknowledgement(value):
    """[(lowest, highest)] of the runs received, the highest run first, and the hash over receipts."""
    reader, runs = Reader(value), []
    hash_ = reader.take(8)
    highest = reader.varint()
    while True:
        length = reader.varint()
        if not 1 <= length <= highest:  # seq numbers from 1
            raise Refused("bad item", f"run of {length} that ends at {highest}")
        runs.append((highest - length + 1, highest))
        if not reader.left():
            break
        gap = reader.varint()
        highest -= length + gap
        if gap == 0:
            raise Refused("bad item", "two runs without a gap")
    if len(runs) > 8:
        raise Refused("bad item", f"{len(runs)} runs")
    return runs, hash_
