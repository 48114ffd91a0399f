//! Safety numbers and codes: what two people compare.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use subrosa::identity::Fingerprint;
use subrosa::verify::{NUMBER_CHARS, Picture, QUIET_ZONE, SafetyNumber, Scan};

fn who(byte: u8) -> Fingerprint {
    Fingerprint::from_bytes([byte; 32])
}

#[test]
fn both_people_see_the_same_number() {
    let (alice, bob) = (SafetyNumber::new(who(1), who(2)), SafetyNumber::new(who(2), who(1)));
    assert_eq!(alice.to_digits(), bob.to_digits());
    assert_eq!(alice.to_digits().len(), NUMBER_CHARS);
    assert!(bob.matches_digits(&alice.to_digits().replace(' ', "\u{2013}\n")));
    assert!(!bob.matches_digits(&alice.to_digits()[1..]));
    assert!(!bob.matches_digits(""));
}

#[test]
fn each_half_of_the_number_is_the_first_half_of_a_fingerprint() {
    let number = SafetyNumber::new(who(1), who(2)).to_digits();
    for fingerprint in [who(1), who(2)] {
        assert!(number.contains(&fingerprint.to_digits()[..35]));
    }
}

#[test]
fn another_key_on_either_side_makes_another_number() {
    let honest = SafetyNumber::new(who(1), who(2));
    for (own, other) in [(1, 3), (3, 2), (3, 3)] {
        assert!(!honest.matches_digits(&SafetyNumber::new(who(own), who(other)).to_digits()));
    }
}

#[test]
fn codes_match_only_if_both_sides_know_each_other() {
    let ours = SafetyNumber::new(who(1), who(2));
    let code = |own, other| SafetyNumber::new(who(own), who(other)).code();
    assert_eq!(ours.scan(&code(2, 1)), Scan::Match);
    assert_eq!(ours.scan(&format!("\t{}\r\n", code(2, 1))), Scan::Match);
    assert_eq!(ours.scan(&code(3, 1)), Scan::WrongContact, "somebody else's code");
    assert_eq!(ours.scan(&code(2, 3)), Scan::NotForUs, "Bob takes somebody else for us");
    assert_eq!(ours.scan(&code(3, 4)), Scan::WrongContact);
    assert_eq!(ours.scan(&ours.code()), Scan::WrongContact, "our own code, held up to us");
}

#[test]
fn what_is_no_code_of_this_version_is_told_apart() {
    let ours = SafetyNumber::new(who(1), who(2));
    let good = SafetyNumber::new(who(2), who(1)).code();
    let newer = good.replacen(":01", ":02", 1);
    assert_eq!(ours.scan(&newer), Scan::Newer);
    assert_eq!(ours.scan(&(newer + "ABCD")), Scan::Newer);
    for no_code in
        ["", "SUBROSA", "SUBROSA:", "SUBROSA:0", "SUBROSA:00", "SUBROSA:01", "?SR1?", "é"]
    {
        assert_eq!(ours.scan(no_code), Scan::NotACode, "{no_code}");
    }
    assert_eq!(ours.scan(&format!("{good}00")), Scan::NotACode);
    assert_eq!(ours.scan(&good[..good.len() - 1]), Scan::NotACode);
    assert_eq!(ours.scan(&good.replace("01", "0G")), Scan::NotACode);
    assert_eq!(ours.scan(&format!("SUBROSA:02{}", "0".repeat(1 << 20))), Scan::NotACode);
}

#[test]
fn a_code_is_all_of_the_alphanumeric_mode_and_its_picture_has_the_three_finders() {
    let number = SafetyNumber::new(who(1), who(2));
    let code = number.code();
    assert_eq!(code.len(), 138);
    assert!(code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == ':'));
    let picture = number.picture().unwrap();
    let (side, modules) = (picture.side(), picture.modules());
    // Version 6: the smallest for 138 characters with 15 % correction (ISO/IEC 18004 table 7).
    assert_eq!((side, modules.len()), (41, 41 * 41));
    let row = |x: usize, y: usize| &modules[y * side + x..y * side + x + 7];
    for (x, y) in [(0, 0), (side - 7, 0), (0, side - 7)] {
        assert_eq!(row(x, y), [1; 7]);
        assert_eq!(row(x, y + 1), [1, 0, 0, 0, 0, 0, 1]);
        assert_eq!(row(x, y + 3), [1, 0, 1, 1, 1, 0, 1]);
    }
    assert!(Picture::of(&"A".repeat(10_000)).is_none(), "too long for any code");
}

#[test]
fn the_svg_has_a_square_for_each_dark_module_inside_its_margin() {
    let picture = SafetyNumber::new(who(1), who(2)).picture().unwrap();
    let svg = picture.to_svg();
    let dark = picture.modules().iter().filter(|module| **module == 1).count();
    assert_eq!(svg.matches("h1v1h-1z").count(), dark);
    let whole = picture.side() + 2 * QUIET_ZONE;
    assert!(svg.contains(&format!("viewBox=\"0 0 {whole} {whole}\"")));
    assert!(svg.contains(&format!("M{QUIET_ZONE},{QUIET_ZONE}h1")), "the corner of a finder");
    assert!(!svg.contains("script") && svg.is_ascii());
}
