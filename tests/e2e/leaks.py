"""What goes around a messenger's hook for texts must not leave in clear."""
import asyncio
import os

from evening import OURS, PLANT, arrives
from rig import expect, until


async def irc_commands_do_not_leak(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.command(bob, f"msg bob {PLANT} by a command")
    alice.command(bob, f"notice BOB {PLANT} by another")
    alice.command(bob, f"query bob {PLANT} by a third <3")
    alice.command(bob, f"quote PRIVMSG bob :{PLANT} raw")
    private = [f"{PLANT} by a command", f"{PLANT} by another", f"{PLANT} by a third <3", f"{PLANT} raw"]
    alice.command(bob, f"quote PING x\nprivmsg  carol,bob {PLANT} behind a line break")
    alice.command(bob, f"ctcp bob {PLANT}")
    alice.command(bob, "quote PRIVMSG")  # which is none
    alice.say(bob, f"{PLANT} behind them")
    # libpurple keeps what is typed as a command for up to a second.
    await until(lambda: sorted(bob.received(alice, since[bob])) == sorted([*private, f"{PLANT} behind them"]),
                lambda: f"Bob has {bob.received(alice, since[bob])}")
    await alice.settled()
    await asyncio.sleep(1.2)
    refused = [line for line in alice.told(bob, since[alice]) if "was not sent" in line]
    expect(len(refused) == 2, f"Alice is told {alice.told(bob, since[alice])}")
    evening.only_ours(alice, bob)


async def xmpp_console_and_other_plugins_do_not_leak(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    stanza = "<message to='{}' type='chat'>{}</message>"
    body = f"<body>{PLANT} in a stanza</body>"
    formatted = f"<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>" \
                f"<b>{PLANT}</b></body></html>"
    for address in ("bob@localhost", "bob@localhost/", "BOB@localhost/elsewhere"):
        alice.tell("raw", stanza.format(address, body))
        alice.tell("raw", stanza.format(address, formatted))
    alice.tell("raw", "<presence/>" + stanza.format("bob@localhost", body))
    alice.say(bob, f"{PLANT} behind them")
    await arrives(alice, bob, [f"{PLANT} behind them"], since[bob])
    refused = [line for line in alice.told(bob, since[alice]) if "was not sent" in line]
    expect(len(refused) == 7, f"Alice is told {alice.told(bob, since[alice])}")
    evening.only_ours(alice, bob)


async def automatic_texts_go_encrypted(evening):
    """What libpurple says in the user's name: a pounce, a reply while away."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.bypass(bob, f"{PLANT} by a pounce & <3")
    await arrives(alice, bob, [f"{PLANT} by a pounce & <3"], since[bob])
    evening.only_ours(alice, bob)


async def clear_files_are_refused(evening):
    """To somebody who is asked to talk in private, and has no key yet."""
    alice, carol = evening.alice, evening.carol
    since = evening.seen()
    path = letter(alice, "letter.txt")
    alice.subrosa(carol, "start")
    alice.tell("send-file", evening.network.address(carol.account), path)
    await until(lambda: alice.is_told(carol, "The file was not sent", since[alice]), "Alice is told that the file stays")
    alice.subrosa(carol, "cancel")
    await alice.settled()
    expect(not carol.files, f"Carol is offered {carol.files}")


def letter(person, name, lines=3000):
    """A file with the planted word."""
    path = os.path.join(person.directory, name)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{PLANT} in a file, line {i} <3\n" for i in range(lines))
    return path


async def files_go_sealed(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    path = letter(alice, f"{PLANT} & more.txt")
    if evening.network.protocol == "irc":  # where a card takes several lines the user sends it
        bob.subrosa(alice, "card")
        await until(lambda: alice.is_told(bob, "seal", since[alice]), lambda: f"a card: {alice.told(bob, since[alice])}")
    alice.tell("send-file", evening.network.address(bob.account), path)
    await until(lambda: bob.is_told(alice, "has arrived sealed", since[bob]), "Bob is told of the file", 30)
    expect(bob.is_told(alice, "It is signed by this contact", since[bob]), f"{bob.told(alice, since[bob])}")
    folder = os.path.join(bob.directory, "files")
    with open(path, "rb") as sent, open(os.path.join(folder, os.path.basename(path)), "rb") as arrived:
        expect(sent.read() == arrived.read(), "the file is another one")
    # The sealed one goes once its content is there.
    await until(lambda: os.listdir(folder) == [os.path.basename(path)], lambda: f"Bob keeps {os.listdir(folder)}")
    # What was offered said neither its name nor its size.
    offered = [name for who, name, state in bob.files if state == "offered"]
    expect(offered == ["document.sealed"], f"offered: {offered}")
    others = [text for who, text in evening.network.texts(alice.tap.out[evening.private_from[alice]:])
              if who == "bob" and not OURS.fullmatch(text)]
    if evening.network.protocol == "irc":
        expect(len(others) == 1 and others[0].startswith(b"\x01DCC SEND \"document.sealed\" "), f"beside lines: {others}")
        evening.private_from[alice] = len(alice.tap.out)
    evening.only_ours(alice, bob)


def logs(person):
    """What the messenger has written down of all conversations."""
    found = []
    for directory, _, files in os.walk(os.path.join(person.directory, "logs")):
        for name in files:
            with open(os.path.join(directory, name), encoding="utf-8") as file:
                found += file.read().splitlines()
    return found


async def private_texts_are_in_no_log(evening):
    """Unless the user wants them there."""
    alice, bob = evening.alice, evening.bob
    for person in (alice, bob):
        written = logs(person)
        # Of files libpurple writes that they are offered.
        private = [line for line in written if PLANT in line and "Offering to send" not in line]
        expect(not private, f"in the log of {person.name}: {private[:3]}")
        expect([line for line in written if "plainly" in line], f"nothing at all is in the log of {person.name}")
    alice.tell("option", "log", "1")
    since = evening.seen()
    alice.say(bob, f"{PLANT} may be written down")
    await arrives(alice, bob, [f"{PLANT} may be written down"], since[bob])
    bob.say(alice, f"{PLANT} not by Bob")
    await arrives(bob, alice, [f"{PLANT} not by Bob"], since[alice])
    for text in ("may be written down", "not by Bob"):
        expect([line for line in logs(alice) if text in line], f"not in the log of Alice: {text}")
        expect(not [line for line in logs(bob) if text in line], f"in the log of Bob: {text}")
    alice.tell("option", "log", "0")
    await alice.settled()


async def lines_travel_as_agreed(evening):
    """As docs/XMPP.md has it: acknowledgements are for no archive, and texts alone have a body for others."""
    sent = bytes(evening.alice.tap.out)
    stanzas = [stanza for stanza in sent.split(b"<message")[1:] if b"<line xmlns='urn:subrosa:1'>" in stanza]
    kept = [stanza for stanza in stanzas if b"<no-store xmlns='urn:xmpp:hints'/>" not in stanza]
    expect(0 < len(kept) < len(stanzas), f"{len(kept)} of {len(stanzas)} lines are for an archive")
    expect(all(b"type='chat'" in stanza.split(b">")[0] for stanza in stanzas), "a line is no chat")
    texts = [stanza for stanza in kept if b"<body>This is a private message." in stanza]
    expect(0 < len(texts) < len(kept), f"{len(texts)} of {len(kept)} lines that are kept have a body")
    expect(b"<body>?SR1" not in sent.replace(b"<body>?SR1? ", b""), "a line is a body")
