"""AES-256-GCM with a 12-byte nonce and a 16-byte tag.

For tests only: table look-ups that depend on secrets, and slow.
Sources: FIPS 197 (AES), NIST SP 800-38D (GCM).
"""

import hmac


class BadTag(ValueError):
    """The tag does not verify."""


def seal(key, nonce, plaintext, associated):
    """ciphertext || tag"""
    cipher, hash_key, first = _begin(key, nonce)
    ciphertext = _counter_mode(cipher, nonce, plaintext)
    return ciphertext + _tag(hash_key, first, associated, ciphertext)


def open_(key, nonce, sealed, associated):
    """The plaintext of ciphertext || tag, or BadTag."""
    if len(sealed) < 16:
        raise BadTag("shorter than a tag")
    ciphertext, tag = sealed[:-16], sealed[-16:]
    cipher, hash_key, first = _begin(key, nonce)
    if not hmac.compare_digest(tag, _tag(hash_key, first, associated, ciphertext)):
        raise BadTag("the tag does not verify")
    return _counter_mode(cipher, nonce, ciphertext)


def _begin(key, nonce):
    if len(key) != 32 or len(nonce) != 12:
        raise ValueError("AES-256-GCM takes a key of 32 and a nonce of 12 bytes")
    cipher = _Aes256(key)
    hash_key = int.from_bytes(cipher.encrypt(bytes(16)), "big")
    return cipher, hash_key, cipher.encrypt(nonce + (1).to_bytes(4, "big"))


def _counter_mode(cipher, nonce, data):
    out = bytearray()
    for i in range(0, len(data), 16):
        stream = cipher.encrypt(nonce + (2 + i // 16).to_bytes(4, "big"))
        out += bytes(a ^ b for a, b in zip(data[i : i + 16], stream))
    return bytes(out)


def _tag(hash_key, first, associated, ciphertext):
    lengths = (8 * len(associated)).to_bytes(8, "big") + (8 * len(ciphertext)).to_bytes(8, "big")
    state = 0
    for data in (associated, ciphertext, lengths):
        for i in range(0, len(data), 16):
            block = data[i : i + 16].ljust(16, b"\x00")
            state = _field_multiply(state ^ int.from_bytes(block, "big"), hash_key)
    return bytes(a ^ b for a, b in zip(state.to_bytes(16, "big"), first))


def _field_multiply(x, y):
    """SP 800-38D algorithm 1; the leftmost bit stands for x^0."""
    z = 0
    for i in range(127, -1, -1):
        if x >> i & 1:
            z ^= y
        y = (y >> 1) ^ (0xE1 << 120 if y & 1 else 0)
    return z


def _double(b):
    return (b << 1 ^ 0x11B) & 0xFF if b & 0x80 else b << 1


def _make_sbox():
    """FIPS 197 section 5.1.1: the inverse in GF(2^8), then an affine map."""
    sbox = [0x63] * 256
    p = q = 1
    while True:
        p ^= _double(p)  # p runs through the powers of 3, q through those of its inverse
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotated = [(q << n | q >> (8 - n)) & 0xFF for n in range(5)]
        sbox[p] = rotated[0] ^ rotated[1] ^ rotated[2] ^ rotated[3] ^ rotated[4] ^ 0x63
        if p == 1:
            return sbox


_SBOX = _make_sbox()
_DOUBLE = [_double(b) for b in range(256)]
# ShiftRows as the index of the byte that comes to each place (column by column).
_SHIFT = [(i + 4 * (i % 4)) % 16 for i in range(16)]


class _Aes256:
    def __init__(self, key):
        words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
        constant = 1
        for i in range(8, 60):
            word = words[i - 1]
            if i % 8 == 0:
                word = [_SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= constant
                constant = _double(constant)
            elif i % 8 == 4:
                word = [_SBOX[b] for b in word]
            words.append([a ^ b for a, b in zip(words[i - 8], word)])
        self.round_keys = [sum(words[i : i + 4], []) for i in range(0, 60, 4)]

    def encrypt(self, block):
        state = [a ^ b for a, b in zip(block, self.round_keys[0])]
        for round_key in self.round_keys[1:-1]:
            state = [_SBOX[state[i]] for i in _SHIFT]
            mixed = []
            for c in range(0, 16, 4):
                column = state[c : c + 4]
                total = column[0] ^ column[1] ^ column[2] ^ column[3]
                for i in range(4):
                    mixed.append(column[i] ^ total ^ _DOUBLE[column[i] ^ column[(i + 1) % 4]])
            state = [a ^ b for a, b in zip(mixed, round_key)]
        state = [_SBOX[state[i]] for i in _SHIFT]
        return bytes(a ^ b for a, b in zip(state, self.round_keys[-1]))
