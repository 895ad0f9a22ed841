import type { AdoptableListView, AdoptableView, AdoptedView, PlanView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';

/**
 * Keys that stand in clear outside the wallet, one at a time: choose → the difference (nothing written yet) → into the
 * vault and out of the files. What was taken over last can be put back.
 */
export class Adopt {
  list = $state.raw<AdoptableListView | null>(null);
  isOpen = $state(false);
  chosen = $state.raw<AdoptableView | null>(null);
  /** Whose key it is, where its user must say so. */
  url = $state('');
  plan = $state.raw<PlanView | null>(null);
  done = $state.raw<AdoptedView | null>(null);
  busy = $state<'look' | 'plan' | 'apply' | null>(null);
  failure = $state.raw<Failure | null>(null);

  readonly keys = $derived(this.list?.adoptable ?? []);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Looks again; a plan that is being looked at is left alone. */
  async look(): Promise<void> {
    if (this.chosen !== null || this.plan !== null || this.busy !== null) return;
    await this.#run('look', async () => {
      this.list = await this.#backend.listAdoptable();
    });
  }

  /** Takes one up: its difference at once where it is known whose it is. */
  async choose(key: AdoptableView): Promise<void> {
    this.done = null;
    this.chosen = key;
    this.url = key.url ?? '';
    if (key.label !== null) await this.propose();
  }

  async propose(): Promise<void> {
    const { chosen } = this;
    if (chosen === null) return;
    const url = chosen.label === null ? this.url.trim() : null;
    await this.#run('plan', async () => {
      this.plan = await this.#backend.planAdopt({ id: chosen.id, url, name: null });
    });
  }

  async apply(): Promise<boolean> {
    const { plan } = this;
    if (plan === null) return false;
    const isDone = await this.#run('apply', async () => {
      this.done = await this.#backend.applyAdopt(plan.id);
    });
    // A plan is good for one attempt.
    this.plan = null;
    if (isDone) {
      this.chosen = null;
      await this.look();
    }
    return isDone;
  }

  /** Shows what putting the last one back would change. */
  async undo(): Promise<void> {
    await this.#run('plan', async () => {
      this.plan = await this.#backend.planAdoptUndo();
      this.done = null;
    });
  }

  /** Back to the list, with every file as it is. */
  async back(): Promise<void> {
    const { plan } = this;
    this.plan = null;
    this.chosen = null;
    this.failure = null;
    if (plan !== null) await this.#backend.discardAdopt(plan.id).catch(() => undefined);
    await this.look();
  }

  async open(): Promise<void> {
    this.isOpen = true;
    this.done = null;
    await this.look();
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.done = null;
    await this.back();
  }

  async #run(task: 'look' | 'plan' | 'apply', work: () => Promise<void>): Promise<boolean> {
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
