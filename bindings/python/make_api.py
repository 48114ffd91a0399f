"""Writes src/subrosa_messenger/_api.py from ../api.json; with --check it compares instead."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
API = HERE.parent / "api.json"
TARGET = HERE / "src/subrosa_messenger/_api.py"

HEAD = '''"""Functions and constants of the C library. Made by make_api.py from bindings/api.json."""

import ctypes as c

ABI = {abi}
VERSION = "{version}"

# Name: what it returns, what it takes.
FUNCTIONS = {{
'''

TYPES = {
    "void": "None",
    "int32_t": "c.c_int32",
    "uint32_t": "c.c_uint32",
    "int64_t": "c.c_int64",
    "size_t": "c.c_size_t",
    "subrosa_result": "c.c_int32",
    "const char *": "c.c_char_p",
    "char *": "c.c_char_p",
    "const uint8_t *": "c.POINTER(c.c_uint8)",
    "uint8_t *": "c.POINTER(c.c_uint8)",
    "size_t *": "c.POINTER(c.c_size_t)",
    "int64_t *": "c.POINTER(c.c_int64)",
}


def ctype(spelled: str, is_parameter: bool) -> str:
    if spelled == "const uint8_t *" and is_parameter:
        # bytes of the caller
        return "c.c_char_p"
    if spelled in TYPES:
        return TYPES[spelled]
    if spelled.endswith("**"):
        return "c.POINTER(c.c_void_p)"
    if spelled.endswith("*"):
        return "c.c_void_p"
    raise SystemExit(f"make_api.py knows no type {spelled}")


def generated() -> str:
    api = json.loads(API.read_text())
    lines = [HEAD.format(abi=api["abi"], version=api["version"])]
    for function in api["functions"]:
        returns = ctype(function["returns"], False)
        takes = ", ".join(ctype(each["type"], True) for each in function["parameters"])
        lines.append(f'    "{function["name"]}": ({returns}, ({takes}{"," if takes else ""})),\n')
    lines.append("}\n\n")
    for constant in api["constants"]:
        name = constant["name"].removeprefix("SUBROSA_")
        if name != "ABI" and not name.startswith("VERSION_"):
            lines.append(f"{name} = {constant['value']}\n")
    return "".join(lines)


def main() -> None:
    text = generated()
    if sys.argv[1:] == ["--check"]:
        if TARGET.read_text() != text:
            raise SystemExit(f"{TARGET} is stale: run make_api.py")
    else:
        TARGET.write_text(text)


if __name__ == "__main__":
    main()
