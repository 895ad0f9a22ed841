import { SvelteMap } from 'svelte/reactivity';
import type { Job, JobProgress, ProgressView } from '../../bindings';
import type { Backend } from '../backend';

const STARTED: ProgressView = { done: 0, of: null, waiting_s: null };

/** Work that takes long enough to watch and to stop. */
export class Jobs {
  /** What is under way, and how far it is. */
  readonly #under = new SvelteMap<Job, ProgressView>();
  readonly #turns = new Map<Job, number>();
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async watch(): Promise<void> {
    await this.#backend.onProgress((news) => this.take(news));
  }

  take({ job, progress }: JobProgress): void {
    // What arrives after the end is no longer news.
    if (this.#under.has(job)) this.#under.set(job, progress);
  }

  /** How far a job is; `null` where it is not under way. */
  progress(job: Job): ProgressView | null {
    return this.#under.get(job) ?? null;
  }

  async run<T>(job: Job, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(job) ?? 0) + 1;
    this.#turns.set(job, turn);
    this.#under.set(job, STARTED);
    try {
      return await work();
    } finally {
      if (this.#turns.get(job) === turn) this.#under.delete(job);
    }
  }

  stop(job: Job): Promise<void> {
    return this.#backend.stop(job);
  }
}
