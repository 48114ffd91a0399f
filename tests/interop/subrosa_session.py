"""Init, X3DH and the double ratchet: sections 7 and 8 of docs/PROTOCOL.md.

Written from that document alone, for tests only. Nothing random is drawn here: whoever calls
gives every secret and the sixteen random bytes of each line, so that lines can be made again.
"""

import collections
import copy
import hmac

import aesgcm
import p256
from subrosa_identity import Card, check_keys
from subrosa_wire import Reader, Refused, check_header, cut, expand, hkdf, label, mac, sha256
from subrosa_wire import write_varint

PREFIX = 126
MAX_GAP = 1000
MAX_STORED = 1000
MAX_CHAINS = 32
MAX_CONSUMED = 128

SessionKeys = collections.namedtuple(
    "SessionKeys",
    "transcript root header_key_initiator header_key_responder "
    "tag_initiator tag_responder session_id",
)


# Init (section 7)


def init_identity_keys(dh_prekey, dh_agree, card_id, ephemeral):
    info = label("init-id") + card_id + ephemeral
    return cut(hkdf(0, dh_prekey + dh_agree, info, 44), 32, 12)


def make_prefix(card, ephemeral_secret, sign_public, agree_public, capabilities):
    """The first 126 bytes of every line the initiator sends until it can decrypt a reply."""
    clear = b"\x21" + card.id + p256.public(ephemeral_secret)
    key, nonce = init_identity_keys(
        p256.dh(ephemeral_secret, card.prekey),
        p256.dh(ephemeral_secret, card.agree),
        *cut(clear[1:], 8, 33),
    )
    return clear + aesgcm.seal(key, nonce, sign_public + agree_public + capabilities, clear)


def open_prefix(prefix, prekey_secret, agree_secret):
    """(signing public, agreement public, capabilities) of the initiator."""
    _, card_id, ephemeral, sealed = cut(prefix, 1, 8, 33, 84)
    try:
        key, nonce = init_identity_keys(
            p256.dh(prekey_secret, ephemeral), p256.dh(agree_secret, ephemeral), card_id, ephemeral
        )
        identity = aesgcm.open_(key, nonce, sealed, prefix[:42])
    except (p256.BadPoint, aesgcm.BadTag) as error:
        raise Refused("forged", str(error)) from error
    check_keys(identity[:33], identity[33:66])
    return cut(identity, 33, 33, 2)


def _session_keys(dhs, identity, card, ephemeral):
    sign_public, agree_public, capabilities = identity
    transcript = sha256(
        label("x3dh"), b"\x01", sign_public, agree_public, capabilities, card.body, ephemeral
    )
    output = hkdf(0, b"".join(dhs), label("session") + transcript, 120)
    return SessionKeys(transcript, *cut(output, 32, 32, 32, 4, 4, 16))


def initiator_keys(card, ephemeral_secret, agree_secret, identity):
    """`identity` is (signing public, agreement public, capabilities) of the initiator."""
    dhs = (
        p256.dh(agree_secret, card.prekey),
        p256.dh(ephemeral_secret, card.agree),
        p256.dh(ephemeral_secret, card.prekey),
    )
    return _session_keys(dhs, identity, card, p256.public(ephemeral_secret))


def responder_keys(card, prekey_secret, agree_secret, identity, ephemeral):
    dhs = (
        p256.dh(prekey_secret, identity[1]),
        p256.dh(agree_secret, ephemeral),
        p256.dh(prekey_secret, ephemeral),
    )
    return _session_keys(dhs, identity, card, ephemeral)


# Messages (section 8)


class Line:
    """The fields of a message or an Init; the tag is in a message and derived for an Init."""

    def __init__(self, data, tag):
        if data[:1] and data[0] >> 4 == 2:
            check_header(data, 2)
            reader = Reader(data)
            self.prefix = reader.take(PREFIX)
        else:
            check_header(data, 1)
            reader = Reader(data)
            self.prefix = b""
            if reader.take(5)[1:] != tag:
                raise Refused("not for us", "another tag")
        start = reader.at
        self.ratchet = reader.take(33)
        self.n, self.pn = reader.varint(), reader.varint()
        self.header = self.prefix + b"\x11" + tag + data[start : reader.at]
        self.salt, self.mac, self.sealed = reader.take(8), reader.take(8), reader.rest()
        if len(self.sealed) < 16:
            raise Refused("truncated", "no room for a GCM tag")

    def mac_is_valid(self, header_key):
        expected = mac(header_key, self.header, self.salt, self.sealed)[:8]
        return hmac.compare_digest(expected, self.mac)


def message_keys(message_key, salt, header):
    return cut(hkdf(message_key, salt, label("message") + header, 44), 32, 12)


def _open(message_key, line):
    key, nonce = message_keys(message_key, line.salt, line.header)
    try:
        return aesgcm.open_(key, nonce, line.sealed, line.header + line.salt)
    except aesgcm.BadTag as error:
        raise Refused("forged", "ciphertext") from error


def text_id(message_key, salt):
    return expand(message_key, label("text-id") + salt)[:8]


def root_step(root, secrets, kind, sender, receiver):
    """(root', chain key, next header key); the epoch is 0."""
    info = label("root") + bytes([kind, 0]) + sender + receiver
    return cut(hkdf(root, secrets, info, 96), 32, 32, 32)


class Chain:
    """One direction between two turns: `key` makes the message key of number `n`."""

    def __init__(self, key, header_key, ratchet):
        self.key, self.header_key, self.ratchet = key, header_key, ratchet
        self.n = 0
        self.length = None  # of a receiving chain that the sender has closed

    def step(self):
        message_key = mac(self.key, b"\x01")
        self.key = mac(self.key, b"\x02")
        self.n += 1
        return message_key


class Ratchet:
    """One side of a session. `trace` holds the intermediate values of the last call."""

    def __init__(self, keys, is_initiator):
        ours, theirs = (keys.header_key_initiator, keys.header_key_responder)
        self.send_tag, self.receive_tag = keys.tag_initiator, keys.tag_responder
        if not is_initiator:
            ours, theirs = theirs, ours
            self.send_tag, self.receive_tag = self.receive_tag, self.send_tag
        self.is_initiator = is_initiator
        self.root = keys.root
        self.next_send_header_key, self.next_receive_header_key = ours, theirs
        self.sending = self.receiving = None
        self.pn = 0
        self.extra_is_due = True  # the responder's first sending step is still to come
        self.remembered = collections.OrderedDict()  # ratchet key -> Chain
        self.stored = collections.OrderedDict()  # (ratchet key, n) -> message key
        self.consumed = collections.OrderedDict()  # (ratchet key, n) -> mac
        self.trace = {}

    @classmethod
    def initiator(cls, keys, agree_secret, prekey):
        self = cls(keys, True)
        self.agree = agree_secret
        self.their_ratchet = prekey
        return self

    @classmethod
    def responder(cls, keys, prekey_secret, agree_public):
        self = cls(keys, False)
        self.agree = agree_public
        self.their_ratchet = None
        self.ratchet_secret = prekey_secret
        return self

    def begins_a_chain(self):
        """Whether the next line needs a new ratchet secret."""
        return self.sending is None

    def send(self, payload, random, ratchet_secret=None, prefix=b""):
        """The object of one line. `ratchet_secret` is for a line that begins a chain."""
        chain, message, message_key = self._next(ratchet_secret)
        header = prefix + message
        salt = mac(expand(message_key, label("salt")), random, header, payload)[:8]
        key, nonce = message_keys(message_key, salt, header)
        sealed = aesgcm.seal(key, nonce, payload, header + salt)
        line_mac = mac(chain.header_key, header, salt, sealed)[:8]
        self._trace_message(chain, message_key, header, salt, line_mac)
        return (prefix + message[5:] if prefix else message) + salt + line_mac + sealed

    def payload_sent(self, data, ratchet_secret=None, prefix=b""):
        """The payload of the next line, when that is `data`: `send` would make it of this payload.

        Whoever sends can open its own line, because it has the message key. Nothing changes.
        """
        trial = self.copied()
        chain, message, message_key = trial._next(ratchet_secret)
        line = Line(data, self.send_tag)
        if line.header != prefix + message:
            raise Refused("forged", "another header than that of the next line")
        if not line.mac_is_valid(chain.header_key):
            raise Refused("forged", "mac")
        return _open(message_key, line)

    def _next(self, ratchet_secret):
        """(chain, message header, message key) of the next line; the chain has been stepped."""
        self.trace = {}
        if self.begins_a_chain():
            self._sending_step(ratchet_secret)
        elif ratchet_secret is not None:
            raise ValueError("this line does not begin a chain")
        chain = self.sending
        message = b"\x11" + self.send_tag + chain.ratchet
        message += write_varint(chain.n) + write_varint(self.pn)
        return chain, message, chain.step()

    def receive(self, data):
        """The payload of a line. When it is refused, nothing has changed."""
        trial = self.copied()
        payload = trial._receive(Line(data, self.receive_tag))
        self.__dict__ = trial.__dict__
        return payload

    def copied(self):
        """Another ratchet in the same state. Chains that are closed do not change any more."""
        other = copy.copy(self)
        other.sending, other.receiving = copy.copy(self.sending), copy.copy(self.receiving)
        for name in "remembered", "stored", "consumed":
            setattr(other, name, copy.copy(getattr(self, name)))
        other.trace = dict(self.trace)
        return other

    def _sending_step(self, secret):
        public = p256.public(secret)
        secrets, kind = p256.dh(secret, self.their_ratchet), 0
        if not self.is_initiator and self.extra_is_due:
            secrets, kind = secrets + p256.dh(secret, self.agree), 1
            self.extra_is_due = False
        self.ratchet_secret = secret
        self.root, chain_key, following = root_step(
            self.root, secrets, kind, public, self.their_ratchet
        )
        self.sending = Chain(chain_key, self.next_send_header_key, public)
        self.next_send_header_key = following
        self._trace_step(kind, chain_key, following)

    def _receive(self, line):
        self.trace, self.gap = {}, 0
        chain = self._chain_of(line)
        message_key = self._key_of(chain, line)
        payload = _open(message_key, line)
        self.consumed[line.ratchet, line.n] = line.mac
        _shorten(self.consumed, MAX_CONSUMED)
        self._trace_message(chain, message_key, line.header, line.salt, line.mac)
        return payload

    def _chain_of(self, line):
        """The chain whose header key the mac is valid under; a new one makes the root step."""
        chain = self.remembered.get(line.ratchet)
        if self.receiving and line.ratchet == self.receiving.ratchet:
            chain = self.receiving
        if chain:
            if not line.mac_is_valid(chain.header_key):
                raise Refused("forged", "mac")
            return chain
        if line.mac_is_valid(self.next_receive_header_key):
            return self._receiving_step(line)
        if self.receiving and line.mac_is_valid(self.receiving.header_key):
            raise Refused("fork", "current header key with another ratchet key")
        raise Refused("forged", "mac")

    def _receiving_step(self, line):
        if self.receiving:
            self._close_chain(self.receiving, line.pn)
        try:
            secrets, kind = p256.dh(self.ratchet_secret, line.ratchet), 0
            if self.is_initiator and self.extra_is_due:
                secrets, kind = secrets + p256.dh(self.agree, line.ratchet), 1
                self.extra_is_due = False
        except p256.BadPoint as error:
            raise Refused("bad key") from error
        own = p256.public(self.ratchet_secret)
        self.root, chain_key, following = root_step(self.root, secrets, kind, line.ratchet, own)
        self.receiving = Chain(chain_key, self.next_receive_header_key, line.ratchet)
        self.next_receive_header_key = following
        self.their_ratchet = line.ratchet
        if self.sending:
            self.pn, self.sending = self.sending.n, None
        self._trace_step(kind, chain_key, following)
        return self.receiving

    def _close_chain(self, chain, length):
        if length < chain.n:
            raise Refused("fork", "a line of the closed chain at or beyond its length")
        self._store_until(chain, length)
        chain.length = length
        self.remembered[chain.ratchet] = chain
        if len(self.remembered) > MAX_CHAINS:
            oldest, _ = self.remembered.popitem(last=False)
            for name in [name for name in self.stored if name[0] == oldest]:
                del self.stored[name]

    def _key_of(self, chain, line):
        if chain.length is not None and line.n >= chain.length:
            raise Refused("fork", "a line at or beyond the length of its chain")
        if line.n < chain.n:
            name = (line.ratchet, line.n)
            if name in self.stored:
                return self.stored.pop(name)
            if name not in self.consumed:
                raise Refused("replayed")
            raise Refused("duplicate" if self.consumed[name] == line.mac else "fork")
        self._store_until(chain, line.n)
        return chain.step()

    def _store_until(self, chain, n):
        self.gap += n - chain.n  # of a new chain: missing from the old one and from this one
        if self.gap > MAX_GAP:
            raise Refused("gap too large", f"{self.gap} lines")
        while chain.n < n:
            number = chain.n
            self.stored[chain.ratchet, number] = chain.step()
        _shorten(self.stored, MAX_STORED)

    def _trace_step(self, kind, chain_key, next_header_key):
        self.trace.update(
            kind=kind, root=self.root, chain_key=chain_key, next_header_key=next_header_key
        )

    def _trace_message(self, chain, message_key, header, salt, line_mac):
        self.trace.update(
            message_key=message_key,
            text_id=text_id(message_key, salt),
            next_chain_key=chain.key,
            header_key=chain.header_key,
            header=header,
            salt=salt,
            mac=line_mac,
        )


def _shorten(ordered, size):
    while len(ordered) > size:
        ordered.popitem(last=False)


def begin(card_bytes, ephemeral_secret, sign_public, agree_secret, capabilities):
    """The initiator's (prefix, keys, ratchet) for a card."""
    card = Card(card_bytes)
    identity = (sign_public, p256.public(agree_secret), capabilities)
    prefix = make_prefix(card, ephemeral_secret, *identity)
    keys = initiator_keys(card, ephemeral_secret, agree_secret, identity)
    return prefix, keys, Ratchet.initiator(keys, agree_secret, card.prekey)


def answer(card_bytes, init, prekey_secret, agree_secret):
    """The responder's (initiator's identity, keys, ratchet) for an Init on its card."""
    card = Card(card_bytes)
    check_header(init, 2)
    prefix = Reader(init).take(PREFIX)
    if prefix[1:9] != card.id:
        raise Refused("not for us", "another card id")
    identity = open_prefix(prefix, prekey_secret, agree_secret)
    keys = responder_keys(card, prekey_secret, agree_secret, identity, prefix[9:42])
    return identity, keys, Ratchet.responder(keys, prekey_secret, identity[1])
