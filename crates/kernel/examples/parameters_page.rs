//! Writes the book's page of the parameters: `cargo run -p halha-kernel --example parameters_page`.

use std::fmt::Write as _;

use halha_kernel::parameters::{PARAMETERS, Support};

/// Where the page stands, from the kernel's folder.
pub const PAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../book/src/reference/parameters.md"
);

/// The page, made from the list in the code.
pub fn page() -> String {
    let mut page = String::from(
        "# Parameters\n\n\
         The numbers that inference may vary, by layer of [the model](../concepts/model.md). This page is made from the\n\
         code (`cargo run -p halha-kernel --example parameters_page`). Priors and their sources stand with each conflict,\n\
         in its `priors.toml`.\n",
    );
    let mut layer = "";
    for parameter in PARAMETERS {
        if parameter.layer != layer {
            layer = parameter.layer;
            let _ = write!(
                page,
                "\n## {layer}\n\n| name | range | meaning |\n|---|---|---|\n"
            );
        }
        let range = match parameter.support {
            Support::Real => "any number",
            Support::Positive => "above 0",
            Support::NonNegative => "0 or more",
            Support::Unit => "0 to 1",
            Support::Correlation => "between −1 and 1",
        };
        let _ = writeln!(page, "| `{}` | {range} | {} |", parameter.name, parameter.meaning);
    }
    page
}

#[allow(dead_code)] // the test that the page is current uses `page` alone
fn main() -> std::io::Result<()> {
    std::fs::write(PAGE, page())
}
