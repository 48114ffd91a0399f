"""What stands between two people on IRC: services, bouncers, servers with rules of their own."""
import asyncio

from evening import OURS, PLANT, arrives, is_private, quiet
from rig import expect, until
from screen import output_of


async def services_get_what_was_typed(evening):
    """To the byte, and nothing else: a login, and the commands of a bouncer."""
    alice = evening.alice
    before = len(alice.tap.out)
    texts = {"NickServ": "IDENTIFY secret", "ChanServ": "op #kitchen alice", "*status": "help"}
    for name, text in texts.items():
        alice.core(f"msg -server net {name} {text}")
    await alice.settled()
    await asyncio.sleep(1)
    sent = [(who, text) for who, text in evening.network.texts(alice.tap.out[before:]) if who not in ("bob", "carol")]
    expect(sent == [(name.lower(), text.encode()) for name, text in texts.items()], f"sent: {sent}")


def line_to(person, other, since):
    """The line of the library that one has sent to the other since then."""
    lines = [text for who, text in person.network.texts(person.tap.out[since:])
             if who == other.account and OURS.fullmatch(text)]
    return lines[0] if lines else None


async def a_bouncer_plays_it_again(evening):
    """With a time as a tag, or before the text. What was read is not shown again; what a bouncer kept is
    shown once, although Bob sends it anew."""
    alice, bob = evening.alice, evening.bob
    for i, head in enumerate((b"", b"[12:34:56] ")):
        tag = b"" if head else b"@time=2026-01-31T12:00:00.000Z "
        from_bob = tag + b":bob!~bob@127.0.0.1 PRIVMSG alice :" + head
        since = evening.seen()
        begin = await quiet(bob)
        bob.say(alice, f"{PLANT} read at once {i}")
        await arrives(bob, alice, [f"{PLANT} read at once {i}"], since[alice])
        read = line_to(bob, alice, begin)
        begin = await quiet(bob)
        alice.tap.swallows = True
        bob.say(alice, f"{PLANT} kept by the bouncer {i}")
        await until(lambda: line_to(bob, alice, begin), "what the bouncer keeps")
        await asyncio.sleep(0.5)
        alice.tap.swallows = False
        kept = line_to(bob, alice, begin)
        lines = [read, kept, read, b"an old line in clear"]
        alice.tap.say(b"".join(from_bob + line + b"\r\n" for line in lines))
        await until(lambda: any("an old line in clear" in text for text in alice.received(bob, since[alice])), "the old")
        got = [line for line in alice.window(bob, since[alice]) if "received" in line.flags]
        expect(not [line for line in alice.shown[since[alice]:] if "?SR1" in line.text], "a line is shown as garbage")
        for text in (f"{PLANT} read at once {i}", f"{PLANT} kept by the bouncer {i}"):
            expect([line.text for line in got].count(text) == 1, f"{text}: {got}")
        old = got[-1]
        expect("clear" in old.flags, f"what came in clear is not marked: {old}")
        if tag:
            expect("late" in old.flags, f"what was said long ago looks as if just said: {old}")
        evening.only_ours(alice, bob)


async def what_another_client_of_ours_said_is_hidden(evening):
    """A bouncer tells all clients what one of them has sent."""
    alice, bob = evening.alice, evening.bob
    begin = await quiet(alice)
    since = evening.seen()
    alice.say(bob, f"{PLANT} from one of two")
    await arrives(alice, bob, [f"{PLANT} from one of two"], since[bob])
    line = line_to(alice, bob, begin)
    alice.tap.say(b":alice!~alice@127.0.0.1 PRIVMSG bob :" + line + b"\r\n"
                  b":alice!~alice@127.0.0.1 PRIVMSG bob :plainly, from the other one\r\n")
    await until(lambda: any("plainly, from the other one" in line.text for line in alice.shown[since[alice]:]),
                "what the other client said in clear")
    expect(not [line for line in alice.shown[since[alice]:] if "?SR1" in line.text], "a line is shown as garbage")


async def the_plugin_comes_into_a_connection_that_is_there(evening):
    """What the server has announced before is known to it all the same: the scenarios behind this one are
    played again."""
    alice, bob = evening.alice, evening.bob
    alice.core("plugin unload subrosa")
    since = evening.seen()
    alice.core(f"plugin load {alice.plugin}")
    await until(lambda: is_private(alice, bob, since), lambda: f"private again: {alice.told(bob, since[alice])}")


async def an_installed_plugin_is_there_from_the_start(evening):
    """WeeChat loads it and connects by itself."""
    alice, bob = evening.alice, evening.bob
    evening.private_from[alice] = len(alice.tap.out)
    alice.core("set irc.server.net.autoconnect on")
    await alice.quit()
    alice.installed = True
    await alice.start()
    since = evening.seen()
    alice.say(bob, f"{PLANT} from the start")
    await arrives(alice, bob, [f"{PLANT} from the start"], since[bob])
    bob.say(alice, f"{PLANT} and back")
    await arrives(bob, alice, [f"{PLANT} and back"], since[alice])
    evening.only_ours(alice)


async def what_nobody_typed_is_not_answered_either(evening):
    """The server says that Bob is away to whoever sends him a line. Alice is told once for what she wrote, and
    not again for receipts, although her WeeChat hides no repetition."""
    alice, bob = evening.alice, evening.bob
    alice.core("set irc.look.display_pv_away_once off")
    bob.core("away -all gone fishing")
    await until(lambda: b" 306 " in bytes(bob.tap.back), "Bob is away")
    since = evening.seen()

    def told():
        return [line.text for line in alice.shown[since[alice]:] if "gone fishing" in line.text]
    alice.say(bob, f"{PLANT} where are you?")
    await until(told, "Alice is told that Bob is away")
    for text in (f"{PLANT} at the lake", f"{PLANT} and you?"):
        await quiet(alice)
        begin = len(alice.tap.back)
        bob.say(alice, text)
        await until(lambda: b" 301 " in bytes(alice.tap.back[begin:]), "the server answers the receipt")
    await alice.settled()
    await asyncio.sleep(0.3)
    expect(len(told()) == 1, f"Alice is told {told()}")
    bob.core("away -all")


async def the_server_says_which_names_are_the_same(evening):
    """By its CASEMAPPING, ascii, "bob[" and "bob{" are two people, whom rfc1459 would make one."""
    alice, bob = evening.alice, evening.bob
    expect(b"CASEMAPPING=ascii" in bytes(alice.tap.back), "the server announces ascii")
    for person, other in ((alice, bob), (bob, alice)):
        person.command(other, "join #kitchen")  # where the server tells of new nicks
        await until(lambda: b" 366 " in bytes(person.tap.back), f"{person.name} is in the room")
    await renamed(evening, "bob{")
    since, before = evening.seen(), len(alice.tap.out)
    alice.core("msg -server net bob[ plainly, to another one")
    alice.say(bob, f"{PLANT} to Bob")
    await arrives(alice, bob, [f"{PLANT} to Bob"], since[bob])
    sent = evening.network.texts(alice.tap.out[before:])
    expect((b"bob[", b"plainly, to another one") in [(who.encode(), text) for who, text in sent], f"sent: {sent}")
    await renamed(evening, "bob")


async def renamed(evening, nick):
    alice, bob = evening.alice, evening.bob
    since = len(alice.shown)
    bob.command(alice, f"nick {nick}")
    await until(lambda: any(line.text.endswith(f"known as {nick}") for line in alice.shown[since:]),
                f"Alice sees that Bob is {nick}")
    bob.account_name = nick


async def a_line_for_several_people_goes_to_none(evening):
    """If one of them is talked with in private."""
    alice, bob, carol = evening.alice, evening.bob, evening.carol
    since = evening.seen()
    before = len(alice.tap.out)
    alice.command(bob, "quote PRIVMSG carol,bob :to both of you")
    alice.command(bob, "quote PRIVMSG carol,#kitchen :plainly to Carol and a room")
    await until(lambda: any("would also reach" in line.text for line in alice.shown[since[alice]:]), "Alice is told")
    await until(lambda: carol.received(alice, since[carol]) == ["plainly to Carol and a room"],
                lambda: f"Carol has {carol.received(alice, since[carol])}")
    expect(b"to both of you" not in bytes(alice.tap.out[before:]), "it has left")


async def a_new_name_is_the_same_person(evening):
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    for nick in ("robert", "bob"):
        await renamed(evening, nick)
        alice.say(bob, f"{PLANT} to {nick}")
        bob.say(alice, f"{PLANT} from {nick}")
        await until(lambda: f"{PLANT} to {nick}" in bob.received(alice, since[bob]), f"what Alice says to {nick}")
        await until(lambda: f"{PLANT} from {nick}" in alice.received(bob, since[alice]), f"what {nick} says")
        await until(lambda: alice.titles.get(nick, "").startswith("[private"), lambda: f"titles: {alice.titles}")
    expect(not alice.is_told(bob, "nother key", since[alice]), f"{alice.told(bob, since[alice])}")


async def weechat_cuts_no_line(evening):
    """Where it would, for its own idea of how long a line may be, nothing leaves that only looks like one."""
    alice, bob = evening.alice, evening.bob
    since = evening.seen()
    alice.core("set irc.server_default.split_msg_max_length 300")
    begin = len(alice.tap.out)
    alice.say(bob, f"{PLANT} " + "wide " * 100)
    await asyncio.sleep(1)
    sent = [text for who, text in evening.network.texts(alice.tap.out[begin:]) if who == "bob"]
    expect(not [text for text in sent if not OURS.fullmatch(text)], f"halves of lines: {sent}")
    expect(any("/set irc.server_default.split_msg_max_length 512" in line.text for line in alice.shown[since[alice]:]),
           "Alice is told what to set")
    alice.core("unset irc.server_default.split_msg_max_length")
    await until(lambda: any("wide" in text for text in bob.received(alice, since[bob])), "it arrives then", 100)


async def the_plugin_is_one_file(evening):
    """It works wherever it is copied to."""
    plugin = evening.alice.plugin
    needed = await output_of("readelf", "-d", plugin)
    expect("libc.so" in needed and "subrosa" not in needed and "PATH" not in needed, f"it needs: {needed}")
