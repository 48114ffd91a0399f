"""One installation and its host: section 11 of docs/PROTOCOL.md, for tests only.

Written from that document alone; each rule stands beside its code under the name that it has there.
A host here knows one contact, talks with it from the start, and says that it is safe as soon as a
text is shown. Time comes from outside, in seconds; it never jumps.
"""

import copy

import p256
from subrosa_identity import Card, fingerprint, make_card, make_offer
from subrosa_peer import DAY, HOUR, MINUTE, NO_ECHO, Peer, echo_of
from subrosa_wire import Refused, armor, find

SILENT = ("duplicate", "reflected")
UNREADABLE = ("not for us", "forged", "replayed", "gap too large")
ANSWER_DELAY = 5


class Bucket:
    """So many at once, then one in each interval (monotonic time)."""

    def __init__(self, burst, interval):
        self.burst, self.interval, self.full_at = burst, interval, 0

    def take(self, now):
        if self.full_at - self.interval * (self.burst - 1) > now:
            return False
        self.full_at = max(self.full_at, now) + self.interval
        return True


class Prekey:
    def __init__(self, card, secret, until):
        self.card, self.secret, self.until, self.used = card, secret, until, set()


class Text:
    """Something that the user has said and that is not known to be delivered."""

    def __init__(self, text, now):
        self.text, self.typed, self.id = text, now, None
        self.attempts, self.due, self.sent_on = 0, now, set()


class Host:
    # What the worlds take away, to see that it matters.
    ANSWERS_UNREADABLE_LINES = True  # H6
    ECHO_IS_THE_LAST = True  # H7
    ANSWERS_PROBES = True  # H9
    REPEATS_THE_ECHO = True  # H10
    FORK_OFFERS_ARE_FREE = True  # F5

    def __init__(self, sign_secret, agree_secret, contact, random, now):
        self.sign_secret, self.agree_secret = sign_secret, agree_secret
        self.sign_public, self.agree_public = p256.public(sign_secret), p256.public(agree_secret)
        self.fingerprint = fingerprint(self.sign_public, self.agree_public)
        self.random, self.draw = random, random.randbytes
        self.installation, self.prekeys = self.draw(4), []
        self.peer = Peer(self, contact)
        self.out, self.texts, self.shown, self.delivered = [], [], [], []
        self.started = self.asked_at = now
        self.readable_at = self.answer = None
        self.unread = NO_ECHO  # the echo of the last unreadable line since one was readable
        self.pause = (0, 0)  # until when, and how long
        self.offered_at = None  # when that began, if nothing has followed it
        self.forks, self.fork_cards = {}, []  # installation -> the fork Offers that are repeated
        self.offers = Bucket(10, 6)
        self.offers_asked_for = Bucket(4, HOUR / 2)
        self.handshakes = Bucket(16, 10)
        self.sends_on = set()

    # The installation

    def print_of(self, identity):
        return fingerprint(*identity[:2])

    def prekey(self, card_id, now):
        living = (key for key in self.prekeys if key.card.id == card_id and now < key.until)
        return next(living, None)

    def retire(self, card_id, now):
        """C1: a minute after a session on it is confirmed."""
        for key in self.prekeys:
            if key.card.id == card_id and key.card.one_time:
                key.until = min(key.until, now + MINUTE)

    def renew_installation(self):
        self.installation = self.draw(4)

    def offer(self, echo, now):
        """Section 6: with a fresh one-time card."""
        secret = self.draw(32)
        issued = int(now)
        keys = self.sign_secret, self.agree_public, p256.public(secret)
        card = Card(make_card(*keys, True, issued, issued + 2 * DAY))
        self.prekeys = [key for key in self.prekeys if now < key.until][-255:]
        self.prekeys.append(Prekey(card, secret, now + 2 * DAY))
        self.send([make_offer(card.data, self.installation, echo[:4], echo[4:])])
        return card.id

    def send(self, lines):
        self.out.extend(armor(data) for data in lines)

    # What comes from the network

    def receive(self, text, now):
        """H1: every piece of a text in order."""
        for piece in find(text):
            if piece["kind"] == "line":
                self.receive_line(piece["object"], now)
            elif piece["kind"] == "query":
                self.queried(now)
        self.send(self.peer.duties(now))

    def receive_line(self, data, now):
        """H2 to H4."""
        kind = data[0]
        try:
            if kind == 0x11:
                self.peer.read(data, now)
            elif kind == 0x21:
                if not (self.peer.knows(data) or self.handshakes.take(now)):
                    return
                self.peer.read(data, now)
            elif kind == 0x31:
                if not self.handshakes.take(now):
                    return
                self.send([self.peer.read_offer(data, now)])
                return
            else:
                return  # H5: a card or anything else changes no session
        except Refused as refused:
            self.refused(data, refused.name, now)
            return
        self.readable_at, self.answer, self.unread = now, None, NO_ECHO
        self.act(now)
        self.send(self.peer.duties(now))
        self.send_what_waits(now)

    def refused(self, data, name, now):
        """The table of section 11.2."""
        if name in SILENT:
            return
        if name in UNREADABLE:
            self.unreadable(echo_of(data), now)
        elif name == "unexpected offer":
            self.probe(now, data)

    def act(self, now):
        events, self.peer.events = self.peer.events, []
        for event in events:
            if event[0] == "text":
                self.shown.append(event[2])
            elif event[0] == "delivered":
                self.texts = [text for text in self.texts if text.id != event[1]]
                self.delivered.append(event[1])
            elif event[0] == "misread":  # A3: the user wants it sent, as a new text
                for text in self.texts:
                    if text.id == event[1]:
                        text.id, text.attempts, text.sent_on = None, 0, set()
            elif event[0] == "fork":
                self.fork(event[1], event[2], now)
            elif event[0] == "confirmed":
                self.fork_mended(event[1])

    # Unreadable lines (11.3)

    def unreadable(self, echo, now):
        """H6 to H8."""
        if not self.ANSWERS_UNREADABLE_LINES:
            return
        if self.ECHO_IS_THE_LAST or self.unread == NO_ECHO:
            self.unread = echo
        if self.readable_at is not None and now - self.readable_at < MINUTE:
            return
        self.answer = self.answer or now + ANSWER_DELAY

    def may_repeat(self, now):
        """H9: a minute, doubling to an hour; an hour of rest begins anew."""
        until, length = self.pause
        if now < until:
            return False
        length = MINUTE if now - until > HOUR else min(max(2 * length, MINUTE), HOUR)
        self.pause, self.offered_at = (now + length, length), now
        return True

    def may_follow(self, now):
        """H9: once after an Offer, for the probe that it may get."""
        offered_at, self.offered_at = self.offered_at, None
        recent = offered_at is not None and now - offered_at < MINUTE + ANSWER_DELAY
        return recent and self.ANSWERS_PROBES

    def look_after(self, now):
        if self.answer and self.answer <= now:
            self.answer = None
            if (self.may_repeat(now) or self.may_follow(now)) and self.offers.take(now):
                self.offer(self.unread, now)
        if self.peer.is_live():
            self.asked_at = None
        elif self.asked_at is None:
            self.asked_at = now
        elif now - self.asked_at >= MINUTE and self.may_repeat(now) and self.offers.take(now):
            self.offer(self.unread if self.REPEATS_THE_ECHO else NO_ECHO, now)  # H10

    def probe(self, now, offer=None):
        """H11: an empty line, at most once a minute and not in the pause."""
        if now < self.pause[0]:
            return
        named = None
        if offer is not None:
            named, echo = offer[216:220], offer[220:232]
            if echo != NO_ECHO and self.peer.echoed(echo) is None:
                return
        lines = self.peer.probe(now, named)
        if lines:
            self.pause = (now + MINUTE, self.pause[1])
            self.send(lines)

    def queried(self, now):
        """H12."""
        if self.peer.is_live():
            self.probe(now)
        elif self.offers_asked_for.take(now) and self.offers.take(now):
            self.offer(NO_ECHO, now)

    # Forks (section 12)

    def fork(self, installation, echo, now):
        """F5: at once, outside the budget, and again until a session is confirmed."""
        if not self.FORK_OFFERS_ARE_FREE:
            if self.offers_asked_for.take(now) and self.offers.take(now):
                self.offer(echo, now)
            return
        fork = self.forks.setdefault(installation, {"cards": set(), "pause": MINUTE, "began": now})
        fork["echo"], fork["due"] = echo, now + fork["pause"]
        self.fork_offer(fork, now)

    def fork_offer(self, fork, now):
        card = self.offer(fork["echo"], now)
        fork["cards"].add(card)
        self.fork_cards = [*self.fork_cards, card][-17:]
        if len(self.fork_cards) > 16:
            oldest = self.fork_cards.pop(0)
            self.prekeys = [key for key in self.prekeys if key.card.id != oldest]

    def repeat_fork_offers(self, now):
        for installation, fork in list(self.forks.items()):
            if self.peer.ended or now - fork["began"] > 2 * DAY:
                del self.forks[installation]
            elif fork["due"] <= now:
                fork["pause"] = min(2 * fork["pause"], HOUR)
                fork["due"] = now + fork["pause"]
                self.fork_offer(fork, now)

    def fork_mended(self, session):
        for installation, fork in list(self.forks.items()):
            if session.installation == installation or session.card_id in fork["cards"]:
                del self.forks[installation]

    # Texts of the user (11.5)

    def say(self, text, now):
        self.texts.append(Text(text, now))
        self.send_what_waits(now)

    def send_text(self, text, now):
        try:
            written = int(text.typed) if now - text.typed > MINUTE else None  # W1
            text.id, lines = self.peer.send_text(text.text, now, text.id, written)
        except Refused:
            text.due = now + MINUTE
            return
        text.attempts += 1
        text.due = now + min(MINUTE << min(text.attempts - 1, 6), HOUR)
        text.sent_on |= {session.id for session in self.peer.sending(now)}
        self.send(lines)

    def send_what_waits(self, now):
        """T1, T3: what is held, and what is not acknowledged and was not sent on these sessions."""
        if not self.peer.is_live():
            return
        on = {session.id for session in self.peer.sending(now)}
        for text in list(self.texts):
            if text.attempts == 0 or not on <= text.sent_on:
                self.send_text(text, now)

    def repeat_texts(self, now):
        """T2: a minute, doubling to an hour, for a day."""
        for text in list(self.texts):
            if now - text.typed > DAY:
                self.texts.remove(text)
            elif text.due <= now and self.peer.is_live():
                self.send_text(text, now)
            elif text.due <= now:
                text.due = now + MINUTE

    # Time

    def tick(self, now):
        self.peer.expire(now)
        self.send(self.peer.duties(now))
        self.look_after(now)
        self.repeat_fork_offers(now)
        self.repeat_texts(now)

    def wake(self, now):
        """When `tick` has something to do."""
        times = [self.peer.wake(), self.answer]
        times += [fork["due"] for fork in self.forks.values()]
        times += [text.due for text in self.texts]
        if not self.peer.is_live():
            times.append(max(self.pause[0], (self.asked_at or now) + MINUTE))
        return max(now + 0.1, min((time for time in times if time is not None), default=now + HOUR))

    def is_private(self):
        return self.peer.is_live()

    # State

    def copied(self):
        """The state as it would be saved; randomness is not part of it."""
        return copy.deepcopy(self, {id(self.random): self.random, id(self.draw): self.draw})

    def loaded(self):
        """What begins from saved state: it leaps (section 9), and has said nothing yet."""
        host = self.copied()
        host.out = []
        host.peer.leap(self.random)
        return host
