//! A screen that nobody looks at, and pictures of it.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use rustix::process::{Pid, Signal, kill_process_group};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, EventMask, ImageFormat, MapState,
};

use crate::processes::{self, Process};

/// A process with its children: gone when dropped, whatever they are doing.
pub struct Group(Child);

impl Group {
    /// Starts a program as the head of a group of its own.
    ///
    /// # Panics
    /// If it is not installed.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_owned();
        match command.process_group(0).spawn() {
            Ok(child) => Self(child),
            Err(error) => panic!("{}: {error}", name.display()),
        }
    }

    /// The names of the processes that it has started itself and that run, cut to fifteen characters.
    pub fn children(&self) -> Vec<String> {
        let ours = |process: &Process| process.parent == self.0.id() && !process.has_ended;
        processes::all().into_iter().filter(ours).map(|process| process.name).collect()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

/// A display of its own.
pub struct Screen {
    _server: Group,
    display: String,
}

impl Screen {
    /// A screen of so many pixels.
    ///
    /// # Panics
    /// If the system is short of `Xvfb`.
    pub fn new(width: u16, height: u16) -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"]);
        command.arg(format!("{width}x{height}x24"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Group::start(&mut command);
        let mut number = String::new();
        let said = BufReader::new(server.0.stdout.take().expect("a pipe")).read_line(&mut number);
        assert!(said.is_ok_and(|bytes| bytes > 0), "Xvfb says its number when it listens");
        Self { _server: server, display: format!(":{}", number.trim()) }
    }

    /// What a program needs in its environment to draw on it.
    pub fn env(&self) -> [(&'static str, &str); 1] {
        [("DISPLAY", &self.display)]
    }

    /// A program that looks at this screen or sits in front of it: `import`, `xclip`.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.env()).stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Whether a window of that title is to be seen.
    pub fn shows(&self, title: &str) -> bool {
        x11rb::connect(Some(&self.display)).is_ok_and(|(x, number)| window(&x, number, title).is_ok())
    }

    /// Asks a window to close, as its close button does.
    ///
    /// # Errors
    /// If the screen cannot be talked to, or shows no window of that title.
    pub fn close_window(&self, title: &str) -> Result<(), Box<dyn std::error::Error>> {
        let (x, number) = x11rb::connect(Some(&self.display))?;
        let window = window(&x, number, title)?;
        let atom = |name: &str| {
            Ok::<_, Box<dyn std::error::Error>>(x.intern_atom(false, name.as_bytes())?.reply()?.atom)
        };
        let data = [atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS")?, data);
        x.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        Ok(())
    }

    /// Where a window of that title is, and how large: left, top, width and height in pixels.
    ///
    /// # Errors
    /// If the screen cannot be talked to, or shows no window of that title.
    pub fn place(&self, title: &str) -> Result<[i32; 4], Box<dyn std::error::Error>> {
        let (x, number) = x11rb::connect(Some(&self.display))?;
        let at = x.get_geometry(window(&x, number, title)?)?.reply()?;
        Ok([at.x.into(), at.y.into(), at.width.into(), at.height.into()])
    }

    /// Moves a window of that title there, as its user would.
    ///
    /// # Errors
    /// If the screen cannot be talked to, or shows no window of that title.
    pub fn put(&self, title: &str, place: [i32; 4]) -> Result<(), Box<dyn std::error::Error>> {
        let (x, number) = x11rb::connect(Some(&self.display))?;
        let [left, top, width, height] = place;
        let to = ConfigureWindowAux::new()
            .x(left)
            .y(top)
            .width(width.cast_unsigned())
            .height(height.cast_unsigned());
        x.configure_window(window(&x, number, title)?, &to)?.check()?;
        Ok(())
    }

    /// The pixels of a part of it: left, top, width and height. Cheap enough to look again and again.
    ///
    /// # Panics
    /// If the screen cannot be talked to.
    pub fn part(&self, [left, top, width, height]: [u16; 4]) -> Vec<u8> {
        let (x, number) = x11rb::connect(Some(&self.display)).expect("a screen");
        let root = x.setup().roots[number].root;
        let (left, top) = (left.cast_signed(), top.cast_signed());
        let image = x.get_image(ImageFormat::Z_PIXMAP, root, left, top, width, height, u32::MAX);
        image.ok().and_then(|image| image.reply().ok()).expect("a picture").data
    }

    /// What is to be seen now, as a PNG.
    ///
    /// # Panics
    /// If the system is short of ImageMagick.
    pub fn picture(&self) -> Vec<u8> {
        let taken = self
            .command("import")
            .args(["-window", "root", "png:-"])
            .output()
            .expect("imagemagick is installed");
        assert!(taken.status.success(), "the screen can be looked at");
        taken.stdout
    }

    /// How bright the screen was at its brightest, 0 to 1, while something was done.
    ///
    /// # Panics
    /// If that panics, or the system is short of ImageMagick.
    pub fn brightest_while(&self, work: impl FnOnce()) -> f64 {
        let brightness = || {
            let arguments = ["-window", "root", "-resize", "1x1!", "-format", "%[fx:mean]", "info:-"];
            let said =
                self.command("import").args(arguments).output().expect("imagemagick is installed").stdout;
            String::from_utf8_lossy(&said).parse::<f64>().expect("a number")
        };
        std::thread::scope(|scope| {
            let (done, is_done) = mpsc::channel::<()>();
            let watch = scope.spawn(move || {
                let looks = std::iter::repeat_with(brightness);
                // Until the other end is dropped, however it comes to that.
                looks.take_while(|_| is_done.try_recv() == Err(mpsc::TryRecvError::Empty)).fold(0.0, f64::max)
            });
            work();
            drop(done);
            watch.join().expect("it was watched")
        })
    }

    /// Writes a picture of it to a file, once two in a row are the same: whatever moved has come to rest.
    ///
    /// # Panics
    /// If it does not, or the file cannot be written.
    pub fn keep_picture(&self, path: &Path) {
        let mut last = self.picture();
        for _ in 0..50 {
            let next = self.picture();
            if next == last {
                std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
                return std::fs::write(path, next).expect("a picture");
            }
            last = next;
        }
        panic!("the screen does not come to rest");
    }
}

/// The window of that title that is to be seen.
fn window(x: &impl Connection, number: usize, title: &str) -> Result<u32, Box<dyn std::error::Error>> {
    let root = x.setup().roots[number].root;
    let titled = |window: &u32| {
        let name = x.get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 100);
        name.ok().and_then(|name| name.reply().ok()).is_some_and(|name| name.value == title.as_bytes())
    };
    let is_seen = |window: &u32| {
        let looks = x.get_window_attributes(*window).ok().and_then(|looks| looks.reply().ok());
        looks.is_some_and(|looks| looks.map_state == MapState::VIEWABLE)
    };
    let windows = x.query_tree(root)?.reply()?.children;
    windows
        .into_iter()
        .find(|window| titled(window) && is_seen(window))
        .ok_or_else(|| "no such window".into())
}
