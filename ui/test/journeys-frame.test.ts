/** First steps, Home, Activity, Settings, the demo and the palette. */
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Root from '../src/App.svelte';
import { FakeBackend } from '../src/lib/backend.fake';
import { FAKE_TOKEN } from '../src/lib/backend.fake.data';
import { FAKE_EXPORT } from '../src/lib/backend.fake.export';
import { FAKE_PASSPHRASE } from '../src/lib/backend.fake.vault';
import { Failure } from '../src/lib/failure';
import { App } from '../src/lib/state/app.svelte';
import { chooseFile, click, find, get, gone, openWindow, pick, press, query, row, type } from './window';

const goneTo = (view: string) => find(`view-${view}`);

async function signIn(): Promise<void> {
  await type('connect-token', FAKE_TOKEN);
  await click('connect-submit');
}

describe('the first picture', () => {
  it('shows the rows that were known last, while no bridge answers', async () => {
    const backend = new FakeBackend({ cached: true, preferences: { view: 'keys' } });
    const never = () => new Promise<never>(() => undefined);
    backend.status = never;
    backend.listKeys = never;
    const app = new App(backend);
    app.dress(await backend.preferences());
    await app.know();
    render(Root, { props: { app } });
    expect(row('ci-deploy')).toBeTruthy();
  });
});

describe('the first steps', () => {
  it('go from the sign-in over the tools, with every difference first, to Home', async () => {
    const { backend } = await openWindow({ first: true });
    const apply = vi.spyOn(backend, 'applyPlan');
    await signIn();
    await find('all-form');
    await click('all-show');
    await find('plan-nothing-written');
    expect(apply).not.toHaveBeenCalled();
    await click('all-apply');
    await waitFor(() => expect(get('all-sum').textContent).toContain('2 of 2'));
    expect(apply).toHaveBeenCalledTimes(2);
    await click('all-done');
    await goneTo('home');
  });

  it('can be left for later, and are not shown again', async () => {
    const { app } = await openWindow({ first: true });
    await signIn();
    await click('all-cancel');
    await goneTo('home');
    await app.refresh();
    expect(query('first-tools')).toBeNull();
  });

  it('say so where no tool is on this machine', async () => {
    await openWindow({ first: true, empty: true });
    await signIn();
    await click('first-go-on');
    await goneTo('home');
  });

  it('keep secrets in a file where there is no keychain', async () => {
    const { backend } = await openWindow({ first: true, faults: ['absent'] });
    await signIn();
    await click('problem-use-file');
    await type('passphrase', 'four words are long');
    expect(get('use-vault-confirm')).toHaveProperty('disabled', true);
    await type('passphrase-again', 'four words are long');
    await click('use-vault-confirm');
    await gone('use-vault-dialog');
    expect(backend.vaults.view).toMatchObject({ kind: 'file', state: 'open' });
    expect(document.body.innerHTML).not.toContain('four words');
  });

  it('open the page where the token is found, once the bridge has answered', async () => {
    const { backend } = await openWindow({ first: true });
    const open = vi.spyOn(backend, 'openLink');
    expect(await find('connect-open-page')).toHaveProperty('disabled', true);
    await press('Enter', {}, get('connect-url'));
    await waitFor(() => expect(get('connect-open-page')).toHaveProperty('disabled', false));
    await click('connect-open-page');
    expect(open).toHaveBeenCalledWith('looked_at_bridge');
  });
});

describe('the demo', () => {
  it('is marked on every screen, and leaves nothing behind', async () => {
    await openWindow({ first: true });
    await click('connect-demo');
    await goneTo('home');
    expect((await find('demo')).textContent).toContain('None of your files is touched');
    await click('nav-tools');
    await find('demo');
    await click('demo-leave');
    await find('connect');
    expect(query('demo')).toBeNull();
  });

  it('says why it cannot be started', async () => {
    await openWindow({ first: true, faults: ['no_demo'] });
    await click('connect-demo');
    expect((await find('toast-problem')).textContent).toContain('cannot be started');
  });
});

describe('Home', () => {
  const open = (options: Parameters<typeof openWindow>[0] = {}) =>
    openWindow({ ...options, preferences: { view: 'home' } });

  it('is what the window opens with', async () => {
    await openWindow({ preferences: { view: 'something of an older version' } });
    await goneTo('home');
  });

  it('has the figures of the bridge in its currency', async () => {
    await open({ display: 'cny' });
    expect((await find('home-balance')).textContent).toContain('¥');
    expect(get('home-today').textContent).toMatch(/¥[\d.]+/);
    // The bars are drawn; the same figures are there to be read.
    expect(get('home-days').querySelectorAll('tbody tr').length).toBe(30);
  });

  it('goes to the one thing that helps', async () => {
    const { app } = await open();
    await click('attention-act-drift');
    await goneTo('tools');
    expect(app.tools.review ?? app.tools.change).not.toBeNull();
    await click('nav-home');
    if (query('home-attention-more') !== null) await click('home-attention-more');
    await click('attention-act-key_expires');
    await find('edit-key-name');
    expect(app.keys.editing?.expires).not.toBeNull();
  });

  it('asks for what opens the vault', async () => {
    const { backend } = await open({ faults: ['locked'] });
    const unlock = vi.spyOn(backend, 'unlockVault');
    await click('attention-act-vault');
    expect(unlock).toHaveBeenCalledOnce();
  });

  it('shows the first few of much, and all on request', async () => {
    const { app } = await open();
    await find('home-attention');
    const one = app.home.attention[0]!;
    app.home.view = { ...app.home.view!, attention: Array.from({ length: 9 }, () => one) };
    await waitFor(() => expect(get('home-attention').children.length).toBe(3));
    await click('home-attention-more');
    expect(get('home-attention').children.length).toBe(9);
  });

  it('says that it could not be put together, and tries again', async () => {
    const { backend } = await open({ faults: ['no_home'] });
    await find('problem');
    backend.faults.delete('no_home');
    await click('problem-retry');
    await find('home-balance');
  });

  it('has use read behind it, and shows what that brought', async () => {
    const { backend } = await open();
    const [sync, home] = [vi.spyOn(backend, 'syncUsage'), vi.spyOn(backend, 'home')];
    await click('refresh');
    await waitFor(() => expect(sync).toHaveBeenCalledWith({ kind: 'last', days: 60 }));
    await waitFor(() => expect(home.mock.calls.length).toBeGreaterThan(1));
  });
});

describe('Activity', () => {
  const open = (options: Parameters<typeof openWindow>[0] = {}) =>
    openWindow({ ...options, preferences: { view: 'activity' } });
  const entries = () => screen.queryAllByTestId('activity-entry').map((entry) => entry.textContent);

  it('is filtered by words, and copied as it is shown', async () => {
    const write = vi.fn().mockResolvedValue(undefined);
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: write }, configurable: true });
    await open();
    await find('activity-list');
    await waitFor(() => expect(entries().length).toBe(8));
    await type('activity-search', 'claude key');
    expect(entries().length).toBe(2);
    await click('activity-copy');
    await waitFor(() => expect(write).toHaveBeenCalledOnce());
    expect(String(write.mock.calls[0]?.[0]).split('\n').length).toBe(2);
    await type('activity-search', 'zzz');
    await click('activity-clear');
    expect(entries().length).toBe(8);
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  it('is searched by the same keys as everything else', async () => {
    await open();
    await find('activity-search');
    await press('f', { ctrlKey: true });
    await waitFor(() => expect(document.activeElement).toBe(get('activity-search')));
  });

  it('is read again when something is done', async () => {
    const { app, backend } = await open();
    await find('activity-search');
    const read = vi.spyOn(backend, 'activity');
    await app.reload('keys');
    expect(read).toHaveBeenCalled();
  });
});

describe('Settings', () => {
  const open = (options: Parameters<typeof openWindow>[0] = {}) =>
    openWindow({ ...options, preferences: { view: 'settings', ...options.preferences } });

  it('are one keystroke away', async () => {
    await openWindow();
    await press(',', { ctrlKey: true });
    await goneTo('settings');
  });

  it('change language and theme at once, and remember them', async () => {
    const { backend } = await open();
    await pick('settings-language-zh');
    await waitFor(() => expect(get('nav-settings').textContent).toContain('设置'));
    await pick('settings-theme-dark');
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(await backend.preferences()).toMatchObject({ language: 'zh', theme: 'dark' });
  });

  it('show what the host then holds, also where it refuses', async () => {
    const { backend } = await open();
    const box = (await find('settings-login')) as HTMLInputElement;
    vi.spyOn(backend, 'savePreferences').mockRejectedValueOnce(
      new Failure({ code: 'io', message: 'This desktop starts nothing at login.', hint: null, details: [] }),
    );
    await fireEvent.click(box);
    expect((await find('toast-problem')).textContent).toContain('starts nothing');
    await waitFor(() => expect(box.checked).toBe(false));
    await fireEvent.change(get('settings-clipboard'), { target: { value: 2 } });
    await waitFor(async () => expect((await backend.preferences()).clipboard_seconds).toBeDefined());
  });

  it('say for how long tools go on with a key, and lead to the tools', async () => {
    const { backend } = await open();
    const choice = (await find('settings-helper')) as HTMLSelectElement;
    expect(choice.selectedOptions[0]?.textContent).toContain('5 minutes');
    await fireEvent.change(choice, { target: { value: choice.options[0]?.value } });
    await waitFor(async () => expect((await backend.settings()).helper_seconds).toBe(60));
    expect((await find('toast')).textContent).toContain('configured again');
    await click('toast-offer');
    expect(await find('all-form')).toBeDefined();
  });

  it('move all secrets to a file and back', async () => {
    const { backend } = await open();
    await click('settings-use-file');
    await type('passphrase', 'four words are long');
    await type('passphrase-again', 'four words are long');
    await click('use-vault-confirm');
    await waitFor(() => expect(get('settings-vault-file').dataset.inUse).toBe('true'));
    expect(get('toast').textContent).toContain('vault file');
    await click('settings-lock');
    await click('settings-unlock');
    await type('passphrase', 'wrong');
    await click('unlock-confirm');
    expect((await find('failure-message')).textContent).toContain('wrong');
    await type('passphrase', 'four words are long');
    await click('unlock-confirm');
    await gone('unlock-dialog');
    expect(backend.vaults.view.state).toBe('open');
    await click('settings-use-keychain');
    await click('use-vault-confirm');
    await waitFor(() => expect(get('settings-vault-keychain').dataset.inUse).toBe('true'));
  });

  it('say what stays behind where the vault cannot be opened', async () => {
    const { backend } = await open({ faults: ['hung'] });
    const use = vi.spyOn(backend, 'useVault');
    await click('settings-use-file');
    await type('passphrase', 'four words are long');
    await type('passphrase-again', 'four words are long');
    expect(get('use-vault-confirm')).toHaveProperty('disabled', true);
    await pick('use-vault-leaves');
    await click('use-vault-confirm');
    await waitFor(() => expect(use).toHaveBeenCalledWith('file', 'four words are long', false));
  });

  it('leave everything as it was where moving fails', async () => {
    const { backend } = await open({ faults: ['move_fails'] });
    await click('settings-use-file');
    await type('passphrase', 'four words are long');
    await type('passphrase-again', 'four words are long');
    await click('use-vault-confirm');
    expect((await find('failure-hint')).textContent).toContain('Nothing was removed');
    expect(backend.vaults.kind).toBe('keychain');
  });

  it('show what an export would add, and add only that', async () => {
    const { backend } = await open();
    const restore = vi.spyOn(backend, 'restore');
    await chooseFile('settings-import-file', FAKE_EXPORT);
    await waitFor(() => expect(screen.getAllByTestId('restore-item').length).toBe(6));
    expect(get('restore-confirm').textContent).toContain('3');
    expect(restore).not.toHaveBeenCalled();
    await click('restore-confirm');
    await gone('restore-dialog');
    expect(restore).toHaveBeenCalledWith(FAKE_EXPORT);
  });

  it('refuse what is no export', async () => {
    await open();
    await chooseFile('settings-import-file', 'a shopping list');
    expect((await find('failure-message')).textContent).toContain('no export');
    expect(get('restore-confirm')).toHaveProperty('disabled', true);
  });

  it('say where the export went', async () => {
    await open();
    await click('settings-export');
    expect((await find('toast')).textContent).toContain('~/Downloads/');
  });

  it('go over to another bridge', async () => {
    const { app } = await open();
    await click('settings-use-gateway.example');
    await waitFor(() => expect(app.session.bridge?.label).toBe('gateway.example'));
  });
});

it('the vault file is asked for wherever a locked vault is met', async () => {
  const { backend } = await openWindow({ vault: 'file', faults: ['locked'] });
  await click('vault-unlock');
  await type('passphrase', FAKE_PASSPHRASE);
  await click('unlock-confirm');
  await gone('unlock-dialog');
  expect(backend.vaults.view.state).toBe('open');
});

describe('the palette', () => {
  it('goes to whatever is named, without a mouse', async () => {
    const { app } = await openWindow();
    await press('k', { ctrlKey: true });
    await type('palette-field', 'ci-deploy');
    await press('Enter', {}, get('palette-field'));
    await gone('palette');
    expect(app.keys.selected?.name).toBe('ci-deploy');
  });

  it('moves by arrows, round and round', async () => {
    await openWindow();
    await press('k', { ctrlKey: true });
    const field = await find('palette-field');
    const chosen = () => document.querySelector('[role="option"][aria-selected="true"]');
    const first = chosen();
    await press('ArrowDown', {}, field);
    expect(chosen()).not.toBe(first);
    expect(field.getAttribute('aria-activedescendant')).toBe(chosen()?.id);
    await press('ArrowUp', {}, field);
    await press('ArrowUp', {}, field);
    await press('ArrowDown', {}, field);
    expect(chosen()).toBe(first);
  });

  it('does things, too', async () => {
    const { app, backend } = await openWindow();
    const copy = vi.spyOn(backend, 'copyKey');
    await press('k', { ctrlKey: true });
    await type('palette-field', 'copy ci-deploy');
    await press('Enter', {}, get('palette-field'));
    await waitFor(() => expect(copy).toHaveBeenCalledOnce());
    await press('k', { ctrlKey: true });
    await type('palette-field', 'dark');
    await press('Enter', {}, get('palette-field'));
    expect(app.theme.choice).toBe('dark');
  });

  it('finds nothing where nothing is called so', async () => {
    await openWindow();
    await press('k', { ctrlKey: true });
    await type('palette-field', 'zzz');
    expect(document.querySelectorAll('[data-testid="palette"] [role="option"]').length).toBe(0);
    await press('Enter', {}, get('palette-field'));
    await find('palette');
  });
});
