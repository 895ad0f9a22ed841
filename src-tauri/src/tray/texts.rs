//! What the menu says, in each language.

use bridgekeeper_core::words::Language;

/// The menu's texts.
pub struct Texts {
    pub open: &'static str,
    pub lock: &'static str,
    pub kill: &'static str,
    pub quit: &'static str,
    pub no_tool: &'static str,
    /// A tool's files no longer say what the wallet wrote.
    pub drifted: &'static str,
    /// What it has cost today, and when that was read.
    pub today: fn(&str, &str) -> String,
}

const EN: Texts = Texts {
    open: "Open Bridgekeeper",
    lock: "Lock",
    kill: "Kill a key…",
    quit: "Quit",
    no_tool: "No tool is configured yet",
    drifted: "changed by another program",
    today: |cost, read| format!("{cost} today by {read}"),
};

const ZH: Texts = Texts {
    open: "打开 Bridgekeeper",
    lock: "锁定",
    kill: "停用泄露的密钥…",
    quit: "退出",
    no_tool: "尚未配置任何工具",
    drifted: "已被其他程序修改",
    today: |cost, read| format!("今日 {cost}（截至 {read}）"),
};

/// Those of a language.
pub fn of(language: Language) -> &'static Texts {
    match language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}
