//! Raw lines of IRC, one after the other, as one connection gets them.

use super::Tally;
use super::script::Script;
use subrosa::irc::{
    Batches, Ctcp, IrcError, LINE, Line, MAX_BATCHES, Server, clock, length, target, tokens, write,
};

/// First byte odd: what follows is one line. Else it is divided at each LF.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    let one = script.flag();
    let rest = script.rest();
    let (mut server, mut batches) = (Server::default(), Batches::default());
    for raw in rest.split(|byte| !one && *byte == b'\n') {
        let Ok(line) = Line::parse(raw) else {
            tally.refused += 1;
            continue;
        };
        tally.accepted += 1;
        is_one_line(raw, &line);
        server.read(&line);
        batches.read(&line);
        assert!(batches.len() <= MAX_BATCHES);
        means_the_same_again(&line, &server, &batches);
    }
    tally
}

/// What is read is written as one line that means the same, with another text too.
fn is_one_line(raw: &[u8], line: &Line<'_>) {
    let written = write::line(line).unwrap();
    assert!(!written.iter().any(|byte| b"\0\r\n".contains(byte)));
    assert_eq!(Line::parse(&written).as_ref(), Ok(line));
    let Some(last) = line.parameters().last() else {
        assert_eq!(write::with_text(line, b"x"), Err(IrcError::Parameter));
        return;
    };
    assert!(raw.starts_with(&[line.head().unwrap(), last].concat()));
    let other = write::with_text(line, b": \x01x").unwrap();
    let other = Line::parse(&other).unwrap();
    assert_eq!(other.parameters().last(), Some(&&b": \x01x"[..]));
    assert_eq!(other.parameters().len(), line.parameters().len());
}

fn means_the_same_again(line: &Line<'_>, server: &Server, batches: &Batches) {
    let written = write::line(line).unwrap();
    let again = Line::parse(&written).unwrap();
    assert_eq!(target::outgoing(line), target::outgoing(&again));
    assert_eq!(target::conversation(line, server), target::conversation(&again, server));
    assert_eq!(batches.is_history(line), batches.is_history(&again));
    assert_eq!(batches.label(line), batches.label(&again));
    assert_eq!(clock::said(line), clock::said(&again));
    assert!(tokens(line).eq(tokens(&again)));
    assert!(length::room(server, "PRIVMSG", b"bob") <= server.limits().line);
    assert!(server.limits().line >= LINE);
    // No server makes a person a channel, whatever it announces.
    for nick in [&b"bob"[..], b"[bob]", b"*status", b"-x", b"_", b"bob,carol", b"$*.net"] {
        assert!(!target::is_channel(nick, server));
    }
    let last = line.parameters().last().copied().unwrap_or_default();
    if let Some(ctcp) = Ctcp::parse(last) {
        assert!(!ctcp.name.is_empty() && !ctcp.text.contains(&1));
    }
    let _ = clock::played_back(last);
}
