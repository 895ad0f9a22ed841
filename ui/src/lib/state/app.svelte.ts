import { createContext, tick } from 'svelte';
import type { BridgeView, KeyView } from '../../bindings';
import type { Backend, Link, Noun, Preferences } from '../backend';
import { Failure } from '../failure';
import { t } from '../i18n';
import type { Command } from '../shortcuts';
import { Clock } from './clock.svelte';
import { Keys } from './keys.svelte';
import { Session } from './session.svelte';
import { Theme } from './theme.svelte';
import { Toasts } from './toasts.svelte';
import { Tools } from './tools.svelte';

export const VIEWS = ['keys', 'tools'] as const;
export type View = (typeof VIEWS)[number];

/** The search field's id, so that a shortcut finds it. */
export const SEARCH_ID = 'key-search';

/** How old what is shown may be before coming back to the window asks the bridge again. */
const STALE_MS = 60_000;

/** The window as a whole: its nouns, which view is up, and what concerns more than one of them. */
export class App {
  readonly session: Session;
  readonly keys: Keys;
  readonly tools: Tools;
  readonly theme: Theme;
  readonly toasts = new Toasts();
  /** For "2 min. ago"; a countdown brings its own. */
  readonly clock = new Clock(10_000);

  view = $state<View>('keys');
  /** Signing in though a bridge is in use: at another one, or at the same because it wants to know us again. */
  connecting = $state<'another' | 'again' | null>(null);
  showingShortcuts = $state(false);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.session = new Session(backend);
    this.keys = new Keys(backend);
    this.tools = new Tools(backend);
    this.theme = new Theme(backend);
  }

  /** Everything the first picture needs. */
  async start(preferences: Partial<Preferences>): Promise<void> {
    this.theme.restore(preferences.theme);
    this.showFromHash(location.hash === '' ? `#${preferences.view ?? ''}` : location.hash);
    // Without news from the host the window still works; it is only less fresh.
    await this.attempt(async () => void (await this.#backend.onChanged((noun) => void this.reload(noun))));
    await this.session.load();
    if (this.session.bridge !== null) await this.#loadLists();
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
    if (noun === 'status') await this.#reloadStatus();
    else if (this.session.bridge !== null) await this[noun].load();
  }

  async refresh(): Promise<void> {
    await this.#reloadStatus();
    if (this.session.bridge !== null) await this.#loadLists();
  }

  /** On coming back to the window: files are cheap to look at, the bridge is asked only when it was a while ago. */
  async revisit(): Promise<void> {
    if (this.session.bridge === null) return;
    const asOf = Date.parse(this.keys.list?.as_of ?? '');
    if (Date.now() - asOf > STALE_MS) await this.refresh();
    else await this.tools.load();
  }

  /** After a sign-in: what was shown belonged to another account. */
  async enter(): Promise<void> {
    this.connecting = null;
    await this.#changeBridge();
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
    this.toasts.say(t.signOut.done(bridge.name));
    void this.#changeBridge();
  }

  async unlockVault(): Promise<void> {
    await this.attempt(() => this.session.unlock());
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

  async setKeyEnabled(key: KeyView, enabled: boolean): Promise<void> {
    await this.attempt(async () => {
      const now = await this.keys.setEnabled(key.id, enabled);
      this.toasts.say((now.status === 'disabled' ? t.details.disabled : t.details.enabled)(now.name));
    });
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
        this.show('keys');
        await tick();
        document.getElementById(SEARCH_ID)?.focus();
        return;
      case 'create':
        this.show('keys');
        this.keys.creating = true;
        return;
      case 'refresh':
        return this.refresh();
      case 'help':
        this.showingShortcuts = true;
        return;
      default:
        this.show(command);
    }
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
    await this.tools.closeChange();
    if (this.session.bridge !== null) await this.#loadLists();
  }

  async #loadLists(): Promise<void> {
    await Promise.all([this.keys.load(), this.tools.load()]);
  }
}

/** Views reach the app through the component tree, so that a test can give them another. */
export const [useApp, provideApp] = createContext<App>();
