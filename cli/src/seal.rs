//! `subrosa seal`.

use std::ffi::OsStr;
use std::path::Path;

use subrosa::crypto::OsRandom;
use subrosa::identity::{Identity, Recipient};
use subrosa::seal::{ContentKind, Lock, SealJob, Terms, seal_bytes, seal_text_wrapped};
use subrosa::wire::armor;
use zeroize::Zeroizing;

use crate::args::{Common, Seal};
use crate::failure::{Failure, Kind};
use crate::output::{self, Target};
use crate::progress::Shown;
use crate::{home, interrupt, passphrase, say, who};

/// Bytes between two looks at Ctrl-C and the progress.
const STEP: u64 = 8 * 1024 * 1024;
/// What the text form may have.
const LONGEST_TEXT: usize = 2 * 1024 * 1024 - 4096;

/// Who can open it, and who signs.
struct To {
    recipients: Vec<Recipient>,
    passphrase: Option<Zeroizing<String>>,
    signer: Option<Identity>,
}

impl To {
    fn of(common: &Common, args: &Seal) -> Result<Self, Failure> {
        if args.passphrase {
            let passphrase = Some(passphrase::ask_new(common, "Passphrase of the document")?);
            return Ok(Self { recipients: Vec::new(), passphrase, signer: None });
        }
        // To files with cards, unsigned, nobody needs a key.
        if args.unsigned && !home::place(common)?.exists() {
            let cards = args.recipients.iter().map(|word| match who::from_file(word)? {
                Some(card) => Ok(card.recipient()),
                None => Err(home::missing(common)),
            });
            let recipients = cards.collect::<Result<_, _>>()?;
            return Ok(Self { recipients, passphrase: None, signer: None });
        }
        let mut me = home::open(common)?;
        let mut recipients = Vec::new();
        for word in &args.recipients {
            recipients.push(who::recipient(&mut me, word)?);
        }
        let own = me.identity()?.clone();
        // Who sealed it can open it too.
        recipients.extend(own.recipient());
        Ok(Self { recipients, passphrase: None, signer: Some(own).filter(|_| !args.unsigned) })
    }

    fn terms<'a>(&'a self, content: ContentKind, name: Option<&'a str>) -> Terms<'a> {
        Terms {
            lock: self.lock(),
            signer: self.signer.as_ref(),
            content,
            name,
            size: None,
            time: who::now(),
        }
    }

    fn lock(&self) -> Lock<'_> {
        match &self.passphrase {
            Some(passphrase) => Lock::Passphrase {
                passphrase: passphrase.as_bytes(),
                params: Identity::EXPORT_PARAMS,
            },
            None => Lock::Recipients(&self.recipients),
        }
    }
}

pub fn run(common: &Common, args: &Seal) -> Result<(), Failure> {
    let target = args.output.output.as_deref().filter(|path| *path != Path::new("-"));
    let as_text = args.armor || args.mail;
    if !as_text && target.is_none() && output::is_terminal() {
        let sentence = "A document would fill the terminal with signs: use -o FILE, or --armor.";
        return Err(Failure::new(Kind::Usage, sentence));
    }
    let target = target.map(|path| Target::of(path, args.output.force)).transpose()?;
    let to = To::of(common, args)?;
    match (output::named(args.file.as_ref()), &target) {
        (Some(source), Some(target)) if !as_text => by_file(&to, source, target)?,
        _ => in_memory(args, &to)?,
    }
    match &args.output.output {
        Some(path) if common.json => {
            say::result(common, "", &serde_json::json!({ "sealed": path }))
        }
        _ => Ok(()),
    }
}

fn by_file(to: &To, source: &Path, target: &Target<'_>) -> Result<(), Failure> {
    let about = |error| Failure::from(error).about(source);
    let terms = to.terms(ContentKind::File, source.file_name().and_then(OsStr::to_str));
    let _watched = interrupt::Job::begin();
    let mut job = SealJob::new(source, target.folder, &terms, &mut OsRandom).map_err(about)?;
    let shown = Shown::begin();
    loop {
        interrupt::check()?;
        let progress = job.run(STEP, &mut OsRandom).map_err(about)?;
        shown.at(&progress);
        if progress.finished {
            break;
        }
    }
    let done = job.commit(target.name, target.existing);
    done.map(drop).map_err(|error| Failure::from(error).about(&target.folder.join(target.name)))
}

fn in_memory(args: &Seal, to: &To) -> Result<(), Failure> {
    let content = Zeroizing::new(output::read(args.file.as_ref())?);
    if (args.armor || args.mail) && content.len() > LONGEST_TEXT {
        let sentence = "This is too long for a text: leave out --armor, and send it as a file.";
        return Err(Failure::new(Kind::Input, sentence));
    }
    if args.mail {
        let text = std::str::from_utf8(&content).map_err(|_| {
            Failure::new(Kind::Input, "This is no text in UTF-8: seal it with --armor.")
        })?;
        let signer = to.signer.as_ref();
        let sealed = seal_text_wrapped(text, to.lock(), signer, who::now(), &mut OsRandom)?;
        return output::write(&args.output, format!("{}\n", sealed.trim_end()).as_bytes());
    }
    let file = output::named(args.file.as_ref());
    let name = file.and_then(Path::file_name).and_then(OsStr::to_str);
    let sealed = seal_bytes(&content, &to.terms(ContentKind::File, name), &mut OsRandom)?;
    if args.armor {
        let text = armor::encode_wrapped(&sealed, "DOCUMENT");
        return output::write(&args.output, format!("{}\n", text.trim_end()).as_bytes());
    }
    output::write(&args.output, &sealed)
}
