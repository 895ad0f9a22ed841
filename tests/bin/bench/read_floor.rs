// Reads every regular file below a folder, on two threads, 256 KiB at once, and does nothing with it: what any scan
// must spend at least. A program of its own that knows nothing but std; the benchmark compiles it.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};

fn main() {
    let root = PathBuf::from(std::env::args_os().nth(1).expect("a folder"));
    let device = fs::metadata(&root).expect("it is there").dev();
    let (open, busy, wake) = (Mutex::new(vec![root]), AtomicUsize::new(0), Condvar::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut buffer = vec![0; 256 << 10];
                loop {
                    let mut folders = open.lock().unwrap();
                    let folder = loop {
                        if let Some(folder) = folders.pop() {
                            break folder;
                        }
                        if busy.load(Ordering::SeqCst) == 0 {
                            wake.notify_all();
                            return;
                        }
                        folders = wake.wait(folders).unwrap();
                    };
                    busy.fetch_add(1, Ordering::SeqCst);
                    drop(folders);
                    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                        let Ok(kind) = entry.file_type() else { continue };
                        if kind.is_file() {
                            let Ok(mut file) = File::open(entry.path()) else { continue };
                            while file.read(&mut buffer).is_ok_and(|read| read > 0) {}
                        } else if kind.is_dir() && entry.metadata().is_ok_and(|meta| meta.dev() == device) {
                            open.lock().unwrap().push(entry.path());
                            wake.notify_one();
                        }
                    }
                    busy.fetch_sub(1, Ordering::SeqCst);
                    wake.notify_all();
                }
            });
        }
    });
}
