//! A server that says byte for byte what a test wants.

use std::sync::{Arc, Mutex};

use bridgekeeper_core::bridge::{Bridge, Options, Origin};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{TOKEN, account, options};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET /path?query`
    pub line: String,
    /// Its body, `null` if there is none.
    pub body: Value,
}

/// A running script. It ends with the test.
pub struct Script {
    pub origin: Origin,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Script {
    /// Answers every request with what `say` makes of it: a whole HTTP answer; nothing closes the connection.
    pub async fn start(say: impl FnMut(&Asked) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Origin::parse(&listener.local_addr().unwrap().to_string(), false).unwrap();
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (say, all) = (Arc::new(Mutex::new(say)), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (say, all) = (say.clone(), all.clone());
                tokio::spawn(async move {
                    let mut stream = BufReader::new(stream);
                    let Some(asked) = read(&mut stream).await else { return };
                    all.lock().unwrap().push(asked.clone());
                    let answer = (*say.lock().unwrap())(&asked);
                    // The client may have heard enough before the end.
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { origin, asked }
    }

    pub fn client(&self) -> Bridge {
        self.client_with(options())
    }

    pub fn client_with(&self, options: Options) -> Bridge {
        Bridge::with_options(self.origin.clone(), account(Some(1), TOKEN), options).unwrap()
    }

    /// The request lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.line.clone()).collect()
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await.ok()?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let line = line.rsplit_once(' ')?.0.to_owned();
    Some(Asked { line, body: serde_json::from_slice(&body).unwrap_or_default() })
}

/// A whole answer.
pub fn answer(status: u16, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    [head.as_bytes(), body].concat()
}

/// A good answer in JSON.
pub fn json(body: &Value) -> Vec<u8> {
    json_with(200, body)
}

pub fn json_with(status: u16, body: &Value) -> Vec<u8> {
    answer(status, &["Content-Type: application/json; charset=utf-8"], body.to_string().as_bytes())
}

/// `success:true` around it.
pub fn data(data: Value) -> Vec<u8> {
    json(&serde_json::json!({"success": true, "message": "", "data": data}))
}

/// gin's answer where there is no such route.
pub fn no_route() -> Vec<u8> {
    let error = serde_json::json!({
        "message": "Invalid URL (GET /x)", "type": "invalid_request_error", "param": "", "code": ""
    });
    json_with(404, &serde_json::json!({"error": error}))
}
