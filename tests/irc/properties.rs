//! What holds for every line, whoever wrote it.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use subrosa::irc::{
    Batches, Ctcp, IrcError, LINE, Line, Server, Source, Tags, clock, ctcp, length, target, tokens,
    write,
};

/// Bytes that a parser stumbles over, and others.
fn odd_bytes() -> impl Strategy<Value = Vec<u8>> {
    let odd: Vec<&[u8]> = vec![
        b"@",
        b":",
        b" ",
        b"  ",
        b";",
        b"=",
        b"\\",
        b"!",
        b"\r\n",
        b"\0",
        b"\x01",
        b"PRIVMSG ",
        b"BATCH +a ",
        b"NICK ",
        b"005 a ",
        b"CASEMAPPING=ascii ",
        b"#",
        b"a",
        b"\xff",
        b"\xc3\xa4",
        b"@time=",
        b"001 a",
        b"1:",
    ];
    let part = prop_oneof![
        6 => proptest::sample::select(odd).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 0..4),
    ];
    vec(part, 0..24).prop_map(|parts| parts.concat())
}

fn any_text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..40), odd_bytes()]
}

/// Bytes without some.
fn bytes_without(bad: &'static [u8], least: usize) -> impl Strategy<Value = Vec<u8>> {
    let byte = any::<u8>().prop_filter("is no part of it", move |byte| !bad.contains(byte));
    vec(byte, least..12)
}

/// A nick, a user, a host.
type Person = (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>);

/// The parts of a well-formed line.
#[derive(Debug, Clone)]
struct Parts {
    tags: Vec<(String, Vec<u8>)>,
    source: Option<Person>,
    command: String,
    middle: Vec<Vec<u8>>,
    last: Option<Vec<u8>>,
}

impl Parts {
    fn parameters(&self) -> Vec<&[u8]> {
        self.middle.iter().chain(&self.last).map(Vec::as_slice).collect()
    }

    fn line<'a>(&'a self, parameters: &[&'a [u8]]) -> Line<'a> {
        let mut tags = Tags::default();
        for (key, value) in &self.tags {
            tags.push(key, value.as_slice());
        }
        let line = Line::new(&self.command, parameters).with_tags(tags);
        match &self.source {
            Some((nick, user, host)) => {
                line.with_source(Source::new(nick, user.as_deref(), host.as_deref()))
            }
            None => line,
        }
    }
}

fn well_formed() -> impl Strategy<Value = Parts> {
    let tag = ("[+]?[a-z./]{0,6}[a-z0-9-]{1,6}", vec(1..=u8::MAX, 0..12));
    let user = option::of(bytes_without(b" @\0\r\n", 0));
    let source = (bytes_without(b" !@\0\r\n", 1), user, option::of(bytes_without(b" \0\r\n", 0)));
    let middle =
        bytes_without(b" \0\r\n", 1).prop_filter("begins a last one", |middle| middle[0] != b':');
    (
        vec(tag, 0..4),
        option::of(source),
        "[A-Za-z]{1,8}|[0-9]{3}",
        vec(middle, 0..14),
        option::of(bytes_without(b"\0\r\n", 0)),
    )
        .prop_map(|(tags, source, command, middle, last)| Parts {
            tags,
            source,
            command,
            middle,
            last,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_written_is_read_as_what_it_was(parts in well_formed()) {
        let parameters = parts.parameters();
        let line = parts.line(&parameters);
        let written = write::line(&line).unwrap();
        prop_assert_eq!(Line::parse(&written), Ok(line.clone()));
        let with_end = [&written[..], b"\r\n"].concat();
        prop_assert_eq!(Line::parse(&with_end), Ok(line.clone()));
    }

    #[test]
    fn whatever_is_read_can_be_written_and_means_the_same(raw in any_text()) {
        if let Ok(line) = Line::parse(&raw) {
            let written = write::line(&line).unwrap();
            prop_assert_eq!(Line::parse(&written), Ok(line.clone()));
            prop_assert!(!written.iter().any(|byte| b"\0\r\n".contains(byte)));
        }
    }

    #[test]
    fn what_stood_before_a_text_stays_as_it_came(raw in odd_bytes(), text in any_text()) {
        let Ok(line) = Line::parse(&raw) else { return Ok(()) };
        let Some(head) = line.head() else {
            prop_assert_eq!(write::with_text(&line, &text), Err(IrcError::Parameter));
            return Ok(());
        };
        let last = line.parameters().last().unwrap();
        let whole = [head, last].concat();
        prop_assert!(raw.starts_with(&whole));
        match write::with_text(&line, &text) {
            Ok(written) => {
                prop_assert!(written.starts_with(head));
                let other = Line::parse(&written).unwrap();
                prop_assert_eq!(other.parameters().split_last().unwrap().1, line.parameters().split_last().unwrap().1);
                prop_assert_eq!(*other.parameters().last().unwrap(), text.as_slice());
            }
            Err(why) => {
                prop_assert_eq!(why, IrcError::Control);
                prop_assert!(text.iter().any(|byte| b"\0\r\n".contains(byte)));
            }
        }
    }

    #[test]
    fn a_text_for_one_is_one_line_for_one_or_none(target in any_text(), text in any_text()) {
        if let Ok(written) = write::message("PRIVMSG", &target, &text) {
            let line = Line::parse(&written).unwrap();
            prop_assert_eq!(line.parameters(), [target.as_slice(), text.as_slice()]);
            prop_assert!(!target.contains(&b','));
        }
    }

    #[test]
    fn a_command_in_a_text_comes_out_as_it_went_in(
        name in "[A-Za-z]{1,8}", text in bytes_without(b"\0\x01\r\n", 0),
    ) {
        let written = ctcp::write(&name, &text).unwrap();
        let read = Ctcp::parse(&written).unwrap();
        prop_assert!(read.ended && read.is(&name));
        prop_assert_eq!(read.text, text.as_slice());
        // Cut anywhere, it is not taken for whole.
        for end in 2..written.len() {
            prop_assert!(Ctcp::parse(&written[..end]).is_none_or(|read| !read.ended));
        }
    }

    #[test]
    fn no_bytes_are_too_much_for_what_remembers(lines in vec(odd_bytes(), 0..40)) {
        let (mut server, mut batches) = (Server::default(), Batches::default());
        for raw in &lines {
            let Ok(line) = Line::parse(raw) else { continue };
            server.read(&line);
            batches.read(&line);
            let _ = (target::conversation(&line, &server), target::outgoing(&line));
            let _ = (batches.label(&line), batches.is_history(&line), clock::said(&line));
            let _ = tokens(&line).count();
            prop_assert!(length::room(&server, "PRIVMSG", raw) <= server.limits().line);
        }
    }

    #[test]
    fn a_text_that_fills_its_room_makes_a_line_of_exactly_the_limit(
        nick in "[a-z]{1,20}", user in "~?[a-z]{1,10}", host in "[a-z.]{1,63}",
        target in "[a-z#]{1,30}",
    ) {
        let mut server = Server::in_the_middle(nick.as_bytes());
        let join = format!(":{nick}!{user}@{host} JOIN #room");
        server.read(&Line::parse(join.as_bytes()).unwrap());
        let text = "x".repeat(length::room(&server, "PRIVMSG", target.as_bytes()));
        let relayed = format!(":{nick}!{user}@{host} PRIVMSG {target} :{text}\r\n");
        prop_assert_eq!(relayed.len(), LINE);
    }
}
