//! The clipboard of a command line: what is copied must outlive the command that copied it, and go away by
//! itself. On X11 and Wayland a selection lives as long as its owner, so a copy of this program stays behind
//! for that long, with the secret handed over by a pipe.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::secret::Secret;

/// Seconds until the clipboard is cleared, if it still holds the key.
pub const SECONDS: u64 = 30;

/// Copies a secret and returns once it can be pasted.
pub fn copy(secret: &Secret) -> Result<()> {
    let program = std::env::current_exe().map_err(failed)?;
    let mut holder = Command::new(program);
    holder.arg("hold-clipboard").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut holder, 0);
    let mut holder = holder.spawn().map_err(failed)?;
    if let Some(mut pipe) = holder.stdin.take() {
        // EXPOSE: over a pipe to our own process, which puts it on the clipboard.
        pipe.write_all(secret.expose().as_bytes()).map_err(failed)?;
    }
    let mut answer = String::new();
    if let Some(pipe) = holder.stdout.take() {
        BufReader::new(pipe).read_line(&mut answer).map_err(failed)?;
    }
    match answer.trim() {
        "ready" => Ok(()),
        said => Err(Error::new(Code::Io, say!("clipboard-unusable"))
            .hint(say!("clipboard-unusable", "hint"))
            .because(said.to_owned())),
    }
}

/// What the copy that stays behind does.
pub fn hold() {
    let mut text = String::new();
    let said = match std::io::stdin().read_to_string(&mut text).map_err(|error| error.to_string()) {
        Ok(_) => put(&Secret::new(text)),
        Err(error) => Err(error),
    };
    if let Err(why) = said {
        println!("{why}");
    }
}

fn put(secret: &Secret) -> std::result::Result<(), String> {
    let text = |error: arboard::Error| error.to_string();
    let mut clipboard = arboard::Clipboard::new().map_err(text)?;
    let set = clipboard.set();
    #[cfg(target_os = "linux")]
    let set = arboard::SetExtLinux::exclude_from_history(set);
    #[cfg(target_os = "macos")]
    let set = arboard::SetExtApple::exclude_from_history(set);
    #[cfg(windows)]
    let set = arboard::SetExtWindows::exclude_from_history(set);
    // EXPOSE: the user asked for it on the clipboard.
    set.text(secret.expose()).map_err(text)?;
    println!("ready");
    std::io::stdout().flush().ok();
    std::thread::sleep(Duration::from_secs(SECONDS));
    // EXPOSE: only what is still ours is cleared.
    if clipboard.get_text().is_ok_and(|now| now == secret.expose()) {
        clipboard.clear().map_err(text)?;
    }
    Ok(())
}

fn failed(error: std::io::Error) -> Error {
    Error::new(Code::Io, say!("clipboard-unusable")).because(error)
}
