import type { DriftView, ToolView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import type { ChangeEvents } from './change.svelte';

/** A look at what somebody else changed in a tool's settings, and the answer that it is meant so. */
export class Review {
  readonly tool: ToolView;
  drift = $state.raw<DriftView | null>(null);
  busy = $state<'look' | 'accept' | null>(null);
  failure = $state.raw<Failure | null>(null);

  /** Whether accepting sends a key, or somebody's login, where it did not go before. */
  readonly isDangerous = $derived(this.drift?.meanings.some((meaning) => meaning.is_danger) ?? false);

  readonly #backend: Backend;
  readonly #events: Pick<ChangeEvents, 'applied'>;

  constructor(backend: Backend, tool: ToolView, events: Pick<ChangeEvents, 'applied'>) {
    this.#backend = backend;
    this.#events = events;
    this.tool = tool;
  }

  async look(): Promise<void> {
    await this.#run('look', async () => {
      this.drift = await this.#backend.toolDrift(this.tool.id);
    });
  }

  /** Takes what was shown as meant; resolves to whether that holds now. */
  async accept(): Promise<boolean> {
    const { drift } = this;
    if (drift === null) return false;
    const isAccepted = await this.#run('accept', async () => {
      this.#events.applied(await this.#backend.acceptDrift(this.tool.id, drift.seen));
    });
    // What was shown is no longer what stands there.
    if (this.failure?.code === 'file_changed') this.drift = null;
    return isAccepted;
  }

  async #run(task: 'look' | 'accept', work: () => Promise<void>): Promise<boolean> {
    this.busy = task;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (cause) {
      this.failure = Failure.of(cause);
      return false;
    } finally {
      this.busy = null;
    }
  }
}
