//! Servers that mean harm. What is remembered is bounded, and nothing that is announced makes a
//! line longer than the others get it.

use subrosa::irc::{
    Batches, Ctcp, IrcError, LINE, Line, MAX_LINE, Server, clock, length, target, tokens,
};

fn announced(text: &str) -> Server {
    let mut server = Server::default();
    let line = format!(":s 005 a {text} :are supported");
    server.read(&Line::parse(line.as_bytes()).unwrap());
    server
}

#[test]
fn a_line_without_end_is_refused_and_one_of_a_megabyte_is_read() {
    for piece in ["a", " ", ":", "@", ";", "a=\\", "!@", "\x01", "a ", "é"] {
        for start in
            ["", "@", ":", "PRIVMSG ", "PRIVMSG bob :", ":s 005 a ", "BATCH +a ", "CAP * ACK :"]
        {
            let long = [start.as_bytes(), &piece.repeat(MAX_LINE + 1).into_bytes()[..MAX_LINE + 1]]
                .concat();
            assert!(Line::parse(&long[..=MAX_LINE]).is_err());
            let Ok(line) = Line::parse(&long[..MAX_LINE]) else { continue };
            assert!(line.parameters().len() <= 15);
            let (mut server, mut batches) = (Server::default(), Batches::default());
            server.read(&line);
            batches.read(&line);
            let _ = (target::outgoing(&line), target::conversation(&line, &server));
            let _ = (tokens(&line).count(), clock::said(&line));
            let _ = line.parameters().last().and_then(|last| Ctcp::parse(last));
            assert!(format!("{server:?}").len() < 8_000, "{start} {piece}");
            assert!(format!("{batches:?}").len() < 8_000, "{start} {piece}");
        }
    }
    assert_eq!(Line::parse(&vec![b'a'; MAX_LINE + 1]), Err(IrcError::TooLong));
    assert_eq!(Line::parse(&vec![b'\n'; 2 * MAX_LINE]), Err(IrcError::NoCommand));
}

#[test]
fn limits_that_cannot_be_change_nothing() {
    let plain = Server::default();
    for text in [
        "NICKLEN=0",
        "NICKLEN=",
        "NICKLEN",
        "NICKLEN=-1",
        "NICKLEN=129",
        "NICKLEN=18446744073709551616",
        "NICKLEN=ten",
        "USERLEN=1000000",
        "HOSTLEN=512",
        "LINELEN=0",
        "LINELEN=511",
        "LINELEN=1048577",
        "LINELEN=99999999999999999999",
        "LINELEN=\\xff",
    ] {
        assert_eq!(announced(text).limits(), plain.limits(), "{text}");
    }
    let widest = announced("NICKLEN=128 USERLEN=128 HOSTLEN=128");
    assert_eq!(length::room(&widest, "PRIVMSG", b"bob"), LINE - 3 * 128 - 19);
    assert_eq!(length::room(&widest, "PRIVMSG", &[b'a'; 600]), 0);
}

#[test]
fn names_that_cannot_be_are_not_ours() {
    let long = "x".repeat(1_025);
    let mut server = Server::in_the_middle(b"alice");
    for raw in [
        format!(":alice!{long}@host JOIN #room"),
        format!(":alice!user@{long} JOIN #room"),
        format!(":alice NICK {long}"),
        ":alice NICK :".to_owned(),
        ":alice NICK :two words".to_owned(),
        ":alice NICK".to_owned(),
        format!(":s 396 alice {long}"),
        ":s 396 alice :".to_owned(),
        ":s 396 alice".to_owned(),
        ":alice CHGHOST user".to_owned(),
        ":alice CHGHOST user :".to_owned(),
        ":alice!@ JOIN #room".to_owned(),
    ] {
        server.read(&Line::parse(raw.as_bytes()).unwrap());
        assert_eq!(server, Server::in_the_middle(b"alice"), "{raw}");
    }
    server.read(&Line::parse(format!(":s 001 {long}").as_bytes()).unwrap());
    assert_eq!(server.nick(), None);
}

#[test]
fn announcements_are_read_whatever_is_in_them() {
    let line =
        Line::parse(b":s 005 a A=\\x20b\\x2 -B= =C - \\x41=\\x \xff=\xff :are supported").unwrap();
    let found: Vec<_> = tokens(&line).collect();
    let told: Vec<(&[u8], bool, &[u8])> =
        found.iter().map(|token| (token.name, token.withdrawn, token.value.as_ref())).collect();
    let expected: [(&[u8], bool, &[u8]); 4] = [
        (b"A", false, b" b\\x2"),
        (b"B", true, b""),
        (b"\\x41", false, b"\\x"),
        (b"\xff", false, b"\xff"),
    ];
    assert_eq!(told, expected);
    assert_eq!(tokens(&Line::parse(b":s 004 a A=1 B").unwrap()).count(), 0);
    assert_eq!(tokens(&Line::parse(b"005").unwrap()).count(), 0);
}

#[test]
fn why_a_line_was_refused_does_not_repeat_it() {
    let refused = Line::parse(b"PRIVMSG bob :secret\nsecret").unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("secret"));
}

#[test]
fn storms_of_capabilities_batches_and_announcements_leave_little_behind() {
    let (mut server, mut batches) = (Server::default(), Batches::default());
    let long = "x".repeat(5_000);
    for number in 0..1_000 {
        let verb = ["LS", "ACK", "NAK", "NEW", "DEL", "LIST", &long][number % 7];
        for raw in [
            format!(":s CAP * {verb} * :batch -echo-message {long} vendor{number}={long}"),
            format!(
                ":s 005 a KEY{number}={long} CHANTYPES={long}#&!+;<=> STATUSMSG=@+%&~.{number}"
            ),
            format!(":s 005 a CASEMAPPING=m{number} NICKLEN={number} -HOSTLEN={long} :are"),
            format!(
                "@batch=r{} :s BATCH +r{number} chathistory{} {long}",
                number - number % 2,
                number % 9
            ),
            format!("@label={number};batch=r{number} :s BATCH +{} labeled-response", &long[..200]),
        ] {
            // What stands behind some of the lines is not UTF-8.
            let bytes = [raw.as_bytes(), &b"\xff"[..number % 2]].concat();
            let line = Line::parse(&bytes).unwrap();
            server.read(&line);
            batches.read(&line);
        }
    }
    assert!(batches.len() <= subrosa::irc::MAX_BATCHES);
    assert!(format!("{server:?}").len() < 2_000, "{server:?}");
    assert!(format!("{batches:?}").len() < 400_000);
    let room = length::room(&server, "PRIVMSG", b"bob");
    assert!((1..LINE).contains(&room), "{room}");
}
