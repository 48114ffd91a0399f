"""Writes lua/subrosa_api.lua and node/subrosa_api.js from api.json; with --check it compares instead."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
API: dict[str, Any] = json.loads((HERE / "api.json").read_text("utf-8"))
MADE_BY = "Functions and constants of the C library. Made by bindings/make_stubs.py from bindings/api.json."


def constants() -> list[tuple[str, int]]:
    """Without what every name of the library begins with."""
    return [(each["name"].removeprefix("SUBROSA_"), each["value"]) for each in API["constants"]]


def prototype(function: dict[str, Any], spelled: Any) -> str:
    """A declaration as C has it, with types as `spelled` gives them."""
    parameters = [f"{spelled(each['type'])} {each['name']}" for each in function["parameters"]]
    return f"{spelled(function['returns'])} {function['name']}({', '.join(parameters) or 'void'})"


def lua() -> str:
    lines = [f"-- {MADE_BY}", "", 'local ffi = require "ffi"', "", "ffi.cdef [["]
    lines += [f"typedef {each['of']} {each['name']};" for each in API["types"]]
    lines += [f"typedef struct {each['name']} {each['name']};" for each in API["handles"]]
    lines += [prototype(each, str) + ";" for each in API["functions"]]
    lines += ["]]", "", "return {"]
    lines += [f"    {name} = {value}," for name, value in constants()]
    return "\n".join([*lines, "}", ""])


def of_koffi(spelled: str) -> str:
    """A type as koffi wants it: handles have none, and what is given out says so."""
    types = {each["name"]: each["of"] for each in API["types"]}
    spelled = types.get(spelled, spelled)
    if spelled.endswith("**"):
        return "_Out_ void **"
    if spelled in ("size_t *", "int64_t *"):
        return f"_Inout_ {spelled}"
    return re.sub(r"subrosa_\w+", "void", spelled)


def node() -> str:
    lines = [f"// {MADE_BY}", "'use strict'", "", "exports.prototypes = ["]
    for function in API["functions"]:
        lines.append(f"  '{prototype(function, of_koffi)}',")
    lines += ["]", "", "exports.constants = {"]
    lines += [f"  {name}: {value}," for name, value in constants()]
    return "\n".join([*lines, "}", ""])


def main() -> None:
    for name, text in (("lua/subrosa_api.lua", lua()), ("node/subrosa_api.js", node())):
        target = HERE / name
        if sys.argv[1:] != ["--check"]:
            target.write_text(text, "utf-8")
        elif not target.exists() or target.read_text("utf-8") != text:
            raise SystemExit(f"{target} is stale: run make_stubs.py")


if __name__ == "__main__":
    main()
