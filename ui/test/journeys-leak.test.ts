/** From a pasted line to the last copy of a key, against the fake. */
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../src/lib/failure';
import { click, find, get, gone, openWindow, pick, query, row, type } from './window';

const LINE =
  'curl https://bridge.pulseneko.com/v1/messages -H "x-api-key: sk-FAKE0fake1FAKE2fake3FAKE4fake5FAKE6fake79fKd"';

/** What the fake takes a minute for takes it a few milliseconds here. */
const FAST = { speed: 1000 };

async function paste(text: string): Promise<void> {
  await click('nav-leak');
  const field = await find('leak-text');
  await fireEvent.input(field, { target: { value: text }, inputType: 'insertFromPaste' });
}

/** What the window says by the way. */
const said = () => document.body.textContent;
const kill = () => get('kill').dataset;

describe('a leak', () => {
  it('names the key on the button before it is pressed, and does nothing else', async () => {
    const { backend } = await openWindow(FAST);
    const start = vi.spyOn(backend, 'startKill');
    await click('nav-leak');
    expect(get('leak-kill')).toHaveProperty('disabled', true);
    await paste(LINE);
    await find('leak-key');
    expect(get('leak-kill').textContent).toContain('claude-code-mbp');
    expect(get('leak-kill').getAttribute('aria-label')).toBe('Disable now: claude-code-mbp');
    expect(start).not.toHaveBeenCalled();
  });

  it('is disabled, replaced and proven dead; what was pasted is forgotten', async () => {
    const { app, backend } = await openWindow(FAST);
    const start = vi.spyOn(backend, 'startKill');
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    expect(app.leak.text).toBe('');
    await waitFor(() => expect(kill().state).toBe('dead'));
    expect(start.mock.lastCall?.[0]).toMatchObject({ replace: true });
    expect(get('kill-words').textContent).toContain('Confirmed dead');
    expect(get('leak-spoken').textContent).toContain('claude-code-mbp: Confirmed dead');
    expect(get('swap-claude-code').dataset.done).toBe('true');
    expect(query('leak-banner')).toBeNull();
  });

  it('is said on every screen until it is proven, with the way to the bridge’s page', async () => {
    const { backend } = await openWindow({ speed: 1 });
    const page = vi.spyOn(backend, 'openKillPage');
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    await click('nav-keys');
    expect((await find('leak-banner')).textContent).toContain('NOT disabled yet');
    await click('leak-banner-page');
    expect(page).toHaveBeenCalledOnce();
    await click('leak-banner-show');
    await find('kill');
    expect(query('leak-banner-show')).toBeNull();
  });

  it('that disabling does not kill is said so, and can be deleted', async () => {
    const { backend } = await openWindow({ ...FAST, faults: ['kill_alive'] });
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    await click('kill-delete');
    expect(kill().alive).toBe('true');
    expect(get('kill-words').textContent).toContain('still works');
    expect(get('kill-next').textContent).toContain('delete the key');
    backend.faults.delete('kill_alive');
    await click('kill-delete-confirm');
    await waitFor(() => expect(kill().state).toBe('dead'));
  });

  it('with a bridge that cannot be reached goes on and never says dead', async () => {
    await openWindow({ ...FAST, faults: ['kill_unreachable'] });
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    await waitFor(() => expect(kill().state).toBe('failed'));
    expect(get('leak-banner-words').textContent).toContain('Could not reach');
    expect(get('leak-spoken').textContent).not.toContain('dead');
  });

  it('that waits for somebody says what for, and can be given up without being called dead', async () => {
    await openWindow({ ...FAST, faults: ['kill_signed_out'] });
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    await find('kill-sign-in');
    await click('kill-give-up');
    await click('kill-give-up-confirm');
    await gone('leak-banner');
    expect(get('kill-words').textContent).toContain('given up, not proven');
  });

  it('has a report to copy and to save, which says what is so now', async () => {
    const { app, backend } = await openWindow(FAST);
    const copy = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: copy }, configurable: true });
    const save = vi.spyOn(backend, 'saveIncidentReport');
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    await click('leak-report');
    const text = async () => ((await find('report-text')) as HTMLTextAreaElement).value;
    await waitFor(async () => expect(await text()).toContain('**confirmed dead**'));
    await click('report-copy');
    expect(copy).toHaveBeenCalledWith(await text());
    await waitFor(() => expect(said()).toContain('on the clipboard'));
    await click('report-html');
    await waitFor(() => expect(said()).toContain('incident-1.html'));
    await click('report-markdown');
    await waitFor(() => expect(said()).toContain('incident-1.md'));
    expect(save.mock.calls).toEqual([
      [app.leak.shown, 'html'],
      [app.leak.shown, 'markdown'],
    ]);
    await click('report-close');
    await gone('report');
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  it('says why there is no report, and tries again', async () => {
    const { backend } = await openWindow(FAST);
    const hung = new Failure({ code: 'busy', message: 'The wallet is busy.', hint: null, details: [] });
    const write = vi.spyOn(backend, 'incidentReport').mockRejectedValue(hung);
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    await click('leak-report');
    await waitFor(() => expect(get('report').textContent).toContain('The wallet is busy.'));
    expect(get('report-copy')).toHaveProperty('disabled', true);
    await waitFor(() => expect(kill().state).toBe('dead'));
    write.mockRestore();
    await click('problem-retry');
    await find('report-text');
    expect(get('report-copy')).toHaveProperty('disabled', false);
  });

  it('of several keys leaves out the one that is unticked', async () => {
    const { backend } = await openWindow(FAST);
    const start = vi.spyOn(backend, 'startKill');
    await paste(`${LINE} sk-FAKE0fake1FAKE2fake3FAKE4fake5FAKE6fake7b7Qe`);
    await find('leak-key-cursor-mbp');
    expect(get('leak-kill').textContent).toContain('2 keys');
    await pick('leak-key-cursor-mbp');
    expect(get('leak-kill').textContent).toContain('claude-code-mbp');
    await click('leak-kill');
    await find('kill');
    expect(start.mock.lastCall?.[0].keys).toHaveLength(1);
  });

  it('begins at a key’s own row, or by a pick from the list', async () => {
    await openWindow(FAST);
    await fireEvent.click(row('docs-bot'));
    await click('key-leak');
    expect((await find('leak-kill')).textContent).toContain('docs-bot');
    await type('leak-pick-search', 'cline');
    await pick('leak-pick-cline-work');
    expect(get('leak-kill').textContent).toContain('2 keys');
  });

  it('of a key that is nobody’s here is tried only on request', async () => {
    const { backend } = await openWindow(FAST);
    const ask = vi.spyOn(backend, 'tryLeaked');
    await paste('sk-stranger0123456789abcdefghijklmnopqrstuvwxyzABCD');
    await find('leak-stranger');
    expect(get('leak-kill')).toHaveProperty('disabled', true);
    expect(ask).not.toHaveBeenCalled();
    await click('leak-try');
    await waitFor(() => expect(get('leak-stranger').textContent).toContain('rejects it'));
  });

  it('in a text without a key says so', async () => {
    await openWindow(FAST);
    await paste('nothing in here');
    expect((await find('leak-note')).textContent).toContain('Nothing in this text looks like a key');
  });
});

describe('copies', () => {
  const findings = () => screen.queryAllByTestId('finding').map((each) => each.dataset.path);

  async function killed(options = {}) {
    const opened = await openWindow({ ...FAST, ...options });
    await paste(LINE);
    await find('leak-key');
    await click('leak-kill');
    return opened;
  }

  it('are looked for by themselves, listed as they come, and stopped on request', async () => {
    await killed({ stepMs: 60 });
    await find('copies-progress');
    await waitFor(() => expect(findings().length).toBeGreaterThan(0));
    await click('copies-stop');
    await find('copies-sum');
    expect(query('copies-progress')).toBeNull();
  });

  it('are written over after a look at the difference, and are then gone from the list', async () => {
    const { backend } = await killed();
    const apply = vi.spyOn(backend, 'applyCleanup');
    await find('copies-sum');
    const before = findings().length;
    const history = screen.getAllByTestId('finding').find((each) => each.dataset.kind === 'shell_history')!;
    await fireEvent.click(history.querySelector('button')!);
    await find('cleanup');
    expect(get('diff').textContent).not.toContain('sk-FAKE');
    expect(apply).not.toHaveBeenCalled();
    await click('cleanup-apply');
    await find('cleanup-result');
    await waitFor(() => expect(findings()).toHaveLength(before - 1));
    await click('cleanup-close');
    await gone('cleanup');
  });

  it('say what was not looked at, and are looked for further on request', async () => {
    const { backend } = await killed();
    await find('copies-left');
    const start = vi.spyOn(backend, 'startScan');
    expect(get('further-start')).toHaveProperty('disabled', true);
    await pick('further-git');
    await click('further-start');
    expect(start.mock.lastCall?.[0]).toMatchObject({ git: true, home: false });
    await find('copies-sum');
  });
});
