"""Checks every file of tests/vectors with the independent implementation in this folder.

    python3 tests/interop/check_vectors.py [folder]

One line a file and a closing line; exits with 1 when anything fails, when a file is missing, is not
known here or holds no case, and when a case has a field that nothing checks.
"""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import conversation
import p256
import subrosa_identity as identity
import subrosa_wire as wire
from vector_case import Case, Mismatch


def check_armor(case):
    """An object as a line and back, or a text and what is in it."""
    case.take("name")
    if "object" in case:
        data = case.bytes("object")
        case.equal("line", wire.armor(data))
        case.equal("object", wire.dearmor(case.take("line")))
    else:
        case.equal("pieces", wire.find(case.take("text")))
    case.finish()


def check_fragment(case):
    """An object in fragments and back, or fragments in some order and what they make."""
    case.take("name")
    if "line_limit" in case:
        data, limit = case.bytes("object"), case.take("line_limit")
        lines = case.take("fragments")
        case.equal("id", wire.fragment_id(data))
        pieces = [wire.find(line)[0] for line in lines]
        # Where the slices are cut is up to the sender; that each line carries its slice is not.
        sizes = [len(piece["data"]) for piece in pieces]
        start, again = 0, []
        for index, size in enumerate(sizes, 1):
            part = data[start : start + size]
            again.append(wire.fragment(wire.fragment_id(data), index, len(lines), part))
            start += size
        case.equal("fragments", again)
        if max(map(len, lines)) > limit or start != len(data):
            raise Mismatch("a fragment above the limit, or bytes left over")
        case.equal("object", wire.join_fragments(pieces[::-1]))
    else:
        pieces = []
        for line in case.take("fragments"):
            (piece,) = wire.find(line)
            if piece["kind"] != "fragment":
                raise wire.Refused(piece.get("error", piece["kind"]))
            pieces.append(piece)
        joined = case.outcome(lambda: wire.join_fragments(pieces))
        if "error" not in case:
            case.equal("object", joined)
    case.finish()


def check_codec(case):
    """Varints, one after the other, and items."""
    case.take("name")
    if "varint" in case:
        reader = wire.Reader(case.bytes("varint"))
        number = case.outcome(reader.varint)
        if number is not None:
            reader.end()
            case.equal("number", number)
            case.equal("varint", wire.write_varint(number))
    else:
        items = case.outcome(lambda: wire.read_items(case.bytes("items"), range(1, 256)))
        if items is not None:
            case.equal("values", {f"{kind:02x}": value for kind, value in items.items()})
    case.finish()


def check_fingerprint(case):
    case.take("name")
    sign, agree = case.bytes("sign_public"), case.bytes("agree_public")
    if "sign_secret" in case:
        case.equal("sign_public", p256.public(case.bytes("sign_secret")))
        case.equal("agree_public", p256.public(case.bytes("agree_secret")))
    print_ = identity.fingerprint(sign, agree)
    case.equal("fingerprint", print_)
    case.equal("digits", identity.digits(print_))
    case.finish()


def check_safety(case):
    own, other = case.bytes("own"), case.bytes("other")
    if "scanned" in case:
        case.equal("scan", identity.safety_scan(own, other, case.take("scanned")))
    else:
        case.equal("digits", identity.safety_digits(own, other))
        case.equal("code", identity.safety_code(own, other))
    case.finish()


def check_card(case):
    """A card at a time: the error it gives, or every field of it."""
    case.take("name")
    data, now = case.bytes("card"), case.take("now")

    def read():
        card = identity.Card(data)
        card.verify(now)
        return card

    card = case.outcome(read)
    if card is not None:
        case.equal("line", wire.armor(data))
        case.equal("capabilities", card.capabilities)
        case.equal("one_time", card.one_time)
        for name in ("sign_public", "agree_public", "prekey", "sealing_hash"):
            case.equal(name, getattr(card, name.replace("_public", "")))
        for name in ("issued", "expires", "fingerprint"):
            case.equal(name, getattr(card, name))
        case.equal("card_id", card.id)
        case.equal("item", identity.card_item(data))
        again = identity.card_of_item(case.bytes("item"), card.sign, card.agree)
        case.equal("card", again)
        if "sign_secret" in case:
            secret, additional = case.bytes("sign_secret"), case.bytes("signature_random")
            case.equal("card", _card_again(card, secret, additional))
    case.finish()


def _card_again(card, sign_secret, additional):
    """The same card signed here: the nonce is that of RFC 6979 with additional data."""
    return identity.make_card(
        sign_secret,
        card.agree,
        card.prekey,
        card.one_time,
        card.issued,
        card.expires,
        capabilities=card.capabilities,
        sealing_hash=card.sealing_hash,
        additional=additional,
    )


def check_offer(case):
    """An Offer at a time, read by somebody who has no session and has acted on no Offer."""
    case.take("name")
    data, now = case.bytes("offer"), case.take("now")

    def read_offer():
        offer = identity.read_offer(data)
        offer[0].verify(now)
        return offer

    read = case.outcome(read_offer)
    if read is not None:
        card, installation, tag, echo = read
        case.equal("line", wire.armor(data))
        case.equal("card", card.data)
        case.equal("installation", installation)
        case.equal("echo_tag", tag)
        case.equal("echo_hash", echo)
        if "echo_of" in case:
            line = case.bytes("echo_of")
            case.equal("echo_tag", line[1:5] if line[0] == 0x11 else bytes(4))
            case.equal("echo_hash", identity.echo_hash(line))
        case.equal("offer", identity.make_offer(card.data, installation, tag, echo))
    case.finish()


def check_export(case):
    """The output of Argon2id is taken from the file: the standard library cannot compute it."""
    case.take("name")
    case.take("passphrase")
    data = case.bytes("export")
    # Null where the parameters must be refused before anything is derived from them.
    derived = case.take("argon2id_output")
    derived = derived and bytes.fromhex(derived)
    opened = case.outcome(lambda: identity.open_export(data, derived))
    if opened is not None:
        print_ = identity.fingerprint(
            p256.public(opened["sign_secret"]), p256.public(opened["agree_secret"])
        )
        case.equal("fingerprint", print_)
    if opened is not None and "line" in case:
        case.equal("line", wire.armor(data))
        memory, iterations, parallelism, salt = identity.read_export_header(data)
        case.equal("memory_kib", memory)
        case.equal("iterations", iterations)
        case.equal("parallelism", parallelism)
        case.equal("salt", salt)
        for name, value in opened.items():
            case.equal(name, value)
        header = identity.export_header(memory, iterations, parallelism, salt)
        case.equal("export", identity.seal_export(header, derived, **opened))
    case.finish()


def check_state(case):
    """Saved state; what is in it is private, but that of a peer holds the peer's fingerprint."""
    case.take("name")
    data, key, own = case.bytes("state"), case.bytes("host_key"), case.bytes("own_fingerprint")
    opened = case.outcome(lambda: identity.open_state(key, data, own))
    if opened is not None:
        kind, generation, content = opened
        case.equal("kind", kind)
        case.equal("generation", generation)
        case.equal_if_there("content", content)
        if kind == 2 and case.bytes("peer_fingerprint") not in content:
            raise Mismatch("the fingerprint of the peer is not in its state")
        again = identity.seal_state(key, kind, generation, case.bytes("random"), own, content)
        case.equal("state", again)
    case.finish()


CHECKS = {
    "armor.json": check_armor,
    "card.json": check_card,
    "codec.json": check_codec,
    "conversation.json": conversation.check,
    "export.json": check_export,
    "fingerprint.json": check_fingerprint,
    "fragment.json": check_fragment,
    "offer.json": check_offer,
    "safety.json": check_safety,
    "state.json": check_state,
}


def check_file(path, check):
    """(passed, failures) of the cases of one file."""
    try:
        with open(path, encoding="utf-8") as file:
            cases = Case(json.load(file), os.path.basename(path)).cases("cases")
    except (OSError, ValueError, Mismatch) as error:
        return 0, [str(error)]
    failures = []
    for number, case in enumerate(cases):
        try:
            check(case)
        except Exception as error:  # whatever goes wrong in a case, the others are still checked
            failures.append(f"case {number}: {type(error).__name__}: {error}")
    return len(cases) - len(failures), failures


def main(folder):
    passed, failed = 0, 0
    found = {name for name in os.listdir(folder) if name.endswith(".json")}
    for name in sorted(found | set(CHECKS)):
        check = CHECKS.get(name)
        if check:
            good, failures = check_file(os.path.join(folder, name), check)
        else:
            good, failures = 0, ["no check for this file"]
        print(f"{name}: {good} passed, {len(failures)} failed")
        for failure in failures:
            print(f"  {failure}")
        passed, failed = passed + good, failed + len(failures)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    default = os.path.join(here, os.pardir, "vectors")
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else default))
