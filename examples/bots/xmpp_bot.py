"""A bot on XMPP that says back what it is told: in private with whoever asks for it, in clear with the others.

    xmpp_bot.py JID HOST PORT VAULT        (the password is read from standard input)

It needs slixmpp. Lines travel in stanzas as docs/XMPP.md has it, so that a program without the library
shows a sentence instead of noise.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import xml.etree.ElementTree as xml
from typing import Any

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

import subrosa_messenger as subrosa

NAMESPACE = "urn:subrosa:1"
LINE = f"{{{NAMESPACE}}}line"

Kind = subrosa.Kind
HINTS = {
    Kind.TEXT: "store",
    Kind.HANDSHAKE: "store",
    Kind.CARD: "store",
    Kind.ACKNOWLEDGEMENT: "no-store",
}


def element(tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    found = xml.Element(tag, attributes)
    found.text = text
    return found


class Bot(slixmpp.ClientXMPP):  # type: ignore[misc]
    def __init__(self, jid: str, password: str, messenger: subrosa.Messenger) -> None:
        super().__init__(jid, password)
        self.messenger = messenger
        self.account = f"xmpp:{self.boundjid.bare}"
        # The lines by the ids of their stanzas, in case that a server sends one back.
        self.sent: dict[str, int] = {}
        self.clockwork = subrosa.Clockwork(messenger, self.carry_out_async)
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0115")
        self.register_plugin("xep_0203")
        self.add_event_handler("session_start", self.session_start)
        self.add_event_handler("session_end", self.session_end)
        self.add_event_handler("message", self.message)
        # A line may come without a body, which is no message to slixmpp.
        any_line = MatchXPath(f"{{jabber:client}}message/{LINE}")
        self.register_handler(Callback("Subrosa", any_line, self.line))
        self.add_event_handler("message_error", self.message_error)

    async def session_start(self, _: Any) -> None:
        self.plugin["xep_0030"].add_feature(NAMESPACE)
        await self.get_roster()
        for jid in self.client_roster:
            self.carry_out(self.messenger.known(self.account, jid))
        self.carry_out(self.messenger.online(self.account, True))
        self.send_presence()

    def session_end(self, _: Any) -> None:
        self.carry_out(self.messenger.online(self.account, False))

    # --- what comes ---

    def line(self, message: Any) -> None:
        lines = message.xml.findall(LINE)
        if len(lines) == 1:
            self.came(message, lines[0].text or "")

    def message(self, message: Any) -> None:
        """A body. Beside a line it is for programs without the library."""
        if len(message.xml.findall(LINE)) != 1:
            self.came(message, message["body"])

    def came(self, message: Any, text: str) -> None:
        if message["type"] not in ("chat", "normal") or not text:
            return
        peer, flags, time = message["from"].bare, 0, 0
        delay = message["delay"]
        # A delay that somebody else than the own server has put there means nothing.
        if delay["stamp"] and delay["from"] in (self.boundjid.bare, self.boundjid.domain):
            flags, time = subrosa.FLAG_HISTORY, int(delay["stamp"].timestamp())
        outcome = self.messenger.incoming(self.account, peer, text, flags, time)
        if outcome.passes and not flags:
            self.answer(peer, text)
        # A text that is MARKED was not said in private although it should have been: no answer.
        self.carry_out(outcome)

    def message_error(self, message: Any) -> None:
        line_id = self.sent.pop(message["id"], None)
        if line_id is not None:
            self.carry_out(self.messenger.line_failed(self.account, line_id))

    # --- what goes ---

    def send_line(self, event: subrosa.Send) -> None:
        message = self.make_message(mto=event.peer, mtype="chat")
        message["id"] = self.new_id()
        if event.kind == Kind.QUESTION:
            message["body"] = event.line
        else:
            message.append(element(LINE, event.line))
            eme = {"namespace": NAMESPACE, "name": "Subrosa"}
            message.append(element("{urn:xmpp:eme:0}encryption", **eme))
            if event.kind == Kind.TEXT and event.fallback:
                message["body"] = event.fallback
                message.append(element("{urn:xmpp:fallback:0}fallback", **{"for": NAMESPACE}))
            if event.kind in HINTS:
                message.append(element("{urn:xmpp:hints}" + HINTS[Kind(event.kind)]))
        self.sent[message["id"]] = event.line_id
        while len(self.sent) > 100:
            self.sent.pop(next(iter(self.sent)))
        message.send()

    def say(self, peer: str, text: str) -> None:
        """Says a text to somebody: in private where that was agreed upon, in clear elsewhere."""
        outcome = self.messenger.outgoing(self.account, peer, text)
        if outcome.passes:
            self.send_message(mto=peer, mbody=text, mtype="chat")
        self.carry_out(outcome)

    def carry_out(self, outcome: subrosa.Outcome) -> None:
        for event in outcome:
            match event:
                case subrosa.Send() if not self.is_connected():
                    outcome.undone()
                case subrosa.Send():
                    self.send_line(event)
                case subrosa.Show(peer=peer, text=text, action=False):
                    self.answer(peer, text)
                case subrosa.Say(code="ask-invited", question=question):
                    self.carry_out(self.messenger.answer(question, "accept"))
                case subrosa.Say(sentence=sentence):
                    print(sentence, flush=True)
        self.clockwork.wake()

    async def carry_out_async(self, outcome: subrosa.Outcome) -> None:
        self.carry_out(outcome)

    def answer(self, peer: str, text: str) -> None:
        """What this bot is for."""
        self.say(peer, f"You said: {text}")


async def run(bot: Bot, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, bot.disconnect)
    bot.carry_out(bot.messenger.opened)
    bot.carry_out(bot.messenger.attach(bot.account, "xmpp"))
    clock = asyncio.create_task(bot.clockwork.run())
    bot.enable_direct_tls = False
    if host == "127.0.0.1":
        # Without TLS on this machine alone.
        bot.enable_starttls, bot.enable_plaintext = False, True
        bot.plugin["feature_mechanisms"].unencrypted_scram = True
    bot.connect(host, port)
    await bot.disconnected
    clock.cancel()


def main() -> None:
    jid, host, port, vault = sys.argv[1:]
    password = sys.stdin.readline().rstrip("\n")
    with subrosa.Messenger(vault) as messenger:
        asyncio.set_event_loop(asyncio.new_event_loop())
        bot = Bot(jid, password, messenger)
        bot.loop.run_until_complete(run(bot, host, int(port)))


if __name__ == "__main__":
    main()
