//! Writes the codebook page and the JSON Schema into the book: `cargo run -p halha-record --example codebook`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/reference");
    std::fs::create_dir_all(&reference)?;
    std::fs::write(reference.join("codebook.md"), halha_record::codebook::markdown())?;
    let schema = serde_json::to_string_pretty(&halha_record::codebook::schema())?;
    std::fs::write(reference.join("conflict.schema.json"), schema + "\n")
}
