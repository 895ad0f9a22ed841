//! What holds for every tool, in every mode, in whatever state its files are found: promises P1 to P3.
//!
//! A law takes a home and a mode; [`everywhere`] tries it on every state there is. A new tool or a new case
//! adds files below `tools/` and no code here.

#![cfg(unix)]
#![expect(clippy::print_stderr, reason = "says what could not be tried")]

#[path = "laws/drift.rs"]
mod drift;
#[path = "laws/generated.rs"]
mod generated;

use std::fs;
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::machine::Platform;
use bridgekeeper_core::store::Binding;
use bridgekeeper_core::tools::{self, Expected, ExpectedValue, Format};
use bridgekeeper_core::view::{Mode, ToolState};
use bridgekeeper_tests::files_with;
use bridgekeeper_tests::home::{
    Bits, CANARY, Case, Deed, Home, KEYS, Meaning, PLAIN, Place, Shape, State, Thing, Tried, again,
    again_with_mounts, bits, chmod, edited, is_again, is_root, meaning, rewritten, snapshot,
    tools_with_files, write,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Every tool in every mode in every state in which the wallet configures it.
fn everywhere(law: impl Fn(&Home, Mode)) {
    State::all().into_iter().for_each(|state| in_every_mode(&state, &law));
}

/// Every tool in every mode in a state that somebody's real file might be in.
fn typically(law: impl Fn(&Home, Mode)) {
    let typical = Case::all().into_iter().filter(Case::is_typical);
    typical.for_each(|case| in_every_mode(&State { case, shape: &PLAIN }, &law));
}

/// Every case that is refused, in every mode of its tool.
fn in_refused_cases(law: impl Fn(&Home, Mode, &Case)) {
    for case in Case::all().into_iter().filter(Case::is_refused) {
        in_every_mode(&State { case: case.clone(), shape: &PLAIN }, |home, mode| law(home, mode, &case));
    }
}

fn in_every_mode(state: &State, law: impl Fn(&Home, Mode)) {
    for &mode in state.case.tool.modes() {
        let _tried = Tried(format!("{mode} mode: {state}"));
        law(&Home::of(state), mode);
    }
}

/// The same again with another key, another model, and in every other mode of the tool.
fn others(home: &Home, mode: Mode) -> Vec<Deed> {
    let other_modes = home.tool.modes().iter().filter(|other| **other != mode);
    let other = |mode, model| Deed::Configure { mode, key: KEYS[1].0, model };
    other_modes
        .map(|mode| other(*mode, None))
        .chain([other(mode, None), other(mode, Some("gpt-5.5"))])
        .collect()
}

/// What the wallet holds the tool to.
fn binding(home: &Home) -> Binding {
    home.store().bound(home.tool.id()).unwrap().unwrap().binding.unwrap()
}

fn assert_refused<T>(outcome: Result<T, Error>, code: Code) -> Error {
    let error = outcome.err().expect("a refusal");
    assert_eq!(error.code(), code, "{error}");
    assert!(error.next_step().is_some(), "no hint: {error}");
    error
}

// ── apply ──────────────────────────────────────────────────────────────────────────────────────────────────

/// Nothing is written before it is agreed to; afterwards there is nothing left to do.
#[test]
fn a_plan_does_nothing_until_it_is_applied_and_everything_then() {
    everywhere(|home, mode| {
        let before = home.snapshot();
        let plan = home.propose(Deed::configure(mode)).unwrap();
        assert!(!plan.changes.is_empty());
        assert_eq!(home.snapshot(), before);
        let card = home.apply(&plan).unwrap();
        assert_eq!((card.state, card.mode), (ToolState::InStep, Some(mode)));
        assert!(home.propose(Deed::configure(mode)).unwrap().changes.is_empty());
    });
}

/// A home in which the tool never ran gets its file, wherever the platform has it.
#[test]
fn a_fresh_home_is_enough_on_every_platform() {
    for tool in tools_with_files() {
        for platform in [Platform::Linux, Platform::MacOs, Platform::Windows] {
            for &mode in tool.modes() {
                let _tried = Tried(format!("{mode} mode: {} on {platform:?}", tool.name()));
                let home = Home::empty(tool, platform);
                assert!(home.files().iter().all(|file| file.starts_with(&home.machine.home)));
                assert_eq!(home.does(Deed::configure(mode)).unwrap().state, ToolState::InStep);
                assert!(home.files().iter().any(|file| file.is_file()));
                home.does(Deed::Undo).unwrap();
                assert!(home.snapshot().is_empty(), "{:?}", home.snapshot());
            }
        }
    }
}

/// What the wallet makes of each case, letter for letter. `BRIDGEKEEPER_BLESS=1` writes it anew.
#[test]
fn goldens() {
    for case in Case::all() {
        for &mode in case.tool.modes() {
            let side = format!("after-{mode}");
            let _tried = Tried(format!("{case}: {side}"));
            let home = Home::of(&State { case: case.clone(), shape: &PLAIN });
            match home.does(Deed::configure(mode)) {
                Ok(_) => {
                    case.check_files(&side, &home);
                    case.check("refused", None);
                }
                Err(error) => case.check("refused", Some(said(&home, &error).into_bytes())),
            }
        }
        let home = Home::of(&State { case: case.clone(), shape: &PLAIN });
        if home.does(Deed::Repair).is_ok() {
            case.check_files("repaired", &home);
        }
    }
}

fn said(home: &Home, error: &Error) -> String {
    let hint = error.next_step().unwrap_or_default();
    format!("{error}\n{hint}\n").replace(home.machine.home.to_str().unwrap(), "~")
}

/// A file with a key in it is its owner's alone; any other keeps its mode; a new one is private.
#[test]
fn a_file_is_never_opened_to_more_people() {
    everywhere(|home, mode| {
        let modes = || home.files().iter().map(|file| file.exists().then(|| bits(file))).collect::<Vec<_>>();
        let before = modes();
        home.does(Deed::configure(mode)).unwrap();
        let holds_key = |file: &Path| {
            binding(home)
                .expected
                .iter()
                .any(|field| field.file == file && matches!(field.value, ExpectedValue::Hash(_)))
        };
        for ((file, before), after) in home.files().iter().zip(before).zip(modes()) {
            let Some(after) = after else { continue };
            let wanted = match before {
                None => 0o600,
                Some(Bits(bits)) if holds_key(file) => bits & 0o700,
                Some(Bits(bits)) => bits,
            };
            assert_eq!(after, Bits(wanted), "{}", file.display());
        }
    });
}

// ── drift ──────────────────────────────────────────────────────────────────────────────────────────────────

/// Whatever else another program writes into the file, and however it spells what is there, is no drift.
#[test]
fn what_is_not_ours_is_no_drift() {
    everywhere(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        home.another_program_edits(Place::First);
        assert_eq!(home.card().state, ToolState::InStep);
    });
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        for file in home.files() {
            write(&file, &rewritten(&file, &fs::read(&file).unwrap(), None));
        }
        assert_eq!(home.card().state, ToolState::InStep);
    });
}

/// Drift names the fields that no longer say what was applied, and no others.
#[test]
fn drift_names_exactly_what_changed() {
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        let expected = binding(home).expected;
        let is_ours =
            |field: &&Expected| !matches!(field.value, ExpectedValue::Users | ExpectedValue::Frame(_));
        for field in expected.iter().filter(is_ours) {
            let applied = fs::read(&field.file).unwrap();
            write(&field.file, &rewritten(&field.file, &applied, Some((&field.path, "another"))));
            assert_eq!(tools::drifted(&expected).unwrap(), [field.path.join(".")]);
            let card = home.card();
            assert_eq!(card.state, ToolState::Drifted);
            assert!(card.state_text.contains(field.path.last().unwrap()), "{}", card.state_text);
            write(&field.file, &applied);
        }
        assert_eq!(home.card().state, ToolState::InStep);
        // Applying again is the way back.
        home.files().iter().for_each(|file| fs::remove_file(file).unwrap());
        assert_eq!(home.card().state, ToolState::Drifted);
        assert_eq!(home.does(Deed::configure(mode)).unwrap().state, ToolState::InStep);
    });
}

// ── secrets ────────────────────────────────────────────────────────────────────────────────────────────────

/// A preview ends up in screenshots: it shows neither our key nor the user's others.
#[test]
fn a_preview_shows_no_secret() {
    everywhere(|home, mode| {
        let mut deeds = vec![Deed::configure(mode)];
        deeds.extend(others(home, mode));
        deeds.extend([Deed::Undo, Deed::Disconnect, Deed::Undo]);
        for deed in deeds {
            let plan = home.propose(deed).unwrap();
            assert!(!format!("{plan:?}").contains(CANARY), "{deed:?}: {plan:#?}");
            home.apply(&plan).unwrap();
        }
    });
}

/// No secret rests anywhere but in the tool's own file, and ours only where the tool cannot do without; not
/// in the database, its log, or a backup.
#[test]
fn secrets_stand_in_the_tools_own_file_and_nowhere_else() {
    everywhere(|home, mode| {
        let own: Vec<_> = home.files().iter().filter_map(|file| file.canonicalize().ok()).collect();
        let mut deeds = vec![Deed::configure(mode)];
        deeds.extend(others(home, mode));
        deeds.extend([Deed::Undo, Deed::Disconnect, Deed::Undo]);
        for deed in deeds {
            let card = home.does(deed).unwrap();
            for secret in [CANARY, "AGE-SECRET-KEY"] {
                assert_eq!(
                    files_with(&home.machine.data_dir, secret.as_bytes()),
                    Vec::<PathBuf>::new(),
                    "{deed:?}"
                );
            }
            for place in files_with(&home.machine.home, CANARY.as_bytes()) {
                let files = home.files().into_iter().filter_map(|file| file.canonicalize().ok());
                assert!(files.chain(own.clone()).any(|file| file == place), "{}", place.display());
            }
            let in_use = card.key.filter(|_| card.mode == Some(Mode::Stored)).map(|key| key.id);
            for (id, key) in KEYS {
                let places = files_with(&home.machine.home, key.as_bytes());
                assert_eq!(!places.is_empty(), in_use == Some(id), "{deed:?}: {places:?}");
            }
        }
    });
}

// ── undo and disconnect ────────────────────────────────────────────────────────────────────────────────────

/// Undo gives back every byte, every permission bit, every symlink, and leaves no folder behind.
#[test]
fn undo_gives_everything_back() {
    everywhere(|home, mode| {
        let before = home.snapshot();
        home.does(Deed::configure(mode)).unwrap();
        let card = home.does(Deed::Undo).unwrap();
        assert_eq!(home.snapshot(), before);
        assert_eq!((card.profile, card.can_undo), (None, false));
        assert_refused(home.propose(Deed::Disconnect), Code::NotFound);
    });
}

/// Each undo takes one change back, whatever the changes were, until there is nothing to undo.
#[test]
fn undo_walks_all_the_way_back() {
    everywhere(|home, mode| {
        let mut deeds = vec![Deed::configure(mode)];
        deeds.extend(others(home, mode));
        deeds.extend([Deed::Disconnect, Deed::configure(mode)]);
        let mut past = vec![];
        for deed in deeds {
            past.push((home.snapshot(), home.card().key.map(|key| key.id)));
            home.does(deed).unwrap();
        }
        while let Some(then) = past.pop() {
            let card = home.does(Deed::Undo).unwrap();
            assert_eq!((home.snapshot(), card.key.map(|key| key.id)), then);
        }
        home.propose(Deed::Undo).map(drop).expect_err("nothing is left to undo");
        assert_eq!(home.copies(), 0, "what was undone is kept nowhere");
    });
}

/// A file that changed since is not put back over the change; the hint names the other way out.
#[test]
fn undo_is_refused_once_something_else_was_written() {
    everywhere(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        home.another_program_edits(Place::First);
        let after = home.snapshot();
        assert!(!home.card().can_undo);
        let error = assert_refused(home.propose(Deed::Undo), Code::FileChanged);
        assert!(error.next_step().unwrap().contains("disconnect"));
        assert_eq!(home.snapshot(), after);
    });
}

/// Disconnect gives everything back as undo does, however often the tool was configured.
#[test]
fn disconnect_gives_everything_back() {
    everywhere(|home, mode| {
        let before = home.snapshot();
        for again in [vec![], others(home, mode)] {
            home.does(Deed::configure(mode)).unwrap();
            for deed in again {
                home.does(deed).unwrap();
            }
            let card = home.does(Deed::Disconnect).unwrap();
            assert_eq!(home.snapshot(), before);
            assert_eq!((card.profile, card.state == ToolState::InStep), (None, false));
        }
    });
}

/// Where other programs wrote in between, disconnect leaves what they alone would have left: the same meaning
/// always, and the same bytes but for fields and empty objects of the user's that had to give way.
#[test]
fn disconnect_leaves_what_others_wrote() {
    everywhere(|home, mode| {
        let files = home.files();
        let before: Vec<_> = files.iter().map(|file| fs::read(file).ok()).collect();
        home.does(Deed::configure(mode)).unwrap();
        let mut fields = binding(home).expected;
        for deed in others(home, mode) {
            home.does(deed).unwrap();
            fields.extend(binding(home).expected);
        }
        home.another_program_edits(Place::First);
        home.does(Deed::Disconnect).unwrap();
        for (file, before) in files.iter().zip(before) {
            assert_left(file, &before.unwrap_or_default(), &fields, Place::First);
        }
    });
}

/// Nobody is caught in a tool's settings because the vault lost what opens the originals: it can be configured anew and
/// disconnected. A vault that is closed is not one that lost it.
#[test]
fn disconnect_needs_nothing_that_can_be_lost() {
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        home.forgets_what_opens_originals();
        for deed in others(home, mode) {
            home.does(deed).unwrap();
        }
        home.forgets_what_opens_originals();
        let (fields, before) = (binding(home).expected, home.snapshot());
        home.does(Deed::Disconnect).unwrap();
        let is_written = |field: &&Expected| {
            !matches!(field.value, ExpectedValue::Absent | ExpectedValue::Frame(_) | ExpectedValue::Users)
        };
        for field in fields.iter().filter(is_written) {
            let left = fs::read(&field.file).map(|left| meaning(&field.file, &left)).ok();
            assert!(left.is_none_or(|left| left.at(&field.path).is_none()), "{:?} is left", field.path);
        }
        home.does(Deed::Undo).unwrap();
        assert_eq!(home.snapshot(), before, "what was sealed since can be opened");
        // What needed no seal comes back even so.
        if let Err(error) = home.does(Deed::Undo) {
            assert_eq!(error.code(), Code::VaultEmpty, "{error:?}");
        }
    });
}

/// What is left of a file is what another program alone would have made of `before`.
fn assert_left(file: &Path, before: &[u8], fields: &[Expected], place: Place) {
    let wanted = edited(file, before, place);
    let left = fs::read(file).unwrap();
    assert_eq!(meaning(file, &left), meaning(file, &wanted), "{}", left.escape_ascii());
    let before = meaning(file, before);
    let gave_way = |field: &Expected| {
        let mut around = (0..field.path.len()).filter_map(|depth| before.at(&field.path[..depth]));
        let removed = field.value == ExpectedValue::Absent && before.at(&field.path).is_some();
        field.file == *file && (removed || around.any(Meaning::is_empty))
    };
    if !fields.iter().any(gave_way) {
        assert_eq!(left.escape_ascii().to_string(), wanted.escape_ascii().to_string());
    }
}

/// A file that its owner removed since is not brought back.
#[test]
fn disconnect_makes_no_file() {
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        home.files().iter().for_each(|file| fs::remove_file(file).unwrap());
        let without = home.snapshot();
        home.does(Deed::Disconnect).unwrap();
        assert_eq!(home.snapshot(), without);
    });
}

/// Who closed a file after it was configured finds it closed after undo and disconnect too.
#[test]
fn a_file_that_its_owner_closed_stays_closed() {
    for deed in [Deed::Undo, Deed::Disconnect] {
        typically(|home, mode| {
            home.files().iter().for_each(|file| chmod(file, 0o664));
            home.does(Deed::configure(mode)).unwrap();
            home.files().iter().for_each(|file| chmod(file, 0o640));
            home.does(deed).unwrap();
            assert!(home.files().iter().all(|file| bits(file) == Bits(0o640)), "{:?}", home.snapshot());
        });
    }
}

// ── refusals ───────────────────────────────────────────────────────────────────────────────────────────────

/// What the wallet cannot understand it does not touch. What is said stands in the case's `refused`.
#[test]
fn what_cannot_be_understood_is_refused_and_untouched() {
    in_refused_cases(|home, mode, _| {
        let before = home.snapshot();
        assert_refused(home.propose(Deed::configure(mode)), Code::FileUnparsable);
        assert_eq!(home.snapshot(), before);
        assert!(home.store().last_change(home.tool.id()).unwrap().is_none());
    });
}

/// So it is when the file broke after it was configured: undo and disconnect leave it alone as well.
#[test]
fn what_broke_later_is_untouched_too() {
    in_refused_cases(|home, mode, case| {
        for file in home.files() {
            fs::remove_file(file).unwrap_or_default();
        }
        home.does(Deed::configure(mode)).unwrap();
        for (path, bytes) in case.files("before", &home.machine) {
            write(&path, &bytes);
            chmod(&path, 0o644);
        }
        let broken = home.snapshot();
        assert_refused(home.propose(Deed::Undo), Code::FileChanged);
        assert_refused(home.propose(Deed::configure(mode)), Code::FileUnparsable);
        let _ = home.propose(Deed::Disconnect);
        assert_ne!(home.card().state, ToolState::InStep);
        assert_eq!(home.snapshot(), broken);
    });
}

/// A repair is a plan like any other: shown, applied, undone. It is offered exactly where it helps.
#[test]
fn a_repair_is_offered_where_it_helps_and_can_be_undone() {
    for case in Case::all() {
        let state = State { case: case.clone(), shape: &PLAIN };
        in_every_mode(&state, |home, mode| {
            if !case.is_repairable() {
                assert_refused(home.propose(Deed::Repair), Code::FileUnparsable);
                return;
            }
            let broken = home.snapshot();
            home.does(Deed::Repair).unwrap();
            let mended = home.snapshot();
            assert_ne!(mended, broken);
            for deed in [Deed::Undo, Deed::Disconnect] {
                home.does(Deed::configure(mode)).unwrap();
                home.does(deed).unwrap();
                assert_eq!(home.snapshot(), mended, "{deed:?}");
            }
            // The disconnect, the configure before it, and the repair.
            for _ in 0..3 {
                home.does(Deed::Undo).unwrap();
            }
            assert_eq!(home.snapshot(), broken);
        });
    }
}

/// A plan holds for what it was made from. If that changed, vanished or came to be, nothing is written.
#[test]
fn a_stale_plan_is_refused() {
    type Meddling = (&'static str, fn(&Home));
    let meanwhile: [Meddling; 2] = [
        ("edited", |home| home.another_program_edits(Place::First)),
        ("removed", |home| home.files().iter().for_each(|file| fs::remove_file(file).unwrap_or_default())),
    ];
    for (how, meanwhile) in meanwhile {
        everywhere(|home, mode| {
            for deed in [Deed::configure(mode), Deed::Undo, Deed::Disconnect] {
                let there = home.files().iter().any(|file| file.exists());
                if deed != Deed::configure(mode) {
                    home.does(Deed::configure(mode)).unwrap();
                } else if !there && how == "removed" {
                    continue;
                }
                let plan = home.propose(deed).unwrap();
                meanwhile(home);
                let now = home.snapshot();
                assert_refused(home.apply(&plan), Code::FileChanged);
                assert_eq!(home.snapshot(), now, "{deed:?}, {how}");
                home.apply(&plan).map(drop).expect_err("a plan is good for one try");
            }
        });
    }
}

/// The ways for a file to stand that a write would harm, or cannot pass.
const HARMFUL: &[Shape] = &[
    Shape {
        name: "with a second hard link",
        arrange: |path| fs::hard_link(path, path.with_extension("other")).unwrap(),
    },
    Shape { name: "write-protected", arrange: |path| chmod(path, 0o444) },
    Shape {
        name: "a folder",
        arrange: |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        },
    },
    Shape {
        name: "a symlink to itself",
        arrange: |path| {
            fs::remove_file(path).unwrap();
            symlink(path, path).unwrap();
        },
    },
    Shape {
        name: "a pipe",
        arrange: |path| {
            fs::remove_file(path).unwrap();
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        },
    },
];

/// What cannot be replaced without harm is refused, and is then exactly as it was.
#[test]
fn what_a_write_would_harm_is_refused_and_untouched() {
    for case in Case::all().into_iter().filter(Case::is_typical) {
        for shape in HARMFUL {
            in_every_mode(&State { case: case.clone(), shape }, assert_untouched);
        }
    }
}

/// A folder that its owner may not write to is left alone. Nothing stops root, so root tries it as nobody.
#[test]
fn a_read_only_folder_is_refused_and_untouched() {
    if is_root() {
        let as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        return again(&as_nobody, "a_read_only_folder_is_refused_and_untouched");
    }
    typically(|home, mode| {
        for file in home.files() {
            chmod(file.parent().unwrap(), 0o555);
        }
        assert_untouched(home, mode);
        for file in home.files() {
            chmod(file.parent().unwrap(), 0o755);
        }
        home.does(Deed::configure(mode)).unwrap();
    });
}

/// So are a disk that is mounted read-only, and a file that is mounted on its own, as containers do.
#[test]
fn a_mounted_file_and_a_read_only_disk_are_refused_and_untouched() {
    if !is_again() {
        return again_with_mounts("a_mounted_file_and_a_read_only_disk_are_refused_and_untouched");
    }
    let mount = |options: &[&str], place: &Path| {
        assert!(Command::new("mount").args(options).args([place, place]).status().unwrap().success());
    };
    typically(|home, mode| {
        home.files().iter().for_each(|file| mount(&["--bind"], file));
        assert_untouched(home, mode);
    });
    typically(|home, mode| {
        mount(&["--bind"], &home.machine.home);
        mount(&["-o", "remount,bind,ro"], &home.machine.home);
        assert_untouched(home, mode);
    });
}

/// Another user's file in one's own folder is refused; in that user's folder it stays theirs.
#[test]
fn a_file_keeps_its_owner() {
    if !is_root() {
        return eprintln!("not tried: only root can give files away");
    }
    let nobody = (65534, 65534);
    let owner = |path: &Path| fs::metadata(path).map(|meta| (meta.uid(), meta.gid())).unwrap();
    typically(|home, mode| {
        for file in home.files() {
            chown(&file, Some(nobody.0), Some(nobody.1)).unwrap();
        }
        assert_untouched(home, mode);
        for file in home.files() {
            chown(file.parent().unwrap(), Some(nobody.0), None).unwrap();
        }
        for deed in [Deed::configure(mode), Deed::Undo] {
            home.does(deed).unwrap();
            assert!(home.files().iter().all(|file| owner(file) == nobody));
        }
    });
}

/// What the wallet makes is its owner's alone, whatever the shell thinks.
#[test]
fn an_open_umask_opens_nothing() {
    if !is_again() {
        return again(&["sh", "-c", r#"umask 0; exec "$@""#, "sh"], "an_open_umask_opens_nothing");
    }
    for tool in tools_with_files() {
        for &mode in tool.modes() {
            let home = Home::empty(tool, Platform::Linux);
            home.does(Deed::configure(mode)).unwrap();
            for made in [&home.machine.home, &home.machine.data_dir].map(|folder| snapshot(folder)) {
                for (path, thing) in made {
                    let (Thing::File { mode, .. } | Thing::Folder { mode }) = thing else { continue };
                    assert_eq!(mode.0 & 0o077, 0, "{}", path.display());
                }
            }
            assert_eq!(bits(&home.machine.data_dir).0 & 0o077, 0);
        }
    }
}

fn assert_untouched(home: &Home, mode: Mode) {
    let before = home.snapshot();
    assert_refused(home.does(Deed::configure(mode)), Code::FileRefused);
    assert_eq!(home.snapshot(), before);
    assert_eq!(home.card().profile, None);
    assert_eq!(home.store().unfinished_changes().unwrap().len(), 0);
}

// ── two copies of the wallet ───────────────────────────────────────────────────────────────────────────────

/// Of two copies that propose at the same time the first to apply wins, and the other harms nothing.
#[test]
fn the_second_of_two_copies_is_refused_and_harms_nothing() {
    typically(|home, mode| {
        let other = home.another_wallet();
        let late = other.propose(Deed::configure(mode)).unwrap();
        home.does(Deed::configure(mode)).unwrap();
        let before = home.snapshot();
        assert_refused(other.apply(&late), Code::FileChanged);
        assert_eq!((home.snapshot(), home.card().state), (before, ToolState::InStep));
        home.wallet.profile_secret(home.tool.id()).map(drop).expect("the helper still finds its key");

        let late = other.propose(Deed::Undo).unwrap();
        home.does(Deed::Undo).unwrap();
        let before = home.snapshot();
        other.apply(&late).map(drop).expect_err("it was undone already");
        assert_eq!((home.snapshot(), home.card().profile), (before, None));
    });
}

// ── generated files ────────────────────────────────────────────────────────────────────────────────────────

/// Of files that nobody thought of, with our fields in any spelling here and there: undo gives the bytes
/// back, and disconnect leaves what another program alone would have left.
#[test]
fn generated_files_come_back_too() {
    let json =
        |home: &Home| home.files().iter().all(|file| file.extension().is_some_and(|end| end == "json"));
    typically(|home, mode| {
        if !json(home) {
            return;
        }
        home.does(Deed::configure(mode)).unwrap();
        let fields = binding(home).expected;
        home.does(Deed::Undo).unwrap();
        let files = home.files();
        let texts: Vec<_> = home
            .tool
            .files(&home.machine)
            .iter()
            .map(|file| {
                let as_it_is = fs::read_to_string(&file.path).unwrap();
                let ours = fields.iter().filter(|field| field.file == file.path);
                match file.format {
                    // What is in there has to make sense to Cline.
                    Format::ClineProviders => Just(as_it_is).boxed(),
                    _ => generated::file(&ours.map(|field| &field.path[..]).collect::<Vec<_>>()),
                }
            })
            .collect();
        let mut runner =
            TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
        let law = |(texts, place): (Vec<String>, Place)| {
            for (file, text) in files.iter().zip(&texts) {
                write(file, text.as_bytes());
            }
            let before = home.snapshot();
            home.does(Deed::configure(mode)).unwrap();
            home.does(Deed::Undo).unwrap();
            assert_eq!(home.snapshot(), before);
            home.does(Deed::configure(mode)).unwrap();
            home.another_program_edits(place);
            home.does(Deed::Disconnect).unwrap();
            for (file, text) in files.iter().zip(&texts) {
                assert_left(file, text.as_bytes(), &fields, place);
            }
            Ok(())
        };
        runner.run(&(texts, prop_oneof![Just(Place::First), Just(Place::Last)]), law).unwrap();
    });
}
