"""Conversations as vectors: made here to test this implementation, and checked whoever made them.

The shape is described in tests/vectors/README.md.
"""

import p256
from subrosa_identity import Card, make_offer
from subrosa_payload import hash_over, read_payload, unpadded
from subrosa_session import Line, answer, begin, text_id
from subrosa_wire import Refused, armor, check_header, dearmor
from texts import Texts
from vector_case import Mismatch, plain


def check(case):
    """Play a conversation and compare every value that stands in it.

    Each line is opened by its sender, and made again of what was in it where its sixteen random
    bytes are given, byte for byte; its receiver reads it from the receiver's secrets alone.
    """
    play = _Play(case)
    kinds = {
        "send": play.send,
        "receive": play.receive,
        "stream": play.stream,
        "lose": play.lose,
    }
    for event in case.cases("events"):
        for kind, call in kinds.items():
            if kind in event:
                inner = event.case(kind)
                call(inner)
                inner.finish()
        event.finish()
    play.end()


class _Side:
    """One of the two, and what it has seen of the session."""

    def __init__(self, case, name):
        self.name, self.is_initiator = name, name == "initiator"
        self.secret = case.bytes("agree_secret")
        self.public = p256.public(case.bytes("sign_secret")), p256.public(self.secret)
        self.line_limit = case.take("line_limit") if "line_limit" in case else None
        self.fills = case.take("fill_lines") if "fill_lines" in case else False
        self.ratchet, self.texts = None, Texts()
        self.has_sent = self.has_read = self.is_confirmed = False

    def note_read(self):
        """A line has been read: it confirms the session, or it does not (section 10)."""
        begins_a_chain = "kind" in self.ratchet.trace
        if self.is_initiator or (begins_a_chain and self.has_read and self.has_sent):
            self.is_confirmed = True
        self.has_read = True

    def check_padding(self, data, payload):
        """The payload is filled to a multiple of 16, or to the line limit."""
        if self.line_limit is None:
            return
        room = (self.line_limit - 6) * 3 // 4 - (len(data) - len(payload))
        bare = unpadded(payload)
        wanted = room if self.fills else min(room, (bare + 15) // 16 * 16)
        if not bare <= len(payload) == wanted:
            raise Mismatch(f"{bare} bytes filled to {len(payload)}, not to {wanted}")


class _Play:
    def __init__(self, case):
        initiator, responder = case.case("initiator"), case.case("responder")
        self.case, session = case, case.case("session")
        case.take("name")
        self.card = responder.bytes("card")
        self.prekey = responder.bytes("prekey_secret")
        self.sides = {
            "initiator": _Side(initiator, "initiator"),
            "responder": _Side(responder, "responder"),
        }
        card = Card(self.card)
        card.verify(card.issued)
        if (card.sign, card.agree) != self.sides["responder"].public:
            raise Mismatch("the card is not that of the responder")
        if card.prekey != p256.public(self.prekey):
            raise Mismatch("the prekey secret is not that of the card")
        responder.equal_if_there("card_id", card.id)
        if "offer" in responder:
            installation = responder.bytes("installation")
            responder.equal("offer", armor(make_offer(self.card, installation)))
        self.identity = (*self.sides["initiator"].public, initiator.bytes("capabilities"))
        self.prefix, self.keys, self.sides["initiator"].ratchet = begin(
            self.card,
            initiator.bytes("ephemeral_secret"),
            self.identity[0],
            self.sides["initiator"].secret,
            self.identity[2],
        )
        session.equal_if_there("prefix", self.prefix)
        for name, value in self.keys._asdict().items():
            session.equal_if_there(name, value)
        self.lines = []  # (sender, text, payload)
        initiator.finish(responder, session)

    def send(self, event):
        side = self.sides[event.take("from")]
        secret = event.bytes("ratchet_secret") if "ratchet_secret" in event else None
        random = event.bytes("random") if "random" in event else None
        text = event.take("line")
        if side.ratchet is None or side.ratchet.begins_a_chain() != (secret is not None):
            raise Mismatch(f"line {len(self.lines)}: a ratchet secret where none is due, or none")
        payload, again = self._send(side, text, random, secret)
        if random is not None:
            event.equal("line", again)
        event.equal("init", Line(dearmor(text), side.ratchet.send_tag).prefix != b"")
        event.equal_if_there("payload", payload)
        if "fields" in event:
            _check_fields(event, read_payload(payload, *side.public))
        elif "payload" not in event:
            raise Mismatch("a line with neither payload nor fields")
        _check_trace(event, side.ratchet)

    def _send(self, side, text, random=None, secret=None):
        """(payload, the line made again); without the random bytes the salt is that of the line."""
        # The prefix stands before each line until one has been read.
        prefix = b"" if side.has_read or not side.is_initiator else self.prefix
        data = dearmor(text)
        payload = side.ratchet.payload_sent(data, secret, prefix)
        again = side.ratchet.send(payload, random or bytes(16), secret, prefix)
        trace = side.ratchet.trace
        if random is None:
            line = Line(data, side.ratchet.send_tag)
            derived = text_id(trace["message_key"], line.salt)
            trace.update(salt=line.salt, mac=line.mac, text_id=derived)
        side.check_padding(data, payload)
        fields = read_payload(payload, *side.public)
        for lowest, highest in fields.get("acknowledged", []):
            if not side.texts.read.issuperset(range(lowest, highest + 1)):
                raise Mismatch(f"{lowest} to {highest} acknowledged and not read")
        if "receipts" in fields:
            wanted = hash_over(side.texts.receipts, fields["acknowledged"])
            if fields["receipts"] != wanted:
                raise Mismatch(f"receipts {fields['receipts'].hex()}, not {wanted.hex()}")
        side.texts.sent(fields, trace["text_id"])
        side.has_sent = True
        self.lines.append((side, text, payload))
        return payload, armor(again)

    def receive(self, event):
        side = self.sides[event.take("to")]
        sent = None
        if "line" in event:
            sender, text, sent = self.lines[event.take("line")]
            data = dearmor(text)
        else:
            sender, data = None, dearmor(event.take("text"))
        if "flip" in event:
            at, bits = event.take("flip")
            data = data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]
            sender = None
        got = event.outcome(lambda: self._receive(side, data))
        if got is not None:
            if sender is side or (sender and got != sent):
                raise Mismatch(f"line read as {got.hex()}, sent as {sent.hex()}")
            if "payload" in event:
                event.equal("payload", got)
            else:
                self._take(event, side, got)
            _check_trace(event, side.ratchet)

    def _receive(self, side, data):
        """The payload of a line, after the steps of section 7 if it is an Init."""
        if data[:1] == b"\x21":
            return self._receive_init(side, data)
        check_header(data, 1)
        if side.ratchet is None:
            raise Refused("not for us", "no session")
        if data[:5] == b"\x11" + side.ratchet.send_tag:
            raise Refused("reflected")
        payload = side.ratchet.receive(data)
        side.note_read()
        return payload

    def _receive_init(self, side, init):
        card_id, ephemeral = init[1:9], init[9:42]
        if side.is_initiator:
            own = ephemeral == self.prefix[9:42]
            raise Refused("reflected" if own else "not for us")
        ratchet = side.ratchet
        if ratchet is None or init[1:42] != self.prefix[1:42]:
            if card_id != self.prefix[1:9]:
                raise Refused("not for us", "another card id")
            if ratchet and ephemeral[1:] == self.prefix[10:42]:
                raise Refused("replayed", "E.x")
            identity, keys, ratchet = answer(self.card, init, self.prekey, side.secret)
            if tuple(identity) != self.identity or keys != self.keys:
                raise Mismatch("the two sides derive different sessions")
        payload = ratchet.receive(init)
        first = not side.has_read
        if first and "installation" not in read_payload(payload, *self.identity[:2]):
            raise Refused("missing item", "the installation")
        side.ratchet = ratchet
        side.note_read()
        return payload

    def _take(self, event, side, payload):
        sender = self.sides["responder" if side.is_initiator else "initiator"]
        fields = read_payload(payload, *sender.public)
        if not side.is_confirmed:
            # Section 8: nothing but texts and cards has an effect.
            for name in "close", "fork", "replaced", "acknowledged":
                fields.pop(name, None)
        shown, delivered = side.texts.take(fields, side.ratchet.trace["text_id"])
        if shown:
            shown["unconfirmed"] = not side.is_confirmed
        told = {
            "shown": shown,
            "delivered": delivered,
            "misread": side.texts.read_as_others,
            "card": fields.get("card"),
        }
        for name, value in told.items():
            if value or name in event:
                event.equal(name, value)

    def stream(self, event):
        """Lines that are read in the order in which they are sent, and tell nothing."""
        side = self.sides[event.take("from")]
        reader = self.sides["responder" if side.is_initiator else "initiator"]
        for text in event.take("lines"):
            payload, _ = self._send(side, text)
            if self._receive(reader, dearmor(text)) != payload:
                raise Mismatch("a line of a stream read as another")
            self._take(event, reader, payload)

    def lose(self, event):
        """Lines that are sent and lost: only their number is left of them."""
        side = self.sides[event.take("from")]
        for _ in range(event.take("count")):
            side.ratchet.sending.step()

    def end(self):
        if not any(side.has_read for side in self.sides.values()):
            raise Mismatch("a conversation in which nothing is read")
        self.case.finish()


def _check_fields(event, fields):
    """The parsed payload, all of it but what the sender's host does not decide."""
    wanted = event.take("fields")
    free = {"acknowledged", "receipts"} | ({"text"} if "part" in fields else set())
    event.equal("fields", {name: fields[name] for name in fields if name not in free - set(wanted)})


def _check_trace(event, ratchet):
    for name, value in ratchet.trace.items():
        event.equal_if_there(name, value)


class Recorder:
    """Makes a conversation vector with this implementation."""

    def __init__(self, name, draw, card, secrets, capabilities=b"\x00\x00"):
        """`draw(size)` gives random bytes; `secrets` are the six private keys by name."""
        self.draw, self.card, self.secrets, self.events = draw, card, secrets, []
        sign_public = p256.public(secrets["initiator_sign"])
        self.prefix, keys, initiator = begin(
            card, secrets["ephemeral"], sign_public, secrets["initiator_agree"], capabilities
        )
        self.ratchets = {"initiator": initiator, "responder": None}
        self.lines = []
        self.vector = {
            "name": name,
            "responder": {
                "sign_secret": secrets["responder_sign"],
                "agree_secret": secrets["responder_agree"],
                "prekey_secret": secrets["prekey"],
                "card": card,
                "card_id": Card(card).id,
            },
            "initiator": {
                "sign_secret": secrets["initiator_sign"],
                "agree_secret": secrets["initiator_agree"],
                "ephemeral_secret": secrets["ephemeral"],
                "capabilities": capabilities,
            },
            "session": {"prefix": self.prefix, **keys._asdict()},
            "events": self.events,
        }

    def send(self, side, payload, init=False):
        """Returns the number of the line."""
        ratchet, random = self.ratchets[side], self.draw(16)
        secret = self.draw(32) if ratchet.begins_a_chain() else None
        data = ratchet.send(payload, random, secret, self.prefix if init else b"")
        event = {"from": side, "init": init, "random": random, "payload": payload}
        if secret:
            event["ratchet_secret"] = secret
        self.events.append({"send": {**event, "line": armor(data), **ratchet.trace}})
        self.lines.append(data)
        return len(self.lines) - 1

    def receive(self, side, number, error=None):
        data = self.lines[number]
        if self.ratchets[side] is None:
            _, _, self.ratchets[side] = answer(
                self.card, data, self.secrets["prekey"], self.secrets["responder_agree"]
            )
        event = {"to": side, "line": number}
        if error:
            event["error"] = error
        else:
            payload = self.ratchets[side].receive(data)
            event.update(payload=payload, **self.ratchets[side].trace)
        self.events.append({"receive": event})

    def finished(self):
        return plain(self.vector)
