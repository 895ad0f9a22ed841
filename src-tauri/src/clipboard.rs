//! A secret on the clipboard: put there in Rust with the hint that asks clipboard managers to forget it, and
//! taken away again, only while it is still ours. More than asking is not possible, and not promised.
//!
//! The page has no part in it and no permission for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::secret::Secret;
use tauri::{AppHandle, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt;

/// The desktop's clipboard. Its calls may block for seconds where another program holds the text and is slow.
pub trait Board: Send + Sync + 'static {
    /// Puts a text there, with the hint that it is a secret.
    ///
    /// # Errors
    /// [`Code::Io`].
    fn write(&self, secret: &Secret) -> Result<()>;

    /// The text that is there, if any.
    fn read(&self) -> Option<Secret>;

    /// Empties it.
    ///
    /// # Errors
    /// [`Code::Io`].
    fn clear(&self) -> Result<()>;
}

/// A clipboard that knows what of it is ours.
pub struct Clipboard<B> {
    board: B,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// Counts the copies, so that the timer of an earlier one leaves a later one alone.
    copies: u64,
    secret: Option<Secret>,
}

impl<B: Board> Clipboard<B> {
    /// One that holds nothing of ours yet.
    pub fn new(board: B) -> Self {
        Self { board, held: Mutex::default() }
    }

    /// Puts a secret there for so many seconds. Call it on the async runtime.
    ///
    /// # Errors
    /// [`Code::Io`] without a clipboard.
    pub fn copy(self: &Arc<Self>, secret: Secret, seconds: u32) -> Result<()> {
        let mut held = self.held();
        self.board.write(&secret)?;
        held.copies += 1;
        held.secret = Some(secret);
        let (copy, this) = (held.copies, self.clone());
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(seconds.into())).await;
            tokio::task::spawn_blocking(move || this.clear_if(|held| held.copies == copy));
        });
        Ok(())
    }

    /// Whether something was copied whose time is not over.
    pub fn holds(&self) -> bool {
        self.held().secret.is_some()
    }

    /// Takes away what is still ours, now.
    pub fn clear(&self) {
        self.clear_if(|_| true);
    }

    fn clear_if(&self, wanted: impl FnOnce(&Held) -> bool) {
        let mut held = self.held();
        if !wanted(&held) {
            return;
        }
        let Some(ours) = held.secret.take() else { return };
        // EXPOSE: only what is still ours is cleared.
        if self.board.read().is_some_and(|there| there.expose() == ours.expose()) {
            // It cannot be put right here; the desktop takes the text away when this process ends.
            let _ = self.board.clear();
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R: Runtime> Board for AppHandle<R> {
    fn write(&self, secret: &Secret) -> Result<()> {
        // EXPOSE: the user asked for it on the clipboard.
        self.clipboard().write_secret(secret.expose()).map_err(failed)
    }

    fn read(&self) -> Option<Secret> {
        self.clipboard().read_text().ok().map(Secret::new)
    }

    fn clear(&self) -> Result<()> {
        self.clipboard().clear().map_err(failed)
    }
}

fn failed(error: tauri_plugin_clipboard_manager::Error) -> Error {
    Error::new(Code::Io, say!("clipboard-refused")).hint(say!("clipboard-refused", "hint")).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clipboard that others write to as well.
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Option<String>>>);

    impl Shared {
        fn text(&self) -> Option<String> {
            self.0.lock().unwrap().clone()
        }
    }

    impl Board for Shared {
        fn write(&self, secret: &Secret) -> Result<()> {
            // EXPOSE: a test's clipboard.
            *self.0.lock().unwrap() = Some(secret.expose().to_owned());
            Ok(())
        }

        fn read(&self) -> Option<Secret> {
            self.text().map(Secret::new)
        }

        fn clear(&self) -> Result<()> {
            *self.0.lock().unwrap() = None;
            Ok(())
        }
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.into())
    }

    async fn after(seconds: u64) {
        // The test's clock stands still but for this, and waits for what blocks.
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_secret_has_its_seconds() {
        let board = Shared::default();
        let clipboard = Arc::new(Clipboard::new(board.clone()));
        clipboard.copy(secret("sk-one"), 10).unwrap();
        after(9).await;
        assert_eq!(board.text().as_deref(), Some("sk-one"));
        assert!(clipboard.holds());
        after(2).await;
        assert_eq!(board.text(), None);
        assert!(!clipboard.holds());
    }

    #[tokio::test(start_paused = true)]
    async fn each_copy_starts_the_time_anew() {
        let board = Shared::default();
        let clipboard = Arc::new(Clipboard::new(board.clone()));
        clipboard.copy(secret("sk-one"), 30).unwrap();
        after(20).await;
        clipboard.copy(secret("sk-one"), 30).unwrap();
        after(20).await;
        assert_eq!(board.text().as_deref(), Some("sk-one"));
        after(11).await;
        assert_eq!(board.text(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_program_put_there_stays() {
        let board = Shared::default();
        let clipboard = Arc::new(Clipboard::new(board.clone()));
        clipboard.copy(secret("sk-one"), 30).unwrap();
        board.write(&secret("theirs")).unwrap();
        clipboard.clear();
        after(60).await;
        assert_eq!(board.text().as_deref(), Some("theirs"));
    }

    #[tokio::test(start_paused = true)]
    async fn at_exit_only_ours_goes() {
        let board = Shared::default();
        let clipboard = Arc::new(Clipboard::new(board.clone()));
        clipboard.clear();
        clipboard.copy(secret("sk-one"), 30).unwrap();
        clipboard.clear();
        assert_eq!(board.text(), None);
        assert!(!clipboard.holds());
    }
}
