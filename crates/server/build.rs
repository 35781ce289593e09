//! Embeds the page anew when its built form has changed.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
