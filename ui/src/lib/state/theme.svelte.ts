import type { ThemeChoice } from '../../bindings';
import type { Backend } from '../backend';

export const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** Light, dark, or what the system says. */
export class Theme {
  choice = $state<ThemeChoice>('system');
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Takes a remembered choice; anything else leaves the system's. */
  restore(choice: unknown): void {
    this.#show(THEMES.find((theme) => theme === choice) ?? 'system');
  }

  choose(choice: ThemeChoice): void {
    this.#show(choice);
    // A theme that is forgotten at the next start is not worth an error message.
    this.#backend.savePreferences({ theme: choice }).catch(() => undefined);
  }

  #show(choice: ThemeChoice): void {
    this.choice = choice;
    const root = document.documentElement;
    if (choice === 'system') delete root.dataset.theme;
    else root.dataset.theme = choice;
  }
}
