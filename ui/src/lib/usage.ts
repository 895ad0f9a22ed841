/*
 * What was used, summed up from the one table that the host gives: by tool, key, model or day, over any of its
 * days. All of it happens here, so that another range, order or filter is a matter of milliseconds.
 */
import type { UsageCellView, UsageTableView } from '../bindings';

export const BYS = ['tool', 'key', 'model', 'day'] as const;
export type By = (typeof BYS)[number];

/** Columns that the table can be ordered by. */
export const COLUMNS = ['name', 'cost', 'calls', 'in', 'out', 'cached', 'tokens'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  by: Column;
  descending: boolean;
}

export interface Sum {
  calls: number;
  in: number;
  out: number;
  cached: number;
  tokens: number;
  quota: number;
}

/** One row of the table, and one colour of the bars. */
export interface Line {
  id: string;
  name: string;
  kind: By;
  /** The tool's word, for a tool. */
  tool: string | null;
  /** How many keys it stands for, for a key. */
  keys: number;
  sum: Sum;
}

/** Days of the table, by their place: from the first to the last, both with it. */
export interface Slice {
  from: number;
  to: number;
}

export const nothing = (): Sum => ({ calls: 0, in: 0, out: 0, cached: 0, tokens: 0, quota: 0 });

function add(sum: Sum, more: Sum): void {
  sum.calls += more.calls;
  sum.in += more.in;
  sum.out += more.out;
  sum.cached += more.cached;
  sum.tokens += more.tokens;
  sum.quota += more.quota;
}

export function total(lines: readonly Line[]): Sum {
  const sum = nothing();
  for (const line of lines) add(sum, line.sum);
  return sum;
}

/** Which line a cell belongs to, as a number: there may be ten thousand of them, and cells by the hundred thousand. */
function placing(table: UsageTableView, by: By): (cell: UsageCellView) => number {
  const tools = table.tools.length;
  if (by === 'day') return (cell) => cell.day;
  if (by === 'model') return (cell) => cell.model;
  if (by === 'key') return (cell) => cell.key;
  return (cell) => cell.tool ?? tools + cell.key;
}

/** The line of that number, without what it sums up. */
function lineAt(table: UsageTableView, by: By, place: number): Omit<Line, 'sum'> {
  const tool = by === 'tool' ? table.tools[place] : undefined;
  if (tool !== undefined)
    return { id: `tool:${tool.id}`, name: tool.name, kind: 'tool', tool: tool.id, keys: 0 };
  if (by === 'day' || by === 'model') {
    const name = (by === 'day' ? table.days : table.models)[place] ?? '';
    return { id: `${by}:${name}`, name, kind: by, tool: null, keys: 0 };
  }
  const key = table.keys[by === 'tool' ? place - table.tools.length : place]!;
  return { id: `key:${key.id ?? key.name}`, name: key.name, kind: 'key', tool: null, keys: key.keys };
}

/**
 * What was used in some days. By tool, keys that were never a tool's stand by their own name. `tools` are there
 * even where they cost nothing.
 */
export function linesOf(
  table: UsageTableView,
  by: By,
  slice: Slice,
  tools: readonly { id: string; name: string }[] = [],
): Line[] {
  const place = placing(table, by);
  const sums: (Sum | undefined)[] = [];
  if (by === 'day') for (let day = slice.from; day <= slice.to; day += 1) sums[day] = nothing();
  for (const cell of table.cells) {
    if (cell.day < slice.from || cell.day > slice.to) continue;
    const sum = (sums[place(cell)] ??= nothing());
    sum.calls += cell.calls;
    sum.in += cell.prompt_tokens;
    sum.out += cell.completion_tokens;
    sum.cached += cell.cache_tokens;
    sum.tokens += cell.tokens;
    sum.quota += cell.quota;
  }
  const lines: Line[] = [];
  sums.forEach((sum, at) => {
    if (sum !== undefined) lines.push({ ...lineAt(table, by, at), sum });
  });
  if (by === 'tool') {
    const there = new Set(lines.map(({ tool }) => tool));
    for (const { id, name } of tools) {
      if (there.has(id)) continue;
      there.add(id);
      lines.push({ id: `tool:${id}`, name, kind: 'tool', tool: id, keys: 0, sum: nothing() });
    }
  }
  return lines;
}

const VALUE: Record<Exclude<Column, 'name'>, (sum: Sum) => number> = {
  cost: (sum) => sum.quota,
  calls: (sum) => sum.calls,
  in: (sum) => sum.in,
  out: (sum) => sum.out,
  cached: (sum) => sum.cached,
  tokens: (sum) => sum.tokens,
};

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Another array in that order; what is equal stays dearest first, then by name. */
export function ordered(lines: readonly Line[], { by, descending }: Order): Line[] {
  const turn = descending ? -1 : 1;
  const value = by === 'name' ? null : VALUE[by];
  // Plain order is good enough among equals, and ten thousand of them are told apart in no time.
  const plainly = (a: Line, b: Line) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return [...lines].sort((a, b) => {
    const first = value === null ? names.compare(a.name, b.name) : value(a.sum) - value(b.sum);
    return turn * first || b.sum.quota - a.sum.quota || plainly(a, b);
  });
}

/** How many lines have a colour of their own in the bars; the others share one. */
export const COLOURS = 8;

/** A colour of the bars: 1 to {@link COLOURS}, or 0 for all the others together. */
export interface Series {
  colour: number;
  /** The lines it stands for. */
  ids: string[];
  /** The line's name, where it stands for one. */
  name: string;
  byDay: number[];
}

/** The bars of some of a table's lines, dearest at the bottom. */
export function seriesOf(table: UsageTableView, by: By, slice: Slice, lines: readonly Line[]): Series[] {
  const dearest = ordered(
    lines.filter(({ sum }) => sum.quota > 0),
    { by: 'cost', descending: true },
  );
  const days = slice.to - slice.from + 1;
  const series = (colour: number, of: Line[]): Series => ({
    colour,
    ids: of.map(({ id }) => id),
    // "1 other" is no shorter than its name.
    name: of.length === 1 ? of[0]!.name : '',
    byDay: new Array<number>(days).fill(0),
  });
  const all = dearest.slice(0, COLOURS).map((line, at) => series(at + 1, [line]));
  const rest = dearest.slice(COLOURS);
  if (rest.length > 0) all.push(series(0, rest));
  const byId = new Map(all.flatMap((one) => one.ids.map((id) => [id, one.byDay] as const)));
  const place = placing(table, by);
  const byPlace: (number[] | null | undefined)[] = [];
  for (const cell of table.cells) {
    if (cell.day < slice.from || cell.day > slice.to) continue;
    const at = place(cell);
    const byDay = (byPlace[at] ??= byId.get(lineAt(table, by, at).id) ?? null);
    if (byDay !== null) byDay[cell.day - slice.from]! += cell.quota;
  }
  return all;
}

/** The most bars that can be told apart; beyond that a bar is a week. */
const MOST_BARS = 120;

/** Which days make up each bar, by their place: one day each, or a week, the last of which ends with the last day. */
export function barsOf(days: number): Slice[] {
  const length = days > MOST_BARS ? 7 : 1;
  const bars = Math.ceil(days / length);
  return Array.from({ length: bars }, (_, at) => {
    const to = days - 1 - (bars - 1 - at) * length;
    return { from: Math.max(to - length + 1, 0), to };
  });
}

/** Heights of stacked bars: each with all that lies below it. */
export function stacked(series: readonly Pick<Series, 'byDay'>[]): number[][] {
  const below: number[] = [];
  return series.map(({ byDay }) =>
    byDay.map((value, day) => {
      below[day] = (below[day] ?? 0) + value;
      return below[day];
    }),
  );
}

/** The days of a table that lie between two dates; `null` where none does. */
export function sliceOf(days: readonly string[], from: string, to: string): Slice | null {
  // Dates of the same form stand in the same order as their letters.
  const first = days.findIndex((day) => day >= from);
  const last = days.findLastIndex((day) => day <= to);
  return first < 0 || last < first ? null : { from: first, to: last };
}

/** A date so many days before another: `2026-11-24`. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
