"""What goes around a messenger's hook for texts must not leave in clear."""
from evening import PLANT, arrives
from rig import until


async def irc_commands_do_not_leak(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.bypass(bob, f"{PLANT} as an automatic reply")
    alice.command(bob, f"msg bob {PLANT} by a command")
    alice.command(bob, f"notice BOB {PLANT} by another")
    alice.command(bob, f"quote PRIVMSG bob :{PLANT} raw")
    alice.command(bob, f"quote PING x\nprivmsg  carol,bob {PLANT} behind a line break")
    alice.command(bob, f"ctcp bob {PLANT}")
    alice.command(bob, "quote PRIVMSG")  # which is none
    alice.say(bob, f"{PLANT} behind them")
    await arrives(alice, bob, [f"{PLANT} behind them"], since[bob])
    await until(lambda: len(alice.told(bob, since[alice])) >= 6, "Alice is told each time")
    evening.only_ours(alice, bob)
