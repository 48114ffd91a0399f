//! Identity exports under a passphrase.

use subrosa::crypto::{PassphraseParams, argon2id, hkdf, seal};
use subrosa::identity::Identity;
use subrosa::wire::{armor, codec::Writer, labels};

use super::errors;
use super::fixed::Fixed;
use super::json::Json;

const CREATED: u64 = 1_735_689_600;

/// The least that is allowed, so that checking costs little.
const PARAMS: PassphraseParams =
    PassphraseParams { memory_kib: 19_456, iterations: 1, parallelism: 1 };

/// The cases of `export.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut random = Fixed::new("export");
    let more = PassphraseParams { memory_kib: 20_000, iterations: 2, parallelism: 4 };
    let mut cases = vec![
        valid("the least parameters", "correct horse battery staple", PARAMS, &mut random),
        valid("several lanes and passes", "correct horse battery staple", more, &mut random),
        valid("a passphrase beyond ASCII", "p\u{e4}ssw\u{f6}rd \u{2603}", PARAMS, &mut random),
        valid("a passphrase of one character", "x", PARAMS, &mut random),
    ];

    let identity =
        Identity::generate(CREATED, &mut random).expect("the fixed generator does not fail");
    let export = identity.export(b"right", &PARAMS, &mut random).expect("parameters in range");
    cases.push(refused("another passphrase", "wrong", export.clone()));
    for (name, at) in [
        ("memory above the limit", 2),
        ("no iterations", 6),
        ("more lanes than allowed", 7),
        ("a changed salt", 8),
        ("a changed ciphertext", 24),
        ("a changed tag", 117),
        ("another format", 1),
        ("another suite", 0),
    ] {
        let mut changed = export.clone();
        changed[at] ^= if at == 7 { 0x04 } else { 0x01 };
        cases.push(refused(name, "right", changed));
    }
    cases.push(refused("cut after its header", "right", export[..39].to_vec()));

    let items = |items: &[(u8, &[u8])]| {
        let mut writer = Writer::new();
        items.iter().for_each(|(item, value)| writer.item(*item, value));
        sealed(&writer.into_vec())
    };
    let (sign, agree, created) = ([0x11; 32], [0x22; 32], CREATED.to_be_bytes());
    let all: [(u8, &[u8]); 3] = [(1, &sign), (2, &agree), (3, &created)];
    let with = |item: (u8, &'static [u8])| items(&[&all[..], &[item]].concat());
    cases.push(opened("an unknown item that may be skipped", "right", with((0x85, b"later"))));
    cases.push(refused("an unknown item that may not be skipped", "right", with((0x05, b"later"))));
    cases.push(refused("an item twice", "right", with((0x03, b"8 bytes."))));
    cases.push(refused("no agreement secret", "right", items(&[all[0], all[2]])));
    cases.push(refused(
        "a short signing secret",
        "right",
        items(&[(1, &sign[1..]), all[1], all[2]]),
    ));
    cases.push(refused("a secret of zero", "right", items(&[(1, &[0; 32]), all[1], all[2]])));
    cases.push(refused(
        "a secret not below n",
        "right",
        items(&[all[0], (2, &[0xff; 32]), all[2]]),
    ));
    cases
}

/// An export as the library makes it.
fn valid(name: &str, passphrase: &str, params: PassphraseParams, random: &mut Fixed) -> Json {
    let identity = Identity::generate(CREATED, random).expect("the fixed generator does not fail");
    let export =
        identity.export(passphrase.as_bytes(), &params, random).expect("parameters in range");
    let [.., signing, agreement, salt] = random.drawn.as_slice() else {
        panic!("an identity draws two secrets and an export its salt");
    };
    assert_eq!(export[8..24], salt[..]);
    opened(name, passphrase, export.clone()).with([
        ("line", Json::Text(armor::encode(&export))),
        ("memory_kib", u64::from(params.memory_kib).into()),
        ("iterations", u64::from(params.iterations).into()),
        ("parallelism", u64::from(params.parallelism).into()),
        ("salt", Json::hex(salt)),
        ("sign_secret", Json::hex(signing)),
        ("agree_secret", Json::hex(agreement)),
        ("created", CREATED.into()),
    ])
}

/// An export that opens, and the fingerprint of the identity in it.
fn opened(name: &str, passphrase: &str, export: Vec<u8>) -> Json {
    let identity =
        Identity::import(&export, passphrase.as_bytes()).expect("an export that is valid");
    assert_eq!(identity.created(), CREATED);
    start(name, passphrase, &export)
        .with([("fingerprint", Json::hex(identity.fingerprint().as_bytes()))])
}

/// An export with the error that it gives.
fn refused(name: &str, passphrase: &str, export: Vec<u8>) -> Json {
    let error = Identity::import(&export, passphrase.as_bytes())
        .expect_err("an export that must be refused");
    start(name, passphrase, &export).with([("error", errors::identity(&error).into())])
}

fn start(name: &str, passphrase: &str, export: &[u8]) -> Json {
    let params = PassphraseParams {
        memory_kib: u32::from_be_bytes([export[2], export[3], export[4], export[5]]),
        iterations: export[6].into(),
        parallelism: export[7].into(),
    };
    let stretched = stretch(passphrase, &export[8..24], &params);
    Json::object([
        ("name", name.into()),
        ("passphrase", passphrase.into()),
        // Where the parameters are refused nothing is derived.
        ("argon2id_output", stretched.map_or(Json::Null, |output| Json::hex(&output))),
        ("export", Json::hex(export)),
    ])
}

fn stretch(passphrase: &str, salt: &[u8], params: &PassphraseParams) -> Option<[u8; 32]> {
    let mut output = [0; 32];
    argon2id(passphrase.as_bytes(), salt, params, &mut output).ok().map(|()| output)
}

/// An export with any content, for what the library itself would not write.
fn sealed(content: &[u8]) -> Vec<u8> {
    let mut header = vec![0x51, 0x01];
    header.extend(PARAMS.memory_kib.to_be_bytes());
    header.extend([1, 1]);
    header.extend([0x5a; 16]);
    let output = stretch("right", &header[8..], &PARAMS).expect("parameters in range");
    let mut derived = [0; 44];
    hkdf(&[0; 32], &[&output], &[labels::EXPORT, &header], &mut derived).expect("44 bytes");
    let (key, nonce) = derived.split_at(32);
    let mut buffer = content.to_vec();
    let (key, nonce) = (key.try_into().expect("32 bytes"), nonce.try_into().expect("12 bytes"));
    seal(key, nonce, &[&header], &mut buffer).expect("a short plaintext");
    [header, buffer].concat()
}
