//! Measures sealing and opening a file beside the tools that are installed, in interleaved rounds
//! of one run, on a file system in memory, and prints one table.
//!
//! ```text
//! cargo run --release --manifest-path benches/Cargo.toml --bin files [MIB] [ROUNDS] [NAME]...
//! ```
//!
//! Names are parts of those in the table, and leave out all others: `files 512 41 "unsigned, acc" dd`.
//!
//! A span begins when the file is named and ends when the result stands under its name. A tool's
//! span is that of its process; the library's is in this process, with the system's randomness, a
//! key generated before, and the sync that it does before it names a file. Before each span its
//! target is deleted; after each opening the content is compared.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{fs, io};

use subrosa::crypto::{Backend, OsRandom};
use subrosa::identity::{Identity, Recipient};
use subrosa::seal::{ContentKind, Existing, Lock, OpenJob, SealJob, Terms, Unlock};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |unless_told| {
        arguments.next().map_or(Ok(unless_told), |argument| argument.parse::<usize>())
    };
    let (mib, rounds) = (number(512)?, number(5)?.max(1));
    let names: Vec<String> = arguments.collect();
    let folder = Folder::new()?;
    let plain = folder.0.join("plain");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let content: Vec<u8> = (0..mib << 17)
        .flat_map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()
        })
        .collect();
    fs::write(&plain, &content)?;

    let mut contenders = contenders(&folder.0)?;
    contenders.retain(|contender| {
        names.is_empty() || names.iter().any(|name| contender.name().contains(name))
    });
    let mut times = vec![(Vec::new(), Vec::new()); contenders.len()];
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let index = (turn + round) % contenders.len();
            let (sealed, opened) = (folder.0.join("sealed"), folder.0.join("opened"));
            let seal = span(|| contenders[index].seal(&plain, &sealed))?;
            let open = span(|| contenders[index].open(&sealed, &opened))?;
            if fs::read(&opened)? != content {
                return Err(format!("{} gives other content", contenders[index].name()).into());
            }
            fs::remove_file(sealed)?;
            fs::remove_file(opened)?;
            times[index].0.push(seal);
            times[index].1.push(open);
        }
    }

    let medians: Vec<(f64, f64)> =
        times.into_iter().map(|(seal, open)| (median(seal), median(open))).collect();
    let of = |name: &str| {
        contenders.iter().position(|contender| contender.name() == name).map(|at| medians[at])
    };
    println!(
        "{mib} MiB, {rounds} rounds, {} processors, medians",
        std::thread::available_parallelism()?
    );
    println!(
        "{:30} {:>13} {:>9} {:>9} {:>13} {:>9} {:>9}",
        "", "seal MB/s", "x dd", "x age", "open MB/s", "x dd", "x age"
    );
    for (contender, (seal, open)) in contenders.iter().zip(&medians) {
        let rate = |time: f64| (mib << 20) as f64 / 1e6 / time;
        let ratio = |other: Option<f64>, time: f64| {
            other.map_or_else(|| "-".to_owned(), |other| format!("{:.2}", other / time))
        };
        println!(
            "{:30} {:13.0} {:>9} {:>9} {:13.0} {:>9} {:>9}",
            contender.name(),
            rate(*seal),
            ratio(of("dd").map(|dd| dd.0), *seal),
            ratio(of("age").map(|age| age.0), *seal),
            rate(*open),
            ratio(of("dd").map(|dd| dd.1), *open),
            ratio(of("age").map(|age| age.1), *open),
        );
    }
    println!(
        "targets, with two processors: unsigned seal >= 1.8 x age, open >= 2.2 x age; signed >= 1.5 x age both ways"
    );
    Ok(())
}

type Outcome = io::Result<()>;

trait Contender {
    fn name(&self) -> String;
    fn seal(&mut self, plain: &Path, sealed: &Path) -> Outcome;
    fn open(&mut self, sealed: &Path, opened: &Path) -> Outcome;
}

/// The library, and of the tools those that are installed.
fn contenders(folder: &Path) -> io::Result<Vec<Box<dyn Contender>>> {
    let mut all: Vec<Box<dyn Contender>> = Vec::new();
    let mut identity = Identity::generate(0, &mut OsRandom).map_err(io::Error::other)?;
    identity.add_sealing_key(&mut OsRandom).map_err(io::Error::other)?;
    for &backend in Backend::available() {
        for signed in [false, true] {
            all.push(Box::new(Subrosa { backend, signed, identity: identity.clone() }));
        }
    }
    let path = |name: &str| folder.join(name).display().to_string();
    let mut tool = |name: &'static str, setup: &str, seal: &str, open: &str| {
        if run(setup, folder, folder).is_ok() {
            all.push(Box::new(Tool { name, seal: seal.to_owned(), open: open.to_owned() }));
        }
    };
    // Through user space, as every contender has to: the limit that the system sets.
    let dd = "dd if=\"$1\" of=\"$2\" bs=1M";
    tool("dd", "true", dd, dd);
    let key = path("age.key");
    for (name, keygen) in [("age", "age-keygen"), ("rage", "rage-keygen")] {
        tool(
            name,
            &format!("command -v {name} && rm -f {key} && {keygen} -o {key}"),
            &format!("{name} -r \"$(grep -o 'age1.*' {key})\" -o \"$2\" \"$1\""),
            &format!("{name} -d -i {key} -o \"$2\" \"$1\""),
        );
    }
    let home = path("gpg");
    let gpg =
        format!("gpg --homedir {home} --batch --quiet --pinentry-mode loopback --passphrase x");
    tool(
        "gpg -c, not compressed",
        &format!("command -v gpg && mkdir -p -m 700 {home}"),
        &format!("{gpg} -z 0 -c -o \"$2\" \"$1\""),
        &format!("{gpg} -d -o \"$2\" \"$1\""),
    );
    let (secret, certificate) = (path("cms.key"), path("cms.pem"));
    tool(
        "openssl cms",
        &format!(
            "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout {secret} -out {certificate}"
        ),
        &format!(
            "openssl cms -encrypt -binary -stream -aes-256-cbc -outform DER -in \"$1\" -out \"$2\" {certificate}"
        ),
        &format!("openssl cms -decrypt -binary -inform DER -inkey {secret} -in \"$1\" -out \"$2\""),
    );
    Ok(all)
}

struct Subrosa {
    backend: Backend,
    signed: bool,
    identity: Identity,
}

impl Subrosa {
    fn commit(
        named: &Path,
        commit: impl FnOnce(&Path, &OsStr) -> Result<(), subrosa::seal::SealError>,
    ) -> Outcome {
        match (named.parent(), named.file_name()) {
            (Some(folder), Some(name)) => commit(folder, name).map_err(io::Error::other),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

impl Contender for Subrosa {
    fn name(&self) -> String {
        let signed = if self.signed { "signed" } else { "unsigned" };
        format!("subrosa, {signed}, {:?}", self.backend).to_lowercase()
    }

    fn seal(&mut self, plain: &Path, sealed: &Path) -> Outcome {
        self.backend.select().map_err(io::Error::other)?;
        Self::commit(sealed, |folder, name| {
            let to: Vec<Recipient> = self.identity.recipient().into_iter().collect();
            let terms = Terms {
                lock: Lock::Recipients(&to),
                signer: self.signed.then_some(&self.identity),
                content: ContentKind::File,
                name: Some("plain"),
                size: None,
                time: 0,
            };
            let mut job = SealJob::new(plain, folder, &terms, &mut OsRandom)?;
            job.run(u64::MAX, &mut OsRandom)?;
            job.commit(name, Existing::Keep).map(|_| ())
        })
    }

    fn open(&mut self, sealed: &Path, opened: &Path) -> Outcome {
        self.backend.select().map_err(io::Error::other)?;
        Self::commit(opened, |folder, name| {
            let unlock = [&self.identity];
            let unlock = Unlock::Identities(&unlock);
            let mut job = OpenJob::new(sealed, folder, &unlock, &mut OsRandom)?;
            job.run(u64::MAX)?;
            job.commit(name, Existing::Keep).map(|_| ())
        })
    }
}

/// A command line each, with the source as $1 and the target as $2.
struct Tool {
    name: &'static str,
    seal: String,
    open: String,
}

impl Contender for Tool {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn seal(&mut self, plain: &Path, sealed: &Path) -> Outcome {
        run(&self.seal, plain, sealed)
    }

    fn open(&mut self, sealed: &Path, opened: &Path) -> Outcome {
        run(&self.open, sealed, opened)
    }
}

fn run(command: &str, source: &Path, target: &Path) -> Outcome {
    let status = Command::new("sh")
        .args(["-c", command, "sh"])
        .args([source, target])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(command.to_owned())) }
}

/// Seconds.
fn span(work: impl FnOnce() -> Outcome) -> io::Result<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A folder in memory where the system has such a place, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = base.join(format!("subrosa-files-{}", std::process::id()));
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
