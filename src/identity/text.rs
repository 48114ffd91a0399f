//! Finding the one object of a kind in a text.

use super::IdentityError;
use crate::wire::armor::{self, Content};
use crate::wire::{ObjectKind, WireError};

/// The one object of a kind in a text. Equal ones count as one, objects of other kinds are passed
/// over. Without any, what was wrong with the first line that could not be read, else `none`.
pub(super) fn find(
    text: &[u8],
    kind: ObjectKind,
    none: IdentityError,
    several: IdentityError,
) -> Result<Vec<u8>, IdentityError> {
    let mut found: Option<Vec<u8>> = None;
    let mut unreadable = None;
    // Where full cards travel, in mail, there is more text around them than in a chat.
    let pieces = match kind {
        ObjectKind::FullCard => armor::find_document(text),
        _ => armor::find(text),
    };
    for piece in pieces {
        match object_in(piece.content) {
            Ok(Some((found_kind, object))) if found_kind == kind => match &found {
                Some(other) if *other != object => return Err(several),
                _ => found = Some(object),
            },
            Ok(_) => {}
            Err(error) => unreadable = unreadable.or(Some(error)),
        }
    }
    found.ok_or_else(|| unreadable.map_or(none, IdentityError::Wire))
}

fn object_in(content: Content) -> Result<Option<(ObjectKind, Vec<u8>)>, WireError> {
    match content {
        Content::Line(object) => {
            let kind = ObjectKind::read(object.first().copied().unwrap_or_default())?;
            Ok(Some((kind, object)))
        }
        Content::Broken(error) => Err(error),
        _ => Ok(None),
    }
}
