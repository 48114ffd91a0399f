"""irssi with the script on a real IRC server, in terminals of their own: with WeeChat, its plugin, and irssi.

    irssi.py BUILD [SUITE ...]

BUILD is where make puts things. The suite "typing" has no script: it shows that the driver types and reads
as a person does. The suites run side by side.
"""
import asyncio
import os
import sys

import irssi_scenes as scenes
import talk
from e2e import play, play_side_by_side
from evening import Evening
from irssi_person import SOURCES, IrssiPerson
from networks import Irc
from rig import PATIENCE
from weechat import what_is_typed_is_what_is_seen
from weechat_person import WeechatPerson

SECONDS_ALL = 170 * PATIENCE

LAST = [scenes.the_script_complains_of_nothing, talk.the_planted_word_never_crossed_the_wire]

# Who sits where: "+" is with the plugin or the script.
SUITES = {
    "typing": ({"alice": "irssi", "bob": "weechat"}, [talk.everybody_signs_on, what_is_typed_is_what_is_seen]),
    "irssi": ({"alice": "irssi+", "bob": "weechat+", "carol": "irssi"},
              [talk.everybody_signs_on, scenes.services_get_what_was_typed, talk.plain_texts_pass_as_they_are,
               talk.a_private_conversation_begins, talk.two_hundred_texts_each_way, talk.several_lines_in_one_text,
               talk.what_somebody_does, talk.a_very_long_text_asks_first, scenes.the_terminal_says_how_it_stands,
               scenes.private_texts_are_in_no_log, scenes.irssi_commands_do_not_leak,
               scenes.an_error_in_the_script_sends_nothing, scenes.a_new_name_is_the_same_person,
               scenes.unloading_is_told_and_loading_goes_on, scenes.an_upgrade_goes_on,
               scenes.a_new_name_is_the_same_person,
               scenes.what_was_refused_can_be_sent_again, scenes.a_passphrase_is_not_kept_in_the_history, *LAST]),
    "ends": ({"alice": "weechat+", "bob": "irssi+", "carol": "irssi"},
             [talk.everybody_signs_on, talk.plain_texts_pass_as_they_are, talk.a_private_conversation_begins,
              talk.killed_in_mid_conversation, talk.the_server_restarts_in_mid_conversation,
              talk.after_the_end_nothing_leaves_by_itself, talk.in_clear_and_private_again, *LAST]),
    "limits": ({"alice": "irssi+", "bob": "irssi+"},
               [talk.everybody_signs_on, talk.a_private_conversation_begins, scenes.what_they_say_arrives_in_time]),
}


def person(name, where, place, server, build):
    kind, with_plugin = where.removesuffix("+"), where.endswith("+")
    if kind == "irssi":
        return IrssiPerson(name, place, server, SOURCES + "/examples/plugins/irssi/subrosa.pl" if with_plugin else None)
    return WeechatPerson(name, place, server, f"{build}/weechat/subrosa.so" if with_plugin else None)


async def play_suite(suite, place, build, end):
    who, scenarios = SUITES[suite]
    server = Irc(place, strict=suite == "limits")
    evening = Evening(server, **{name: person(name, where, place, server, build) for name, where in who.items()})
    return await play(suite, scenarios, evening, end)


async def main(build, *suites):
    build = os.path.abspath(build)
    WeechatPerson.driver = f"{build}/weechat/driver.so"
    IrssiPerson.library = f"{build}/libsubrosa.so"
    return await play_side_by_side("irssi: ", lambda suite, place, end: play_suite(suite, place, build, end),
                                   suites or SUITES, SECONDS_ALL)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
