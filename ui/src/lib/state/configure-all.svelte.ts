import type { CheckView, Mode, PlansView, PlanView, ToolView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import type { ChangeEvents } from './change.svelte';

/** A tool that can be chosen, and how it would get its key. */
export class Pick {
  readonly tool: ToolView;
  isChosen = $state(false);
  mode = $state<Mode>('helper');

  constructor(tool: ToolView) {
    this.tool = tool;
    // What is in step needs nothing.
    this.isChosen = tool.state !== 'in_step' && tool.state !== 'unreadable';
    this.mode = tool.mode ?? tool.modes[0] ?? 'stored';
  }
}

/** How it goes for one tool. */
export interface Outcome {
  readonly plan: PlanView;
  step: 'waiting' | 'writing' | 'checking' | 'done' | 'failed' | 'left';
  check: CheckView | null;
  failure: Failure | null;
}

/**
 * Several tools pointed at the bridge in one go: choose → every difference (nothing written yet) → tool by tool,
 * each written and then proven. What fails for one says nothing of the others.
 */
export class ConfigureAll {
  readonly picks: readonly Pick[];
  group = $state('');
  /** A quota of its own for each new key, in the bridge's currency; `null` shares the balance. */
  quota = $state<number | null>(null);
  step = $state<'choose' | 'plans' | 'applying' | 'done'>('choose');
  busy = $state(false);
  plans = $state.raw<PlansView | null>(null);
  outcomes = $state<Outcome[]>([]);
  isStopping = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly chosen = $derived.by(() => this.picks.filter((pick) => pick.isChosen));
  readonly working = $derived(
    this.outcomes.filter(({ step, check }) => step === 'done' && check?.ok === true).length,
  );

  readonly #backend: Backend;
  readonly #events: ChangeEvents;
  #isClosed = false;

  constructor(backend: Backend, tools: readonly ToolView[], events: ChangeEvents) {
    this.#backend = backend;
    this.#events = events;
    this.picks = tools.map((tool) => new Pick(tool));
  }

  /** Asks what it would change; `perUsd` turns the quota into US dollars. */
  async propose(perUsd: number): Promise<void> {
    this.busy = true;
    this.failure = null;
    try {
      await this.#discard();
      const plans = await this.#backend.planAll({
        tools: this.chosen.map(({ tool, mode }) => ({ tool: tool.id, mode })),
        group: this.group,
        quota_usd: this.quota === null ? null : this.quota / perUsd,
      });
      this.plans = plans;
      if (this.#isClosed) await this.#discard();
      else this.step = 'plans';
    } catch (cause) {
      this.failure = Failure.of(cause);
    } finally {
      this.busy = false;
    }
  }

  /** Writes tool by tool and asks the bridge the way each tool does. */
  async apply(): Promise<void> {
    const plans = this.plans?.plans ?? [];
    this.outcomes = plans.map((plan) => ({ plan, step: 'waiting', check: null, failure: null }));
    this.step = 'applying';
    this.isStopping = false;
    for (const outcome of this.outcomes) {
      if (this.isStopping) outcome.step = 'left';
      else await this.#carryOut(outcome);
    }
    const left = this.outcomes.filter(({ step }) => step === 'left');
    await Promise.all(left.map(({ plan }) => this.#forget(plan)));
    this.step = 'done';
  }

  /** Leaves the tools that wait as they are; the one that is being written is finished. */
  stop(): void {
    this.isStopping = true;
  }

  /** Back to the choice, with every file as it is. */
  async back(): Promise<void> {
    this.step = 'choose';
    this.failure = null;
    await this.#discard();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.stop();
    if (this.step !== 'applying') await this.#discard();
  }

  async #carryOut(outcome: Outcome): Promise<void> {
    const { plan } = outcome;
    try {
      outcome.step = 'writing';
      this.#events.applied(await this.#backend.applyPlan(plan.id));
      outcome.step = 'checking';
      const check = await this.#backend.checkTool(plan.tool);
      this.#events.checked(plan.tool, check);
      outcome.check = check;
      outcome.step = 'done';
    } catch (cause) {
      outcome.failure = Failure.of(cause);
      // Written is written: only the proof is missing.
      outcome.step = outcome.step === 'writing' ? 'failed' : 'done';
    }
  }

  async #discard(): Promise<void> {
    const plans = this.plans?.plans ?? [];
    this.plans = null;
    await Promise.all(plans.map((plan) => this.#forget(plan)));
  }

  /** A plan that cannot be discarded is forgotten with the window; nothing of it was written. */
  async #forget(plan: PlanView): Promise<void> {
    await this.#backend.discardPlan(plan.id).catch(() => undefined);
  }
}
