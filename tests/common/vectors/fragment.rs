//! Objects in fragments, and fragments as they arrive.

use subrosa::wire::armor::{self, Content};
use subrosa::wire::fragment::{self, Fragment, Reassembler};

use super::errors;
use super::fixed::Fixed;
use super::json::Json;

/// The cases of `fragment.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut random = Fixed::new("fragment");
    let sizes = [(1, 380), (300, 380), (1_000, 380), (1_249, 100), (4_000, 2_000)];
    let mut cases: Vec<_> = sizes
        .map(|(size, limit)| {
            let object = large(0x81, random.bytes(size));
            let lines = fragment::split(&object, limit).expect("a limit with room for data");
            let id = fragment_of(&lines[0]).id;
            Json::object([
                ("name", Json::Text(format!("{size} bytes in lines of {limit} characters"))),
                ("line_limit", (limit as u64).into()),
                ("object", Json::hex(&object)),
                ("id", Json::hex(&id)),
                ("fragments", texts(&lines)),
            ])
        })
        .into();

    let object = large(0x91, random.bytes(900));
    let lines = fragment::split(&object, 380).expect("a limit with room for data");
    let arrivals: [(&str, Vec<usize>); 4] = [
        ("in order", vec![0, 1, 2, 3]),
        ("backwards", vec![3, 2, 1, 0]),
        ("some twice", vec![1, 0, 1, 3, 3, 2]),
        ("one missing", vec![0, 3, 1]),
    ];
    for (name, order) in arrivals {
        cases.push(joined(name, order.iter().map(|&number| lines[number].clone()).collect()));
    }
    cases.push(joined("a forged slice first", [vec![forged(&lines[1])], lines.clone()].concat()));
    let late = [&lines[..3], &[forged(&lines[2])], &lines[3..]].concat();
    cases.push(joined("a forged slice after the genuine one", late));
    let two = [forged(&lines[0]), forged(&lines[3])];
    cases.push(joined("two forged slices", [&two[..], &lines].concat()));
    for (name, header) in [("a message", 0x11), ("an Init", 0x21), ("a card", 0x41), ("0x71", 0x71)]
    {
        let object = large(header, random.bytes(600));
        let lines = fragment::split(&object, 380).expect("a limit with room for data");
        cases.push(joined(&format!("{name} in fragments"), lines));
    }
    cases
}

/// Bytes that begin like an object.
fn large(header: u8, mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(first) = bytes.first_mut() {
        *first = header;
    }
    bytes
}

/// What a receiver makes of fragments in the order given: the object, nothing, or an error.
fn joined(name: &str, lines: Vec<String>) -> Json {
    let mut reassembler = Reassembler::new();
    let mut object = Json::Null;
    for line in &lines {
        match reassembler.add(fragment_of(line), 0) {
            Ok(Some(whole)) => object = Json::hex(&whole),
            Ok(None) => {}
            Err(error) => {
                let error = errors::wire(&error).into();
                let fields =
                    [("name", name.into()), ("fragments", texts(&lines)), ("error", error)];
                return Json::object(fields);
            }
        }
    }
    Json::object([("name", name.into()), ("fragments", texts(&lines)), ("object", object)])
}

/// The same fragment with other data.
fn forged(line: &str) -> String {
    let mut fragment = fragment_of(line);
    fragment.data.fill(0x5a);
    fragment.encode()
}

fn fragment_of(line: &str) -> Fragment {
    match armor::find(line.as_bytes()).next().map(|piece| piece.content) {
        Some(Content::Fragment(fragment)) => fragment,
        other => panic!("not a fragment: {other:?}"),
    }
}

fn texts(lines: &[String]) -> Json {
    Json::List(lines.iter().map(|line| line.as_str().into()).collect())
}
