"""Conversations as vectors: made here to test this implementation, and checked whoever made them.

The shape is described in tests/vectors/README.md.
"""

import p256
from subrosa_identity import Card
from subrosa_payload import read_payload
from subrosa_session import Line, answer, begin
from subrosa_wire import armor, dearmor
from vector_case import Mismatch, plain

SIDES = ("initiator", "responder")


def check(case):
    """Play a conversation and compare every value that stands in it.

    Each line is read by its receiver from the receiver's secrets alone. Where the sixteen random
    bytes of a line are given it is also made again by its sender, byte for byte.
    """
    play = _Play(case)
    events = case.cases("events")
    for event in events:
        if "send" in event:
            play.send(event.case("send"))
        else:
            play.receive(event.case("receive"))
        event.finish()
    play.end()


class _Play:
    def __init__(self, case):
        initiator, responder = case.case("initiator"), case.case("responder")
        self.case, self.session = case, case.case("session")
        case.take("name")
        self.card = responder.bytes("card")
        self.prekey, self.agree = responder.bytes("prekey_secret"), responder.bytes("agree_secret")
        card = Card(self.card)
        sign = p256.public(responder.bytes("sign_secret"))
        if (card.sign, card.agree) != (sign, p256.public(self.agree)):
            raise Mismatch("the card is not that of the responder")
        if card.prekey != p256.public(self.prekey):
            raise Mismatch("the prekey secret is not that of the card")
        responder.equal_if_there("card_id", card.id)
        self.identity = (
            p256.public(initiator.bytes("sign_secret")),
            p256.public(initiator.bytes("agree_secret")),
            initiator.bytes("capabilities"),
        )
        self.public = {"initiator": self.identity[:2], "responder": (card.sign, card.agree)}
        self.prefix, keys, ratchet = begin(
            self.card,
            initiator.bytes("ephemeral_secret"),
            self.identity[0],
            initiator.bytes("agree_secret"),
            self.identity[2],
        )
        self.session.equal_if_there("prefix", self.prefix)
        for name, value in keys._asdict().items():
            self.session.equal_if_there(name, value)
        self.keys = keys
        self.ratchets = {"initiator": ratchet, "responder": None}
        self.lines, self.read = [], 0
        initiator.finish(responder, self.session)

    def send(self, event):
        side = event.take("from")
        ratchet = self.ratchets[side]
        prefix = self.prefix if event.take("init") else b""
        secret = event.bytes("ratchet_secret") if "ratchet_secret" in event else None
        if ratchet.begins_a_chain() != (secret is not None):
            raise Mismatch(f"line {len(self.lines)}: a ratchet secret where none is due, or none")
        random = event.bytes("random") if "random" in event else None
        data = ratchet.send(event.bytes("payload"), random or bytes(16), secret, prefix)
        if random is None:
            # Another salt than the sender drew: what depends on it is what stands in the line.
            line = Line(dearmor(event.take("line")), ratchet.send_tag)
            if line.header != ratchet.trace["header"]:
                raise Mismatch(f"line {len(self.lines)}: another header")
            ratchet.trace.update(salt=line.salt, mac=line.mac)
        else:
            event.equal("line", armor(data))
        self._trace(event, ratchet)
        event.finish()
        self.lines.append((side, event.take("line"), event.take("payload")))

    def receive(self, event):
        side = event.take("to")
        sender, text, payload = None, None, None
        if "line" in event:
            sender, text, payload = self.lines[event.take("line")]
            if sender == side:
                raise Mismatch("a line read by its own sender")
        else:
            text = event.take("text")
        data = dearmor(text)
        if side == "responder" and self.ratchets[side] is None:
            identity, keys, ratchet = answer(self.card, data, self.prekey, self.agree)
            if tuple(identity) != self.identity or keys != self.keys:
                raise Mismatch("the two sides derive different sessions")
            self.ratchets[side] = ratchet
        ratchet = self.ratchets[side]
        got = event.outcome(lambda: ratchet.receive(data))
        if got is not None:
            if payload is not None and got.hex() != payload:
                raise Mismatch(f"line read as {got.hex()}, sent as {payload}")
            event.equal_if_there("payload", got)
            if "fields" in event:
                sender = SIDES[1 - SIDES.index(side)]
                event.equal("fields", read_payload(got, *self.public[sender]))
            self._trace(event, ratchet)
            self.read += 1
        event.finish()

    def _trace(self, event, ratchet):
        for name, value in ratchet.trace.items():
            event.equal_if_there(name, value)

    def end(self):
        if not self.read:
            raise Mismatch("a conversation in which nothing is read")
        self.case.finish()


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
