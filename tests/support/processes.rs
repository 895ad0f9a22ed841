//! What runs on this machine, as `/proc` has it.

/// A process, as it was when it was looked at.
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// Its name, cut to fifteen characters.
    pub name: String,
    /// Who started it.
    pub parent: u32,
    /// It is gone, and its parent has not asked how it ended.
    pub has_ended: bool,
    /// The time it has had of a processor, in hundredths of a second: so on every Linux that has a desktop.
    pub ticks: u64,
}

/// Those that run now.
pub fn all() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| read(entry.file_name().to_str()?.parse().ok()?)).collect()
}

/// The one of that number.
pub fn read(pid: u32) -> Option<Process> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // `pid (name) state parent …`; a name may hold anything.
    let (head, rest) = stat.rsplit_once(')')?;
    let name = head.split_once('(')?.1.to_owned();
    let rest: Vec<_> = rest.split_whitespace().collect();
    let number = |at: usize| rest.get(at)?.parse::<u64>().ok();
    let parent = u32::try_from(number(1)?).ok()?;
    Some(Process { pid, name, parent, has_ended: rest[0] == "Z", ticks: number(11)? + number(12)? })
}
