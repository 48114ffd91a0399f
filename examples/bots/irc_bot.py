"""A bot on IRC that says back what it is told: in private with whoever asks for it, in clear with the others.

    irc_bot.py HOST PORT NICK VAULT

Every raw line goes through the library both ways, so the bot needs to know little of IRC. Who wants to
talk in private begins it (/subrosa start), and the bot accepts. It ends on SIGTERM or with the connection.
"""

from __future__ import annotations

import select
import signal
import socket
import sys

import subrosa_messenger as subrosa

ACCOUNT = "irc"


class Bot:
    def __init__(self, connection: socket.socket, nick: str, messenger: subrosa.Messenger) -> None:
        self.connection = connection
        self.nick = nick
        self.messenger = messenger
        self.is_there = True

    # --- the network ---

    def write(self, line: str) -> None:
        """A line that may leave: the library has said so, or it is nobody's text."""
        self.connection.sendall(line.encode() + b"\r\n")

    def say(self, peer: str, text: str) -> None:
        """Says a text to somebody: in private where that was agreed upon, in clear elsewhere."""
        line = f"PRIVMSG {peer} :{text}"
        outcome = self.messenger.irc_out(ACCOUNT, line)
        if outcome.passes:
            self.write(line)
        self.carry_out(outcome)

    def came(self, line: bytes) -> None:
        outcome = self.messenger.irc_in(ACCOUNT, line)
        if outcome.passes:
            self.act_on(line.decode(errors="replace"))
        # A text that is MARKED was not said in private although it should have been: no answer.
        self.carry_out(outcome)

    def act_on(self, line: str) -> None:
        """A line that is not the library's."""
        sender, _, rest = line[1:].partition(" ") if line.startswith(":") else ("", "", line)
        command, _, parameters = rest.partition(" ")
        if command == "PING":
            self.write(f"PONG {parameters}")
        if command == "PRIVMSG":
            target, _, text = parameters.partition(" :")
            if target.lower() == self.nick.lower() and not text.startswith("\x01"):
                self.answer(sender.partition("!")[0], text)

    # --- the library ---

    def carry_out(self, outcome: subrosa.Outcome) -> None:
        for event in outcome:
            match event:
                case subrosa.Send(raw=str(raw)):
                    self.write(raw)
                case subrosa.Show(peer=peer, text=text, action=False):
                    self.answer(peer, text)
                case subrosa.Say(code="ask-invited", question=question):
                    self.carry_out(self.messenger.answer(question, "accept"))
                case subrosa.Say(sentence=sentence):
                    print(sentence, flush=True)

    def answer(self, peer: str, text: str) -> None:
        """What this bot is for."""
        self.say(peer, f"You said: {text}")

    def run(self) -> None:
        self.carry_out(self.messenger.opened)
        self.carry_out(self.messenger.attach(ACCOUNT, "irc"))
        for line in (f"NICK {self.nick}", f"USER {self.nick} 0 * :a bot"):
            outcome = self.messenger.irc_out(ACCOUNT, line)
            if outcome.passes:
                self.write(line)
            self.carry_out(outcome)
        rest = b""
        while self.is_there:
            ready, _, _ = select.select([self.connection], [], [], self.messenger.wake)
            if ready:
                data = self.connection.recv(65536)
                if not data:
                    return
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self.came(line.rstrip(b"\r"))
            self.carry_out(self.messenger.tick())


def main() -> None:
    host, port, nick, vault = sys.argv[1:]
    # Whoever ends the program has it close its vault; a kill would lose nothing either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with socket.create_connection((host, int(port))) as connection:
        with subrosa.Messenger(vault, command="/msg *subrosa") as messenger:
            Bot(connection, nick, messenger).run()


if __name__ == "__main__":
    main()
