import type { KilledKeyView, TimelineView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import type { Jobs } from './jobs.svelte';

const HOUR = 60 * 60 * 1000;

/** Since when somebody else may have had the key, counted back from the decision. */
export const SINCE = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR } as const;
export type Since = keyof typeof SINCE;

/** Whether a key was used by somebody else, by the bridge's log. */
export class Timeline {
  key = $state.raw<KilledKeyView | null>(null);
  view = $state.raw<TimelineView | null>(null);
  since = $state<Since>('day');
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** The bridge was asked to log addresses from now on. */
  hasAskedToLog = $state(false);

  readonly #backend: Backend;
  readonly #jobs: Jobs;
  #decided = '';
  #turn = 0;

  constructor(backend: Backend, jobs: Jobs) {
    this.#backend = backend;
    this.#jobs = jobs;
  }

  /** Reads the log of a key; `decided` is when its kill was. */
  async look(key: KilledKeyView, decided: string): Promise<void> {
    this.key = key;
    this.#decided = decided;
    const turn = ++this.#turn;
    this.loading = true;
    this.failure = null;
    const since = new Date(Date.parse(decided) - SINCE[this.since]).toISOString();
    try {
      const asked = { id: key.key, url: key.url };
      const view = await this.#jobs.run('read_timeline', () => this.#backend.timeline(asked, since));
      if (turn === this.#turn) this.view = view;
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  async again(): Promise<void> {
    if (this.key !== null) await this.look(this.key, this.#decided);
  }

  /** Rejects with a {@link Failure}. */
  async logAddresses(): Promise<void> {
    await this.#backend.logAddresses(true);
    this.hasAskedToLog = true;
  }

  forget(): void {
    this.#turn += 1;
    this.key = null;
    this.view = null;
    this.failure = null;
    this.loading = false;
  }
}
