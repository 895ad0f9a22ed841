import type { CheckView, ConfigureRequest, PlanView, StepView, ToolView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';

/** `add` configures as a new profile; `use` goes over to one that is there; `reapply` writes what was changed since. */
export type ChangeOf = 'configure' | 'add' | 'use' | 'reapply' | 'undo' | 'disconnect' | 'repair';
/** Changes after which the tool is pointed at a key that has to be proven. */
const POINTING: ReadonlySet<ChangeOf> = new Set<ChangeOf>(['configure', 'add', 'use', 'reapply']);

type Task = 'plan' | 'apply' | 'check';

/** What a change tells whoever holds the list of tools. */
export interface ChangeEvents {
  applied(tool: ToolView): void;
  checked(tool: string, check: CheckView): void;
}

/**
 * One change to one tool's file, from the choice to the proof: choose → plan (nothing written yet) → apply →
 * live check. Undo, disconnect, repair and reapply start at the plan.
 */
export class Change {
  readonly tool: ToolView;
  /** The profile to go over to. */
  readonly profile: string | null;
  kind = $state<ChangeOf>('configure');
  step = $state<'choose' | 'plan' | 'done'>('choose');
  busy = $state<Task | null>(null);
  plan = $state.raw<PlanView | null>(null);
  check = $state.raw<CheckView | null>(null);
  /** What its user does in the tool itself, also when all is written. */
  steps = $state.raw<StepView[]>([]);
  /** The program that would write over the change while it runs. */
  blocker = $state.raw<Failure | null>(null);
  /** The change is to be written as soon as nothing is in its way. */
  isWaiting = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly #backend: Backend;
  readonly #events: ChangeEvents;
  #request: ConfigureRequest | null = null;
  /** What a repair on the way goes on to. */
  #after: ChangeOf | null = null;
  /** The plan by which the steps are followed once everything is written. */
  #following: string | null = null;
  #isClosed = false;

  constructor(
    backend: Backend,
    tool: ToolView,
    kind: ChangeOf,
    events: ChangeEvents,
    profile: string | null = null,
  ) {
    this.#backend = backend;
    this.#events = events;
    this.tool = tool;
    this.kind = kind;
    this.profile = profile;
  }

  /** Asks what configuring like this would change. */
  async configure(request: ConfigureRequest): Promise<void> {
    this.#request = request;
    if (this.kind !== 'add') this.kind = 'configure';
    await this.propose();
  }

  /** Works the plan out, again where there was one: the file may have changed since. */
  async propose(): Promise<void> {
    await this.#run('plan', async () => {
      await this.#discard();
      const plan = await this.#ask();
      if (this.#isClosed) {
        this.plan = plan;
        await this.#discard();
        return;
      }
      this.plan = plan;
      this.steps = plan.steps;
      this.step = 'plan';
    });
    await this.look();
  }

  /** Whether to {@link look} now and then: somebody is at work outside of the window. */
  get isWatching(): boolean {
    return this.steps.length > 0 || this.blocker !== null;
  }

  /** How far its user is with the steps, and whether something is in the way. */
  async look(): Promise<void> {
    const { plan } = this;
    const id = plan?.id ?? this.#following;
    if (id === null || this.busy === 'apply') return;
    try {
      const blocker = plan !== null && plan.changes.length > 0 ? await this.#backend.whatBlocks(id) : null;
      const steps = this.steps.length > 0 ? (await this.#backend.lookAtSteps(id)).steps : [];
      if (id !== (this.plan?.id ?? this.#following)) return;
      this.blocker = blocker;
      this.steps = steps;
    } catch {
      // What was seen last stands until it can be looked at again.
    }
  }

  /** Has the change written once the program that is in its way is closed. */
  async waitToApply(): Promise<void> {
    // A plan that was refused is used up.
    if (this.failure !== null) await this.propose();
    this.isWaiting = this.plan !== null;
  }

  /** Does once more what failed. */
  again(): Promise<void> {
    if (this.step === 'done') return this.prove();
    return this.plan === null ? this.propose() : this.apply();
  }

  /** Goes from a file that its tool cannot read to the plan that repairs it. */
  async repair(): Promise<void> {
    this.#after = this.kind;
    this.kind = 'repair';
    await this.propose();
  }

  /** Writes what the plan shows. A configured tool is then asked for a real answer. */
  async apply(): Promise<void> {
    const plan = this.plan;
    if (plan === null) return;
    this.isWaiting = false;
    const isApplied = await this.#run('apply', async () => {
      const tool = await this.#backend.applyPlan(plan.id);
      this.plan = null;
      this.#events.applied(tool);
    });
    if (!isApplied) {
      // What it showed is no longer what the file says.
      if (this.failure?.code === 'file_changed') await this.#discard();
      return;
    }
    if (this.kind === 'repair' && this.#after !== null && POINTING.has(this.#after)) {
      this.kind = this.#after;
      await this.propose();
      return;
    }
    this.step = 'done';
    if (this.steps.length > 0) await this.#follow();
    if (this.isPointing) await this.prove();
  }

  /** Whether the tool is then pointed at a key that has to be proven. */
  get isPointing(): boolean {
    return POINTING.has(this.kind);
  }

  /** A real request with the key, over the path the tool uses. */
  async prove(): Promise<void> {
    await this.#run('check', async () => {
      this.check = await this.#backend.checkTool(this.tool.id);
      this.#events.checked(this.tool.id, this.check);
    });
  }

  /** Back to the choice, with the file as it is. */
  async back(): Promise<void> {
    this.step = 'choose';
    if (this.kind !== 'add') this.kind = 'configure';
    this.failure = null;
    await this.#discard();
  }

  /** Leaves the file as it is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#discard();
  }

  /** A plan that changes nothing says how far the steps are. */
  async #follow(): Promise<void> {
    const plan = await this.#backend.planReapply(this.tool.id).catch(() => null);
    if (plan === null) return;
    this.#following = plan.id;
    this.steps = plan.steps;
    if (this.#isClosed) await this.#discard();
  }

  #ask(): Promise<PlanView> {
    const tool = this.tool.id;
    switch (this.kind) {
      case 'use':
        return this.#backend.planUse(this.profile ?? tool);
      case 'configure':
      case 'add':
        this.#request ??= asItIs(this.tool);
        return this.#backend.planConfigure(this.#request);
      case 'reapply':
        return this.#backend.planReapply(tool);
      case 'undo':
        return this.#backend.planUndo(tool);
      case 'disconnect':
        return this.#backend.planDisconnect(tool);
      case 'repair':
        return this.#backend.planRepair(tool);
    }
  }

  async #discard(): Promise<void> {
    const ids = [this.plan?.id, this.#following].filter((id) => typeof id === 'string');
    this.plan = null;
    this.#following = null;
    this.blocker = null;
    this.isWaiting = false;
    // A plan that cannot be discarded is forgotten with the window; nothing of it was written.
    await Promise.all(ids.map((id) => this.#backend.discardPlan(id).catch(() => undefined)));
  }

  async #run(task: Task, work: () => Promise<void>): Promise<boolean> {
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

/** The same configuration again. */
function asItIs(tool: ToolView): ConfigureRequest {
  return { tool: tool.id, profile: tool.profile, key: { kind: 'keep' }, mode: tool.mode, model: tool.model };
}
