"""Real servers of IRC on loopback, with what stands before and beside them: services and a bouncer."""
import os
import shutil

from networks import ROOT, Irc, Network
from rig import free_port

# A host as long as a server shows one, for who asks for it.
LONG_HOST = ".".join(["host" * 5] * 3)[:60] + ".ex"
LOGIN = "correct-horse"
AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if ROOT else []


def give_to_nobody(directory):
    """What does not want to be root is nobody, then."""
    for place, _, files in os.walk(directory) if ROOT else []:
        for file in [place, *(os.path.join(place, name) for name in files)]:
            shutil.chown(file, 65534, 65534)


class Ircd(Network):
    """A server of IRC that is configured by one file."""

    name = None
    place = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    # Where servers of Debian may be that cannot be installed beside each other.
    unpacked = os.environ.get("E2E_IRCDS", "")

    address, person, texts = Irc.address, Irc.person, Irc.texts

    @property
    def protocol(self):
        return self.name

    @classmethod
    def program(cls):
        return shutil.which(cls.name, path=f"{cls.unpacked}:{cls.place}")

    def write(self, file, text):
        path = os.path.join(self.directory, file)
        with open(path, "w", encoding="utf-8") as to:
            to.write(text)
        if ROOT:
            os.chmod(self.directory, 0o777)
        return path


class Ngircd(Ircd):
    """Its prefix is short unless somebody has the mode +x, and then of 63 characters."""

    name = "ngircd"

    async def prepare(self, people):
        self.conf = self.write("conf", f"""
[Global]
Name = irc.example.net
Info = a server for one test
Listen = 127.0.0.1
MotdPhrase = Hello.
Ports = {self.port}
{"ServerUID = nobody" if ROOT else ""}
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 30
MaxPenaltyTime = 0
PingTimeout = 300
[Options]
CloakHost = {LONG_HOST}
DNS = no
Ident = no
PAM = no
[Operator]
Name = oper
Password = secret
""")

    def command(self):
        return [self.program(), "-n", "-f", self.conf]


class Inspircd(Ircd):
    """With the modules that change what lines are, and a place for services."""

    name = "inspircd"
    MODULES = ["cap", "ircv3", "ircv3_accounttag", "ircv3_batch", "ircv3_capnotify", "ircv3_chghost", "ircv3_ctctags",
               "ircv3_echomessage", "ircv3_labeledresponse", "ircv3_msgid", "ircv3_servertime", "monitor", "watch",
               "vhost", "callerid", "botmode", "services_account", "spanningtree", "hidechans", "deaf", "svshold",
               "servprotect"]

    def __init__(self, directory, strict=False):
        super().__init__(directory, strict)
        self.services_port = free_port()

    async def prepare(self, people):
        # Unless it is to be strict, it takes lines as fast as they come.
        pace = '' if self.strict else 'commandrate="100000" threshold="1000" fakelag="no" recvq="64K"'
        modules = "\n".join(f'<module name="{module}">' for module in self.MODULES)
        paths = " ".join(f'{kind}dir="{self.directory}"' for kind in ("config", "data", "log", "runtime"))
        self.conf = self.write("conf", f"""
<server name="irc.example.net" description="a server for one test" network="ExampleNet" id="001">
<admin name="nobody" email="nobody@example.net" nick="nobody">
<bind address="127.0.0.1" port="{self.port}" type="clients">
<bind address="127.0.0.1" port="{self.services_port}" type="servers">
<connect allow="*" timeout="60" pingfreq="300" {pace} localmax="100" globalmax="100" maxconnwarn="no"
 resolvehostnames="no" useident="no">
<limits maxnick="30" maxuser="10" maxhost="64">
<pid file="{self.directory}/pid">
<path {paths} moduledir="/usr/lib/inspircd/modules">
{modules}
<vhost user="long" pass="secret" host="{LONG_HOST}">
<class name="all" commands="*" usermodes="*" chanmodes="*">
<type name="all" classes="all">
<oper name="oper" password="secret" host="*@*" type="all">
<link name="services.example.net" ipaddr="127.0.0.1" port="{self.services_port}" allowmask="127.0.0.1"
 sendpass="linked" recvpass="linked">
<uline server="services.example.net" silent="yes">
""")

    def command(self):
        return [self.program(), "--runasroot", "--nofork", "--config", self.conf]


class Hybrid(Ircd):
    """Everybody has a host of 63 characters."""

    name = "ircd-hybrid"

    async def prepare(self, people):
        modules = os.path.join(os.path.realpath(self.program()), "../../lib/ircd-hybrid/modules")
        self.conf = self.write("conf", f"""
serverinfo {{ name = "irc.example.net"; description = "a server for one test"; network_name = "ExampleNet";
    network_description = "for one test"; hub = no; default_max_clients = 100; max_nick_length = 30; }};
admin {{ name = "nobody"; description = "nobody"; email = "<nobody@example.net>"; }};
class {{ name = "all"; ping_time = 5 minutes; max_number = 100; number_per_ip_local = 100;
    number_per_ip_global = 100; max_perip_local = 100; max_perip_global = 100; sendq = 1 megabyte;
    recvq = 8000 bytes; min_idle = 0; max_idle = 0; }};
listen {{ host = "127.0.0.1"; port = {self.port}; }};
auth {{ user = "*@*"; class = "all"; spoof = "{LONG_HOST}"; flags = exceed_limit, no_tilde, can_flood; }};
operator {{ name = "oper"; user = "*@*"; password = "secret"; encrypted = no; class = "all";
    flags = kill, local_kill; umodes = servnotice; }};
general {{ disable_auth = yes; throttle_count = 0; throttle_time = 0 seconds; max_accept = 50;
    no_oper_flood = yes; default_floodcount = 0; caller_id_wait = 1 minute; }};
modules {{ path = "{modules}"; path = "{modules}/extra"; path = "{modules}/autoload"; }};
log {{ use_logging = no; }};
""")

    def command(self):
        files = [word for option, file in (("pidfile", "pid"), ("logfile", "ircd.log"), ("klinefile", "kline"),
                                           ("dlinefile", "dline"), ("xlinefile", "xline"), ("resvfile", "resv"))
                 for word in ("-" + option, os.path.join(self.directory, file))]
        return [*AS_NOBODY, self.program(), "-foreground", "-configfile", self.conf, *files]


class Znc(Network):
    """A bouncer in front of a server, for one user. It keeps what comes while nobody is there."""

    protocol = "znc"
    address, person, texts = Irc.address, Irc.person, Irc.texts

    def __init__(self, directory, server, user="alice", ident=None):
        super().__init__(directory)
        self.server, self.user, self.ident = server, user, ident or user

    async def prepare(self, people):
        os.makedirs(os.path.join(self.directory, "configs"))
        with open(os.path.join(self.directory, "configs", "znc.conf"), "w", encoding="utf-8") as file:
            file.write(f"""
Version = 1.8.2
LoadModule = log
<Listener all>
    AllowIRC = true
    AllowWeb = false
    Host = 127.0.0.1
    IPv4 = true
    IPv6 = false
    Port = {self.port}
    SSL = false
</Listener>
<User {self.user}>
    Nick = {self.user}
    AltNick = {self.user}_
    Ident = {self.ident}
    RealName = {self.user}
    Pass = plain#secret
    Buffer = 500
    ChanBufferSize = 500
    QueryBufferSize = 500
    AutoClearChanBuffer = true
    AutoClearQueryBuffer = true
    <Network net>
        Server = 127.0.0.1 {self.server.port}
        FloodBurst = 100
        FloodRate = 100.00
    </Network>
</User>
""")
        give_to_nobody(self.directory)

    def command(self):
        return [*AS_NOBODY, "znc", "--foreground", "--no-color", "--datadir", self.directory]


class Atheme(Network):
    """Services beside InspIRCd: NickServ, ChanServ and the others."""

    protocol = "atheme"

    def __init__(self, directory, server):
        super().__init__(directory)
        self.server = server
        self.port = server.port  # it listens nowhere

    async def prepare(self, people):
        modules = ["protocol/inspircd", "backend/opensex", "crypto/pbkdf2v2", "nickserv/main", "nickserv/identify",
                   "nickserv/register", "nickserv/set_core", "nickserv/set_password", "nickserv/ghost",
                   "nickserv/regain", "nickserv/release", "nickserv/enforce", "nickserv/info", "nickserv/help",
                   "nickserv/logout", "nickserv/drop", "chanserv/main", "chanserv/register", "chanserv/op",
                   "chanserv/help", "memoserv/main", "memoserv/send", "memoserv/list", "memoserv/read",
                   "operserv/main", "global/main"]
        self.conf = os.path.join(self.directory, "conf")
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write("\n".join(f'loadmodule "modules/{module}";' for module in modules) + f"""
serverinfo {{ name = "services.example.net"; desc = "services"; numeric = "00A"; recontime = 1; netname = "ExampleNet";
    adminname = "nobody"; adminemail = "nobody@example.net"; registeremail = "nobody@example.net";
    auth = none; loglevel = {{ error; info; admin; network; wallops; }}; maxcertfp = 0; maxlogins = 5;
    maxusers = 0; mdlimit = 30; emaillimit = 10; emailtime = 300; casemapping = rfc1459; }};
uplink "irc.example.net" {{ host = "127.0.0.1"; port = {self.server.services_port}; send_password = "linked";
    receive_password = "linked"; }};
nickserv {{ nick = "NickServ"; user = "NickServ"; host = "services.example.net"; real = "services"; }};
chanserv {{ nick = "ChanServ"; user = "ChanServ"; host = "services.example.net"; real = "services"; }};
memoserv {{ nick = "MemoServ"; user = "MemoServ"; host = "services.example.net"; real = "services"; }};
operserv {{ nick = "OperServ"; user = "OperServ"; host = "services.example.net"; real = "services"; }};
global {{ nick = "Global"; user = "Global"; host = "services.example.net"; real = "services"; }};
general {{ commit_interval = 5; flood_msgs = 0; ratelimit_uses = 100; ratelimit_period = 1; kline_time = 1; }};
""")
        give_to_nobody(self.directory)

    def command(self):
        inside = [word for option, file in (("-l", "services.log"), ("-p", "pid"))
                  for word in (option, os.path.join(self.directory, file))]
        return [*AS_NOBODY, "atheme-services", "-n", "-c", self.conf, "-D", self.directory, *inside]
