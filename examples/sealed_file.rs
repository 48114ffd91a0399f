//! Seals a file to somebody, and opens it again with a look at it before it gets its name.
//!
//! ```text
//! cargo run --example sealed_file -- FILE
//! ```

// It talks to whoever runs it.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use subrosa::crypto::OsRandom;
use subrosa::identity::Identity;
use subrosa::seal::{
    ContentKind, Existing, JobProgress, Lock, OpenJob, SealJob, Terms, Unlock, sweep,
};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let file = Path::new(&file);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let folder = std::env::temp_dir().join(format!("subrosa-example-{}", std::process::id()));
    std::fs::create_dir(&folder)?;

    // Who they are would come from a full card (`FullCard::find`) and a contact list.
    let mut alice = Identity::generate(now, &mut OsRandom)?;
    let mut bob = Identity::generate(now, &mut OsRandom)?;
    alice.add_sealing_key(&mut OsRandom)?;
    bob.add_sealing_key(&mut OsRandom)?;

    // Alice seals it to Bob, and to herself so that she can read it later. She signs it.
    let recipients: Vec<_> = [&alice, &bob].iter().filter_map(|who| who.recipient()).collect();
    let terms = Terms {
        lock: Lock::Recipients(&recipients),
        signer: Some(&alice),
        content: ContentKind::File,
        name: file.file_name().and_then(OsStr::to_str),
        size: None,
        time: now,
    };
    let mut job = SealJob::new(file, &folder, &terms, &mut OsRandom)?;
    while !show("sealed", job.run(STEP, &mut OsRandom)?) {}
    let sealed = job.commit(OsStr::new("document.sealed"), Existing::Keep)?;

    // Bob opens it: first to a file that only he can read and that is verified ...
    sweep(&folder)?;
    let mut job = OpenJob::new(&sealed, &folder, &Unlock::Identities(&[&bob]), &mut OsRandom)?;
    while !show("opened", job.run(STEP)?) {}
    let sender = job.opened()?.signed_by(&[*alice.fingerprint()])?;
    println!("signed by {}", sender.fingerprint());

    // ... then, if he likes what he sees there, under its name. Dropping the job removes it.
    if looks_harmless(job.temporary_path()?)? {
        let name = job.suggested_name()?;
        if name.changed() {
            println!("the sender called it otherwise; here it is called {name}");
        }
        let target = job.commit(OsStr::new(name.as_str()), Existing::Keep)?;
        println!("here it is: {}", target.display());
    }
    Ok(())
}

/// Bytes between two progress lines.
const STEP: u64 = 16 << 20;

fn show(what: &str, progress: JobProgress) -> bool {
    let JobProgress { done, total, finished, .. } = progress;
    println!("{what} {done} of {total} bytes");
    finished
}

/// Where a virus scanner would stand.
fn looks_harmless(file: &Path) -> std::io::Result<bool> {
    Ok(std::fs::metadata(file)?.len() < 1 << 40)
}
