"""What happens to a plugin in a long life: unloaded, locked, accounts that change their name or go."""
import asyncio
import os
import shutil

from evening import PLANT, is_private, quiet
from rig import expect, until


async def unloaded_and_loaded_in_mid_conversation(evening):
    """Without the plugin nothing is private, and nobody claims it."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    for i in range(10):
        alice.say(bob, f"{PLANT} before {i}")
    bob.tell("unload")
    await bob.settled()
    expect("[" not in bob.titles["alice"], f"the title without the plugin: {bob.titles}")
    alarms = [line for line in bob.window(alice, since[bob]) if "is not loaded any more" in line.text]
    expect(len(alarms) == 1 and "error" in alarms[0].flags, f"what Bob writes now is clear, and he is told {alarms}")
    await asyncio.sleep(1)
    bob.tell("load")
    await bob.settled()
    alice.say(bob, f"{PLANT} after")
    expected = {f"{PLANT} after", *(f"{PLANT} before {i}" for i in range(10))}
    await until(lambda: expected <= set(bob.received(alice, since[bob])),
                lambda: f"Bob has {bob.received(alice, since[bob])}", 40)
    bob.say(alice, f"{PLANT} from Bob, after")
    await until(lambda: f"{PLANT} from Bob, after" in alice.received(bob, since[alice]), "what Bob says")
    evening.only_ours(alice)


async def a_passphrase_is_asked_for(evening):
    alice, bob = evening.alice, evening.bob
    bob.tell("action", "Set passphrase...")
    await bob.answer("Which passphrase should protect", "", "correct horse")
    await bob.answer("once more", "", "correct horse")
    await until(lambda: any("new passphrase" in text for text in bob.notices), lambda: f"changed: {bob.notices}", 40)
    await bob.kill()
    await bob.start()
    since = evening.seen()
    before = await quiet(bob, 0.5)
    alice.say(bob, f"{PLANT} is it you?")
    bob.say(alice, f"{PLANT} while locked")
    await until(lambda: any("locked" in line for line in bob.told(alice, since[bob]) + bob.notices),
                lambda: f"Bob is told: {bob.notices} {bob.questions}")
    await asyncio.sleep(1)
    expect(evening.network.texts(bob.tap.out[before:]) == [], "something leaves from a locked vault")
    await bob.answer("keys are locked", "", "wrong horse")
    await until(lambda: any("does not unlock" in text for text in bob.notices), lambda: f"wrong: {bob.notices}", 40)
    await bob.answer("keys are locked", "", "correct horse", 40)
    await until(lambda: f"{PLANT} is it you?" in bob.received(alice, since[bob]), "what came meanwhile", 40)
    bob.say(alice, f"{PLANT} it is")
    await until(lambda: f"{PLANT} it is" in alice.received(bob, since[alice]), "what Bob says")
    bob.tell("action", "Remove passphrase")
    await until(lambda: any("not protected by a passphrase" in text for text in bob.notices),
                lambda: f"without a passphrase again: {bob.notices}", 40)
    evening.only_ours(alice, bob)


async def a_vault_that_cannot_be_read_is_a_reason_to_send_nothing(evening):
    """Something else lies in its place; then it is put back."""
    alice, bob = evening.alice, evening.bob
    await bob.quit()
    place = os.path.join(bob.directory, "subrosa")
    os.rename(place, place + "-aside")
    os.mkdir(place, 0o700)
    with open(os.path.join(place, "vault"), "wb") as file:
        file.write(b"no vault at all" * 100)
    await bob.start()
    since = evening.seen()
    before = await quiet(bob, 0.5)
    expect(any("keys cannot be used" in line for line in bob.notices), f"Bob is told {bob.notices}")
    bob.say(alice, f"{PLANT} while nobody knows what is private")
    await until(lambda: bob.is_told(alice, "while nobody knows", since[bob]), lambda: f"{bob.told(alice, since[bob])}")
    await asyncio.sleep(1.5)
    expect(evening.network.texts(bob.tap.out[before:]) == [], "something leaves without a vault")
    expect(bob.echoed(alice, since[bob]) == [], "a text that was refused is shown as sent")
    await bob.quit()
    shutil.rmtree(place)
    os.rename(place + "-aside", place)
    await bob.start()
    since = evening.seen()
    bob.say(alice, f"{PLANT} it is back")
    await until(lambda: f"{PLANT} it is back" in alice.received(bob, since[alice]), "what Bob says", 40)
    evening.only_ours(alice, bob)


async def an_account_gets_another_name(evening):
    """The host's name for it changes; whoever it talked with in private it still does."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    bob.tell("sign-off")
    await until(lambda: not bob.signed_on, "Bob is gone")
    bob.tell("rename", bob.username + "-2" if evening.network.protocol == "xmpp" else "bob@localhost")
    bob.tell("sign-on")
    await until(lambda: bob.signed_on, "Bob is back")
    await until(lambda: is_private(bob, alice, since), lambda: f"private: {bob.told(alice, since[bob])}")
    alice.say(bob, f"{PLANT} to the new name")
    bob.say(alice, f"{PLANT} from the new name")
    await until(lambda: f"{PLANT} to the new name" in bob.received(alice, since[bob]), "what Alice says", 40)
    await until(lambda: f"{PLANT} from the new name" in alice.received(bob, since[alice]), "what Bob says", 40)
    expect(not alice.is_told(bob, "nother key", since[alice]), "Bob is taken for somebody else")
    evening.only_ours(alice, bob)


async def an_account_is_removed_in_mid_conversation(evening):
    alice, bob = evening.alice, evening.bob
    for i in range(5):
        alice.say(bob, f"{PLANT} to the last {i}")
    bob.tell("remove")
    alice.say(bob, f"{PLANT} to nobody")
    await bob.settled()
    await alice.settled()
    await asyncio.sleep(2)
    expect(not bob.ended() and not alice.ended(), "somebody has died")
    evening.only_ours(alice)
