"""What a call that fails raises."""

from __future__ import annotations


class SubrosaError(Exception):
    """A call could not do what was asked.

    `code` is a number of the C library, `name` its name ("SUBROSA_E_VAULT_LOCKED"). The text of the
    exception is a sentence for developers, `sentence` one for users.
    """

    def __init__(self, code: int, name: str, reason: str, sentence: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.code = code
        self.name = name
        self.sentence = sentence
