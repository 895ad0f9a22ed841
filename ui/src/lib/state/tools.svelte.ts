import { SvelteSet } from 'svelte/reactivity';
import type { CheckView, KeyView, ToolState, ToolView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import { Adopt } from './adopt.svelte';
import { Change, type ChangeOf } from './change.svelte';
import { ConfigureAll } from './configure-all.svelte';
import { Review } from './review.svelte';

/** States in which a tool does not do what its user wants. */
const WANTING: ReadonlySet<ToolState> = new Set<ToolState>(['drifted', 'shadowed', 'unreadable']);

/** The coding tools of this machine and the one thing that is being done about them: a change, a review, all at once. */
export class Tools {
  list = $state.raw<ToolView[] | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Tools whose live check is under way. */
  readonly checking = new SvelteSet<string>();
  change = $state.raw<Change | null>(null);
  review = $state.raw<Review | null>(null);
  together = $state.raw<ConfigureAll | null>(null);
  /** Keys that stand in clear outside the wallet. */
  readonly adopt: Adopt;

  readonly all = $derived(this.list ?? []);
  readonly found = $derived(this.all.filter((tool) => tool.found));
  readonly configured = $derived(this.all.filter((tool) => tool.key !== null));
  readonly wanting = $derived(this.all.filter((tool) => WANTING.has(tool.state)));

  /** While one change is being written no other is started. */
  get isWriting(): boolean {
    return this.change?.busy === 'apply' || this.together?.step === 'applying' || this.adopt.busy === 'apply';
  }

  readonly #backend: Backend;
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.adopt = new Adopt(backend);
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const list = await this.#backend.listTools();
      if (turn === this.#turn) {
        this.list = list;
        this.failure = null;
      }
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** The tool whose active profile has that name. */
  byProfile(name: string): ToolView | null {
    return this.all.find((tool) => tool.profile === name) ?? null;
  }

  /** Names of the tools on this machine that use a key. */
  usersOf(key: KeyView): string[] {
    return key.used_by.map((profile) => this.byProfile(profile)?.name ?? profile);
  }

  /** Asks the bridge with the tool's key. Rejects with a {@link Failure} where no answer could be had. */
  async check(id: string): Promise<CheckView> {
    this.checking.add(id);
    try {
      const check = await this.#backend.checkTool(id);
      this.#checked(id, check);
      return check;
    } catch (cause) {
      throw Failure.of(cause);
    } finally {
      this.checking.delete(id);
    }
  }

  /** Opens a change; what was open before is left alone on disk. */
  async open(tool: ToolView, kind: ChangeOf, profile: string | null = null): Promise<Change> {
    await this.closeChange();
    const change = new Change(this.#backend, tool, kind, this.#events, profile);
    this.change = change;
    return change;
  }

  /** Looks at what somebody else changed in a tool's settings. */
  async openReview(tool: ToolView): Promise<void> {
    await this.closeChange();
    const review = new Review(this.#backend, tool, this.#events);
    this.review = review;
    await review.look();
  }

  /** Points all tools that are here at the bridge. */
  async openTogether(): Promise<void> {
    await this.closeChange();
    this.together = new ConfigureAll(this.#backend, this.found, this.#events);
  }

  /** Shows the keys that stand in clear outside the wallet. */
  async openAdopt(): Promise<void> {
    await this.closeChange();
    await this.adopt.open();
  }

  /** Closes whatever is open about the tools. */
  async closeChange(): Promise<void> {
    const { change, together } = this;
    this.change = null;
    this.review = null;
    this.together = null;
    await Promise.all([
      change?.close(),
      together?.close(),
      this.adopt.isOpen ? this.adopt.close() : undefined,
    ]);
  }

  readonly #events = {
    applied: (changed: ToolView) => this.#put(changed),
    checked: (id: string, check: CheckView) => this.#checked(id, check),
  };

  #put(tool: ToolView): void {
    this.list = this.all.map((other) => (other.id === tool.id ? tool : other));
  }

  #checked(id: string, check: CheckView): void {
    const tool = this.all.find((other) => other.id === id);
    if (tool !== undefined) this.#put({ ...tool, last_check: check });
  }
}
