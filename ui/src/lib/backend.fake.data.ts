/** What the fake knows at the start: an account somebody has worked with for a while. */
import type { BridgeView, Display, Group, KeyStatus, KeyView, PriceView, ToolView } from '../bindings';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const UNITS_PER_USD = 500_000;

export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();

export const FAKE_URL = 'https://bridge.pulseneko.com';
export const FAKE_TOKEN = 'fake-access-token';
export const FAKE_PASSWORD = 'fake-password';
export const FAKE_OTP = '123456';

export const fakeDisplays = {
  usd: { kind: 'usd', symbol: '$', per_usd: 1 },
  cny: { kind: 'cny', symbol: '¥', per_usd: 7.2 },
  custom: { kind: 'custom', symbol: '₭', per_usd: 100 },
  tokens: { kind: 'tokens', symbol: '', per_usd: 1 },
} satisfies Record<string, Display>;

export function fakeBridge(): BridgeView {
  return {
    label: 'bridge.pulseneko.com',
    url: FAKE_URL,
    name: 'PulseNeko',
    dialect: 'd',
    user_id: 42,
    username: 'mei',
    group: 'default',
    balance_usd: 41.2,
    balance_quota: 41.2 * UNITS_PER_USD,
    used_usd: 158.71,
    used_quota: 158.71 * UNITS_PER_USD,
    as_of: ago(12_000),
    reachable: true,
    display: fakeDisplays.usd,
    key_only: false,
  };
}

export function fakeOtherBridge(): BridgeView {
  return {
    ...fakeBridge(),
    label: 'gateway.example',
    url: 'https://gateway.example',
    name: 'Team gateway',
    user_id: 7,
    username: 'mei.lin',
    balance_usd: 12.5,
    balance_quota: 12.5 * UNITS_PER_USD,
  };
}

/** A bridge that only a pasted key is known of. */
export function fakeKeyOnlyBridge(url: string): BridgeView {
  const { host } = new URL(url);
  return {
    ...fakeBridge(),
    label: host,
    url,
    name: host,
    dialect: null,
    user_id: null,
    username: '',
    group: '',
    balance_usd: 0,
    balance_quota: 0,
    used_usd: 0,
    used_quota: 0,
    key_only: true,
  };
}

export const fakeGroups: Group[] = [
  { name: 'default', ratio: 1, description: 'Everyday models' },
  { name: 'anthropic', ratio: 2.5, description: 'Claude models, official channel' },
  { name: 'openai', ratio: 1.2, description: 'GPT and Codex models' },
  { name: 'google', ratio: 1, description: 'Gemini models' },
  { name: 'cc', ratio: 0.8, description: 'Claude Code only' },
  { name: 'auto', ratio: null, description: 'Picks the cheapest that answers' },
];

export const fakeModels: Record<string, string[]> = {
  default: ['claude-sonnet-4-6', 'deepseek-v4', 'gpt-5.2-mini', 'qwen3-coder-plus'],
  anthropic: ['claude-haiku-4-5', 'claude-opus-4-7', 'claude-sonnet-4-6'],
  openai: ['gpt-5.2', 'gpt-5.2-codex', 'gpt-5.2-mini', 'o5'],
  google: ['gemini-3-flash', 'gemini-3-pro'],
  cc: ['claude-opus-4-7', 'claude-sonnet-4-6'],
  auto: ['claude-sonnet-4-6', 'gemini-3-pro', 'gpt-5.2'],
};

/** US dollars per million tokens at a multiplier of 1: sent and answered. */
const PRICES: Record<string, [number, number]> = {
  'claude-haiku-4-5': [1, 5],
  'claude-opus-4-7': [5, 25],
  'claude-sonnet-4-6': [3, 15],
  'deepseek-v4': [0.28, 0.42],
  'gemini-3-flash': [0.3, 2.5],
  'gemini-3-pro': [2, 12],
  'gpt-5.2': [1.75, 14],
  'gpt-5.2-codex': [1.75, 14],
  'gpt-5.2-mini': [0.25, 2],
};

export function fakePrice(model: string, ratio: number): PriceView {
  const [input, output] = PRICES[model] ?? [null, null];
  return {
    model,
    input_usd: input === null ? null : input * ratio,
    output_usd: output === null ? null : output * ratio,
    call_usd: input === null ? 0.02 * ratio : null,
  };
}

interface Draft {
  name: string;
  tail: string;
  used: number;
  status?: KeyStatus;
  group?: string;
  /** Its own quota in US dollars. */
  quota?: number;
  created?: number;
  lastUsed?: number;
  expires?: string;
  ips?: string[];
  models?: string[];
  usedBy?: string[];
  pasted?: boolean;
}

let nextId = 1801;

export function fakeKey(draft: Draft): KeyView {
  const remain = draft.quota === undefined ? null : draft.quota - draft.used;
  const group = draft.group ?? 'default';
  return {
    id: nextId++,
    name: draft.name,
    status: draft.status ?? 'enabled',
    masked: `sk-····${draft.tail}`,
    group,
    group_ratio: fakeGroups.find((other) => other.name === group)?.ratio ?? null,
    unlimited: remain === null,
    remain_quota: (remain ?? 0) * UNITS_PER_USD,
    remain_usd: remain,
    used_quota: draft.used * UNITS_PER_USD,
    used_usd: draft.used,
    created: ago(draft.created ?? 180 * DAY),
    last_used: draft.lastUsed === undefined ? null : ago(draft.lastUsed),
    expires: draft.expires ?? null,
    allow_ips: draft.ips ?? [],
    models: draft.models ?? null,
    pasted: draft.pasted ?? false,
    in_vault: true,
    used_by: draft.usedBy ?? [],
    is_old: (draft.status ?? 'enabled') === 'enabled' && (draft.created ?? 180 * DAY) >= 90 * DAY,
  };
}

export function fakeKeys(): KeyView[] {
  const claude = ['claude-haiku-4-5', 'claude-opus-4-7', 'claude-sonnet-4-6'];
  const team = { group: 'openai', quota: 10, created: 60 * DAY, expires: ahead(39 * DAY) };
  return [
    {
      name: 'claude-code-mbp',
      tail: '9fKd',
      used: 38.12,
      group: 'anthropic',
      models: claude,
      lastUsed: 2 * MINUTE,
      usedBy: ['claude-code'],
    },
    {
      name: 'cursor-mbp',
      tail: 'b7Qe',
      used: 12.4,
      group: 'openai',
      quota: 20,
      models: ['gpt-5.2', 'gpt-5.2-mini'],
      lastUsed: HOUR,
      usedBy: ['cursor'],
    },
    {
      name: 'cline-work',
      tail: 'Lm02',
      used: 8.19,
      group: 'anthropic',
      quota: 20,
      models: claude.slice(1),
      lastUsed: 3 * HOUR,
      usedBy: ['work'],
    },
    {
      name: 'ci-deploy',
      tail: 'aa41',
      used: 0.92,
      quota: 10,
      ips: ['203.0.113.7'],
      lastUsed: 5 * HOUR,
      expires: ahead(3 * DAY + HOUR),
    },
    { ...team, name: 'team-lin', tail: 'Zt9c', used: 9.4, lastUsed: 26 * HOUR },
    { ...team, name: 'team-wen', tail: 'k3Vd', used: 2.75, lastUsed: 4 * DAY },
    { ...team, name: 'team-ao', tail: 'Y8pq', used: 0 },
    {
      name: 'claude-code-old',
      tail: '77xa',
      used: 112.8,
      status: 'disabled' as const,
      group: 'anthropic',
      lastUsed: 186 * DAY,
    },
    {
      name: 'hackathon',
      tail: 'qq0s',
      used: 4.99,
      status: 'expired' as const,
      group: 'cc',
      quota: 10,
      models: ['claude-sonnet-4-6'],
      lastUsed: 92 * DAY,
      expires: ago(90 * DAY),
    },
    { name: 'scratch', tail: 'm1Nf', used: 0.31, status: 'disabled' as const, lastUsed: 226 * DAY },
    { name: 'gemini-test', tail: 'Hh5w', used: 1.07, group: 'google', lastUsed: 6 * DAY },
    { name: 'nightly-eval', tail: 'p4Rt', used: 0.003, group: 'auto', lastUsed: 14 * HOUR },
    {
      name: 'windsurf-try',
      tail: '9oPe',
      used: 5,
      status: 'exhausted' as const,
      quota: 5,
      lastUsed: 137 * DAY,
    },
    { name: 'docs-bot', tail: 'c6Ws', used: 22.48, group: 'openai', quota: 50, lastUsed: 20 * MINUTE },
  ].map(fakeKey);
}

const unused: Pick<
  ToolView,
  'profile' | 'profiles' | 'mode' | 'mode_text' | 'key' | 'model' | 'can_undo' | 'last_check' | 'advice'
> = {
  profile: null,
  profiles: [],
  mode: null,
  mode_text: null,
  key: null,
  model: null,
  can_undo: false,
  last_check: null,
  advice: [],
};

export const MODE_TEXTS = {
  helper: 'Key stays in the keychain; the tool asks for it',
  env: 'Key stays in the keychain; “bridgekeeper run” hands it to the tool',
  stored: 'Key stands in the tool’s own file',
} as const;

export function fakeTools(keys: KeyView[]): ToolView[] {
  const ref = (name: string) => {
    const key = keys.find((other) => other.name === name);
    return key === undefined ? null : { id: key.id, name, masked: key.masked, url: FAKE_URL };
  };
  return [
    {
      ...unused,
      id: 'claude-code',
      name: 'Claude Code',
      mark: 'Cc',
      found: true,
      version: '2.1.330',
      program: '~/.local/bin/claude',
      files: ['~/.claude/settings.json'],
      state: 'drifted',
      state_text: 'Drifted: base URL changed',
      profile: 'claude-code',
      profiles: ['claude-code', 'client-a'],
      mode: 'helper',
      mode_text: 'Key stays in the keychain; Claude Code asks for it',
      modes: ['helper', 'stored'],
      key: ref('claude-code-mbp'),
      can_undo: true,
      last_check: { at: ago(3 * HOUR), ok: true, took_ms: 388, text: 'The bridge answered.' },
      advice: [
        {
          level: 'problem',
          text: 'ANTHROPIC_BASE_URL in ~/.claude/settings.json is https://other.example.',
          next: 'Review the change and apply ours, or keep the file and disconnect.',
        },
      ],
    },
    {
      ...unused,
      id: 'cursor',
      name: 'Cursor',
      mark: 'Cu',
      found: true,
      version: '3.15',
      program: '/usr/bin/cursor',
      files: ['~/.config/Cursor/User/globalStorage/state.vscdb'],
      state: 'in_step',
      state_text: 'In step',
      profile: 'cursor',
      profiles: ['cursor'],
      mode: 'stored',
      mode_text: 'Key is kept by Cursor, encrypted; calls come from Cursor’s servers',
      modes: ['stored'],
      key: ref('cursor-mbp'),
      can_undo: true,
      last_check: { at: ago(3 * MINUTE), ok: true, took_ms: 412, text: 'The bridge answered.' },
    },
    {
      ...unused,
      id: 'cline',
      name: 'Cline',
      mark: 'Cl',
      found: true,
      version: '3.0.65',
      program: '~/.local/bin/cline',
      files: ['~/.cline/data/settings/providers.json'],
      state: 'in_step',
      state_text: 'In step',
      profile: 'work',
      profiles: ['work'],
      mode: 'stored',
      mode_text: 'Key stands in Cline’s own file; limited to $20 and 2 models',
      modes: ['stored'],
      key: ref('cline-work'),
      model: 'claude-sonnet-4-6',
      can_undo: true,
      last_check: { at: ago(3 * MINUTE), ok: true, took_ms: 288, text: 'The bridge answered.' },
    },
    {
      ...unused,
      id: 'codex',
      name: 'Codex',
      mark: 'Cx',
      found: true,
      version: '0.169.0',
      program: '~/.local/bin/codex',
      files: ['~/.codex/config.toml'],
      state: 'not_configured',
      state_text: 'Not configured',
      modes: ['helper', 'env', 'stored'],
    },
    {
      ...unused,
      id: 'opencode',
      name: 'opencode',
      mark: 'oc',
      found: false,
      version: null,
      program: null,
      files: ['~/.config/opencode/opencode.json'],
      state: 'not_found',
      state_text: 'Not found',
      modes: ['env', 'stored'],
    },
    {
      ...unused,
      id: 'gemini-cli',
      name: 'Gemini CLI',
      mark: 'Gc',
      found: false,
      version: null,
      program: null,
      files: ['~/.gemini/settings.json', '~/.gemini/.env'],
      state: 'not_found',
      state_text: 'Not found',
      modes: ['env', 'stored'],
    },
  ];
}
