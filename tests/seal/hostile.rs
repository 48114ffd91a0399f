use std::io::{ErrorKind, Read};

use subrosa::seal::{SafeName, SealError, Sealer};

use super::common::SeededRandom;
use super::{content, identity, recipients, terms};

/// Gives some bytes, then an error once, then the rest.
struct Interrupted<'a>(&'a [u8], &'a [u8]);

impl Read for Interrupted<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(out)? {
            0 if !self.1.is_empty() => {
                self.0 = std::mem::take(&mut self.1);
                Err(ErrorKind::TimedOut.into())
            }
            n => Ok(n),
        }
    }
}

#[test]
fn a_document_cannot_be_finished_after_an_error_of_its_source() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let content = content(100_000);
    let mut rng = SeededRandom::new(3);
    let begin = || Sealer::new(Vec::new(), &terms(&to, None), &mut SeededRandom::new(3)).unwrap();
    for split in [10, 65_536, 70_000] {
        let (first, rest) = content.split_at(split);
        let timed_out = SealError::Io { action: "read", kind: ErrorKind::TimedOut };

        let mut sealer = begin();
        let mut input = Interrupted(first, rest);
        assert_eq!(sealer.read_from(&mut input, u64::MAX), Err(timed_out.clone()));
        // What was read before the error is gone: going on would leave it out unnoticed.
        assert_eq!(sealer.read_from(&mut input, u64::MAX), Err(SealError::Ended));
        assert_eq!(sealer.write(b"more"), Err(SealError::Ended));
        assert_eq!(sealer.finish(&mut rng).err(), Some(SealError::Ended));

        let mut sealer = begin();
        let error = sealer.read_from(&mut Interrupted(first, rest), u64::MAX);
        assert_eq!(error, Err(timed_out));
        assert_eq!(sealer.finish(&mut rng).err(), Some(SealError::Ended));
    }
}

#[test]
fn a_document_cannot_be_finished_after_an_error_of_its_output() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            match self.0 {
                0 => {
                    self.0 = usize::MAX;
                    Err(ErrorKind::StorageFull.into())
                }
                room => {
                    let taken = bytes.len().min(room);
                    self.0 -= taken;
                    Ok(taken)
                }
            }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let mut rng = SeededRandom::new(3);
    let mut sealer = Sealer::new(Full(2_000), &terms(&to, None), &mut rng).unwrap();
    assert!(matches!(sealer.write(&content(100_000)), Err(SealError::Io { .. })));
    assert_eq!(sealer.write(b"more"), Err(SealError::Ended));
    assert!(matches!(sealer.finish(&mut rng), Err(SealError::Ended)));
}

#[test]
fn blank_and_invisible_characters_do_not_push_an_extension_out_of_sight() {
    for (c, becomes) in [
        ('\u{ad}', ""),
        ('\u{34f}', ""),
        ('\u{115f}', ""),
        ('\u{1160}', ""),
        ('\u{17b4}', ""),
        ('\u{180b}', ""),
        ('\u{180f}', ""),
        ('\u{3164}', ""),
        ('\u{ffa0}', ""),
        ('\u{1bca0}', ""),
        ('\u{1d173}', ""),
        ('\u{e0080}', ""),
        ('\u{e0fff}', ""),
        ('\u{2800}', " "),
    ] {
        let name = format!("photo.jpg{}.exe", c.to_string().repeat(40));
        let safe = SafeName::of(Some(&name));
        assert_eq!(safe.as_str(), format!("photo.jpg{becomes}.exe"), "U+{:04X}", u32::from(c));
        assert!(safe.changed(), "U+{:04X}", u32::from(c));
        let name = format!("C{c}ON");
        assert_ne!(SafeName::of(Some(&name)).as_str(), "CON", "U+{:04X}", u32::from(c));
    }
}
