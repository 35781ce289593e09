//! Rebuilds the program when a file of a built-in conflict is added, changed or taken away.

fn main() {
    println!("cargo::rerun-if-changed=../../conflicts");
}
