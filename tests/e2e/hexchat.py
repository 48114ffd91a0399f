"""HexChat with the plugin on a real IRC server, on a virtual screen: with another HexChat.

    hexchat.py BUILD

BUILD is where make puts things. It needs hexchat, Xvfb and ngircd.
"""
import asyncio
import os
import sys

import talk
from e2e import play, play_side_by_side
from evening import PLANT, Evening, arrives
from hexchat_person import HexchatPerson
from networks import Irc
from rig import PATIENCE, expect, until

SECONDS_ALL = 150 * PATIENCE


async def services_get_what_was_typed(evening):
    """To the byte, and nothing else."""
    alice = evening.alice
    before = len(alice.tap.out)
    texts = {"nickserv": "IDENTIFY secret", "*status": "help"}
    for name, text in texts.items():
        alice.core(f"MSG {name} {text}")
    await alice.settled()
    await asyncio.sleep(0.5)
    sent = evening.network.texts(alice.tap.out[before:])
    expect(sent == [(name, text.encode()) for name, text in texts.items()], f"sent: {sent}")


async def hexchat_commands_do_not_leak(evening):
    """Whatever HexChat sends to Bob in clear stays here. What it sends in private arrives."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    arriving = ["MSG bob {}", "MSG . {}", "QUERY bob {}", "QUERY -nofocus bob {}", "NOTICE bob {}", "QUOTE PRIVMSG bob :{}",
                "PRIVMSG bob :{}", "DOAT bob say {}", "ALLSERV msg bob {}"]
    for number, command in enumerate(arriving):
        alice.command(bob, command.format(f"{PLANT} {number}"))
    for command in ["CTCP bob {}", "NCTCP bob {}", "PING bob", "MSG bob,carol {}", "MSG =bob {}", "DCC CHAT bob",
                    "DCC SEND bob /etc/hostname", "SEND bob /etc/hostname", "QUOTE privmsg carol,bob :{}"]:
        alice.command(bob, command.format(PLANT))
    texts = [f"{PLANT} {number}" for number in range(len(arriving))]
    await arrives(alice, bob, texts, since[bob], 60)
    expect(alice.echoed(bob, since[alice]) == texts, f"Alice sees {alice.echoed(bob, since[alice])}")
    evening.only_ours(alice)


async def the_plugin_is_unloaded_and_loaded_again(evening):
    """With the connection up all the time."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.core("UNLOAD Subrosa")
    await until(lambda: alice.is_told(bob, "not private from now on", since[alice]), "Alice is warned")
    alice.core(f"LOAD {alice.directory}/config/hexchat/addons/subrosa.so")
    await alice.settled()
    since = evening.seen()
    alice.say(bob, f"{PLANT} after it")
    await arrives(alice, bob, [f"{PLANT} after it"], since[bob], 40)
    evening.only_ours(alice)


async def private_texts_are_in_no_file(evening):
    """Of HexChat: what it shows again at the next start is one too."""
    for person in (evening.alice, evening.bob):
        await person.quit()
        expect(not person.written(PLANT), f"{person.name} has it in {person.written(PLANT)}")


SCENARIOS = [talk.everybody_signs_on, services_get_what_was_typed, talk.a_private_conversation_begins,
             talk.what_somebody_does, hexchat_commands_do_not_leak, the_plugin_is_unloaded_and_loaded_again,
             private_texts_are_in_no_file]


async def play_suite(suite, place, build, end):
    os.chmod(place, 0o755)  # HexChat does not run as root
    network = Irc(place)
    people = {name: HexchatPerson(name, place, network, f"{build}/hexchat/subrosa.so") for name in ("alice", "bob")}
    return await play(suite, SCENARIOS, Evening(network, **people), end)


async def main(build):
    build = os.path.abspath(build)
    HexchatPerson.driver = f"{build}/hexchat/driver.so"
    read, write = os.pipe()
    screen = await asyncio.create_subprocess_exec("Xvfb", "-displayfd", str(write), "-nolisten", "tcp", pass_fds=[write],
                                                  stderr=asyncio.subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            display = (await asyncio.to_thread(pipe.readline)).strip()
        HexchatPerson.environment_of_screen = {**os.environ, "DISPLAY": f":{display}", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        return await play_side_by_side("HexChat: ", lambda suite, place, end: play_suite(suite, place, build, end),
                                       ["hexchat"], SECONDS_ALL)
    finally:
        screen.terminate()
        await screen.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
