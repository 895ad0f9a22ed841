import type { CleanedView, CleanupView, FindingView, PlanView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';

/** What a plan that writes over copies says for a tool. */
export const CLEANUP = 'cleanup';

/** How it went with one file. */
export interface Cleaned {
  readonly plan: PlanView;
  step: 'shown' | 'writing' | 'done' | 'failed';
  result: CleanedView | null;
  failure: Failure | null;
}

/** Copies that are written over, file by file, each after a look at the difference. */
export class Cleanup {
  view = $state.raw<CleanupView | null>(null);
  files = $state<Cleaned[]>([]);
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks what can be done about these. */
  async open(findings: readonly FindingView[]): Promise<void> {
    await this.close();
    this.busy = true;
    try {
      this.view = await this.#backend.planCleanup(findings.map(({ id }) => id));
      this.files = this.view.plans.map((plan) => ({ plan, step: 'shown', result: null, failure: null }));
    } catch (cause) {
      this.failure = Failure.of(cause);
    } finally {
      this.busy = false;
    }
  }

  /** Writes one file; resolves to whether it is done. */
  async apply(file: Cleaned): Promise<boolean> {
    file.step = 'writing';
    try {
      // A tool's own file is pointed at its key anew, as its card would do it.
      if (file.plan.tool === CLEANUP) file.result = await this.#backend.applyCleanup(file.plan.id);
      else await this.#backend.applyPlan(file.plan.id);
      file.step = 'done';
      return true;
    } catch (cause) {
      file.failure = Failure.of(cause);
      file.step = 'failed';
      return false;
    }
  }

  /** Leaves every file that was not agreed to as it is. */
  async close(): Promise<void> {
    const left = this.files.filter(({ step }) => step === 'shown');
    this.view = null;
    this.files = [];
    this.failure = null;
    await Promise.all(left.map(({ plan }) => this.#backend.discardPlan(plan.id).catch(() => undefined)));
  }
}
