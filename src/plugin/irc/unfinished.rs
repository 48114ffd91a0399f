//! What the user's client had not finished on a connection that is gone.

use super::gathered::Gathering;
use crate::plugin::codes::Cause;
use crate::plugin::event::Place;
use crate::plugin::frontend::Frontend;
use crate::plugin::saying::Details;
use crate::plugin::walk::Item;

impl Frontend {
    /// The connection is gone on which the client had not finished these: they go back to the user.
    pub(in crate::plugin) fn unfinished(
        &mut self,
        account: &str,
        over: Vec<Gathering>,
    ) -> Vec<Item> {
        let back = |of: Gathering| {
            let details = Details { text: Some(&of.text), ..Details::default() };
            let place = Place::Window;
            self.say_with(account, &of.target, "refused", place, Cause::Network, &details)
        };
        over.into_iter().map(back).collect()
    }
}
