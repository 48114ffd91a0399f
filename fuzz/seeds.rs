//! Writes the seeds of the fuzzers' corpora: `cargo run --example fuzz-seeds` in the repository.
//!
//! Files are named `seed-…`; whatever else lies in `fuzz/corpus/` was found by a fuzzer and stays.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "src/kit.rs"]
mod kit;
#[path = "../tests/common/pair.rs"]
#[allow(dead_code)]
mod pair;

use kit::draft::{self, Draft, items};
use pair::{Person, START};
use std::path::Path;
use subrosa::identity::UnverifiedCard;
use subrosa::session::{Installation, PeerSessions, fuzzing};
use subrosa::wire::{armor, fragment};

fn main() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut owner = Person::new(21);
    let card = owner.installation.card(START, &mut owner.rng).unwrap();
    let card = UnverifiedCard::parse(card.as_bytes()).unwrap();
    let all = [
        ("armor", armor_seeds()),
        ("fragments", fragment_seeds()),
        ("codec", codec_seeds()),
        ("card", card_seeds(&card)),
        ("offer_and_init", offer_and_init_seeds(&mut owner)),
        ("line", line_seeds()),
        ("saved_state", saved_state_seeds(&owner)),
        ("identity_import", identity_seeds()),
        ("document", document_seeds()),
        ("header", header_seeds()),
        ("stanza", stanza_seeds()),
        ("irc", irc_seeds()),
        ("irc_calls", irc_call_seeds()),
    ];
    for (target, seeds) in all {
        let directory = corpus.join(target);
        std::fs::create_dir_all(&directory).unwrap();
        for (number, seed) in seeds.iter().enumerate() {
            std::fs::write(directory.join(format!("seed-{number:02}")), seed).unwrap();
        }
    }
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u16).to_be_bytes(), bytes].concat()
}

fn armor_seeds() -> Vec<Vec<u8>> {
    let raw = |text: &str| [b"\0", text.as_bytes()].concat();
    let mangled = |object: &[u8], how: &[u8]| [b"\x01", object, how].concat();
    vec![
        raw("?SR1:EQ."),
        raw("before ?SR1:ESI. after ?SR1? and ?SR1,AAAAAAAA,1,2,QQ. end"),
        raw("<p>?SR1:<b>E</b>SI&#46;</p> &quest;SR1&#58;EQ. =3FSR1:E=\r\nQ."),
        raw("> ?SR1:EBEQ\n> EBEQ\n> EQ.\n?SR1:EBEQ"),
        raw("?SR2:EQ. ?SR1:E! ?SR1 ? is it ?SR1:E ?SR1: <b ?SR1:EQ. &#6"),
        raw("\u{feff}?S\u{200b}R1\u{ad}:\u{a0}EQ\u{2060}."),
        raw(&"?SR1?x".repeat(90)),
        mangled(b"\0\x08object: 9 bytes", &[0x05, 0x16, 0x2a, 0x37, 0x48, 0x09, 0x0b, 0x0c, 0x0d]),
        mangled(b"\0\0A", &[0x10, 0x20, 0x30, 0x13, 0x24, 0x35]),
    ]
}

fn fragment_seeds() -> Vec<Vec<u8>> {
    // Length, seed and line limit of two objects.
    let objects = [1, 0, 7, 0, 0, 40, 9, 0];
    let steps = |steps: &[&[u8]]| [&objects[..], &steps.concat()].concat();
    let text = fragment::split(&[5; 200], 130).unwrap().join("\n<br>");
    vec![
        [&[255, 255, 255, 255, 0, 40, 9, 0][..], &[3, 0, 3, 64, 3, 128, 0x83, 0]].concat(),
        steps(&[&[0, 0], &[0, 1], &[0, 2], &[0, 3], &[0, 4], &[0, 5]]),
        steps(&[&[3, 1], &[0, 0], &[3, 0], &[0x83, 0]]),
        steps(&[&[4, 1, 0], &chunk(b"forged"), &[3, 0], &[4, 1, 0], &chunk(b"another"), &[3, 0]]),
        steps(&[&[4, 0, 1, 0, 9, 9, 0, 255], &[4, 0, 2, 0, 0, 0, 255, 255], &[3, 0]]),
        steps(&[&[4, 0, 4, 1, 2, 3, 4, 5, 6, 8], &chunk(b"x"), &[0, 0], &[5, 14, 17], &[3, 0]]),
        steps(&[&[6], &chunk(text.as_bytes()), &[6], &chunk(b"?SR1,AAAAAAAA,1,1,QQ.")]),
        steps(&[
            &[4, 0, 8, 7, 255, 254],
            &[4, 1, 8, 7, 255, 254],
            &[4, 2, 12, 1, 1, 1, 1, 1, 1, 7, 255, 254],
        ]),
        // Genuine and forged in turn, until all ways to join them are tried.
        steps(
            &(0..6)
                .map(|n| [&[4, n, 0, 0, 0, 1, n][..], &[0, n]].concat())
                .collect::<Vec<_>>()
                .iter()
                .map(Vec::as_slice)
                .collect::<Vec<_>>(),
        ),
    ]
}

/// Payloads of PROTOCOL.md section 9, right and wrong.
fn payloads() -> Vec<Vec<u8>> {
    vec![
        vec![1, 1, 3, 0, b'h', b'i', 0, 0, 0],
        vec![0, 5, 4, 1, 2, 3, 4],
        vec![2, 5, 4, 1, 2, 3, 4, 1, 6, 1, b'<', b'b', b'>', b'x', b'!'],
        vec![7, 2, 2, 0, 2, 1, 2, 0, b'a'],
        vec![8, 2, 2, 1, 2, 1, 2, 0, b'b'],
        vec![8, 2, 2, 1, 3, 1, 2, 0, b'c'],
        vec![0, 3, 2, 9, 9],
        vec![0, 3, 4, 9, 2, 1, 3],
        vec![0, 3, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
        vec![3, 4, 1, 3],
        vec![4, 6, 0],
        vec![5, 8, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 0, b't'],
        vec![6, 7, 3, 0x41, 0, 0],
        vec![0, 0x9f, 1, 7, 0x90, 0],
        vec![0, 0x1f, 0],
        vec![0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 0],
    ]
}

fn codec_seeds() -> Vec<Vec<u8>> {
    let mut seeds = payloads();
    seeds.push(vec![0xff; 9]);
    seeds.push([&[0x80; 9][..], &[1]].concat());
    seeds.push(vec![0x80, 0x00, 0x7f, 0x81, 0x01]);
    seeds
}

fn card_seeds(card: &UnverifiedCard) -> Vec<Vec<u8>> {
    let text = format!("my card:\n> {}\n", armor::encode(card.as_bytes()));
    let terms = |one_time: u8, issued: u64, lifetime: u64, sealing: &[u8]| {
        let times = [issued.to_be_bytes(), issued.wrapping_add(lifetime).to_be_bytes()];
        [&[3, one_time], times.concat().as_slice(), &[0, 3], sealing].concat()
    };
    vec![
        [&[0], &card.as_bytes()[..]].concat(),
        [b"\x01", text.as_bytes()].concat(),
        [b"\x01", text.as_bytes(), &text.as_bytes()[..100]].concat(),
        vec![2, 0, 0, 0],
        vec![2, 1, 1, 0, 3, 1, 0],
        vec![2, 2, 1, 0, 200, 0x80, 0],
        vec![2, 0, 1, 0, 110, 1, 0],
        vec![2, 0, 1, 0, 152, 1, 0],
        vec![2, 0, 0, 4, 0, 150],
        terms(1, START, 172_800, &[0]),
        terms(0, START, 86_400 * 14, &[1, 5, 5, 5]),
        terms(1, START, 172_801, &[0]),
        terms(0, u64::MAX - 5, 5, &[0]),
    ]
}

fn offer_and_init_seeds(owner: &mut Person) -> Vec<Vec<u8>> {
    let offer = armor::decode(owner.offer().as_bytes()).unwrap();
    let mut guest = Person::new(22);
    let init = pair::lines(&guest.receive(&armor::encode(&offer)));
    let init = armor::decode(init[0].as_bytes()).unwrap();
    let mut seeds = vec![
        [&[0, 0], &offer[..]].concat(),
        [&[0, 0], &offer[1..216]].concat(),
        [&[0, 3], &init[..]].concat(),
        [&[0, 3, 0x11], &[9; 70][..]].concat(),
        [&[1, 0], &offer[1..]].concat(),
        vec![2, 0, 0, 0],
        vec![2, 3, 1, 0, 217, 1, 0],
        vec![2, 0, 1, 0, 60, 1, 0],
        vec![3, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0],
        vec![3, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3, 1, 7, 7],
        vec![3, 2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1],
        [&[4, 0, 0], &init[42..]].concat(),
        [&[4, 0, 1], &init[9..]].concat(),
        [&[5, 0], &init[126..]].concat(),
        vec![6, 0, 0, 0],
        vec![6, 0, 1, 0, 50, 1, 0],
        vec![6, 3, 1, 0, 180, 1, 3, 0, 0, 0, 60, 0, 126],
        vec![6, 4, 0, 4, 0, 126],
    ];
    for world in [0, 3] {
        let sealed = payloads().into_iter().take(12).map(|payload| {
            let naming = [&payload[..], &[5, 4, 1, 2, 3, 4]].concat();
            [vec![0], chunk(&naming)].concat()
        });
        seeds.push([vec![7, world], sealed.collect::<Vec<_>>().concat()].concat());
    }
    seeds.push(
        [&[7, 0, 1, 0, 9, 0, 3], &chunk(&payloads()[1])[..], &[0], &chunk(&payloads()[2])].concat(),
    );
    seeds
}

fn line_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for world in 0..6 {
        // Everything that is on its way, oldest first and newest first, twice.
        let deliver = |order: Vec<u8>| order.into_iter().flat_map(|n| [4, n]).collect::<Vec<_>>();
        seeds.push(
            [vec![world], deliver((0..12).rev().collect()), vec![12, 13, 10, 0, 14]].concat(),
        );
        seeds.push([vec![world], deliver((0..12).chain(0..3).collect()), vec![12]].concat());
        // A conversation, with a long text, losses, time that passes, ends.
        seeds.push(vec![
            world, 10, 0, 4, 0, 8, 3, 232, 0, 0, 0, 2, 13, 9, 7, 208, 0, 10, 0, 28, 0, 20, 0, 0, 0,
            0, 11, 0, 0, 0, 3, 12, 10, 0, 4, 0, 19, 39, 4, 0, 59, 4, 0, 35, 10, 0, 4, 0, 4, 1, 15,
            12,
        ]);
        // New sessions on cards and Offers, from both sides.
        seeds.push(vec![
            world, 17, 4, 0, 10, 0, 4, 0, 18, 10, 0, 4, 0, 4, 1, 16, 4, 0, 36, 4, 0, 37, 4, 0, 10,
            0, 4, 0, 9, 0, 20, 0, 12,
        ]);
    }
    for world in [1, 3, 5] {
        let sealed = payloads().into_iter().map(|payload| [vec![5], chunk(&payload)].concat());
        seeds.push([vec![world], sealed.collect::<Vec<_>>().concat(), vec![12, 14]].concat());
    }
    // The same text twice, by its id; a delivered line with another MAC, which proves no fork.
    let again = [&[5][..], &chunk(&payloads()[11])].concat();
    seeds.push([&[3][..], &again, &again].concat());
    seeds.push(vec![3, 2, 7, 0, 1, 0, 50, 1, 0, 2, 6, 0, 1, 0, 52, 1, 0, 2, 5, 0, 1, 0, 54, 1, 0]);
    let text = b"hello <b>?SR1? ?SR1:EQ.</b> ?SR1:E";
    seeds.push([&[3, 0], &chunk(text)[..], &[1], &chunk(&[0x11; 80])].concat());
    // Genuine lines changed: one bit, a splice, a cut.
    seeds.push(vec![
        3, 2, 0, 1, 1, 0, 9, 4, 0, 2, 0, 1, 0, 1, 0, 50, 0, 40, 0, 50, 3, 2, 1, 0, 0, 4, 0, 70,
    ]);
    seeds.push(vec![1, 2, 4, 0, 1, 0, 127, 4, 0, 2, 4, 0, 1, 0, 20, 1, 0, 4, 4]);
    // Counters that are claimed: a gap, too large a gap, a chain that was longer, and a shorter one.
    let text = chunk(&payloads()[0]);
    for (number, previous) in [(5, 0), (1_000, 1), (1_500, 0), (2, 900), (0, 0), (1, 65_535)] {
        let claim: [[u8; 2]; 2] = [u16::to_be_bytes(number), u16::to_be_bytes(previous)];
        seeds.push([&[3, 7], &claim.concat()[..], &text, &[5], &text, &[10, 0, 4, 0]].concat());
    }
    seeds.push([&[3, 147, 255, 255, 255, 255, 255, 255, 255, 255], &text[..]].concat());
    seeds
}

fn saved_state_seeds(owner: &Person) -> Vec<Vec<u8>> {
    let mut rng = pair::SeededRandom::new(3);
    let fresh = Installation::new(owner.installation.identity().clone(), START, &mut rng).unwrap();
    let peer = fuzzing::peer_content(&PeerSessions::new(&fresh, None, START));
    let installation = fuzzing::installation_content(&fresh).unwrap();
    let mut seeds = vec![
        vec![0, 0, 0x61, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1],
        [&[0, 0, 0x61, 1, 2], &[7; 70][..]].concat(),
        [&[3, 0], &peer[..]].concat(),
        [&[4, 0], &installation[..]].concat(),
        vec![1, 3, 0, 0],
        vec![1, 3, 1, 0, 11, 1, 0],
        vec![1, 3, 0, 9, 0, 0, 0, 11, 0, 0],
        vec![2, 0, 0, 0],
        vec![2, 0, 1, 0, 2, 3, 0],
    ];
    for world in 0..6 {
        seeds.push([&[5, world, 0, 0], &chunk(&payloads()[usize::from(world)])[..]].concat());
        seeds.push(vec![6, world, 0, 0]);
    }
    // Single bytes of a peer with sessions: counts, flags, counters.
    for at in [0, 99, 120, 400, 900, 1_300] {
        let [high, low] = u16::to_be_bytes(at);
        seeds.push(vec![5, 3, 1, high, low, 0xff, 0]);
        seeds.push(vec![5, 4, 0, 24, high, low, 0, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    }
    seeds
}

fn identity_seeds() -> Vec<Vec<u8>> {
    let item = |kind: u8, value: &[u8]| [&[kind, value.len() as u8], value].concat();
    let (signing, agreement, created) = (item(1, &[3; 32]), item(2, &[4; 32]), item(3, &[0; 8]));
    let content = |items: &[&[u8]]| [&[9][..], &items.concat()].concat();
    let head = |memory: u32, rest: &[u8]| [&[0x51, 1], &memory.to_be_bytes()[..], rest].concat();
    let refused = head(1 << 30, &[&[3, 1][..], &[7; 110]].concat());
    vec![
        content(&[&signing, &agreement, &created]),
        content(&[&created, &[0, 0], &agreement, &signing, &item(0x90, b"later")]),
        content(&[&signing, &agreement]),
        content(&[&signing, &signing, &agreement, &created]),
        content(&[&item(1, &[0; 32]), &agreement, &created]),
        content(&[&item(1, &[0xff; 32]), &agreement, &created]),
        content(&[&signing, &agreement, &item(3, &[0; 7])]),
        [&[0], &refused[..]].concat(),
        [&[0], &head(65_536, &[3, 1])[..]].concat(),
        [b"\x02", armor::encode(&refused).as_bytes()].concat(),
        b"\x02 ?SR1:UQ. ?SR1:UQ".to_vec(),
        vec![3, 0, 4, 0, 1, 1, 1],
        vec![3, 0, 0, 76, 0, 11, 1],
        vec![3, 0, 0, 76, 0, 1, 5],
        vec![0x77, 0, 0],
        vec![0x77, 1, 0, 30, 1, 0],
        vec![0x77, 0, 4, 0, 39],
    ]
}

fn header_seeds() -> Vec<Vec<u8>> {
    let bob = draft::Person::new("bob");
    let genuine = Draft::new(901, &[&bob], b"unsigned").header();
    // Stanzas, each as which and how; sorted; another count; any metadata; any MAC.
    let made = |stanzas: &[[u8; 2]], rest: &[u8]| {
        [&[1, stanzas.len() as u8][..], &stanzas.concat(), rest].concat()
    };
    vec![
        [&[0], &genuine[2..]].concat(),
        [&[0], &genuine[2..700]].concat(),
        made(&[[0, 0]], &[1, 0, 0, 0]),
        made(&[[0, 0], [1, 0]], &[1, 0, 0, 0]),
        made(&[[2, 0], [1, 0], [0, 0]], &[1, 0, 0, 0]),
        made(&[[2, 0], [1, 0], [0, 0]], &[0, 0, 0, 0]),
        made(&[[0, 0], [0, 0]], &[1, 0, 0, 0]),
        made(&[[1, 0], [2, 0]], &[1, 0, 0, 0]),
        made(&[], &[1, 0, 0, 0]),
        made(&[[0, 0], [1, 0]], &[1, 1, 0, 1, 0, 0]),
        made(&[[0, 0]], &[1, 1, 4, 1, 0, 0]),
        made(
            &[[0, 0]],
            &[&[1, 0, 1][..], &chunk(&items(&[(1, &[0]), (4, b"a.txt")])), &[0]].concat(),
        ),
        made(&[[0, 0]], &[&[1, 0, 1][..], &chunk(b"nothing"), &[0]].concat()),
        made(&[[0, 0]], &[&[1, 0, 0, 1][..], &[9; 32]].concat()),
    ]
}

fn irc_seeds() -> Vec<Vec<u8>> {
    let lines = |lines: &[&str]| [b"\0", lines.join("\r\n").as_bytes()].concat();
    vec![
        lines(&[
            ":s CAP * ACK :batch server-time -echo-message",
            ":s 001 alice :Welcome",
            ":s 005 alice CASEMAPPING=ascii CHANTYPES=#&= STATUSMSG=@+. NICKLEN=20 -LINELEN :are",
            ":alice!~a@host.example JOIN :#room",
            ":s 396 alice cloak.example :is now your displayed host",
            ":alice!~a@cloak.example NICK :carol",
        ]),
        lines(&[
            "@label=1 :znc.in BATCH +7 znc.in/playback bob",
            "@batch=7;time=2026-11-30T18:59:59.123Z :bob!b@h PRIVMSG alice :earlier",
            "@batch=7 BATCH +8 netsplit",
            "BATCH -7",
            "@batch=8 :bob!b@h PRIVMSG alice :[18:59:59] ?SR1:EQ.",
        ]),
        lines(&[
            "PRIVMSG bob,carol :\u{1}ACTION waves\u{1}",
            "  privmsg   bob   text  ",
            "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
            "@+a=\\:\\s\\q\\;b;=;c= TAGMSG bob",
        ]),
        b"\x01PRIVMSG bob :one\r\nQUIT".to_vec(),
        b"\x01:!u@h PRIVMSG bob".to_vec(),
        b"\x01@a=1 :\xff!\xfe@\xfd PRIVMSG \xfc :\xfb\x01".to_vec(),
    ]
}

fn stanza_seeds() -> Vec<Vec<u8>> {
    // Of which document and to whom it is said to be, who opens it, the changes.
    let made = |info: u8, opener: u8, change: &[u8]| [&[1, info, opener], change].concat();
    vec![
        [&[0, 0, 0][..], &[9; 1_201]].concat(),
        vec![0, 0, 0],
        made(0, 0, &[0]),
        made(1, 0, &[0]),
        made(2, 1, &[0]),
        made(0, 1, &[0]),
        made(0, 0, &[1, 0, 5, 0, 1, 0xff]),
        made(0, 0, &[2, 0, 0, 0, 0, 0, 65]),
    ]
}

fn document_seeds() -> Vec<Vec<u8>> {
    let bob = draft::Person::new("bob");
    let genuine = Draft::new(901, &[&bob], b"unsigned").document();
    let text = items(&[(1, &[1])]);
    let note = Draft { metadata: text, ..Draft::new(910, &[&bob], b"a text") }.document();
    let mail = armor::encode_wrapped(&note, "DOCUMENT").replace('\n', "\r\n> ");
    // Metadata, content, the recipients of the draft, how.
    let forged = |metadata: &[u8], content: &[u8], how: &[u8]| {
        [&[3][..], &chunk(metadata), &chunk(content), &[0], how].concat()
    };
    let signed = items(&[(1, &[0]), (2, &[]), (3, &[0, 0, 0, 0, 0, 0, 0, 4]), (4, b"a.txt")]);
    let name = |name: &str| [&[4], name.as_bytes()].concat();
    vec![
        [&[0], &genuine[..]].concat(),
        [&[0], &genuine[..700]].concat(),
        [&[0], &[0x81, 1][..], &[7; 32], &[1, 0, 2], &[9; 2_402], &[0, 16], &[5; 48]].concat(),
        [&[0], &[0x81, 1][..], &[7; 32], &[2, 0, 0, 0x4c, 0, 1, 1], &[9; 64], &[0, 16], &[5; 48]]
            .concat(),
        [b"\x01", mail.as_bytes()].concat(),
        [b"\x01 ", armor::encode(&genuine).as_bytes()].concat(),
        vec![2, 0, 0, 0, 0],
        vec![2, 1, 2, 1, 0, 50, 1, 0],
        vec![2, 1, 2, 0, 3, 10, 0, 1, 0, 10, 0],
        vec![2, 4, 3, 0, 4, 0xff, 0xff],
        vec![2, 3, 0, 0, 8, 0xff, 0xff, 0, 3, 1, 2, 3],
        forged(&items(&[(1, &[0])]), b"content", &[0]),
        forged(&signed, b"four", &[1]),
        forged(&signed, b"five!", &[1]),
        forged(&items(&[(1, &[0]), (2, &[])]), b"", &[&[2][..], &chunk(&[3; 258])].concat()),
        forged(&items(&[(1, &[0])]), b"content", &[3, 0, 0, 0, 0, 1]),
        forged(&items(&[(1, &[0])]), b"", &[3, 0, 0, 0, 1, 1]),
        name("report.pdf"),
        name("../con\u{202e}.txt "),
    ]
}

/// `0` before what the client sends, `1` before what the server does.
fn irc_call_seeds() -> Vec<Vec<u8>> {
    let lines = |lines: &[&str]| lines.join("\n").into_bytes();
    vec![
        lines(&[
            "0PRIVMSG bob :hello",
            "0PRIVMSG BOB@irc.example,carol :hello",
            "0@+draft/react=x TAGMSG bob",
            "0NOTICE bob!~b@h :\u{1}VERSION x\u{1}",
            "0PRIVMSG $* :all",
            "0PRIVMSG carol :hello",
            "0WHISPER #room bob :x",
            "0CNOTICE bob #room :x",
            "0KILL bob :x",
            "0X bob :x",
        ]),
        lines(&[
            "1:s 001 alice :Welcome",
            "1:s 005 alice CASEMAPPING=rfc1459 CHANTYPES=#b STATUSMSG=@+b NICKLEN=9 :are",
            "1:s CAP * ACK :message-tags batch",
            "1:bob!b@h NICK :carol",
            "0PRIVMSG bob :hello",
            "0PRIVMSG carol :hello",
            "1:carol!b@h NICK :bob",
            "1:alice!a@h NICK :bob",
            "0PRIVMSG bob :hello",
        ]),
        lines(&[
            "0@label=1 BATCH +1 draft/multiline bob",
            "0@batch=1 PRIVMSG bob :one",
            "0@batch=1;draft/multiline-concat PRIVMSG bob :two",
            "0BATCH -1",
            "0@batch=1 PRIVMSG bob :three",
            "0BATCH +2 draft/multiline carol",
            "0@batch=2 PRIVMSG bob :four",
        ]),
        lines(&[
            "1:bob!b@h PRIVMSG alice :in clear",
            "1:bob!b@h PRIVMSG alice :\u{1}ACTION waves\u{1}",
            "1:bob!b@h PRIVMSG alice :?SR1? Shall we?",
            "1:bob!b@h PRIVMSG alice :[12:34:56] ?SR1:EQ.",
            "1@+subrosa/has :bob!b@h TAGMSG alice",
            "1:s 301 alice bob :away",
            "1:s 401 alice bob :No such nick",
            "1:s 731 alice :bob!b@h,carol",
            "1:bob!b@h QUIT :x",
        ]),
        lines(&["0SUBROSA status bob", "0PRIVMSG *subrosa :start bob", "0SUBROSA help"]),
    ]
}
