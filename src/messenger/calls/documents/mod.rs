//! Documents to contacts, and whom they can be sealed to.
//!
//! | file | idea |
//! |---|---|
//! | `sealing` | sealing, opening, cards, and who signed |
//! | `people` | everybody who is known, on whatever account |

pub(in crate::messenger) mod people;
pub(in crate::messenger) mod sealing;
