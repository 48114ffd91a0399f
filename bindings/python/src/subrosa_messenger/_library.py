"""The shared library: found, loaded, with a type for each function."""

from __future__ import annotations

import ctypes as c
import os
import sys
from pathlib import Path
from typing import Any, Callable, TypeVar

from . import _api
from .errors import SubrosaError

# SUBROSA_NUL as ctypes wants it.
_NAMES = {"win32": "subrosa.dll", "darwin": "libsubrosa.dylib"}


def _place() -> str:
    """The library inside the package, or the one that the variable SUBROSA_LIBRARY names."""
    named = os.environ.get("SUBROSA_LIBRARY")
    if named:
        return named
    inside = Path(__file__).parent / _NAMES.get(sys.platform, "libsubrosa.so")
    return str(inside)


def _load() -> Any:
    library = c.CDLL(_place())
    for name, (returns, takes) in _api.FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise ImportError(f"the library has no {name}: it is of another version") from None
        function.restype = returns
        function.argtypes = takes
    code = library.subrosa_abi_check(_api.ABI)
    if code != _api.OK:
        raise ImportError("the library has another ABI than this package")
    return library


lib = _load()


def _last(function: Callable[[Any, Any], int]) -> str:
    buffer = c.create_string_buffer(_api.ERROR_SIZE)
    size = c.c_size_t(_api.ERROR_SIZE)
    function(buffer, c.byref(size))
    return buffer.value.decode()


def error(code: int) -> SubrosaError:
    """The exception for a code, with the sentences about the last failure on this thread."""
    name = lib.subrosa_result_name(code).decode()
    return SubrosaError(code, name, _last(lib.subrosa_last_error), _last(lib.subrosa_last_sentence))


def check(code: int) -> int:
    """Passes what is not negative, and raises the rest."""
    if code < 0:
        raise error(code)
    return code


def text_of(call: Callable[[Any, Any], int]) -> str:
    """What a function with a buffer for a text gives."""
    size = c.c_size_t(0)
    code = call(None, c.byref(size))
    if code != _api.E_BUFFER:
        check(code)
    buffer = c.create_string_buffer(size.value)
    check(call(buffer, c.byref(size)))
    return buffer.value.decode()


def bytes_of(length: int, call: Callable[[Any], int]) -> bytes:
    """What a function with an array of a fixed length gives."""
    array = (c.c_uint8 * length)()
    check(call(array))
    return bytes(array)


def name(text: str) -> bytes:
    """A name for C: it may not have a NUL, which would cut it."""
    if "\0" in text:
        raise ValueError("a name has no NUL")
    return text.encode()


def maybe(text: str | None) -> bytes | None:
    return None if text is None else name(text)


def content(text: str | bytes) -> tuple[bytes, int]:
    """A text for C, with its length."""
    if not isinstance(text, (str, bytes, bytearray, memoryview)):
        # bytes(7) would be a text: seven NULs.
        raise TypeError(f"a text is str or bytes, not {type(text).__name__}")
    data = text.encode() if isinstance(text, str) else bytes(text)
    return data, len(data)


def handle_of(call: Callable[[Any], int]) -> int:
    """The handle that a function gives out."""
    out = c.c_void_p()
    check(call(c.byref(out)))
    assert out.value is not None
    return out.value


H = TypeVar("H", bound="Handle")


class Handle:
    """Something of the library, given back at the end of `with`, by `close`, or when it is dropped."""

    _free: Callable[[int], None]
    _gone: str

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    @property
    def _open(self) -> int:
        if self._handle is None:
            raise ValueError(self._gone)
        return self._handle

    def close(self) -> None:
        """Gives it back. A second call does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            type(self)._free(handle)

    def __enter__(self: H) -> H:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None and lib is not None:
            self.close()
