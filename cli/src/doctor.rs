//! `subrosa doctor`: what is wrong with a vault, in words.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use subrosa::vault::{Protection, ProtectionKind, Vault, VaultError};

use crate::args::Common;
use crate::failure::{Failure, Kind};
use crate::{home, passphrase, say};

/// File systems on other machines, where locks may hold nothing (statfs(2)).
const REMOTE: [(u32, &str); 4] =
    [(0x6969, "NFS"), (0xff53_4d42, "CIFS"), (0xfe53_4d42, "SMB"), (0x0102_1997, "9P")];

/// What was looked at.
#[derive(Serialize)]
struct Examined {
    vault: PathBuf,
    protection: Option<String>,
    good: Vec<String>,
    bad: Vec<String>,
}

pub fn run(common: &Common) -> Result<(), Failure> {
    let path = home::place(common)?;
    if !path.exists() {
        return Err(home::missing(common));
    }
    let mut seen = Examined { vault: path.clone(), protection: None, good: vec![], bad: vec![] };
    permissions(&path, &mut seen);
    file_system(&path, &mut seen);
    if let Err(error) = content(common, &path, &mut seen) {
        seen.bad.push(advice(&error, &path));
    }
    let mut words = format!("{}\n", path.display());
    seen.good.iter().for_each(|line| words.push_str(&format!("good: {line}\n")));
    seen.bad.iter().for_each(|line| words.push_str(&format!("BAD:  {line}\n")));
    say::result(common, &words, &seen)?;
    match seen.bad.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(Kind::Vault, "Something is wrong with the vault, see above.")),
    }
}

/// Nobody else may read what belongs to it.
fn permissions(path: &Path, seen: &mut Examined) {
    let before = seen.bad.len();
    for suffix in ["", "-wal", "-shm", ".key", "-generation"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let file = PathBuf::from(name);
        let Ok(about) = fs::metadata(&file) else { continue };
        let mode = about.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let shown = file.display();
            seen.bad.push(format!("others may use {shown} (mode {mode:03o}): chmod 600 {shown}"));
        }
    }
    if seen.bad.len() == before {
        seen.good.push("its files are for you alone".to_owned());
    }
}

fn file_system(path: &Path, seen: &mut Examined) {
    let Ok(about) = rustix::fs::statfs(path) else { return };
    // Its type has another width, and another sign, on other machines.
    let kind = about.f_type as u32;
    match REMOTE.iter().find(|(number, _)| *number == kind) {
        Some((_, name)) => seen.bad.push(format!(
            "it is on another machine ({name}), where two programs may damage it: move it to a \
             disk of this machine, or use it from one machine alone"
        )),
        None => seen.good.push("its disk is of this machine".to_owned()),
    }
    if about.f_bavail == 0 {
        seen.bad.push("the disk is full: make room".to_owned());
    }
}

fn content(common: &Common, path: &Path, seen: &mut Examined) -> Result<(), VaultError> {
    let mut vault = Vault::open(path)?;
    let kind = vault.protection();
    seen.protection = Some(kind.to_string());
    let typed;
    let with = match kind {
        ProtectionKind::KeyFile => Protection::KeyFile,
        ProtectionKind::Passphrase => match passphrase::ask(common, "Passphrase of the vault") {
            Ok(passphrase) => {
                typed = passphrase;
                Protection::Passphrase(typed.as_bytes())
            }
            Err(_) => {
                seen.good.push("a passphrase protects it; not looked further without".to_owned());
                return Ok(());
            }
        },
        _ => {
            seen.good.push("a key of your messenger protects it: look there".to_owned());
            return Ok(());
        }
    };
    vault.unlock(&with)?;
    seen.good.push(format!("a {kind} protects it, and opens it"));
    vault.verify()?;
    seen.good.push("every record in it is as it was written".to_owned());
    Ok(())
}

/// What an error means, and what to do.
fn advice(error: &VaultError, path: &Path) -> String {
    let next = match error {
        VaultError::KeyFileMissing => {
            let path = path.display();
            format!("put {path}.key back from a copy; without it nothing opens the vault")
        }
        VaultError::KeyFileExposed { .. } => format!("chmod 600 {}.key", path.display()),
        VaultError::KeyFileDamaged { .. } => "put the key file back from a copy".to_owned(),
        VaultError::WrongKey(_) => "use the right one".to_owned(),
        VaultError::Older { .. } => "your messenger asks what to do when it starts".to_owned(),
        VaultError::Busy => "close the program that writes, or try again".to_owned(),
        VaultError::ReadOnly => "make the disk writable".to_owned(),
        VaultError::DiskFull => "make room".to_owned(),
        VaultError::NotAVault => "name another file with --vault".to_owned(),
        VaultError::NewerVersion { .. } => "use a newer version of this program".to_owned(),
        VaultError::SeveralNames { .. } => "remove the other hard links, or copy it".to_owned(),
        _ => "put all its files back from a copy".to_owned(),
    };
    format!("{error}: {next}")
}
