//! What connections tell: those of real servers, from their first line.

use subrosa::guard::CaseMapping;
use subrosa::irc::{Capability, Changes, Line, Server, length};

fn read(server: &mut Server, raw: &str) -> Changes {
    server.read(&Line::parse(raw.as_bytes()).unwrap())
}

/// Longest nick, user, host and line.
fn limits(server: &Server) -> (usize, usize, usize, usize) {
    let limits = server.limits();
    (limits.nick, limits.user, limits.host, limits.line)
}

fn room(server: &Server) -> usize {
    length::room(server, "PRIVMSG", b"bob")
}

/// Lines of ngircd 26.1. It delivered a text of 473 bytes whole, and cut one of 474.
#[test]
fn a_connection_to_ngircd_knows_at_last_how_much_a_line_carries() {
    let mut server = Server::default();
    assert!(!server.is_ready());
    assert_eq!(room(&server), 512 - 31 - 20 - 63 - 19);
    let changes = read(
        &mut server,
        ":irc.example.net 001 alice :Welcome to the Internet Relay Network alice!~alice@127.0.0.1",
    );
    assert!(changes.ready && changes.nick && !changes.case_mapping);
    assert_eq!((server.nick(), server.host()), (Some(&b"alice"[..]), None));
    let changes = read(
        &mut server,
        ":irc.example.net 005 alice RFC2812 IRCD=ngIRCd CHARSET=UTF-8 CASEMAPPING=ascii PREFIX=(qaohv)~&@%+ CHANTYPES=#&+ CHANMODES=beI,k,l,imMnOPQRstVz CHANLIMIT=#&+:10 :are supported on this server",
    );
    assert!(changes.case_mapping && !changes.length);
    assert_eq!(server.case_mapping(), Some(CaseMapping::Ascii));
    let changes = read(
        &mut server,
        ":irc.example.net 005 alice CHANNELLEN=50 NICKLEN=20 TOPICLEN=490 AWAYLEN=127 KICKLEN=400 MODES=5 MAXLIST=beI:50 EXCEPTS=e INVEX=I PENALTY FNC :are supported on this server",
    );
    assert!(changes.length);
    assert_eq!(limits(&server), (20, 20, 63, 512));
    assert_eq!(room(&server), 512 - 5 - 20 - 63 - 19);
    let changes = read(&mut server, ":alice!~alice@127.0.0.1 JOIN :#c");
    assert!(changes.length && !changes.nick);
    assert_eq!(room(&server), 473);
    let changes = read(&mut server, ":alice!~alice@127.0.0.1 NICK :caroline");
    assert!(changes.length && changes.nick);
    assert_eq!((server.nick(), room(&server)), (Some(&b"caroline"[..]), 470));
}

#[test]
fn a_host_that_changes_makes_lines_longer_or_shorter() {
    let mut server = Server::in_the_middle(b"alice");
    assert!(server.is_ready());
    let unknown = room(&server);
    let changes = read(&mut server, ":s 396 alice cloak.example :is now your displayed host");
    assert!(changes.length);
    assert_eq!((server.user(), server.host()), (None, Some(&b"cloak.example"[..])));
    assert_eq!(room(&server), unknown + 63 - 13);
    read(&mut server, ":s 396 alice ~al@other.example :is now your visible host");
    assert_eq!((server.user(), server.host()), (Some(&b"~al"[..]), Some(&b"other.example"[..])));
    read(&mut server, ":alice!~al@other.example CHGHOST al third.example");
    assert_eq!((server.user(), server.host()), (Some(&b"al"[..]), Some(&b"third.example"[..])));
    read(&mut server, ":alice!al@fourth.example PRIVMSG bob :echoed");
    assert_eq!(server.host(), Some(&b"fourth.example"[..]));
    let changes = read(&mut server, ":bob!b@fifth.example CHGHOST b sixth.example");
    assert_eq!(changes, Changes::default());
    assert_eq!(server.host(), Some(&b"fourth.example"[..]), "it was somebody else");
}

#[test]
fn a_line_from_us_out_of_a_batch_may_be_old_and_says_nothing_of_our_host() {
    let mut server = Server::in_the_middle(b"alice");
    read(&mut server, ":alice!a@a.long.host.example JOIN #room");
    let before = room(&server);
    read(&mut server, "@batch=7 :alice!a@h PRIVMSG bob :said last year");
    read(&mut server, "@batch=7 :alice!a@h NICK alicia");
    assert_eq!((room(&server), server.nick()), (before, Some(&b"alice"[..])));
}

#[test]
fn a_new_connection_forgets_how_the_old_one_was_shown() {
    let mut server = Server::in_the_middle(b"alice");
    read(&mut server, ":alice!a@h JOIN #room");
    let changes = read(&mut server, ":s 001 alice_ :Welcome");
    assert!(changes.nick && changes.length && !changes.ready);
    assert_eq!((server.nick(), server.user()), (Some(&b"alice_"[..]), None));
}

#[test]
fn limits_that_inspircd_announces_are_taken() {
    let mut server = Server::default();
    read(
        &mut server,
        ":s 005 a HOSTLEN=64 KEYLEN=32 LINELEN=512 NICKLEN=30 USERLEN=10 :are supported by this server",
    );
    assert_eq!(limits(&server), (30, 10, 64, 512));
    read(&mut server, ":s 005 a LINELEN=2048 -NICKLEN -HOSTLEN= :are supported by this server");
    assert_eq!(limits(&server), (31, 10, 63, 2_048));
}

#[test]
fn a_case_mapping_changes_as_often_as_the_server_says() {
    let mut server = Server::default();
    for (announced, known) in [
        ("CASEMAPPING=rfc1459", Some(CaseMapping::Rfc1459)),
        ("CASEMAPPING=ASCII", Some(CaseMapping::Ascii)),
        ("casemapping=strict-rfc1459", Some(CaseMapping::StrictRfc1459)),
        ("CASEMAPPING=rfc1459-strict", Some(CaseMapping::StrictRfc1459)),
        ("CASEMAPPING=rfc7613", None),
        ("CASEMAPPING=ascii", Some(CaseMapping::Ascii)),
        ("-CASEMAPPING", None),
        ("CASEMAPPING", None),
    ] {
        let before = server.case_mapping();
        let changes = read(&mut server, &format!(":s 005 a {announced} :are supported"));
        assert_eq!(server.case_mapping(), known, "{announced}");
        assert_eq!(changes.case_mapping, before != known, "{announced}");
    }
}

#[test]
fn capabilities_are_in_use_once_they_are_acknowledged() {
    let mut server = Server::default();
    let changes = read(&mut server, ":s CAP * LS :batch echo-message server-time");
    assert!(!changes.capabilities && !server.has(Capability::Batch), "offered alone");
    let changes = read(&mut server, ":s CAP * ACK :batch echo-message znc.in/self-message sasl");
    assert!(changes.capabilities);
    assert!(server.has(Capability::Batch) && server.has(Capability::SelfMessage));
    assert!(!server.has(Capability::ServerTime));
    read(&mut server, ":irc.znc.in CAP alice ACK :server-time -echo-message");
    assert!(server.has(Capability::ServerTime) && !server.has(Capability::EchoMessage));
    read(&mut server, ":s CAP alice DEL batch");
    assert!(!server.has(Capability::Batch));
    read(&mut server, ":s CAP * NAK :labeled-response");
    assert!(!server.has(Capability::LabeledResponse));
    for nothing in ["CAP", "CAP *", "CAP * ACK", "CAP * ACK :", "CAP * ACK ACK"] {
        assert_eq!(read(&mut server, nothing), Changes::default(), "{nothing}");
    }
}

#[test]
fn a_connection_whose_beginning_was_not_seen_is_known_by_what_comes_to_who_is_registered() {
    for line in [
        ":s 353 alice = #room :@alice bob",
        ":s 366 alice #room :End of /NAMES list",
        ":s 301 alice bob :gone fishing",
        ":s 401 alice nobody :No such nick",
        ":bob!b@h PRIVMSG alice :hello",
        ":NickServ!s@services NOTICE alice :You are logged in",
        ":*status!znc@znc.in PRIVMSG alice :attached",
    ] {
        let mut server = Server::default();
        read(&mut server, ":bob!b@h JOIN #room");
        read(&mut server, ":bob!b@h PRIVMSG #room :hello all");
        let changes = read(&mut server, line);
        assert!(changes.ready && changes.nick, "{line}");
        assert_eq!(server.nick(), Some(&b"alice"[..]), "{line}");
        assert!(!read(&mut server, ":s 366 carol #room :End of /NAMES list").nick, "{line}");
    }
}

#[test]
fn what_comes_before_the_greeting_or_to_others_says_of_no_connection_that_it_was_there() {
    for lines in [
        &[":s NOTICE * :*** Looking up your hostname", ":s 353 alice = #room :x"][..],
        &["NOTICE AUTH :*** Looking up your hostname", ":bob!b@h PRIVMSG alice :x"],
        &[":s CAP * LS :batch", ":s 301 alice bob :gone"],
        &[":s 433 * alice :Nickname is already in use", ":s 251 alice :There are 3 users"],
        &[":s 020 * :Please wait", ":bob!b@h PRIVMSG alice :x"],
        &[":s 433 alice bob :Nickname is already in use"],
        &[":s 451 alice JOIN :You have not registered"],
        &[":s 900 alice alice!a@h alice :You are now logged in"],
        &[":s NOTICE alice :a server says so"],
        &[":bob!b@h PRIVMSG #room :x", ":bob!b@h PRIVMSG @#room :x", ":bob!b@h NOTICE $*.net :x"],
        &[":bob!b@h PRIVMSG alice,carol :x", ":bob!b@h PRIVMSG a*!*@* :x", ":bob PRIVMSG alice :x"],
        &["PING :s", ":s PONG s :alice", ":s 353", ":s 353 :", ":bob!b@h JOIN alice"],
    ] {
        let mut server = Server::default();
        for line in lines {
            read(&mut server, line);
        }
        assert!(!server.is_ready(), "{lines:?}");
        assert!(read(&mut server, ":s 001 alice :Welcome").ready, "{lines:?}");
    }
}
