"""Opens every file of tests/kit with the independent implementation in this folder.

    python3 tests/interop/check_kit.py [folder]

Each must open or fail as kit.txt says. Exits with 1 when one does not, or when there are few.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from subrosa_document import SealingKey, open_document, safe_name
from subrosa_identity import fingerprint
from subrosa_wire import Refused, sha256
import p256


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split(" | ") for line in file if not line.startswith("#")]


def main(folder):
    people, passphrases = {}, {}
    for name, *fields in rows(os.path.join(folder, "keys.txt")):
        if name == "passphrase":
            passphrases[fields[0]] = bytes.fromhex(fields[1])
            continue
        signing, agreement, sealing, print_, hash_ = map(bytes.fromhex, fields)
        key = SealingKey(sealing)
        if fingerprint(p256.public(signing), p256.public(agreement)) != print_ or key.hash != hash_:
            print(f"keys.txt: the keys of {name} do not fit")
            return 1
        people[name] = (print_, key)
    names = {print_: name for name, (print_, _) in people.items()}

    passed = failed = 0
    for name, who, expected, _ in rows(os.path.join(folder, "kit.txt")):
        with open(os.path.join(folder, f"{name}.sealed"), "rb") as file:
            data = file.read()
        own, argon2id = people.get(who), None
        if own is None:
            output = passphrases[who.removeprefix("passphrase ")]
            argon2id = lambda salt, output=output: output if salt == b"\x5a" * 16 else bytes(32)
        try:
            opened = open_document(data, own, argon2id)
            sender = opened["sender"]
            result = "opens: " + (f"signed by {names[sender]}" if sender else "unsigned")
            result += f", sha256 {sha256(opened['content']).hex()}"
            if ", called " in expected:
                result += f", called {safe_name(opened['name'])}"
        except Refused as error:
            result = f"fails: {error.name}"
        if result == expected:
            passed += 1
        else:
            failed += 1
            print(f"{name}: {result}, where it says {expected}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed < 80 else 0


if __name__ == "__main__":
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit")
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else default))
