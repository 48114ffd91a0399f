//! Each rule is broken once, and that has to be found.
//!
//! A rule that can be broken without anybody noticing is kept by luck. So each has a twin of the
//! machine that breaks it alone, and something among the worlds, pairs and scenes has to fail for it.

use super::search::{search, walk};
use super::step::Shape;
use super::worlds::calm;
use super::{pairs, scenes};
use crate::guard::rules::{Rule, breaking};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A search through pairs.
type Pairs = fn() -> pairs::Counted;

/// Where a twin was found.
fn find(rule: Option<Rule>) -> Option<String> {
    breaking(rule, || {
        for (title, scene) in scenes::ALL {
            if catch_unwind(AssertUnwindSafe(scene)).is_err() {
                return Some(format!("the scene \"{title}\""));
            }
        }
        let damaged = Shape { damage: true, ..calm(1, 1, 1) };
        let alike = Shape { alike: true, ..calm(1, 2, 1) };
        let irregular = Shape { irregular: true, ..calm(1, 2, 1) };
        let worlds = [
            ("1x1x1", Shape::new(1, 1, 1), 4_000),
            ("1x1x1, damaged", damaged, 1_000),
            ("1x1x2, calm", calm(1, 1, 2), 4_000),
            ("1x2x1", Shape::new(1, 2, 1), 4_000),
            ("1x2x1, alike", alike, 2_000),
            ("1x2x1, irregular", irregular, 2_000),
            ("2x1x1, calm", calm(2, 1, 1), 4_000),
            ("1x2x2, calm", calm(1, 2, 2), 20_000),
        ];
        for (title, shape, limit) in worlds {
            let seen = search(shape, limit);
            if let Some((broken, path)) = seen.broken {
                let (states, steps) = (seen.states, path.len());
                return Some(format!("{title} after {states} states, {steps} steps: {broken}"));
            }
        }
        let pairs: [(&str, Pairs); 3] =
            [("join", pairs::join), ("moves", || pairs::moves(1, 1)), ("hints", pairs::hints)];
        for (title, pairs) in pairs {
            if let Err(broken) = pairs() {
                return Some(format!("the pairs, {title}: {broken}"));
            }
        }
        for seed in 0..20 {
            if let Err((broken, path)) = walk(Shape::new(2, 3, 3), seed, 300) {
                return Some(format!("walk {seed} after {} steps: {broken}", path.len()));
            }
        }
        None
    })
}

#[test]
fn every_rule_has_a_broken_twin_that_is_found() {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found: Vec<_> = Rule::ALL.iter().map(|rule| (rule, find(Some(*rule)))).collect();
    let whole = find(None);
    std::panic::set_hook(quiet);
    for (rule, found) in &found {
        println!("{rule:?}: {}", found.as_deref().unwrap_or("NOT FOUND"));
    }
    assert_eq!(whole, None, "no rule is broken");
    let missed: Vec<_> = found.iter().filter(|(_, found)| found.is_none()).collect();
    assert!(missed.is_empty(), "nothing notices the loss of {missed:?}");
}
