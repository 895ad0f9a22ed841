//! What a process spends: its own time and that of what it started, and the most memory it had.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

/// What a process spent.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Seconds of processor time, user and system, with that of its own processes.
    pub cpu: f64,
    /// Seconds on the clock.
    pub wall: f64,
    /// The most memory it had itself, MiB.
    pub peak: f64,
}

/// The kernel counts so many a second in `/proc` (proc_pid_stat(5), on all Linux of today).
const TICKS: f64 = 100.0;

/// Runs a process to its end, whatever it says.
pub fn run(command: &mut Command) -> Spent {
    let begun = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let pid = Pid::from_child(&child);
    let mut peak = 0.0;
    // Its figures are there until it is waited for.
    let exited = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    while waitid(WaitId::Pid(pid), exited).expect("it is ours").is_none() {
        peak = memory(&child).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    let wall = begun.elapsed().as_secs_f64();
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("it is not waited for");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // utime, stime, cutime, cstime: the 14th to 17th of all, which makes the 12th of those behind the name.
    let ticks = fields[11..15].iter().filter_map(|field| field.parse::<f64>().ok());
    let cpu = ticks.sum::<f64>() / TICKS;
    child.wait().expect("it ends");
    Spent { cpu, wall, peak }
}

fn memory(child: &Child) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// The middle of each figure of several runs.
pub fn median(runs: &[Spent]) -> Spent {
    let middle = |figure: fn(&Spent) -> f64| {
        let mut figures: Vec<f64> = runs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Spent { cpu: middle(|run| run.cpu), wall: middle(|run| run.wall), peak: middle(|run| run.peak) }
}

/// Runs several commands so many times in turn; gives the middle of each.
pub fn in_turn(rounds: usize, commands: &mut [Command]) -> Vec<Spent> {
    let mut runs: Vec<Vec<Spent>> = commands.iter().map(|_| vec![]).collect();
    for _ in 0..rounds {
        for (command, runs) in commands.iter_mut().zip(&mut runs) {
            runs.push(run(command));
        }
    }
    runs.iter().map(|runs| median(runs)).collect()
}
