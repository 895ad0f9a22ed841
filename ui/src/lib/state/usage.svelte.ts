import { SvelteSet } from 'svelte/reactivity';
import type { BudgetView, UsageRange, UsageTableView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import {
  daysBefore,
  linesOf,
  ordered,
  seriesOf,
  sliceOf,
  total,
  type By,
  type Column,
  type Line,
  type Order,
  type Slice,
} from '../usage';
import type { Jobs } from './jobs.svelte';

export const RANGES = ['7', '30', '90', '365', 'custom'] as const;
export type Range = (typeof RANGES)[number];

/** As far back as is loaded at once: every range but a longer one of somebody's own is cut out of it. */
const LOADED = 365;

/** As far back as the host goes. */
const LONGEST = 730;

/** How old the bridge's log may be before opening the screen reads on. */
const STALE_MS = 60_000;

const DEAREST_FIRST: Order = { by: 'cost', descending: true };

/** What was used, and how somebody looks at it. */
export class Usage {
  table = $state.raw<UsageTableView | null>(null);
  budgets = $state.raw<BudgetView[]>([]);
  /** Why it could not be shown. */
  failure = $state.raw<Failure | null>(null);
  /** Why the bridge's log could not be read on; what was read before is shown all the same. */
  trouble = $state.raw<Failure | null>(null);
  /** Somebody stopped the reading. */
  stopped = $state(false);
  syncing = $state(false);

  range = $state<Range>('30');
  /** The dates of a range of somebody's own; both are with it. */
  custom = $state({ from: '', to: '' });
  by = $state<By>('tool');
  order = $state.raw<Order>(DEAREST_FIRST);
  text = $state('');
  /** Lines that are looked at alone; all where there are none. */
  readonly only = new SvelteSet<string>();
  /** The tool whose budget is being set. */
  editing = $state.raw<{ id: string; name: string } | null>(null);
  /** Tools that stand in the table even where they cost nothing. */
  tools = $state.raw<{ id: string; name: string }[]>([]);

  /** The days shown, by their place in the table; `null` for a range that lies outside. */
  readonly slice = $derived.by<Slice | null>(() => {
    const { table } = this;
    if (table === null) return null;
    const last = table.days.at(-1) ?? '';
    if (this.range !== 'custom') return sliceOf(table.days, daysBefore(last, Number(this.range) - 1), last);
    return sliceOf(table.days, this.custom.from, this.custom.to);
  });
  readonly days = $derived(
    this.table === null || this.slice === null
      ? []
      : this.table.days.slice(this.slice.from, this.slice.to + 1),
  );

  /** The first day that may be asked for. */
  readonly earliest = $derived(this.table === null ? '' : daysBefore(this.table.basis.to, LONGEST - 1));

  readonly #budgeted = $derived(this.budgets.map(({ tool, name }) => ({ id: tool, name })));
  readonly lines = $derived(
    this.table === null || this.slice === null
      ? []
      : linesOf(this.table, this.by, this.slice, [...this.tools, ...this.#budgeted]),
  );
  readonly #matching = $derived.by(() => {
    const text = this.text.trim().toLowerCase();
    return text === '' ? this.lines : this.lines.filter(({ name }) => name.toLowerCase().includes(text));
  });
  /** The rows of the table. */
  readonly rows = $derived(
    this.by === 'day' && this.order === DEAREST_FIRST
      ? [...this.#matching].reverse()
      : ordered(this.#matching, this.order),
  );
  readonly #looked = $derived.by(() => {
    const alone = this.#matching.filter(({ id }) => this.only.has(id));
    return alone.length === 0 ? this.#matching : alone;
  });
  /** What the figures above and the foot of the table sum up. */
  readonly sum = $derived(total(this.#looked));
  /** What shares are parts of. */
  readonly all = $derived(total(this.#matching));
  /** The bars. Days are made of tools: a bar of one colour would say less. */
  readonly series = $derived.by(() => {
    const { table, slice } = this;
    if (table === null || slice === null) return [];
    if (this.by !== 'day') return seriesOf(table, this.by, slice, this.#looked);
    return seriesOf(table, 'tool', slice, linesOf(table, 'tool', slice));
  });
  /** Each line's colour in the bars. */
  readonly colours = $derived(
    new Map(this.series.flatMap(({ colour, ids }) => ids.map((id) => [id, colour] as const))),
  );
  /** What was spent in as long a time before; `null` where it is not known. */
  readonly before = $derived.by<number | null>(() => {
    const { table, slice } = this;
    if (table === null || slice === null || this.only.size > 0 || this.text !== '') return null;
    const length = slice.to - slice.from + 1;
    const earlier = { from: slice.from - length, to: slice.from - 1 };
    if (earlier.from < 0 || !this.#isWhole(earlier)) return null;
    return total(linesOf(table, 'model', earlier)).quota;
  });
  /** Whether every day shown is read as a whole. */
  readonly isComplete = $derived(this.slice !== null && this.#isWhole(this.slice));
  readonly isFiltered = $derived(this.text.trim() !== '' || this.only.size > 0);

  readonly #backend: Backend;
  readonly #jobs: Jobs;
  #turn = 0;

  constructor(backend: Backend, jobs: Jobs) {
    this.#backend = backend;
    this.#jobs = jobs;
  }

  /** What is known, at once; then what the bridge has to add. */
  async open(): Promise<void> {
    await this.load();
    const asOf = Date.parse(this.table?.basis.as_of ?? '');
    if (!(Date.now() - asOf < STALE_MS) || !this.isComplete) await this.sync();
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const [table, budgets] = await Promise.all([
        this.#backend.usage(this.#wanted()),
        this.#backend.budgets(),
      ]);
      if (turn !== this.#turn) return;
      [this.table, this.budgets, this.failure] = [table, budgets, null];
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    }
  }

  /** Has the bridge's log read on for the days that are shown. */
  async sync(): Promise<void> {
    if (this.syncing) return;
    this.syncing = true;
    [this.trouble, this.stopped] = [null, false];
    try {
      await this.#jobs.run('sync_usage', () => this.#backend.syncUsage(this.#shown()));
    } catch (cause) {
      const failure = Failure.of(cause);
      this.stopped = failure.code === 'stopped';
      this.trouble = this.stopped ? null : failure;
    } finally {
      this.syncing = false;
      // Also after a stop or a failure: what was read by then is kept.
      await this.load();
    }
  }

  async choose(range: Range): Promise<void> {
    if (range === 'custom' && this.custom.from === '') {
      const [from, to] = [this.days[0] ?? '', this.days.at(-1) ?? ''];
      this.custom = { from, to };
    }
    this.range = range;
    await this.#catchUp();
  }

  async chooseDates(from: string, to: string): Promise<void> {
    const { earliest } = this;
    this.custom = { from: from !== '' && from < earliest ? earliest : from, to };
    await this.#catchUp();
  }

  chooseBy(by: By): void {
    this.by = by;
    this.only.clear();
    this.order = DEAREST_FIRST;
  }

  sortBy(column: Column): void {
    const descending = this.order.by === column ? !this.order.descending : column !== 'name';
    this.order = { by: column, descending };
  }

  /** Looks at a line alone, or no longer. */
  toggle(line: Line): void {
    if (!this.only.delete(line.id)) this.only.add(line.id);
  }

  showAll(): void {
    this.only.clear();
    this.text = '';
  }

  budgetOf(line: Line): BudgetView | null {
    return line.tool === null ? null : (this.budgets.find(({ tool }) => tool === line.tool) ?? null);
  }

  /** Rejects with a {@link Failure}. */
  async setBudget(tool: string, usd: number | null): Promise<void> {
    try {
      this.budgets = await this.#backend.setBudget(tool, usd);
    } catch (cause) {
      throw Failure.of(cause);
    }
  }

  /** Resolves to where it was saved; rejects with a {@link Failure}. */
  async export(): Promise<string> {
    try {
      return await this.#backend.exportUsageCsv(this.#shown());
    } catch (cause) {
      throw Failure.of(cause);
    }
  }

  /** What was shown belonged to another bridge. */
  reset(): void {
    this.#turn += 1;
    [this.table, this.budgets, this.failure, this.trouble] = [null, [], null, null];
    this.stopped = false;
    this.showAll();
  }

  /** Days that are not loaded yet are loaded; what the bridge has to add to them is read. */
  async #catchUp(): Promise<void> {
    if (this.table !== null && this.custom.from !== '' && this.custom.from < (this.table.days[0] ?? '')) {
      await this.load();
    }
    if (this.slice !== null && !this.isComplete) await this.sync();
  }

  #isWhole(slice: Slice): boolean {
    return this.table?.whole.slice(slice.from, slice.to + 1).every((isWhole) => isWhole) ?? false;
  }

  /** The days that are shown, for the host. */
  #shown(): UsageRange {
    if (this.range !== 'custom') return { kind: 'last', days: Number(this.range) };
    return { kind: 'between', from: this.custom.from, to: this.custom.to };
  }

  /** The days that are loaded: a year, and more where somebody wants more. */
  #wanted(): UsageRange {
    const today = this.table?.basis.to;
    if (this.range !== 'custom' || today === undefined || this.custom.from >= daysBefore(today, LOADED - 1)) {
      return { kind: 'last', days: LOADED };
    }
    return { kind: 'between', from: this.custom.from, to: today };
  }
}
