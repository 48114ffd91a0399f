"""Makes ctypes stubs of every function in bindings/api.json and calls the library with them.

    api.py libsubrosa.so
"""

import ctypes
import json
import os
import sys

TYPES = {
    "void": None,
    "int32_t": ctypes.c_int32,
    "uint32_t": ctypes.c_uint32,
    "int64_t": ctypes.c_int64,
    "uint8_t": ctypes.c_uint8,
    "size_t": ctypes.c_size_t,
}


def stubs(api, path):
    library = ctypes.CDLL(path)
    types = dict(TYPES)
    for alias in api["types"]:
        types[alias["name"]] = types[alias["of"]]
    for handle in api["handles"]:
        types[handle["name"]] = None
        assert any(function["name"] == handle["free"] for function in api["functions"])

    def ctype(text):
        base = text.removeprefix("const ").rstrip(" *")
        stars = text.count("*")
        if base == "char" and stars == 1:
            return ctypes.c_char_p
        found = types[base]
        for _ in range(stars):
            found = ctypes.c_void_p if found is None else ctypes.POINTER(found)
        return found

    for function in api["functions"]:
        stub = getattr(library, function["name"])
        stub.restype = ctype(function["returns"])
        stub.argtypes = [ctype(parameter["type"]) for parameter in function["parameters"]]
        assert function["doc"] and function["header"], function["name"]
    return library


def main():
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    with open(os.path.join(root, "bindings", "api.json"), encoding="utf-8") as file:
        api = json.load(file)
    library = stubs(api, sys.argv[1])
    number = {constant["name"]: constant["value"] for constant in api["constants"]}

    def done(result):
        name = library.subrosa_result_name(result).decode()
        assert result == number["SUBROSA_OK"], name

    assert library.subrosa_version().decode() == api["version"]
    done(library.subrosa_abi_check(api["abi"]))
    for name, value in number.items():
        if name.startswith("SUBROSA_E_"):
            assert library.subrosa_result_name(value).decode() == name

    identity, terms, outcome = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
    done(library.subrosa_identity_generate(1, ctypes.byref(identity)))
    done(library.subrosa_identity_add_sealing_key(identity))
    done(library.subrosa_terms_new(1, ctypes.byref(terms)))
    done(library.subrosa_terms_add_identity(terms, identity))
    done(library.subrosa_seal_text(terms, b"a rose", 6, 0, ctypes.byref(outcome)))
    text = number["SUBROSA_DOCUMENT_FIELD_TEXT"]
    assert library.subrosa_outcome_next(outcome) == number["SUBROSA_DOCUMENT_EVENT_READY"]
    sealed = library.subrosa_outcome_str(outcome, text)
    opened = ctypes.c_void_p()
    done(library.subrosa_open_text(sealed, len(sealed), identity, None, 0, ctypes.byref(opened)))
    assert library.subrosa_outcome_next(opened) == number["SUBROSA_DOCUMENT_EVENT_READY"]
    assert library.subrosa_outcome_str(opened, text) == b"a rose"
    library.subrosa_outcome_free(outcome)
    library.subrosa_outcome_free(opened)
    library.subrosa_terms_free(terms)
    library.subrosa_identity_free(identity)

    # A call on a messenger gives an outcome in any case; without one nothing typed is sent.
    outcome = ctypes.c_void_p(library.subrosa_outgoing(None, b"a", b"p", b"rose", number["SUBROSA_NUL"], 0))
    assert library.subrosa_outcome_verdict(outcome) == number["SUBROSA_VERDICT_REFUSED"]
    assert library.subrosa_outcome_result(outcome) == number["SUBROSA_E_ARGUMENT"]
    assert json.loads(library.subrosa_outcome_json(outcome))["verdict"] == "refused"
    assert library.subrosa_outcome_next(outcome) == number["SUBROSA_EVENT_SAY"]
    assert library.subrosa_outcome_str(outcome, number["SUBROSA_FIELD_TEXT"]) == b"rose"
    length = ctypes.c_size_t()
    found = library.subrosa_outcome_bytes(outcome, number["SUBROSA_FIELD_TEXT"], ctypes.byref(length))
    assert ctypes.string_at(found, length.value) == b"rose"
    library.subrosa_outcome_free(outcome)
    print(f"api.json: {len(api['functions'])} functions have stubs")


main()
