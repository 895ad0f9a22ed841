import type { Failure } from '../failure';

const SHOWN_MS = 6000;

export interface Toast {
  id: number;
  text: string;
  /** Set where something went wrong; such a toast stays until it is dismissed. */
  failure: Failure | null;
}

/** Short news at the edge of the window. They never take the focus. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  say(text: string): void {
    const id = this.#add({ text, failure: null });
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), SHOWN_MS),
    );
  }

  fail(failure: Failure): void {
    this.#add({ text: failure.message, failure });
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    // The same failure twice is one piece of news.
    const others = this.list.filter((other) => other.failure === null || other.text !== toast.text);
    this.list = [...others, { ...toast, id }];
    return id;
  }
}
