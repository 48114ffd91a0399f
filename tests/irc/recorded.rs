//! What real servers and a real bouncer said (`tests/irc/corpus`): every line is read and written as it
//! was, and how much a line carries is known as the server has it.

use crate::escaped::bytes;
use subrosa::irc::{Line, Server, length, write};

const NGIRCD: &str = include_str!("corpus/ngircd.txt");
const NGIRCD_LONG: &str = include_str!("corpus/ngircd-long-names.txt");
const INSPIRCD: &str = include_str!("corpus/inspircd.txt");
const INSPIRCD_TAGS: &str = include_str!("corpus/inspircd-tags.txt");
const HYBRID: &str = include_str!("corpus/long-names.txt");
const SERVICES: &str = include_str!("corpus/services.txt");
const ZNC: &str = include_str!("corpus/znc.txt");
const ZNC_CLIENTS: &str = include_str!("corpus/znc-two-clients.txt");

/// Rows of a record: their kind, and the rest.
fn rows(record: &str) -> impl Iterator<Item = (&str, &str)> {
    let told = |row: &&str| !row.is_empty() && !row.starts_with(['#', ' ']);
    record.lines().filter(told).map(|row| row.split_once(' ').unwrap_or((row, "")))
}

#[test]
fn every_line_of_real_servers_is_read_and_written_as_it_was() {
    for record in [NGIRCD, INSPIRCD, INSPIRCD_TAGS, HYBRID, SERVICES, ZNC, ZNC_CLIENTS] {
        let mut count = 0;
        for (_, text) in rows(record).filter(|(kind, _)| *kind == "in") {
            let raw = bytes(text);
            let line = Line::parse(&raw).unwrap();
            let written = write::line(&line).unwrap();
            assert_eq!(Line::parse(&written).unwrap(), line, "{text}");
            count += 1;
        }
        assert!(count > 20, "{count}");
    }
}

/// What the record says that somebody got of a text that was too long, and what is known to fit.
fn carried(record: &str) -> Vec<(usize, usize)> {
    let mut server = Server::default();
    let mut found = Vec::new();
    for (kind, text) in rows(record) {
        match kind {
            "in" => {
                server.read(&Line::parse(&bytes(text)).unwrap());
            }
            "carried" => {
                let (count, target) = text.split_once(' ').unwrap();
                let room = length::room(&server, "PRIVMSG", target.as_bytes());
                found.push((count.parse().unwrap(), room));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn while_it_is_not_learned_a_line_is_shorter_than_what_is_carried_and_never_longer() {
    let found = carried(NGIRCD_LONG);
    let [(arrived, room), (arrived_then, room_then)] = found[..] else { panic!("{found:?}") };
    assert!(room < arrived && arrived - room < 10, "{arrived} {room}");
    assert_eq!(arrived_then, room_then);
}

#[test]
fn what_a_line_carries_is_learned_to_the_byte_from_a_real_server() {
    for (record, known) in [(NGIRCD, 2), (INSPIRCD, 1), (INSPIRCD_TAGS, 2), (HYBRID, 2)] {
        let found = carried(record);
        assert_eq!(found.len(), known);
        for (arrived, room) in found {
            assert_eq!(arrived, room);
        }
    }
}
