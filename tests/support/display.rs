//! A display of its own, in memory: what a window looks like where there is no screen.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::keyring::until;

/// An X server without a screen; ends when dropped.
pub struct Display {
    server: Child,
    number: String,
}

impl Display {
    /// Starts one of that size, in pixels.
    ///
    /// # Panics
    /// If Xvfb does not start.
    pub fn start(width: u32, height: u32) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        let said = server.stdout.take().expect("a pipe");
        BufReader::new(said).read_line(&mut number).expect("Xvfb names its display");
        Self { server, number: number.trim().to_owned() }
    }

    /// What a program that is to draw here needs in its environment. Without a GPU, WebKit's DMABUF renderer is
    /// slow and pictures of it are stale.
    pub fn env(&self) -> [(&'static str, String); 2] {
        [("DISPLAY", format!(":{}", self.number)), ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".into())]
    }

    /// Whether a window of that title is on it.
    pub fn shows(&self, title: &str) -> bool {
        let mut search = Command::new("xdotool");
        search.args(["search", "--onlyvisible", "--name", title]).env("DISPLAY", format!(":{}", self.number));
        search.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }

    /// A picture of all of it, as PNG.
    ///
    /// # Panics
    /// If ImageMagick's `import` fails.
    pub fn picture(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().expect("it has a parent")).expect("a folder");
        let mut import = Command::new("import");
        import.args(["-window", "root"]).arg(path).env("DISPLAY", format!(":{}", self.number));
        let status = import.status().expect("import is installed");
        assert!(status.success(), "import took no picture");
    }

    /// A picture once the window of that title is there, has drawn itself and stands still.
    ///
    /// # Panics
    /// If that takes longer than half a minute.
    pub fn picture_of(&self, title: &str, path: &Path) {
        until("the window is there", || self.shows(title));
        let mut last = Vec::new();
        let start = Instant::now();
        loop {
            self.picture(path);
            let now = std::fs::read(path).expect("a picture");
            // An empty window compresses to next to nothing.
            if now == last && now.len() > 10_000 {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "the window does not come to rest");
            last = now;
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
