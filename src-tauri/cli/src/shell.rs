//! The world a command runs in: machine, vault, wallet, questions to the user.

use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::{LONGEST, Secret};
use bridgekeeper_core::vault::{self, FileVault, Keychain, KeychainOptions, Vault, VaultKind};
use bridgekeeper_core::view::ProgressView;
use bridgekeeper_core::wallet::{LONGEST_LEAK, Wallet, Watch};
use zeroize::Zeroizing;

use crate::Common;

/// The machine as this process finds it; its days are UTC's. To learn its own zone takes reading a tree of folders, for
/// which the key helper has no time.
pub fn machine() -> Result<Machine> {
    let env: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    let command = std::env::current_exe()
        .map_err(|error| Error::new(Code::Io, say!("shell-no-program")).because(error))?;
    let machine = Machine::new(Platform::HERE, env, host, command, Arc::new(jiff::Timestamp::now))?;
    // A folder that cannot be told has no profile of its own.
    Ok(Machine { folder: std::env::current_dir().ok(), ..machine })
}

/// The vault the user chose, or the one that this run was told to use.
pub fn chosen(machine: &Machine) -> Result<VaultKind> {
    match machine.var("BRIDGEKEEPER_VAULT") {
        None => vault::chosen(&machine.data_dir),
        Some(word) => word.parse().map_err(|_| {
            Error::new(Code::Invalid, say!("shell-vault-word", word = word))
                .hint(say!("shell-vault-word", "hint"))
        }),
    }
}

/// That vault. `interactive`: its owner may be asked to unlock it.
pub fn vault(machine: &Machine, interactive: bool) -> Result<Arc<dyn Vault>> {
    vault_of(machine, chosen(machine)?, interactive)
}

/// A vault of that kind.
pub fn vault_of(machine: &Machine, kind: VaultKind, interactive: bool) -> Result<Arc<dyn Vault>> {
    let options = if interactive { KeychainOptions::interactive() } else { KeychainOptions::default() };
    match kind {
        VaultKind::Keychain => Ok(Arc::new(Keychain::open(options))),
        VaultKind::File => {
            let vault = FileVault::new(machine.data_dir.join(FileVault::NAME));
            // Without a passphrase it stays locked, and says so to whoever asks it for a secret.
            if let Some(passphrase) = passphrase(machine, interactive, vault.exists()?)? {
                vault.unlock(&passphrase)?;
            }
            Ok(Arc::new(vault))
        }
    }
}

/// The wallet of the user who runs this process. What a crash cut short is finished first, and kills that are not
/// proven yet are carried on behind.
pub fn wallet(common: &Common) -> Result<Wallet> {
    let wallet = wallet_at_once(common)?;
    for said in wallet.recover()? {
        tell(common, &said);
    }
    if !wallet.unfinished_incidents()?.is_empty() {
        stay_behind(wallet.machine());
    }
    Ok(wallet)
}

/// The wallet as it is: for what must not wait.
pub fn wallet_at_once(common: &Common) -> Result<Wallet> {
    let machine = Machine { zone: jiff::tz::TimeZone::system(), ..machine()? };
    let vault = vault(&machine, std::io::stdin().is_terminal())?;
    Wallet::open(machine, vault, common.bridge.clone())
}

/// Leaves a copy of this program behind that carries kills on; whether it could. A vault that only opens for a
/// passphrase opens for nobody who stays behind.
pub fn stay_behind(machine: &Machine) -> bool {
    if !matches!(chosen(machine), Ok(VaultKind::Keychain)) {
        return false;
    }
    let mut copy = Command::new(&machine.command);
    copy.arg("carry-on-kills").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut copy, 0);
    copy.spawn().is_ok()
}

/// Runs an async use case on this thread.
pub fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(Code::Io, say!("shell-cannot-start")).because(error))?
        .block_on(work)
}

/// Progress and asides, on stderr.
pub fn tell(common: &Common, what: &str) {
    if !common.quiet && !common.json {
        eprintln!("{what}");
    }
}

/// Tells how far long work is: now and then, so that a log stays short. `said`: the sentence with `3 of 10` in it.
pub fn watch(common: &Common, said: fn(String) -> String) -> Watch {
    let common = common.clone();
    let told = Mutex::new((Instant::now(), false));
    Arc::new(move |progress: ProgressView| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wait) = progress.waiting_s {
            return tell(&common, &say!("shell-pausing", seconds = wait));
        }
        let ends = progress.of == Some(progress.done);
        // Short work needs no words.
        if told.0.elapsed() < Duration::from_secs(1) && !(ends && told.1) {
            return;
        }
        *told = (Instant::now(), true);
        let count = match progress.of {
            Some(of) => say!("shell-count-of", done = progress.done, of = of),
            None => progress.done.to_string(),
        };
        tell(&common, &said(count));
    })
}

/// A yes or no question. `--yes` answers it; without a terminal nobody can.
///
/// # Errors
/// [`Code::Invalid`] without a terminal and without `--yes`.
pub fn agreed(common: &Common, question: &str) -> Result<bool> {
    if common.yes {
        return Ok(true);
    }
    if !can_ask(common) {
        let error = Error::new(Code::Invalid, say!("shell-needs-a-yes"));
        return Err(error.hint(say!("shell-needs-a-yes", "hint")));
    }
    let answer = line(&format!("{question} [y/N] "))?;
    Ok(matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Whether there is somebody to ask.
pub fn can_ask(common: &Common) -> bool {
    std::io::stdin().is_terminal() && !common.json
}

/// A line from the terminal.
///
/// # Errors
/// [`Code::Invalid`] if it cannot be read.
pub fn line(question: &str) -> Result<String> {
    eprint!("{question}");
    std::io::stderr().flush().ok();
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(unread)?;
    Ok(answer.trim().to_owned())
}

/// All that comes on stdin, as one secret text.
///
/// # Errors
/// [`Code::Invalid`] for more than 64 KiB or what is no text.
pub fn text_from_stdin() -> Result<Secret> {
    const LONGEST: usize = 64 << 10;
    let mut text = String::with_capacity(LONGEST + 1);
    std::io::stdin().lock().take(LONGEST as u64 + 1).read_to_string(&mut text).map_err(unread)?;
    match text.len() > LONGEST {
        true => Err(Error::new(Code::Invalid, say!("shell-text-too-long"))),
        false => Ok(Secret::new(text)),
    }
}

/// All that comes on stdin, whatever it is: a leaked text may be in any encoding.
///
/// # Errors
/// [`Code::Invalid`] for more than is looked at.
pub fn bytes_from_stdin() -> Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(64 << 10));
    std::io::stdin().lock().take(LONGEST_LEAK as u64 + 1).read_to_end(&mut bytes).map_err(unread)?;
    match bytes.len() > LONGEST_LEAK {
        true => Err(Error::new(Code::Invalid, say!("shell-text-too-long"))),
        false => Ok(bytes),
    }
}

/// A length of time as people write it: `90s`, `5m`, `2h`; a bare number is seconds.
pub fn duration(word: &str) -> std::result::Result<Duration, String> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let each = match &word[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => 0,
    };
    match digits.parse::<u32>() {
        Ok(number) if each > 0 => Ok(Duration::from_secs(u64::from(number) * each)),
        _ => Err(say!("shell-duration")),
    }
}

/// A secret from stdin if that was asked for, else from a prompt without an echo.
///
/// # Errors
/// [`Code::Invalid`] for something too long or empty, or without a terminal to ask on.
pub fn secret(what: &str, from_stdin: bool, flag: &str) -> Result<Secret> {
    if !from_stdin {
        if !std::io::stdin().is_terminal() {
            return Err(Error::new(Code::Invalid, say!("shell-secret-missing", what = what)).hint(say!(
                "shell-secret-missing",
                "hint",
                flag = flag
            )));
        }
        return rpassword::prompt_password(say!("shell-secret-prompt", what = what))
            .map(|text| Secret::new(text.trim().into()))
            .map_err(unread);
    }
    let mut text = String::with_capacity(LONGEST + 2);
    std::io::stdin().lock().take(LONGEST as u64 + 2).read_to_string(&mut text).map_err(unread)?;
    let secret = Secret::new(text.trim().to_owned());
    zeroize(text);
    // EXPOSE: to see whether it is empty or too long.
    match secret.expose().len() {
        0 => Err(Error::new(Code::Invalid, say!("shell-secret-empty", what = what))),
        length if length > LONGEST => {
            Err(Error::new(Code::Invalid, say!("shell-secret-too-long", what = what)))
        }
        _ => Ok(secret),
    }
}

fn zeroize(text: String) {
    drop(Secret::new(text));
}

/// The passphrase of the file vault: from the file descriptor that unattended runs name, or asked for, twice
/// where it is a new one.
fn passphrase(machine: &Machine, interactive: bool, exists: bool) -> Result<Option<Secret>> {
    if let Some(number) = machine.var("BRIDGEKEEPER_PASSPHRASE_FD") {
        let unusable = || Error::new(Code::Invalid, say!("shell-passphrase-fd"));
        let number: u32 = number.parse().map_err(|_| unusable())?;
        let text = std::fs::read_to_string(format!("/dev/fd/{number}"))
            .map_err(|error| unusable().because(error))?;
        let text = Secret::new(text);
        // EXPOSE: to leave out the line end that `echo` adds.
        return Ok(Some(Secret::new(text.expose().trim_end_matches(['\r', '\n']).to_owned())));
    }
    if !interactive || !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let ask = |what: String| rpassword::prompt_password(what).map(Secret::new).map_err(unread);
    if exists {
        return ask(say!("shell-passphrase")).map(Some);
    }
    let (first, second) = (ask(say!("shell-passphrase-new"))?, ask(say!("shell-passphrase-again"))?);
    // EXPOSE: only to compare the two.
    match first.expose() == second.expose() {
        true => Ok(Some(first)),
        false => Err(Error::new(Code::Invalid, say!("shell-passphrases-differ"))
            .hint(say!("shell-passphrases-differ", "hint"))),
    }
}

fn unread(error: std::io::Error) -> Error {
    Error::new(Code::Invalid, say!("shell-answer-unread")).because(error)
}
