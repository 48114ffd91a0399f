//! The Bidi Rule (RFC 5893 section 2), for one label.
//!
//! A label in which letters run from right to left and others from left to right can be shown as
//! another one. PRECIS asks the rule of accounts (RFC 8265 section 3.3.1).

use icu_properties::{CodePointMapData, props::BidiClass};

/// Whether the label keeps the rule. One without right-to-left characters does.
pub(super) fn keeps_rule(label: &str) -> bool {
    let class = CodePointMapData::<BidiClass>::new();
    let classes: Vec<BidiClass> = label.chars().map(|c| class.get(c)).collect();
    if !classes.iter().any(|class| is_right_to_left(*class)) {
        return true;
    }
    let last = classes.iter().rfind(|class| **class != BidiClass::NonspacingMark);
    match (classes.first(), last) {
        (Some(&BidiClass::LeftToRight), Some(last)) => {
            classes.iter().all(|class| *class == BidiClass::LeftToRight || is_weak(*class))
                && [BidiClass::LeftToRight, BidiClass::EuropeanNumber].contains(last)
        }
        (Some(&(BidiClass::RightToLeft | BidiClass::ArabicLetter)), Some(last)) => {
            let has = |number| classes.contains(&number);
            classes.iter().all(|class| is_right_to_left(*class) || is_weak(*class))
                && (is_right_to_left(*last) || *last == BidiClass::EuropeanNumber)
                && !(has(BidiClass::EuropeanNumber) && has(BidiClass::ArabicNumber))
        }
        _ => false,
    }
}

fn is_right_to_left(class: BidiClass) -> bool {
    [BidiClass::RightToLeft, BidiClass::ArabicLetter, BidiClass::ArabicNumber].contains(&class)
}

/// What may stand in labels of either direction.
fn is_weak(class: BidiClass) -> bool {
    [
        BidiClass::EuropeanNumber,
        BidiClass::EuropeanSeparator,
        BidiClass::CommonSeparator,
        BidiClass::EuropeanTerminator,
        BidiClass::OtherNeutral,
        BidiClass::BoundaryNeutral,
        BidiClass::NonspacingMark,
    ]
    .contains(&class)
}

#[cfg(test)]
mod tests {
    use super::keeps_rule;

    #[test]
    fn a_label_runs_in_one_direction() {
        for (label, keeps) in [
            ("bob", true),
            ("bob1", true),
            ("1bob", true),
            ("אבג", true),
            ("אבג1", true),
            ("אב\u{5b4}", true),
            ("سلام", true),
            ("سلام\u{661}", true),
            ("סa", false),
            ("aס", false),
            ("1אב", false),
            ("אב.", false),
            ("س1\u{661}", false),
            ("\u{661}س", false),
            ("", true),
        ] {
            assert_eq!(keeps_rule(label), keeps, "{label:?}");
        }
    }
}
