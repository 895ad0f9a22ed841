//! Starts the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    bridgekeeper_app::webkit::settle();
    // What is no text is no argument of ours.
    let arguments: Vec<_> = std::env::args_os().skip(1).filter_map(|word| word.into_string().ok()).collect();
    bridgekeeper_app::run(&arguments)
}
