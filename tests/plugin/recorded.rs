//! bindings/recorded-outcomes.json: an evening of two pairs, each call with what it tells as JSON.
//! The tests of the bindings play it again and compare.

use crate::pair::SeededRandom;
use crate::people::{Folder, TestClock};
use crate::schema::Schema;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use subrosa::messenger::{Environment, Origin};
use subrosa::plugin::{Event, EventKind, Frontend, Hint, Outcome};

/// Who calls what with which arguments. `@line` is the next line that the other one has given for
/// the network, `@raw` the same as a server of IRC passes it on, `@question` the last one that was
/// asked.
const EVENING: &[&[&str]] = &[
    &["alice", "open", "can=edits"],
    &["bob", "open", ""],
    &["alice", "attach", "chat", "plain", "interval-ms=0"],
    &["bob", "attach", "chat", "plain", "interval-ms=0"],
    &["alice", "outgoing", "chat", "bob", "anybody can read \"this\", \\ ä 🌹 <b>&amp;"],
    &["bob", "incoming", "chat", "alice", "anybody can read \"this\", \\ ä 🌹 <b>&amp;"],
    &["alice", "command", "chat", "bob", "start"],
    &["alice", "outgoing", "chat", "bob", "this waits"],
    &["alice", "texts", "chat"],
    &["bob", "incoming", "chat", "alice", "@line"],
    &["bob", "choices", "chat", "alice"],
    &["bob", "answer", "@question", "accept"],
    &["alice", "incoming", "chat", "bob", "@line"],
    &["bob", "incoming", "chat", "alice", "@line"],
    &["alice", "incoming", "chat", "bob", "@line"],
    &["bob", "incoming", "chat", "alice", "@line"],
    &["bob", "incoming", "chat", "alice", "@line"],
    &["alice", "outgoing", "chat", "bob", "a secret: \"ä\" \\ 🌹 <b>&amp;"],
    &["bob", "incoming", "chat", "alice", "@line"],
    &["bob", "outgoing", "chat", "alice", "/me nods"],
    &["alice", "incoming", "chat", "bob", "@line"],
    &["alice", "incoming", "chat", "bob", "in clear"],
    &["alice", "contacts", "chat"],
    &["bob", "contacts", "chat"],
    &["alice", "title", "chat", "bob"],
    &["alice", "command", "chat", "bob", "code"],
    &["alice", "command", "chat", "bob", "verify"],
    &["alice", "answer", "@question", "verify"],
    &["alice", "answer", "@question", "verify"],
    &["alice", "command", "chat", "bob", "dance"],
    &["alice", "outgoing", "nowhere", "bob", "kept from nobody"],
    &["carol", "open", "command=\"/msg *subrosa\""],
    &["dave", "open", "command=\"/msg *subrosa\""],
    &["carol", "attach", "irc", "irc", "interval-ms=0"],
    &["dave", "attach", "irc", "irc", "interval-ms=0"],
    &["carol", "irc_in", "irc", ":server 001 carol :Welcome"],
    &["dave", "irc_in", "irc", ":server 001 dave :Welcome"],
    &["carol", "irc_out", "irc", "PRIVMSG dave :hello"],
    &["dave", "irc_in", "irc", ":carol!u@host PRIVMSG dave :hello"],
    &["carol", "irc_out", "irc", "PRIVMSG *subrosa :start dave"],
    &["carol", "irc_out", "irc", "PRIVMSG dave :a secret"],
    &["dave", "irc_in", "irc", "@raw"],
    &["dave", "irc_out", "irc", "PRIVMSG *subrosa :accept carol"],
    &["carol", "irc_in", "irc", "@raw"],
    &["dave", "irc_in", "irc", "@raw"],
    &["carol", "irc_in", "irc", "@raw"],
    &["dave", "irc_in", "irc", "@raw"],
    &["carol", "irc_out", "irc", "PRIVMSG dave,erin :to both"],
    &["carol", "irc_in", "irc", ":dave!u@host PRIVMSG carol :in clear"],
    &["carol", "contacts", "irc"],
    &["bob", "command", "chat", "alice", "end"],
    &["alice", "incoming", "chat", "bob", "@line"],
    &["alice", "outgoing", "chat", "bob", "not without privacy"],
    &["alice", "command", "chat", "bob", "block"],
    &["alice", "outgoing", "chat", "bob", "not to somebody who is blocked"],
    &["alice", "contacts", "chat"],
    &["bob", "known", "chat", "alice"],
    &["alice", "detach", "chat"],
];

/// Who talks with whom.
const PAIRS: [(&str, &str); 2] = [("alice", "bob"), ("carol", "dave")];

struct Person {
    host: Frontend,
    wire: VecDeque<String>,
    raw: VecDeque<String>,
    question: u64,
}

impl Person {
    fn calls(&mut self, call: &str, arguments: &[String]) -> Outcome {
        let (all, host) = (arguments, &mut self.host);
        let first = || all[0].as_str();
        match call {
            "open" => host.opening(),
            "attach" => host.attach(first(), &all[1], &all[2]),
            "detach" => host.detach(first()),
            "outgoing" => host.outgoing(first(), &all[1], all[2].as_bytes(), Origin::default()),
            "incoming" => host.incoming(first(), &all[1], all[2].as_bytes(), Origin::default(), 0),
            "irc_out" => host.irc_out(first(), all[1].as_bytes()),
            "irc_in" => host.irc_in(first(), all[1].as_bytes(), 0),
            "command" => host.command(first(), &all[1], &all[2]),
            "answer" => host.answer(first().parse().unwrap(), &all[1]),
            "known" => host.hint(first(), &all[1], Hint::Known, true),
            "choices" => host.choices(first(), &all[1]),
            "title" => host.title(first(), &all[1]),
            "contacts" => host.contact_list(first(), None),
            "texts" => host.text_list(first(), None),
            other => panic!("no call {other}"),
        }
    }

    fn carries_out(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Send(send) => {
                self.wire.push_back(send.line.clone());
                self.raw.extend(event.raw.clone());
            }
            EventKind::Say(say) if say.question != 0 => self.question = say.question,
            _ => {}
        }
    }
}

/// What differs from run to run: it is drawn at random, or comes from the clock. The digits of a
/// SAY stand in its sentence as well.
const DIFFERS: [&str; 12] = [
    "line",
    "raw",
    "line_id",
    "number",
    "question",
    "id",
    "fingerprint",
    "other_fingerprint",
    "digits",
    "other_digits",
    "blocks",
    "first_seen",
];

/// Plays the evening, with other random numbers and at another time for each seed. Gives each step as
/// it stands in the file.
fn played(seed: u64) -> Vec<Value> {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    clock.advance(seed * 1_000_000);
    let mut people = BTreeMap::new();
    let mut steps = Vec::new();
    for (number, step) in (0..).zip(EVENING) {
        let (who, call) = (step[0], step[1]);
        let other = PAIRS.iter().find_map(|(one, two)| match who {
            who if who == *one => Some(*two),
            who if who == *two => Some(*one),
            _ => None,
        });
        let other = other.unwrap();
        if call == "open" {
            let random = Box::new(SeededRandom::new(seed + number));
            let environment = Environment { clock: Box::new(clock.clone()), random };
            let path = folder.0.join(format!("{who}.vault"));
            let host = Frontend::open(&path, step[2], environment).unwrap();
            let (wire, raw) = (VecDeque::new(), VecDeque::new());
            people.insert(who, Person { host, wire, raw, question: 0 });
        }
        let mut value = |argument: &&str| match *argument {
            "@line" => people.get_mut(other).unwrap().wire.pop_front().unwrap(),
            "@raw" => {
                let raw = people.get_mut(other).unwrap().raw.pop_front().unwrap();
                format!(":{other}!u@host {raw}")
            }
            "@question" => people[who].question.to_string(),
            text => text.to_owned(),
        };
        let arguments: Vec<String> = step[2..].iter().map(&mut value).collect();
        let me = people.get_mut(who).unwrap();
        let mut outcome = me.calls(call, &arguments);
        let verdict: Value = serde_json::from_str(&outcome.to_json()).unwrap();
        let mut events: Vec<Value> = Vec::new();
        while let Some(event) = outcome.next(&mut me.host) {
            let event = event.clone();
            me.carries_out(&event);
            events.push(serde_json::from_str(&outcome.to_json()).unwrap());
        }
        steps.push(json!({
            "who": who, "call": call, "arguments": &step[2..], "outcome": verdict, "events": events,
        }));
    }
    steps
}

/// The file: a line for each event.
fn file() -> String {
    let lines = |values: &[String]| values.join(",\n");
    let step = |step: &Value| {
        let events: Vec<String> =
            step["events"].as_array().unwrap().iter().map(Value::to_string).collect();
        let events =
            if events.is_empty() { String::new() } else { format!("\n{}\n", lines(&events)) };
        format!(
            "{{\"who\": {}, \"call\": {}, \"arguments\": {},\n\"outcome\": {},\n\"events\": [{events}]}}",
            step["who"], step["call"], step["arguments"], step["outcome"]
        )
    };
    let steps: Vec<String> = played(7).iter().map(step).collect();
    format!("{{\"differs\": {},\n\"steps\": [\n{}\n]}}\n", json!(DIFFERS), lines(&steps))
}

/// What is the same in each run.
fn lasting(mut steps: Vec<Value>) -> Vec<Value> {
    for event in steps.iter_mut().flat_map(|step| step["events"].as_array_mut().unwrap()) {
        let digits = event["digits"].as_str().unwrap_or_default().to_owned();
        if let (Some(sentence), false) = (event["sentence"].as_str(), digits.is_empty()) {
            event["sentence"] = sentence.replace(&digits, "digits").into();
        }
        for name in DIFFERS {
            if let Some(value) = event.get_mut(name) {
                *value = Value::Null;
            }
        }
    }
    steps
}

fn recorded() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/bindings/recorded-outcomes.json");
    let written = || serde_json::from_str(&std::fs::read_to_string(path).unwrap_or_default());
    let is_new = |file: &Value| {
        file["differs"] == json!(DIFFERS)
            && lasting(file["steps"].as_array().unwrap().clone()) == lasting(played(7))
    };
    if std::env::var_os("SUBROSA_WRITE_HEADER").is_some()
        && !written().is_ok_and(|file| is_new(&file))
    {
        std::fs::write(path, file()).unwrap();
    }
    let file = written().unwrap();
    assert_eq!(file["differs"], json!(DIFFERS), "run `make header`");
    file["steps"].as_array().unwrap().clone()
}

#[test]
fn the_recorded_outcomes_are_what_the_library_tells() {
    let (recorded, now) = (lasting(recorded()), lasting(played(7)));
    for (recorded, now) in recorded.iter().zip(&now) {
        assert_eq!(recorded, now, "run `make header`");
    }
    assert_eq!(recorded.len(), now.len(), "run `make header`");
}

#[test]
fn every_outcome_and_every_event_is_as_the_schema_says() {
    let schema = Schema::of_events();
    let mut seen = BTreeSet::new();
    for step in played(8).into_iter().chain(recorded()) {
        assert_eq!(schema.faults("verdict", &step["outcome"]), [""; 0]);
        seen.insert(step["outcome"]["verdict"].as_str().unwrap().to_owned());
        for event in step["events"].as_array().unwrap() {
            let kind = event["event"].as_str().unwrap();
            assert_eq!(schema.faults(kind, event), [""; 0]);
            seen.insert(kind.to_owned());
        }
    }
    let all =
        "choices close contact echo marked pass progress refused say send show taken text title";
    assert_eq!(seen.into_iter().collect::<Vec<_>>().join(" "), all);
}
