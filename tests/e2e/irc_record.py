"""Plays scenes on real servers of IRC and writes down what goes over the wire: tests/irc/corpus.

    irc_record.py FOLDER [SCENE ...]

What has to happen upon each line is not known here: `SUBROSA_WRITE_CORPUS=1 cargo test --test plugin
recorded` adds what does happen, to be read by somebody who knows what should. Programs that cannot be
installed beside each other may lie in folders that E2E_IRCDS names; ircd-hybrid wants its modules in
/usr/lib/ircd-hybrid.
"""
import asyncio
import os
import sys
import tempfile

from irc_servers import LOGIN, Atheme, Hybrid, Inspircd, Ngircd, Znc
from irc_wire import Record
from rig import until

CAPS = "batch echo-message labeled-response message-tags server-time chghost account-tag"


class Stage:
    """The servers of a scene."""

    def __init__(self, place):
        self.place, self.running = place, []

    async def server(self, kind, *how):
        server = kind(self.place, *how)
        self.running.append(server)
        await server.prepare([])
        await server.start()
        return server

    async def close(self):
        for server in reversed(self.running):
            await server.stop()


def private_with(record, name):
    record.says_what(f"private {name}")


async def targets(record, server):
    """What a client may write where targets stand, and who gets it."""
    bob, carol = await record.person("bob", server), await record.person("carol", server)
    alice = await record.person("alice", server, recorded=True)
    for wire in (alice, bob, carol):
        wire.types("JOIN #room")
    await record.settles()
    private_with(record, "bob")
    record.comment("Names of one person, and others")
    alice.says("bob", "by his nick")
    alice.says("BOB", "by his nick, louder")
    alice.says("bob", "with a server", head="PRIVMSG {}@irc.example.net :")
    alice.says("bob", "with his host", head="PRIVMSG {}!bob@127.0.0.1 :")
    alice.says("bob", "without a colon".replace(" ", "-"), head="PRIVMSG {} ")
    alice.types("PRIVMSG carol :in clear")
    alice.types("PRIVMSG #room :to all who are here")
    alice.types("PRIVMSG @#room :to those who have a rank")
    alice.types("NOTICE +#room :to those who may speak")
    alice.types("PRIVMSG carol,#room :to several")
    alice.types("PRIVMSG carol%127.0.0.1 :by her host")
    alice.types("CPRIVMSG carol #room :past the limit")
    alice.types("PRIVMSG nobody :is anybody here?")
    alice.types("PRIVMSG #elsewhere :is anybody there?")
    alice.types("TAGMSG carol")
    await record.settles()
    record.comment("The same of others")
    carol.types("PRIVMSG alice :hello Alice")
    carol.types("PRIVMSG alice!alice@127.0.0.1 :by a mask")
    carol.types("PRIVMSG alice@irc.example.net :with a server")
    carol.types("PRIVMSG @#room :to the operator of the room")
    carol.types("PRIVMSG alice,#room :to her and to all")
    carol.types("NOTICE alice :a notice")
    carol.types("PRIVMSG alice :\x01VERSION\x01")
    carol.types("PRIVMSG alice :\x01ACTION waves\x01")
    bob.says("alice", "hello Alice")
    await record.settles()
    bob.types("PRIVMSG alice :in clear")
    bob.types("PRIVMSG alice :\x01ACTION waves, in clear\x01")
    bob.types("NOTICE alice :a notice in clear")
    bob.types("PRIVMSG alice,carol :in clear to both")
    bob.types("PRIVMSG #room :to all")
    bob.types("PRIVMSG @#room :to the operator")
    await record.settles()
    return alice, bob, carol


async def answers(record, alice, bob, carol):
    """What a server says of somebody who is away, gone, or called otherwise."""
    record.comment("Bob is away. Alice is told so for what she typed, once, and for nothing that she did not type")
    bob.types("AWAY :gone fishing")
    await record.settles()
    alice.says("bob", "where are you?")
    await record.settles()
    alice.says("bob", "and where now?")
    await record.settles()
    record.rows.append(("wait", b"120000"))
    bob.says("alice", "at the lake")
    await record.settles()
    alice.receipts("bob")
    await record.settles()
    bob.types("AWAY")
    record.comment("He has another name")
    bob.types("NICK robert")
    await record.settles()
    record.names["robert"] = "bob"
    alice.says("robert", "with your new name?")
    await record.settles()
    bob.says("alice", "yes, it is me")
    await record.settles()
    bob.types("NICK bob")
    await record.settles()
    record.comment("A room that she may not speak in, and one that she is not in")
    carol.types("JOIN #quiet")
    carol.types("MODE #quiet +mn")
    await record.settles()
    alice.types("PRIVMSG #quiet :may I?")
    alice.types("JOIN #quiet")
    alice.types("PRIVMSG #quiet :and now?")
    await record.settles()
    record.comment("He leaves. What was typed is said to have reached nobody, and what was not is not told of")
    bob.types("QUIT :bye")
    await record.settles()
    alice.says("bob", "are you gone?")
    await record.settles()


async def killed(record, server, carol, kill):
    """Alice is thrown out, her nick is taken, and she takes it back."""
    record.comment("Alice is killed, and comes back under another name because hers is taken")
    carol.types("OPER oper secret")
    await record.settles()
    carol.types(f"KILL alice :{kill}")
    await record.settles()
    alice = next(wire for wire in record.wires if wire.recorded)
    await alice.closes()
    record.says_what("offline")
    other = await record.person("alice", server)
    again = type(alice)(record, "alice", True)
    await again.open(server.port)
    again.types("NICK alice")
    await record.settles()
    again.nick = "alice2"
    await again.registers()
    other.types("QUIT :mine")
    await record.settles()
    again.types("NICK alice")
    await record.settles()


async def ngircd_long_names(record, stage):
    """Nicks of thirty and hosts of sixty-three; how long a user may be is not announced."""
    server = await stage.server(Ngircd)
    bob = await record.person("b" * 30, server)
    alice = await record.person("a" * 30, server, recorded=True, user="a" * 10)
    await alice.carries(bob)
    private_with(record, "b" * 30)
    alice.says("b" * 30, "x" * 300)
    await record.settles()
    alice.types("JOIN #room")
    await record.settles()
    await alice.carries(bob)
    alice.says("b" * 30, "y" * 300)
    await record.settles()


async def ngircd(record, stage):
    server = await stage.server(Ngircd)
    alice, bob, carol = await targets(record, server)
    await alice.carries(bob)
    await alice.carries(carol)
    await answers(record, alice, bob, carol)
    record.comment("Two names that rfc1459 would take for one: this server announces ascii")
    brace = await record.person("dave{", server, user="dave")
    bracket = await record.person("dave[", server, user="dave")
    brace.types("PRIVMSG alice :one")
    bracket.types("PRIVMSG alice :another")
    alice.types("PRIVMSG dave{ :to one")
    await record.settles()
    await killed(record, server, carol, "enough")


async def inspircd(record, stage):
    server = await stage.server(Inspircd)
    alice, bob, carol = await targets(record, server)
    await alice.carries(bob)
    await answers(record, alice, bob, carol)
    await killed(record, server, carol, "enough")


async def inspircd_tags(record, stage):
    """With all that IRCv3 has: what Alice sends comes back, and names the line that it answers."""
    server = await stage.server(Inspircd)
    bob = await record.person("bob", server, "CAP REQ :message-tags server-time echo-message")
    carol = await record.person("carol", server, "CAP REQ :message-tags")
    alice = await record.person("alice", server, "CAP LS 302", f"CAP REQ :{CAPS}", recorded=True)
    alice.types("JOIN #room")
    await record.settles()
    private_with(record, "bob")
    record.comment("What she sends is echoed: to her as typed, once")
    alice.says("bob", "with a label", tags="@label=one ")
    await record.settles()
    alice.says("bob", "without one")
    await record.settles()
    alice.types("@label=two PRIVMSG carol :in clear, with a label")
    alice.types("PRIVMSG carol :in clear")
    alice.types("@+draft/react=x TAGMSG carol")
    alice.types("@label=three PRIVMSG nobody :is anybody here?")
    alice.types("@label=four WHOIS carol")
    await record.settles()
    bob.says("alice", "with tags", tags="@+draft/reply=123 ")
    await record.settles()
    bob.types("@+typing=active TAGMSG alice")
    bob.types("@+draft/react=x TAGMSG alice")
    bob.types("@+draft/reply=123 PRIVMSG alice :in clear")
    carol.types("@+subrosa/has=1 TAGMSG alice")
    carol.types("@+subrosa/has=1;+typing=active PRIVMSG alice :in clear, from a program that has the library")
    await record.settles()
    record.comment("Her host changes, and with it the length of her lines")
    await alice.carries(carol)
    alice.types("VHOST long secret")
    await record.settles()
    await alice.carries(carol)
    record.comment("Who is there, by MONITOR and WATCH; and a program that says that it is one")
    alice.types("MONITOR + bob,nobody")
    alice.types("WATCH +bob +nobody")
    robot = await record.person("robot", server, "CAP REQ :message-tags")
    robot.types("MODE robot +B")
    await record.settles()
    robot.types("PRIVMSG alice :It rains.")
    bob.types("QUIT :bye")
    await record.settles()


async def inspircd_unseen(record, stage):
    """A server-side list of those who may write: 716 and 718."""
    server = await stage.server(Inspircd)
    bob = await record.person("bob", server)
    alice = await record.person("alice", server, recorded=True)
    private_with(record, "bob")
    record.comment("Bob lets nobody write to him")
    bob.types("MODE bob +g")
    await record.settles()
    alice.says("bob", "may I?")
    await record.settles()
    bob.says("alice", "you may")
    await record.settles()
    record.comment("Nor does Alice")
    alice.types("MODE alice +g")
    await record.settles()
    bob.says("alice", "nobody hears this")
    bob.types("PRIVMSG alice :nor this")
    await record.settles()


async def long_names(record, stage):
    """Nicks of thirty and hosts of sixty-three: how much a line carries."""
    server = await stage.server(Hybrid)
    record.names.update({"a" * 30: "alice", "b" * 30: "bob"})
    bob = await record.person("b" * 30, server)
    alice = await record.person("a" * 30, server, "CAP LS 302", recorded=True)
    await alice.carries(bob)
    private_with(record, "b" * 30)
    alice.says("b" * 30, "x" * 300)
    await record.settles()
    alice.types("JOIN #room")
    bob.types("JOIN #room")
    await record.settles()
    await alice.carries(bob)
    alice.says("b" * 30, "y" * 300)
    await record.settles()


async def services(record, stage):
    """Services get what was typed and nothing else, and their answers stand as they came."""
    server = await stage.server(Inspircd)
    await stage.server(Atheme, server)
    carol = await record.person("carol", server)
    await until_services(record, carol)
    alice = await record.person("alice", server, recorded=True)
    record.comment("An account is made, used and changed")
    for words in (f"REGISTER {LOGIN} nobody@example.net", "LOGOUT", "IDENTIFY wrong", f"IDENTIFY {LOGIN}", "SET PASSWORD another-horse",
                  "INFO alice", "no-such-command", "HELP"):
        alice.types(f"PRIVMSG NickServ :{words}")
        await record.settles(0.5)
    alice.types(f"PRIVMSG NickServ@services.example.net :IDENTIFY another-horse")
    alice.types("NOTICE NickServ :thank you")
    alice.types("JOIN #room")
    alice.types("PRIVMSG ChanServ :REGISTER #room")
    await record.settles(0.5)
    record.comment("Her connection hangs: from another one, of which all lines below are, she takes the nick back")
    alice.recorded = False
    record.says_what("offline")
    other = await record.person("alice_", server, recorded=True)
    other.types("PRIVMSG NickServ :GHOST alice wrong")
    await record.settles(0.5)
    other.types("PRIVMSG NickServ :GHOST alice another-horse")
    await record.settles(0.5)
    again = await record.person("alice", server)
    other.types("PRIVMSG NickServ :REGAIN alice another-horse")
    await record.settles(0.5)
    await again.closes()
    record.rows.append(("out", b"SUBROSA start NickServ"))
    await record.settles(0.5)


async def until_services(record, wire):
    """Until they are linked."""
    for _ in range(40):
        since = len(wire.lines)
        wire.send("WHOIS NickServ")
        await record.settles()
        if any(b" 311 " in line for line in wire.lines[since:]):
            return
    await until(lambda: False, "services", 0.1)


async def bouncer(record, stage, *before, rooms=True):
    """A bouncer keeps what comes for Alice, and plays it back to whoever comes next."""
    server = await stage.server(Inspircd)
    znc = await stage.server(Znc, server)
    bob, carol, dave = [await record.person(name, server) for name in ("bob", "carol", "dave")]
    await until_there(record, carol)
    alice = await record.person("alice", znc, *before, recorded=True, password="alice:secret")
    private_with(record, "bob")
    if rooms:
        alice.types("JOIN #room")
        carol.types("JOIN #room")
    await record.settles(0.5)
    bob.says("alice", "read at once")
    alice.says("bob", "and answered")
    await record.settles(0.5)
    await alice.closes()
    record.says_what("offline")
    await record.settles(0.7)  # until the bouncer has seen it
    record.comment("Nobody is there")
    for text in ("kept for her", "and this"):
        record.says_what(f"kept {text}")
        bob.says("alice", text)
    bob.types("PRIVMSG alice :kept, in clear")
    carol.types("PRIVMSG alice :kept, of Carol")
    carol.types("PRIVMSG alice :[23:59:59] as a bouncer would say it")
    carol.types("PRIVMSG alice :\x01ACTION waves\x01")
    dave.types("PRIVMSG alice :?SR1? Dave would like to talk in private.")
    if rooms:
        carol.types("PRIVMSG #room :kept, to all")
    await record.settles(1.2)
    record.an_hour_passes()
    record.comment("She comes back")
    alice = await record.person("alice", znc, *before, recorded=True, password="alice:secret")
    await record.settles(1)
    bob.says("alice", "live again")
    alice.says("bob", "yes")
    alice.types("PRIVMSG *status :listnetworks")
    alice.types("PRIVMSG carol :to Carol")
    await record.settles(1)
    return alice, znc, bob, carol


async def until_there(record, wire):
    """Until the bouncer is on the server."""
    for _ in range(40):
        since = len(wire.lines)
        wire.send("WHOIS alice")
        await record.settles()
        if any(b" 311 " in line for line in wire.lines[since:]):
            return
    await until(lambda: False, "the bouncer", 0.1)


async def znc(record, stage):
    """Nothing is asked of it: the time stands before a text."""
    await bouncer(record, stage)


async def znc_server_time(record, stage):
    """The time is a tag, and the bouncer's greeting is as old as its own connection."""
    await bouncer(record, stage, "CAP REQ :server-time", rooms=False)


async def znc_batch(record, stage):
    """The time is a tag, and what is played back is in a batch."""
    await bouncer(record, stage, "CAP LS 302", "CAP REQ :server-time batch znc.in/batch")


async def znc_two_clients(record, stage):
    """Another client of hers on the same bouncer: what it says comes too."""
    alice, znc_server, bob, carol = await bouncer(
        record, stage, "CAP REQ :server-time batch znc.in/self-message echo-message")
    record.comment("The other one writes")
    other = await record.person("alice", znc_server, password="alice:secret")
    await record.settles(0.5)
    other.types("PRIVMSG carol :from the other one")
    other.types("PRIVMSG bob :in clear, from the other one")
    other.types("NOTICE carol :a notice")
    other.types("PRIVMSG #room :to all")
    other.send("PRIVMSG bob :" + record.placeholder("other", "in private, from the other one"))
    await record.settles(1)
    alice.says("bob", "from this one")
    bob.says("alice", "to both")
    await record.settles(1)


SCENES = {"ngircd": ngircd, "ngircd-long-names": ngircd_long_names, "inspircd": inspircd, "inspircd-tags": inspircd_tags, "inspircd-unseen": inspircd_unseen,
          "long-names": long_names, "services": services, "znc": znc, "znc-server-time": znc_server_time,
          "znc-batch": znc_batch, "znc-two-clients": znc_two_clients}


async def play(name, folder):
    scene = SCENES[name]
    record = Record(f"{name}: {(scene.__doc__ or 'targets, answers and names').strip()}")
    with tempfile.TemporaryDirectory(prefix="subrosa-record-") as place:
        os.chmod(place, 0o755)
        stage = Stage(place)
        try:
            await scene(record, stage)
        finally:
            for wire in list(record.wires):
                await wire.closes()
            await stage.close()
    with open(os.path.join(folder, f"{name}.txt"), "w", encoding="utf-8") as file:
        file.write(record.text())
    print(f"{name}: {len(record.rows)} rows")


async def main(folder, *names):
    os.makedirs(folder, exist_ok=True)
    for name in names or SCENES:
        await play(name, folder)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
