//! Which machine this is, and which of its processes.

use std::fs;

/// A machine, from one start to the next.
///
/// By default it is what the operating system says: on Linux `/etc/machine-id` and
/// `/proc/sys/kernel/random/boot_id`. Where there is no such thing both are empty, and only locks
/// tell holders of a lease apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// What tells the machine from all others; empty where nothing does.
    pub machine: String,
    /// What tells this start of it from all others; empty where nothing does.
    pub boot: String,
    /// What the user calls it.
    pub name: String,
}

impl Host {
    /// This machine.
    #[must_use]
    pub fn this() -> Self {
        let machine = line("/etc/machine-id").or_else(|| line("/var/lib/dbus/machine-id"));
        Self {
            machine: machine.unwrap_or_default(),
            boot: line("/proc/sys/kernel/random/boot_id").unwrap_or_default(),
            name: line("/proc/sys/kernel/hostname").unwrap_or_default(),
        }
    }
}

/// When a process of this machine was started, in the kernel's count; none when there is no such
/// process, or no telling.
pub(super) fn start_of(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in parentheses, may hold anything. The start is the 22nd field.
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_ascii_whitespace().nth(19)?.parse().ok()
}

/// The one line of a file, within reason.
fn line(path: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().next()?.trim();
    (!line.is_empty() && line.len() <= 255).then(|| line.to_owned())
}
