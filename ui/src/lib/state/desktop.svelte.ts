import type { DesktopView } from '../../bindings';
import type { Backend } from '../backend';

/** What the desktop around the window can do: a tray, keys that work from anywhere. */
export class Desktop {
  /** `null` until the host has answered. */
  view = $state.raw<DesktopView | null>(null);
  /** Whether the user closed the window and has yet to say what that means. */
  isClosing = $state(false);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether closing the window leaves the wallet in the tray. */
  get staysInTray(): boolean {
    return this.view?.tray === 'shown';
  }

  async load(): Promise<void> {
    // What is not known is not offered.
    this.view = await this.#backend.desktop().catch(() => this.view);
  }

  /** Hears of a window that is about to close. */
  async watch(): Promise<void> {
    await this.#backend.onClosing(() => (this.isClosing = true));
  }

  /** Rejects with a {@link Failure}. */
  async close(stay: boolean): Promise<void> {
    this.isClosing = false;
    await this.#backend.closeWindow(stay);
  }
}
