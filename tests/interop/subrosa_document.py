"""Opening sealed documents, written from docs/FORMAT.md.

For tests only: slow, and not constant-time.
"""

import hashlib
import hmac
import unicodedata

import aesgcm
import mlkem
import p256
from subrosa_identity import fingerprint
from subrosa_wire import Refused, cut, expand, hkdf, label, mac, sha256

CHUNK = 65_536
STANZA = 1_201
MOST_STANZAS = 1_024


class SealingKey:
    """A key of the hybrid KEM (section 2), from its 32 secret bytes."""

    def __init__(self, secret):
        stream = hashlib.shake_256(secret).digest(64 + 128)
        lattice, self.lattice = mlkem.key_pair(stream[:64])
        for at in range(64, 192, 32):
            self.scalar = stream[at : at + 32]
            if 0 < int.from_bytes(self.scalar, "big") < p256.N:
                break
        else:
            raise ValueError("no scalar in the seed")
        self.point = uncompressed(p256.public(self.scalar))
        self.public = lattice + self.point
        self.hash = sha256(self.public)

    def decapsulate(self, enc):
        ciphertext, share = cut(enc, mlkem.CIPHERTEXT, 65)
        product = p256.dh(self.scalar, compressed(share))
        secret = mlkem.decapsulate(self.lattice, ciphertext)
        parts = secret + product + share + self.point + b"MLKEM768-P256"
        return hashlib.sha3_256(parts).digest()

    def open_key(self, info, stanza):
        """RFC 9180, OpenBase; BadTag or ValueError if it is not for this key."""
        enc, sealed = cut(stanza, 1_153, 48)
        suite = b"HPKE" + bytes([0, 0x50, 0, 1, 0, 2])
        shared = self.decapsulate(enc)

        def extract(salt, name, ikm):
            return mac(salt, b"HPKE-v1" + suite + name + ikm)

        def labeled_expand(prk, name, context, length):
            info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + name + context
            return expand(prk, info, length)

        nothing = bytes(32)
        context = b"\x00" + extract(nothing, b"psk_id_hash", b"")
        context += extract(nothing, b"info_hash", info)
        secret = extract(shared, b"secret", b"")
        key = labeled_expand(secret, b"key", context, 32)
        nonce = labeled_expand(secret, b"base_nonce", context, 12)
        return aesgcm.open_(key, nonce, sealed, b"")


def open_document(data, own=None, argon2id=None):
    """{"content", "name", "sender"}; `own` is (fingerprint, SealingKey), `argon2id` a function of the
    salt. Refused says why not."""
    file_key, at, stanzas = _open_lock(data, own, argon2id)
    document_id = data[2:34]
    length = int.from_bytes(_need(data, at, 2), "big")
    sealed = _need(data, at + 2, length)
    end = at + 2 + length
    header_mac = _need(data, end, 32)
    mac_key = expand(file_key, label("document-mac") + document_id, 32)
    if not hmac.compare_digest(mac(mac_key, data[:end]), header_mac):
        raise Refused("damaged header" if stanzas else "wrong passphrase")
    keys = expand(file_key, label("document-metadata") + document_id, 44)
    metadata = _metadata(_open(keys, sealed, "damaged metadata"))

    header, rest = data[: end + 32], data[end + 32 :]
    behind = 146 + 64 * stanzas if metadata["signed"] else 0
    if len(rest) < behind + 16:
        raise Refused("cut off")
    body, trailer = rest[: len(rest) - behind], rest[len(rest) - behind :]
    content, leaves = _open_body(file_key, header_mac, body, metadata["size"])
    sender = None
    if metadata["signed"]:
        keys = expand(file_key, label("document-trailer") + header_mac, 44)
        root = sha256(label("document-root"), *leaves)
        sender = _check_trailer(_open(keys, trailer, "damaged trailer"), header, root, own)
    return {"content": content, "name": metadata["name"], "sender": sender}


def _open_lock(data, own, argon2id):
    """(file key, where the metadata begin, number of stanzas)"""
    if not data:
        raise Refused("not a document")
    if data[0] != 0x81:
        if data[0] & 15 == 1 and data[0] >> 4 in {1, 2, 3, 4, 5, 6, 9}:
            raise Refused("another object")
        raise Refused("unknown suite" if data[0] >> 4 == 8 else "not a document")
    if _need(data, 1, 1) != b"\x01":
        raise Refused("unknown format")
    document_id, lock = _need(data, 2, 32), _need(data, 34, 1)[0]
    if lock == 1:
        count = int.from_bytes(_need(data, 35, 2), "big")
        if not 1 <= count <= MOST_STANZAS:
            raise Refused("damaged header")
        all_ = _need(data, 37, count * STANZA)
        _fixed_part(data, 37 + count * STANZA)
        if own is None:
            raise Refused("keys needed")
        stanzas = [all_[i : i + STANZA] for i in range(0, len(all_), STANZA)]
        if any(one >= other for one, other in zip(stanzas, stanzas[1:])):
            raise Refused("damaged header")
        key = own[1]
        for stanza in stanzas:
            try:
                info = label("document-stanza") + document_id + key.hash
                return key.open_key(info, stanza), 37 + len(all_), count
            except (aesgcm.BadTag, ValueError):
                pass
        raise Refused("for somebody else")
    if lock == 2:
        memory, iterations, lanes, salt, sealed = cut(_need(data, 35, 70), 4, 1, 1, 16, 48)
        memory = int.from_bytes(memory, "big")
        if not (19_456 <= memory <= 262_144 and 1 <= iterations[0] <= 10 and 1 <= lanes[0] <= 4):
            raise Refused("bad parameters")
        _fixed_part(data, 105)
        if argon2id is None:
            raise Refused("passphrase needed")
        info = label("document-passphrase") + data[:57]
        keys = hkdf(bytes(32), argon2id(salt), info, 44)
        return _open(keys, sealed, "wrong passphrase", data[:57]), 105, 0
    raise Refused("unknown lock")


def _fixed_part(data, at):
    """What is read before any key is used: length, metadata, MAC."""
    length = int.from_bytes(_need(data, at, 2), "big")
    if not 16 <= length <= 4_112:
        raise Refused("damaged header")
    _need(data, at + 2, length + 32)


def _metadata(data):
    found, at = {}, 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind == 0:
            continue
        # No item here is as long as 16,384 bytes: a length has two bytes at most.
        if at >= len(data):
            raise Refused("damaged metadata")
        size, at = data[at], at + 1
        if size & 0x80:
            if at >= len(data) or data[at] & 0x80 or data[at] == 0:
                raise Refused("damaged metadata")
            size, at = size & 0x7F | data[at] << 7, at + 1
        value, at = data[at : at + size], at + size
        if len(value) < size or kind in found:
            raise Refused("damaged metadata")
        if kind == 1 and len(value) == 1 and value[0] > 1:
            raise Refused("unknown content")
        if kind > 5 and not kind & 0x80:
            raise Refused("unknown item")
        found[kind] = value
    sizes = {1: {1}, 2: {0}, 3: {8}, 4: range(1, 1_025), 5: {8}}
    if 1 not in found or any(len(found[k]) not in sizes[k] for k in found if k in sizes):
        raise Refused("damaged metadata")
    try:
        name = found[4].decode("utf-8") if 4 in found else None
    except UnicodeDecodeError as error:
        raise Refused("damaged metadata") from error
    size = int.from_bytes(found[3], "big") if 3 in found else None
    return {"signed": 2 in found, "size": size, "name": name}


def _open_body(file_key, header_mac, body, size):
    """(content, leaves)"""
    keys = expand(file_key, label("document-body") + header_mac, 39)
    content, leaves = b"", []

    def open_chunk(index, chunk, last):
        nonce = keys[32:] + index.to_bytes(4, "big") + bytes([last])
        return aesgcm.open_(keys[:32], nonce, chunk, b"")

    for at in range(0, len(body), CHUNK + 16):
        chunk, index = body[at : at + CHUNK + 16], at // (CHUNK + 16)
        last = at + len(chunk) == len(body)
        if len(chunk) < 16:
            raise Refused(f"damaged chunk {index}")
        if size is not None:
            after = index * CHUNK + len(chunk) - 16
            if after > size or (after == size and not last):
                raise Refused("trailing bytes")
            if after < size and last:
                raise Refused("cut off")
        try:
            opened = open_chunk(index, chunk, last)
        except aesgcm.BadTag as error:
            if last and len(chunk) == CHUNK + 16:
                try:
                    open_chunk(index, chunk, False)
                except aesgcm.BadTag:
                    pass
                else:
                    raise Refused("cut off") from error
            raise Refused(f"damaged chunk {index}") from error
        if not opened and index > 0:
            raise Refused(f"damaged chunk {index}")
        content += opened
        leaves.append(sha256(label("document-leaf"), index.to_bytes(8, "big"), chunk))
    return content, leaves


def _check_trailer(trailer, header, root, own):
    """The fingerprint of the sender."""
    signing, agreement = cut(trailer[:66], 33, 33)
    names, signature = trailer[66:-64], trailer[-64:]
    try:
        p256.decompress(signing)
        p256.decompress(agreement)
    except ValueError as error:
        raise Refused("damaged trailer") from error
    sender = fingerprint(signing, agreement)
    message = label("document-signature") + sha256(header) + sender + names + root
    try:
        p256.verify(signing, message, signature)
    except p256.NotLowS as error:
        raise Refused("high s") from error
    except p256.BadSignature as error:
        raise Refused("bad signature") from error
    listed = [names[i : i + 64] for i in range(0, len(names), 64)]
    if any(one >= other for one, other in zip(listed, listed[1:])):
        raise Refused("damaged trailer")
    if own is not None and own[0] + own[1].hash not in listed:
        raise Refused("not among the recipients")
    return sender


def safe_name(name):
    """A name made harmless (section 11)."""
    if name is None:
        return "document"
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(" " if c.isspace() or c == "\u2800" else c for c in name)
    name = "".join(c for c in name if not _invisible(c))
    name = "".join("_" if c in '<>:"|?*' else c for c in name)
    name = " ".join(word for word in name.split(" ") if word).strip(" .") or "document"
    stem = name.split(".")[0].rstrip().upper()
    devices = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    devices |= {port + n for port in ("COM", "LPT") for n in "0123456789¹²³"}
    return "_" + name if name[0] in "-~" or stem in devices else name


def _invisible(c):
    ranges = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)]
    ranges += [(0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)]
    ranges += [(0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB)]
    ranges += [(0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)]
    return unicodedata.category(c) == "Cc" or any(a <= ord(c) <= b for a, b in ranges)


def _open(keys, sealed, error, associated=b""):
    try:
        return aesgcm.open_(keys[:32], keys[32:], sealed, associated)
    except aesgcm.BadTag as bad:
        raise Refused(error) from bad


def _need(data, at, size):
    part = data[at : at + size]
    if len(part) < size:
        raise Refused("cut off")
    return part


def uncompressed(point):
    """The 65-byte form of a compressed point."""
    x, y = p256.decompress(point)
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def compressed(point):
    """The 33-byte form of an uncompressed one; ValueError if there is no such point."""
    if len(point) != 65 or point[0] != 4:
        raise ValueError("not an uncompressed point")
    short = bytes([2 + point[64] % 2]) + point[1:33]
    if uncompressed(short) != point:
        raise ValueError("not a point")
    return short
