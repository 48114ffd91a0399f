//! What lines of a client carry, and to whom.

use subrosa::irc::target::{Carrier, outgoing};
use subrosa::irc::{Line, Outgoing};

fn carries(raw: &str) -> Option<(Carrier, String, String)> {
    match outgoing(&Line::parse(raw.as_bytes()).unwrap()) {
        Outgoing::Text { carrier, targets, text } => {
            let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let (targets, said) = (string(targets), string(text));
            Some((carrier, targets, said))
        }
        _ => None,
    }
}

fn is(raw: &str, kind: Outgoing<'_>) -> bool {
    outgoing(&Line::parse(raw.as_bytes()).unwrap()) == kind
}

#[test]
fn every_command_that_carries_a_text_says_to_whom() {
    use Carrier::{Comment, Message, Notice, Tags};
    for (raw, carrier, targets, text) in [
        ("PRIVMSG bob :hi all", Message, "bob", "hi all"),
        ("privmsg bob hi", Message, "bob", "hi"),
        (":alice!a@h PRIVMSG bob,carol :hi", Message, "bob,carol", "hi"),
        ("@label=1   PRIVMSG   bob   :hi", Message, "bob", "hi"),
        ("PRIVMSG :bob", Message, "bob", ""),
        ("NOTICE $*.net :down at eight", Notice, "$*.net", "down at eight"),
        ("@+react=x TAGMSG bob", Tags, "bob", ""),
        ("CPRIVMSG bob #room :hi", Message, "bob", "hi"),
        ("CNOTICE bob #room :hi", Notice, "bob", "hi"),
        ("SQUERY IRCserv :HELP privmsg", Message, "IRCserv", "HELP privmsg"),
        ("KILL bob :spam", Comment, "bob", "spam"),
        ("REDACT bob id123 :oops", Comment, "bob", "oops"),
        ("WHISPER #room bob,carol :psst", Comment, "bob,carol", "psst"),
    ] {
        assert_eq!(carries(raw), Some((carrier, targets.into(), text.into())), "{raw}");
    }
}

#[test]
fn a_text_without_a_target_and_a_command_of_nobody_are_unknown() {
    for raw in
        ["PRIVMSG", "NOTICE", "TAGMSG", "WHISPER #room", "KILL", "MSG bob :hi", "XYZZY bob :hi"]
    {
        assert!(is(raw, Outgoing::Unknown), "{raw}");
    }
}

#[test]
fn what_carries_no_text_to_a_person_is_harmless() {
    for raw in [
        "JOIN #room",
        "part #room :bye all",
        "PING x",
        "NickServ IDENTIFY secret",
        "AWAY :gone",
        "WHOIS bob",
        "MONITOR + bob",
        "CAP REQ :batch",
        "MODE bob +i",
        "INVITE bob #room",
    ] {
        assert!(is(raw, Outgoing::Harmless), "{raw}");
    }
    assert!(is("BATCH +1 draft/multiline bob", Outgoing::Batch));
}
