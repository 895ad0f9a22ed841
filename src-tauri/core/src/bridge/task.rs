//! What a request is for: what a bridge that fails "did not do".

use crate::words::say;

/// One for each kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    DescribeItself,
    DescribeAccount,
    ListGroups,
    ListModels,
    RefuseStranger,
    ShowPrices,
    ShowSettings,
    ChangeSettings,
    SignIn,
    SignOut,
    MakeToken,
    ListKeys,
    /// That is, not each page in another one.
    ListKeysInOneForm,
    ShowKey,
    MakeKey,
    RevealKey,
    RevealKeys,
    EnableKey,
    DisableKey,
    ChangeKey,
    DeleteKey,
    DeleteKeys,
    ShowLog,
    SumUpLog,
    ShowStatistics,
    SayKeyUsage,
    ListKeyModels,
    ShowKeyLog,
}

impl Task {
    /// In words that go on from "did not", "cannot" and the like.
    pub(super) fn words(self) -> String {
        match self {
            Self::DescribeItself => say!("task-describe-itself"),
            Self::DescribeAccount => say!("task-describe-account"),
            Self::ListGroups => say!("task-list-groups"),
            Self::ListModels => say!("task-list-models"),
            Self::RefuseStranger => say!("task-refuse-stranger"),
            Self::ShowPrices => say!("task-show-prices"),
            Self::ShowSettings => say!("task-show-settings"),
            Self::ChangeSettings => say!("task-change-settings"),
            Self::SignIn => say!("task-sign-in"),
            Self::SignOut => say!("task-sign-out"),
            Self::MakeToken => say!("task-make-token"),
            Self::ListKeys => say!("task-list-keys"),
            Self::ListKeysInOneForm => say!("task-list-keys-in-one-form"),
            Self::ShowKey => say!("task-show-key"),
            Self::MakeKey => say!("task-make-key"),
            Self::RevealKey => say!("task-reveal-key"),
            Self::RevealKeys => say!("task-reveal-keys"),
            Self::EnableKey => say!("task-enable-key"),
            Self::DisableKey => say!("task-disable-key"),
            Self::ChangeKey => say!("task-change-key"),
            Self::DeleteKey => say!("task-delete-key"),
            Self::DeleteKeys => say!("task-delete-keys"),
            Self::ShowLog => say!("task-show-log"),
            Self::SumUpLog => say!("task-sum-up-log"),
            Self::ShowStatistics => say!("task-show-statistics"),
            Self::SayKeyUsage => say!("task-say-key-usage"),
            Self::ListKeyModels => say!("task-list-key-models"),
            Self::ShowKeyLog => say!("task-show-key-log"),
        }
    }
}
