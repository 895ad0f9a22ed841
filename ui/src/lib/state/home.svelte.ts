import type { HomeView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';

/** What its figures are made of: 30 days, and the 30 before them. */
const DAYS = 60;

/** What Home shows: put together by the host, which asks no bridge for it. */
export class Home {
  view = $state.raw<HomeView | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly attention = $derived(this.view?.attention ?? []);
  /** What does not work or costs money now; the rest will. */
  readonly problems = $derived(this.attention.filter(({ level }) => level === 'problem'));

  readonly #backend: Backend;
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const view = await this.#backend.home();
      if (turn === this.#turn) [this.view, this.failure] = [view, null];
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Has the host read what was used since it last did. Figures that stay as they were say so themselves. */
  async sync(): Promise<void> {
    await this.#backend.syncUsage({ kind: 'last', days: DAYS }).catch(() => undefined);
  }

  /** What is shown belongs to another account. */
  reset(): void {
    this.#turn += 1;
    this.view = null;
    this.failure = null;
    this.loading = false;
  }
}
