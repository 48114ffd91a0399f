"""A vault in use."""

from __future__ import annotations

import ctypes as c
import os
from typing import Any, Iterable

from . import _api
from . import events as e
from . import outcome as o
from ._library import Handle, bytes_of, check, content, error, lib, maybe, name, text_of
from .outcome import Outcome


def _settings(settings: dict[str, object]) -> bytes:
    """`line_chars=400, html=("in", "out")` as the text that C takes."""
    words = []
    for key, value in settings.items():
        if isinstance(value, bool):
            value = int(value)
        elif isinstance(value, (tuple, list, set, frozenset)):
            value = ",".join(map(str, value))
        text = str(value).replace("\\", "\\\\").replace('"', '\\"')
        words.append(f'{key.replace("_", "-")}="{text}"')
    return name(" ".join(words))


class Messenger(Handle):
    """A vault in use: accounts, contacts, conversations.

        with Messenger("vault") as messenger:
            for event in messenger.attach("irc:bot", "irc"):
                ...

    Closing it gives all accounts back and closes the vault; nothing is lost. Calls may come from any
    thread; they wait for each other. After a fork the child opens its own.
    Settings are keyword arguments, with `_` for `-`: `line_chars=400`, `can=("hidden", "time")`.
    """

    _free = lib.subrosa_messenger_free
    _gone = "the messenger is closed"

    def __init__(
        self,
        vault: str | os.PathLike[str] | None = None,
        *,
        host_key: bytes | None = None,
        **settings: object,
    ) -> None:
        """Opens the vault at a path; None: the user's own.

        Raises SubrosaError for wrong settings alone. A vault that cannot be used now is told of by
        `opened`: its `error` has the reason, and until that is over what is typed is refused.
        """
        super().__init__(None)
        if host_key is not None and len(host_key) != 32:
            raise ValueError("a host key has 32 bytes")
        path = None if vault is None else os.fsencode(vault)
        out = c.c_void_p()
        told = lib.subrosa_messenger_open_with_key(
            _api.ABI, path, host_key, _settings(settings), c.byref(out)
        )
        self.opened = Outcome(told)
        """What is told when the vault is opened: a question for its passphrase, say. Walk it once."""
        self._handle = out.value
        if self._handle is None:
            raise self.opened.error or error(_api.E_ARGUMENT)

    @property
    def wake(self) -> float | None:
        """In how many seconds `tick` has something to do; None: nothing."""
        wait = lib.subrosa_wake_ms(self._open)
        return None if wait < 0 else wait / 1000

    # --- accounts ---

    def attach(self, account: str, profile: str, **settings: object) -> Outcome:
        """Takes an account into use."""
        told = lib.subrosa_account_attach(
            self._open, name(account), name(profile), _settings(settings)
        )
        return Outcome(told)

    def set(self, account: str, **settings: object) -> Outcome:
        """Changes settings of an account: all of them, or none."""
        return Outcome(lib.subrosa_account_set(self._open, name(account), _settings(settings)))

    def get(self, account: str, setting: str) -> str:
        """One setting, as it was set or as the profile has it."""
        key = name(setting.replace("_", "-"))
        return text_of(
            lambda out, size: lib.subrosa_account_get(self._open, name(account), key, out, size)
        )

    def online(self, account: str, online: bool) -> Outcome:
        """The connection of an account is there, or gone."""
        return Outcome(lib.subrosa_account_online(self._open, name(account), int(online)))

    def detach(self, account: str) -> Outcome:
        """Gives an account back."""
        return Outcome(lib.subrosa_account_detach(self._open, name(account)))

    def listed(self, account: str) -> Outcome:
        """The list of contacts is complete: who is not on it any more is forgotten as known."""
        return Outcome(lib.subrosa_account_listed(self._open, name(account)))

    def rename_account(self, old: str, new: str) -> Outcome:
        """The host calls an account otherwise now."""
        return Outcome(lib.subrosa_account_rename(self._open, name(old), name(new)))

    def fingerprint(self, account: str = "") -> bytes:
        """By which others know the user, 32 bytes."""
        call = lib.subrosa_account_fingerprint
        return bytes_of(32, lambda out: call(self._open, name(account), out))

    def own_identity(
        self, account: str, exported: str | None = None, passphrase: str = ""
    ) -> None:
        """Gives an account an identity of its own: a new one, or one that was exported."""
        text, secret = (None, 0) if exported is None else content(exported), content(passphrase)
        check(lib.subrosa_account_own_identity(self._open, name(account), *text, *secret))

    # --- texts ---

    def outgoing(self, account: str, peer: str, text: str | bytes, flags: int = 0) -> Outcome:
        """The user wants to send a text: send it only if the outcome `passes`."""
        data = content(text)
        return Outcome(lib.subrosa_outgoing(self._open, name(account), name(peer), *data, flags))

    def incoming(
        self, account: str, peer: str, text: str | bytes, flags: int = 0, time: int = 0
    ) -> Outcome:
        """The network has brought a text: hide it only if the verdict is TAKEN."""
        data = content(text)
        return Outcome(
            lib.subrosa_incoming(self._open, name(account), name(peer), *data, flags, time)
        )

    def irc_out(self, account: str, line: str | bytes) -> Outcome:
        """The client wants to send a raw line of IRC: send it only if the outcome `passes`."""
        return Outcome(lib.subrosa_irc_out(self._open, name(account), *content(line)))

    def irc_in(self, account: str, line: str | bytes, time: int = 0) -> Outcome:
        """The server has sent a raw line: hide it only if it is TAKEN; show `Outcome.line` instead of
        it if it is MARKED.
        """
        return Outcome(lib.subrosa_irc_in(self._open, name(account), *content(line), time))

    def may_send(self, account: str, peer: str, text: str | bytes = b"") -> bool:
        """Whether something may leave now, in clear. Any doubt is a no."""
        data = content(text)
        return bool(lib.subrosa_may_send(self._open, name(account), name(peer), *data) == 1)

    def line_kind(self, line: str) -> int:
        """What a line is for that the library has given out; 0: it is none."""
        return int(lib.subrosa_line_kind(self._open, *content(line)))

    def line_failed(self, account: str, line_id: int) -> Outcome:
        """A line could not be sent: it is given again a little later."""
        return Outcome(lib.subrosa_line_failed(self._open, name(account), line_id))

    def tick(self) -> Outcome:
        """Does what is due; call it when `wake` says so."""
        return Outcome(lib.subrosa_tick(self._open))

    def begin_batch(self) -> None:
        """Many calls with one sync of the disk, until `end_batch`."""
        check(lib.subrosa_batch_begin(self._open))

    def end_batch(self) -> Outcome:
        """Ends a batch: its events."""
        return Outcome(lib.subrosa_batch_end(self._open))

    # --- the user ---

    def command(self, account: str | None, peer: str | None, words: str) -> Outcome:
        """Does what the user has typed behind the name of the command."""
        data = content(words)
        return Outcome(lib.subrosa_command(self._open, maybe(account), maybe(peer), *data))

    def answer(self, question: int, words: str) -> Outcome:
        """Answers a question: with the word of a choice, or with the line that it asked for."""
        return Outcome(lib.subrosa_answer(self._open, question, *content(words)))

    def choices(self, account: str, peer: str) -> tuple[e.Choice, ...]:
        """What the user can do about a person now, the best first."""
        told = Outcome(lib.subrosa_choices(self._open, name(account), name(peer)))
        found: tuple[e.Choice, ...] = ()
        for each in told._walk({_api.EVENT_CHOICES: o.choices}):
            found = each
        return found

    def titles(self, account: str = "", peer: str = "") -> list[e.Title]:
        """How a conversation stands; without a peer all that are not plain."""
        told = Outcome(lib.subrosa_title(self._open, name(account), name(peer)))
        return [event for event in told if isinstance(event, e.Title)]

    # --- contacts ---

    def known(self, account: str, peer: str, value: bool = True) -> Outcome:
        """The contact is on the user's list, or not any more."""
        return self._hint(account, peer, _api.HINT_KNOWN, value)

    def present(self, account: str, peer: str, value: bool = True) -> Outcome:
        """The contact is there, or gone."""
        return self._hint(account, peer, _api.HINT_PRESENT, value)

    def capable(self, account: str, peer: str, value: bool = True) -> Outcome:
        """The contact's program says that it has the library."""
        return self._hint(account, peer, _api.HINT_CAPABLE, value)

    def _hint(self, account: str, peer: str, hint: int, value: bool) -> Outcome:
        return Outcome(
            lib.subrosa_contact_hint(self._open, name(account), name(peer), hint, int(value))
        )

    def rename(self, account: str, old: str, new: str) -> Outcome:
        """The network says that somebody has another name now."""
        return Outcome(lib.subrosa_contact_rename(self._open, name(account), name(old), name(new)))

    def contacts(self, account: str, peer: str | None = None) -> list[e.Contact]:
        """What is known at an address, or at all of an account."""
        told = Outcome(lib.subrosa_contact_list(self._open, name(account), maybe(peer)))
        return _listed(told, {_api.EVENT_CONTACT: o.contact})

    def texts(self, account: str, peer: str | None = None) -> list[e.Text]:
        """The user's texts that have not arrived."""
        told = Outcome(lib.subrosa_text_list(self._open, name(account), maybe(peer)))
        return _listed(told, {_api.EVENT_TEXT: o.text})

    def scan(self, account: str, peer: str, code: str) -> Outcome:
        """Compares a code that a person has shown."""
        data = content(code)
        return Outcome(lib.subrosa_safety_scan(self._open, name(account), name(peer), *data))

    def leave(self) -> Outcome:
        """Before the program goes on without the library: an alarm for each private window."""
        return Outcome(lib.subrosa_messenger_leave(self._open))


def _listed(told: Outcome, kinds: dict[int, Any]) -> list[Any]:
    told.raise_error()
    return list(told._walk(kinds))


def carry_out(told: Iterable[e.Event], host: Any) -> None:
    """Gives each event to the method of `host` with its name: `send`, `show`, `say`, `title`, `echo`,
    `progress`, `close`. A host without one passes its events over. An exception goes on, and what was
    not carried out comes again.
    """
    for event in told:
        method = getattr(host, type(event).__name__.lower(), None)
        if method is not None:
            method(event)
