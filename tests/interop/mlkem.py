"""ML-KEM-768: what the owner of a key does.

For tests only: slow, and not constant-time. Source: FIPS 203; numbers in brackets are its algorithms.
"""

import hashlib

Q = 3329
K = 3
ETA = 2
DU, DV = 10, 4
CIPHERTEXT = 32 * (DU * K + DV)


def key_pair(seed):
    """(encapsulation key, secret) of the seed d || z, 64 bytes. [16]"""
    d, z = seed[:32], seed[32:]
    rho_sigma = hashlib.sha3_512(d + bytes([K])).digest()
    rho, sigma = rho_sigma[:32], rho_sigma[32:]
    s = [_ntt(_noise(sigma, n)) for n in range(K)]
    e = [_ntt(_noise(sigma, K + n)) for n in range(K)]
    matrix = _matrix(rho)
    t = [_add(_dot(matrix[i], s), e[i]) for i in range(K)]
    public = b"".join(_encode(poly, 12) for poly in t) + rho
    return public, (s, public, z)


def is_public(data):
    """The modulus check of section 7.2."""
    return len(data) == 384 * K + 32 and all(
        _encode(_decode(data[384 * i : 384 * i + 384], 12), 12) == data[384 * i : 384 * i + 384]
        for i in range(K)
    )


def decapsulate(secret, ciphertext):
    """The shared secret, another one if the ciphertext was not made for this key. [18]"""
    s, public, z = secret
    message = _decrypt(s, ciphertext)
    both = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    if _encrypt(public, message, both[32:]) != ciphertext:
        return hashlib.shake_256(z + ciphertext).digest(32)
    return both[:32]


def _encrypt(public, message, random):
    """[14]"""
    t = [_decode(public[384 * i : 384 * i + 384], 12) for i in range(K)]
    matrix = _matrix(public[-32:])
    y = [_ntt(_noise(random, n)) for n in range(K)]
    e1 = [_noise(random, K + n) for n in range(K)]
    e2 = _noise(random, 2 * K)
    out = b""
    for i in range(K):
        u = _add(_inverse(_dot([matrix[j][i] for j in range(K)], y)), e1[i])
        out += _encode([_compress(x, DU) for x in u], DU)
    bits = [_decompress(x, 1) for x in _decode(message, 1)]
    v = _add(_add(_inverse(_dot(t, y)), e2), bits)
    return out + _encode([_compress(x, DV) for x in v], DV)


def _decrypt(s, ciphertext):
    """[15]"""
    size = 32 * DU
    u = [
        _ntt([_decompress(x, DU) for x in _decode(ciphertext[size * i : size * i + size], DU)])
        for i in range(K)
    ]
    v = [_decompress(x, DV) for x in _decode(ciphertext[size * K :], DV)]
    w = [(a - b) % Q for a, b in zip(v, _inverse(_dot(s, u)))]
    return _encode([_compress(x, 1) for x in w], 1)


def _matrix(rho):
    """[7] for each entry."""
    return [[_uniform(rho + bytes([j, i])) for j in range(K)] for i in range(K)]


def _uniform(seed):
    stream, out, at = hashlib.shake_128(seed).digest(2048), [], 0
    while len(out) < 256:
        a, b, c = stream[at : at + 3]
        at += 3
        out += [d for d in (a + 256 * (b % 16), b // 16 + 16 * c) if d < Q]
    return out[:256]


def _noise(seed, number):
    """[8]: centred binomial."""
    data = hashlib.shake_256(seed + bytes([number])).digest(64 * ETA)
    bits = [byte >> i & 1 for byte in data for i in range(8)]
    step = 2 * ETA
    return [
        (sum(bits[i : i + ETA]) - sum(bits[i + ETA : i + step])) % Q
        for i in range(0, 256 * step, step)
    ]


def _reversed7(number):
    return int(f"{number:07b}"[::-1], 2)


_ZETAS = [pow(17, _reversed7(i), Q) for i in range(128)]
_GAMMAS = [pow(17, 2 * _reversed7(i) + 1, Q) for i in range(128)]


def _ntt(poly):
    """[9]"""
    f, i, length = list(poly), 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            zeta = _ZETAS[i]
            i += 1
            for j in range(start, start + length):
                t = zeta * f[j + length]
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
        length //= 2
    return f


def _inverse(poly):
    """[10]"""
    f, i, length = list(poly), 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            zeta = _ZETAS[i]
            i -= 1
            for j in range(start, start + length):
                t = f[j]
                f[j] = (t + f[j + length]) % Q
                f[j + length] = zeta * (f[j + length] - t) % Q
        length *= 2
    return [x * 3303 % Q for x in f]


def _dot(a, b):
    """[11], summed."""
    out = [0] * 256
    for f, g in zip(a, b):
        for i in range(128):
            f0, f1, g0, g1 = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
            out[2 * i] += f0 * g0 + f1 * g1 * _GAMMAS[i]
            out[2 * i + 1] += f0 * g1 + f1 * g0
    return [x % Q for x in out]


def _add(a, b):
    return [(x + y) % Q for x, y in zip(a, b)]


def _compress(x, d):
    return ((x << d) + Q // 2) // Q % (1 << d)


def _decompress(x, d):
    return (x * Q + (1 << (d - 1))) >> d


def _encode(poly, d):
    """[5]"""
    number = sum(x << (d * i) for i, x in enumerate(poly))
    return number.to_bytes(32 * d, "little")


def _decode(data, d):
    """[6]"""
    number = int.from_bytes(data, "little")
    modulus = Q if d == 12 else 1 << d
    return [(number >> (d * i) & ((1 << d) - 1)) % modulus for i in range(256)]
