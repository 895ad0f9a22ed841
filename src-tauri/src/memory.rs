//! Hands back memory that only a start needed.

#![expect(unsafe_code, reason = "neither the list of what is loaded nor advice about it has a safe door")]

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::slice::from_raw_parts;

use libc::{MADV_DONTNEED, PF_W, PT_LOAD, dl_iterate_phdr, dl_phdr_info, madvise};

/// Lets go of the code and constants that this process has read so far, of itself and of every library. They stand in
/// their files: what is needed again comes back, mostly out of the system's cache, when it is touched.
///
/// The kernel does the same by itself where memory is short. Until then, linking WebKitGTK with all that it brings keeps
/// 45 MB and drawing a window 30 MB more; what waits in the tray touches a tenth of that.
pub(crate) fn give_back() {
    // SAFETY: `let_go` is what is called for each object, and only until this returns.
    unsafe { dl_iterate_phdr(Some(let_go), null_mut()) };
}

/// Lets go of what is loaded of one object and cannot be written to.
///
/// A segment that may be written is left alone, also where it is made read-only after linking: it is not in the file as
/// it is in memory.
unsafe extern "C" fn let_go(object: *mut dl_phdr_info, _size: usize, _nothing: *mut c_void) -> c_int {
    // SAFETY: the linker lends a whole object, with as many segments as it says, and holds its lock: none of them
    // comes, goes or moves meanwhile.
    let (base, segments) = unsafe {
        let object = &*object;
        (object.dlpi_addr as usize, from_raw_parts(object.dlpi_phdr, object.dlpi_phnum.into()))
    };
    let page = rustix::param::page_size();
    let constant = segments.iter().filter(|segment| segment.p_type == PT_LOAD && segment.p_flags & PF_W == 0);
    for segment in constant {
        let start = base + segment.p_vaddr as usize;
        let first = start / page * page;
        let length = (start + segment.p_memsz as usize).next_multiple_of(page) - first;
        // SAFETY: these pages are a private mapping of a file that was never written to, so they come back as they
        // were. It may be refused, which only costs the memory.
        unsafe { madvise(first as *mut c_void, length, MADV_DONTNEED) };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What this process has in memory that stands in files, in KiB.
    fn of_files() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssFile:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    #[test]
    fn most_of_what_a_start_has_read_is_handed_back_and_can_be_read_again() {
        let constant = include_bytes!("memory.rs");
        let copy = constant.to_vec();
        let before = of_files();
        give_back();
        let after = of_files();
        assert!(after < before / 2, "{before} KiB, then {after} KiB");
        assert_eq!(*constant, *copy);
    }
}
