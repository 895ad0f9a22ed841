/** What somebody does who wants to know what it costs. */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { click, find, get, openWindow, pick, press, query, type } from './window';

const rowNames = () => screen.queryAllByTestId('usage-row').map((row) => row.dataset.name);
const line = (name: string) => screen.getAllByTestId('usage-row').find((row) => row.dataset.name === name)!;
const cost = () => get('usage-cost').textContent;

async function toUsage(options: Parameters<typeof openWindow>[0] = {}) {
  const opened = await openWindow(options);
  await click('nav-usage');
  await find('usage-table');
  return opened;
}

describe('the usage screen', () => {
  it('shows the same by tool, key, model and day', async () => {
    await toUsage();
    const whole = cost();
    expect(rowNames()[0]).toBe('Claude Code');
    expect(within(get('usage-total')).getByText(whole)).toBeTruthy();
    for (const by of ['key', 'model', 'day']) {
      await pick(`usage-by-${by}`);
      expect(cost()).toBe(whole);
      expect(within(get('usage-total')).getByText(whole)).toBeTruthy();
    }
    expect(rowNames()).toHaveLength(30);
  });

  it('goes over to other days at once', async () => {
    const { app, backend } = await toUsage();
    await waitFor(() => expect(app.usage.syncing).toBe(false));
    const asked = vi.spyOn(backend, 'usage');
    const month = cost();
    await pick('usage-range-7');
    expect(cost()).not.toBe(month);
    expect(get('bars').dataset.bars).toBe('7');
    await pick('usage-range-365');
    expect(asked).not.toHaveBeenCalled();
    // Weeks, as 365 bars cannot be told apart.
    expect(get('bars').dataset.bars).toBe('53');
    await pick('usage-range-custom');
    await fireEvent.change(get('usage-from'), { target: { value: '2020-01-01' } });
    expect(asked).toHaveBeenLastCalledWith(
      expect.objectContaining({ kind: 'between', from: app.usage.earliest }),
    );
    expect(app.usage.days).toHaveLength(730);
  });

  it('looks at one line alone, and back', async () => {
    await toUsage();
    const whole = cost();
    await fireEvent.click(line('Cursor'));
    expect(line('Cursor').getAttribute('aria-selected')).toBe('true');
    expect(cost()).not.toBe(whole);
    expect(get('bars').dataset.series).toBe('1');
    await click('usage-show-all');
    expect(cost()).toBe(whole);
    await type('usage-search', 'zzz');
    await find('usage-no-match');
    await click('usage-show-all');
    expect(cost()).toBe(whole);
  });

  it('is used without a mouse', async () => {
    await toUsage();
    line('Claude Code').focus();
    await press('ArrowDown');
    await waitFor(() => expect(document.activeElement).toBe(line('Cursor')));
    await press(' ');
    expect(line('Cursor').getAttribute('aria-selected')).toBe('true');
    await press('End');
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.name).toBe(rowNames().at(-1)));
    // The bars are read one by one.
    get('bars').focus();
    const last = get('bars').getAttribute('aria-valuetext');
    await press('ArrowLeft');
    expect(get('bars').getAttribute('aria-valuetext')).not.toBe(last);
    expect(get('bars').getAttribute('aria-valuenow')).toBe('28');
    await press('Home');
    expect(get('bars').getAttribute('aria-valuenow')).toBe('0');
  });

  it('sets, changes and takes away a budget', async () => {
    const { app } = await toUsage();
    await click('budget-set-cline');
    await type('budget-amount', '');
    await click('budget-submit');
    expect(get('budget').textContent).toContain('above 0');
    await type('budget-amount', '12,50');
    await click('budget-submit');
    await waitFor(() => expect(query('budget')).toBeNull());
    expect(app.usage.budgets.find(({ tool }) => tool === 'cline')?.usd).toBe(12.5);
    await click('budget-cline');
    await click('budget-remove');
    await find('budget-set-cline');
  });

  it('types a budget in the bridge’s currency', async () => {
    const { app } = await toUsage({ display: 'cny' });
    await click('budget-set-cline');
    await type('budget-amount', '72');
    await click('budget-submit');
    await waitFor(() => expect(query('budget')).toBeNull());
    expect(app.usage.budgets.find(({ tool }) => tool === 'cline')?.usd).toBeCloseTo(10);
  });

  it('is saved as comma-separated values', async () => {
    await toUsage();
    await click('usage-export');
    expect((await find('toast')).textContent).toContain('~/Downloads/bridgekeeper-usage-');
  });

  it('says how far the reading is, and can be stopped', async () => {
    await toUsage({ stepMs: 30 });
    await click('usage-sync');
    expect((await find('usage-progress')).textContent).toContain('of 1180');
    await click('usage-progress-stop');
    expect((await find('usage-stopped')).textContent).toContain('kept');
  });

  it('has something to say without a bridge, without an account and without use', async () => {
    await toUsage({ faults: ['offline'] });
    expect((await find('usage-offline')).textContent).toContain('These figures are from');
    expect(rowNames()[0]).toBe('Claude Code');
  });

  it('says that an account is needed', async () => {
    await openWindow({ keyOnly: true });
    await click('nav-usage');
    await find('usage-key-only');
  });

  it('says that nothing was used', async () => {
    await openWindow({ empty: true });
    await click('nav-usage');
    await pick('usage-by-model');
    await find('usage-empty');
  });

  it('draws few of ten thousand keys, and counts all', async () => {
    await toUsage({ usageKeys: 10_000 });
    await pick('usage-range-365');
    await pick('usage-by-key');
    expect(rowNames().length).toBeLessThan(60);
    expect(get('usage-table').getAttribute('aria-rowcount')).toBe(String(10_008 + 2));
    expect(get('bars').dataset.series).toBe('9');
    await type('usage-search', 'bulk-09999');
    expect(rowNames()).toEqual(['bulk-09999']);
  });
});
