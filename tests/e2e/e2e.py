"""People with the plugin and without, on real servers: what arrives, and what crosses the wire.

    e2e.py CLIENT PLUGIN [SUITE ...]

Prints a line for each scenario and `N passed, N failed`. The scenarios of a suite build on each
other; the suites run side by side.
"""
import asyncio
import os
import signal
import sys
import tempfile
import time
import traceback

import devices
import leaks
import slow
import talk
import trust
import unusual
from evening import Evening
from networks import Irc, Xmpp
from people import PurplePerson
from rig import PATIENCE, Failure, in_memory

SECONDS_EACH = 110 * PATIENCE  # a scenario that takes longer has failed
SECONDS_ALL = 170 * PATIENCE

BEGINNING = [
    talk.everybody_signs_on,
    talk.plain_texts_pass_as_they_are,
    talk.a_private_conversation_begins,
    talk.titles_say_how_it_stands,
    talk.two_hundred_texts_each_way,
    talk.several_lines_in_one_text,
    talk.control_characters_do_no_harm,
    talk.what_somebody_does,
    talk.a_very_long_text_asks_first,
]
LEAKS = [
    leaks.automatic_texts_go_encrypted,
    leaks.clear_files_are_refused,
    leaks.files_go_sealed,
]
TRUST = [
    trust.a_stranger_is_answered_by_nobody_but_the_user,
    trust.buttons_do_what_stands_on_them,
    trust.a_menu_does_what_can_be_done_now,
    trust.fingerprints_are_compared,
    trust.a_code_is_shown_to_be_scanned,
    trust.another_key_is_an_alarm,
    trust.who_is_blocked_says_nothing,
]
END = [
    talk.killed_in_mid_conversation,
    talk.the_server_restarts_in_mid_conversation,
    talk.after_the_end_nothing_leaves_by_itself,
    talk.in_clear_and_private_again,
    leaks.private_texts_are_in_no_log,
    talk.the_planted_word_never_crossed_the_wire,
]
LIFE = [
    slow.two_people_sign_on,
    talk.a_private_conversation_begins,
    devices.what_is_said_to_somebody_who_is_away_waits,
    devices.what_comes_late_says_how_old_it_is,
    unusual.unloaded_and_loaded_in_mid_conversation,
    unusual.a_passphrase_is_asked_for,
    unusual.a_vault_that_cannot_be_read_is_a_reason_to_send_nothing,
]
LEAVING = [
    unusual.an_account_gets_another_name,
    unusual.an_account_is_removed_in_mid_conversation,
]
SLOW = [
    slow.two_people_sign_on,
    talk.a_private_conversation_begins,
    slow.short_texts_both_ways,
]
EVERYBODY = ["alice", "bob", "carol", "dora"]
SUITES = {  # network, with the server's own limits, scenarios, people
    "irc": (Irc, False, [*BEGINNING, *LEAKS, leaks.irc_commands_do_not_leak, *TRUST, *END], EVERYBODY),
    "xmpp": (Xmpp, False, [*BEGINNING, *LEAKS, leaks.xmpp_console_and_other_plugins_do_not_leak,
                           leaks.lines_travel_as_agreed, *TRUST, *END], EVERYBODY),
    "irc-life": (Irc, False, [*LIFE, devices.an_automatic_reply_is_shown_once, devices.a_new_nick_is_the_same_person,
                               *LEAVING], ["alice", "bob"]),
    "xmpp-life": (Xmpp, False, [*LIFE, devices.the_same_account_on_two_devices, *LEAVING], ["alice", "bob", "tablet"]),
    "irc-slow": (Irc, True, SLOW, ["alice", "bob"]),
    "xmpp-slow": (Xmpp, True, [*SLOW, slow.more_than_the_server_reads_at_once], ["alice", "bob"]),
}


async def run(suite, scenario, evening, end):
    """Whether it passed; prints its line."""
    name = f"{suite:9} {scenario.__name__.replace('_', ' ')}"
    begin = time.monotonic()
    seconds = min(SECONDS_EACH, max(1, end - begin))
    try:
        await asyncio.wait_for(scenario(evening), seconds)
    except (Failure, asyncio.TimeoutError, OSError) as error:
        print(f"FAILED  {name}: {error or f'not done in {seconds:.0f} s'}", flush=True)
        for person in (evening.alice, evening.bob):
            for line in person.shown[-9:]:
                print(f"        {person.name} sees {','.join(sorted(line.flags))}: {line.text[:100]!r}", flush=True)
        return False
    except Exception:  # a mistake of the test itself
        traceback.print_exc()
        print(f"FAILED  {name}", flush=True)
        return False
    print(f"ok      {name} ({time.monotonic() - begin:.1f} s)", flush=True)
    return True


async def the_server_starts(evening):
    await evening.network.prepare(sorted({person.account for person in evening.everybody}))
    await evening.network.start()


async def play(suite, scenarios, evening, end):
    """The scenarios in their order, on a server that is started for them. Gives how each went."""
    results = []
    try:
        for scenario in [the_server_starts, *scenarios]:
            results.append(await run(suite, scenario, evening, end))
            if not all(results[:2]):
                break  # nobody is there
    finally:
        for person in evening.everybody:
            await person.leave()
        await evening.network.stop()
    return results


async def play_side_by_side(label, play_suite, suites, seconds):
    """Each suite in a directory of its own. Prints the sum, and gives the exit status."""
    end = time.monotonic() + seconds
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    with tempfile.TemporaryDirectory(prefix="subrosa-e2e-", dir=in_memory()) as place:
        os.chmod(place, 0o755)  # a server drops to another user
        places = {suite: os.path.join(place, suite) for suite in suites}
        for directory in places.values():
            os.mkdir(directory)
            os.chmod(directory, 0o755)
        each = await asyncio.gather(*(play_suite(suite, directory, end) for suite, directory in places.items()))
    results = [result for suite in each for result in suite]
    print(f"{label}{results.count(True)} passed, {results.count(False)} failed")
    return 0 if results and all(results) and all(each) else 1


async def play_suite(suite, place, plugin, end):
    network_kind, strict, scenarios, names = SUITES[suite]
    network = network_kind(place, strict)
    people = {name: PurplePerson(name, place, network, plugin if name != "carol" else None,
                                 account="bob" if name == "tablet" else name,
                                 resource="tablet" if name == "tablet" else "")
              for name in names}
    evening = Evening(network, **people)
    return await play(suite, scenarios, evening, end)


async def main(client, plugin, *suites):
    PurplePerson.client = client
    PurplePerson.later = os.path.join(os.path.dirname(os.path.abspath(client)), "e2e-later.so")
    return await play_side_by_side("", lambda suite, place, end: play_suite(suite, place, plugin, end),
                                   suites or SUITES, SECONDS_ALL)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
