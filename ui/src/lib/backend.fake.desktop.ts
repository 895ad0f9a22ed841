import type { DesktopView, Errand } from '../bindings';

/** A desktop in memory: with or without a tray, and with whatever the window was opened for. */
export class FakeDesktop {
  view: DesktopView = { tray: 'shown', shortcuts: true, language: 'en' };
  /** What the page was told to do with its window. */
  closed: 'stays' | 'ended' | null = null;
  readonly #errandListeners = new Set<() => void>();
  readonly #closingListeners = new Set<() => void>();
  #errand: Errand | null = null;

  /** Sends the page on an errand. */
  leave(errand: Errand): void {
    this.#errand = errand;
    this.#errandListeners.forEach((tell) => tell());
  }

  take(): Errand | null {
    const errand = this.#errand;
    this.#errand = null;
    return errand;
  }

  /** Somebody presses the window's close button for the first time. */
  askToClose(): void {
    this.#closingListeners.forEach((tell) => tell());
  }

  onErrand(listener: () => void): () => void {
    this.#errandListeners.add(listener);
    return () => this.#errandListeners.delete(listener);
  }

  onClosing(listener: () => void): () => void {
    this.#closingListeners.add(listener);
    return () => this.#closingListeners.delete(listener);
  }
}
