//! A copy of the wallet that goes on with what another one was killed at: kills and rotations, to their end. It
//! runs in the session and the home it is started in, and takes no time for what others wait for: its clock goes on by
//! what it skipped.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bridgekeeper_core::error::Result;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::timer::Timer;
use bridgekeeper_core::vault::{Keychain, KeychainOptions};
use bridgekeeper_core::wallet::Wallet;
use futures::future::BoxFuture;

/// Time that passes when it is waited for.
#[derive(Default)]
struct Skipped(Arc<AtomicU64>);

impl Timer for Skipped {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }

    fn pause(&self, time: Duration) -> BoxFuture<'static, ()> {
        let (nanos, until) = (self.0.clone(), self.now() + time);
        Box::pin(async move {
            tokio::task::yield_now().await;
            nanos.fetch_max(u64::try_from(until.as_nanos()).unwrap_or(u64::MAX), Ordering::SeqCst);
        })
    }
}

async fn carry_on() -> Result<()> {
    let home = std::env::vars().collect();
    let command = std::env::current_exe().expect("this program has a path").with_file_name("bridgekeeper");
    let timer = Skipped::default();
    let skipped = timer.0.clone();
    let clock = move || {
        let skipped = Duration::from_nanos(skipped.load(Ordering::SeqCst));
        jiff::Timestamp::now() + skipped
    };
    let machine = Machine::new(Platform::HERE, home, "test".into(), command, Arc::new(clock))?;
    let vault = Arc::new(Keychain::open(KeychainOptions::default()));
    let wallet = Wallet::open(machine, vault, None)?.timed(Arc::new(timer));
    wallet.recover()?;
    for rotation in wallet.open_rotations()? {
        wallet.drive_rotation(rotation.id, &|_| {}).await?;
    }
    wallet.resume_kills(&|_| {}).await?;
    Ok(())
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    match runtime.block_on(carry_on()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "{error:?} {:?}", error.next_step());
            ExitCode::FAILURE
        }
    }
}
