import type { Preferences, RestoreView, SettingsView, VaultKind } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';

/** How long a copied key stays on the clipboard where nothing was chosen, seconds. */
const CLIPBOARD_SECONDS = 30;

/** What can be chosen for it. */
export const CLIPBOARD_CHOICES: readonly number[] = [10, 20, 30, 60, 120];

/** What can be chosen for how long a tool goes on with the key it was handed, seconds. */
export const HELPER_CHOICES: readonly number[] = [60, 300, 900, 3600];

/** What is chosen about the wallet and its window. Theme and language are classes of their own. */
export class Settings {
  view = $state.raw<SettingsView | null>(null);
  preferences = $state.raw<Partial<Preferences>>({});
  failure = $state.raw<Failure | null>(null);

  readonly clipboardSeconds = $derived(this.preferences.clipboard_seconds ?? CLIPBOARD_SECONDS);
  readonly wantsTray = $derived(this.preferences.tray ?? true);
  readonly startsAtLogin = $derived(this.preferences.start_at_login ?? false);
  readonly shortcut = $derived(this.preferences.shortcut ?? '');
  /** What is shown is the demo. */
  readonly isDemo = $derived(this.view?.demo ?? false);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    try {
      [this.view, this.preferences] = await Promise.all([
        this.#backend.settings(),
        this.#backend.preferences(),
      ]);
      this.failure = null;
    } catch (cause) {
      this.failure = Failure.of(cause);
    }
  }

  /** Shows what the host then holds: it may refuse. Rejects with a {@link Failure}. */
  async choose(change: Partial<Preferences>): Promise<void> {
    try {
      await this.#backend.savePreferences(change);
    } finally {
      this.preferences = await this.#backend.preferences();
    }
  }

  /** How long a tool goes on with the key it was handed. Rejects with a {@link Failure}. */
  async keepKeysFor(seconds: number): Promise<void> {
    try {
      await this.#backend.setHelperSeconds(seconds);
    } finally {
      this.view = await this.#backend.settings();
    }
  }

  /** Everything but secrets, in a new file; resolves to its path. */
  saveExport(): Promise<string> {
    return this.#backend.saveExport();
  }

  readExport(text: string): Promise<RestoreView> {
    return this.#backend.readExport(text);
  }

  restore(text: string): Promise<RestoreView> {
    return this.#backend.restore(text);
  }
}

export type { VaultKind };
