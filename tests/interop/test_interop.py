"""Tests of the Python implementation itself: it reads what it makes, and notices what is changed.

    python3 -m unittest discover -s tests/interop
"""

import contextlib
import copy
import io
import json
import os
import random
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check_vectors
import conversation
import p256
from subrosa_identity import (
    Card,
    card_item,
    card_of_item,
    export_header,
    make_card,
    make_offer,
    open_export,
    open_state,
    read_offer,
    seal_export,
    seal_state,
)
from subrosa_payload import (
    CARD,
    CLOSE,
    FORK,
    INSTALLATION,
    WRITTEN,
    acknowledgement_item,
    hash_over,
    part_item,
    read_acknowledgement,
    read_payload,
    text_item,
    unpadded,
    write_payload,
    written_item,
)
from subrosa_session import Ratchet, SessionKeys
from subrosa_wire import (
    Reader,
    Refused,
    armor,
    dearmor,
    find,
    fragments,
    join_fragments,
    mac,
    read_items,
    write_varint,
)
from texts import Texts
from vector_case import Case, Mismatch, plain

VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "vectors")
NOW = 1_800_000_000
DAY = 86_400


class Wire(unittest.TestCase):
    def assertRefused(self, name, call, *arguments):
        with self.assertRaises(Refused) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.name, name)

    def test_a_varint_comes_back_and_only_in_its_shortest_form(self):
        for number in (0, 1, 127, 128, 16383, 16384, 2**32 - 1):
            self.assertEqual(Reader(write_varint(number)).varint(), number)
        self.assertEqual(write_varint(300), b"\xac\x02")
        for data in (b"\x80\x00", b"\xff\xff\xff\xff\x10", b"\x80\x80\x80\x80\x80\x00"):
            self.assertRefused("bad varint", Reader(data).varint)
        self.assertRefused("truncated", Reader(b"\x80").varint)

    def test_unknown_items_are_skipped_only_when_marked_so(self):
        self.assertEqual(read_items(b"\x00\x01\x01a\x80\x02xx\x00", {1}), {1: b"a"})
        self.assertRefused("unknown item", read_items, b"\x02\x00", {1})
        self.assertRefused("duplicate item", read_items, b"\x01\x00\x01\x00", {1})
        self.assertRefused("truncated", read_items, b"\x01\x02a", {1})

    def test_a_line_is_found_in_what_networks_make_of_it(self):
        data = bytes(range(250))
        line = armor(data)
        self.assertEqual(dearmor(line), data)
        broken = "> " + "\r\n> ".join(line[i : i + 60] for i in range(0, len(line), 60))
        markup = "<b>" + line[:40] + "<br/>" + line[40:] + "</b>"
        invisible = "\u200b".join(line)
        printable = "=\n".join(line[i : i + 75] for i in range(0, len(line), 75))
        references = line.replace("?", "&#63;").replace(":", "&#x3A;")
        for text in (broken, markup, invisible, printable, references):
            lines = [piece["object"] for piece in find(text) if piece["kind"] == "line"]
            self.assertEqual(lines, [data], text)

    def test_a_character_is_of_one_class_however_it_is_written(self):
        spaces, breaks = "\t\v\f \u00a0\u2000\u200a\u202f\u205f\u3000", "\n\r\u2028\u2029"
        for char in spaces + breaks + "\u00ad\u200b\u200f\u2060\ufeff":
            for text in (char, f"&#{ord(char)};", f"&#x{ord(char):x};"):
                (piece,) = find(f"?SR1:QUJ{text}D.")
                self.assertEqual(piece.get("object"), b"ABC", repr(text))
        for text in ("&emsp;", "&nbsp;", "&NewLine;", "&shy;", "=20", "=A0", "=\r\n", "<br>\n> "):
            self.assertEqual(find(f"?SR1:QUJ{text}D.")[0].get("object"), b"ABC", repr(text))
        for text in ("\u2010", "\u0085", "&none;", "&#x2010;", "=3f", "\0"):
            self.assertEqual(find(f"?SR1:QUJ{text}D.")[0]["kind"], "broken", repr(text))

    def test_references_and_tags_are_bounded(self):
        line = armor(b"ABC")[1:]
        for zeros, kind in (19, "line"), (20, "outside"):
            self.assertEqual(find(f"&#{'0' * zeros}63;{line}")[0]["kind"], kind)
        for size, kind in (4096, "line"), (4097, "broken"):
            tag = "<b" + " " * (size - 3) + ">"
            self.assertEqual(find(f"?SR1:QUJ{tag}D.")[0]["kind"], kind)

    def test_a_line_in_a_tag_is_no_text_and_one_behind_the_beginning_of_a_marker_is(self):
        line = armor(b"A")

        def kinds(text):
            return [piece["kind"] for piece in find(text)]

        self.assertEqual(kinds(f'<a href="{line}" title=\'?SR1?\'>look</a>'), ["outside"])
        self.assertEqual(kinds(f'<a href="{line} '), ["outside", "line", "outside"])
        for before in ("?SR1", "is it ?SR1", "?SR1?SR1"):
            self.assertEqual(kinds(before + line), ["outside", "line"])
        self.assertEqual(kinds("?SR1?" + line), ["query", "line"])
        self.assertEqual(kinds("is it ?SR1 ?"), ["outside"])

    def test_what_is_searched_is_bounded(self):
        line = armor(b"A")
        text = " " * (262144 - len(line)) + line
        kinds = [piece["kind"] for piece in find(text + line)]
        self.assertEqual(kinds, ["outside", "line", "outside"])
        kinds = [piece["kind"] for piece in find(" " + text)]
        self.assertEqual(kinds, ["outside", "broken", "outside"])
        self.assertEqual(len(find("?SR1?" * 300)), 255)
        whole = "?SR1:" + "A" * (16384 - 5)
        self.assertEqual(find(whole + ".")[0]["error"], "oversized")
        self.assertEqual(find(whole[:-4] + ".")[0]["kind"], "line")

    def test_text_around_a_line_is_outside(self):
        pieces = find("hello " + armor(b"A") + " and ?SR1? then ?SR2:xyz. ?SRx")
        kinds = ["outside", "line", "outside", "query", "outside", "broken", "outside"]
        self.assertEqual([piece["kind"] for piece in pieces], kinds)

    def test_a_cut_line_and_loose_bits_are_refused(self):
        line = armor(b"AB")
        self.assertRefused("not a line", dearmor, line[:-1])
        self.assertEqual(find("?SR1:QUJ.")[0]["error"], "bad base64")

    def test_fragments_are_joined_despite_a_forged_slice(self):
        data = b"\x81" + bytes(range(256)) * 4
        pieces = [find(text)[0] for text in fragments(data, 200)]
        self.assertEqual(len(pieces), 6)
        forged = dict(pieces[2], data=b"forged")
        for order in ([forged] + pieces, pieces[::-1] + [forged]):
            self.assertEqual(join_fragments(order), data)
        self.assertIsNone(join_fragments(pieces[1:]))


class Objects(unittest.TestCase):
    def setUp(self):
        draw = random.Random("objects").randbytes
        self.sign, self.agree, self.prekey = draw(32), draw(32), draw(32)
        self.publics = [p256.public(secret) for secret in (self.agree, self.prekey)]
        self.card = make_card(self.sign, *self.publics, True, NOW, NOW + DAY)

    def refusal(self, data, now=NOW):
        with self.assertRaises(Refused) as caught:
            Card(data).verify(now)
        return caught.exception.name

    def test_a_card_is_valid_only_in_its_time_and_unchanged(self):
        Card(self.card).verify(NOW)
        Card(self.card).verify(NOW + DAY - 1)
        self.assertEqual(self.refusal(self.card, NOW + DAY), "expired")
        self.assertEqual(self.refusal(self.card, NOW - DAY - 1), "not yet valid")
        for at in (1, 3, 110, 139, 147):
            changed = bytearray(self.card)
            changed[at] ^= 0x40
            self.assertIn(self.refusal(bytes(changed)), ("forged", "bad lifetime", "not yet valid"))
        long = make_card(self.sign, *self.publics, True, NOW, NOW + 2 * DAY + 1)
        self.assertEqual(self.refusal(long), "bad lifetime")

    def test_a_card_item_is_149_bytes_and_becomes_the_card_again(self):
        value = card_item(self.card)
        self.assertEqual(len(value), 149)
        self.assertEqual(card_of_item(value, self.card[4:37], self.card[37:70]), self.card)

    def test_an_offer_is_232_bytes_and_316_characters(self):
        offer = make_offer(self.card, b"inst", b"tag!", b"echohash")
        self.assertEqual((len(offer), len(armor(offer))), (232, 316))
        card, installation, tag, echo = read_offer(offer)
        read = (card.data, installation, tag, echo)
        self.assertEqual(read, (self.card, b"inst", b"tag!", b"echohash"))

    def test_an_export_opens_with_the_same_key_alone(self):
        header = export_header(65536, 3, 1, bytes(16))
        export = seal_export(header, b"k" * 32, self.sign, self.agree, NOW)
        opened = open_export(export, b"k" * 32)
        wanted = {"sign_secret": self.sign, "agree_secret": self.agree, "created": NOW}
        self.assertEqual(opened, wanted)
        with self.assertRaises(Refused):
            open_export(export, b"x" * 32)

    def test_saved_state_opens_for_its_own_identity_alone(self):
        blob = seal_state(b"h" * 32, 2, 7, b"r" * 32, b"f" * 32, b"content")
        self.assertEqual(open_state(b"h" * 32, blob, b"f" * 32), (2, 7, b"content"))
        with self.assertRaises(Refused):
            open_state(b"h" * 32, blob, b"g" * 32)

    def test_a_payload_comes_back(self):
        runs = [(90, 100), (50, 80), (1, 2)]
        items = [text_item(0, "grüße".encode()), part_item(3, 300)]
        items.append(acknowledgement_item(runs, b"receipts"))
        data = write_payload(300, items)
        self.assertEqual(len(data) % 16, 0)
        payload = read_payload(data)
        wanted = {"seq": 300, "content_type": 0, "text": "grüße".encode(), "part": (3, 300)}
        self.assertEqual(payload, {**wanted, "acknowledged": runs, "receipts": b"receipts"})

    def test_a_payload_against_the_rules_is_refused(self):
        text = text_item(0, b"text")
        for seq, items in (
            (0, [text]),
            (1, []),
            (1, [text_item(5, b"text")]),
            (1, [(CLOSE, b"\x02")]),
            (2, [text, part_item(2, 3)]),
            (2, [(FORK, b""), part_item(0, 3)]),
            (2, [text, part_item(1, 3), written_item(NOW)]),
            (0, [written_item(NOW)]),
            (1, [text, (WRITTEN, bytes(4))]),
        ):
            with self.assertRaises(Refused, msg=f"{seq}, {items}"):
                read_payload(write_payload(seq, items))

    def test_a_text_that_left_late_says_when_it_was_written(self):
        items = [text_item(0, b"text"), part_item(0, 2), written_item(NOW)]
        first = read_payload(write_payload(7, items))
        second = read_payload(write_payload(8, [text_item(0, b" and more"), part_item(1, 2)]))
        self.assertEqual(first["written"], NOW)
        for order in ([first, second], [second, first]):
            texts = Texts()
            texts.take(order[0], b"text id.")
            shown, _ = texts.take(order[1], b"text id.")
            self.assertEqual((shown["text"], shown["written"]), (b"text and more", NOW))

    def test_a_damaged_card_is_passed_over_and_the_text_beside_it_is_read(self):
        payload = read_payload(write_payload(1, [text_item(0, b"text"), (CARD, b"short")]))
        self.assertEqual((payload["text"], payload["card"]), (b"text", None))

    def test_a_text_is_no_longer_than_one_that_can_be_sent(self):
        texts = Texts()
        text = {"seq": 7, "content_type": 0, "text": bytes(65526), "part": (0, 3)}
        texts.take(text, b"text id.")
        texts.check({**text, "seq": 8, "text": bytes(10), "part": (1, 3)})
        texts.check({**text, "text": bytes(65536)})
        with self.assertRaises(Refused):
            texts.check({**text, "seq": 8, "text": bytes(11), "part": (1, 3)})

    def test_another_text_under_its_number_is_not_delivered(self):
        def text(seq, content):
            return {"seq": seq, "content_type": 0, "text": content, "text_id": bytes(8)}

        for read, delivered in (b"truth", [bytes(8)]), (b"a lie", []):
            sender, reader = Texts(), Texts()
            sender.sent(text(1, b"truth"), None)
            reader.take(text(1, read), None)
            hash_ = hash_over(reader.receipts, [(1, 1)])
            said = {"seq": 0, "acknowledged": [(1, 1)], "receipts": hash_}
            self.assertEqual(sender.take(said, None), (None, delivered))
            self.assertEqual(sender.copied, not delivered)
            # What was shown counts, not what comes under its id again.
            reader.take(text(2, b"truth"), None)
            sender.sent(text(2, b"truth"), None)
            hash_ = hash_over(reader.receipts, [(1, 2)])
            said = {"seq": 0, "acknowledged": [(1, 2)], "receipts": hash_}
            self.assertEqual(sender.misfits(said), not delivered)

    def test_padding_is_what_stands_behind_the_last_item(self):
        text = text_item(0, b"ends in zeros\x00\x00")
        for size in (19, 20, 40):
            self.assertEqual(unpadded(write_payload(1, [text], size)), 19)

    def test_an_acknowledgement_below_one_is_refused(self):
        for value in (b"\x05\x06", b"\x05\x00", b"\x05\x02\x03\x01", b"\x05\x02\x00\x01", b"\x05"):
            with self.assertRaises(Refused):
                read_acknowledgement(bytes(8) + value)


def recorded_conversation():
    """Both directions, a repeated Init, lines out of order, lost, late and twice."""
    draw = random.Random("conversation").randbytes
    names = "initiator_sign initiator_agree ephemeral responder_sign responder_agree prekey"
    secrets = {name: draw(32) for name in names.split()}
    card = make_card(
        secrets["responder_sign"],
        p256.public(secrets["responder_agree"]),
        p256.public(secrets["prekey"]),
        False,
        NOW,
        NOW + 14 * DAY,
    )
    talk = conversation.Recorder("made in Python", draw, card, secrets, b"\x00\x03")

    def say(side, text, seq, init=False):
        items = [text_item(0, text.encode())]
        if init:
            items.append((INSTALLATION, b"here"))
        return talk.send(side, write_payload(seq, items), init)

    first = say("initiator", "hello", 1, init=True)
    second = say("initiator", "are you there?", 2, init=True)
    talk.receive("responder", second)
    talk.receive("responder", first)
    talk.receive("responder", first, "duplicate")
    reply = say("responder", "yes", 1)
    late = say("responder", "this line is late", 2)
    talk.receive("initiator", reply)
    seq = 2
    for turn in range(3):
        for _ in range(3):
            seq += 1
            number = say("initiator", f"turn {turn}, line {seq}", seq)
        talk.receive("responder", number)
        talk.receive("initiator", say("responder", f"turn {turn}", 3 + turn))
    talk.receive("responder", number - 2)
    talk.receive("initiator", late)
    talk.receive("initiator", late, "duplicate")
    return talk.finished()


def changed(value):
    """Another value of the same type; a text differs in one character, near its end."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    at = max(0, len(value) - 6)
    return value[:at] + ("0" if value[at : at + 1] != "0" else "1") + value[at + 1 :]


def write(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


def leaves(value):
    """(container, key) of every text, number and truth value inside."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if isinstance(inner, (dict, list)):
            yield from leaves(inner)
        elif inner is not None:
            yield value, key


class Vectors(unittest.TestCase):
    # A name says nothing that can be computed, Argon2id is not computed here, a card that is valid
    # now is so a second later, a line may be shorter than its limit. What is refused may be
    # refused for the same reason when it is changed.
    FREE = ("name", "passphrase", "now", "line_limit")

    def test_a_changed_value_anywhere_in_a_vector_file_is_noticed(self):
        for name, check in check_vectors.CHECKS.items():
            if name == "conversation.json":
                continue  # a test of Conversation does this for one; for all it would take minutes
            with open(os.path.join(VECTORS, name), encoding="utf-8") as file:
                cases = json.load(file)["cases"]
            noticed = 0
            for case in cases:
                for place, key in leaves(case):
                    refused = "error" in case and key != "error"
                    # Of fragments that arrive some may be forged or come twice.
                    arrived = name == "fragment.json" and "id" not in case and key != "object"
                    # What is no code is none, whoever scans it.
                    scanned = "scanned" in case and key != "scan"
                    if key in self.FREE or refused or arrived or scanned:
                        continue
                    value, place[key] = place[key], changed(place[key])
                    with self.assertRaises(Exception, msg=f"{name}, {case.get('name')}, {key}"):
                        check(Case(case, name))
                    place[key] = value
                    noticed += 1
                check(Case(case, name))
            self.assertGreater(noticed, len(cases))

    def test_a_missing_an_empty_and_an_unknown_file_fail(self):
        def run(folder):
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                code = check_vectors.main(folder)
            return code, output.getvalue().splitlines()[-1]

        self.assertEqual(run(VECTORS)[0], 0)
        changes = {
            "missing": lambda folder: os.remove(os.path.join(folder, "card.json")),
            "empty": lambda folder: write(folder, "card.json", {"cases": []}),
            "unknown": lambda folder: write(folder, "other.json", {"cases": [{"name": "x"}]}),
        }
        for name, change in changes.items():
            with tempfile.TemporaryDirectory() as folder:
                copied = shutil.copytree(VECTORS, os.path.join(folder, "vectors"))
                change(copied)
                code, last = run(copied)
                self.assertEqual((name, code), (name, 1))
                self.assertTrue(last.endswith(" passed, 1 failed"), last)


class Conversation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Through JSON, as a vector file comes.
        cls.vector = json.loads(json.dumps(recorded_conversation()))

    def check(self, vector):
        conversation.check(Case(vector, "conversation"))

    def test_a_conversation_made_here_is_read_here(self):
        self.check(self.vector)

    def test_lines_are_read_when_their_salts_cannot_be_made_again(self):
        vector = copy.deepcopy(self.vector)
        for event in vector["events"]:
            event.get("send", {}).pop("random", None)
        self.check(vector)
        first = vector["events"][0]["send"]
        first["line"] = changed(first["line"])
        with self.assertRaises((Mismatch, Refused)):
            self.check(vector)

    def test_a_changed_value_anywhere_is_noticed(self):
        """Every string of a send, a receive, the session: one hexadecimal digit or letter."""
        places = [self.vector["session"]]
        places += [list(self.vector["events"][i].values())[0] for i in (0, 2, 5, -1)]
        noticed = 0
        for place in places:
            for name, value in place.items():
                if not isinstance(value, str) or name in ("from", "to"):
                    continue
                place[name] = changed(value)
                with self.assertRaises((Mismatch, Refused, ValueError), msg=name):
                    self.check(copy.deepcopy(self.vector))
                place[name] = value
                noticed += 1
        self.assertGreater(noticed, 30)

    def test_a_changed_value_in_a_conversation_of_the_library_is_noticed(self):
        with open(os.path.join(VECTORS, "conversation.json"), encoding="utf-8") as file:
            cases = json.load(file)["cases"]
        (case,) = [case for case in cases if case["name"] == "a card, then a close"]
        noticed = 0
        for place, key in leaves(case):
            # Nothing fills these lines, so no limit shows. Another line may carry as little.
            other_line = key == "line" and "to" in place and "shown" not in place
            if key in ("name", "line_limit") or other_line:
                continue
            value, place[key] = place[key], changed(place[key])
            with self.assertRaises(Exception, msg=key):
                self.check(case)
            place[key] = value
            noticed += 1
        self.check(case)
        self.assertGreater(noticed, 60)

    def test_a_refused_line_changes_nothing(self):
        talk = _pair()
        line = talk["initiator"].send(bytes(16), bytes(16), b"\x01" * 32)
        for at in range(5, len(line)):
            damaged = bytearray(line)
            damaged[at] ^= 1
            with self.assertRaises(Refused):
                talk["responder"].receive(bytes(damaged))
        self.assertIsNone(talk["responder"].receiving)
        self.assertEqual(talk["responder"].receive(line), bytes(16))

    def test_a_consumed_counter_with_another_mac_is_a_fork(self):
        talk = _pair()
        clone = copy.deepcopy(talk["initiator"])
        line = talk["initiator"].send(b"one".ljust(16), bytes(16), b"\x01" * 32)
        other = clone.send(b"two".ljust(16), bytes(16), b"\x01" * 32)
        talk["responder"].receive(line)
        with self.assertRaises(Refused) as caught:
            talk["responder"].receive(other)
        self.assertEqual(caught.exception.name, "fork")

    def test_a_gap_beyond_the_limit_is_refused(self):
        talk = _pair()
        sender = talk["initiator"]
        sender.send(bytes(16), bytes(16), b"\x01" * 32)
        for _ in range(999):
            sender.sending.step()
        within = copy.deepcopy(talk["responder"])
        within.receive(sender.send(bytes(16), bytes(16)))
        self.assertEqual(len(within.stored), 1000)
        with self.assertRaises(Refused) as caught:
            talk["responder"].receive(sender.send(bytes(16), bytes(16)))
        self.assertEqual(caught.exception.name, "gap too large")


def _pair():
    keys = SessionKeys(*(mac(b"keys", bytes([i])) for i in range(4)), b"tagI", b"tagR", bytes(16))
    agree, prekey = b"\x02" * 32, b"\x03" * 32
    return {
        "initiator": Ratchet.initiator(keys, agree, p256.public(prekey)),
        "responder": Ratchet.responder(keys, prekey, p256.public(agree)),
    }


if __name__ == "__main__":
    unittest.main()
