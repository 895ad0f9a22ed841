//! Starts the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    rendering::settle();
    // What is no text is no argument of ours.
    let arguments: Vec<_> = std::env::args_os().skip(1).filter_map(|word| word.into_string().ok()).collect();
    bridgekeeper_app::run(&arguments)
}

/// How WebKitGTK draws. Its DMABUF renderer shows a white window with NVIDIA's own driver
/// (tauri-apps/tauri#9394), and without a GPU it is slow to the first picture and takes 70 MB more.
#[cfg(target_os = "linux")]
mod rendering {
    use std::path::Path;

    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// Turns that renderer off where it would do harm, unless the user decided. Before anything else: a variable
    /// of one's own process must not be set while somebody else in it may be reading them.
    pub fn settle() {
        if std::env::var_os(VARIABLE).is_none() && does_harm() {
            // At worst the window is drawn with the renderer that there is.
            let _ = gtk::glib::setenv(VARIABLE, "1", true);
        }
    }

    fn does_harm() -> bool {
        Path::new("/sys/module/nvidia").exists() || !has_gpu()
    }

    fn has_gpu() -> bool {
        let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
        nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
    }
}
