//! What is known of a line that begins a session once its maker is: so that reading it does not
//! compute the same again.

use crate::identity::{Card, Fingerprint};
use crate::session::ids::InstallationId;
use crate::session::x3dh::OpenedIdentity;
use std::fmt;

/// A line that begins a session, and who made it: from [`Installation::identify`], for
/// [`PeerSessions::receive_identified`].
///
/// It is the line, so it cannot be read as another one, and only the installation that made it can
/// use it, while the prekey of the line lives. Dropping it changes nothing, and wipes its secrets.
///
/// [`Installation::identify`]: super::Installation::identify
/// [`PeerSessions::receive_identified`]: crate::session::PeerSessions::receive_identified
#[must_use = "the line has not been read yet"]
pub struct Identified<'l> {
    pub(in crate::session) line: &'l [u8],
    /// Who has computed it.
    pub(in crate::session) installation: InstallationId,
    pub(in crate::session) found: Found,
}

/// What identifying has computed.
pub(in crate::session) enum Found {
    /// The card of an Offer, or one by itself, verified.
    Card(Box<Card>),
    /// An Init.
    Init(Box<OpenedIdentity>),
}

impl Identified<'_> {
    /// Who made the line.
    pub fn fingerprint(&self) -> &Fingerprint {
        match &self.found {
            Found::Card(card) => card.identity().fingerprint(),
            Found::Init(opened) => opened.initiator.fingerprint(),
        }
    }
}

impl fmt::Debug for Identified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line: _, installation, found: _ } = self;
        f.debug_struct("Identified")
            .field("fingerprint", self.fingerprint())
            .field("installation", installation)
            .finish_non_exhaustive()
    }
}
