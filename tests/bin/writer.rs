//! Does one thing to the files of a scene, in a process that can be killed: `writer FOLDER SCENE DEED…`.

#![cfg_attr(unix, expect(clippy::print_stderr, reason = "it is a program"))]

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    use bridgekeeper_tests::scene::{SCENES, Stage};
    use std::process::ExitCode;

    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let [folder, scene, deed @ ..] = &arguments[..] else { panic!("usage: writer FOLDER SCENE DEED…") };
    let scene = SCENES.into_iter().find(|known| known.name == *scene).expect("a scene");
    let stage = Stage::open(scene, folder.as_ref());
    // Whoever traces this process counts from here.
    let _ = std::fs::File::open(stage.machine.home.join("begin"));
    let done = match deed {
        ["apply"] => stage.apply(),
        ["undo"] => stage.undo(),
        ["row", before, after] => stage.write_row(before, after),
        ["replace", before, after] => {
            stage.replace_row(before, &std::fs::read_to_string(after).expect("what to write"))
        }
        ["hold", how] => {
            stage.hold(how);
            Ok(())
        }
        ["grow"] => stage.grow(),
        ["recover"] => stage.recover().map(drop),
        ["count", line, up_to] => stage.count(line, up_to.parse().expect("a number")),
        deed => panic!("cannot {deed:?}"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(unix))]
fn main() {}
