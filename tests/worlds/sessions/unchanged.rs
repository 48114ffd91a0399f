//! Whether a call has changed anything: compared as saved state, which holds everything.

use super::host::Library;
use super::ledger::{Failure, ensure};
use crate::dice::MachineRandom;
use subrosa::session::HostKey;

/// Everything that the library knows at a host, as bytes.
#[derive(PartialEq, Eq)]
pub struct Image {
    peer: Vec<u8>,
    pub installation: Vec<u8>,
}

impl Image {
    /// Saves copies with the same randomness: equal states give equal bytes.
    pub fn of(library: &Library) -> Self {
        let key = HostKey::new([9; 32]);
        let mut rng = MachineRandom::new(0);
        let peer = library.peer.clone().save(&key, &mut rng).unwrap().0;
        let installation = library.installation.clone().save(&key, &mut rng).unwrap().0;
        Self { peer, installation }
    }

    pub fn compare(before: &Library, after: &Library) -> Result<(), Failure> {
        let (before, after) = (Self::of(before), Self::of(after));
        ensure!(before.peer == after.peer, "a refusal has changed the peer's state");
        ensure!(before.installation == after.installation, "a refusal has changed the prekeys");
        Ok(())
    }

    pub fn bytes(&self) -> usize {
        self.peer.len() + self.installation.len()
    }
}
