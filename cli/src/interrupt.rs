//! Ctrl-C: jobs end and take away what they have begun; a prompt gives the terminal its echo back.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rustix::termios::{OptionalActions, Termios, tcsetattr};

use crate::failure::{Failure, Kind};

/// Somebody wants it to end.
static WANTED: AtomicBool = AtomicBool::new(false);
/// A job runs, which looks at that often and cleans up.
static LOOKED_AT: AtomicBool = AtomicBool::new(false);
/// How the terminal was before it was told not to echo.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// From now on signals are answered here.
pub fn begin() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        WANTED.store(true, Ordering::SeqCst);
        if !LOOKED_AT.load(Ordering::SeqCst) {
            restore();
            exit(Kind::Interrupted.code().into());
        }
    })
    .map_err(|error| Failure::new(Kind::Other, format!("Signals cannot be handled: {error}.")))
}

/// While it lives, somebody asks [`check`] often.
pub struct Job;

impl Job {
    pub fn begin() -> Self {
        LOOKED_AT.store(true, Ordering::SeqCst);
        Self
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        LOOKED_AT.store(false, Ordering::SeqCst);
    }
}

/// Whether to go on.
pub fn check() -> Result<(), Failure> {
    match WANTED.load(Ordering::SeqCst) {
        true => Err(Failure::new(Kind::Interrupted, "Interrupted: nothing was written.")),
        false => Ok(()),
    }
}

/// The terminal is about to be told not to echo.
pub fn remember_terminal() {
    if let Ok(terminal) = std::fs::File::open("/dev/tty")
        && let Ok(now) = rustix::termios::tcgetattr(&terminal)
    {
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
}

fn restore() {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(before) = before
        && let Ok(terminal) = std::fs::File::open("/dev/tty")
    {
        let _as_well_as_it_can = tcsetattr(&terminal, OptionalActions::Now, &before);
    }
}
