//! The server around it all: paths, headers, records, files, start and stop.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::TcpStream,
    process::{Command, Stdio},
    time::Duration,
};

use bridgekeeper_bridge::{Dialect, Fault, FaultKind, Key, Options, Recorded, Server, State};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::case::{Case, Reply, named};

#[tokio::test]
async fn a_wrong_slash_is_redirected() {
    let case = Case::new(Dialect::D);
    for (method, path, status, location) in [
        (Method::GET, "/api/token?p=1", 301, "/api/token/?p=1"),
        (Method::POST, "/api/token", 307, "/api/token/"),
        (Method::PUT, "/api/token?status_only=true", 307, "/api/token/?status_only=true"),
        (Method::GET, "/api/user/self/", 301, "/api/user/self"),
        (Method::GET, "/v1/models/", 301, "/v1/models"),
    ] {
        let reply = Reply::of(case.signed(method, path)).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (status, Some(location)));
    }
}

#[tokio::test]
async fn unknown_paths_are_json_under_the_apis_and_a_page_elsewhere() {
    let case = Case::new(Dialect::D);
    for (method, path) in [
        (Method::GET, "/api/nope"),
        (Method::GET, "/v1/nope"),
        (Method::GET, "/v1/v1/messages"),
        (Method::GET, "/v1/responses"),
        (Method::DELETE, "/api/token/"),
    ] {
        let reply = Reply::of(case.bare(method.clone(), path)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        let error = json!({
            "message": format!("Invalid URL ({method} {path})"),
            "type": "invalid_request_error",
            "param": "",
            "code": "",
        });
        assert_eq!(reply.json(), json!({"error": error}));
    }
    for (method, path) in [(Method::GET, "/console/token"), (Method::POST, "/messages"), (Method::HEAD, "/")]
    {
        let reply = Reply::of(case.bare(method, path)).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (StatusCode::OK, Some("text/html; charset=utf-8"))
        );
    }
}

#[tokio::test]
async fn answers_carry_the_headers_of_the_dialect() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let reply = case.get("/api/user/self").await;
        assert!(reply.header("x-oneapi-request-id").is_some_and(|id| id.len() == 22));
        let newer = dialect >= Dialect::C;
        assert_eq!(reply.header("x-new-api-version"), newer.then(|| dialect.version()));
        assert_eq!(reply.header("auth-version").is_some(), newer);
        let open = case.get("/api/status").await;
        assert_eq!(open.header("auth-version"), None);
    }
}

#[tokio::test]
async fn messages_follow_the_language_from_c_on() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let long = json!({"name": "x".repeat(51)});
        let said = async |language: &str| {
            let request = case.bare(Method::POST, "/api/token/").bearer_auth(&case.bridge.access_token);
            let request = request.header("New-Api-User", case.bridge.user_id);
            Reply::of(request.header("Accept-Language", language).json(&long)).await.failure()
        };
        let english = if dialect >= Dialect::C { "Token name is too long" } else { "令牌名称过长" };
        assert_eq!(said("en-GB,en").await, english, "{dialect:?}");
        assert_eq!(said("zh-CN,zh;q=0.9,en").await, "令牌名称过长");
    }
}

#[tokio::test]
async fn management_answers_are_gzipped_on_request_but_not_under_a_fault() {
    let case = Case::new(Dialect::D);
    let key = case.key(named("tool"));
    let encoding = async |path: &str| {
        let request = case.signed(Method::GET, path).header("Accept-Encoding", "gzip");
        let response = request.send().await.expect("an answer");
        let is_gzip = response.headers().get("content-encoding").is_some_and(|value| value == "gzip");
        let body = response.bytes().await.expect("a whole body");
        assert_eq!(body.starts_with(&[0x1f, 0x8b]), is_gzip);
        is_gzip
    };
    assert!(encoding("/api/status").await);
    case.bridge.fault(Fault::on_any(FaultKind::ContentType { value: "text/plain".to_owned() }));
    assert!(!encoding("/api/status").await);
    let models = case.bare(Method::GET, "/v1/models").bearer_auth(key.sk());
    let models = Reply::of(models.header("Accept-Encoding", "gzip")).await;
    assert_eq!(models.header("content-encoding"), None, "the relay does not");
}

#[tokio::test]
async fn a_request_whose_client_went_away_is_still_on_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("requests.jsonl");
    {
        let case = Case::with(Options { log_file: Some(log.clone()), ..Options::default() });
        case.bridge.fault(Fault::on_any(FaultKind::Delay { ms: 600_000, after_apply: false }));
        let request = case.signed(Method::GET, "/api/status").timeout(Duration::from_millis(300));
        request.send().await.expect_err("too slow");
    }
    let line = fs::read_to_string(&log).expect("a log");
    let request: Recorded = serde_json::from_str(&line).expect("one record");
    assert_eq!((request.status, request.fault.as_deref()), (None, Some("delay")));
}

#[tokio::test]
async fn what_arrived_is_shown_and_logged_secrets_included() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("requests.jsonl");
    let case = Case::with(Options { log_file: Some(log.clone()), ..Options::default() });
    let key = case.key(named("tool"));
    case.models(&key).await.json();
    let body = json!({"name": "laptop"});
    case.post("/api/token/?x=1", body.clone()).await.data();
    let shown = Reply::of(case.bare(Method::GET, "/_requests")).await.json()["requests"].clone();
    let shown: Vec<Recorded> = serde_json::from_value(shown).expect("records");
    let [first, second] = shown.as_slice() else { panic!("two requests, not {shown:?}") };
    assert_eq!((first.method.as_str(), first.path.as_str(), first.status), ("GET", "/v1/models", Some(200)));
    assert_eq!(first.headers.get("authorization"), Some(&format!("Bearer {}", key.sk())));
    assert_eq!((second.query.as_str(), second.body.as_str()), ("x=1", body.to_string().as_str()));
    let lines = fs::read_to_string(&log).expect("a log");
    let logged: Vec<Recorded> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect();
    assert_eq!(logged, shown);
    Reply::of(case.bare(Method::DELETE, "/_requests")).await.json();
    assert!(case.bridge.requests().is_empty());
}

#[tokio::test]
async fn the_state_outlives_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("state.json");
    let options = || Options { state_file: Some(file.clone()), bulk_keys: 3, ..Options::default() };
    let before = {
        let case = Case::with(options());
        case.post("/api/token/", json!({"name": "laptop"})).await.data();
        let kept: State = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("a state");
        assert_eq!(kept, case.bridge.state(), "written before the answer");
        (case.bridge.state(), case.bridge.access_token.clone())
    };
    let case = Case::with(options());
    assert_eq!((case.bridge.state(), case.bridge.access_token.clone()), before, "and not seeded again");
    fs::write(&file, "{").expect("spoils the file");
    assert!(Server::start(options()).is_err());
}

#[tokio::test]
async fn a_state_that_cannot_be_kept_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    fs::create_dir(&home).expect("a folder");
    let case = Case::with(Options { state_file: Some(home.join("state.json")), ..Options::default() });
    fs::remove_dir_all(&home).expect("goes away");
    let reply = case.post("/api/token/", json!({"name": "laptop"})).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(reply.json()["error"]["type"], "new_api_panic");
}

#[tokio::test]
async fn tests_steer_it_over_http() {
    let case = Case::new(Dialect::D);
    let send =
        async |method: Method, path: &str, body: Value| Reply::of(case.bare(method, path).json(&body)).await;
    let now = send(Method::GET, "/_clock", Value::Null).await.json()["now"].as_i64().expect("a time");
    let later = send(Method::POST, "/_clock", json!({"advance_s": 3600})).await.json()["now"].as_i64();
    assert!(later.is_some_and(|later| later - now >= 3600));
    assert_eq!(send(Method::POST, "/_clock", json!({"advance": 1})).await.status, StatusCode::BAD_REQUEST);
    send(Method::POST, "/_clock", json!({"freeze": true})).await.json();
    let frozen = case.bridge.now();
    assert_eq!((case.bridge.advance(5), case.bridge.now()), (frozen + 5, frozen + 5));
    send(Method::POST, "/_seed", json!({"keys": 10_000})).await.json();
    assert_eq!(case.get("/api/token/?p=100&page_size=100").await.data()["items"][99]["id"], 1);
    let mut state = send(Method::GET, "/_state", Value::Null).await.json();
    state["keys"] = json!([Key { id: 5, user_id: case.bridge.user_id, ..named("only") }]);
    send(Method::PUT, "/_state", state).await.json();
    assert_eq!(case.bridge.keys().iter().map(|key| key.id).collect::<Vec<_>>(), [5]);
    send(Method::DELETE, "/_limits", Value::Null).await.json();
    assert_eq!(case.bridge.requests().len(), 1, "none of this is on record");
}

#[test]
fn dropping_it_frees_the_port() {
    let running = Server::start(Options::default()).expect("a bridge");
    let address = running.url.strip_prefix("http://").expect("an address").to_owned();
    assert!(address.starts_with("127.0.0.1:"));
    let mut open = TcpStream::connect(&address).expect("connects, although nobody polls a runtime here");
    drop(running);
    assert_eq!(open.read(&mut [0]).unwrap_or(0), 0, "open connections end");
    assert!(TcpStream::connect(&address).is_err());
}

#[cfg(unix)]
#[test]
fn the_program_prints_one_line_and_stops_when_told() {
    for signal in ["-INT", "-TERM"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bridgekeeper-bridge"))
            .args(["--port", "0", "--dialect", "b", "--sample"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let ready: Value = serde_json::from_str(&line).expect("JSON");
        let names: Vec<_> = ready.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["url", "user_id", "access_token", "username", "password"]);
        let url = ready["url"].as_str().expect("an address");
        TcpStream::connect(url.strip_prefix("http://").expect("an address")).expect("listens");
        let told = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
        assert!(child.wait().expect("ends").success(), "{signal}");
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).expect("the rest");
        assert_eq!(rest, "");
    }
}
