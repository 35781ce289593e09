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

/// The book's page lists every address, and no other.
#[test]
fn the_book_lists_every_address() {
    let page = include_str!("../../../book/src/reference/explorer-api.md");
    let api: serde_json::Value = serde_json::from_str(&halha_server::openapi()).expect("JSON");
    let paths = api["paths"].as_object().expect("paths");
    let mut listed = 0;
    for (path, methods) in paths {
        for method in methods.as_object().expect("methods").keys() {
            let line = format!("| `{} {path}` |", method.to_uppercase());
            assert!(page.contains(&line), "the book lacks {line}");
            listed += 1;
        }
    }
    assert_eq!(
        page.matches("| `GET /").count() + page.matches("| `POST /").count(),
        listed
    );
}
