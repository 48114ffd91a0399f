//! `subrosa open`.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Serialize;
use subrosa::crypto::OsRandom;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Messenger, Trust};
use subrosa::seal::{
    ContentKind, OpenJob, Opened, SafeName, SealError, Signer, Unlock, open_bytes,
};
use subrosa::wire::{ObjectKind, armor};
use zeroize::Zeroizing;

use crate::args::{Common, Open};
use crate::failure::{Failure, Kind};
use crate::output::{self, Target};
use crate::progress::Shown;
use crate::{home, interrupt, mail, passphrase, say, who};

const STEP: u64 = 8 * 1024 * 1024;

/// What is told about a document that was opened.
#[derive(Serialize)]
struct Told {
    content: &'static str,
    /// The name that the document gives, made safe.
    name: String,
    signer: Option<String>,
    trust: Option<&'static str>,
    known_as: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// What opens it: keys of the vault, or a passphrase.
struct Keys {
    me: Option<Messenger>,
    passphrase: Option<Zeroizing<String>>,
}

impl Keys {
    fn of(common: &Common, args: &Open) -> Result<Self, Failure> {
        match args.passphrase {
            true => {
                let passphrase = Some(passphrase::ask(common, "Passphrase of the document")?);
                // Only to tell who signed it.
                let me = match args.from.is_some() {
                    true => Some(home::open(common)?),
                    false => None,
                };
                Ok(Self { me, passphrase })
            }
            false => Ok(Self { me: Some(home::open(common)?), passphrase: None }),
        }
    }

    fn job(&mut self, source: &Path, folder: &Path) -> Result<OpenJob, Failure> {
        match (&self.passphrase, &mut self.me) {
            (None, Some(me)) => Ok(me.file_open(source, folder)?),
            (passphrase, _) => {
                let passphrase = passphrase.as_ref().map_or(&[][..], |text| text.as_bytes());
                let unlock = Unlock::Passphrase(passphrase);
                Ok(OpenJob::new(source, folder, &unlock, &mut OsRandom)?)
            }
        }
    }

    fn bytes(&mut self, document: &[u8]) -> Result<(Zeroizing<Vec<u8>>, Opened), Failure> {
        if let Some(passphrase) = &self.passphrase {
            return Ok(open_bytes(document, &Unlock::Passphrase(passphrase.as_bytes()))?);
        }
        let Some(me) = &mut self.me else { return Err(SealError::PassphraseNeeded.into()) };
        Ok(me.bytes_open(document)?)
    }
}

pub fn run(common: &Common, args: &Open) -> Result<(), Failure> {
    let wanted = args.output.output.as_deref().filter(|path| *path != Path::new("-"));
    let file = output::named(args.file.as_ref());
    let mut keys = Keys::of(common, args)?;
    let from = match (&args.from, &mut keys.me) {
        (Some(word), Some(me)) => Some(who::fingerprint(me, word)?),
        _ => None,
    };
    match (file, wanted) {
        (Some(source), Some(path)) if is_binary(source)? => {
            by_file(common, args, &mut keys, from, source, path)
        }
        _ => in_memory(common, args, &mut keys, from),
    }
}

/// Into a temporary file, which gets its name when all is verified.
fn by_file(
    common: &Common,
    args: &Open,
    keys: &mut Keys,
    from: Option<Fingerprint>,
    source: &Path,
    path: &Path,
) -> Result<(), Failure> {
    let force = args.output.force;
    let folder = match path.is_dir() {
        true => path,
        false => Target::of(path, force)?.folder,
    };
    let _watched = interrupt::Job::begin();
    let mut job = keys.job(source, folder).map_err(|error| error.about(source))?;
    let shown = Shown::begin();
    loop {
        interrupt::check()?;
        let progress = job.run(STEP).map_err(|error| Failure::from(error).about(source))?;
        shown.at(&progress);
        if progress.finished {
            break;
        }
    }
    drop(shown);
    let mut told = tell(keys, job.opened()?, from)?;
    let path = match path.is_dir() {
        true => path.join(&told.name),
        false => path.to_owned(),
    };
    let target = Target::of(&path, force)?;
    let done = job.commit(target.name, target.existing);
    done.map_err(|error| Failure::from(error).about(&path))?;
    told.file = Some(path);
    finish(common, &told)
}

fn in_memory(
    common: &Common,
    args: &Open,
    keys: &mut Keys,
    from: Option<Fingerprint>,
) -> Result<(), Failure> {
    let input = output::read(args.file.as_ref())?;
    let (content, opened) = document(keys, &input)?;
    let mut told = tell(keys, &opened, from)?;
    match args.output.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let path = match path.is_dir() {
                true => path.join(&told.name),
                false => path.to_owned(),
            };
            output::write_file(&path, args.output.force, &content)?;
            told.file = Some(path);
            finish(common, &told)
        }
        None if common.json => {
            let text = std::str::from_utf8(&content).map_err(|_| {
                Failure::new(Kind::Usage, "The content is no text: use -o FILE with --json.")
            })?;
            told.text = Some(text.to_owned());
            finish(common, &told)
        }
        None if output::is_terminal() => {
            let text = std::str::from_utf8(&content).ok().filter(|text| !text.contains('\0'));
            let Some(text) = text else {
                let sentence = "The content is no text: use -o FILE, or -o FOLDER.";
                return Err(Failure::new(Kind::Usage, sentence));
            };
            finish(common, &told)?;
            output::write(&args.output, format!("{}\n", say::safe(text)).as_bytes())
        }
        None => {
            finish(common, &told)?;
            output::write(&args.output, &content)
        }
    }
}

/// The document in what was given: itself, in a text, or in a mail.
fn document(keys: &mut Keys, input: &[u8]) -> Result<(Zeroizing<Vec<u8>>, Opened), Failure> {
    if begins_as_document(input) {
        return keys.bytes(input);
    }
    let mut found = None;
    let readable = mail::readable(input);
    for piece in armor::find_document(&readable) {
        match piece.content {
            armor::Content::Line(object) if begins_as_document(&object) => {
                return keys.bytes(&object);
            }
            armor::Content::Broken(error) if found.is_none() => found = Some(error),
            _ => {}
        }
    }
    Err(found.map_or(SealError::NoDocument, SealError::Armor).into())
}

fn begins_as_document(bytes: &[u8]) -> bool {
    bytes.first() == Some(&ObjectKind::Document.header_byte())
}

fn is_binary(path: &Path) -> Result<bool, Failure> {
    let failed = |error: std::io::Error| Failure::file(path, &error);
    if !path.metadata().map_err(failed)?.is_file() {
        return Err(Failure::from(SealError::NotAFile).about(path));
    }
    let mut first = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(1).read_to_end(&mut first).map_err(failed)?;
    Ok(begins_as_document(&first))
}

/// Who made it. Who is asked for has to have signed it, before anything is written.
fn tell(keys: &mut Keys, opened: &Opened, from: Option<Fingerprint>) -> Result<Told, Failure> {
    if let Some(from) = from {
        opened.signed_by(&[from])?;
    }
    let name = SafeName::of(opened.metadata().unsafe_name()).as_str().to_owned();
    let content = match opened.metadata().content() {
        ContentKind::Text => "text",
        _ => "file",
    };
    let mut told = Told {
        content,
        name,
        signer: None,
        trust: None,
        known_as: Vec::new(),
        file: None,
        text: None,
    };
    if let Signer::Signed(sender) = opened.origin() {
        let who = *sender.fingerprint();
        told.signer = Some(who.to_hex());
        let mut trust = Trust::None;
        if let Some(me) = &mut keys.me {
            trust = me.sender(opened)?.trust;
            let people = me.people()?;
            let known = people.into_iter().filter(|known| known.fingerprint == who);
            told.known_as = known.flat_map(|known| known.addresses).map(|(_, name)| name).collect();
            if *me.identity()?.fingerprint() == who {
                told.known_as = vec!["you".to_owned()];
            }
        }
        told.trust = Some(who::trust_word(trust));
    }
    Ok(told)
}

/// Says it: on standard error, for the content has the output; or as JSON.
fn finish(common: &Common, told: &Told) -> Result<(), Failure> {
    if common.json {
        return match (&told.text, &told.file) {
            (None, None) => Ok(()),
            _ => say::result(common, "", told),
        };
    }
    if let Some(path) = &told.file {
        say::note(&format!("opened {}", say::safe(&path.display().to_string())));
    }
    match (&told.signer, told.trust) {
        (Some(_), Some(trust)) if !told.known_as.is_empty() => {
            let names = say::safe(&told.known_as.join(", "));
            let warning = match trust {
                "changed" => ". CAREFUL: somebody else is known by this name",
                _ => "",
            };
            say::note(&format!("signed by {names} ({trust}){warning}"));
        }
        (Some(who), Some(trust)) => say::note(&format!("signed by {who} ({trust})")),
        _ => say::note("not signed: anybody may have made it"),
    }
    Ok(())
}
