//! `ui/src/bindings.ts` says in TypeScript what the commands say in Rust, and is never older.

use std::path::Path;

use bridgekeeper_app::commands;
use specta_typescript::{Typescript, semantic};

#[test]
fn the_bindings_are_fresh() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/bindings.ts");
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("bindings.ts");
    commands::for_the_page::<tauri::Wry>()
        // One type per name: what the window gets is never what it sends, so there are no two sides to tell apart.
        .disable_serde_phases()
        // Plain numbers on both sides: ids and quotas stay far below 2^53, and money is never infinite.
        .dangerously_cast_bigints_to_number()
        .semantic_types(semantic::Configuration::empty().enable_lossless_floats())
        .export(Typescript::default(), &written)
        .unwrap();
    let fresh = std::fs::read_to_string(&written).unwrap();
    if std::env::var_os("BRIDGEKEEPER_BLESS").is_some() {
        std::fs::write(&committed, &fresh).unwrap();
    }
    let known = std::fs::read_to_string(&committed).unwrap();
    assert!(known == fresh, "ui/src/bindings.ts is not what the commands say: run `make bless`");
}
