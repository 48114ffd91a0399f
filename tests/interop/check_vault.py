"""Reads the vaults of tests/vault with nothing but docs/VAULT.md.

    python3 tests/interop/check_vault.py

One line a file and a closing line; exits with 1 when anything is not as it should be.
"""

import os
import shutil
import sqlite3
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import aesgcm
from subrosa_wire import expand, hkdf, label, mac

HERE = os.path.dirname(os.path.abspath(__file__))
HOST_KEY = bytes([7]) * 32
IDENTITY, CONTACT, PEER, SETTING = 1, 3, 5, 12

# What every file holds: table, group, key, value.
CONTENT = [
    (IDENTITY, b"", b"", b"who I am"),
    (CONTACT, b"", b"juliet", bytes(63)),
    (CONTACT, b"", b"nurse", b"\x01" * 64),
    (PEER, b"account", b"juliet", b"\x02" * 3000),
    (SETTING, b"account", b"", b""),
]


class Wrong(Exception):
    """A file is not as it should be."""


def open_slot(slot, host_key):
    """The master key."""
    header, sealed = slot[:40], slot[40:]
    if len(slot) != 88 or header[:8] != bytes([1, 2, 0, 0, 0, 0, 0, 0]):
        raise Wrong("the slot is not one of format 1 under a host key")
    derived = hkdf(0, host_key, label("vault-slot") + header, 44)
    return aesgcm.open_(derived[:32], derived[32:], sealed, header)


class Vault:
    """A vault of version 1, unlocked."""

    def __init__(self, path, host_key):
        self.database = sqlite3.connect(path)
        if self.value("PRAGMA application_id") != 0x53756272:
            raise Wrong("the application is another")
        if self.value("PRAGMA user_version") != 1:
            raise Wrong("the version is another")
        master = open_slot(self.value("SELECT sealed FROM slot WHERE id = 1"), host_key)
        keys = expand(master, label("vault-keys"), 64)
        self.blinding, self.row_key = keys[:32], keys[32:]

    def value(self, query, *arguments):
        row = self.database.execute(query, arguments).fetchone()
        return row[0] if row else None

    def get(self, table, group, key):
        code = mac(self.blinding, bytes([1, table]) + group)
        group_id = code[:16]
        key_id = mac(self.blinding, b"\x02" + code + key)[:16]
        query = "SELECT sealed FROM row WHERE group_id = ? AND key_id = ?"
        sealed = self.value(query, group_id, key_id)
        if sealed is None:
            raise Wrong(f"no row for {key!r} in group {group!r} of table {table}")
        form, fresh, rest = sealed[:1], sealed[1:33], sealed[33:]
        derived = hkdf(self.row_key, fresh, label("vault-row"), 44)
        associated = form + group_id + key_id
        padded = aesgcm.open_(derived[:32], derived[32:], rest, associated)
        value = padded.rstrip(b"\x00")
        if form != b"\x01" or len(padded) % 64 or value[-1:] != b"\x80":
            raise Wrong("a row is padded in another way")
        return value[:-1]


def check(path):
    # Reading leaves a log beside the file, and the file is to stay as it is.
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(shutil.copy(path, folder), HOST_KEY)
        for table, group, key, value in CONTENT:
            if vault.get(table, group, key) != value:
                raise Wrong(f"another value for {key!r} in group {group!r} of table {table}")
        # The generation: a number that has moved at least once.
        generation = vault.get(0, b"", b"")
        if len(generation) != 8 or int.from_bytes(generation, "big") == 0:
            raise Wrong("the generation is no number, or has never moved")
        if vault.value("SELECT count(*) FROM row") != len(CONTENT) + 1:
            raise Wrong("there are more rows")
        vault.database.close()


def main():
    folder = os.path.join(HERE, os.pardir, "vault")
    names = sorted(name for name in os.listdir(folder) if name.endswith(".vault"))
    failed = 0
    for name in names:
        try:
            check(os.path.join(folder, name))
            print(f"{name}: {len(CONTENT)} values read")
        except (Wrong, aesgcm.BadTag, sqlite3.Error) as error:
            print(f"{name}: {type(error).__name__}: {error}")
            failed += 1
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
