//! Every file of the fuzzers' corpora, and with them every crash that was ever found, goes through
//! the same code as in the fuzzers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, missing_debug_implementations)]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;
use targets::Tally;

/// Replays a corpus. One that reaches nothing, on either side of the line between what is taken and
/// what is refused, is worthless and fails.
fn replay(target: &str, run: fn(&[u8]) -> Tally) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> =
        std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut sum = Tally::default();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let tally = std::panic::catch_unwind(|| run(&bytes))
            .unwrap_or_else(|_| panic!("{} breaks a promise, see above", file.display()));
        sum.accepted += tally.accepted;
        sum.refused += tally.refused;
    }
    assert!(sum.accepted > 0 && sum.refused > 0, "{target}: {sum:?} in {} files", files.len());
}

macro_rules! replay {
    ($($test:ident: $target:ident,)*) => {
        $(#[test]
        fn $test() {
            replay(stringify!($target), targets::$target::run);
        })*
    };
}

replay! {
    every_text_of_the_corpus_divides_into_its_pieces: armor,
    every_card_of_the_corpus_is_read_or_refused: card,
    every_value_of_the_corpus_has_one_encoding: codec,
    every_document_of_the_corpus_opens_as_it_was_sealed_or_not_at_all: document,
    every_flood_of_fragments_of_the_corpus_stays_within_bounds: fragments,
    every_header_of_the_corpus_is_taken_if_it_is_right_and_only_then: header,
    every_export_of_the_corpus_is_imported_or_refused: identity_import,
    every_conversation_of_the_corpus_survives_its_attack: line,
    every_offer_and_init_of_the_corpus_is_taken_or_changes_nothing: offer_and_init,
    every_line_of_irc_in_the_corpus_is_written_as_what_it_means: irc,
    every_raw_line_of_the_corpus_leaves_nothing_in_clear_to_who_is_private: irc_calls,
    every_stanza_of_the_corpus_opens_for_whom_it_was_sealed_and_there: stanza,
    every_saved_state_of_the_corpus_is_usable_or_refused: saved_state,
}

/// Pieces of raw lines, put together at random, leave nothing in clear to who is private either.
#[test]
fn raw_lines_of_random_pieces_leave_nothing_in_clear_to_who_is_private() {
    const PIECES: [&str; 44] = [
        "PRIVMSG ",
        "NOTICE ",
        "TAGMSG ",
        "CPRIVMSG ",
        "WHISPER ",
        "KILL ",
        "REDACT ",
        "SQUERY ",
        "BATCH ",
        "+1 ",
        "-1 ",
        "draft/multiline ",
        "@batch=1 ",
        "@label=2;batch=1 ",
        "bob",
        "BOB",
        "carol",
        "alice",
        "#room",
        "@",
        ",",
        "!",
        "%",
        "$*",
        "*",
        " ",
        " :",
        "hello",
        "\u{1}",
        "\u{1}ACTION ",
        "?SR1?",
        "?SR1:EQ.",
        ":bob!b@h ",
        ":alice!a@h ",
        ":s ",
        "NICK ",
        "001 alice",
        "005 alice CASEMAPPING=ascii CHANTYPES=b ",
        "QUIT",
        "JOIN ",
        "401 alice ",
        "SUBROSA ",
        "status ",
        "\n0",
    ];
    let mut seed = 1_u64;
    let mut next = move |below: usize| {
        // Any sequence will do, as long as it is the same each time.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let rounds = std::env::var("SUBROSA_ROUNDS").map_or(30, |rounds| rounds.parse().unwrap());
    let mut sum = Tally::default();
    for _ in 0..rounds {
        let mut data = String::new();
        for _ in 0..40 {
            data.push_str(["\n0", "\n1"][next(2)]);
            (0..2 + next(7)).for_each(|_| data.push_str(PIECES[next(PIECES.len())]));
        }
        let tally = targets::irc_calls::run(data.as_bytes());
        sum.accepted += tally.accepted;
        sum.refused += tally.refused;
    }
    assert!(sum.accepted > 100 && sum.refused > 100, "{sum:?}");
}
