import { SvelteSet } from 'svelte/reactivity';
import type { Group, KeyListView, KeyStatus, KeyView, NewKeyRequest } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import { arrange, DESCENDS_FIRST, STATUSES, type Column, type Filter, type Sort } from '../keys';

/** How long a secret stands in the window after somebody asked to see it. */
export const REVEALED_MS = 20_000;

interface Revealed {
  id: number;
  secret: string;
  until: number;
}

const EVERYTHING: Filter = { text: '', status: null, group: null };

/** The keys of the bridge in use: the list, what of it is shown, and what is being done to it. */
export class Keys {
  list = $state.raw<KeyListView | null>(null);
  loading = $state(false);
  /** Why the list could not be read. An older list may still stand. */
  failure = $state.raw<Failure | null>(null);

  filter = $state<Filter>({ ...EVERYTHING });
  sort = $state.raw<Sort | null>(null);
  selectedId = $state<number | null>(null);
  revealed = $state.raw<Revealed | null>(null);
  /** Keys that wait for the bridge's answer. */
  readonly changing = new SvelteSet<number>();

  /** Whether the dialog for a new key is open, and which key is about to be deleted. */
  creating = $state(false);
  deleting = $state.raw<KeyView | null>(null);

  groups = $state.raw<Group[]>([]);

  readonly all = $derived(this.list?.keys ?? []);
  readonly shown = $derived(arrange(this.all, this.filter, this.sort));
  readonly selected = $derived(this.all.find((key) => key.id === this.selectedId) ?? null);
  readonly counts = $derived(countByStatus(this.all));
  readonly groupNames = $derived([...new Set(this.all.map((key) => key.group))].sort());
  readonly isFiltered = $derived(
    this.filter.text !== '' || this.filter.status !== null || this.filter.group !== null,
  );

  readonly #backend: Backend;
  #turn = 0;
  #hideTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Shows what is known at once, then what the bridge says. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const isCurrent = () => turn === this.#turn;
    this.loading = true;
    try {
      if (this.list === null) {
        const cached = await this.#backend.cachedKeys().catch(() => null);
        if (isCurrent() && cached !== null && cached.keys.length > 0) this.list = cached;
      }
      const list = await this.#backend.listKeys();
      if (!isCurrent()) return;
      this.list = list;
      this.failure = null;
    } catch (cause) {
      if (isCurrent()) this.failure = Failure.of(cause);
    } finally {
      if (isCurrent()) this.loading = false;
    }
  }

  /** Forgets everything, because another bridge is in use now. */
  reset(): void {
    this.#turn += 1;
    this.hide();
    this.list = null;
    this.failure = null;
    this.loading = false;
    this.selectedId = null;
    this.groups = [];
    this.showAll();
  }

  showAll(): void {
    this.filter = { ...EVERYTHING };
  }

  select(id: number | null): void {
    if (id !== this.selectedId) this.hide();
    this.selectedId = id;
  }

  sortBy(column: Column): void {
    const descendsFirst = DESCENDS_FIRST.has(column);
    const descending = this.sort?.by === column ? !this.sort.descending : descendsFirst;
    this.sort = { by: column, descending };
  }

  async loadGroups(): Promise<void> {
    const { groups } = await this.#backend.groups();
    this.groups = groups;
  }

  async models(group: string): Promise<string[]> {
    const { models } = await this.#backend.models(group === '' ? null : group);
    return models;
  }

  /** Makes a key and opens it. Rejects with a {@link Failure}. */
  async create(request: NewKeyRequest): Promise<KeyView> {
    const key = await this.#backend.createKey(request);
    this.#put(key);
    this.showAll();
    this.select(key.id);
    return key;
  }

  /** Turns a key on or off and shows what the bridge made of it. */
  setEnabled(id: number, enabled: boolean): Promise<KeyView> {
    return this.#change(id, async () => {
      const key = await this.#backend.setKeyEnabled(id, enabled);
      this.#put(key);
      return key;
    });
  }

  remove(id: number): Promise<void> {
    return this.#change(id, async () => {
      await this.#backend.deleteKey(id);
      if (this.list !== null) this.list = { ...this.list, keys: this.all.filter((key) => key.id !== id) };
      if (this.selectedId === id) this.select(null);
    });
  }

  copy(id: number): Promise<number> {
    return this.#change(id, () => this.#backend.copyKey(id));
  }

  /** Shows a secret for {@link REVEALED_MS}, unless the user has moved on to another key meanwhile. */
  reveal(id: number): Promise<void> {
    return this.#change(id, async () => {
      const secret = await this.#backend.revealKey(id);
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

  /** Puts a key where it stands in the list, or on top as the newest. */
  #put(key: KeyView): void {
    const list = this.list ?? {
      keys: [],
      complete: true,
      as_of: new Date().toISOString(),
      offline: false,
      note: null,
    };
    const known = list.keys.some((other) => other.id === key.id);
    const keys = known ? list.keys.map((other) => (other.id === key.id ? key : other)) : [key, ...list.keys];
    this.list = { ...list, keys };
  }
}

function countByStatus(keys: KeyView[]): Record<KeyStatus, number> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<KeyStatus, number>;
  for (const key of keys) counts[key.status] += 1;
  return counts;
}
