//! Lines that are written, and what is not.

use subrosa::irc::{IrcError, Line, MAX_LINE, MAX_TAGS, Source, Tags, ctcp, write};

#[test]
fn a_text_smuggles_no_second_line_and_no_parameter() {
    for bad in ["a\r\nQUIT", "a\rQUIT", "a\nQUIT", "a\0", "\r\n", "a\r\n"] {
        assert_eq!(write::message("PRIVMSG", b"bob", bad.as_bytes()), Err(IrcError::Control));
        assert_eq!(write::line(&Line::new("AWAY", &[bad.as_bytes()])), Err(IrcError::Control));
        assert_eq!(write::line(&Line::new("MODE", &[bad.as_bytes(), b"+i"])).ok(), None);
    }
    for (text, line) in [
        ("", "PRIVMSG bob :"),
        (":", "PRIVMSG bob ::"),
        (" hi", "PRIVMSG bob : hi"),
        ("hi", "PRIVMSG bob :hi"),
        (":hi all ", "PRIVMSG bob ::hi all "),
    ] {
        assert_eq!(write::message("PRIVMSG", b"bob", text.as_bytes()).unwrap(), line.as_bytes());
    }
}

#[test]
fn a_text_for_one_reaches_no_second_one() {
    for bad in ["", "bob,carol", "bob carol", ":bob", "bob\r\nQUIT", "bob\0", ",", " bob"] {
        let written = write::message("PRIVMSG", bad.as_bytes(), b"x");
        assert_eq!(written, Err(IrcError::Target), "{bad:?}");
    }
}

#[test]
fn a_parameter_in_the_middle_is_one() {
    for bad in ["", "a b", ":a", " "] {
        let line = Line::new("MODE", &[bad.as_bytes(), b"+i"]);
        assert_eq!(write::line(&line), Err(IrcError::Parameter), "{bad:?}");
    }
    let many = vec![&b"x"[..]; 16];
    assert_eq!(write::line(&Line::new("X", &many)), Err(IrcError::TooManyParameters));
    assert!(write::line(&Line::new("X", &many[..15])).is_ok());
}

#[test]
fn a_command_is_letters_and_digits() {
    for bad in ["PRIVMSG bob", "A\r\nB", "@A", ":A", "A_B", "Ä"] {
        assert_eq!(write::line(&Line::new(bad, &[])), Err(IrcError::Command), "{bad:?}");
    }
    assert_eq!(write::line(&Line::new("", &[])), Err(IrcError::NoCommand));
}

/// A nick, a user, a host.
type Person<'a> = (&'a [u8], Option<&'a [u8]>, Option<&'a [u8]>);

#[test]
fn a_source_is_written_only_if_it_is_read_as_itself() {
    let bad: [Person<'_>; 9] = [
        (b"", None, None),
        (b"a b", None, None),
        (b"a!b", None, None),
        (b"a@b", None, None),
        (b"a\r", None, None),
        (b"a", Some(b"b@c"), None),
        (b"a", Some(b"b c"), None),
        (b"a", None, Some(b"b c")),
        (b"a", None, Some(b"b\nc")),
    ];
    for (nick, user, host) in bad {
        let line = Line::new("PING", &[b"x"]).with_source(Source::new(nick, user, host));
        assert_eq!(write::line(&line), Err(IrcError::Source), "{nick:?} {user:?} {host:?}");
    }
}

#[test]
fn tags_are_escaped_and_keys_are_keys() {
    let mut tags = Tags::default();
    tags.push("+a/b", &b"; \\\r\n:"[..]);
    tags.push("c", &b""[..]);
    let line = Line::new("PING", &[b"x"]).with_tags(tags);
    assert_eq!(write::line(&line).unwrap(), br"@+a/b=\:\s\\\r\n:;c PING x");
    for bad in ["", "a b", "a;b", "a=b", "a\nb"] {
        let mut tags = Tags::default();
        tags.push(bad, &b"1"[..]);
        assert_eq!(write::line(&Line::new("PING", &[]).with_tags(tags)), Err(IrcError::Tag));
    }
    let mut tags = Tags::default();
    tags.push("a", &b"\0"[..]);
    assert_eq!(write::line(&Line::new("PING", &[]).with_tags(tags)), Err(IrcError::Control));
}

#[test]
fn what_is_too_long_to_be_read_is_not_written() {
    // `@a=`, a space behind.
    for (length, fits) in [(MAX_TAGS - 4, true), (MAX_TAGS - 3, false)] {
        let mut tags = Tags::default();
        tags.push("a", vec![b'x'; length]);
        let written = write::line(&Line::new("PING", &[]).with_tags(tags));
        assert_eq!(written.clone().err(), (!fits).then_some(IrcError::TagsTooLong));
        let raw = [b"@a=", &vec![b'x'; length][..], b" PING"].concat();
        assert_eq!(Line::parse(&raw).is_ok(), fits);
    }
    let around = b"PRIVMSG bob :".len();
    for (length, fits) in [(MAX_LINE - around, true), (MAX_LINE - around + 1, false)] {
        let text = vec![b'x'; length];
        let written = write::message("PRIVMSG", b"bob", &text);
        assert_eq!(written.err(), (!fits).then_some(IrcError::TooLong));
        let raw = [b"PRIVMSG bob :", &text[..], b"\r\n"].concat();
        assert_eq!(Line::parse(&raw).is_ok(), fits);
    }
}

#[test]
fn another_text_leaves_what_stood_before_it_byte_for_byte() {
    for (raw, line) in [
        ("@b;a= :x!y@z  PRIVMSG  bob  :hi all", "@b;a= :x!y@z  PRIVMSG  bob  :[?] hi all"),
        ("PRIVMSG bob hi\r\n", "PRIVMSG bob :[?] hi all"),
        ("PRIVMSG bob :", "PRIVMSG bob :[?] hi all"),
    ] {
        let parsed = Line::parse(raw.as_bytes()).unwrap();
        assert_eq!(write::with_text(&parsed, b"[?] hi all").unwrap(), line.as_bytes());
    }
    let none = Line::parse(b"PING").unwrap();
    assert_eq!(write::with_text(&none, b"x"), Err(IrcError::Parameter));
}

#[test]
fn a_command_in_a_text_has_one_end() {
    assert_eq!(ctcp::write("ACTION", b"waves").unwrap(), b"\x01ACTION waves\x01");
    assert_eq!(ctcp::write("VERSION", b"").unwrap(), b"\x01VERSION\x01");
    for bad in ["a\x01b", "a\r\n", "a\0"] {
        assert_eq!(ctcp::write("ACTION", bad.as_bytes()), Err(IrcError::Control), "{bad:?}");
    }
    for bad in ["", "A B", "A\x01", "A\n"] {
        assert_eq!(ctcp::write(bad, b"x"), Err(IrcError::Command), "{bad:?}");
    }
}
