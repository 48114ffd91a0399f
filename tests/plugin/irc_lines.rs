//! The table `irc_lines.txt`: raw lines both ways, and all that has to happen upon each.

use crate::escaped::bytes;
use crate::ircd::{self, ACCOUNT};
use crate::people::{Folder, TestClock};
use subrosa::messenger::LineKind;
use subrosa::plugin::{Event, EventKind, Verdict};

const TABLE: &str = include_str!("irc_lines.txt");

fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace('\u{1}', "\\x01");
    // Nobody foresees what is encrypted.
    match text.find("?SR1:") {
        Some(at) => format!("{}?SR1:...", &text[..at]),
        None => text,
    }
}

fn row(event: &Event) -> Option<String> {
    let raw = event.raw.clone().unwrap_or_default();
    Some(match &event.kind {
        EventKind::Send(_) => format!("send {}", text(raw.as_bytes())),
        EventKind::Show(_) => format!("show {}", text(raw.as_bytes())),
        EventKind::Echo(_) => format!("echo {}", text(raw.as_bytes())),
        EventKind::Title(_) => format!("title {}", text(raw.as_bytes())),
        EventKind::Say(say) => format!("say {}", say.code),
        _ => return None,
    })
}

#[test]
fn every_line_of_the_table_does_what_stands_below_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob, _server) = ircd::private(&folder, &clock);
    let mut count = 0;
    let mut wrong = Vec::new();
    let mut rows = TABLE.lines().filter(|row| !row.starts_with('#')).peekable();
    while let Some(line) = rows.next() {
        let mut expected = Vec::new();
        while let Some(row) = rows.next_if(|row| row.starts_with("  ")) {
            expected.push(row[2..].to_owned());
        }
        let (verdict, mut told) = match line.split_once(' ') {
            Some(("out", raw)) => {
                let outcome = alice.host.irc_out(ACCOUNT, &bytes(raw));
                (word(outcome.verdict).to_owned(), alice.carry_out(outcome))
            }
            Some(("in", raw)) => {
                // A real line of Bob's, that nobody has read.
                let raw = bytes(raw);
                let raw = match raw.windows(5).position(|part| part == b"OFBOB") {
                    Some(at) => {
                        bob.types("PRIVMSG alice :from Bob");
                        let line = bob.sends.pop_back().unwrap();
                        let line = line.split(|byte| *byte == b':').skip(1).collect::<Vec<_>>();
                        [&raw[..at], &line.join(&b':'), &raw[at + 5..]].concat()
                    }
                    None => raw,
                };
                let outcome = alice.host.irc_in(ACCOUNT, &raw, 0);
                let instead = match outcome.verdict {
                    Verdict::Marked => format!("marked {}", text(&outcome.line)),
                    verdict => word(verdict).to_owned(),
                };
                (instead, alice.carry_out(outcome))
            }
            Some(("wait", ms)) => {
                clock.advance(ms.parse().unwrap());
                let outcome = alice.host.tick();
                ("pass".to_owned(), alice.carry_out(outcome))
            }
            _ => {
                assert!(line.is_empty(), "{line:?} is no row");
                continue;
            }
        };
        // Acknowledgements, and what is sent again, come when they are due.
        let waits = line.starts_with("wait");
        told.retain(|event| match &event.kind {
            EventKind::Send(send) => !waits && send.kind != LineKind::Acknowledgement,
            _ => true,
        });
        let mut happened = vec![verdict];
        happened.extend(told.iter().filter_map(row));
        if happened != expected {
            wrong.push(format!("{line}\n  {}", happened.join("\n  ")));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 80, "only {count} lines");
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Marked => "marked",
        Verdict::Taken => "taken",
        Verdict::Refused => "refused",
    }
}
