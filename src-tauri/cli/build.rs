//! Leaves out of a release what it has no use for.

use std::path::Path;

fn main() {
    let is = |variable, value| std::env::var(variable).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") {
        let script = Path::new("../no-unwinding.ld").canonicalize().expect("it stands beside this package");
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    }
    println!("cargo::rerun-if-changed=../no-unwinding.ld");
}
