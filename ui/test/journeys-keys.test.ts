/** What people do with their keys, from the list to the bridge and back. */
import { fireEvent, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/lib/backend.fake';
import { FAKE_TOKEN } from '../src/lib/backend.fake.data';
import { click, find, get, gone, openWindow, pick, press, query, row, rows, type } from './window';

const tick = (name: string, init: MouseEventInit = {}) =>
  fireEvent.click(row(name).querySelector('[data-testid="key-check"]')!, init);
const statusOf = (name: string) => row(name).dataset.status;
const open = (name: string) => fireEvent.click(row(name));
const paste = (target: Element, text: string) =>
  fireEvent.paste(target, { clipboardData: { getData: () => text } });

const KNOWN = JSON.stringify({
  _type: 'newapi_channel_conn',
  key: 'sk-canary-of-the-paste',
  url: 'https://bridge.pulseneko.com',
});
const UNKNOWN =
  'ccswitch://v1/import?resource=provider&app=claude&name=Nice&endpoint=https%3A%2F%2Fevil.example%2Fv1&apiKey=sk-canary-of-the-paste&enabled=true';

describe('many keys at once', () => {
  it('are disabled, and enabled again by one click on the news', async () => {
    const { backend } = await openWindow();
    const change = vi.spyOn(backend, 'setKeysEnabled');
    await tick('team-lin');
    await tick('claude-code-old', { shiftKey: true });
    expect(get('batch-bar').textContent).toContain('4 selected');
    await click('batch-disable');
    const offer = await find('toast-offer');
    expect(get('toast').textContent).toContain('disabled');
    expect(statusOf('team-wen')).toBe('disabled');
    expect(query('batch-bar')).toBeNull();
    await fireEvent.click(offer);
    await waitFor(() => expect(statusOf('team-wen')).toBe('enabled'));
    // Only what was turned off by it: the fourth was off before.
    expect(change.mock.lastCall?.[0]).toHaveLength(3);
    expect(statusOf('claude-code-old')).toBe('disabled');
  });

  it('are deleted after their count is agreed to, and what failed is told and tried again', async () => {
    const { backend } = await openWindow({ faults: ['some_fail'] });
    await tick('team-lin');
    await tick('team-ao', { shiftKey: true });
    await click('batch-delete');
    expect((await find('delete-dialog')).textContent).toContain('Delete 3 keys?');
    expect(get('delete-names').textContent).toContain('team-wen');
    expect(query('delete-word')).toBeNull();
    await click('delete-confirm');
    const report = await find('batch-report');
    expect(report.textContent).toContain('team-wen');
    expect(report.textContent).toContain('belongs to another account');
    expect(get('failure-hint').textContent).toContain('bridge’s page');
    expect(rows()).not.toContain('team-lin');
    expect(rows()).toContain('team-wen');
    backend.faults.clear();
    await click('batch-retry');
    await waitFor(() => expect(rows()).not.toContain('team-wen'));
    await gone('batch-report');
  });

  it('ask for more than a click where tools use them', async () => {
    const { backend } = await openWindow();
    const remove = vi.spyOn(backend, 'deleteKeys');
    await tick('claude-code-mbp');
    await tick('cursor-mbp');
    await click('batch-delete');
    expect((await find('delete-users')).textContent).toContain('Claude Code and Cursor');
    expect(get('delete-confirm')).toHaveProperty('disabled', true);
    await type('delete-word', 'delete 2');
    await click('delete-confirm');
    await gone('delete-dialog');
    expect(remove).toHaveBeenCalledOnce();
  });

  it('can be stopped halfway', async () => {
    await openWindow({ keys: 60, stepMs: 5 });
    await click('keys-check-all');
    await click('batch-disable');
    await click('batch-progress-stop');
    await waitFor(() => expect(get('toast').textContent).toContain('Stopped'));
    expect(rows().some((name) => statusOf(name!) === 'enabled')).toBe(true);
  });

  it('go on by keyboard from the box that was clicked', async () => {
    await openWindow();
    await tick('team-lin');
    expect(document.activeElement).toBe(row('team-lin'));
    await press('a', { ctrlKey: true });
    expect(get('batch-bar').textContent).toContain('14 selected');
  });

  it('never holds a key that a filter hides', async () => {
    const { backend } = await openWindow();
    const change = vi.spyOn(backend, 'setKeysEnabled');
    await tick('team-lin');
    await tick('ci-deploy');
    await type('key-search', 'team');
    expect(get('batch-bar').textContent).toContain('1 more not shown');
    await click('batch-disable');
    await find('toast');
    expect(change.mock.lastCall?.[0]).toHaveLength(1);
  });

  it('are chosen and changed without a mouse', async () => {
    await openWindow();
    row('claude-code-mbp').focus();
    await press('ArrowDown');
    await press(' ');
    await press('ArrowDown', { shiftKey: true });
    await waitFor(() => expect(document.activeElement).toBe(row('cline-work')));
    await press('ArrowDown', { shiftKey: true });
    await waitFor(() => expect(document.activeElement).toBe(row('ci-deploy')));
    expect(get('batch-bar').textContent).toContain('3 selected');
    expect(row('cursor-mbp').getAttribute('aria-selected')).toBe('true');
    expect(row('team-lin').getAttribute('aria-selected')).toBe('false');
    await press('Escape');
    expect(query('batch-bar')).toBeNull();
    await press('a', { ctrlKey: true });
    expect((await find('batch-bar')).textContent).toContain('14 selected');
  });
});

describe('the list', () => {
  it('shows what was known at once, and what the bridge says behind it', async () => {
    const { backend, app } = await openWindow({ cached: true });
    backend.faults.add('stuck');
    app.keys.reset();
    void app.keys.load();
    await find('key-table');
    expect(get('keys-as-of').textContent).toContain('3 min. ago');
  });

  it('tells how far it is read and stops', async () => {
    const { app, backend } = await openWindow({ keys: 2_000, cached: true });
    const slow = new FakeBackend({ keys: 2_000, stepMs: 20 });
    backend.listKeys = () => slow.listKeys();
    backend.stop = (job) => slow.stop(job);
    void slow.onProgress((progress) => app.jobs.take(progress));
    void app.keys.load();
    expect((await find('keys-progress')).textContent).toMatch(/Reading [\d,]+ of 2,000…/);
    await click('keys-progress-stop');
    await find('keys-read-again');
    expect(get('keys-foot').textContent).toContain('Stopped');
    expect(app.keys.failure).toBeNull();
    expect(rows().length).toBeGreaterThan(0);
  });

  it('remembers its order and gives the bridge’s own back at the third click', async () => {
    const { app } = await openWindow();
    await click('sort-spent');
    expect(rows()[0]).toBe('claude-code-old');
    const again = await openWindow();
    expect(again.app.keys.sort).toEqual({ by: 'spent', descending: true });
    app.keys.sortBy('spent');
    app.keys.sortBy('spent');
    expect(app.keys.sort).toBeNull();
  });

  it('is narrowed to groups and to the tools that use a key', async () => {
    await openWindow();
    await pick('filter-group-cc');
    await pick('filter-group-google');
    expect(rows()).toEqual(['hackathon', 'gemini-test']);
    expect(get('keys-foot').textContent).toContain('Showing 2 of 14');
    await click('keys-clear-filters');
    await fireEvent.change(get('filter-use'), { target: { value: 'cursor' } });
    expect(rows()).toEqual(['cursor-mbp']);
  });

  it('is in the currency of the bridge', async () => {
    await openWindow({ display: 'cny' });
    expect(row('claude-code-mbp').textContent).toContain('¥274.46');
    expect(get('balance').textContent).toContain('¥296.64');
    await open('ci-deploy');
    expect(get('key-details').textContent).toContain('¥72');
    await click('key-edit');
    expect(get('edit-key-quota-amount')).toHaveProperty('value', '65.38');
  });
});

describe('one key', () => {
  it('is edited, only by what was changed', async () => {
    const { backend } = await openWindow();
    const edit = vi.spyOn(backend, 'editKey');
    await open('ci-deploy');
    await click('key-edit');
    expect(get('edit-key-name')).toHaveProperty('value', 'ci-deploy');
    expect(get('edit-key-addresses')).toHaveProperty('value', '203.0.113.7');
    await type('edit-key-name', 'ci-release');
    expect(get('edit-key-dialog').textContent).toContain('logs go by name');
    await pick('edit-key-quota-shared');
    await click('edit-key-submit');
    await gone('edit-key-dialog');
    expect(edit.mock.lastCall?.[1]).toEqual({ name: 'ci-release', unlimited: true });
    expect(get('details-name').textContent).toBe('ci-release');
    expect(query('reach-verdict')).toBeNull();
  });

  it('says when its new allow-list locks this machine out, and takes the list back', async () => {
    const { backend } = await openWindow({ faults: ['locked_out'] });
    const edit = vi.spyOn(backend, 'editKey');
    await open('docs-bot');
    await click('key-edit');
    await click('edit-key-advanced');
    await type('edit-key-addresses', '198.51.100.1');
    await click('edit-key-submit');
    const verdict = await find('reach-verdict');
    expect(verdict.dataset.state).toBe('locked_out');
    expect(verdict.textContent).toContain('This machine is locked out');
    expect(verdict.textContent).toContain('Cursor');
    await click('reach-take-back');
    await waitFor(() => expect(get('reach-verdict').dataset.state).toBe('in'));
    expect(edit.mock.lastCall?.[1]).toEqual({ allow_ips: [] });
  });

  it('stays as it was when the bridge refuses the change', async () => {
    await openWindow({ faults: ['edit_refused'] });
    await open('ci-deploy');
    await click('key-edit');
    await type('edit-key-name', 'other');
    await click('edit-key-submit');
    expect((await find('failure-message')).textContent).toContain('refuses');
    await click('edit-key-cancel');
    expect(rows()).toContain('ci-deploy');
  });

  it('tells wrong lines of an allow-list while they are typed', async () => {
    await openWindow();
    await open('ci-deploy');
    await click('key-edit');
    const field = get('edit-key-addresses');
    field.focus();
    await type('edit-key-addresses', '300.1.1.1\n10.0.');
    expect(get('edit-key-dialog').textContent).toContain('“300.1.1.1” is neither');
    expect(get('edit-key-dialog').textContent).not.toContain('“10.0.” is neither');
    await fireEvent.blur(field);
    expect(get('edit-key-dialog').textContent).toContain('“10.0.” is neither');
  });

  it('is in the vault once it was copied', async () => {
    const { app } = await openWindow();
    const key = app.keys.all.find(({ name }) => name === 'docs-bot')!;
    app.keys.list = { ...app.keys.list!, keys: [{ ...key, in_vault: false }] };
    await open('docs-bot');
    expect(get('details-kept').textContent).toContain('on the bridge only');
    await click('key-copy');
    await waitFor(() => expect(get('details-kept').textContent).toContain('in your vault'));
  });

  it('is put to use by a copy that the page never sees', async () => {
    const { backend } = await openWindow();
    const copy = vi.spyOn(backend, 'copyUse');
    await open('cursor-mbp');
    await click('key-use');
    expect((await find('use-text')).textContent).toContain('Bearer sk-····b7Qe');
    await click('use-fish');
    expect(get('use-text').textContent).toContain('set -gx OPENAI_API_KEY');
    await click('use-copy');
    expect((await find('toast')).textContent).toContain('cleared after 30 s');
    expect(copy.mock.lastCall?.[1]).toBe('fish');
    expect(document.body.innerHTML).not.toContain('sk-FAKE');
  });
});

describe('several new keys', () => {
  it('are made, stopped, and the rest is made later', async () => {
    const { backend, app } = await openWindow({ stepMs: 3 });
    await click('new-key');
    await type('new-key-name', 'ci');
    await type('new-key-count', '50');
    expect(get('new-key-example').textContent).toContain('ci-x7q2');
    await click('new-key-submit');
    await click('new-key-progress-stop');
    await gone('new-key-dialog');
    const left = (await backend.status()).unmade;
    expect(left).toBeGreaterThan(0);
    expect((await find('keys-unmade')).textContent).toContain(`${left} key`);
    await click('unmade-resume');
    await gone('keys-unmade');
    expect(app.keys.all.filter(({ name }) => name.startsWith('ci-')).length).toBe(51);
  });

  it('can be given up', async () => {
    const { backend } = await openWindow({ unmade: 12, unfinished: 12 });
    expect((await find('keys-unmade')).textContent).toContain('12 keys');
    await click('unmade-give-up');
    await gone('keys-unmade');
    expect((await backend.status()).unmade).toBe(0);
  });

  it('show what their group costs before they are made', async () => {
    await openWindow();
    await click('new-key');
    expect((await find('prices')).textContent).toContain('× 1');
    await fireEvent.change(get('new-key-group'), { target: { value: 'anthropic' } });
    await waitFor(() => expect(get('prices').textContent).toContain('× 2.5'));
    expect(get('prices').textContent).toContain('$12.50');
    await fireEvent.change(get('new-key-group'), { target: { value: 'auto' } });
    expect((await find('prices-note')).textContent).toContain('keeps its prices');
  });
});

describe('a key from elsewhere', () => {
  it('for a bridge that is known is kept after a look at it', async () => {
    await openWindow();
    await paste(document.body, KNOWN);
    const card = await find('import-card');
    expect(card.textContent).toContain('https://bridge.pulseneko.com');
    expect(card.textContent).toContain('sk-····p4St');
    expect(query('import-unknown')).toBeNull();
    await click('import-accept');
    await gone('import-dialog');
    expect(get('details-name').textContent).toBe('bridge.pulseneko.com');
    expect(get('key-pasted').textContent).toContain('pasted');
    expect(get('key-details').textContent).toContain('not known here');
    expect(get('key-edit')).toHaveProperty('disabled', true);
    expect(get('key-disable')).toHaveProperty('disabled', true);
    await click('key-delete');
    expect((await find('delete-dialog')).textContent).toContain('It leaves this wallet');
  });

  it('for a bridge that is not known is told loudly, and the paste leaves the page', async () => {
    const { app } = await openWindow();
    await click('import-key');
    await paste(get('import-text'), UNKNOWN);
    expect((await find('import-unknown')).textContent).toContain('evil.example');
    expect(get('import-card').textContent).toContain('Claude Code');
    expect(document.activeElement).toBe(get('import-cancel'));
    expect(document.body.innerHTML).not.toContain('canary');
    await click('import-accept');
    await gone('import-dialog');
    expect(app.session.bridge?.label).toBe('bridge.pulseneko.com');
    await click('toast-offer');
    await waitFor(() => expect(get('bridge-menu').textContent).toContain('evil.example'));
  });

  it('is asked for once more when the bridge does not take it', async () => {
    await openWindow({ faults: ['import_refused'] });
    await paste(document.body, KNOWN);
    await click('import-accept');
    expect((await find('failure-message')).textContent).toContain('does not take this key');
    await find('import-text');
    expect(query('import-card')).toBeNull();
  });

  it('is forgotten where somebody does not agree', async () => {
    const { backend } = await openWindow();
    const discard = vi.spyOn(backend, 'discardImport');
    await paste(document.body, UNKNOWN);
    await find('import-card');
    await click('import-cancel');
    await gone('import-dialog');
    expect(discard).toHaveBeenCalledOnce();
  });

  it('is not taken from a paste into a field, nor from any other text', async () => {
    await openWindow();
    await paste(get('key-search'), KNOWN);
    await paste(document.body, 'hello');
    expect(query('import-dialog')).toBeNull();
  });

  it('says why a text brings nothing', async () => {
    await openWindow();
    await click('import-key');
    await type('import-text', 'nonsense');
    await click('import-read');
    expect((await find('failure-hint')).textContent).toContain('connection info');
    await find('import-text');
  });
});

describe('a bridge without an account', () => {
  it('says what is missing and offers to sign in', async () => {
    await openWindow({ keyOnly: true });
    expect((await find('keys-key-only')).textContent).toContain('Nobody is signed in');
    expect(get('new-key')).toHaveProperty('disabled', true);
    expect(get('bridge-menu').textContent).toContain('API key only');
    await click('keys-sign-in');
    await type('connect-token', FAKE_TOKEN);
    await click('connect-submit');
    await find('key-table');
    expect(query('keys-key-only')).toBeNull();
  });
});
