import { SvelteSet } from 'svelte/reactivity';
import type {
  BatchView,
  EditKeyRequest,
  FailedView,
  Group,
  KeyListView,
  KeyView,
  ModelsView,
  NewKeyRequest,
  ReachView,
  UseForm,
  UseView,
} from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import {
  COLUMNS,
  DESCENDS_FIRST,
  EVERYTHING,
  find,
  inOrder,
  isNarrowed,
  type Column,
  type Filter,
  type Sort,
} from '../keys';
import { recall, remember } from '../memory';
import { Jobs } from './jobs.svelte';

/** How long a secret stands in the window after somebody asked to see it. */
export const REVEALED_MS = 20_000;

const SORT = 'keys.sort';

interface Revealed {
  id: number;
  secret: string;
  until: number;
}

/** Whether a key gets in from here, as far as that was asked. */
interface Reached {
  id: number;
  /** `null` while the bridge is asked. */
  view: ReachView | null;
  /** The allow-list before the change that made us ask; what a locked-out machine goes back to. */
  before: string[] | null;
}

export type BatchKind = 'enable' | 'disable' | 'delete';

/** What a change to several keys could not change. */
interface Report {
  kind: BatchKind;
  failed: FailedView[];
}

/** The keys of the bridge in use: the list, what of it is shown, and what is being done to it. */
export class Keys {
  list = $state.raw<KeyListView | null>(null);
  loading = $state(false);
  /** Why the list could not be read. An older list may still stand. */
  failure = $state.raw<Failure | null>(null);
  /** Somebody stopped the reading; what stands is older. */
  stopped = $state(false);

  filter = $state<Filter>(everything());
  sort = $state.raw<Sort | null>(restoredSort());
  /** Open in the details. */
  selectedId = $state<number | null>(null);
  revealed = $state.raw<Revealed | null>(null);
  reached = $state.raw<Reached | null>(null);
  /** Keys that wait for the bridge's answer. */
  readonly changing = new SvelteSet<number>();

  /** Ticked, shown or not: what a filter hides is ticked again when it comes back. */
  checked = $state.raw<ReadonlySet<number>>(new Set());
  /** What is being done to many at once. */
  batch = $state<BatchKind | null>(null);
  report = $state.raw<Report | null>(null);

  /** Which dialog is open, and for which keys. */
  creating = $state(false);
  importing = $state.raw<{ text: string } | null>(null);
  deleting = $state.raw<KeyView[] | null>(null);
  editing = $state.raw<KeyView | null>(null);
  using = $state.raw<KeyView | null>(null);

  groups = $state.raw<Group[]>([]);
  /** When the groups were read, where the bridge cannot be asked now. */
  groupsFrom = $state<string | null>(null);

  readonly all = $derived(this.list?.keys ?? []);
  readonly #ordered = $derived(inOrder(this.all, this.sort));
  readonly found = $derived(find(this.#ordered, this.filter));
  readonly shown = $derived(this.found.shown);
  readonly selected = $derived(this.all.find((key) => key.id === this.selectedId) ?? null);
  /** What a change to many would change: never a key that is out of sight. */
  readonly picked = $derived(
    this.checked.size === 0 ? [] : this.shown.filter((key) => this.checked.has(key.id)),
  );
  readonly groupNames = $derived([...new Set(this.all.map((key) => key.group))].sort());
  readonly profiles = $derived([...new Set(this.all.flatMap((key) => key.used_by))].sort());
  readonly isFiltered = $derived(isNarrowed(this.filter));

  readonly jobs: Jobs;
  readonly #backend: Backend;
  #turn = 0;
  #hideTimer: ReturnType<typeof setTimeout> | undefined;
  /** Where a range of ticks starts. */
  #anchor: number | null = null;

  constructor(backend: Backend, jobs = new Jobs(backend)) {
    this.#backend = backend;
    this.jobs = jobs;
  }

  /** Shows what is known at once, then what the bridge says. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const isCurrent = () => turn === this.#turn;
    this.loading = true;
    this.stopped = false;
    try {
      if (this.list === null) await this.loadKnown();
      const list = await this.jobs.run('list_keys', () => this.#backend.listKeys());
      if (!isCurrent()) return;
      this.list = list;
      this.failure = null;
    } catch (cause) {
      if (!isCurrent()) return;
      const failure = Failure.of(cause);
      this.stopped = failure.code === 'stopped' && this.list !== null;
      this.failure = this.stopped ? null : failure;
    } finally {
      if (isCurrent()) this.loading = false;
    }
  }

  /** What was known last, where nothing newer stands; without asking the bridge. */
  async loadKnown(): Promise<void> {
    const turn = this.#turn;
    const known = await this.#backend.cachedKeys().catch(() => null);
    if (turn === this.#turn && known !== null && known.keys.length > 0) this.list ??= known;
  }

  /** Forgets everything, because another bridge is in use now. */
  reset(): void {
    this.#turn += 1;
    this.hide();
    this.list = null;
    this.failure = null;
    this.loading = false;
    this.stopped = false;
    this.selectedId = null;
    this.reached = null;
    this.groups = [];
    this.uncheck();
    this.showAll();
  }

  showAll(): void {
    this.filter = everything();
  }

  select(id: number | null): void {
    if (id !== this.selectedId) {
      this.hide();
      this.reached = null;
    }
    this.selectedId = id;
  }

  /** One way, the other way, and back to the bridge's own order. */
  sortBy(column: Column): void {
    const descendsFirst = DESCENDS_FIRST.has(column);
    if (this.sort?.by !== column) this.sort = { by: column, descending: descendsFirst };
    else if (this.sort.descending === descendsFirst) this.sort = { by: column, descending: !descendsFirst };
    else this.sort = null;
    remember(SORT, this.sort);
  }

  /** Ticks a key or takes the tick away. */
  check(id: number): void {
    const checked = new Set(this.checked);
    if (!checked.delete(id)) checked.add(id);
    this.checked = checked;
    this.#anchor = id;
  }

  /** Ticks everything from where the last tick was set to here. */
  checkTo(id: number): void {
    const at = (wanted: number | null) => this.shown.findIndex((key) => key.id === wanted);
    const [from, to] = [at(this.#anchor), at(id)];
    if (from < 0) return this.check(id);
    const range = this.shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.checked = new Set([...this.checked, ...range.map((key) => key.id)]);
  }

  checkAll(): void {
    this.checked = new Set(this.shown.map((key) => key.id));
  }

  uncheck(): void {
    this.checked = new Set();
    this.#anchor = null;
  }

  async loadGroups(): Promise<void> {
    const { groups, as_of: asOf, offline } = await this.#backend.groups();
    this.groups = groups;
    this.groupsFrom = offline ? asOf : null;
  }

  models(group: string): Promise<ModelsView> {
    return this.#backend.models(group === '' ? null : group);
  }

  prices = (group: string) => this.#backend.prices(group);

  /** Makes a key and opens it. Rejects with a {@link Failure}. */
  async create(request: NewKeyRequest): Promise<KeyView> {
    const key = await this.#backend.createKey(request);
    this.#put(key);
    this.showAll();
    this.select(key.id);
    return key;
  }

  async createMany(request: NewKeyRequest, count: number): Promise<KeyView[]> {
    const made = await this.jobs.run('create_keys', () => this.#backend.createKeys(request, count));
    this.#put(...made);
    this.showAll();
    return made;
  }

  /** Makes what an interrupted create has left. */
  async resume(): Promise<KeyView[]> {
    const made = await this.jobs.run('create_keys', () => this.#backend.resumeCreations());
    this.#put(...made);
    return made;
  }

  giveUp = () => this.#backend.forgetCreations();

  /** Changes a key; where its allow-list changed, finds out whether this machine still gets in. */
  edit(id: number, request: EditKeyRequest): Promise<KeyView> {
    return this.#change(id, async () => {
      const before = this.all.find((key) => key.id === id)?.allow_ips ?? [];
      const key = await this.#backend.editKey(id, request);
      this.#put(key);
      this.reached = null;
      if (Array.isArray(request.allow_ips)) void this.reach(id, before);
      return key;
    });
  }

  /** Asks the bridge with the key, from this machine. What cannot be asked is an answer as well. */
  async reach(id: number, before: string[] | null = null): Promise<void> {
    const asked: Reached = { id, view: null, before };
    this.reached = asked;
    let view: ReachView;
    try {
      view = await this.#backend.checkReach(id);
      this.#isKept(id);
    } catch (cause) {
      const { message, hint } = Failure.of(cause);
      view = {
        state: 'unknown',
        text: message,
        notes: hint === null ? [] : [hint],
        at: new Date().toISOString(),
      };
    }
    if (this.reached === asked) this.reached = { ...asked, view };
  }

  look(id: number): Promise<void> {
    return this.#change(id, async () => this.#put(await this.#backend.lookAtKey(id)));
  }

  /** Turns a key on or off and shows what the bridge made of it. */
  async setEnabled(id: number, enabled: boolean): Promise<KeyView> {
    const { keys, failed } = await this.#change(id, () => this.#backend.setKeysEnabled([id], enabled));
    this.#take({ keys, deleted: [], failed: [] });
    if (failed[0] !== undefined) throw new Failure(failed[0].error);
    return keys[0]!;
  }

  /** Changes many keys and shows what the bridge made of each. Rejects with a {@link Failure} where none could be. */
  async changeMany(kind: BatchKind, ids: number[]): Promise<BatchView> {
    this.batch = kind;
    for (const id of ids) this.changing.add(id);
    try {
      const batch = await this.jobs.run('change_keys', () =>
        kind === 'delete'
          ? this.#backend.deleteKeys(ids)
          : this.#backend.setKeysEnabled(ids, kind === 'enable'),
      );
      this.#take(batch);
      return batch;
    } catch (cause) {
      throw Failure.of(cause);
    } finally {
      for (const id of ids) this.changing.delete(id);
      this.batch = null;
    }
  }

  async copy(id: number): Promise<number> {
    const seconds = await this.#change(id, () => this.#backend.copyKey(id));
    this.#isKept(id);
    return seconds;
  }

  uses = (id: number): Promise<UseView[]> => this.#backend.keyUses(id);

  async copyUse(id: number, form: UseForm): Promise<number> {
    const seconds = await this.#change(id, () => this.#backend.copyUse(id, form));
    this.#isKept(id);
    return seconds;
  }

  /** Shows a secret for {@link REVEALED_MS}, unless the user has moved on to another key meanwhile. */
  reveal(id: number): Promise<void> {
    return this.#change(id, async () => {
      const secret = await this.#backend.revealKey(id);
      this.#isKept(id);
      if (this.selectedId !== id) return;
      clearTimeout(this.#hideTimer);
      this.revealed = { id, secret, until: Date.now() + REVEALED_MS };
      this.#hideTimer = setTimeout(() => this.hide(), REVEALED_MS);
    });
  }

  hide(): void {
    clearTimeout(this.#hideTimer);
    this.revealed = null;
  }

  /** Whoever asks for a secret has the host fetch it into the vault first. */
  #isKept(id: number): void {
    const key = this.all.find((other) => other.id === id);
    if (key?.in_vault === false) this.#put({ ...key, in_vault: true });
  }

  async #change<T>(id: number, work: () => Promise<T>): Promise<T> {
    this.changing.add(id);
    try {
      return await work();
    } catch (cause) {
      throw Failure.of(cause);
    } finally {
      this.changing.delete(id);
    }
  }

  #take({ keys, deleted }: BatchView): void {
    if (keys.length > 0) this.#put(...keys);
    if (deleted.length === 0) return;
    const gone = new Set(deleted);
    if (this.list !== null) this.list = { ...this.list, keys: this.all.filter((key) => !gone.has(key.id)) };
    if (this.selectedId !== null && gone.has(this.selectedId)) this.select(null);
  }

  /** Puts keys where they stand in the list, or on top as the newest. */
  #put(...changed: KeyView[]): void {
    const list = this.list ?? {
      keys: [],
      complete: true,
      as_of: new Date().toISOString(),
      offline: false,
      note: null,
    };
    const fresh = new Map(changed.map((key) => [key.id, key]));
    const keys = list.keys.map((key) => {
      const now = fresh.get(key.id) ?? key;
      fresh.delete(key.id);
      return now;
    });
    this.list = { ...list, keys: [...fresh.values(), ...keys] };
  }
}

function everything(): Filter {
  return { ...EVERYTHING, statuses: [], groups: [] };
}

function restoredSort(): Sort | null {
  const kept = recall(SORT) as Partial<Sort> | null;
  const by = COLUMNS.find((column) => column === kept?.by);
  return by === undefined ? null : { by, descending: kept?.descending === true };
}
