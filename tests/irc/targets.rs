//! In which conversation a line stands.

use subrosa::irc::target::{conversation, is_channel};
use subrosa::irc::{Conversation, Line, Server};

fn server(lines: &[&str]) -> Server {
    let mut server = Server::in_the_middle(b"alice");
    for line in lines {
        server.read(&Line::parse(line.as_bytes()).unwrap());
    }
    server
}

#[test]
fn a_line_stands_in_the_conversation_of_whoever_is_not_us() {
    use Conversation::{Channel, From, Others, Own, Server};
    let server = server(&[]);
    for (raw, expected) in [
        (":bob!b@h PRIVMSG alice :hi", Some(From(b"bob"))),
        (":bob!b@h PRIVMSG ALICE :hi", Some(From(b"bob"))),
        (":bob!b@h notice alice :hi", Some(From(b"bob"))),
        ("@+x=1 :bob!b@h TAGMSG alice", Some(From(b"bob"))),
        (":bob PRIVMSG alice :hi", Some(From(b"bob"))),
        (":*status!znc@znc.in PRIVMSG alice :hi", Some(From(b"*status"))),
        (":alice!a@h PRIVMSG bob :hi", Some(Own(b"bob"))),
        (":Alice!a@h PRIVMSG bob :hi", Some(Own(b"bob"))),
        (":alice!a@h PRIVMSG alice :to myself", Some(Own(b"alice"))),
        (":bob!b@h PRIVMSG #room :hi", Some(Channel(b"#room"))),
        (":alice!a@h PRIVMSG #room :hi", Some(Channel(b"#room"))),
        (":bob!b@h PRIVMSG @#room :hi", Some(Channel(b"@#room"))),
        (":irc.example.net NOTICE alice :hi", Some(Server)),
        (":irc.example.net NOTICE * :*** Looking up", Some(Server)),
        ("NOTICE AUTH :*** Looking up", Some(Server)),
        (":bob!b@h PRIVMSG alice_ :hi", Some(Others { from: b"bob", to: b"alice_" })),
        (":oper!o@h NOTICE $*.net :hi", Some(Others { from: b"oper", to: b"$*.net" })),
        (":bob!b@h JOIN alice", None),
        (":bob!b@h PRIVMSG", None),
    ] {
        let line = Line::parse(raw.as_bytes()).unwrap();
        assert_eq!(conversation(&line, &server), expected, "{raw}");
    }
}

#[test]
fn our_nick_is_compared_as_the_server_does() {
    let from = |server: &Server| {
        let line = Line::parse(b":bob!b@h PRIVMSG a{ :hi").unwrap();
        matches!(conversation(&line, server), Some(Conversation::From(_)))
    };
    let mut server = Server::in_the_middle(b"A[");
    assert!(from(&server), "rfc1459, while nothing else is known");
    server.read(&Line::parse(b":s 005 A[ CASEMAPPING=ascii :are supported").unwrap());
    assert!(!from(&server));
}

#[test]
fn before_our_nick_is_known_nobody_is_us() {
    let line = Line::parse(b":bob!b@h PRIVMSG alice :hi").unwrap();
    let found = conversation(&line, &Server::default());
    assert_eq!(found, Some(Conversation::Others { from: b"bob", to: b"alice" }));
}

#[test]
fn channels_are_what_everybody_knows_and_what_the_server_adds() {
    let plain = server(&[]);
    for target in ["#room", "&local", "@#room", "+#room", "~&#room", "#a,#b", "##x"] {
        assert!(is_channel(target.as_bytes(), &plain), "{target}");
    }
    for target in ["bob", "=room", "#a,bob", "bob,#a", "$*", "*", "", "@", ".#ops", "\u{e9}"] {
        assert!(!is_channel(target.as_bytes(), &plain), "{target}");
    }
    assert!(is_channel(b"#gr\xfc\xdfe", &plain), "whatever its bytes");
    let more = server(&[":s 005 alice CHANTYPES=#= STATUSMSG=.@ :are supported"]);
    for target in ["=room", "#room", ".#ops", "@=room", ".=ops"] {
        assert!(is_channel(target.as_bytes(), &more), "{target}");
    }
    assert!(!is_channel(b"=room,bob", &more), "a list with a person in it");
}

/// The twin: without the filter in `server::marks` what is private could pass as a channel's.
#[test]
fn no_server_makes_a_person_a_channel() {
    let all: String = ('!'..='~').collect();
    let both = format!(":s 005 alice CHANTYPES={all} STATUSMSG={all} :are supported");
    let types = format!(":s 005 alice CHANTYPES={all} :are supported");
    // One that announces everything, one that leaves the marks alone, one that says nothing.
    let servers = [server(&[&both]), server(&[&types]), server(&[])];
    assert!(is_channel(b"=room", &servers[0]) && is_channel(b"=room", &servers[1]));
    // What RFC 2812 lets a nick begin with, what bouncers have, and what stands before a nick.
    let starts = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("[]\\`_^{|}-*".chars());
    let nicks: Vec<String> = starts.map(|start| format!("{start}ob")).collect();
    for server in &servers {
        for nick in &nicks {
            for mark in ["", "@", "~", "%", "~@"] {
                let target = format!("{mark}{nick}");
                assert!(!is_channel(target.as_bytes(), server), "{target}");
            }
        }
        for target in ["$irc.example", ":bob", "bob,carol", "#a,bob", "*"] {
            assert!(!is_channel(target.as_bytes(), server), "{target}");
        }
    }
}
