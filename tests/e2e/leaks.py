"""What goes around a messenger's hook for texts must not leave in clear."""
import asyncio

from evening import PLANT, arrives
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
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    path = alice.directory + "/letter.txt"
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{PLANT} in a file\n" * 100)
    alice.tell("send-file", evening.network.address(bob.account), path)
    await until(lambda: alice.is_told(bob, "Not sent, because", since[alice]), "Alice is told that the file stays")
    alice.say(bob, f"{PLANT} behind the file")
    await arrives(alice, bob, [f"{PLANT} behind the file"], since[bob])
    expect(not bob.files, f"Bob is offered {bob.files}")
    evening.only_ours(alice, bob)
