/*
 * A backend in memory: for a plain browser (`npm run dev`), unit tests and screenshots. It keeps the promises
 * of the real one that the window relies on: what it returns is what it then holds, plans write nothing until
 * they are applied, and every failure is a `Failure`. It never gets into the window.
 */
import type {
  ChangeView,
  CheckView,
  Code,
  ConfigureRequest,
  ConnectRequest,
  GroupsView,
  KeyListView,
  KeyView,
  LineView,
  ModelsView,
  NewKeyRequest,
  PlanView,
  StatusView,
  ToolView,
  VaultView,
} from '../bindings';
import type { Backend, Noun, Preferences } from './backend';
import {
  ago,
  FAKE_TOKEN,
  FAKE_URL,
  fakeBridge,
  fakeGroups,
  fakeKey,
  fakeKeys,
  fakeModels,
  fakeOtherBridge,
  fakeTools,
  MODE_TEXTS,
} from './backend.fake.data';
import { Failure } from './failure';

/** What can be made to go wrong, by `?fault=a,b` or by a test. */
export const FAULTS = [
  'offline',
  'unreachable',
  'nonsense',
  'rate_limited',
  'signed_out',
  'create_unknown',
  'incomplete',
  'locked',
  'absent',
  'hung',
  'file_unparsable',
  'file_changed',
  'check_fails',
  'store',
  'stuck',
] as const;
export type Fault = (typeof FAULTS)[number];

interface Options {
  faults?: Iterable<Fault>;
  /** Nobody is signed in yet. */
  first?: boolean;
  /** An account without keys, a machine without tools. */
  empty?: boolean;
  /** How many keys; the sample ones are repeated. */
  keys?: number;
  unfinished?: number;
  delayMs?: number;
  preferences?: Partial<Preferences>;
}

const COPY_SECONDS = 30;
const DAY = 24 * 60 * 60 * 1000;
const LIFETIMES: Record<string, number> = { '1h': DAY / 24, '1d': DAY, '30d': 30 * DAY };

const VAULTS: Record<string, VaultView> = {
  open: { kind: 'keychain', state: 'open', message: 'The keychain is open.', hint: null },
  locked: {
    kind: 'keychain',
    state: 'locked',
    message: 'The keychain is locked.',
    hint: 'Unlock it; your system asks for its password.',
  },
  absent: {
    kind: 'keychain',
    state: 'absent',
    message: 'No keychain service answers in this session.',
    hint: 'Start gnome-keyring or KWallet, or choose the encrypted file with “bridgekeeper vault use file”.',
  },
  hung: {
    kind: 'keychain',
    state: 'hung',
    message: 'The keychain took the call and did not answer within 3 s.',
    hint: 'Look for a password prompt behind other windows.',
  },
};

interface Proposal {
  view: PlanView;
  apply: () => ToolView;
}

export class FakeBackend implements Backend {
  readonly faults: Set<Fault>;
  readonly #delayMs: number;
  readonly #listeners = new Set<(noun: Noun) => void>();
  readonly #plans = new Map<string, Proposal>();
  readonly #before = new Map<string, ToolView>();
  #bridges;
  #label: string | null;
  #keys: KeyView[];
  #tools: ToolView[];
  #vault: VaultView;
  #preferences: Partial<Preferences>;
  readonly #unfinished: number;
  #nextPlan = 1;

  constructor(options: Options = {}) {
    this.faults = new Set(options.faults);
    this.#delayMs = options.delayMs ?? 0;
    this.#bridges = options.first ? [] : [fakeBridge(), fakeOtherBridge()];
    this.#label = this.#bridges[0]?.label ?? null;
    const sample = fakeKeys();
    this.#tools = fakeTools(sample);
    this.#keys = options.keys === undefined ? sample : many(sample, options.keys);
    if (options.empty) {
      this.#keys = [];
      this.#tools = this.#tools.map((tool) => ({ ...tool, found: false, state: 'not_found', key: null }));
    }
    this.#unfinished = options.unfinished ?? 0;
    this.#preferences = { ...options.preferences };
    const state = (['locked', 'absent', 'hung'] as const).find((fault) => this.faults.has(fault));
    this.#vault = VAULTS[state ?? 'open']!;
  }

  /** `?fault=offline,locked&empty&first&keys=10000&theme=dark&delay=800`. */
  static fromQuery(query: string): FakeBackend {
    const asked = new URLSearchParams(query);
    const faults = (asked.get('fault') ?? '').split(',');
    const theme = asked.get('theme');
    return new FakeBackend({
      faults: FAULTS.filter((fault) => faults.includes(fault)),
      first: asked.has('first'),
      empty: asked.has('empty'),
      keys: asked.has('keys') ? Number(asked.get('keys')) : undefined,
      unfinished: Number(asked.get('unfinished') ?? 0),
      delayMs: Number(asked.get('delay') ?? 120),
      preferences: theme === 'light' || theme === 'dark' ? { theme } : {},
    });
  }

  async status(): Promise<StatusView> {
    await this.#pause();
    this.#failIf('store', 'store', 'The wallet’s database comes from a newer version.', {
      hint: 'Update Bridgekeeper.',
      details: ['user_version is 9, this program knows 4'],
    });
    return this.#status();
  }

  async connect(request: ConnectRequest): Promise<StatusView> {
    await this.#pause();
    this.#failIf('unreachable', 'bridge_unreachable', `${request.url} does not answer.`, {
      hint: 'Check the address and your network, then try again.',
      details: ['error sending request', 'connection refused (os error 111)'],
    });
    this.#failIf('nonsense', 'bridge_nonsense', `${request.url} answers, but not as a bridge does.`, {
      hint: 'Check the address: it should open your bridge’s sign-in page in a browser.',
      details: ['expected JSON, met text/html: <!doctype html>'],
    });
    this.#failUnlessVaultOpen();
    if (request.access_token !== FAKE_TOKEN) {
      throw failure('not_signed_in', 'The bridge does not accept this access token.', {
        hint: 'Generate a new one under Personal settings › Security and paste it here.',
      });
    }
    this.faults.delete('signed_out');
    const known = [fakeBridge(), fakeOtherBridge()].find((bridge) => bridge.url === request.url);
    const bridge = known ?? { ...fakeBridge(), label: new URL(request.url).host, url: request.url };
    this.#bridges = [...this.#bridges.filter((other) => other.label !== bridge.label), bridge];
    this.#label = bridge.label;
    return this.#status();
  }

  async signOut(label: string): Promise<StatusView> {
    await this.#pause();
    this.#bridges = this.#bridges.filter((bridge) => bridge.label !== label);
    this.#label = this.#bridges[0]?.label ?? null;
    return this.#status();
  }

  async useBridge(label: string): Promise<StatusView> {
    await this.#pause();
    this.#label = label;
    return this.#status();
  }

  async unlockVault(): Promise<StatusView> {
    await this.#pause();
    this.faults.delete('locked');
    this.#vault = VAULTS.open!;
    return this.#status();
  }

  async listKeys(): Promise<KeyListView> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failIf('signed_out', 'not_signed_in', 'The bridge no longer accepts the access token.', {
      hint: 'Sign in again with a new one.',
    });
    this.#failIf('rate_limited', 'rate_limited', 'The bridge asks to wait: too many requests.', {
      hint: 'Try again in a minute.',
    });
    const isOffline = this.faults.has('offline');
    const isComplete = !this.faults.has('incomplete');
    return {
      keys: this.#keys,
      complete: isComplete,
      as_of: isOffline ? ago(3 * 60 * 60 * 1000) : new Date().toISOString(),
      offline: isOffline,
      note: isComplete ? null : 'The bridge gave 14 of 230 keys and then asked to wait.',
    };
  }

  async cachedKeys(): Promise<KeyListView> {
    return { keys: [], complete: true, as_of: ago(DAY), offline: false, note: null };
  }

  async createKey(request: NewKeyRequest): Promise<KeyView> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failUnlessVaultOpen();
    this.#failIf(
      'create_unknown',
      'create_unknown',
      `It is not known whether the bridge made ${request.name}.`,
      {
        hint: 'Bridgekeeper goes on looking for it; do not create it again.',
        details: ['no answer within 15 s after the request was sent'],
      },
    );
    const lifetime = LIFETIMES[request.expires ?? ''];
    const expires = lifetime === undefined ? request.expires : new Date(Date.now() + lifetime).toISOString();
    const key = fakeKey({
      name: request.name,
      tail: 'n3Wk',
      used: 0,
      created: 0,
      group: request.group || 'default',
      ...(typeof request.quota_usd === 'number' ? { quota: request.quota_usd } : {}),
      ...(typeof expires === 'string' && expires !== 'never' ? { expires } : {}),
      ips: request.allow_ips ?? [],
      ...(request.models?.length ? { models: request.models } : {}),
    });
    this.#keys = [key, ...this.#keys];
    this.#tell('keys');
    return key;
  }

  async setKeyEnabled(id: number, enabled: boolean): Promise<KeyView> {
    await this.#pause();
    this.#failIfBridgeDown();
    const key: KeyView = { ...this.#key(id), status: enabled ? 'enabled' : 'disabled' };
    this.#keys = this.#keys.map((other) => (other.id === id ? key : other));
    return key;
  }

  async deleteKey(id: number): Promise<void> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#keys = this.#keys.filter((key) => key.id !== id);
  }

  async revealKey(id: number): Promise<string> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    return `sk-FAKE0fake1FAKE2fake3FAKE4fake5FAKE6fake7${this.#key(id).masked.slice(-4)}`;
  }

  async copyKey(id: number): Promise<number> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    this.#key(id);
    return COPY_SECONDS;
  }

  async groups(): Promise<GroupsView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return { groups: fakeGroups };
  }

  async models(group: string | null): Promise<ModelsView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return { models: fakeModels[group ?? 'default'] ?? [] };
  }

  async listTools(): Promise<ToolView[]> {
    await this.#pause();
    return this.#tools.map((tool) =>
      tool.id === 'claude-code' && this.faults.has('file_unparsable')
        ? {
            ...tool,
            state: 'unreadable',
            state_text: 'Unreadable: comment in line 3, column 5',
            advice: [
              {
                level: 'problem',
                text: 'Claude Code does not load ~/.claude/settings.json at all: it has a comment in line 3.',
                next: 'Repair the file; you see the change first.',
              },
            ],
          }
        : tool,
    );
  }

  async planConfigure(request: ConfigureRequest): Promise<PlanView> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    const tool = this.#tool(request.tool);
    if (request.tool === 'claude-code') {
      this.#failIf(
        'file_unparsable',
        'file_unparsable',
        '~/.claude/settings.json cannot be read by Claude Code.',
        {
          hint: 'Repair the file, or edit line 3 yourself.',
          details: ['line 3, column 5: comments are not allowed in JSON'],
        },
      );
    }
    const { key: choice } = request;
    const isNew = choice.kind === 'create' || (choice.kind === 'keep' && tool.key === null);
    const mode = request.mode ?? tool.modes[0] ?? 'stored';
    const notes = [
      ...(isNew
        ? [`Makes the key ${tool.id}-bridge.pulseneko.com on the bridge and keeps it in the keychain.`]
        : []),
      'The file as it is now is saved first, so that the change can be undone.',
      `Takes effect at ${tool.name}’s next message.`,
    ];
    const view = this.#propose(
      tool,
      `Point ${tool.name} at bridge.pulseneko.com`,
      settingsDiff(tool, mode),
      notes,
    );
    return this.#remember(view, () => {
      const key = isNew
        ? fakeKey({ name: `${tool.id}-bridge.pulseneko.com`.slice(0, 30), tail: 'w8Zq', used: 0, created: 0 })
        : this.#key(choice.kind === 'existing' ? choice.id : tool.key!.id);
      const profile = tool.profile ?? tool.id;
      if (isNew) this.#keys = [key, ...this.#keys];
      this.#keys = this.#keys.map((other) => ({
        ...other,
        used_by: [
          ...other.used_by.filter((name) => name !== profile),
          ...(other.id === key.id ? [profile] : []),
        ],
      }));
      this.#before.set(tool.id, tool);
      return {
        ...tool,
        state: 'in_step',
        state_text: 'In step',
        profile,
        mode,
        mode_text: MODE_TEXTS[mode],
        key: { id: key.id, name: key.name, masked: key.masked, url: FAKE_URL },
        model: request.model,
        can_undo: true,
        last_check: null,
        advice: [],
      };
    });
  }

  async planUndo(id: string): Promise<PlanView> {
    await this.#pause();
    const tool = this.#tool(id);
    const view = this.#propose(
      tool,
      `Put ${tool.name}’s file back as it was`,
      turned(settingsDiff(tool, 'helper')),
      ['Restores the same bytes as before the last change.'],
    );
    return this.#remember(view, () => this.#before.get(id) ?? withoutUs(tool));
  }

  async planDisconnect(id: string): Promise<PlanView> {
    await this.#pause();
    const tool = this.#tool(id);
    const view = this.#propose(
      tool,
      `Take our settings out of ${tool.name}’s file`,
      turned(settingsDiff(tool, 'helper')),
      ['Everything else in the file stays.', `Restart ${tool.name} afterwards.`],
    );
    return this.#remember(view, () => withoutUs(tool));
  }

  async planRepair(id: string): Promise<PlanView> {
    await this.#pause();
    const tool = this.#tool(id);
    const view = this.#propose(
      tool,
      `Make ${tool.name}’s file readable again`,
      [
        { kind: 'same', text: '{' },
        { kind: 'same', text: '  "env": {' },
        { kind: 'remove', text: '    // my proxy' },
        { kind: 'remove', text: '    "MINE": "1",' },
        { kind: 'add', text: '    "MINE": "1"' },
        { kind: 'same', text: '  }' },
        { kind: 'same', text: '}' },
      ],
      ['Removes one comment and one trailing comma.'],
    );
    return this.#remember(view, () => {
      this.faults.delete('file_unparsable');
      return tool;
    });
  }

  async applyPlan(id: string): Promise<ToolView> {
    await this.#pause();
    const proposal = this.#plans.get(id);
    if (proposal === undefined) throw failure('not_found', 'This plan is no longer known.');
    if (this.faults.delete('file_changed')) {
      this.#plans.delete(id);
      throw failure(
        'file_changed',
        '~/.claude/settings.json changed since it was read. Nothing was written.',
        {
          hint: 'Look again; the new text is shown first.',
        },
      );
    }
    this.#plans.delete(id);
    const tool = proposal.apply();
    this.#tools = this.#tools.map((other) => (other.id === tool.id ? tool : other));
    this.#tell('keys');
    return tool;
  }

  async discardPlan(id: string): Promise<void> {
    this.#plans.delete(id);
  }

  async checkTool(id: string): Promise<CheckView> {
    await this.#pause();
    this.#failIfBridgeDown();
    const isOk = !this.faults.has('check_fails');
    const check: CheckView = {
      at: new Date().toISOString(),
      ok: isOk,
      took_ms: 412,
      text: isOk ? 'The bridge answered.' : 'The bridge answered 401: this key is not valid.',
    };
    this.#tools = this.#tools.map((tool) => (tool.id === id ? { ...tool, last_check: check } : tool));
    return check;
  }

  async openLink(): Promise<void> {
    await this.#pause();
  }

  async onChanged(listener: (noun: Noun) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async preferences(): Promise<Partial<Preferences>> {
    return { ...this.#preferences };
  }

  async savePreferences(preferences: Partial<Preferences>): Promise<void> {
    Object.assign(this.#preferences, preferences);
  }

  /** How many plans wait to be applied or discarded. */
  get openPlans(): number {
    return this.#plans.size;
  }

  async #pause(): Promise<void> {
    if (this.faults.has('stuck')) await new Promise(() => undefined);
    if (this.#delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#delayMs));
  }

  #status(): StatusView {
    const isReachable = !this.faults.has('offline') && !this.faults.has('unreachable');
    const bridges = this.#bridges.map((bridge) => ({ ...bridge, reachable: isReachable }));
    return {
      bridge: bridges.find((bridge) => bridge.label === this.#label) ?? null,
      bridges,
      vault: this.#vault,
      tools: this.#tools,
      unfinished: this.#unfinished,
    };
  }

  #key(id: number): KeyView {
    const key = this.#keys.find((other) => other.id === id);
    if (key === undefined) throw failure('not_found', 'This key is no longer on the bridge.');
    return key;
  }

  #tool(id: string): ToolView {
    const tool = this.#tools.find((other) => other.id === id);
    if (tool === undefined) throw failure('not_found', `There is no tool ${id}.`);
    return tool;
  }

  #propose(tool: ToolView, title: string, lines: LineView[], notes: string[]): PlanView {
    const change: ChangeView = { path: tool.files[0] ?? '', kind: 'edit', lines };
    return { id: `plan-${this.#nextPlan++}`, tool: tool.id, title, changes: [change], notes };
  }

  #remember(view: PlanView, apply: () => ToolView): PlanView {
    this.#plans.set(view.id, { view, apply });
    return view;
  }

  #tell(noun: Noun): void {
    for (const listener of this.#listeners) listener(noun);
  }

  #failIf(fault: Fault, code: Code, message: string, more: { hint?: string; details?: string[] } = {}): void {
    if (this.faults.has(fault)) throw failure(code, message, more);
  }

  #failIfBridgeDown(): void {
    this.#failIf('unreachable', 'bridge_unreachable', 'bridge.pulseneko.com does not answer.', {
      hint: 'Check your network, then try again.',
      details: ['error sending request', 'operation timed out after 10 s'],
    });
  }

  #failUnlessVaultOpen(): void {
    const { state, message, hint } = this.#vault;
    if (state !== 'open') throw failure(`vault_${state}` as Code, message, hint === null ? {} : { hint });
  }
}

function failure(code: Code, message: string, more: { hint?: string; details?: string[] } = {}): Failure {
  return new Failure({ code, message, hint: more.hint ?? null, details: more.details ?? [] });
}

function withoutUs(tool: ToolView): ToolView {
  return {
    ...tool,
    state: 'not_configured',
    state_text: 'Not configured',
    profile: null,
    mode: null,
    mode_text: null,
    key: null,
    model: null,
    can_undo: false,
    last_check: null,
    advice: [],
  };
}

function settingsDiff(tool: ToolView, mode: string): LineView[] {
  const isDrifted = tool.state === 'drifted';
  const credential: LineView[] =
    mode === 'helper'
      ? [{ kind: 'add', text: `  "apiKeyHelper": "'/usr/bin/bridgekeeper' key ${tool.id}"` }]
      : [{ kind: 'add', text: '    "ANTHROPIC_AUTH_TOKEN": "sk-····9fKd"' }];
  return [
    { kind: 'gap', text: '' },
    { kind: 'same', text: '  "env": {' },
    ...(isDrifted
      ? [{ kind: 'remove' as const, text: '    "ANTHROPIC_BASE_URL": "https://other.example",' }]
      : []),
    { kind: 'add', text: `    "ANTHROPIC_BASE_URL": "${FAKE_URL}",` },
    { kind: 'add', text: '    "ANTHROPIC_API_KEY": "",' },
    { kind: 'add', text: '    "ANTHROPIC_AUTH_TOKEN": "",' },
    { kind: 'same', text: '    "MINE": "1"' },
    { kind: 'same', text: '  },' },
    ...credential,
  ];
}

/** The same difference the other way round. */
function turned(lines: LineView[]): LineView[] {
  const other = { add: 'remove', remove: 'add', same: 'same', gap: 'gap' } as const;
  return lines.map(({ kind, text }) => ({ kind: other[kind], text }));
}

function many(sample: KeyView[], count: number): KeyView[] {
  return Array.from({ length: count }, (_, index) => {
    const key = sample[index % sample.length]!;
    return index < sample.length
      ? key
      : { ...key, id: 10_000 + index, name: `${key.name}-${index}`, used_by: [] };
  });
}
