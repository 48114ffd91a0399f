"""WeeChat with the plugin on a real IRC server: with another WeeChat, and with libpurple.

    weechat.py BUILD [SUITE ...]

BUILD is where make puts things. The suite "typing" has no plugin: it shows that the driver types and
reads as a person does. The suites run side by side.
"""
import asyncio
import os
import re
import shutil
import sys
import time

import talk
import weechat_bouncer as bouncer
import weechat_network as network
import weechat_windows as windows
from e2e import play, play_side_by_side
from evening import AWKWARD, PLANT, Evening, arrives, private_both
from networks import Irc
from people import PurplePerson
from rig import PATIENCE, expect, until
from weechat_person import WeechatPerson

# What may go to Carol in clear, and not to Bob.
FOR_CAROL = "kirschkuchen"

SECONDS_ALL = 200 * PATIENCE
ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


class ScriptPerson(WeechatPerson):
    load = "python load"


async def what_is_typed_is_what_is_seen(evening):
    """Without a plugin. IRC strips blanks at the end."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    texts = [f"plainly {text.strip()}" for text in AWKWARD]
    for text in texts:
        alice.say(bob, text)
        bob.say(alice, text)
    alice.command(bob, "me waves <3 & more")
    bob.command(alice, "me nods")
    await arrives(alice, bob, [*texts, "/me waves <3 & more"], since[bob])
    await arrives(bob, alice, [*texts, "/me nods"], since[alice])
    expect(alice.echoed(bob, since[alice]) == [*texts, "/me waves <3 & more"], f"{alice.echoed(bob, since[alice])}")
    expect(bob.echoed(alice, since[bob]) == [*texts, "/me nods"], f"{bob.echoed(alice, since[bob])}")


async def weechat_commands_do_not_leak(evening):
    """Whatever WeeChat sends to Bob in clear stays here. What it sends in private may arrive."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.command(bob, f"msg bob {PLANT} by a command")
    alice.command(bob, f"msg -server net BOB {PLANT} with its server")
    alice.command(bob, f"msg bob,carol {FOR_CAROL}")
    alice.command(bob, f"query bob {PLANT} by another")
    alice.command(bob, f"notice bob {PLANT} as a notice")
    alice.command(bob, f"quote PRIVMSG bob :{PLANT} raw")
    alice.command(bob, f"quote privmsg carol,bob :{FOR_CAROL}")
    alice.command(bob, f"quote :alice PRIVMSG bob {PLANT}")
    alice.command(bob, f"quote NOTICE bob {PLANT}")
    alice.command(bob, f"ctcp bob {PLANT}")
    alice.command(bob, f"ctcp bob action {PLANT}")
    with open(alice.directory + f"/{PLANT}.txt", "w", encoding="utf-8") as file:
        file.write(PLANT)
    alice.command(bob, f"dcc send bob {file.name}")
    alice.command(bob, f"allpv {FOR_CAROL}")
    alice.bypass(bob, f"{PLANT} by a script")
    alice.command(bob, "quote PRIVMSG")  # which is none
    alice.command(bob, "quote PRIVMSG bob")
    alice.say(bob, f"{PLANT} behind them")
    await until(lambda: f"{PLANT} behind them" in bob.received(alice, since[bob]),
                lambda: f"Bob sees {bob.received(alice, since[bob])}")
    await alice.settled()
    for text in (f"{PLANT} by a command", f"{PLANT} with its server", f"{PLANT} by another"):
        expect(alice.echoed(bob, since[alice]).count(text) == 1, f"shown by WeeChat as well as by the plugin: {text}")
    evening.only_ours(alice)
    lines = bytes(alice.tap.out[evening.private_from[alice]:]).lower().splitlines()
    leaks = [line for line in lines if re.search(rb"^(:\S+ )?(privmsg|notice) (\S*,)?bob\b", line)
             and (FOR_CAROL.encode() in line or PLANT.encode() in line)]
    expect(not leaks, f"readable for Bob: {leaks}")


async def the_plugin_is_unloaded_and_loaded_again(evening):
    """With the connection up all the time. What came meanwhile comes again."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.core("plugin unload subrosa")
    await alice.settled()
    bob.say(alice, f"{PLANT} while it was away")
    await asyncio.sleep(0.5)
    alice.core(f"plugin load {alice.plugin}")
    alice.say(bob, f"{PLANT} again")
    await arrives(alice, bob, [f"{PLANT} again"], since[bob])
    bob.say(alice, f"{PLANT} and back")
    await until(lambda: {f"{PLANT} while it was away", f"{PLANT} and back"} <= set(alice.received(bob, since[alice])),
                lambda: f"Alice sees {alice.received(bob, since[alice])}", 40)
    evening.only_ours(alice, bob)


async def a_server_gets_another_name(evening):
    """The account of the library is named after it: what was private under the one is under the other."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    for old, new in (("net", "other"), ("other", "net")):
        alice.core(f"server rename {old} {new}")
        alice.core(f"msg -server {new} bob {PLANT} on {new}")
    texts = [f"{PLANT} on other", f"{PLANT} on net"]
    await arrives(alice, bob, texts, since[bob])
    bob.say(alice, f"{PLANT} and back")
    await arrives(bob, alice, [f"{PLANT} and back"], since[alice])
    evening.only_ours(alice, bob)


async def a_key_change_is_seen_and_decided(evening):
    alice, bob = evening.alice, evening.bob
    await bob.quit()
    shutil.rmtree(bob.directory + "/share")
    await bob.start()
    since = evening.seen()
    bob.subrosa(alice, "start")  # somebody else, as far as Alice can know
    await until(lambda: alice.is_told(bob, "nother key", since[alice]),
                lambda: f"Alice is warned: {alice.told(bob, since[alice])}")
    await until(lambda: "another key has appeared" in alice.titles["bob"], lambda: f"the title: {alice.titles}")
    alice.say(bob, f"{PLANT} to whom?")
    await alice.settled()
    digits = re.findall(r"\d{5}(?: \d{5}){11}", " ".join(alice.told(bob, since[alice])))
    expect(digits, f"Alice sees no fingerprint: {alice.told(bob, since[alice])}")
    bob.subrosa(alice, "devices")
    await until(lambda: any(set(digits) & set(re.findall(r"\d{5}(?: \d{5}){11}", line))
                            for line in bob.told(alice, since[bob])),
                lambda: f"Bob has none of {digits}: {bob.told(alice, since[bob])}")
    new = next(each for each in digits if bob.is_told(alice, each, since[bob]))
    alice.subrosa(bob, "accept-key " + "12345 " * 12)
    await alice.settled()
    expect(bob.received(alice, since[bob]) == [], f"the new key reads {bob.received(alice, since[bob])}")
    alice.subrosa(bob, f"accept-key {new}")
    await private_both(alice, bob, since)
    alice.say(bob, f"{PLANT} to you")
    await arrives(alice, bob, [f"{PLANT} to you"], since[bob])  # and nothing that was for the old key
    evening.only_ours(alice, bob)


async def no_server_is_renamed_under_the_script(evening):
    """What is private would not follow."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.core("server rename net other")
    alice.core(f"msg -server other bob {PLANT} to nobody")
    alice.say(bob, f"{PLANT} under the old name")
    await arrives(alice, bob, [f"{PLANT} under the old name"], since[bob])
    evening.only_ours(alice)


BEGINNING = [
    talk.everybody_signs_on,
    talk.plain_texts_pass_as_they_are,
    talk.a_private_conversation_begins,
    talk.two_hundred_texts_each_way,
    talk.several_lines_in_one_text,
    talk.what_somebody_does,
    talk.a_very_long_text_asks_first,
]
END = [
    talk.killed_in_mid_conversation,
    talk.the_server_restarts_in_mid_conversation,
    talk.after_the_end_nothing_leaves_by_itself,
    talk.in_clear_and_private_again,
]
NAMES = [
    network.what_another_client_of_ours_said_is_hidden,
    network.the_server_says_which_names_are_the_same,
    network.a_new_name_is_the_same_person,
]
LAST = [talk.the_planted_word_never_crossed_the_wire]



async def what_they_say_arrives_in_time(evening):
    """With WeeChat's own protection against floods, and the server's."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    for i in range(8):
        alice.say(bob, f"{PLANT} {i}")
        bob.say(alice, f"{PLANT} {i}")
    for one, other in ((alice, bob), (bob, alice)):
        await arrives(one, other, [f"{PLANT} {i}" for i in range(8)], since[other], 50)
    evening.only_ours(alice, bob)


# Who sits where: "+" is with the plugin.
SUITES = {
    "typing": ({"alice": "weechat", "bob": "purple"}, [talk.everybody_signs_on, what_is_typed_is_what_is_seen]),
    "weechat": ({"alice": "weechat+", "bob": "weechat+", "carol": "weechat"},
                [*BEGINNING, weechat_commands_do_not_leak, the_plugin_is_unloaded_and_loaded_again,
                 a_server_gets_another_name,
                 *END, a_key_change_is_seen_and_decided, *LAST]),
    "windows": ({"alice": "weechat+", "bob": "weechat+", "carol": "weechat", "dora": "weechat+"},
                [talk.everybody_signs_on, talk.plain_texts_pass_as_they_are, talk.a_private_conversation_begins,
                 windows.what_waited_does_not_wait_for_ever, windows.the_window_holds_what_was_said,
                 windows.the_title_says_how_it_stands, windows.private_texts_are_not_logged_unless_wanted,
                 windows.a_question_takes_no_keyboard, windows.every_word_is_known_and_completed,
                 windows.what_was_refused_can_be_sent_again, windows.unloading_is_told_in_each_private_window,
                 windows.an_upgrade_is_told_in_each_private_window, windows.a_passphrase_is_not_in_the_history,
                 windows.without_keys_nothing_is_said_to_anybody, *LAST]),
    "network": ({"alice": "weechat+", "bob": "weechat+", "carol": "weechat"},
                [network.the_plugin_is_one_file, talk.everybody_signs_on, network.services_get_what_was_typed,
                 talk.plain_texts_pass_as_they_are, talk.a_private_conversation_begins,
                 network.a_bouncer_plays_it_again, network.what_nobody_typed_is_not_answered_either,
                 *NAMES, network.the_plugin_comes_into_a_connection_that_is_there, *NAMES,
                 network.a_line_for_several_people_goes_to_none, network.weechat_cuts_no_line,
                 network.an_installed_plugin_is_there_from_the_start, *LAST]),
    "bouncer": ({"alice": "weechat+", "bob": "weechat+"},
                [bouncer.the_people_sign_on, bouncer.the_bouncer_is_on_the_server,
                 bouncer.services_answer_what_was_typed, talk.a_private_conversation_begins,
                 bouncer.what_the_bouncer_has_kept_is_shown_once, bouncer.the_bouncer_gets_what_was_typed,
                 bouncer.nothing_private_crossed_the_wire]),
    "limits": ({"alice": "weechat+", "bob": "weechat+"},
               [talk.everybody_signs_on, talk.a_private_conversation_begins, what_they_say_arrives_in_time]),
    # The script in Python instead of the plugin.
    "script": ({"alice": "script+", "bob": "weechat+", "carol": "weechat"},
               [*BEGINNING, weechat_commands_do_not_leak, no_server_is_renamed_under_the_script,
                *END, a_key_change_is_seen_and_decided, *LAST]),
    "script-mixed": ({"alice": "script+", "bob": "purple+", "carol": "purple"}, [*BEGINNING, *LAST]),
    "mixed": ({"alice": "weechat+", "bob": "purple+", "carol": "purple"}, [*BEGINNING, *END, *LAST]),
}


def person(name, where, place, network, build):
    kind, with_plugin = where.removesuffix("+"), where.endswith("+")
    if kind == "weechat":
        return WeechatPerson(name, place, network, f"{build}/weechat/subrosa.so" if with_plugin else None)
    if kind == "script":
        return ScriptPerson(name, place, network, f"{ROOT}/examples/plugins/weechat-python/subrosa.py")
    return PurplePerson(name, place, network, f"{build}/subrosa-purple.so" if with_plugin else None)


async def play_suite(suite, place, build, end):
    who, scenarios = SUITES[suite]
    network = bouncer.Town(place) if suite == "bouncer" else Irc(place, strict=suite == "limits")
    evening = Evening(network, **{name: person(name, where, place, network, build) for name, where in who.items()})
    if suite == "bouncer":
        network.put_behind_the_bouncer(evening.alice)
    return await play(suite, scenarios, evening, end)


async def main(build, *suites):
    build = os.path.abspath(build)
    os.environ.update(PYTHONPATH=f"{ROOT}/bindings/python/src", PYTHONDONTWRITEBYTECODE="1",
                      SUBROSA_LIBRARY=f"{build}/libsubrosa.so.0")
    WeechatPerson.driver = f"{build}/weechat/driver.so"
    PurplePerson.client = f"{build}/e2e-client"
    return await play_side_by_side("WeeChat: ", lambda suite, place, end: play_suite(suite, place, build, end),
                                   suites or SUITES, SECONDS_ALL)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
