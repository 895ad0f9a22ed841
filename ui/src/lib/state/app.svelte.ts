import { createContext, tick } from 'svelte';
import type {
  BridgeView,
  ImportView,
  IncidentView,
  Job,
  KeyView,
  KilledKeyView,
  UseForm,
  VaultKind,
} from '../../bindings';
import type { Backend, Link, Noun, Preferences } from '../backend';
import { titleOf } from '../bridges';
import { Failure } from '../failure';
import { t } from '../i18n';
import type { Command } from '../shortcuts';
import { Activity } from './activity.svelte';
import { VIEWS, type View } from '../views';
import type { ChangeOf } from './change.svelte';
import { Clock } from './clock.svelte';
import { Home } from './home.svelte';
import { Desktop } from './desktop.svelte';
import { Incidents } from './incidents.svelte';
import { Jobs } from './jobs.svelte';
import { Keys, type BatchKind } from './keys.svelte';
import { Language } from './language.svelte';
import { Leak } from './leak.svelte';
import { Session } from './session.svelte';
import { Settings } from './settings.svelte';
import { Theme } from './theme.svelte';
import { Toasts } from './toasts.svelte';
import { Tools } from './tools.svelte';
import { Usage } from './usage.svelte';

/** The id of a screen's search field, so that a shortcut finds it. */
export const SEARCH_ID = 'search';

/** How old what is shown may be before coming back to the window asks the bridge again. */
const STALE_MS = 60_000;

/** The window as a whole: its nouns, which view is up, and what concerns more than one of them. */
export class App {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly tools: Tools;
  readonly home: Home;
  readonly activity: Activity;
  readonly settings: Settings;
  readonly incidents: Incidents;
  readonly leak: Leak;
  readonly usage: Usage;
  readonly theme: Theme;
  readonly language: Language;
  readonly desktop: Desktop;
  readonly toasts = new Toasts();
  /** For "2 min. ago"; a countdown brings its own. */
  readonly clock = new Clock(60_000);

  view = $state<View>(VIEWS[0]);
  /** Signing in though a bridge is in use: at another one, or at the same because it wants to know us again. */
  connecting = $state<'another' | 'again' | null>(null);
  /** Nobody was ever signed in: after the sign-in come the tools. */
  isFirst = $state(false);
  showingShortcuts = $state(false);
  showingPalette = $state(false);
  /** What is asked about a bridge. It is held fast: the bridge in use changes with the answer. */
  asking = $state.raw<{ about: 'rename' | 'renew' | 'sign_out'; bridge: BridgeView } | null>(null);
  /** Secrets are to rest in this one from now on, once that is agreed to. */
  choosingVault = $state<VaultKind | null>(null);
  /** The vault file's passphrase is asked for; called when that has ended, one way or the other. */
  unlocking = $state.raw<(() => void) | null>(null);

  readonly #backend: Backend;
  #known: Promise<void> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.session = new Session(backend);
    this.jobs = new Jobs(backend);
    this.keys = new Keys(backend, this.jobs);
    this.tools = new Tools(backend);
    this.home = new Home(backend);
    this.activity = new Activity(backend);
    this.settings = new Settings(backend);
    this.incidents = new Incidents(backend);
    this.leak = new Leak(backend, this.incidents, this.jobs);
    this.usage = new Usage(backend, this.jobs);
    this.theme = new Theme(backend);
    this.language = new Language(backend);
    this.desktop = new Desktop(backend);
  }

  /** View, theme and language, before there is anything to see in another one. */
  dress({ view, theme, language }: Partial<Preferences>): void {
    this.showFromHash(location.hash === '' ? `#${view ?? ''}` : location.hash);
    this.theme.restore(theme);
    this.language.restore(language);
  }

  /** What was known last: the first picture, and all that it waits for. Read once, and from this machine alone. */
  know(status?: Promise<void>): Promise<void> {
    return (this.#known ??= this.#loadKnown(status ?? this.session.loadKnown()));
  }

  async #loadKnown(status: Promise<void>): Promise<void> {
    await status;
    if (this.session.bridge === null) return;
    // What the view shows that is up; the others get theirs behind it.
    await (this.view === 'home' ? this.home.load() : this.keys.loadKnown());
  }

  /** Everything else, behind the first picture. */
  async start(): Promise<void> {
    const watching = this.#watch();
    void this.desktop.load();
    void this.settings.load();
    await this.know();
    const lists = this.session.bridge === null ? null : this.#loadLists();
    await watching;
    await this.#runErrand();
    await this.#reloadStatus();
    this.isFirst = this.session.status !== null && this.session.bridge === null;
    await (lists ?? (this.session.bridge === null ? null : this.#loadLists()));
  }

  /** Without news from the host the window still works; it is only less fresh. */
  async #watch(): Promise<void> {
    await Promise.all([
      this.attempt(async () => void (await this.#backend.onChanged((noun) => void this.reload(noun)))),
      this.attempt(() => this.jobs.watch()),
      this.attempt(() => this.leak.scan.watch()),
      this.attempt(() => this.desktop.watch()),
      this.attempt(async () => void (await this.#backend.onErrand(() => void this.#runErrand()))),
    ]);
  }

  show(view: View): void {
    this.view = view;
    location.hash = view;
    // Which view was up is a convenience; failing to remember it is not worth an error message.
    this.#backend.savePreferences({ view }).catch(() => undefined);
  }

  showFromHash(hash: string): void {
    this.view = VIEWS.find((view) => `#${view}` === hash) ?? this.view;
  }

  async reload(noun: Noun): Promise<void> {
    if (noun === 'desktop') await this.desktop.load();
    else if (noun === 'status') await this.#reloadStatus();
    else if (noun === 'usage') await this.#reloadUsage();
    else if (this.session.bridge !== null) await this[noun].load();
    // Both are about everything.
    if (this.session.bridge !== null) await this.home.load();
    if (this.view === 'activity') await this.activity.load();
  }

  async refresh(): Promise<void> {
    await this.#reloadStatus();
    if (this.session.bridge !== null) await this.#loadLists();
  }

  /** On coming back to the window: files are cheap to look at, the bridge is asked only when it was a while ago. */
  async revisit(): Promise<void> {
    if (this.session.bridge === null) return;
    const asOf = Date.parse(this.keys.list?.as_of ?? '');
    // A long list may be under way still; reading it twice would only take longer.
    if (Date.now() - asOf > STALE_MS && !this.keys.loading) await this.refresh();
    else await this.tools.load();
  }

  /** After a sign-in: what was shown belonged to another account. */
  async enter(): Promise<void> {
    this.connecting = null;
    // Without an account there are no keys to make for the tools.
    if (this.session.bridge?.key_only === true) this.isFirst = false;
    await this.#changeBridge();
  }

  /** The first steps are taken, or left for later. */
  endFirstSteps(): void {
    this.isFirst = false;
    void this.tools.closeChange();
    this.show('home');
  }

  async startDemo(): Promise<void> {
    await this.attempt(async () => {
      await this.session.startDemo();
      this.isFirst = false;
      await this.settings.load();
      await this.#changeBridge();
      this.show('home');
    });
  }

  async leaveDemo(): Promise<void> {
    await this.attempt(async () => {
      await this.session.leaveDemo();
      await this.settings.load();
      this.toasts.say(t.demo.left);
      await this.#changeBridge();
    });
  }

  async useBridge(label: string): Promise<void> {
    await this.attempt(async () => {
      await this.session.use(label);
      await this.#changeBridge();
    });
  }

  /** Rejects with a {@link Failure}. */
  async signOut(bridge: BridgeView): Promise<void> {
    await this.session.signOut(bridge.label);
    this.toasts.say(t.signOut.done(titleOf(bridge)));
    void this.#changeBridge();
  }

  /** Asks for whatever opens the vault; resolves when that was answered, with whatever result. */
  async unlockVault(): Promise<void> {
    if (this.session.vault?.kind === 'file') {
      await new Promise<void>((resolve) => (this.unlocking = resolve));
    } else {
      await this.attempt(() => this.session.unlock());
    }
  }

  endUnlocking(): void {
    const ended = this.unlocking;
    this.unlocking = null;
    ended?.();
  }

  async lock(): Promise<void> {
    await this.attempt(async () => {
      await this.#backend.lock();
      this.toasts.say(t.settings.locked);
      await this.session.load();
    });
  }

  /** Rejects with a {@link Failure}. */
  async useVault(kind: VaultKind, passphrase: string | null, brings: boolean): Promise<void> {
    await this.session.useVault(kind, passphrase, brings);
    this.toasts.say(t.settings.moved[kind]);
    await this.settings.load();
  }

  /** The web page of a killed key's bridge: where it can be turned off by hand. */
  async openKillPage(kill: KilledKeyView): Promise<void> {
    await this.attempt(() => this.#backend.openKillPage(kill.id));
  }

  async showIncident(incident: IncidentView): Promise<void> {
    this.show('leak');
    await this.leak.show(incident);
  }

  /** A key leaked: its name stands on the red button, which is then pressed or not. */
  async reportLeak(key: KeyView): Promise<void> {
    const { bridge } = this.session;
    if (bridge === null) return;
    await this.leak.leave();
    this.leak.clear();
    this.leak.pick(key, bridge, key.pasted ? t.details.pastedHint : null);
    this.show('leak');
  }

  async openLink(name: Link): Promise<void> {
    await this.attempt(() => this.#backend.openLink(name));
  }

  async copyKey(key: KeyView): Promise<void> {
    await this.attempt(async () => {
      const seconds = await this.keys.copy(key.id);
      this.toasts.sayFor(seconds, t.details.copied(key.name, seconds));
    });
  }

  async copyUse(key: KeyView, form: UseForm): Promise<number | null> {
    let seconds: number | null = null;
    await this.attempt(async () => {
      seconds = await this.keys.copyUse(key.id, form);
      this.toasts.sayFor(seconds, t.details.copied(key.name, seconds));
    });
    return seconds;
  }

  async setKeyEnabled(key: KeyView, enabled: boolean): Promise<void> {
    await this.attempt(async () => {
      const now = await this.keys.setEnabled(key.id, enabled);
      this.toasts.say((now.status === 'disabled' ? t.details.disabled : t.details.enabled)(now.name));
    });
  }

  /** Turns many keys on or off. What was turned off by it can be turned on again by one click. */
  async setKeysEnabled(keys: KeyView[], enabled: boolean): Promise<void> {
    const kind = enabled ? 'enable' : 'disable';
    await this.attempt(() => this.changeKeys(kind, keys));
  }

  /** Changes many keys; what could not be changed is reported. Rejects with a {@link Failure}. */
  async changeKeys(kind: BatchKind, keys: KeyView[]): Promise<void> {
    const ids = keys.map((key) => key.id);
    try {
      const { keys: changed, deleted, failed } = await this.keys.changeMany(kind, ids);
      const done = kind === 'delete' ? deleted.length : changed.length;
      this.keys.report = failed.length === 0 ? null : { kind, failed };
      this.keys.checked = new Set(failed.map(({ id }) => id));
      const wasOn = new Set(keys.filter((key) => key.status === 'enabled').map((key) => key.id));
      const turnedOff = changed.filter((key) => wasOn.has(key.id));
      const undo = { label: t.batch.undo, run: () => void this.setKeysEnabled(turnedOff, true) };
      if (done > 0) this.toasts.say(t.batch.done[kind](done), kind === 'disable' ? undo : null);
    } catch (cause) {
      const failure = Failure.of(cause);
      if (failure.code !== 'stopped') throw failure;
      // How far it came stands in the list, which the host has us read again.
      this.toasts.say(t.batch.stopped);
      await this.keys.load();
    }
  }

  async stop(job: Job): Promise<void> {
    await this.attempt(() => this.jobs.stop(job));
  }

  /** Makes what an interrupted create has left. */
  async resumeCreations(): Promise<void> {
    await this.attempt(async () => {
      try {
        const made = await this.keys.resume();
        this.toasts.say(t.unmade.made(made.length));
      } catch (cause) {
        if (Failure.of(cause).code !== 'stopped') throw cause;
      } finally {
        await this.session.load();
      }
    });
  }

  async giveUpCreations(): Promise<void> {
    await this.attempt(async () => {
      const names = await this.keys.giveUp();
      this.toasts.say(t.unmade.givenUp(names.length));
      await this.session.load();
    });
  }

  /** Somebody drops or pastes a text that could bring a key in: it is shown, and waits for a yes. */
  offerImport(text: string): void {
    this.show('keys');
    this.keys.importing = { text };
  }

  readImport = (text: string): Promise<ImportView> => this.#backend.readImport(text);

  /** Nobody needs to know whether it was still there. */
  discardImport(found: ImportView): void {
    this.#backend.discardImport(found.id).catch(() => undefined);
  }

  /** Keeps an imported key and shows it, or says where it is. Rejects with a {@link Failure}. */
  async acceptImport(found: ImportView): Promise<void> {
    const key = await this.#backend.acceptImport(found.id);
    await this.session.load();
    const bridge = this.session.bridges.find((other) => other.url === found.url);
    if (bridge === undefined || bridge.label === this.session.bridge?.label) {
      await this.keys.load();
      this.keys.showAll();
      this.keys.select(key.id);
      this.toasts.say(t.import.done(key.name));
      return;
    }
    const { label } = bridge;
    const show = { label: t.import.show, run: () => void this.useBridge(label) };
    this.toasts.say(t.import.elsewhere(key.name, titleOf(bridge)), show);
  }

  /** Rejects with a {@link Failure}. */
  async renewToken(): Promise<void> {
    await this.session.renewToken();
    this.toasts.say(t.renew.done);
  }

  /** Shows a key where it stands in the list; with its form, where it is to be changed. */
  showKey(id: number, edits: boolean): void {
    this.show('keys');
    this.keys.showAll();
    this.keys.select(id);
    if (edits) this.keys.editing = this.keys.all.find((key) => key.id === id) ?? null;
  }

  async configureAll(): Promise<void> {
    this.show('tools');
    await this.tools.openTogether();
  }

  /** Opens a change to a tool; a configured one's difference is there at once. */
  async changeTool(id: string, kind: ChangeOf, profile: string | null = null): Promise<void> {
    this.show('tools');
    const tool = this.tools.all.find((other) => other.id === id);
    if (tool === undefined) return;
    if (kind === 'configure' && tool.state === 'drifted') return this.tools.openReview(tool);
    const change = await this.tools.open(tool, kind, profile);
    if (kind !== 'configure' || tool.key !== null) await change.propose();
  }

  /** How long tools go on with a key that they asked for, and the way to have those that are there do so. */
  async keepKeysFor(seconds: number): Promise<void> {
    await this.attempt(async () => {
      await this.settings.keepKeysFor(seconds);
      this.toasts.say(t.settings.helperSet, {
        label: t.tools.configureAll,
        run: () => void this.configureAll(),
      });
    });
  }

  async exportUsage(): Promise<void> {
    await this.attempt(async () => this.toasts.say(t.usage.exported(await this.usage.export())));
  }

  /** What the check found stands on the tool's card; only a check that could not be made is news. */
  async checkTool(id: string): Promise<void> {
    await this.attempt(async () => void (await this.tools.check(id)));
  }

  async checkAllTools(): Promise<void> {
    await Promise.all(this.tools.configured.map((tool) => this.checkTool(tool.id)));
  }

  /** Runs what a button without a place of its own for errors started. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.toasts.fail(Failure.of(cause));
    }
  }

  async run(command: Command): Promise<void> {
    switch (command) {
      case 'search':
        // A screen without a search of its own leads to the one that is searched most.
        if (document.getElementById(SEARCH_ID) === null) this.show('keys');
        await tick();
        document.getElementById(SEARCH_ID)?.focus();
        return;
      case 'create':
        this.show('keys');
        this.keys.creating = true;
        return;
      case 'refresh':
        return this.refresh();
      case 'palette':
        this.showingPalette = true;
        return;
      case 'help':
        this.showingShortcuts = true;
        return;
      default:
        this.show(command);
    }
  }

  /** Does what the window was opened for: from the tray, by a link, by another start. */
  async #runErrand(): Promise<void> {
    const errand = await this.#backend.takeErrand().catch(() => null);
    if (errand === null) return;
    if (errand.kind === 'show') {
      this.showFromHash(`#${errand.screen}`);
      return;
    }
    this.show('tools');
    await this.tools.load();
    const tool = this.tools.all.find((each) => each.profiles.includes(errand.profile));
    if (tool !== undefined) await (await this.tools.open(tool, 'use', errand.profile)).propose();
  }

  async #reloadStatus(): Promise<void> {
    const { session } = this;
    const before = session.bridge?.label;
    await session.load();
    // Before the first status the whole window is about it; later it is news.
    if (session.status !== null && session.failure !== null) this.toasts.fail(session.failure);
    // The command line may have switched the bridge under us.
    if (session.bridge?.label !== before) await this.#changeBridge();
  }

  async #changeBridge(): Promise<void> {
    this.keys.reset();
    this.home.reset();
    this.usage.reset();
    await this.tools.closeChange();
    if (this.session.bridge !== null) await this.#loadLists();
  }

  /** What was used is looked up only where somebody looks at it. */
  async #reloadUsage(): Promise<void> {
    if (this.usage.table !== null && !this.usage.syncing) await this.usage.load();
  }

  async #loadLists(): Promise<void> {
    await Promise.all([
      this.keys.load(),
      this.tools.load(),
      this.home.load(),
      this.attempt(() => this.incidents.load()),
    ]);
    // Behind everything else: a month of use is many pages. What it brings is news of its own.
    if (this.session.bridge?.key_only === false) void this.home.sync();
  }
}

/** Views reach the app through the component tree, so that a test can give them another. */
export const [useApp, provideApp] = createContext<App>();
