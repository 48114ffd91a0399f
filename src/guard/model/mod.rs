//! What is promised, and a search for whatever breaks it (`make model`).
//!
//! The guard is right if nothing that can happen, in any order and with any write failing, lets a
//! text out that the user was told is private, or gives a name to somebody else. Here that is said a
//! second time, by a *ghost* that knows no doors: it remembers what the user asked for and was told.
//! Machine and ghost go through everything together, and are compared after each step.
//!
//! | file | idea |
//! |---|---|
//! | `snapshot` | a book as a few numbers |
//! | `step`, `world` | what can happen, and accounts that share people and a disk to which it happens |
//! | `ghost` | what was promised, and who was accepted where |
//! | `promises`, `ways` | what is compared: promises, and that there is a way out of each refusal |
//! | `search`, `worlds` | small worlds to their end, long walks in larger ones |
//! | `product` | worlds of two accounts, account by account |
//! | `records`, `pairs` | all records, and each pair of them under each operation |
//! | `scenes` | ordinary life, and what went wrong once |
//! | `tables::decisions`, `tables::changes` | what each decision, move and join leaves, field by field |
//! | `tables::book`, `tables::answers` | what a book tells of itself, and what it answers |
//! | `tables::bounds` | what the worlds are too small for |
//! | `twins` | each rule is broken once, and that has to be found |

mod ghost;
mod pairs;
mod product;
mod promises;
mod records;
mod scenes;
mod search;
mod step;
mod tables;
mod twins;
mod ways;
mod world;
mod worlds;

/// Whether the long searches are to be run as well.
fn is_full() -> bool {
    std::env::var("SUBROSA_MODEL").is_ok_and(|value| value == "full")
}
