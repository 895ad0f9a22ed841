//! Keys of the signed-in user (new-api controller/token.go).

mod input;
mod list;
mod reveal;
mod write;

use axum::{
    Router,
    routing::{get, post},
};

use crate::{
    bridge::Shared,
    reply::Failure,
    route::{At, Guards},
};

/// Most ids a batch call takes.
const MAX_BATCH: usize = 100;

pub(crate) fn routes(bridge: &Shared) -> Router<Shared> {
    let dialect = bridge.dialect;
    let guard = Guards(bridge);
    let search = get(list::search);
    let search = if dialect.searches_pages() { guard.search(search) } else { search };
    Router::new()
        .at("/api/token/", guard.user(get(list::list).post(write::create).put(write::update)))
        .at("/api/token/search", guard.user(search))
        .at("/api/token/{id}", guard.user(get(list::get).delete(write::delete)))
        .at_if(dialect.auto_groups(), "/api/token/auto-groups", guard.user(get(list::auto_groups)))
        .at_if(dialect.batch_deletes(), "/api/token/batch", guard.user(post(write::delete_batch)))
        .at_if(dialect.masks_keys(), "/api/token/{id}/key", guard.user(guard.critical(post(reveal::reveal))))
        .at_if(
            dialect.masks_keys(),
            "/api/token/batch/keys",
            guard.user(guard.critical(post(reveal::reveal_batch))),
        )
}

/// An id in a path. What is not a number fails in the parser's words.
fn path_id(text: &str) -> Result<i64, Failure> {
    match text.parse() {
        Ok(0) => Err(Failure::Raw("id 或 userId 为空！".to_owned())),
        Ok(id) => Ok(id),
        Err(_) => Err(Failure::Raw(format!("strconv.Atoi: parsing {text:?}: invalid syntax"))),
    }
}
