//! Writes the book's pages of interventions and studies from their types: `cargo run -p halha-lab --example whatif_pages`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/reference");
    for (name, text) in halha_lab::whatif::pages()
        .into_iter()
        .chain(halha_lab::study::pages())
    {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
