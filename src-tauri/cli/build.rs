//! Links as `.ci/release` says.

fn main() {
    const SCRIPT: &str = "BRIDGEKEEPER_LINKER_SCRIPT";
    if let Ok(script) = std::env::var(SCRIPT) {
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{script}");
        println!("cargo::rerun-if-changed={script}");
    }
    println!("cargo::rerun-if-env-changed={SCRIPT}");
}
