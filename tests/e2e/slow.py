"""With the limits that servers and messengers have by default."""
import asyncio

from evening import PLANT, arrives
from rig import expect, until


async def two_people_sign_on(evening):
    await asyncio.gather(evening.alice.start(), evening.bob.start())


async def short_texts_both_ways(evening):
    """As people type them; nobody is cut off."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    said = {person: [f"{PLANT} {person.name} {i}" for i in range(12)] for person in (alice, bob)}
    for i in range(12):
        alice.say(bob, said[alice][i])
        bob.say(alice, said[bob][i])
        await asyncio.sleep(0.5)
    await arrives(alice, bob, said[alice], since[bob], 100)
    await arrives(bob, alice, said[bob], since[alice], 100)
    expect(alice.times_signed_off + bob.times_signed_off == 0, "somebody was cut off")
    evening.only_ours(alice, bob)


async def more_than_the_server_reads_at_once(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    said = [f"{PLANT} {i} " + "pages & pages <of> it " * 1000 for i in range(4)]
    for text in said:
        alice.say(bob, text)
    await arrives(alice, bob, said, since[bob], 100)
    expect(alice.times_signed_off + bob.times_signed_off == 0, "somebody was cut off")
    evening.only_ours(alice, bob)
