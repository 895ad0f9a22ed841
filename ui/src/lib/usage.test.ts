import { describe, expect, it } from 'vitest';
import type { UsageCellView, UsageTableView } from '../bindings';
import { barsOf, daysBefore, linesOf, ordered, seriesOf, sliceOf, stacked, total, type Line } from './usage';

const cell = (
  day: number,
  tool: number | null,
  key: number,
  model: number,
  quota: number,
): UsageCellView => ({
  day,
  tool,
  key,
  model,
  calls: 1,
  prompt_tokens: 30,
  completion_tokens: 12,
  cache_tokens: 20,
  tokens: 42,
  quota,
  usd: quota / 500_000,
});

const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
const table: UsageTableView = {
  days,
  whole: days.map(() => true),
  tools: [
    { id: 'claude-code', name: 'Claude Code' },
    { id: 'claude-code+codex', name: 'Claude Code + Codex' },
  ],
  keys: [
    { id: 1, name: 'laptop', keys: 2 },
    { id: 2, name: 'shared', keys: 1 },
    { id: 3, name: 'ci', keys: 1 },
    { id: null, name: '', keys: 1 },
  ],
  models: ['opus', 'mini'],
  cells: [
    cell(0, 0, 0, 0, 100),
    cell(1, 0, 0, 1, 10),
    cell(1, 1, 1, 0, 50),
    cell(2, null, 2, 1, 7),
    cell(3, null, 3, 1, 3),
    cell(3, 0, 0, 0, 200),
  ],
  basis: {
    from: days[0]!,
    to: days[3]!,
    zone: 'UTC',
    bridge: 'bridge',
    display: { kind: 'usd', symbol: '$', per_usd: 1 },
    per_usd: 500_000,
    as_of: null,
    complete: true,
    note: null,
  },
};

const all = { from: 0, to: 3 };
const costs = (lines: Line[]) => Object.fromEntries(lines.map(({ id, sum }) => [id, sum.quota]));

describe('lines', () => {
  it('are of tools, and of keys that are no tool’s', () => {
    const lines = linesOf(table, 'tool', all);
    expect(costs(lines)).toEqual({
      'tool:claude-code': 310,
      'tool:claude-code+codex': 50,
      'key:3': 7,
      'key:': 3,
    });
    expect(lines.map(({ kind }) => kind)).toEqual(['tool', 'tool', 'key', 'key']);
  });

  it('are of keys, models and days', () => {
    expect(costs(linesOf(table, 'key', all))).toEqual({ 'key:1': 310, 'key:2': 50, 'key:3': 7, 'key:': 3 });
    expect(costs(linesOf(table, 'model', all))).toEqual({ 'model:opus': 350, 'model:mini': 20 });
    expect(costs(linesOf(table, 'day', { from: 0, to: 2 }))).toEqual({
      'day:2026-11-23': 100,
      'day:2026-11-24': 60,
      'day:2026-11-25': 7,
    });
  });

  it('add up to the same, whatever they are by', () => {
    for (const slice of [all, { from: 1, to: 2 }, { from: 3, to: 3 }]) {
      const sums = (['tool', 'key', 'model', 'day'] as const).map((by) => total(linesOf(table, by, slice)));
      for (const sum of sums) expect(sum).toEqual(sums[0]);
    }
    expect(total(linesOf(table, 'key', all))).toEqual({
      calls: 6,
      in: 180,
      out: 72,
      cached: 120,
      tokens: 252,
      quota: 370,
    });
  });

  it('name tools that cost nothing where they are asked for', () => {
    const lines = linesOf(table, 'tool', { from: 2, to: 2 }, [{ id: 'cursor', name: 'Cursor' }]);
    expect(costs(lines)).toEqual({ 'key:3': 7, 'tool:cursor': 0 });
  });

  it('are put in order by any column', () => {
    const lines = linesOf(table, 'key', all);
    const order = (by: Parameters<typeof ordered>[1]['by'], descending: boolean) =>
      ordered(lines, { by, descending }).map(({ name }) => name);
    expect(order('cost', true)).toEqual(['laptop', 'shared', 'ci', '']);
    expect(order('cost', false)).toEqual(['', 'ci', 'shared', 'laptop']);
    expect(order('name', false)).toEqual(['', 'ci', 'laptop', 'shared']);
    // The same number of calls: dearest first.
    expect(order('calls', true)).toEqual(['laptop', 'shared', 'ci', '']);
  });
});

describe('bars', () => {
  it('have a colour for each line', () => {
    const series = seriesOf(table, 'tool', all, linesOf(table, 'tool', all));
    expect(series.map(({ colour, name, byDay }) => [colour, name, byDay])).toEqual([
      [1, 'Claude Code', [100, 10, 0, 200]],
      [2, 'Claude Code + Codex', [0, 50, 0, 0]],
      [3, 'ci', [0, 0, 7, 0]],
      [4, '', [0, 0, 0, 3]],
    ]);
    const alone = linesOf(table, 'model', all).filter(({ name }) => name === 'mini');
    const part = seriesOf(table, 'model', { from: 1, to: 3 }, alone);
    expect(part.map(({ byDay }) => byDay)).toEqual([[10, 7, 3]]);
    expect(seriesOf(table, 'key', all, [])).toEqual([]);
  });

  it('have a colour for the rest of very many', () => {
    const many = (count: number): UsageTableView => ({
      ...table,
      keys: Array.from({ length: count }, (_, at) => ({ id: at, name: `key-${at}`, keys: 1 })),
      cells: Array.from({ length: count }, (_, at) => cell(at % 4, null, at, 0, 100 - at)),
    });
    const series = seriesOf(many(12), 'key', all, linesOf(many(12), 'key', all));
    expect(series.map(({ colour }) => colour)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0]);
    expect(series[8]).toEqual({
      colour: 0,
      ids: ['key:8', 'key:9', 'key:10', 'key:11'],
      name: '',
      byDay: [92, 91, 90, 89],
    });
    expect(seriesOf(many(9), 'key', all, linesOf(many(9), 'key', all)).at(-1)!.name).toBe('key-8');
  });

  it('stand on each other', () => {
    expect(stacked([{ byDay: [1, 2] }, { byDay: [10, 0] }, { byDay: [0, 5] }])).toEqual([
      [1, 2],
      [11, 2],
      [11, 7],
    ]);
  });

  it('are days, and weeks where days are too many', () => {
    expect(barsOf(3)).toEqual([0, 1, 2].map((day) => ({ from: day, to: day })));
    const weeks = barsOf(365);
    expect(weeks).toHaveLength(53);
    expect([weeks[0], weeks[52]]).toEqual([
      { from: 0, to: 0 },
      { from: 358, to: 364 },
    ]);
    const days = weeks.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
    expect(days).toEqual(Array.from({ length: 365 }, (_, day) => day));
  });
});

describe('ranges', () => {
  it('are found by their dates, both with them', () => {
    expect(sliceOf(days, '2026-11-24', '2026-11-25')).toEqual({ from: 1, to: 2 });
    expect(sliceOf(days, '2020-01-01', '2030-01-01')).toEqual(all);
    expect(sliceOf(days, '2026-11-27', '2026-11-30')).toBeNull();
    expect(sliceOf(days, '2026-11-25', '2026-11-24')).toBeNull();
  });

  it('are counted in days', () => {
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
    expect(daysBefore('2026-11-24', 364)).toBe('2025-11-25');
  });
});
