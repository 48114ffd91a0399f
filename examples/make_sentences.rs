//! Prints `bindings/sentences.json`: every sentence of the library, for those who translate.

#![allow(clippy::print_stdout)]

fn main() {
    print!("{}", subrosa::plugin::english_json());
}
