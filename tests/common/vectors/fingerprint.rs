//! Fingerprints of identities.

use subrosa::identity::Identity;

use super::fixed::Fixed;
use super::json::Json;

/// The cases of `fingerprint.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut random = Fixed::new("fingerprint");
    ["first", "second", "third", "fourth"].map(|name| case(name, &mut random)).into()
}

fn case(name: &str, random: &mut Fixed) -> Json {
    let identity = Identity::generate(0, random).expect("the fixed generator does not fail");
    let public = identity.public();
    let [.., signing, agreement] = random.drawn.as_slice() else {
        panic!("an identity draws its two secrets");
    };
    Json::object([
        ("name", name.into()),
        ("sign_secret", Json::hex(signing)),
        ("agree_secret", Json::hex(agreement)),
        ("sign_public", Json::hex(public.signing().as_bytes())),
        ("agree_public", Json::hex(public.agreement().as_bytes())),
        ("fingerprint", Json::hex(public.fingerprint().as_bytes())),
        ("digits", Json::Text(public.fingerprint().to_digits())),
    ])
}
