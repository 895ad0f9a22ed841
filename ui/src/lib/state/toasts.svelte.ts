import type { Failure } from '../failure';

const SHOWN_MS = 6000;
/** With something to do about it. */
const OFFERED_MS = 12_000;
/** The most pieces of news at once; the oldest goes. */
const MOST = 3;

/** What can be done about a piece of news. */
interface Offer {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  text: string;
  /** Set where something went wrong; such a toast stays until it is dismissed. */
  failure: Failure | null;
  /** Set where the news is about something that runs out; the toast stays as long. */
  until: number | null;
  offer: Offer | null;
}

/** Short news at the edge of the window. They never take the focus. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  say(text: string, offer: Offer | null = null): void {
    const id = this.#add({ text, failure: null, until: null, offer });
    this.#expire(id, offer === null ? SHOWN_MS : OFFERED_MS);
  }

  /** Says something that holds for so many seconds only. */
  sayFor(seconds: number, text: string): void {
    const ms = seconds * 1000;
    this.#expire(this.#add({ text, failure: null, until: Date.now() + ms, offer: null }), ms);
  }

  fail(failure: Failure): void {
    this.#add({ text: failure.message, failure, until: null, offer: null });
  }

  /** Does what a piece of news offers; it has had its effect then. */
  accept(toast: Toast): void {
    this.dismiss(toast.id);
    toast.offer?.run();
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    // The same again is one piece of news, and only the last countdown is true.
    const others = this.list.filter(
      (other) => other.text !== toast.text && (toast.until === null || other.until === null),
    );
    this.list = [...others, { ...toast, id }];
    // A problem stays for as long as there is other news to drop.
    if (this.list.length > MOST) {
      this.dismiss(
        (this.list.find((other) => other.failure === null && other.id !== id) ?? this.list[0]!).id,
      );
    }
    return id;
  }

  #expire(id: number, ms: number): void {
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), ms),
    );
  }
}
