//! What WebKitGTK has to be told, and what it leaves behind.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, getpid, kill_process};
use tauri::{AppHandle, Manager};

use crate::memory;

/// Turns off what would do harm, unless the user decided. Before anything else: a variable of one's own process must not
/// be set while somebody else in it may be reading them.
///
/// WebKitGTK's DMABUF renderer shows a white window with NVIDIA's own driver (tauri-apps/tauri#9394), and without a GPU
/// it is slow to the first picture and takes 70 MB more. Without one, GTK and WebKit also load a compiler, 30 MB in each
/// process, to ask OpenGL what there is: GTK, whose OpenGL draws nothing of ours, is told not to, and WebKit is told a
/// name that is no GPU's, so that it need not ask.
///
/// Each of WebKit's processes adds up its own memory every 30 seconds and looks at the machine's every 5, to drop caches
/// in time: more than half of what an idle window costs, for a page that has none.
pub fn settle() {
    let has_gpu = has_gpu();
    let off = [
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1", !has_gpu || Path::new("/sys/module/nvidia").exists()),
        ("GDK_GL", "disable", !has_gpu),
        ("WEBKIT_DISABLE_MEMORY_PRESSURE_MONITOR", "1", true),
        ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null", !has_gpu),
    ];
    for (variable, value, does_harm) in off {
        if does_harm && std::env::var_os(variable).is_none() {
            // At worst it is drawn with what there is.
            let _ = gtk::glib::setenv(variable, value, true);
        }
    }
}

fn has_gpu() -> bool {
    let nodes = fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

/// A page has been drawn by then, and whoever closed the window by mistake has had it back.
const SETTLED: Duration = Duration::from_secs(5);

/// After a window was opened or closed, and after a start without one: hands back what only that needed.
///
/// WebKit keeps the process that loads pages for as long as the program runs (tauri-apps/tauri#14626), 20 MB for nothing
/// in a tray. It starts another one when there is a page to load.
pub(crate) fn tidy(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SETTLED).await;
        let theirs = app.clone();
        // Where windows are made, so that none is made meanwhile.
        let _ = app.run_on_main_thread(move || {
            if theirs.webview_windows().is_empty() {
                network_processes().for_each(|process| {
                    // It may have ended.
                    let _ = kill_process(process, Signal::TERM);
                });
            }
            memory::give_back();
        });
    });
}

/// Those of our own children that load pages.
fn network_processes() -> impl Iterator<Item = Pid> {
    let ours = getpid().as_raw_nonzero().get();
    fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(move |entry| {
        let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // `pid (name) state parent …`; a name is cut to fifteen characters.
        let (head, rest) = stat.rsplit_once(')')?;
        let parent: i32 = rest.split_whitespace().nth(1)?.parse().ok()?;
        (parent == ours && head.ends_with("(WebKitNetworkPr")).then(|| Pid::from_raw(pid))?
    })
}
