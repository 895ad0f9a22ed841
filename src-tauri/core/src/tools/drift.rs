//! What stands in a tool's fields instead of what was applied, what such a field is for, and how it becomes what
//! is expected.

use std::sync::Arc;

use serde_json::Value;
use zeroize::Zeroizing;

use super::{
    Connection, Credential, Expected, ExpectedValue, KEY_VARIABLE, Models, OpenFile, SettingsFile, Tool,
    Wanted, hash, names,
};
use crate::bridge::Origin;
use crate::error::Result;
use crate::machine::Machine;
use crate::plan;
use crate::secret::{self, Secret};
use crate::store::HELPER_KEEPS;
use crate::view::Mode;

/// A field that does not say what was applied. What stands there may be somebody's key: it is wiped, and
/// shown only by [`Drift::now`].
pub struct Drift {
    /// What was applied.
    pub expected: Expected,
    /// What stands there, in our spelling.
    raw: Option<Zeroizing<String>>,
}

/// The fields that do not say what was applied.
///
/// # Errors
/// [`Code::FileUnparsable`](crate::error::Code::FileUnparsable) or
/// [`Code::FileRefused`](crate::error::Code::FileRefused).
pub fn drift(expected: &[Expected]) -> Result<Vec<Drift>> {
    let mut drift = vec![];
    for field in expected {
        let file = OpenFile::open(SettingsFile { path: field.file.clone(), format: field.format })?;
        let raw = file.document.get(&names(&field.path)).map(|raw| field.format.our_spelling(&raw));
        let same = match &field.value {
            ExpectedValue::Raw(expected) => raw.as_ref().is_some_and(|raw| **raw == *expected),
            ExpectedValue::Hash(expected) => {
                raw.as_ref().is_some_and(|raw| hash(raw.as_bytes()) == *expected)
            }
            ExpectedValue::Absent => raw.is_none(),
            ExpectedValue::Users | ExpectedValue::Frame(_) => true,
        };
        if !same {
            drift.push(Drift { expected: field.clone(), raw });
        }
    }
    Ok(drift)
}

/// What is expected once these drifts are meant so. What could be a secret is remembered by its hash alone.
pub fn accepted(expected: &[Expected], drift: &[&Drift], role: impl Fn(&Expected) -> Role) -> Vec<Expected> {
    let value = |drift: &Drift| match &drift.raw {
        None => ExpectedValue::Absent,
        Some(raw) if drift.is_plain(&role(&drift.expected)) => ExpectedValue::Raw(raw.to_string()),
        Some(raw) => ExpectedValue::Hash(hash(raw.as_bytes())),
    };
    let now = |field: &Expected| match drift.iter().find(|drift| drift.expected == *field) {
        Some(drift) => Expected { value: value(drift), ..field.clone() },
        None => field.clone(),
    };
    expected.iter().map(now).collect()
}

impl Drift {
    /// The names on the way to the field, as `env.ANTHROPIC_BASE_URL`.
    pub fn name(&self) -> String {
        self.expected.path.join(".")
    }

    /// What was applied, to be shown; `None` for nothing.
    pub fn applied(&self) -> Option<String> {
        match &self.expected.value {
            ExpectedValue::Raw(raw) => Some(self.said(raw).to_string()),
            ExpectedValue::Hash(_) => Some(secret::masked("")),
            ExpectedValue::Absent | ExpectedValue::Users | ExpectedValue::Frame(_) => None,
        }
    }

    /// What stands there, to be shown: secrets masked. `None` for nothing.
    pub fn now(&self, role: &Role) -> Option<String> {
        let said = self.said(self.raw.as_ref()?);
        Some(match role {
            Role::Secret if !said.is_empty() => secret::masked(&said),
            _ => plan::mask_value(self.expected.path.last().map_or("", String::as_str), &said),
        })
    }

    /// What stands there, if it is a text.
    pub fn text(&self) -> Option<String> {
        match self.expected.format.value(self.raw.as_ref()?)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The same, if it is surely no secret.
    pub fn plain_text(&self, role: &Role) -> Option<String> {
        self.text().filter(|_| self.is_plain(role))
    }

    /// Whether anything stands there.
    pub fn is_there(&self) -> bool {
        self.raw.is_some()
    }

    /// Whether nothing stands there, or a text without letters.
    pub fn is_blank(&self) -> bool {
        self.raw.as_ref().is_none_or(|raw| self.said(raw).trim().is_empty())
    }

    /// Whether something stood there when it was applied.
    pub fn had(&self) -> bool {
        match &self.expected.value {
            ExpectedValue::Raw(raw) => !self.said(raw).trim().is_empty(),
            ExpectedValue::Hash(_) => true,
            ExpectedValue::Absent | ExpectedValue::Users | ExpectedValue::Frame(_) => false,
        }
    }

    fn said(&self, raw: &str) -> Zeroizing<String> {
        match self.expected.format.value(raw) {
            Some(Value::String(text)) => Zeroizing::new(text),
            _ => Zeroizing::new(raw.to_owned()),
        }
    }

    /// Whether what stands there may be kept as it is: it is surely no secret.
    fn is_plain(&self, role: &Role) -> bool {
        let said = self.raw.as_ref().map(|raw| self.said(raw)).unwrap_or_default();
        let is_public = !matches!(role, Role::Secret | Role::Helper);
        said.is_empty() || (is_public && self.now(role).is_some_and(|shown| *shown == **said))
    }
}

/// What a field is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// It leads to the bridge.
    Address,
    /// It names the model of that role, with that before and after it.
    Model(ModelOf, String, String),
    /// It is one of a list of names, of models.
    Listed(String),
    /// A secret stands in it, or would in another mode.
    Secret,
    /// It has the tool ask the wallet for its key, or take it from a variable.
    Helper,
    /// Something else that it takes.
    Other,
}

/// Which of [`Models`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelOf {
    /// The one the user chose.
    Main,
    /// For hard work.
    Large,
    /// For everyday work.
    Medium,
    /// For small errands.
    Small,
}

impl ModelOf {
    const ALL: [Self; 4] = [Self::Main, Self::Large, Self::Medium, Self::Small];

    /// Its place among models.
    pub fn of(self, models: &mut Models) -> &mut Option<String> {
        match self {
            Self::Main => &mut models.main,
            Self::Large => &mut models.large,
            Self::Medium => &mut models.medium,
            Self::Small => &mut models.small,
        }
    }

    /// A name that no model has.
    fn mark(self) -> String {
        format!("model-of-{self:?}-0f1e2d3c").to_lowercase()
    }
}

impl Role {
    /// What a field of a tool is for, told by what the tool would write there for a bridge, models and a key of
    /// which nobody else has the names.
    pub fn of(tool: &dyn Tool, machine: &Machine, field: &Expected) -> Self {
        let origin = Origin::parse(NOWHERE, true).expect("an address");
        let mut models = Models::default();
        ModelOf::ALL.iter().for_each(|which| *which.of(&mut models) = Some(which.mark()));
        let fields = |(door, credential)| {
            let connection = Connection {
                door,
                origin: origin.clone(),
                profile: NOBODY.into(),
                credential,
                models: models.clone(),
            };
            tool.fields(machine, &connection)
        };
        let files: Vec<_> = tool.files(machine).into_iter().map(|file| file.path).collect();
        // A file that the tool has moved away from since is told by its names alone.
        let nth = files.iter().position(|path| *path == field.file);
        let credential = |mode: &Mode| match mode {
            Mode::Helper => Credential::Helper(HELPER_KEEPS),
            Mode::Env => Credential::Env,
            Mode::Stored => Credential::Stored(Arc::new(Secret::new("sk-nobody".into()))),
        };
        let doors = [tool.door()].into_iter().chain(tool.other_doors().iter().copied());
        let ways = doors.flat_map(|door| tool.modes().iter().map(move |mode| (door, credential(mode))));
        let all = ways.flat_map(fields);
        let mut found = None;
        for wanted in all.filter(|wanted| nth.is_none_or(|nth| wanted.file == nth)) {
            let role = match (&wanted.wanted, field.path.split_last()) {
                (Wanted::Listed(_), Some((name, around))) if around == wanted.path => {
                    Some(Self::Listed(name.clone()))
                }
                (told, _) if field.path == wanted.path => Self::told_by(told, machine),
                _ => None,
            };
            if found.is_none() || role == Some(Self::Secret) {
                found = role.or(found);
            }
        }
        // Where the tool would find a key, and the wallet keeps the place empty.
        let name = field.path.last().map_or("", String::as_str);
        let by_name = if plan::names_a_secret(name) { Self::Secret } else { Self::Other };
        found.unwrap_or(by_name)
    }

    /// `None` where the tool would write nothing of its own.
    fn told_by(wanted: &Wanted, machine: &Machine) -> Option<Self> {
        let text = match wanted {
            Wanted::Secret(_) => return Some(Self::Secret),
            Wanted::Text(text) if text.is_empty() => return None,
            Wanted::Text(text) => text.clone(),
            Wanted::Value(value) => value.to_string(),
            Wanted::Listed(_) | Wanted::Frame(..) | Wanted::Absent | Wanted::Users => return None,
        };
        let command = machine.command.display().to_string();
        if [&*command, NOBODY, KEY_VARIABLE].iter().any(|part| text.contains(part)) {
            return Some(Self::Helper);
        }
        if text.starts_with(NOWHERE) {
            return Some(Self::Address);
        }
        let model = ModelOf::ALL.into_iter().find_map(|which| {
            let (before, after) = text.split_once(&which.mark())?;
            Some(Self::Model(which, before.to_owned(), after.to_owned()))
        });
        Some(model.filter(|_| matches!(wanted, Wanted::Text(_))).unwrap_or(Self::Other))
    }
}

/// A bridge that is nowhere (RFC 2606).
const NOWHERE: &str = "https://nowhere.invalid";

/// A profile that nobody has.
const NOBODY: &str = "profile-of-nobody-0f1e2d3c";
