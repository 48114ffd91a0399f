//! The results, as plain text and as Markdown.

use crate::contender::Peer;
use crate::rows::{Described, Target, Unit};
use std::fmt::Write;

/// The medians of one row. `None`: not measured, or there is no such thing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    pub accelerated: Option<f64>,
    pub portable: Option<f64>,
    pub vodozemac: Option<f64>,
    pub libotr: Option<f64>,
}

impl Figures {
    /// Where the figure of a contender goes.
    pub fn named(&mut self, contender: &str) -> &mut Option<f64> {
        match contender {
            "accelerated" => &mut self.accelerated,
            "portable" => &mut self.portable,
            "vodozemac" => &mut self.vodozemac,
            _ => &mut self.libotr,
        }
    }

    /// The figure that counts: accelerated, where the processor allows it.
    fn ours(&self) -> Option<f64> {
        self.accelerated.or(self.portable)
    }

    fn of(&self, peer: Peer) -> Option<f64> {
        match peer {
            Peer::Vodozemac => self.vodozemac,
            Peer::Libotr => self.libotr,
        }
    }
}

/// A row with its figures.
pub type Line = (&'static Described, Figures);

const HEAD: [&str; 9] =
    ["what", "unit", "accelerated", "portable", "vodozemac", "libotr", "ratio", "target", ""];

/// The table in columns of the same width.
pub fn plain(lines: &[Line]) -> String {
    let rows: Vec<_> = std::iter::once(HEAD.map(str::to_owned)).chain(cells(lines)).collect();
    let mut widths = [0; HEAD.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut out = String::new();
    for row in &rows {
        for (column, (width, cell)) in widths.iter().zip(row).enumerate() {
            // Numbers to the right.
            match column {
                2..=5 => write!(out, "{cell:>width$}  "),
                _ => write!(out, "{cell:<width$}  "),
            }
            .unwrap();
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

/// The table in Markdown.
pub fn markdown(lines: &[Line]) -> String {
    let mut out = format!("| {} |\n|---|---|--:|--:|--:|--:|---|---|---|\n", HEAD.join(" | "));
    for row in cells(lines) {
        writeln!(out, "| {} |", row.join(" | ")).unwrap();
    }
    out
}

/// How many targets there are and how many are met; those that could not be measured are not.
pub fn targets_met(lines: &[Line]) -> (usize, usize) {
    let verdicts = |(described, figures): &Line| {
        described.targets.iter().map(|target| verdict(target, figures)).collect::<Vec<_>>()
    };
    let verdicts: Vec<_> = lines.iter().flat_map(verdicts).collect();
    (verdicts.len(), verdicts.iter().filter(|verdict| **verdict == Some(true)).count())
}

fn cells(lines: &[Line]) -> impl Iterator<Item = [String; HEAD.len()]> {
    lines.iter().map(|(described, figures)| {
        let number = |figure| number(described.unit, figure);
        let targets = described.targets;
        [
            described.title.to_owned(),
            unit(described.unit).to_owned(),
            number(figures.accelerated),
            number(figures.portable),
            number(figures.vodozemac),
            number(figures.libotr),
            join([Peer::Vodozemac, Peer::Libotr].iter().filter_map(|peer| ratio(*peer, figures))),
            join(targets.iter().map(wording)),
            join(targets.iter().map(|target| said(verdict(target, figures)).to_owned())),
        ]
    })
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Micros => "µs",
        Unit::Characters => "chars",
        Unit::Bytes => "bytes",
    }
}

fn number(unit: Unit, figure: Option<f64>) -> String {
    match (unit, figure) {
        (_, None) => "–".to_owned(),
        (Unit::Micros, Some(micros)) if micros < 100.0 => format!("{micros:.2}"),
        (_, Some(figure)) => format!("{figure:.0}"),
    }
}

/// Our figure as a multiple of a peer's, or as a fraction where that reads better.
fn ratio(peer: Peer, figures: &Figures) -> Option<String> {
    let ratio = figures.ours()? / figures.of(peer)?;
    Some(if ratio < 0.2 {
        let digits = usize::from(ratio > 0.02);
        format!("1/{:.digits$} {}", 1.0 / ratio, name(peer))
    } else {
        format!("{ratio:.2} × {}", name(peer))
    })
}

fn name(peer: Peer) -> &'static str {
    match peer {
        Peer::Vodozemac => "vodozemac",
        Peer::Libotr => "libotr",
    }
}

fn wording(target: &Target) -> String {
    match target {
        Target::AtMost(limit) => format!("≤ {limit}"),
        Target::Times(factor, peer) => format!("≤ {factor} × {}", name(*peer)),
    }
}

/// Whether a target is met; `None` where there is nothing to compare with.
fn verdict(target: &Target, figures: &Figures) -> Option<bool> {
    let limit = match target {
        Target::AtMost(limit) => *limit,
        Target::Times(factor, peer) => factor * figures.of(*peer)?,
    };
    Some(figures.ours()? <= limit)
}

fn said(verdict: Option<bool>) -> &'static str {
    match verdict {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "not measured",
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
