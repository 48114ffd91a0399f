"""Tests of the host in Python, on the stand-ins for the curve and the cipher.

    python3 -m unittest tests/interop/test_host.py
"""

import os
import random
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import aesgcm
import p256
import quick_crypto
from subrosa_host import Host
from subrosa_identity import fingerprint, make_card, read_offer
from subrosa_peer import HOUR, MINUTE, NO_ECHO, echo_of
from subrosa_wire import armor, dearmor

NOW = 1_800_000_000


class Pair(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        names = ("public", "decompress", "dh", "sign", "verify")
        cls.before = {name: getattr(p256, name) for name in names}
        cls.cipher = aesgcm.seal, aesgcm.open_
        quick_crypto.use()

    @classmethod
    def tearDownClass(cls):
        for name, value in cls.before.items():
            setattr(p256, name, value)
        aesgcm.seal, aesgcm.open_ = cls.cipher

    def setUp(self):
        self.now, dice = NOW, random.Random(1)
        self.secrets = [(dice.randbytes(32), dice.randbytes(32)) for _ in range(2)]
        self.prints = [fingerprint(*map(p256.public, pair)) for pair in self.secrets]
        self.dice = dice
        self.one, self.other = self.host(0), self.host(1)

    def host(self, who):
        return Host(*self.secrets[who], self.prints[1 - who], self.dice, self.now)

    def carry(self, *hosts):
        """Brings every line to every other host, until nobody has anything to say."""
        hosts = hosts or (self.one, self.other)
        carried = []
        while any(host.out for host in hosts):
            for host in hosts:
                lines, host.out = host.out, []
                for line in lines:
                    carried.append(line)
                    for other in hosts:
                        if other.fingerprint != host.fingerprint:
                            other.receive(line, self.now)
        return carried

    def later(self, seconds, *hosts):
        self.now += seconds
        for host in hosts or (self.one, self.other):
            host.tick(self.now)
        return self.carry(*hosts)

    def meet(self):
        self.one.receive("?SR1?", self.now)
        self.carry()
        self.assertTrue(self.one.peer.is_live() and self.other.peer.is_live())

    def test_a_query_gets_an_offer_and_texts_go_both_ways(self):
        self.meet()
        self.one.say(b"hello", self.now)
        self.other.say(b"hello yourself", self.now)
        self.carry()
        self.later(3)
        self.assertEqual((self.one.shown, self.other.shown), ([b"hello yourself"], [b"hello"]))
        self.assertEqual((self.one.texts, self.other.texts), ([], []))

    def test_a_query_where_a_session_is_live_gets_an_empty_line(self):
        self.meet()
        self.one.receive("?SR1?", self.now)
        (line,) = self.carry()
        self.assertEqual(dearmor(line)[0], 0x11)
        self.one.receive("?SR1?", self.now + 1)
        self.assertEqual(self.one.out, [])

    def test_a_card_line_begins_and_changes_nothing(self):
        sign, agree = self.secrets[1]
        prekey = p256.public(b"\x07" * 32)
        card = make_card(sign, p256.public(agree), prekey, False, NOW, NOW + HOUR)
        self.one.receive(armor(card), self.now)
        self.assertEqual((self.one.out, self.one.peer.sessions), ([], []))

    def test_an_offer_echoes_the_last_unreadable_line_after_five_seconds(self):
        self.meet()
        self.one.say(b"first", self.now)
        self.one.say(b"second", self.now)
        lines, self.one.out = self.one.out, []
        lost = self.host(1)
        lost.asked_at = None
        for line in lines:
            lost.receive(line, self.now)
        lost.tick(self.now + 4)
        self.assertEqual(lost.out, [])
        lost.tick(self.now + 5)
        (offer,) = lost.out
        self.assertEqual(dearmor(offer)[220:], echo_of(dearmor(lines[-1])))

    def test_an_offer_that_is_repeated_carries_the_echo_too(self):
        self.meet()
        lost = self.host(1)
        lost.tick(self.now)
        self.one.say(b"to whom?", self.now + 30)
        for line in self.one.out:
            lost.receive(line, self.now + 30)
        lost.answer = None
        lost.tick(self.now + 10 * MINUTE)
        self.assertNotEqual(dearmor(lost.out[-1])[220:], NO_ECHO)

    def test_one_unreadable_line_is_answered_within_the_pause(self):
        self.meet()
        lost = self.host(1)
        lost.asked_at = None
        offers = []
        for seconds in 0, 10, 20:
            self.one.say(b"to whom?", self.now + seconds)
            for line in self.one.out:
                lost.receive(line, self.now + seconds)
            self.one.out = []
            lost.asked_at = self.now + seconds
            lost.tick(self.now + seconds + 5)
            offers.append(len(lost.out))
            lost.out = []
        self.assertEqual(offers, [1, 1, 0])

    def test_a_text_that_had_to_wait_says_in_whole_seconds_when_it_was_written(self):
        self.now += 0.75
        self.one.say(b"early", self.now)
        self.later(2 * MINUTE)
        self.meet()
        self.assertEqual(self.other.shown, [b"early"])

    def test_who_has_lost_everything_is_found_again(self):
        self.meet()
        self.other = self.host(1)
        self.one.say(b"are you there?", self.now)
        self.carry()
        self.later(6)
        self.later(3)
        self.assertEqual(self.other.shown, [b"are you there?"])
        self.assertEqual(self.one.texts, [])

    def test_copies_go_to_the_installation_heard_last_first(self):
        second = self.host(1)
        hosts = self.one, self.other, second
        self.one.receive("?SR1?", self.now)
        self.carry(*hosts)
        self.assertEqual(len(self.one.peer.sending(self.now)), 2)
        for speaker in (second, self.other):
            speaker.say(b"me", self.now)
            self.carry(*hosts)
            heard = [session.installation for session in self.one.peer.sending(self.now)]
            self.assertEqual(heard[0], speaker.installation)

    def test_a_dormant_session_keeps_no_offer_out(self):
        self.meet()
        (session,) = self.one.peer.sessions
        lost = self.host(1)
        lost.installation = self.other.installation
        lost.offer(NO_ECHO, self.now)
        offer = dearmor(lost.out.pop())
        session.lost, session.unanswered = True, [self.now]
        self.one.handshakes.full_at = 0
        self.one.receive(armor(offer), self.now + 59)
        self.assertEqual(dearmor(self.one.out.pop())[0], 0x11, "a probe")
        self.one.receive(armor(offer), self.now + 60)
        self.assertEqual(dearmor(self.one.out.pop())[0], 0x21, "an Init")

    def set_back(self):
        """`other` goes back to a state, after both have said something."""
        self.meet()
        before = self.other.copied()
        self.other.say(b"one", self.now)
        self.carry()
        self.other = before.loaded()

    def test_a_state_that_was_set_back_is_a_fork_and_a_new_session_ends_it(self):
        self.set_back()
        old = self.other.installation
        self.other.say(b"two", self.now)
        carried = self.carry()
        self.later(3)
        offers = [dearmor(line) for line in carried if dearmor(line)[0] == 0x31]
        self.assertTrue(offers)
        self.assertNotEqual(read_offer(offers[0])[3], bytes(8))
        self.assertTrue(self.one.peer.is_live() and self.other.peer.is_live())
        self.assertNotEqual(self.other.installation, old)
        self.assertEqual(self.one.forks, {})

    def test_a_fork_offer_needs_no_budget_and_is_repeated_until_a_session_is_confirmed(self):
        self.set_back()
        for bucket in (self.one.offers, self.one.offers_asked_for):
            bucket.full_at = self.now + 100 * HOUR
        self.one.pause = (self.now + HOUR, HOUR)
        self.other.say(b"two", self.now)
        (line,), self.other.out = self.other.out, []
        self.one.receive(line, self.now)

        def offers():
            lines, self.one.out = self.one.out, []
            return [data for data in map(dearmor, lines) if data[0] == 0x31]

        (offer,) = offers()
        self.assertEqual(offer[220:], echo_of(dearmor(line)))
        for minutes, count in (0.9, 0), (1, 1), (2.9, 0), (3, 1), (7, 1):
            self.one.tick(self.now + minutes * MINUTE)
            self.assertEqual(len(offers()), count, minutes)
        self.one.tick(self.now + 15 * MINUTE)
        self.now += 15 * MINUTE
        self.carry()
        self.assertEqual(self.one.forks, {})
        self.one.say(b"again", self.now)
        self.carry()
        self.assertIn(b"again", self.other.shown)


if __name__ == "__main__":
    unittest.main()
