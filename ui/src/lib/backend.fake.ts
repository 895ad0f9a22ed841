/*
 * A backend in memory: for a plain browser (`npm run dev`), unit tests and screenshots. It keeps the promises
 * of the real one that the window relies on: what it returns is what it then holds, plans write nothing until
 * they are applied, and every failure is a `Failure`. It never gets into the window.
 */
import type {
  AdoptRequest,
  AdoptableListView,
  AdoptedView,
  ActivityView,
  BatchView,
  BridgeView,
  BudgetView,
  ChangeView,
  CheckView,
  CleanedView,
  CleanupView,
  Code,
  ConfigureAllRequest,
  ConfigureRequest,
  ConnectRequest,
  DesktopView,
  Display,
  DriftView,
  EditKeyRequest,
  Errand,
  ErrorView,
  FindingView,
  GroupsView,
  HomeView,
  ImportView,
  IncidentView,
  Job,
  JobProgress,
  KeyAt,
  KeyListView,
  KeyView,
  KillRequest,
  LeakTryView,
  LeakView,
  LineView,
  ModelsView,
  NewKeyRequest,
  OldKeyView,
  PlansView,
  PlanView,
  PricesView,
  Reach,
  ReachView,
  ReportFormat,
  RestoreView,
  RotateRequest,
  RotationView,
  ScanEvent,
  ScanRequest,
  ScanView,
  SettingsView,
  SignIn,
  SiteView,
  StatusView,
  StepsView,
  TimelineView,
  ToolView,
  UsageRange,
  UsageTableView,
  UseForm,
  UseView,
  VaultKind,
} from '../bindings';
import type { Backend, Noun, Preferences } from './backend';
import {
  ago,
  FAKE_PASSWORD,
  FAKE_TOKEN,
  FAKE_URL,
  FAKE_OTP,
  fakeBridge,
  fakeDisplays,
  fakeGroups,
  fakeKey,
  fakeKeyOnlyBridge,
  fakeKeys,
  fakeModels,
  fakeOtherBridge,
  fakePrice,
  fakeTools,
  MODE_TEXTS,
  UNITS_PER_USD,
} from './backend.fake.data';
import { fakeActivity } from './backend.fake.activity';
import { readFakeExport } from './backend.fake.export';
import { fakeCleanup, fakeCleanupUndo, fakeFindings, fakeScan } from './backend.fake.scan';
import { FakeIncidents } from './backend.fake.incidents';
import { fakeReport } from './backend.fake.report';
import { fakeSteps } from './backend.fake.steps';
import { FakeAdopt } from './backend.fake.adopt';
import { FakeDesktop } from './backend.fake.desktop';
import { fakeUses, readFakeImport } from './backend.fake.texts';
import { FakeVaults } from './backend.fake.vault';
import { fakeTimeline } from './backend.fake.timeline';
import { fakeDrift, inStep } from './backend.fake.tools';
import { FakeUsage } from './backend.fake.usage';
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
  'no_password',
  'second_factor',
  'renew_refused',
  'edit_refused',
  'some_fail',
  'locked_out',
  'reach_unknown',
  'no_prices',
  'bad_import',
  'import_refused',
  'no_activity',
  'no_home',
  'no_settings',
  'move_fails',
  'no_demo',
  'kill_unreachable',
  'kill_alive',
  'kill_signed_out',
  'drift_danger',
  'cursor_runs',
  'no_addresses',
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
  /** Keys of an interrupted create. */
  unmade?: number;
  /** The keys are known from last time. */
  cached?: boolean;
  /** So many keys more that cost something. */
  usageKeys?: number;
  /** How the bridge shows money. */
  display?: keyof typeof fakeDisplays;
  /** Nobody is signed in: one pasted key is known. */
  keyOnly?: boolean;
  /** Keys stand in clear outside the wallet. */
  adopt?: boolean;
  /** Which vault is in use. */
  vault?: VaultKind;
  delayMs?: number;
  /** How long each step of a job takes. */
  stepMs?: number;
  /** How many times faster than in life kills and rotations go. */
  speed?: number;
  preferences?: Partial<Preferences>;
}

const COPY_SECONDS = 30;
/** Keys on a page of the list. */
const PAGE = 100;
const DAY = 24 * 60 * 60 * 1000;
const LIFETIMES: Record<string, number> = { '1h': DAY / 24, '1d': DAY, '30d': 30 * DAY };

const DISPLAYS = Object.keys(fakeDisplays) as (keyof typeof fakeDisplays)[];

interface Proposal {
  view: PlanView;
  apply: () => ToolView;
}

export class FakeBackend implements Backend {
  readonly faults: Set<Fault>;
  readonly #delayMs: number;
  readonly #stepMs: number;
  readonly #listeners = new Set<(noun: Noun) => void>();
  readonly #watchers = new Set<(progress: JobProgress) => void>();
  /** What the last scan found and was not written over. */
  #findings: FindingView[] = [];
  readonly #cleanups = new Map<string, FindingView[]>();
  /** What was written over, file by file. */
  readonly #cleaned: FindingView[][] = [];
  readonly #scanWatchers = new Set<(event: ScanEvent) => void>();
  /** Jobs that are under way, and whether they are to stop. */
  readonly #jobs = new Map<Job, { isStopped: boolean }>();
  /** The desktop around the window. */
  readonly around = new FakeDesktop();
  readonly #imports = new Map<string, ImportView>();
  readonly #plans = new Map<string, Proposal>();
  readonly #before = new Map<string, ToolView>();
  #bridges: BridgeView[];
  #label: string | null;
  #keys: KeyView[];
  #tools: ToolView[];
  readonly vaults: FakeVaults;
  #preferences: Partial<Preferences>;
  readonly #unfinished: number;
  readonly #isCached: boolean;
  /** Creates that were asked for and not carried out. */
  #unmade: NewKeyRequest[] = [];
  /** Steps of a plan that its user has done by hand. */
  entered = 0;
  /** What there was before the demo. */
  #helperSeconds = 300;
  #beforeDemo: { bridges: BridgeView[]; label: string | null } | null = null;
  readonly #usage: FakeUsage;
  readonly #adopt: FakeAdopt;
  #nextPlan = 1;
  #nextImport = 1;
  readonly #incidents: FakeIncidents;

  constructor(options: Options = {}) {
    this.faults = new Set(options.faults);
    this.#delayMs = options.delayMs ?? 0;
    this.#stepMs = options.stepMs ?? 0;
    this.#isCached = options.cached ?? false;
    const display: Display = fakeDisplays[options.display ?? 'usd'];
    const bridges = options.keyOnly ? [fakeKeyOnlyBridge(FAKE_URL)] : [fakeBridge(), fakeOtherBridge()];
    this.#bridges = options.first ? [] : bridges.map((bridge) => ({ ...bridge, display }));
    this.#label = this.#bridges[0]?.label ?? null;
    const sample = fakeKeys();
    this.#tools = fakeTools(sample);
    this.#keys = options.keys === undefined ? sample : many(sample, options.keys);
    if (options.empty) {
      this.#keys = [];
      this.#tools = this.#tools.map((tool) => ({ ...tool, found: false, state: 'not_found', key: null }));
    }
    if (options.keyOnly) this.#keys = [pastedKey('from-a-colleague', 'Kx8d')];
    this.#unfinished = options.unfinished ?? 0;
    this.#unmade = Array.from({ length: options.unmade ?? 0 }, (_, index) => ({ name: `ci-${index}` }));
    this.#preferences = { ...options.preferences };
    this.#adopt = new FakeAdopt(options.adopt === true);
    this.#usage = new FakeUsage({
      isEmpty: options.empty === true || options.keyOnly === true,
      isOffline: () => this.faults.has('offline'),
      isIncomplete: () => this.faults.has('incomplete'),
      others: options.usageKeys,
    });
    this.#incidents = new FakeIncidents({
      keys: () => this.#keys,
      tools: () => this.#tools,
      ended: (id, isDeleted) => this.#end(id, isDeleted),
      changed: () => this.#tell('incidents'),
      speed: options.speed ?? 1,
      faults: this.faults,
    });
    const state = (['locked', 'absent', 'hung'] as const).find((fault) => this.faults.has(fault));
    this.vaults = new FakeVaults(options.vault ?? 'keychain', state ?? 'open');
  }

  /** `?fault=offline,locked&empty&first&keys=10000&theme=dark&language=zh&delay=800&step=40&display=cny&keyonly&unmade=12`. */
  static fromQuery(query: string): FakeBackend {
    const asked = new URLSearchParams(query);
    const faults = (asked.get('fault') ?? '').split(',');
    const theme = asked.get('theme');
    const language = asked.get('language');
    return new FakeBackend({
      faults: FAULTS.filter((fault) => faults.includes(fault)),
      first: asked.has('first'),
      empty: asked.has('empty'),
      keys: asked.has('keys') ? Number(asked.get('keys')) : undefined,
      unfinished: Number(asked.get('unfinished') ?? 0),
      unmade: Number(asked.get('unmade') ?? 0),
      cached: !asked.has('uncached'),
      usageKeys: Number(asked.get('usagekeys') ?? 0),
      display: DISPLAYS.find((display) => display === asked.get('display')),
      keyOnly: asked.has('keyonly'),
      adopt: asked.has('adopt'),
      vault: asked.get('vault') === 'file' ? 'file' : 'keychain',
      delayMs: Number(asked.get('delay') ?? 120),
      stepMs: Number(asked.get('step') ?? 40),
      speed: Number(asked.get('speed') ?? 1),
      preferences: {
        ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
        ...(language === 'en' || language === 'zh' ? { language } : {}),
      },
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

  async cachedStatus(): Promise<StatusView> {
    this.#failIf('store', 'store', 'The wallet’s database comes from a newer version.');
    return this.#status();
  }

  async lookAtBridge(url: string): Promise<SiteView> {
    await this.#pause();
    this.#failIfNoBridgeAt(url);
    const known = this.#bridges.find((bridge) => bridge.url === url);
    const sample = [fakeBridge(), fakeOtherBridge()].find((bridge) => bridge.url === url);
    return {
      url,
      name: sample?.name ?? 'New API',
      version: 'v0.9.3',
      no_password: this.faults.has('no_password')
        ? 'This bridge shows a captcha at the sign-in, which no program can pass.'
        : null,
      label: known?.label ?? null,
    };
  }

  async connect({ url, sign_in: signIn }: ConnectRequest): Promise<StatusView> {
    await this.#pause();
    this.#failIfNoBridgeAt(url);
    this.#failUnlessVaultOpen();
    this.#failUnlessAccepted(signIn);
    this.faults.delete('signed_out');
    if (signIn.kind === 'key') {
      this.#keys = [pastedKey(signIn.name || 'pasted key', signIn.key.slice(-4))];
      return this.#enter(fakeKeyOnlyBridge(url));
    }
    const known = [fakeBridge(), fakeOtherBridge()].find((bridge) => bridge.url === url);
    return this.#enter(known ?? { ...fakeBridge(), label: new URL(url).host, url });
  }

  #enter(bridge: BridgeView): StatusView {
    this.#bridges = [...this.#bridges.filter((other) => other.url !== bridge.url), bridge];
    this.#label = bridge.label;
    return this.#status();
  }

  #failIfNoBridgeAt(url: string): void {
    this.#failIf('unreachable', 'bridge_unreachable', `${url} does not answer.`, {
      hint: 'Check the address and your network, then try again.',
      details: ['error sending request', 'connection refused (os error 111)'],
    });
    this.#failIf('nonsense', 'bridge_nonsense', `${url} answers, but not as a bridge does.`, {
      hint: 'Check the address: it should open your bridge’s sign-in page in a browser.',
      details: ['expected JSON, met text/html: <!doctype html>'],
    });
  }

  #failUnlessAccepted(signIn: SignIn): void {
    if (signIn.kind === 'token' && signIn.access_token !== FAKE_TOKEN) {
      throw failure('not_signed_in', 'The bridge does not accept this access token.', {
        hint: 'Generate a new one under Personal settings › Security and paste it here.',
      });
    }
    if (signIn.kind === 'password') {
      if (!signIn.replaces) throw failure('invalid', 'The new access token replaces the present one.');
      if (signIn.password !== FAKE_PASSWORD) {
        throw failure('not_signed_in', 'The bridge does not accept this name and password.');
      }
      if (this.faults.has('second_factor') && signIn.otp !== FAKE_OTP) {
        throw failure(
          'second_factor',
          signIn.otp === null
            ? 'The bridge asks for a two-factor code.'
            : 'The bridge does not accept this two-factor code.',
          { hint: 'Enter the six digits that your authenticator app shows now.' },
        );
      }
    }
    if (signIn.kind === 'key' && !signIn.key.startsWith('sk-')) {
      throw failure('invalid', 'This is no API key.', { hint: 'Copy it whole: it begins with sk-.' });
    }
  }

  async renewToken(): Promise<StatusView> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failUnlessVaultOpen();
    this.#failIf('renew_refused', 'bridge_refused', 'The bridge does not make access tokens by program.', {
      hint: 'Generate one on its page and sign in again with it.',
    });
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

  async renameBridge(label: string, name: string): Promise<StatusView> {
    await this.#pause();
    if (this.#bridges.some((other) => other.label === name && other.label !== label)) {
      throw failure('invalid', `Another bridge is labelled “${name}”.`, { hint: 'Choose another word.' });
    }
    this.#bridges = this.#bridges.map((other) => (other.label === label ? { ...other, label: name } : other));
    if (this.#label === label) this.#label = name;
    return this.#status();
  }

  async unlockVault(): Promise<StatusView> {
    await this.#pause();
    this.faults.delete('locked');
    this.vaults.unlock();
    return this.#status();
  }

  async lock(): Promise<void> {
    this.vaults.lock();
    this.faults.add('locked');
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
    if (this.#keys.length > PAGE) {
      await this.#job('list_keys', Math.ceil(this.#keys.length / PAGE), {
        of: this.#keys.length,
        each: PAGE,
      });
    }
    const isComplete = !this.faults.has('incomplete');
    return {
      keys: this.#keys,
      complete: isComplete,
      ...this.#freshness(),
      note: isComplete ? null : 'The bridge gave 14 of 230 keys and then asked to wait.',
    };
  }

  async cachedKeys(): Promise<KeyListView> {
    const keys = this.#isCached ? this.#keys : [];
    return { keys, complete: true, as_of: ago(3 * 60 * 1000), offline: false, note: null };
  }

  async lookAtKey(id: number): Promise<KeyView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return this.#key(id);
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
    const key = this.#make(request);
    this.#tell('keys');
    return key;
  }

  async createKeys(request: NewKeyRequest, count: number): Promise<KeyView[]> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failUnlessVaultOpen();
    this.#unmade = Array.from({ length: count }, (_, index) => ({
      ...request,
      name: `${request.name}-${suffix(index)}`,
    }));
    return this.#makeRest();
  }

  async resumeCreations(): Promise<KeyView[]> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failUnlessVaultOpen();
    return this.#makeRest();
  }

  async forgetCreations(): Promise<string[]> {
    await this.#pause();
    this.#failIfBridgeDown();
    const names = this.#unmade.map(({ name }) => name);
    this.#unmade = [];
    this.#tell('status');
    return names;
  }

  async #makeRest(): Promise<KeyView[]> {
    const made: KeyView[] = [];
    try {
      const wanted = [...this.#unmade];
      await this.#job('create_keys', wanted.length, {
        step: (index) => {
          made.push(this.#make(wanted[index]!));
          this.#unmade = this.#unmade.slice(1);
        },
      });
      return made;
    } finally {
      this.#tell('keys');
      this.#tell('status');
    }
  }

  #make(request: NewKeyRequest): KeyView {
    const expires = expiry(request.expires);
    const key = fakeKey({
      name: request.name,
      tail: 'n3Wk',
      used: 0,
      created: 0,
      group: request.group || 'default',
      ...(typeof request.quota_usd === 'number' ? { quota: request.quota_usd } : {}),
      ...(expires === null ? {} : { expires }),
      ips: request.allow_ips ?? [],
      ...(request.models?.length ? { models: request.models } : {}),
    });
    this.#keys = [key, ...this.#keys];
    return key;
  }

  async editKey(id: number, request: EditKeyRequest): Promise<KeyView> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failIf('edit_refused', 'bridge_refused', 'The bridge refuses the change: the group is not yours.', {
      hint: 'Choose another group.',
    });
    const before = this.#key(id);
    const remain = request.unlimited ? null : (request.quota_usd ?? before.remain_usd);
    const group = request.group === '' ? 'default' : (request.group ?? before.group);
    const key: KeyView = {
      ...before,
      name: request.name ?? before.name,
      group,
      group_ratio: fakeGroups.find((other) => other.name === group)?.ratio ?? null,
      unlimited: remain === null,
      remain_usd: remain,
      remain_quota: (remain ?? 0) * UNITS_PER_USD,
      expires: typeof request.expires === 'string' ? expiry(request.expires) : before.expires,
      allow_ips: request.allow_ips ?? before.allow_ips,
      models: request.models === null || request.models === undefined ? before.models : some(request.models),
    };
    this.#put(key);
    return key;
  }

  async checkReach(id: number): Promise<ReachView> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    const { status, allow_ips: allowed } = this.#key(id);
    const isLimited = allowed.length > 0;
    const state = this.faults.has('reach_unknown')
      ? 'unknown'
      : status !== 'enabled'
        ? 'refused'
        : isLimited && this.faults.has('locked_out')
          ? 'locked_out'
          : 'in';
    const notes = isLimited
      ? [
          'Cursor’s calls come from its own servers, so a key with an allow-list does not work there.',
          'A bridge may take up to a minute to apply a new list.',
        ]
      : [];
    return { state, text: REACH[state], notes, at: new Date().toISOString() };
  }

  async setKeysEnabled(ids: number[], enabled: boolean): Promise<BatchView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return this.#batch(ids, (key, batch) => {
      const changed: KeyView = { ...key, status: enabled ? 'enabled' : 'disabled' };
      this.#put(changed);
      batch.keys.push(changed);
    });
  }

  async deleteKeys(ids: number[]): Promise<BatchView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return this.#batch(ids, (key, batch) => {
      this.#keys = this.#keys.filter((other) => other.id !== key.id);
      batch.deleted.push(key.id);
    });
  }

  async #batch(ids: number[], change: (key: KeyView, batch: BatchView) => void): Promise<BatchView> {
    const batch: BatchView = { keys: [], deleted: [], failed: [] };
    try {
      await this.#job('change_keys', ids.length, {
        step: (index) => {
          const key = this.#key(ids[index]!);
          // The second of several, so that there is something before and after it.
          if (index === 1 && this.faults.has('some_fail')) {
            batch.failed.push({ id: key.id, name: `"${key.name}"`, error: REFUSAL });
          } else change(key, batch);
        },
      });
      return batch;
    } finally {
      this.#tell('keys');
    }
  }

  async stop(job: Job): Promise<void> {
    const under = this.#jobs.get(job);
    if (under !== undefined) under.isStopped = true;
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

  async keyUses(id: number): Promise<UseView[]> {
    await this.#pause();
    return fakeUses(FAKE_URL, this.#key(id).masked);
  }

  async copyUse(id: number, form: UseForm): Promise<number> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    if (!fakeUses(FAKE_URL, this.#key(id).masked).some((use) => use.form === form)) {
      throw failure('not_found', `There is no form ${form}.`);
    }
    return COPY_SECONDS;
  }

  async readImport(text: string): Promise<ImportView> {
    await this.#pause();
    const read = this.faults.has('bad_import') ? null : readFakeImport(text);
    if (read === null) {
      throw failure('invalid', 'This cannot be imported: it is neither connection info nor a link.', {
        hint: 'Paste the connection info that the bridge’s page copies, or a ccswitch://v1/import link.',
      });
    }
    const label = this.#bridges.find((bridge) => bridge.url === read.url)?.label ?? null;
    const view: ImportView = {
      ...read,
      id: `import-${this.#nextImport++}`,
      label,
      masked: 'sk-····p4St',
      notes: [
        ...(label === null
          ? [
              `You are not connected to ${new URL(read.url).host}. Whoever runs it sees all that you send with this key.`,
            ]
          : []),
        'The key goes straight into the vault. The text you pasted still holds it: delete that.',
      ],
    };
    this.#imports.set(view.id, view);
    return view;
  }

  async acceptImport(id: string): Promise<KeyView> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    const read = this.#imports.get(id);
    this.#imports.delete(id);
    this.#failIf(
      'import_refused',
      'bridge_refused',
      'The bridge does not take this key: it is off or expired.',
      { hint: 'Copy it again from the bridge’s web page.' },
    );
    if (read === undefined)
      throw failure('not_found', 'This is no longer there.', { hint: 'Paste it again.' });
    const key = pastedKey(read.name, 'p4St');
    if (read.label === null) this.#bridges = [...this.#bridges, fakeKeyOnlyBridge(read.url)];
    if (read.label === this.#label) this.#keys = [key, ...this.#keys];
    this.#tell('status');
    this.#tell('keys');
    return key;
  }

  async discardImport(id: string): Promise<void> {
    this.#imports.delete(id);
  }

  async groups(): Promise<GroupsView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return { groups: fakeGroups, ...this.#freshness() };
  }

  async models(group: string | null): Promise<ModelsView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return {
      models: fakeModels[group ?? 'default'] ?? [],
      ...this.#freshness(),
    };
  }

  async prices(group: string): Promise<PricesView> {
    await this.#pause();
    this.#failIfBridgeDown();
    const name = group || 'default';
    const ratio = fakeGroups.find((other) => other.name === name)?.ratio ?? null;
    const isUnknown = ratio === null || this.faults.has('no_prices');
    return {
      group: name,
      ratio,
      models: isUnknown ? [] : (fakeModels[name] ?? []).map((model) => fakePrice(model, ratio)),
      note: isUnknown ? 'This bridge keeps its prices to itself.' : null,
    };
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
    this.#failIfUnparsable(request.tool);
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
    const keyName =
      choice.kind === 'existing'
        ? this.#key(choice.id).name
        : isNew
          ? `${tool.id}-bridge.pulseneko.com`
          : tool.key!.name;
    const title = `Point ${tool.name} at bridge.pulseneko.com`;
    const { steps } = fakeSteps(tool, keyName, 0);
    const view = { ...this.#propose(tool, title, settingsDiff(tool, mode), notes), steps };
    return this.#remember(view, () => {
      const key = isNew
        ? fakeKey({ name: `${tool.id}-bridge.pulseneko.com`.slice(0, 30), tail: 'w8Zq', used: 0, created: 0 })
        : this.#key(choice.kind === 'existing' ? choice.id : tool.key!.id);
      const profile = request.profile ?? tool.profile ?? tool.id;
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
        profiles: [...new Set([...tool.profiles, profile])],
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

  async planUse(profile: string): Promise<PlanView> {
    await this.#pause();
    const tool = this.#toolWith(profile);
    const view = this.#propose(
      tool,
      `Point ${tool.name} at bridge.pulseneko.com`,
      settingsDiff(tool, tool.mode ?? 'helper'),
      [],
    );
    return this.#remember(view, () => ({ ...tool, profile, state: 'in_step', state_text: 'In step' }));
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

  async toolDrift(id: string): Promise<DriftView> {
    await this.#pause();
    const tool = this.#tool(id);
    return tool.state === 'drifted' ? fakeDrift(tool, this.faults.has('drift_danger')) : inStep(tool);
  }

  async planReapply(id: string): Promise<PlanView> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    const tool = this.#tool(id);
    this.#failIfUnparsable(id);
    const lines = settingsDiff(tool, tool.mode ?? 'helper');
    const view = this.#propose(tool, `Point ${tool.name} at bridge.pulseneko.com`, lines, []);
    return this.#remember(view, () => ({ ...tool, state: 'in_step', state_text: 'In step', advice: [] }));
  }

  async acceptDrift(id: string, seen: string): Promise<ToolView> {
    await this.#pause();
    const before = this.#tool(id);
    if (this.faults.delete('file_changed') || seen !== fakeDrift(before, false).seen) {
      throw failure('file_changed', `The settings of ${before.name} changed since they were shown.`, {
        hint: 'Look at the difference again.',
      });
    }
    const tool: ToolView = { ...before, state: 'in_step', state_text: 'In step', advice: [] };
    this.#tools = this.#tools.map((other) => (other.id === id ? tool : other));
    return tool;
  }

  async planAll({ tools }: ConfigureAllRequest): Promise<PlansView> {
    const view: PlansView = { plans: [], unchanged: [], refused: [] };
    for (const { tool: id, mode } of tools ?? []) {
      const tool = this.#tool(id);
      if (tool.state === 'in_step') view.unchanged.push(id);
      else if (id === 'claude-code' && this.faults.has('some_fail')) {
        view.refused.push({ tool: id, name: tool.name, error: REFUSED_FILE });
      } else {
        const request: ConfigureRequest = {
          tool: id,
          profile: tool.profile,
          key: { kind: 'keep' },
          mode: mode ?? null,
          model: tool.model,
        };
        view.plans.push(await this.planConfigure(request));
      }
    }
    return view;
  }

  async whatBlocks(id: string): Promise<Failure | null> {
    const proposal = this.#plans.get(id);
    if (proposal === undefined) throw failure('not_found', 'This plan is no longer known.');
    const isBlocked = proposal.view.tool === 'cursor' && this.faults.has('cursor_runs');
    return isBlocked ? CURSOR_RUNS : null;
  }

  async applyPlan(id: string): Promise<ToolView> {
    await this.#pause();
    const proposal = this.#plans.get(id);
    if (proposal === undefined) throw failure('not_found', 'This plan is no longer known.');
    if ((await this.whatBlocks(id)) !== null) {
      this.#plans.delete(id);
      throw CURSOR_RUNS;
    }
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

  async listAdoptable(): Promise<AdoptableListView> {
    return this.#adopt.list();
  }

  async planAdopt(request: AdoptRequest): Promise<PlanView> {
    await this.#pause();
    const key = this.#adopt.find(request.id);
    if (key === undefined)
      throw failure('not_found', 'This key is no longer shown.', { hint: 'Look again.' });
    return this.#adopt.propose(key, false);
  }

  async planAdoptUndo(): Promise<PlanView> {
    await this.#pause();
    const key = this.#adopt.last;
    if (key === undefined) throw failure('not_found', 'No key was taken over that could be put back.');
    return this.#adopt.propose(key, true);
  }

  async applyAdopt(id: string): Promise<AdoptedView> {
    await this.#pause();
    this.#failUnlessVaultOpen();
    const taken = this.#adopt.apply(id);
    if (taken === undefined) throw failure('not_found', 'This plan is no longer known.');
    if (taken === null) return { key: null, text: 'Put back.', tools: [] };
    const key = pastedKey(taken.name, taken.masked.slice(-4));
    this.#keys = [key, ...this.#keys];
    this.#tell('keys');
    return { key, text: `Took the key "${taken.name}" over.`, tools: taken.tools };
  }

  async discardAdopt(id: string): Promise<void> {
    this.#adopt.discard(id);
  }

  /** Somebody is at work in the tool: each look finds one more step done. */
  async lookAtSteps(id: string): Promise<StepsView> {
    const proposal = this.#plans.get(id);
    if (proposal === undefined) throw failure('not_found', 'This plan is no longer known.');
    const key = proposal.view.steps.find((step) => step.key !== null)?.key ?? '';
    return fakeSteps(this.#tool(proposal.view.tool), key, this.entered++);
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

  async settings(): Promise<SettingsView> {
    await this.#pause();
    this.#failIf('no_settings', 'store', 'The wallet’s database cannot be read.');
    return {
      version: '0.1.0',
      data_folder: '~/.local/share/bridgekeeper',
      vault_file: this.vaults.hasFile,
      helper_seconds: this.#helperSeconds,
      demo: this.#beforeDemo !== null,
    };
  }

  async setHelperSeconds(seconds: number): Promise<void> {
    await this.#pause();
    this.#helperSeconds = seconds;
  }

  async unlockFile(passphrase: string): Promise<StatusView> {
    await this.#pause();
    this.vaults.unlockFile(passphrase);
    this.faults.delete('locked');
    return this.#status();
  }

  async useVault(kind: VaultKind, passphrase: string | null): Promise<StatusView> {
    await this.#pause();
    this.#failIf('move_fails', 'vault_failed', 'The keychain refused one of the secrets.', {
      hint: 'Nothing was removed. Look into the keychain’s own program, then try again.',
    });
    this.vaults.turnTo(kind, passphrase);
    return this.#status();
  }

  async saveExport(): Promise<string> {
    await this.#pause();
    return '~/Downloads/bridgekeeper-2026-11-26.json';
  }

  async readExport(text: string): Promise<RestoreView> {
    await this.#pause();
    return readFakeExport(text);
  }

  async restore(text: string): Promise<RestoreView> {
    await this.#pause();
    this.#tell('status');
    return readFakeExport(text);
  }

  async startDemo(): Promise<StatusView> {
    await this.#pause();
    this.#failIf(
      'no_demo',
      'io',
      'The demo cannot be started: the command line is not beside this program.',
      {
        hint: 'Install Bridgekeeper anew.',
      },
    );
    this.#beforeDemo = { bridges: this.#bridges, label: this.#label };
    this.#bridges = [
      { ...fakeBridge(), label: '127.0.0.1:40123', url: 'http://127.0.0.1:40123', name: 'Demo bridge' },
    ];
    this.#label = this.#bridges[0]!.label;
    return this.#status();
  }

  async leaveDemo(): Promise<StatusView> {
    await this.#pause();
    if (this.#beforeDemo !== null) {
      [this.#bridges, this.#label] = [this.#beforeDemo.bridges, this.#beforeDemo.label];
      this.#beforeDemo = null;
    }
    return this.#status();
  }

  async activity(): Promise<ActivityView[]> {
    await this.#pause();
    this.#failIf('no_activity', 'store', 'The wallet’s database cannot be read.');
    return this.#label === null || this.#keys.length === 0 ? [] : fakeActivity();
  }

  async home(): Promise<HomeView> {
    await this.#pause();
    this.#failIf('no_home', 'store', 'The wallet’s database cannot be read.');
    return this.#usage.home(this.#status().bridge, this.vaults.view, await this.listTools(), this.#keys);
  }

  async usage(range: UsageRange): Promise<UsageTableView> {
    await this.#pause();
    return this.#usage.table(range, this.#keys, this.#status().bridge);
  }

  async syncUsage(): Promise<void> {
    await this.#pause();
    this.#failIfBridgeDown();
    this.#failIf('offline', 'bridge_unreachable', 'The bridge does not answer.', {
      hint: 'Check your network, then try again.',
    });
    this.#failIf('rate_limited', 'rate_limited', 'The bridge asks to wait: too many requests.', {
      hint: 'Try again in a minute.',
    });
    await this.#job('sync_usage', 12, { of: 1_180, each: 100 });
    this.#usage.read();
    this.#tell('usage');
  }

  async exportUsageCsv(range: UsageRange): Promise<string> {
    await this.#pause();
    const { from, to } = this.#usage.table(range, this.#keys, null).basis;
    return `~/Downloads/bridgekeeper-usage-${from}-${to}.csv`;
  }

  async budgets(): Promise<BudgetView[]> {
    await this.#pause();
    return this.#usage.budgets();
  }

  async setBudget(tool: string, usd: number | null): Promise<BudgetView[]> {
    await this.#pause();
    const budgets = this.#usage.setBudget(tool, usd);
    this.#tell('usage');
    return budgets;
  }

  async timeline(key: KeyAt, since: string | null): Promise<TimelineView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return fakeTimeline(this.#key(key.id), since, this.faults.has('no_addresses'));
  }

  async logAddresses(): Promise<void> {
    await this.#pause();
    this.#failIfBridgeDown();
  }

  async openKillPage(): Promise<void> {
    await this.#pause();
  }

  async openLink(): Promise<void> {
    await this.#pause();
  }

  async onChanged(listener: (noun: Noun) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async startScan(request: ScanRequest): Promise<ScanView> {
    const state = { isStopped: false };
    this.#jobs.set('scan', state);
    const tell = (event: ScanEvent): void => {
      for (const watcher of this.#scanWatchers) watcher(event);
    };
    const all = fakeFindings(this.#keys, request);
    const found: FindingView[] = [];
    for (const [index, finding] of all.entries()) {
      const at = { stage: 'projects', files: 700 * (index + 1), bytes: 68e6 * (index + 1) } as const;
      tell({ kind: 'progress', value: { ...at, folder: finding.path.replace(/\/[^/]*$/, '') } });
      await this.#pause();
      if (this.#stepMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#stepMs));
      if (state.isStopped) break;
      found.push(finding);
      tell({ kind: 'found', value: finding });
    }
    this.#findings = [...found];
    return fakeScan(found, request, !state.isStopped);
  }

  async planCleanup(ids: string[]): Promise<CleanupView> {
    await this.#pause();
    const chosen = this.#findings.filter((finding) => ids.includes(finding.id));
    if (chosen.length < ids.length)
      throw failure('not_found', 'A finding is not among those of the last scan.');
    const view = fakeCleanup(chosen);
    for (const plan of view.plans) {
      plan.id = `cleanup-${this.#nextPlan}`;
      this.#nextPlan += 1;
      const path = plan.changes[0]?.path;
      this.#cleanups.set(
        plan.id,
        chosen.filter((finding) => finding.path === path),
      );
    }
    return view;
  }

  async planCleanupUndo(): Promise<PlanView> {
    await this.#pause();
    const last = this.#cleaned.at(-1);
    if (last === undefined) throw failure('not_found', 'There is no cleanup to undo.');
    const plan = fakeCleanupUndo(last);
    this.#cleanups.set(plan.id, []);
    return plan;
  }

  async applyCleanup(id: string): Promise<CleanedView> {
    await this.#pause();
    const chosen = this.#cleanups.get(id);
    if (chosen === undefined) throw failure('not_found', 'This plan is no longer there.');
    this.#cleanups.delete(id);
    if (chosen.length === 0) {
      const back = this.#cleaned.pop() ?? [];
      this.#findings.push(...back);
      const path = back[0]?.path ?? '';
      return { path, text: `Took back the last cleanup of ${path}.`, cleaned: 0, left: back };
    }
    this.#cleaned.push(chosen);
    this.#findings = this.#findings.filter((finding) => !chosen.includes(finding));
    const path = chosen[0]?.path ?? '';
    const text = `Wrote over ${chosen.length} ${chosen.length === 1 ? 'copy of a key' : 'copies of keys'} in ${path}.`;
    return { path, text, cleaned: chosen.length, left: [] };
  }

  async onScan(listener: (event: ScanEvent) => void): Promise<() => void> {
    this.#scanWatchers.add(listener);
    return () => this.#scanWatchers.delete(listener);
  }

  async onProgress(listener: (progress: JobProgress) => void): Promise<() => void> {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  async desktop(): Promise<DesktopView> {
    return this.around.view;
  }

  async takeErrand(): Promise<Errand | null> {
    return this.around.take();
  }

  async onErrand(listener: () => void): Promise<() => void> {
    return this.around.onErrand(listener);
  }

  async onClosing(listener: () => void): Promise<() => void> {
    return this.around.onClosing(listener);
  }

  async closeWindow(stay: boolean): Promise<void> {
    this.around.closed = stay ? 'stays' : 'ended';
  }

  async preferences(): Promise<Partial<Preferences>> {
    return { ...this.#preferences };
  }

  async savePreferences(preferences: Partial<Preferences>): Promise<void> {
    Object.assign(this.#preferences, preferences);
  }

  async readLeak(text: string): Promise<LeakView> {
    await this.#pause();
    return this.#incidents.read(text);
  }

  async tryLeaked(): Promise<LeakTryView> {
    await this.#pause();
    this.#failIfBridgeDown();
    return { works: false, text: `${FAKE_HOST} rejects it: it is not from there, or already disabled.` };
  }

  async startKill(request: KillRequest): Promise<IncidentView> {
    return this.#incidents.start(request);
  }

  async incidents(): Promise<IncidentView[]> {
    return this.#incidents.all;
  }

  async incident(id: number): Promise<IncidentView> {
    return found(this.#incidents.all.find((incident) => incident.id === id));
  }

  async incidentReport(id: number): Promise<string> {
    await this.#pause();
    return fakeReport(await this.incident(id));
  }

  async saveIncidentReport(id: number, format: ReportFormat): Promise<string> {
    await this.#pause();
    return `~/Downloads/bridgekeeper-incident-${id}.${format === 'html' ? 'html' : 'md'}`;
  }

  async deleteKilled(kill: number): Promise<IncidentView> {
    await this.#pause();
    return found(this.#incidents.delete(kill));
  }

  async closeIncident(id: number): Promise<IncidentView> {
    await this.#pause();
    return found(this.#incidents.close(id));
  }

  async rotateKey(request: RotateRequest): Promise<RotationView> {
    await this.#pause();
    return found(this.#incidents.rotate(request));
  }

  async resumeRotation(id: number): Promise<RotationView> {
    return found(this.#incidents.rotations.find((rotation) => rotation.id === id));
  }

  async giveRotationUp(id: number): Promise<RotationView> {
    return found(this.#incidents.giveUp(id));
  }

  async rotations(): Promise<RotationView[]> {
    return this.#incidents.rotations;
  }

  async oldKeys(days: number): Promise<OldKeyView[]> {
    const age = (key: KeyView) => Math.floor((Date.now() - Date.parse(key.created)) / DAY);
    return this.#keys
      .filter((key) => key.status === 'enabled' && !key.pasted && age(key) >= days)
      .map((key) => ({
        key: { id: key.id, name: key.name, masked: key.masked, url: FAKE_URL },
        days: age(key),
        used_by: key.used_by,
      }));
  }

  /** A killed or rotated key is off, or gone. */
  #end(id: number, isDeleted: boolean): void {
    this.#keys = isDeleted
      ? this.#keys.filter((key) => key.id !== id)
      : this.#keys.map((key) => (key.id === id ? { ...key, status: 'disabled' } : key));
    this.#tell('keys');
  }

  /** How many plans wait to be applied or discarded. */
  get openPlans(): number {
    return this.#plans.size;
  }

  async #pause(): Promise<void> {
    if (this.faults.has('stuck')) await new Promise(() => undefined);
    if (this.#delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#delayMs));
  }

  /** Work in steps that can be watched and stopped between them. */
  async #job(
    job: Job,
    steps: number,
    { step, of = steps, each = 1 }: { step?: (index: number) => void; of?: number; each?: number },
  ): Promise<void> {
    const state = { isStopped: false };
    this.#jobs.set(job, state);
    for (let index = 0; index < steps; index += 1) {
      if (this.#stepMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#stepMs));
      if (state.isStopped) {
        throw failure('stopped', 'Stopped halfway.', { hint: 'What was done by then stays done.' });
      }
      step?.(index);
      const progress = { done: Math.min((index + 1) * each, of), of, waiting_s: null };
      for (const watcher of this.#watchers) watcher({ job, progress });
    }
  }

  #freshness(): Pick<KeyListView, 'as_of' | 'offline'> {
    const offline = this.faults.has('offline');
    return { as_of: offline ? ago(3 * 60 * 60 * 1000) : new Date().toISOString(), offline };
  }

  #put(key: KeyView): void {
    this.#keys = this.#keys.map((other) => (other.id === key.id ? key : other));
  }

  #status(): StatusView {
    const isReachable = !this.faults.has('offline') && !this.faults.has('unreachable');
    const bridges = this.#bridges.map((bridge) => ({ ...bridge, reachable: isReachable }));
    return {
      bridge: bridges.find((bridge) => bridge.label === this.#label) ?? null,
      bridges,
      vault: this.vaults.view,
      tools: this.#tools,
      unfinished: this.#unfinished,
      unmade: this.#unmade.length,
      attention: this.#usage.attention(this.vaults.view, this.#tools, this.#keys),
      open_kills: this.#incidents.attention,
      old_keys: this.#keys.filter((key) => key.is_old).length,
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

  #toolWith(profile: string): ToolView {
    const tool = this.#tools.find((other) => other.profiles.includes(profile));
    if (tool === undefined) throw failure('not_found', `There is no profile "${profile}".`);
    return tool;
  }

  #propose(tool: ToolView, title: string, lines: LineView[], notes: string[]): PlanView {
    const change: ChangeView = { path: tool.files[0] ?? '', kind: 'edit', lines };
    return { id: `plan-${this.#nextPlan++}`, tool: tool.id, title, changes: [change], notes, steps: [] };
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

  #failIfUnparsable(tool: string): void {
    if (tool !== 'claude-code') return;
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

  #failIfBridgeDown(): void {
    this.#failIf('unreachable', 'bridge_unreachable', 'bridge.pulseneko.com does not answer.', {
      hint: 'Check your network, then try again.',
      details: ['error sending request', 'operation timed out after 10 s'],
    });
  }

  #failUnlessVaultOpen(): void {
    const { state, message, hint } = this.vaults.view;
    if (state !== 'open') throw failure(`vault_${state}` as Code, message, hint === null ? {} : { hint });
  }
}

function failure(code: Code, message: string, more: { hint?: string; details?: string[] } = {}): Failure {
  return new Failure({ code, message, hint: more.hint ?? null, details: more.details ?? [] });
}

const FAKE_HOST = new URL(FAKE_URL).host;

function found<T>(view: T | undefined): T {
  if (view === undefined) throw failure('not_found', 'This is no longer there.');
  return view;
}

const REFUSAL: ErrorView = {
  code: 'bridge_refused',
  message: 'The bridge refused: this key belongs to another account.',
  hint: 'Change it on the bridge’s page.',
  details: ['status 200, success: false'],
};

const REFUSED_FILE: ErrorView = {
  code: 'file_unparsable',
  message: '~/.claude/settings.json, line 3, column 5: not JSON.',
  hint: 'Mend the file by hand; it was not touched.',
  details: [],
};

const CURSOR_RUNS = failure('file_refused', 'Cursor is running (process 4711)', {
  hint: 'Quit Cursor, also from the tray, and try again; or enter the values by hand in Cursor Settings > Models.',
});

const REACH: Record<Reach, string> = {
  in: 'bridge.pulseneko.com answered this key from this machine in 212 ms.',
  locked_out: 'bridge.pulseneko.com keeps this machine out (status 403: your IP is not in the list).',
  refused: 'bridge.pulseneko.com rejects the key itself (status 401): it is off, expired or used up.',
  unknown: 'There is no telling: bridge.pulseneko.com answered with status 502.',
};

function pastedKey(name: string, tail: string): KeyView {
  // Below zero, as no bridge numbers its keys.
  return { ...fakeKey({ name, tail, used: 0, created: 0, group: '', pasted: true }), id: -nextPasted++ };
}
let nextPasted = 1;

function suffix(index: number): string {
  return (36 ** 3 + index * 7919).toString(36).slice(-4);
}

function some(models: string[]): string[] | null {
  return models.length === 0 ? null : models;
}

function expiry(word: string | null | undefined): string | null {
  if (word === null || word === undefined || word === 'never') return null;
  const lifetime = LIFETIMES[word];
  return lifetime === undefined ? word : new Date(Date.now() + lifetime).toISOString();
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
