"""Subrosa for WeeChat as a script: private one-to-one conversations on IRC.

Put it into ~/.local/share/weechat/python/autoload; WeeChat's Python must find subrosa_messenger. In the
window of a person type /subrosa start. The plugin in C (../weechat) does more; both at once do harm.
"""

import subrosa_messenger as subrosa
import weechat as w
from subrosa_messenger import Level, Place, Severity, Verdict

COLOURS = {Level.WAITING: "yellow", Level.PRIVATE: "lightgreen", Level.VERIFIED: "lightcyan"}
TEXTS = ("PRIVMSG", "NOTICE", "TAGMSG", "CPRIVMSG", "CNOTICE")
SHOWN = ("PRIVMSG", "NOTICE", "TAGMSG", "301", "401", "404", "486")

class me:
    messenger = None
    timer, attached = "", set()
    is_sending = is_coming = False
    refused = 0

def or_else(answer):
    """What a hook answers if it fails; None: what it was given. A failure sends nothing and hides nothing."""
    def decorate(hook):
        def guarded(*arguments):
            try:
                return hook(*arguments)
            except Exception as error:
                w.prnt("", f"{w.prefix('error')}subrosa: {hook.__name__}: {error!r}")
                return arguments[-1] if answer is None else answer
        return guarded
    return decorate

def account_of(server):
    return f"weechat.irc.{server}"

def server_of(account):
    return account.removeprefix("weechat.irc.")

def place_of(buffer):
    """The server and the person of a window; None for what a window has not."""
    if w.buffer_get_string(buffer, "plugin") != "irc":
        return None, None
    is_private = w.buffer_get_string(buffer, "localvar_type") == "private"
    peer = w.buffer_get_string(buffer, "localvar_channel") if is_private else None
    return w.buffer_get_string(buffer, "localvar_server") or None, peer

def window_of(server, peer, open_one=False):
    window = w.info_get("irc_buffer", f"{server},{peer}")
    if window and place_of(window)[1]:
        return window
    # A nick goes into a command, so it must be one word, and no option.
    is_word = peer and peer != "*" and peer[0] not in "-:/" and not any(c <= " " or c in ",\x7f" for c in peer)
    if not (open_one and is_word and dict(entries()).get(server)):
        return ""
    w.command(w.info_get("irc_buffer", server), f"/query -noswitch -server {server} {peer}")
    return w.info_get("irc_buffer", f"{server},{peer}")

def entries():
    """The name of each server, and whether it is connected."""
    hdata = w.hdata_get("irc_server")
    entry = w.hdata_get_list(hdata, "irc_servers")
    while entry:
        yield w.hdata_string(hdata, entry, "name"), w.hdata_integer(hdata, entry, "is_connected")
        entry = w.hdata_move(hdata, entry, 1)

def walk(outcome):
    for event in outcome:
        handler = HANDLERS.get(type(event).__name__)
        if handler is not None and not handler(event):
            outcome.undone()
    if me.timer:
        w.unhook(me.timer)
    wake = me.messenger.wake
    me.timer = "" if wake is None else w.hook_timer(int(min(wake, 3600) * 1000) + 1, 0, 1, "timer_fired", "")
    return outcome

def timer_fired(data, remaining):
    me.timer = ""
    walk(me.messenger.tick())
    return w.WEECHAT_RC_OK

def on_send(event):
    server = server_of(event.account)
    if not dict(entries()).get(server) or not event.raw:
        return False
    me.refused, me.is_sending = 0, True
    w.command(w.info_get("irc_buffer", server), f"/quote -server {server} {event.raw}")
    me.is_sending = False
    return me.refused == 0

def print_text(event, nick, colour, tags):
    window = window_of(server_of(event.account), event.peer, True)
    log = "log1" if event.log else "no_log"
    action = ",irc_action" if event.action else ""
    head = f"{w.prefix('action')}{colour}{nick} " if event.action else f"{colour}{nick}\t"
    tags = f"irc_privmsg{action},nick_{nick},subrosa,{log},{tags}"
    if window:
        w.prnt_date_tags(window, 0, tags, f"{head}\x1c{event.mark}\x1c{event.text}")
    return window != ""

def on_show(event):
    return print_text(event, event.peer, w.info_get("irc_nick_color", event.peer), "notify_private")

def on_echo(event):
    nick = w.info_get("irc_nick", server_of(event.account))
    return print_text(event, nick, w.color("chat_nick_self"), "self_msg,notify_none,no_highlight")

def on_say(event):
    server, opens = server_of(event.account), event.place == Place.WINDOW or event.question != 0
    window = window_of(server, event.peer, opens) if server and event.peer else ""
    if not window and event.place == Place.IF_OPEN:
        return True
    window = window or (w.current_buffer() if event.asked_for else w.info_get("irc_buffer", server))
    is_alarm = event.severity == Severity.ALARM
    prefix = w.color("chat_prefix_error") + "=!=" if is_alarm else w.color("chat_prefix_network") + "--"
    notify = "highlight" if is_alarm else "message" if event.question else "none"
    tags = f"{'log1' if event.log else 'no_log'},notify_{notify}"
    # No nick has a blank, so nobody writes as "-- Subrosa".
    for line in filter(None, (event.sentence, event.how)):
        w.prnt_date_tags(window, 0, tags, f"{prefix} Subrosa\t{line}")
    for line in event.blocks.splitlines():
        w.prnt_date_tags(window, 0, "no_log", f" \t{w.color('white,black')}{line}")
    if event.asked_for and event.peer and event.text and not w.buffer_get_string(window, "input"):
        w.buffer_set(window, "input", event.text)
    return True

def on_title(event):
    colour, window = COLOURS.get(event.level, "lightred"), window_of(server_of(event.account), event.peer)
    if window:
        put_title(window, f"{w.color(colour)}[{event.words}]{w.color('reset')} " if event.words else "")
    return True

def put_title(window, head):
    """Before the title that WeeChat gives."""
    title = w.buffer_get_string(window, "title").removeprefix(w.buffer_get_string(window, "localvar_subrosa"))
    w.buffer_set(window, "localvar_set_subrosa", head)
    if w.buffer_get_string(window, "title") != head + title:
        w.buffer_set(window, "title", head + title)
    return w.WEECHAT_RC_OK

def title_changed(data, signal, window):
    return put_title(window, w.buffer_get_string(window, "localvar_subrosa"))

HANDLERS = {"Send": on_send, "Show": on_show, "Say": on_say, "Title": on_title, "Echo": on_echo}

@or_else("")
def before_sending(data, hook, server, line):
    if me.is_sending:
        return line
    plain = w.hook_modifier_exec("irc_color_decode", "0", line) or line
    return line if walk(me.messenger.irc_out(account_of(server), plain)).passes else ""

@or_else("")
def last_guard(data, hook, server, line):
    """For what has come to here some other way, or was cut."""
    parts = w.info_get_hashtable("irc_message_parse", {"message": line})
    targets, text = parts.get("channel", ""), parts.get("text", "")
    is_room = "," not in targets and w.info_get("irc_is_channel", f"{server},{targets}") == "1"
    if targets and (is_room or me.messenger.may_send(account_of(server), targets, text)):
        return line
    me.refused += 1
    if not me.is_sending:
        w.prnt(w.info_get("irc_buffer", server), f"{w.prefix('error')}Not sent, as others could have read it.")
    return ""

@or_else(None)
def before_showing(data, hook, server, line):
    outcome = me.messenger.irc_in(account_of(server), line)
    shown = {Verdict.TAKEN: "", Verdict.MARKED: outcome.line.decode(errors="replace")}.get(outcome.verdict, line)
    me.is_coming = shown != ""
    walk(outcome)
    return shown

def server_tells(data, signal, line):
    server, _, command = signal.partition(",irc_in2_")
    me.is_coming = False
    if command not in SHOWN:
        walk(me.messenger.irc_in(account_of(server), line))
    return w.WEECHAT_RC_OK

def before_command(data, buffer, command):
    """A second command can hide behind a line break; what is private would not follow a new name of a server."""
    is_wrong = "\r" in command or "\n" in command or command.split()[:2] == ["/server", "rename"]
    return w.WEECHAT_RC_OK_EAT if is_wrong else w.WEECHAT_RC_OK

@or_else({})
def before_echo(data, line):
    """/msg and /query echo a text before they send it, whatever becomes of it."""
    server, peer = place_of(line["buffer"])
    message = w.string_remove_color(line["message"], "")
    if message.startswith("MSG("):
        peer = message[4:].partition(")")[0]
    is_ours = me.is_coming or ",subrosa," in line["tags"] or not server or not peer
    return {} if is_ours or me.messenger.may_send(account_of(server), peer) else {"buffer": ""}

def connection_changed(data, signal, server):
    account = account_of(server)
    if signal == "irc_server_disconnected":
        walk(me.messenger.online(account, False))
        return w.WEECHAT_RC_OK
    pause = w.config_integer(w.config_get("irc.server_default.anti_flood_prio_high"))
    walk(me.messenger.set(account, line_chars=360, burst=1, interval_ms=1000 * pause))
    if server not in me.attached:
        nick = w.info_get("irc_nick", server) if dict(entries()).get(server) else ""
        walk(me.messenger.attach(account, "irc", **({"nick": nick} if nick else {})))
        me.attached.add(server)
    return w.WEECHAT_RC_OK

def window_opened(data, signal, buffer):
    server, peer = place_of(buffer)
    for title in me.messenger.titles(account_of(server), peer) if server and peer else []:
        on_title(title)
    return w.WEECHAT_RC_OK

def typed_words(data, buffer, words):
    server, peer = place_of(buffer)
    walk(me.messenger.command(account_of(server) if server else None, peer, words))
    return w.WEECHAT_RC_OK

def end():
    walk(me.messenger.leave())
    me.messenger.close()
    return w.WEECHAT_RC_OK

def begin():
    me.messenger = subrosa.Messenger()
    walk(me.messenger.opened)
    for when, names, hook in (("1|irc_out1_", TEXTS, "before_sending"), ("1|irc_out_", TEXTS[:2], "last_guard"),
                              ("60000|irc_in2_", SHOWN, "before_showing")):
        for name in names:
            w.hook_modifier(when + name, hook, "")
    for what in ("connecting", "connected", "disconnected"):
        w.hook_signal(f"irc_server_{what}", "connection_changed", "")
    w.hook_signal("*,irc_in2_*", "server_tells", "")
    w.hook_signal("irc_pv_opened", "window_opened", "")
    w.hook_signal("buffer_title_changed", "title_changed", "")
    for command in ("/quote*", "/server*"):
        w.hook_command_run(command, "before_command", "")
    w.hook_line("formatted", "irc.*", "self_msg+irc_privmsg", "before_echo", "")
    w.hook_command("subrosa", "private conversations, one to one", "<word> [<nick>] [<more>]",
                   "/subrosa help lists the words.", "start|end|status|accept|decline|verify|help", "typed_words", "")
    for server in [name for name, is_connected in entries() if is_connected]:
        connection_changed("", "irc_server_connected", server)

if w.register("subrosa", "the Subrosa project", "0.1.0", "MIT", "Private conversations on IRC", "end", ""):
    begin()
