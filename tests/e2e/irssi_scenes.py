"""What is particular to irssi: its commands, its logs, its terminal, scripts that come and go."""
import asyncio
import re

from evening import PLANT, arrives
from rig import expect, until
from weechat_network import renamed


def drawn_state(person):
    """What the statusbar has said since the terminal was looked at last."""
    return re.findall(rb"\[(?:\x1b\[[0-9;]*m|\x1b\(B)*(private[a-z, ]*)", bytes(person.terminal))


async def services_get_what_was_typed(evening):
    """To the byte, and nothing else."""
    alice = evening.alice
    before = len(alice.tap.out)
    texts = {"nickserv": "IDENTIFY secret", "*status": "help"}
    for name, text in texts.items():
        alice.core(f"msg -net {name} {text}")
    await until(lambda: len(evening.network.texts(alice.tap.out[before:])) >= len(texts), "they leave")
    await asyncio.sleep(0.5)
    sent = evening.network.texts(alice.tap.out[before:])
    expect(sent == [(name, text.encode()) for name, text in texts.items()], f"sent: {sent}")


async def irssi_commands_do_not_leak(evening):
    """What irssi would send to Bob in clear stays here, or arrives in private and is shown once."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    arriving = ["msg bob {}", "msg -net BOB {}", 'msg -nick "bob" {}', "msg * {}", "msg . {}", "query bob {}",
                "notice bob {}", "quote PRIVMSG bob :{}", "quote :alice privmsg bob :{}", "say {}", "eval msg bob {}"]
    for number, command in enumerate(arriving):
        alice.command(bob, command.format(f"{PLANT} {number}"))
    for command in ["ctcp bob {}", "nctcp bob {}", "ping bob", "msg bob,carol {}", "msg =bob {}", "dcc chat bob",
                    "dcc send bob /etc/hostname", "quote privmsg carol,bob :{}", "quote NOTICE b* :{}"]:
        alice.command(bob, command.format(PLANT))
    alice.bypass(bob, f"{PLANT} by a script")
    texts = [*(f"{PLANT} {number}" for number in range(len(arriving))), f"{PLANT} by a script"]
    await until(lambda: set(texts) <= set(bob.received(alice, since[bob])),
                lambda: f"Bob has {bob.received(alice, since[bob])}")
    await alice.settled()
    expect(bob.received(alice, since[bob]) == texts, f"Bob has {bob.received(alice, since[bob])}")
    expect(alice.echoed(bob, since[alice]) == texts, f"Alice sees {alice.echoed(bob, since[alice])}")
    await asyncio.sleep(0.7)  # irssi lets go of its lines twice a second
    evening.only_ours(alice)
    bob.core("ctcp -server net alice version")  # a request that irssi answers by itself
    await asyncio.sleep(1.2)
    evening.only_ours(alice)


async def an_error_in_the_script_sends_nothing(evening):
    """Nor does it end the script."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    broken = "script exec -permanent my $was = \\&Subrosa::Messenger::irc_out; no warnings; my $left = 4; " \
             "*Subrosa::Messenger::irc_out = sub { die qq(a fault\\n) if $left-- > 0; &$was }"
    alice.core(broken)
    for text in (f"{PLANT} into a fault", "/me " + PLANT):
        alice.say(bob, text) if text[0] != "/" else alice.command(bob, text[1:])
    alice.bypass(bob, f"{PLANT} by a script into a fault")
    await alice.settled()
    await asyncio.sleep(1.2)
    expect(alice.echoed(bob, since[alice]) == [], f"it seems sent: {alice.echoed(bob, since[alice])}")
    told = [line.text for line in alice.shown[since[alice]:] if "a fault" in line.text and PLANT not in line.text]
    expect(len(told) >= 2, f"Alice is told {told}")
    evening.only_ours(alice)
    for number in range(3):
        alice.say(bob, f"{PLANT} behind the fault {number}")
    await until(lambda: f"{PLANT} behind the fault 2" in bob.received(alice, since[bob]), "the script goes on")
    expect(not [text for text in bob.received(alice, since[bob]) if "into a fault" in text], "it was sent")
    evening.only_ours(alice)


async def private_texts_are_in_no_log(evening):
    """But for who wants that. The window has them with their time all the same."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.say(bob, f"{PLANT} from Alice for no log")
    bob.say(alice, f"{PLANT} from Bob for no log")
    await arrives(bob, alice, [f"{PLANT} from Bob for no log"], since[alice])
    await until(lambda: re.search(rb"\d\d:\d\d .{0,300}for no log", bytes(alice.terminal), re.S), "it is drawn")
    await alice.settled()
    expect("Starting query" in alice.logs(), "irssi does not log at all")
    logged = [line for line in alice.logs().splitlines() if PLANT in line]
    expect(not logged, f"the log has {logged[:3]}")
    alice.core("set subrosa_log on")
    alice.say(bob, f"{PLANT} for the log")
    await arrives(alice, bob, [f"{PLANT} from Alice for no log", f"{PLANT} for the log"], since[bob])
    await until(lambda: f"{PLANT} for the log" in alice.logs(), "the log that is wanted")
    alice.core("set subrosa_log off")


async def the_terminal_says_how_it_stands(evening):
    """In the line above the input, for the window in front."""
    alice, bob = evening.alice, evening.bob
    alice.subrosa(bob, "status")
    await until(lambda: drawn_state(alice)[-1:] == [b"private"], lambda: f"drawn: {drawn_state(alice)}")
    since = evening.seen()
    alice.subrosa(bob, "safety")
    bob.subrosa(alice, "safety")

    def digits(person, other):
        return re.findall(r"\d{5}(?: \d{5}){11}", " ".join(person.told(other, since[person])))
    await until(lambda: digits(alice, bob) and digits(bob, alice), "both see the safety number")
    expect(digits(alice, bob)[0] == digits(bob, alice)[0], f"they differ: {digits(alice, bob)} {digits(bob, alice)}")
    alice.subrosa(bob, f"verify {digits(bob, alice)[0]}")
    await until(lambda: drawn_state(alice)[-1:] == [b"private, verified"], lambda: f"drawn: {drawn_state(alice)}")
    del alice.terminal[:]
    alice.core("window 1")
    await alice.settled()
    await asyncio.sleep(0.3)
    expect(not drawn_state(alice), "a window of nobody seems to be private")


async def what_was_refused_can_be_sent_again(evening):
    """It stands where it was typed."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    bob.subrosa(alice, "end")
    await until(lambda: alice.told(bob, since[alice]), "Alice is told of the end")
    alice.say(bob, f"{PLANT} that is refused")
    await alice.settled()
    await asyncio.sleep(0.2)
    typed = await alice.typed(bob)
    expect(typed == f"{PLANT} that is refused", f"typed: {typed!r}")
    alice.core("script exec Irssi::gui_input_set('')")
    await evening.become_private()


async def a_new_name_is_the_same_person(evening):
    """By the rules of the server, for which "bob[" and "bob{" are two people."""
    alice, bob = evening.alice, evening.bob
    for person, other in ((alice, bob), (bob, alice)):
        person.command(other, "join #kitchen")  # where the server tells of new nicks
        await until(lambda: b" 366 " in bytes(person.tap.back), f"{person.name} is in the room")
    for nick in ("bob{", "bob"):
        await renamed(evening, nick)
        since, before = evening.seen(), len(alice.tap.out)
        alice.say(bob, f"{PLANT} to {nick}")
        bob.say(alice, f"{PLANT} from {nick}")
        await until(lambda: f"{PLANT} to {nick}" in bob.received(alice, since[bob]), f"what Alice says to {nick}")
        await until(lambda: f"{PLANT} from {nick}" in alice.received(bob, since[alice]), f"what {nick} says")
        if nick != "bob":
            alice.core("msg -net bob[ plainly, to another one")
            await until(lambda: ("bob[", b"plainly, to another one") in evening.network.texts(alice.tap.out[before:]),
                        lambda: f"sent: {evening.network.texts(alice.tap.out[before:])}")
    evening.private_from[alice] = len(alice.tap.out)


async def what_they_say_arrives_in_time(evening):
    """With irssi's own protection against floods, and the server's."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    for i in range(4):
        alice.say(bob, f"{PLANT} {i}")
        bob.say(alice, f"{PLANT} {i}")
    for one, other in ((alice, bob), (bob, alice)):
        await arrives(one, other, [f"{PLANT} {i}" for i in range(4)], since[other], 40)
    evening.only_ours(alice, bob)


async def unloading_is_told_and_loading_goes_on(evening):
    """With the connection up all the time."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.core("script unload subrosa")
    await until(lambda: alice.is_told(bob, "not private from now on", since[alice]),
                lambda: f"Alice is told {alice.told(bob, since[alice])}")
    del alice.terminal[:]
    alice.core("window 1")
    await alice.typed(bob)
    await asyncio.sleep(0.3)
    expect(b"net/bob" in bytes(alice.terminal) and not drawn_state(alice), f"drawn: {drawn_state(alice)}")
    alice.core("script load autorun/subrosa.pl")
    await alice.settled()
    since = evening.seen()
    alice.say(bob, f"{PLANT} after loading")
    bob.say(alice, f"{PLANT} and back")
    await arrives(alice, bob, [f"{PLANT} after loading"], since[bob], 40)
    await arrives(bob, alice, [f"{PLANT} and back"], since[alice], 40)
    evening.only_ours(alice, bob)


async def an_upgrade_goes_on(evening):
    """irssi becomes a new program with the same connection."""
    alice, bob = evening.alice, evening.bob
    begun = alice.begun
    alice.core("upgrade")
    await until(lambda: alice.begun > begun and alice.signed_on, lambda: f"irssi begins anew: {alice.screen()}")
    await asyncio.sleep(0.5)
    since = evening.seen()
    alice.say(bob, f"{PLANT} after the upgrade")
    bob.say(alice, f"{PLANT} and back")
    await arrives(alice, bob, [f"{PLANT} after the upgrade"], since[bob], 40)
    await arrives(bob, alice, [f"{PLANT} and back"], since[alice], 40)
    evening.only_ours(alice, bob)


async def a_passphrase_is_not_kept_in_the_history(evening):
    """Nor does what was typed before it go."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    look = "script exec print(join ' / ', 'history:', map { $_->{text} } map { $_->get_history_entries } Irssi::windows)"
    for words in ("status", "passphrase correct horse battery", "help"):
        alice.core("script exec Irssi::active_win()->load_history_entries({text => '/subrosa " + words + "'})")
        alice.command(bob, f"subrosa {words}")
    await until(lambda: any("passphrase" in text for text in alice.told(bob, since[alice])), "the passphrase is set")
    await asyncio.sleep(0.3)
    alice.core(look)
    await until(lambda: any("history:" in line.text for line in alice.shown[since[alice]:]), "the history")
    kept = next(line.text for line in alice.shown[since[alice]:] if "history:" in line.text)
    expect("horse" not in kept and "/subrosa status" in kept, f"kept: {kept}")
    alice.subrosa(bob, "no-passphrase")


async def the_script_complains_of_nothing(evening):
    """Warnings of Perl stand in the window."""
    for person in evening.everybody:
        said = [line.text for line in person.shown
                if re.search(r"subrosa\.pl line|Messenger/\w+\.pm line", line.text)]
        expect(not said, f"{person.name} sees {said}")
