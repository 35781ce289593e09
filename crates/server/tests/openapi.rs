//! The committed description of the API is that of the code.

/// `BLESS=1 cargo test -p halha-server --test openapi` writes it anew.
#[test]
fn the_committed_description_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let current = halha_server::openapi();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &current).expect("openapi.json can be written");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == current,
        "{path} is out of date; BLESS=1 cargo test -p halha-server --test openapi writes it anew"
    );
}
