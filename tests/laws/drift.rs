//! Drift that is accepted: what stands in a tool's fields is what they should say, no file is touched, no secret
//! is remembered, and what the user had before the wallet came still comes back.

use std::fs;
use std::path::PathBuf;

use bridgekeeper_core::error::Code;
use bridgekeeper_core::store::State as Step;
use bridgekeeper_core::tools::{Expected, ExpectedValue};
use bridgekeeper_core::view::{FieldKind, Mode, ToolState, ToolView};
use bridgekeeper_tests::files_with;
use bridgekeeper_tests::home::{CANARY, Deed, Home, Meaning, Snapshot, meaning, rewritten, write};

use super::{assert_refused, binding, everywhere, typically};

/// The ways in which somebody changes what was applied: each field by itself, and all of them at once by a file
/// of before.
fn drifts(home: &Home, mode: Mode, text: &str, law: impl Fn(&str)) {
    let before: Vec<_> = home.files().into_iter().map(|file| (file.clone(), fs::read(&file).ok())).collect();
    let put = |files: &[(PathBuf, Option<Vec<u8>>)]| {
        for (file, bytes) in files {
            match bytes {
                Some(bytes) => write(file, bytes),
                None => fs::remove_file(file).unwrap_or_default(),
            }
        }
    };
    home.does(Deed::configure(mode)).unwrap();
    let fields = binding(home).expected;
    home.does(Deed::Undo).unwrap();
    // What its user or the tool itself may say as it likes does not drift.
    let ours = |field: &&Expected| !matches!(field.value, ExpectedValue::Users | ExpectedValue::Frame(_));
    for field in fields.iter().filter(ours) {
        home.does(Deed::configure(mode)).unwrap();
        let applied = fs::read(&field.file).unwrap();
        write(&field.file, &rewritten(&field.file, &applied, Some((&field.path, text))));
        law(&field.path.join("."));
        put(&before);
    }
    home.does(Deed::configure(mode)).unwrap();
    put(&before);
    law("all");
    put(&before);
}

fn accept(home: &Home) -> ToolView {
    let drift = home.wallet.drift(home.tool.id()).unwrap();
    home.wallet.accept_drift(home.tool.id(), &drift.seen).unwrap()
}

/// What the tool's files say, numbers as a program spells them that wrote them anew.
fn says(home: &Home) -> Vec<(PathBuf, Meaning)> {
    let said = |file: PathBuf| {
        let bytes = fs::read(&file).ok().filter(|bytes| !bytes.trim_ascii().is_empty())?;
        let said = meaning(&file, &rewritten(&file, &bytes, None));
        Some((file, said))
    };
    home.files().into_iter().filter_map(said).filter(|(_, meaning)| !meaning.is_empty()).collect()
}

/// Accepting touches no file and puts the tool in step; disconnect then gives back what the user had before
/// the wallet came.
#[test]
fn what_was_accepted_is_in_step_and_disconnect_gives_the_users_own_back() {
    typically(|home, mode| {
        let users = says(home);
        drifts(home, mode, "another", |field| {
            let drifted = home.snapshot();
            let card = home.card();
            assert_eq!(card.state, ToolState::Drifted, "{field}");
            let shown = home.wallet.drift(home.tool.id()).unwrap();
            assert!(field == "all" || shown.fields.iter().any(|shown| shown.name == field), "{shown:?}");
            assert!(!shown.meanings.is_empty(), "{field}");
            let accepted = accept(home);
            assert_eq!((accepted.state, accepted.profile), (ToolState::InStep, card.profile), "{field}");
            assert_eq!(home.snapshot(), drifted, "{field}: accepting touches no file");
            assert!(home.wallet.drift(home.tool.id()).unwrap().fields.is_empty());
            home.does(Deed::Disconnect).unwrap();
            assert_eq!(says(home), users, "{field}");
        });
    });
}

/// Undo takes an acceptance back, and applying again is the other way out.
#[test]
fn an_acceptance_can_be_undone_and_what_was_applied_comes_back() {
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        let applied = says(home);
        home.does(Deed::Undo).unwrap();
        drifts(home, mode, "another", |field| {
            let drifted = home.snapshot();
            accept(home);
            assert!(home.card().can_undo);
            let card = home.does(Deed::Undo).unwrap();
            assert_eq!((card.state, home.snapshot()), (ToolState::Drifted, drifted), "{field}");
            assert_eq!(home.does(Deed::Reapply).unwrap().state, ToolState::InStep);
            assert_eq!(says(home), applied, "{field}");
            home.does(Deed::Disconnect).unwrap();
        });
    });
}

/// A key that somebody put into a field is shown masked and never remembered.
#[test]
fn no_secret_is_shown_or_remembered() {
    let secret = format!("sk-{CANARY}0123456789abcdefghijklmnopqrstuvwxyz");
    typically(|home, mode| {
        drifts(home, mode, &secret, |field| {
            let shown = format!("{:?}", home.wallet.drift(home.tool.id()).unwrap());
            assert!(!shown.contains(CANARY), "{field}: {shown}");
            let card = format!("{:?}", accept(home));
            assert!(!card.contains(CANARY), "{field}: {card}");
            assert_eq!(
                files_with(&home.machine.data_dir, CANARY.as_bytes()),
                Vec::<PathBuf>::new(),
                "{field}"
            );
            assert_eq!(home.card().state, ToolState::InStep, "{field}");
            home.does(Deed::Disconnect).unwrap();
        });
    });
}

/// Only what was shown is accepted, and only where there is something to accept.
#[test]
fn what_was_not_shown_is_not_accepted() {
    everywhere(|home, mode| {
        let id = home.tool.id();
        assert_refused(home.wallet.drift(id), Code::NotFound);
        home.does(Deed::configure(mode)).unwrap();
        let in_step = home.wallet.drift(id).unwrap();
        assert!(in_step.fields.is_empty() && in_step.meanings.is_empty());
        assert_refused(home.wallet.accept_drift(id, &in_step.seen), Code::Invalid);
        home.files().iter().for_each(|file| fs::remove_file(file).unwrap_or_default());
        let before: Snapshot = home.snapshot();
        assert_refused(home.wallet.accept_drift(id, &in_step.seen), Code::FileChanged);
        assert_eq!((home.snapshot(), home.card().state), (before, ToolState::Drifted));
    });
}

/// Cut short before its last word it holds, as it touches nothing else.
#[test]
fn an_acceptance_that_was_cut_short_holds() {
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        home.files().iter().for_each(|file| fs::remove_file(file).unwrap());
        accept(home);
        let store = home.store();
        let change = store.last_change(home.tool.id()).unwrap().unwrap();
        store.move_change(&change, Step::Begun).unwrap();
        assert_eq!(home.wallet.recover().unwrap().len(), 1);
        assert_eq!(home.card().state, ToolState::InStep);
    });
}

/// What a field is for is told for every tool: where requests go, which model is asked, where the key comes from.
#[test]
fn every_tool_tells_what_its_fields_are_for() {
    typically(|home, mode| {
        home.does(Deed::configure(mode)).unwrap();
        home.files().iter().for_each(|file| fs::remove_file(file).unwrap());
        let shown = home.wallet.drift(home.tool.id()).unwrap();
        let kinds = |kind| shown.fields.iter().filter(|field| field.kind == kind).count();
        assert!(kinds(FieldKind::Address) >= 1, "{shown:#?}");
        assert!(kinds(FieldKind::Model) >= 1, "{shown:#?}");
        assert!(mode == Mode::Env || kinds(FieldKind::Credential) >= 1, "{shown:#?}");
        assert!(shown.meanings.iter().any(|meaning| meaning.is_danger), "{shown:#?}");
    });
}
