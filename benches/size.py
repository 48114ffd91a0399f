"""How many bytes each dependency takes in the shared library: `make size`.

Reads the symbols of the library as it was linked, adds up their sizes by the crate that they are of, and prints a
table for docs/DEPENDENCIES.md. What is made for a type of ours out of a generic crate counts as ours. What has no
symbol (tables for unwinding, relocations, strings) is the rest of the file without symbols, which must not be larger
than the limit.
"""

import re
import subprocess
import sys
from collections import Counter

LIMIT = 5_000_000

# Crates that come with another one, and are shown with it.
WITH = {
    "std": "Rust's own", "core": "Rust's own", "alloc": "Rust's own", "gimli": "Rust's own", "addr2line": "Rust's own",
    "miniz_oxide": "Rust's own", "rustc_demangle": "Rust's own", "hashbrown": "Rust's own", "memchr": "Rust's own",
    "primeorder": "p256", "elliptic_curve": "p256", "crypto_bigint": "p256", "primefield": "p256", "wnaf": "p256",
    "rfc6979": "ecdsa", "aes": "aes-gcm", "ghash": "aes-gcm", "polyval": "aes-gcm", "ctr": "aes-gcm",
    "cipher": "aes-gcm", "aead": "aes-gcm", "aes_gcm": "aes-gcm", "blake2": "argon2", "ml_kem": "ml-kem",
    "module_lattice": "ml-kem", "keccak": "sha3", "sponge_cursor": "sha3",
    "icu_collections": "icu_*", "icu_normalizer": "icu_*", "icu_properties": "icu_*", "icu_casemap": "icu_*",
    "icu_provider": "icu_*", "icu_locale_core": "icu_*", "zerovec": "icu_*", "zerotrie": "icu_*", "writeable": "icu_*",
    "smallvec": "idna", "utf8_iter": "idna", "fallible_iterator": "rusqlite", "fallible_streaming_iterator": "rusqlite",
    "serde_json": "serde", "serde_core": "serde",
}


def crate(symbol):
    """The crate of a mangled name; what is not of Rust is SQLite's, or our C interface."""
    if symbol.startswith("subrosa_"):
        return "subrosa"
    if symbol.startswith("anon."):
        return "strings and constants"
    legacy = re.match(r"_ZN(\d+)", symbol)
    if legacy:
        start = legacy.end()
        name = symbol[start:start + int(legacy.group(1))]
        inner = re.findall(r"([a-z_0-9]+)\.\.", name)
        if inner:
            others = [part for part in inner if part not in ("core", "alloc", "std")]
            return (others or inner)[0]
        return name if re.fullmatch(r"[a-z_0-9]+", name) else "Rust's own"
    if symbol.startswith("_R"):
        found = re.search(r"C[a-zA-Z0-9]*_(\d+)([a-z_0-9]+)", symbol)
        return found.group(2)[:int(found.group(1))] if found else "Rust's own"
    return "SQLite"


def main(linked, stripped):
    listing = subprocess.run(["nm", "-S", "--defined-only", linked], capture_output=True, text=True, check=True).stdout
    bytes_of, seen = Counter(), set()
    for line in listing.splitlines():
        parts = line.split()
        if len(parts) != 4 or parts[0] in seen or parts[2] in "bB":
            continue
        seen.add(parts[0])
        name = crate(parts[3])
        # Parts of a path through Rust's own library: `iter`, `slice`.
        name = "Rust's own" if name in ("iter", "slice", "collections", "vec", "fmt", "str", "option") else name
        bytes_of[WITH.get(name, name)] += int(parts[1], 16)
    with open(stripped, "rb") as file:
        total = len(file.read())
    small = sum(size for size in bytes_of.values() if size < 4_000)
    print("| what | bytes |\n|---|--:|")
    for name, size in bytes_of.most_common():
        if size >= 4_000:
            print(f"| {name} | {size:,} |")
    print(f"| what is smaller | {small:,} |")
    print(f"| what has no symbol | {total - sum(bytes_of.values()):,} |")
    print(f"| **the library without symbols** | **{total:,}** |")
    if total > LIMIT:
        sys.exit(f"size: {total - LIMIT:,} bytes more than {LIMIT:,}")


main(*sys.argv[1:])
