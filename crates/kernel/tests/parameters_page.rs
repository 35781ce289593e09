//! The book's page of the parameters says what the code says. The test never rewrites it; the example does.

#[path = "../examples/parameters_page.rs"]
#[allow(unreachable_pub)] // an example's items are public to nobody
mod page;

#[test]
fn the_page_of_the_parameters_is_current() {
    let written = std::fs::read_to_string(page::PAGE).unwrap_or_default();
    assert!(
        written == page::page(),
        "{} is not what the code says; run `cargo run -p halha-kernel --example parameters_page`",
        page::PAGE
    );
}
