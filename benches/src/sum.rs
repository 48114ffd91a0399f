//! How near the protocol's rows come to the sum of the operations that they need.

use crate::raw::{Inputs, OPERATIONS, Operation};
use crate::rows::{Row, Unit};
use crate::table::Line;
use std::fmt::Write;

/// At most this many times the sum.
const ESTABLISHMENT_TARGET: f64 = 1.12;
const PING_PONG_TARGET: f64 = 1.10;

/// The raw operations, measured in the rounds of everything else.
pub struct Sum {
    inputs: Option<Inputs>,
    samples: Vec<Vec<f64>>,
}

/// The figures of one of the two rows.
struct Column {
    sum: f64,
    measured: Option<f64>,
    target: f64,
}

impl Sum {
    pub fn new() -> Self {
        Self { inputs: Inputs::new(), samples: vec![Vec::new(); OPERATIONS.len()] }
    }

    /// One round.
    pub fn measure(&mut self) {
        let Some(inputs) = &mut self.inputs else { return };
        for (operation, samples) in OPERATIONS.iter().zip(&mut self.samples) {
            samples.push(inputs.measure(operation));
        }
    }

    /// The table in Markdown, which reads as plain text too.
    pub fn table(&self, lines: &[Line]) -> String {
        if self.inputs.is_none() {
            return "The accelerated library does not work here: not measured.\n".to_owned();
        }
        let medians: Vec<f64> = self
            .samples
            .iter()
            .map(|samples| crate::median(samples.clone()))
            .map(Option::unwrap)
            .collect();
        let sum = |count: fn(&Operation) -> u32| -> f64 {
            OPERATIONS.iter().zip(&medians).map(|(op, micros)| f64::from(count(op)) * micros).sum()
        };
        let measured = |row: Row| {
            let line = lines.iter().find(|(described, _)| described.row == row)?;
            assert_eq!(line.0.unit, Unit::Micros);
            line.1.accelerated
        };
        let columns = [
            Column {
                sum: sum(|operation| operation.establishment),
                measured: measured(Row::Establishment),
                target: ESTABLISHMENT_TARGET,
            },
            Column {
                sum: sum(|operation| operation.ping_pong),
                measured: measured(Row::PingPong),
                target: PING_PONG_TARGET,
            },
        ];

        let mut out =
            "| operation | µs | establishment | ping-pong |\n|---|--:|--:|--:|\n".to_owned();
        for (operation, micros) in OPERATIONS.iter().zip(&medians) {
            let Operation { title, establishment, ping_pong, .. } = operation;
            writeln!(out, "| {title} | {micros:.2} | {establishment} | {ping_pong} |").unwrap();
        }
        let [establishment, ping_pong] =
            columns.each_ref().map(|column| format!("{:.1}", column.sum));
        writeln!(out, "| **sum**, µs | | {establishment} | {ping_pong} |").unwrap();
        let [establishment, ping_pong] = columns.each_ref().map(Column::measured);
        writeln!(out, "| **measured**, accelerated, µs | | {establishment} | {ping_pong} |")
            .unwrap();
        let [establishment, ping_pong] = columns.each_ref().map(Column::verdict);
        writeln!(out, "| **measured ÷ sum** | | {establishment} | {ping_pong} |").unwrap();
        out
    }
}

impl Column {
    fn measured(&self) -> String {
        self.measured.map_or("–".to_owned(), |micros| format!("{micros:.1}"))
    }

    fn verdict(&self) -> String {
        let Some(measured) = self.measured else { return "not measured".to_owned() };
        let (ratio, target) = (measured / self.sum, self.target);
        let verdict = if ratio <= target { "met" } else { "MISSED" };
        format!("{ratio:.2}, ≤ {target:.2}: {verdict}")
    }
}
