//! From which length on the accelerated AES-GCM is faster than the portable one, each with a new key
//! for each message, as every line of a session has one.
//!
//! Prints the median of each length over several rounds, in which both take turns, and the length
//! from which on the accelerated one wins.

use std::hint::black_box;
use std::time::Instant;
use subrosa::crypto::{Backend, seal_detached_with as aead_seal};

const ROUNDS: usize = 21;

fn main() {
    if !Backend::available().contains(&Backend::Accelerated) {
        println!("there is no accelerated backend here: nothing crosses");
        return;
    }
    println!("{:>8}  {:>12}  {:>12}  ratio", "bytes", "portable ns", "accelerated");
    let mut crossing = None;
    for power in 6..=18 {
        let length = 1_usize << power;
        let (mut portable, mut accelerated) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            portable.push(nanoseconds(Backend::Portable, length));
            accelerated.push(nanoseconds(Backend::Accelerated, length));
        }
        let (portable, accelerated) = (median(portable), median(accelerated));
        println!(
            "{length:>8}  {portable:>12.0}  {accelerated:>12.0}  {:.2}",
            accelerated / portable
        );
        match accelerated < portable {
            true => crossing = crossing.or(Some(length)),
            false => crossing = None,
        }
    }
    match crossing {
        Some(length) => println!("the accelerated backend wins from {length} bytes on"),
        None => println!("the accelerated backend never wins up to the longest length"),
    }
}

/// Nanoseconds for one message.
fn nanoseconds(backend: Backend, length: usize) -> f64 {
    let times = (4_000_000 / length).clamp(20, 4_000);
    let mut data = vec![7; length];
    let mut key = [0; 32];
    let begin = Instant::now();
    for number in 0..times {
        key[..8].copy_from_slice(&(number as u64).to_le_bytes());
        let tag = aead_seal(backend, &key, &[0; 12], &[&[1; 32]], &mut data);
        black_box(tag.expect("the backend works here"));
    }
    begin.elapsed().as_nanos() as f64 / times as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
