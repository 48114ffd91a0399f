"""The set of sessions with one peer: sections 6, 7, 10 and 12 of docs/PROTOCOL.md, for tests only.

Written from that document alone. The rules are named as there: S1 sending, L1 which session sends,
C1 confirmation, E1 close, F1 forks, O1 Offers, I1 Inits. What a refused line means and what is sent
without the user is the business of `subrosa_host`.
"""

import collections

import p256
from subrosa_identity import read_offer
from subrosa_payload import (
    ACKNOWLEDGEMENT,
    CLOSE,
    FORK,
    INSTALLATION,
    REPLACED,
    TEXT_ID,
    acknowledgement_item,
    hash_over,
    read_payload,
    text_item,
    write_payload,
    written_item,
)
from subrosa_session import Line, answer, begin, text_id
from subrosa_wire import Refused, check_header, sha256, write_varint
from texts import Texts

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NO_ECHO = bytes(12)


def echo_of(data):
    """Section 6: the tag (zero for an Init) and the beginning of the hash of a decoded line."""
    tag = data[1:5] if data[:1] == b"\x11" else bytes(4)
    return tag + sha256(data)[:8]


class Session:
    """One session, and what is kept with it (table of section 10.1)."""

    def __init__(self, ratchet, keys, begun, now, known):
        self.ratchet, self.id = ratchet, keys.session_id
        self.begun, self.received, self.confirmed = begun, 0, None  # counters of events
        self.prefix = self.ephemeral = self.card_id = self.asked_for_by = None
        self.installation = self.named = None
        self.proven = self.replaced = self.forked = self.fork_is_ours = self.lost = False
        self.closed_by_us = self.closed_by_peer = False
        self.duties, self.answered_at, self.active_at = set(), None, now
        self.seq, self.leaps = 0, []
        self.texts = Texts(known)
        self.waiting_since, self.waiting = None, 0
        self.unanswered = []  # the times of the last 16 texts since a line was read
        self.acknowledges = False

    def is_initiator(self):
        return self.ratchet.is_initiator

    def is_closed(self):
        return self.closed_by_us or self.closed_by_peer

    def is_usable(self):
        return not (self.is_closed() or self.forked or self.replaced)

    def is_live(self):
        return self.is_usable() and self.confirmed is not None

    def is_late(self):
        return self.replaced and self.confirmed is None

    def is_late_here(self):
        return self.is_late() and self.is_initiator()

    def is_dormant(self, now):
        """L3."""
        oldest = now - self.unanswered[0] if self.unanswered else 0
        many = self.acknowledges and len(self.unanswered) >= 16
        return (self.lost and oldest >= MINUTE) or (many and oldest >= DAY)

    def may_answer_again(self, now):
        return self.answered_at is None or now - self.answered_at >= MINUTE

    def acknowledgement_due(self):
        if not self.waiting or self.is_closed() or self.forked or self.is_late_here():
            return None
        return self.waiting_since + (0 if self.waiting >= 16 else 2)

    def wants_acknowledgement(self, now):
        if not self.waiting:
            self.waiting_since = now
        self.waiting += 1

    def acknowledges_unsent(self, runs):
        above = any(highest > self.seq for _, highest in runs)
        leapt = any(
            lowest <= last and first <= highest
            for lowest, highest in runs
            for first, last in self.leaps
        )
        return above or leapt


class Peer:
    """All sessions with one identity."""

    # What the worlds turn round, to see that it matters.
    NEWEST_COPY_FIRST = True  # S2
    DORMANT_LETS_IN = True  # O3

    def __init__(self, host, fingerprint):
        self.host, self.fingerprint = host, fingerprint
        self.identity = None
        self.sessions, self.order, self.ended = [], 0, False
        self.sent = collections.deque(maxlen=64)  # (echo, session id)
        self.acted = collections.deque(maxlen=64)  # card ids
        self.newest_acted = collections.OrderedDict()  # installation -> issued
        self.shown = collections.OrderedDict()  # text id -> when
        self.known = {}  # text id -> receipt of what was shown (A1)
        self.events = []  # ("text", id, text, unconfirmed), ("delivered", id), ("fork", …)

    def next_order(self):
        self.order += 1
        return self.order

    def is_live(self):
        return any(session.is_live() for session in self.sessions)

    # Which sessions send (10.3)

    def sending(self, now):
        best = {}
        for session in self.sessions:
            if session.is_live():
                known = best.get(session.installation)
                if known is None or _rank(known) < _rank(session):  # L1
                    best[session.installation] = session
        if not best:  # L4
            usable = [session for session in self.sessions if session.is_usable()]
            return [max(usable, key=lambda session: session.begun)] if usable else []
        heard = sorted(best.values(), key=lambda session: session.received, reverse=True)[:4]  # L2
        awake = [session for session in heard if not session.is_dormant(now)]
        chosen = awake or heard
        return chosen if self.NEWEST_COPY_FIRST else chosen[::-1]

    # Sending (10.2)

    def send_text(self, text, now, again=None, written=None):
        """S1 to S4: (text id, lines)."""
        if self.ended and not self.is_live():
            raise Refused("ended")
        chosen = self.sending(now)
        if not chosen:
            raise Refused("forked" if any(s.forked for s in self.sessions) else "no session")
        known, lines = again, []
        for session in chosen:
            items = [] if known is None else [(TEXT_ID, known)]
            if written is not None:
                items.append(written_item(written))
            data = self.line(session, items + [text_item(0, text)], True, now)
            if known is None:
                known = session.ratchet.trace["text_id"]
            whole = {"seq": session.seq, "content_type": 0, "text": text, "text_id": known}
            session.texts.sent(whole, known)
            session.unanswered = (session.unanswered + [now])[-16:]
            lines.append(data)
        return known, lines

    def line(self, session, items, counts, now):
        """One line: the items that are due are added, an acknowledgement where there is one."""
        own = self.host.installation
        first_id = session.named is None
        if session.is_initiator():
            early = session.received == 0
        else:
            early = session.confirmed is None
        items = list(items)
        if early or first_id or session.named != own:
            items.append((INSTALLATION, own))
        if session.replaced:
            items.append((REPLACED, b""))
        if counts:
            session.seq += 1
        items = [(k, write_varint(session.seq) if k == CLOSE else v) for k, v in items]
        runs = _runs(session.texts.read)[:8]
        if runs and not session.is_closed():
            hash_ = hash_over(session.texts.receipts, runs)
            items.append(acknowledgement_item(runs, hash_))
            session.waiting = 0
        payload = write_payload(session.seq if counts else 0, items)
        if session.named is None:
            session.named = own
        secret = self.host.draw(32) if session.ratchet.begins_a_chain() else None
        prefix = session.prefix if session.is_initiator() and session.received == 0 else b""
        data = session.ratchet.send(payload, self.host.draw(16), secret, prefix)
        self.sent.append((echo_of(data), session.id))
        return data

    def duties(self, now):
        """The lines that are owed: answers, fork items, closes, acknowledgements."""
        lines = []
        for session in self.sessions:
            due = session.acknowledgement_due()
            if due is not None and due <= now:
                session.duties.add("reply")
                session.waiting = 0
            if session.duties:
                both = ("close", CLOSE), ("fork", FORK)
                kinds = [kind for name, kind in both if name in session.duties]
                session.duties, session.answered_at = set(), now
                lines.append(self.line(session, [(k, b"") for k in kinds], bool(kinds), now))
        return lines

    def wake(self):
        times = [session.acknowledgement_due() for session in self.sessions]
        return min((time for time in times if time is not None), default=None)

    def close(self, now):
        """E1: a close on every session that is not closed."""
        lines = []
        for session in self.sessions:
            if not session.is_closed():
                lines.append(self.line(session, [(CLOSE, b"")], True, now))
            session.closed_by_us = True
        self.ended = True
        return lines

    def probe(self, now, installation=None):
        """An empty line on each live session (with this installation)."""
        wanted = [s for s in self.sessions if s.is_live()]
        if installation is not None:
            wanted = [s for s in wanted if s.installation == installation]
        return [self.line(session, [], False, now) for session in wanted]

    # Offers (section 6)

    def read_offer(self, data, now):
        """O1 to O7: the Init that answers it."""
        card, named, tag, hash_ = read_offer(data)
        if card.fingerprint == self.host.fingerprint:
            raise Refused("reflected")
        if self.ended:
            raise Refused("ended")
        echoed = self.echoed(tag + hash_)
        with_it = [s for s in self.sessions if s.installation == named]
        asleep = [s for s in with_it if s.is_dormant(now) and self.DORMANT_LETS_IN]
        awake = any(s.is_live() and s not in asleep for s in with_it)
        if awake and not any(s.id == echoed for s in with_it):
            raise Refused("unexpected offer")
        if card.fingerprint != self.fingerprint:
            raise Refused("another identity")
        if card.id in self.acted:
            raise Refused("replayed offer")
        if echoed is None and card.issued < self.newest_acted.get(named, 0):
            raise Refused("older card")
        card.verify(now)
        init = self.begin(card, echoed, now)
        newest = max(card.issued, self.newest_acted.pop(named, 0))
        self.newest_acted[named] = newest
        while len(self.newest_acted) > 16:
            self.newest_acted.popitem(last=False)
        return init

    def echoed(self, echo):
        return next((session for known, session in self.sent if known == echo), None)

    def begin(self, card, asked_for_by, now):
        """Section 7: a session on a card that was verified; its first line."""
        ephemeral = self.host.draw(32)
        prefix, keys, ratchet = begin(
            card.data, ephemeral, self.host.sign_public, self.host.agree_secret, bytes(2)
        )
        session = Session(ratchet, keys, self.next_order(), now, self.known)
        session.prefix, session.ephemeral = prefix, p256.public(ephemeral)
        session.asked_for_by = asked_for_by
        self.identity = (card.sign, card.agree)
        self.acted.append(card.id)
        self.sessions.append(session)
        self.make_room(now)
        return self.line(session, [], False, now)

    # Lines of the peer

    def read(self, data, now):
        """A message or an Init; what it does stands in `events` and in the duties."""
        if data[:1] == b"\x21":
            return self.read_init(data, now)
        check_header(data, 1)
        refusal = None
        for session in list(self.sessions):
            if data[1:5] == session.ratchet.receive_tag:
                try:
                    return self.read_on(session, data, now)
                except Refused as refused:
                    if refused.name != "forged":
                        raise
                    refusal = refused
        if any(data[1:5] == session.ratchet.send_tag for session in self.sessions):
            raise Refused("reflected")
        raise refusal or Refused("not for us")

    def knows(self, data):
        """Whether reading it costs no handshake."""
        return any(
            session.ephemeral == data[9:42]
            and (session.is_initiator() or session.card_id == data[1:9])
            for session in self.sessions
        )

    def read_init(self, data, now):
        """Section 7, I1 to I7."""
        card_id, ephemeral = data[1:9], data[9:42]
        for session in self.sessions:
            if session.ephemeral == ephemeral:
                if session.is_initiator():
                    raise Refused("reflected")
                if session.card_id == card_id:
                    return self.read_on(session, data, now)
        prekey = self.host.prekey(card_id, now)
        if prekey is None:
            raise Refused("not for us", "no living prekey")
        if ephemeral[1:] in prekey.used:
            raise Refused("replayed", "E.x")
        identity, keys, ratchet = answer(
            prekey.card.data, data, prekey.secret, self.host.agree_secret
        )
        if identity[:2] == [self.host.sign_public, self.host.agree_public]:
            raise Refused("own identity")
        if self.host.print_of(identity) != self.fingerprint:
            raise Refused("another identity")
        session = Session(ratchet, keys, self.order + 1, now, self.known)
        session.ephemeral, session.card_id = ephemeral, card_id
        before, self.identity = self.identity, tuple(identity[:2])
        self.sessions.append(session)
        try:
            self.read_on(session, data, now)
        except Refused:
            self.sessions.remove(session)
            self.identity = before
            raise
        prekey.used.add(ephemeral[1:])
        self.make_room(now)

    def read_on(self, session, data, now):
        """Read on a copy of the ratchet: nothing changes before all of it is known to be good."""
        trial = session.ratchet.copied()
        had_replied = not (trial.extra_is_due and not trial.is_initiator)
        try:
            payload = trial.receive(data)
        except Refused as refused:
            if refused.name == "duplicate":
                self.duplicate(session, data, now)
            if refused.name == "fork":
                return self.fork_seen(session, echo_of(data), now)
            raise
        fields = read_payload(payload, *self.identity)
        session.texts.check(fields)
        if fields["seq"] in session.texts.read:  # A6
            return self.fork_seen(session, echo_of(data), now)
        proves = session.is_initiator() or (had_replied and "kind" in trial.trace)
        first = session.received == 0
        if first and "installation" not in fields:
            raise Refused("missing item", "the installation")
        if not (session.proven or proves):  # section 8
            for name in "close", "fork", "replaced", "acknowledged":
                if fields.pop(name, None) is not None:
                    self.events.append(("unproven", name))
            if "text" not in fields and "card" not in fields:
                fields["seq"] = 0
        runs = fields.get("acknowledged", [])
        copied = "fork" in fields or session.acknowledges_unsent(runs)  # F4
        misread = []
        if copied or session.fork_is_ours:
            fields.pop("acknowledged", None)
        elif session.texts.misfits(fields):  # A3
            copied, misread = True, session.texts.misread(fields.pop("acknowledged"))

        line = Line(data, trial.receive_tag)
        derived = text_id(trial.trace["message_key"], line.salt)
        session.ratchet = trial
        session.received, session.active_at = self.next_order(), now
        session.proven = session.proven or proves
        session.lost, session.unanswered = False, []
        session.installation = fields.get("installation", session.installation)
        unconfirmed = session.confirmed is None
        newly = first if session.is_initiator() else unconfirmed and proves
        if newly:
            if not session.is_initiator():
                self.host.retire(session.card_id, now)
            self.confirm(session)
        if "replaced" in fields:  # C4
            self.replaced_by_peer(session)
        if "close" not in fields:
            self.plan_answer(session, line.prefix, newly, now)
        if fields["seq"]:
            self.confirm_later(session, now)
        self.take(session, fields, derived, now)
        self.events.extend(("misread", id_) for id_ in misread)
        if copied or session.forked:
            self.fork_told(session, copied, echo_of(data), now)
        if "close" in fields:
            self.closed_by_peer(session)

    def take(self, session, fields, derived, now):
        """What a payload says: texts, acknowledgements, a card."""
        if fields["seq"]:
            session.texts.read.add(fields["seq"])
            session.wants_acknowledgement(now)
        if "acknowledged" in fields:
            session.acknowledges = True
        session.texts.highest = session.seq
        shown, delivered = session.texts.take(
            {name: fields[name] for name in fields if name != "fork"}, derived
        )
        if shown and shown["text_id"] not in self.shown:
            self.shown[shown["text_id"]] = now
            self.events.append(("text", shown["text_id"], shown["text"], not session.proven))
        for id_ in delivered:
            self.events.append(("delivered", id_))
        if fields.get("card"):
            self.events.append(("card", fields["card"]))

    def plan_answer(self, session, prefix, newly, now):
        """I7, and the line that confirms a session to its responder (C1)."""
        if session.closed_by_peer or session.is_late():
            return
        if session.closed_by_us:
            if not self.is_live() and session.may_answer_again(now):
                session.duties.add("close")  # E3
        elif (prefix and session.confirmed is None) or (newly and session.is_initiator()):
            session.duties.add("reply")

    def confirm_later(self, session, now):
        """C3: what comes on a session that is late here is answered on the live one."""
        if session.is_late_here():
            for other in self.sessions:
                if other.is_live() and other.installation == session.installation:
                    if other.may_answer_again(now):
                        other.duties.add("reply")
                    return

    def duplicate(self, session, data, now):
        if session.is_closed() or session.is_late() or not session.may_answer_again(now):
            return
        session.answered_at = now
        if data[:1] == b"\x21" and session.confirmed is None:
            session.duties.add("reply")
        else:
            session.wants_acknowledgement(now)

    # Confirmation (10.4)

    def confirm(self, session):
        order = self.next_order()
        same = [s for s in self.sessions if s.installation == session.installation]
        late = any(
            other.is_initiator() == session.is_initiator()
            and other.begun > session.begun
            and other.confirmed is not None
            for other in same
        )
        session.replaced = session.replaced or late  # C3
        session.confirmed = None if late else order
        if late or session.is_closed():
            return
        for other in self.sessions:
            before = other.confirmed is not None and other.confirmed < session.begun
            if other is session:
                continue
            if other.installation == session.installation and before:  # C2
                other.replaced = True
            elif other.id == session.asked_for_by and other.received < session.begun:  # C5
                other.lost = True
        self.ended = False
        self.events.append(("confirmed", session))

    def replaced_by_peer(self, session):
        for other in self.sessions:
            if other is not session and other.is_live():
                if other.installation == session.installation:
                    session.replaced = True

    def closed_by_peer(self, session):
        """E2."""
        was_open = not session.is_closed() and not session.replaced
        session.closed_by_peer = True
        if was_open and not self.is_live():
            self.ended = True
            for other in self.sessions:
                if other.is_initiator() and other.received == 0:
                    other.closed_by_peer = True

    # Forks (section 12)

    def fork_seen(self, session, echo, now):
        """F1 to F3."""
        if not session.proven:
            self.events.append(("unproven", "fork"))
            return
        if session.replaced:
            raise Refused("replayed", "a fork on a session that is replaced")
        if session.forked and not session.may_answer_again(now):
            raise Refused("forked")
        self.spoil(session)
        session.duties.add("fork")
        self.events.append(("fork", session.installation, echo, False))

    def fork_told(self, session, copied, echo, now):
        """F4 and F6."""
        known = session.forked
        if known and (session.replaced or not session.may_answer_again(now)):
            return
        if copied and not known and session.confirmed is not None:
            self.host.renew_installation()
        self.spoil(session)
        session.fork_is_ours = session.fork_is_ours or (copied and not known)
        session.answered_at = now
        if not session.fork_is_ours:
            session.duties.add("fork")
        self.events.append(("fork", session.installation, echo, session.fork_is_ours))

    def spoil(self, session):
        if session.forked:
            return
        for other in self.sessions:
            alone = session.confirmed is None
            if other is session or (not alone and other.installation == session.installation):
                other.forked = True

    # What goes (10.6)

    def expire(self, now):
        sending = self.sending(now)

        def is_over(session):
            if session in sending and session.confirmed is not None:
                return False
            life = 14 * DAY if session in sending else 7 * DAY
            return now >= session.active_at + life

        self.sessions = [session for session in self.sessions if not is_over(session)]
        while self.shown and next(iter(self.shown.values())) + 7 * DAY <= now:
            self.shown.popitem(last=False)

    def make_room(self, now):
        sending = self.sending(now)
        while len(self.sessions) > 16:
            newest = max(session.begun for session in self.sessions)
            spare = [
                session
                for session in self.sessions
                if not (session.is_live() and session in sending) and session.begun != newest
            ]
            if not spare:
                return
            worst = min(
                spare,
                key=lambda s: (s.is_usable(), s.confirmed is not None, max(s.received, s.begun)),
            )
            self.sessions.remove(worst)

    def leap(self, random):
        """Section 9: after loading, in case this state is an older one."""
        for session in self.sessions:
            ahead = random.randrange(1024)
            if ahead:
                session.leaps.append((session.seq + 1, session.seq + ahead))
                session.leaps = session.leaps[-64:]
                session.seq += ahead


def _rank(session):
    return session.received, session.id


def _runs(numbers):
    """[(lowest, highest)] of a set of numbers, the highest run first."""
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs[::-1]
