//! Measures the library beside vodozemac and libotr, in interleaved rounds of one run, and prints
//! one table with the targets, and one with the operations that the protocol needs. `--write` also writes it to `docs/BENCHMARKS.md`; a number says how
//! many rounds (101 unless told).

mod clock;
mod contender;
mod olm;
#[cfg(libotr)]
mod otr;
mod ours;
mod raw;
mod report;
mod rows;
mod sum;
mod table;

use contender::Contender;
use rows::{ROWS, Unit};
use subrosa::crypto::Backend;
use sum::Sum;
use table::{Figures, Line};

const ROUNDS: usize = 101;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(ROUNDS);
    let rounds = rounds.max(1);

    let mut contenders: Vec<Box<dyn Contender>> = Vec::new();
    for backend in Backend::available() {
        contenders.push(Box::new(ours::Ours::new(*backend)));
    }
    contenders.push(Box::new(olm::Olm::new()));
    #[cfg(libotr)]
    contenders.push(Box::new(otr::Otr::new()));

    let (lines, sum) = measure(&mut contenders, rounds);
    let sum = sum.table(&lines);
    print!("{}", report::plain(&lines, &sum, rounds));
    if arguments.iter().any(|argument| argument == "--write") {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/BENCHMARKS.md");
        std::fs::write(path, report::markdown(&lines, &sum, rounds)).expect("docs/ can be written");
        println!("\nwritten to docs/BENCHMARKS.md");
    }
}

/// Every row of every contender, in rounds; the order within a round rotates, so that no contender
/// always runs in the caches another one left. The figure is the median over the rounds.
fn measure(contenders: &mut [Box<dyn Contender>], rounds: usize) -> (Vec<Line>, Sum) {
    let mut sum = Sum::new();
    let mut samples = vec![vec![Vec::new(); contenders.len()]; ROWS.len()];
    for round in 0..rounds {
        sum.measure();
        for (described, samples) in ROWS.iter().zip(&mut samples) {
            if described.unit != Unit::Micros && round > 0 {
                continue;
            }
            for turn in 0..contenders.len() {
                let index = (turn + round) % contenders.len();
                samples[index].extend(contenders[index].measure(described.row));
            }
        }
    }
    let line = |(described, samples): (&'static rows::Described, Vec<Vec<f64>>)| {
        let mut figures = Figures::default();
        for (contender, samples) in contenders.iter().zip(samples) {
            *figures.named(contender.name()) = median(samples);
        }
        (described, figures)
    };
    (ROWS.iter().zip(samples).map(line).collect(), sum)
}

fn median(mut samples: Vec<f64>) -> Option<f64> {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied()
}
