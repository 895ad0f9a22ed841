import { describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../backend.fake';
import { daysBefore } from '../usage';
import { Jobs } from './jobs.svelte';
import { Usage } from './usage.svelte';

type Options = ConstructorParameters<typeof FakeBackend>[0];

async function opened(options: Options = {}) {
  const backend = new FakeBackend(options);
  const jobs = new Jobs(backend);
  await jobs.watch();
  const usage = new Usage(backend, jobs);
  await usage.open();
  return { backend, jobs, usage };
}

describe('what was used', () => {
  it('is there at once and read on behind', async () => {
    const backend = new FakeBackend({ stepMs: 20 });
    const synced = vi.spyOn(backend, 'syncUsage');
    const usage = new Usage(backend, new Jobs(backend));
    const opening = usage.open();
    await vi.waitFor(() => expect(usage.table).not.toBeNull());
    expect(usage.syncing).toBe(true);
    await opening;
    expect(synced).toHaveBeenCalledWith({ kind: 'last', days: 30 });
    expect(usage.days).toHaveLength(30);
    expect(usage.isComplete).toBe(true);
    // Just read: opening the screen again asks nobody.
    await usage.open();
    expect(synced).toHaveBeenCalledTimes(1);
  });

  it('is the same whatever it is looked at by', async () => {
    const { usage } = await opened();
    const { sum } = usage;
    expect(sum.quota).toBeGreaterThan(0);
    for (const by of ['key', 'model', 'day'] as const) {
      usage.chooseBy(by);
      expect(usage.sum).toEqual(sum);
    }
    const bars = usage.series.reduce((all, { byDay }) => all + byDay.reduce((a, b) => a + b, 0), 0);
    expect(bars).toBe(sum.quota);
  });

  it('is compared with as long a time before', async () => {
    const { usage } = await opened();
    const { before } = usage;
    expect(before).not.toBeNull();
    await usage.choose('90');
    expect(usage.before).not.toBe(before);
    await usage.choose('365');
    expect(usage.before).toBeNull();
  });

  it('is filtered, looked at alone and put in order', async () => {
    const { usage } = await opened();
    const all = usage.sum.quota;
    usage.text = 'CLAUDE';
    expect(usage.rows.map(({ name }) => name)).toEqual(['Claude Code']);
    expect(usage.sum.quota).toBeLessThan(all);
    usage.text = '';
    const [first, second] = usage.rows;
    usage.toggle(first!);
    expect(usage.sum).toEqual(first!.sum);
    expect(usage.series).toHaveLength(1);
    usage.toggle(second!);
    expect(usage.sum.quota).toBe(first!.sum.quota + second!.sum.quota);
    // Shares stay parts of all.
    expect(usage.all.quota).toBe(all);
    usage.showAll();
    expect(usage.sum.quota).toBe(all);
    usage.sortBy('name');
    expect(usage.order).toEqual({ by: 'name', descending: false });
    expect(usage.rows[0]!.name).toBe('ci-deploy');
    usage.sortBy('name');
    expect(usage.rows[0]!.name).toBe('team-lin');
  });

  it('lists days from today back', async () => {
    const { usage } = await opened();
    usage.chooseBy('day');
    expect(usage.rows[0]!.name).toBe(usage.days.at(-1));
    usage.sortBy('name');
    expect(usage.rows[0]!.name).toBe(usage.days[0]);
  });
});

describe('ranges', () => {
  it('within the loaded year ask nobody', async () => {
    const { backend, usage } = await opened();
    const [asked, synced] = [vi.spyOn(backend, 'usage'), vi.spyOn(backend, 'syncUsage')];
    await usage.choose('7');
    expect(usage.days).toHaveLength(7);
    await usage.choose('custom');
    expect(usage.days).toHaveLength(7);
    const today = usage.days.at(-1)!;
    await usage.chooseDates(daysBefore(today, 20), daysBefore(today, 11));
    expect(usage.days).toHaveLength(10);
    expect([asked, synced].map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
  });

  it('before it are loaded and read', async () => {
    const { backend, usage } = await opened();
    const asked = vi.spyOn(backend, 'usage');
    await usage.choose('custom');
    const today = usage.days.at(-1)!;
    await usage.chooseDates(daysBefore(today, 399), today);
    expect(asked).toHaveBeenCalledWith({ kind: 'between', from: daysBefore(today, 399), to: today });
    expect(usage.days).toHaveLength(400);
  });

  it('that lie outside have no days', async () => {
    const { usage } = await opened();
    await usage.choose('custom');
    await usage.chooseDates('2026-02-02', '2026-02-01');
    expect([usage.slice, usage.days.length, usage.rows.length]).toEqual([null, 0, 0]);
  });
});

describe('what goes wrong', () => {
  it('leaves what was read before', async () => {
    const { usage } = await opened({ faults: ['offline'] });
    expect(usage.trouble?.code).toBe('bridge_unreachable');
    expect(usage.sum.quota).toBeGreaterThan(0);
  });

  it('is said: days that are not read whole', async () => {
    const { usage } = await opened({ faults: ['incomplete'] });
    expect(usage.isComplete).toBe(false);
    await usage.choose('7');
    expect(usage.isComplete).toBe(true);
  });

  it('can be stopped', async () => {
    const { jobs, usage } = await opened({ stepMs: 5 });
    const syncing = usage.sync();
    await vi.waitFor(() => expect(jobs.progress('sync_usage')?.done).toBeGreaterThan(0));
    await jobs.stop('sync_usage');
    await syncing;
    expect([usage.stopped, usage.trouble, usage.syncing]).toEqual([true, null, false]);
  });

  it('is nothing where nothing was used', async () => {
    const { usage } = await opened({ empty: true });
    expect([usage.sum.calls, usage.series]).toEqual([0, []]);
  });
});

describe('budgets', () => {
  it('are set and taken away', async () => {
    const { usage } = await opened();
    const claude = usage.rows.find(({ tool }) => tool === 'claude-code')!;
    await usage.setBudget('claude-code', 1_000);
    expect(usage.budgetOf(claude)).toMatchObject({ usd: 1_000, state: 'fine' });
    await usage.setBudget('claude-code', null);
    expect(usage.budgetOf(claude)).toBeNull();
  });

  it('have a tool stand in the table before it costs anything', async () => {
    const { usage } = await opened();
    usage.tools = [{ id: 'codex', name: 'Codex' }];
    expect(usage.rows.map(({ name }) => name)).toContain('Codex');
  });
});
