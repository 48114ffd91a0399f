//! Runs worlds of a kind, one for each number.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a world failed.
pub type Failure = String;

/// Fails the world unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+));
        }
    };
}
pub(crate) use ensure;

/// How many worlds of a kind may fail before it is enough.
const MOST_FAILURES: usize = 20;

/// What happens in a world, if it is to be told.
pub type Story = Option<Vec<String>>;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().unwrap())
}

/// Runs worlds of a kind; of those that fail the first is told from the beginning.
pub fn explore(name: &str, usual_runs: u64, live: impl Fn(u64, &mut Story) -> Result<(), Failure>) {
    let runs = number("SUBROSA_WORLD_RUNS").unwrap_or(usual_runs);
    let seeds = match number("SUBROSA_WORLD_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..runs,
    };
    let mut failed = Vec::new();
    for seed in seeds {
        if let Err(failure) = live(seed, &mut None) {
            failed.push((seed, failure));
        }
        if failed.len() == MOST_FAILURES {
            break;
        }
    }
    if let Some((seed, failure)) = failed.first() {
        let mut story = Some(Vec::new());
        let _same = live(*seed, &mut story);
        for line in story.unwrap() {
            eprintln!("{line}");
        }
        for (seed, failure) in &failed {
            eprintln!("{name}, seed {seed}: {failure}");
        }
        panic!("{name}: {failure}\nagain with SUBROSA_WORLD_SEED={seed}");
    }
}

/// What a life ends with; a panic of the library is a failure.
pub fn caught<T>(life: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(life)).unwrap_or_else(|_| Err("the library panicked".into()))
}
