/** Ten thousand keys: few of them in the page, and all of them found, ordered, ticked. */
import { fireEvent, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { ROW } from '../src/lib/rows';
import { click, find, get, openWindow, press, query, row, rows, type } from './window';

const MANY = 10_000;
/** What a screen of any sensible size shows, with what is kept beyond its edges. */
const FEW = 60;

async function scrollTo(index: number): Promise<void> {
  const scroller = get('key-table').parentElement!;
  scroller.scrollTop = index * ROW;
  await fireEvent.scroll(scroller);
}

describe('ten thousand keys', () => {
  it('put few rows into the page, and say how many there are', async () => {
    await openWindow({ keys: MANY });
    expect(rows().length).toBeLessThan(FEW);
    expect(get('key-table').getAttribute('aria-rowcount')).toBe(String(MANY + 1));
    expect(row('claude-code-mbp').getAttribute('aria-rowindex')).toBe('2');
    expect(get('keys-foot').textContent).toContain('10,000 keys');
  });

  it('come into the page as they are scrolled to', async () => {
    const { app } = await openWindow({ keys: MANY });
    await scrollTo(5_000);
    await waitFor(() => expect(rows()).toContain(app.keys.all[5_000]!.name));
    expect(rows().length).toBeLessThan(FEW);
    const blanks = [...get('key-table').querySelectorAll<HTMLElement>('.blank')];
    const left = blanks.reduce((sum, blank) => sum + parseInt(blank.style.height) / ROW, 0);
    expect(left + rows().length).toBe(MANY);
  });

  it('are filtered and counted whole', async () => {
    await openWindow({ keys: MANY });
    await type('key-search', 'docs-bot-9');
    const all = Array.from({ length: MANY }, (_, index) => index).filter((index) => index % 14 === 13);
    const matching = all.filter((index) => String(index).startsWith('9'));
    expect(get('keys-foot').textContent).toContain(`Showing ${matching.length} of 10,000`);
    await click('filter-disabled');
    await find('keys-no-match');
    await click('keys-clear-filters');
    expect(get('keys-foot').textContent).toContain('10,000 keys');
  });

  it('are sorted whole', async () => {
    const { app } = await openWindow({ keys: MANY });
    await click('sort-name');
    const first = [...app.keys.all].sort((a, b) =>
      a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }),
    )[0]!;
    expect(rows()[0]).toBe(first.name);
    await click('sort-spent');
    expect(rows()[0]).toMatch(/^claude-code-old/);
  });

  it('keep the row with the focus, wherever somebody scrolls', async () => {
    const { app } = await openWindow({ keys: MANY });
    row('claude-code-mbp').focus();
    await press('End');
    const last = app.keys.all.at(-1)!;
    await waitFor(() => expect(document.activeElement).toBe(row(last.name)));
    await scrollTo(4_000);
    await waitFor(() => expect(rows()).toContain(app.keys.all[4_000]!.name));
    expect(document.activeElement).toBe(row(last.name));
    expect(rows().length).toBeLessThan(FEW);
  });

  it('are ticked whole, in a range and by name', async () => {
    const { app } = await openWindow({ keys: MANY });
    row('claude-code-mbp').focus();
    await press('a', { ctrlKey: true });
    expect((await find('batch-bar')).textContent).toContain('10,000 selected');
    await press('Escape');
    expect(query('batch-bar')).toBeNull();
    await fireEvent.click(row('cursor-mbp'), { ctrlKey: true });
    await scrollTo(2_000);
    const later = app.keys.all[2_000]!.name;
    await waitFor(() => expect(rows()).toContain(later));
    await fireEvent.click(row(later), { shiftKey: true });
    expect(get('batch-bar').textContent).toContain('2,000 selected');
  });
});
