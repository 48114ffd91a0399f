"""Raw lines of IRC."""

from __future__ import annotations

from pathlib import Path

import subrosa_messenger as subrosa


class Client:
    """A client that gives the library all raw lines, both ways."""

    def __init__(self, folder: Path, nick: str) -> None:
        self.nick = nick
        self.messenger = subrosa.Messenger(folder / nick / "vault", command="/msg *subrosa")
        self.sent: list[str] = []
        self.shown: list[str] = []
        self.carry_out(self.messenger.attach("irc", "irc", interval_ms=0))
        self.receives(f":server 001 {nick} :Welcome")

    def carry_out(self, outcome: subrosa.Outcome) -> None:
        for event in outcome:
            raw = getattr(event, "raw", None)
            if isinstance(event, subrosa.Send):
                self.sent.append(raw)
            elif raw is not None:
                self.shown.append(raw)

    def types(self, line: str) -> None:
        outcome = self.messenger.irc_out("irc", line)
        if outcome.passes:
            self.sent.append(line)
        self.carry_out(outcome)

    def receives(self, line: str) -> None:
        outcome = self.messenger.irc_in("irc", line)
        if outcome.verdict == subrosa.Verdict.MARKED:
            self.shown.append(outcome.line.decode())
        elif outcome.passes:
            self.shown.append(line)
        self.carry_out(outcome)


def deliver(one: Client, two: Client) -> None:
    while one.sent or two.sent:
        for me, other in ((one, two), (two, one)):
            while me.sent:
                other.receives(f":{me.nick}!u@host {me.sent.pop(0)}")


def test_a_proxy_needs_no_irc_of_its_own(tmp_path: Path):
    alice, bob = Client(tmp_path, "alice"), Client(tmp_path, "bob")
    alice.types("PRIVMSG bob :hello")
    deliver(alice, bob)
    assert bob.shown[-1] == ":alice!u@host PRIVMSG bob :hello"
    bob.types("PRIVMSG alice :hello yourself")
    deliver(alice, bob)
    alice.types("PRIVMSG *subrosa :start bob")
    deliver(alice, bob)
    alice.types("PRIVMSG bob :a secret")
    assert alice.sent and all("secret" not in line for line in alice.sent)
    deliver(alice, bob)
    shown = [line for line in bob.shown if "secret" in line]
    assert len(shown) == 1 and shown[0].startswith(":alice") and shown[0].endswith(":a secret")
    assert any("*subrosa" in line and "private" in line for line in alice.shown)
    alice.types("PRIVMSG bob,carol :to both of you")
    assert not alice.sent and alice.shown[-1].startswith(":*subrosa")
    alice.receives(":bob!u@host PRIVMSG alice :in clear")
    assert "[not private] in clear" in alice.shown[-1]
    alice.messenger.close()
    bob.messenger.close()
