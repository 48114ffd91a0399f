//! Safety numbers of two fingerprints, and codes that are compared.

use subrosa::identity::Fingerprint;
use subrosa::verify::{SafetyNumber, Scan};

use super::fixed::Fixed;
use super::json::Json;
use subrosa::crypto::Random;

/// The cases of `safety.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut random = Fixed::new("safety");
    let mut draw = || {
        let mut bytes = [0; 32];
        random.fill(&mut bytes).expect("the fixed generator does not fail");
        Fingerprint::from_bytes(bytes)
    };
    let (own, other, third) = (draw(), draw(), draw());
    let number = |own, other| {
        let number = SafetyNumber::new(own, other);
        Json::object([
            ("own", Json::hex(own.as_bytes())),
            ("other", Json::hex(other.as_bytes())),
            ("digits", Json::Text(number.to_digits())),
            ("code", Json::Text(number.code())),
        ])
    };
    let shown = SafetyNumber::new(other, own).code();
    let newer = shown.replacen("SUBROSA:01", "SUBROSA:02", 1) + "00";
    let codes = [
        shown.clone(),
        format!(" {}\n", shown.to_lowercase().replacen("subrosa", "SUBROSA", 1)),
        SafetyNumber::new(third, own).code(),
        SafetyNumber::new(other, third).code(),
        SafetyNumber::new(own, other).code(),
        newer,
        shown.replacen("SUBROSA:01", "SUBROSA:00", 1),
        shown.get(..shown.len() - 2).unwrap_or_default().to_owned(),
        shown.get(..shown.len() - 1).unwrap_or_default().to_owned(),
        format!("{shown}00"),
        "SUBROSA:".to_owned(),
        "https://example.org/".to_owned(),
    ];
    let scan = |code: String| {
        let scan = match SafetyNumber::new(own, other).scan(&code) {
            Scan::Match => "match",
            Scan::WrongContact => "wrong contact",
            Scan::NotForUs => "not for us",
            Scan::Newer => "newer",
            _ => "not a code",
        };
        Json::object([
            ("own", Json::hex(own.as_bytes())),
            ("other", Json::hex(other.as_bytes())),
            ("scanned", Json::Text(code)),
            ("scan", scan.into()),
        ])
    };
    let numbers = [number(own, other), number(other, own), number(own, own), number(other, third)];
    numbers.into_iter().chain(codes.map(scan)).collect()
}
