//! How far a long job is, for whoever watches: bytes, rate and time left, on a terminal alone.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use subrosa::seal::JobProgress;

const LOOK: &str = "{bytes} of {total_bytes}  {binary_bytes_per_sec}  {eta} left";

/// Nothing, unless standard error is a terminal.
pub struct Shown(ProgressBar);

impl Shown {
    pub fn begin() -> Self {
        if !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        Self(bar.with_style(ProgressStyle::with_template(LOOK).unwrap_or_else(|_| plain())))
    }

    pub fn at(&self, progress: &JobProgress) {
        self.0.set_length(progress.total);
        self.0.set_position(progress.done);
    }
}

fn plain() -> ProgressStyle {
    ProgressStyle::default_bar()
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
