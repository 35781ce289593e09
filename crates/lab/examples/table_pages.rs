//! Writes the book's pages of the tables from their schema: `cargo run -p halha-lab --example table_pages`.

use std::path::Path;

use halha_lab::store::pages;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(pages::FOLDER);
    std::fs::create_dir_all(&folder)?;
    for (name, text) in pages::pages() {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
