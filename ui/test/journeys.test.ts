import { fireEvent, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_OTP, FAKE_PASSWORD, FAKE_TOKEN, FAKE_URL } from '../src/lib/backend.fake.data';
import { REVEALED_MS } from '../src/lib/state/keys.svelte';
import { click, find, get, gone, openWindow, pick, press, query, row, rows, type } from './window';

/** Looks at what changed in Claude Code's settings and has it applied again. */
async function reapply(): Promise<void> {
  await click('tool-review-claude-code');
  await click('drift-reapply');
}

describe('profiles', () => {
  it('are gone over to in one click, with the difference first', async () => {
    const { backend } = await openWindow();
    const use = vi.spyOn(backend, 'planUse');
    await click('nav-tools');
    await click('tool-profiles-claude-code');
    await click('tool-use-client-a');
    await find('plan-nothing-written');
    expect(use).toHaveBeenCalledWith('client-a');
    await click('plan-apply');
    await find('change-result');
    await click('plan-done');
    expect(get('tool-profiles-claude-code').textContent).toContain('client-a');
  });

  it('are added with a name and a key of their own', async () => {
    const { backend } = await openWindow();
    const plan = vi.spyOn(backend, 'planConfigure');
    await click('nav-tools');
    await click('tool-more-claude-code');
    await click('tool-add-claude-code');
    await type('configure-profile', 'no word');
    expect(get('configure-show')).toHaveProperty('disabled', true);
    await type('configure-profile', 'client-a');
    expect(get('configure-form').textContent).toContain('There is a profile of that name');
    await type('configure-profile', 'client-b');
    await click('configure-show');
    await find('plan-nothing-written');
    expect(plan.mock.lastCall?.[0]).toMatchObject({ profile: 'client-b', key: { kind: 'create' } });
    await click('plan-back');
    await find('configure-profile');
  });
});

describe('connect', () => {
  it('shows what went wrong, the next step, and the field to look at', async () => {
    await openWindow({ first: true, faults: ['unreachable'] });
    await type('connect-token', FAKE_TOKEN);
    await click('connect-submit');
    expect((await find('failure-message')).textContent).toContain('does not answer');
    expect(get('failure-hint').textContent).toContain('Check the address');
    expect(get('failure-details').textContent).toContain('connection refused');
    expect(document.activeElement).toBe(get('connect-url'));
  });

  it('points at the token when the bridge does not take it', async () => {
    await openWindow({ first: true });
    await type('connect-token', 'wrong');
    await click('connect-submit');
    await find('problem');
    expect(document.activeElement).toBe(get('connect-token'));
  });

  it('asks for what is missing before it asks the bridge', async () => {
    const { backend } = await openWindow({ first: true });
    const connect = vi.spyOn(backend, 'connect');
    await type('connect-url', 'not an address');
    await type('connect-user-id', 'mei');
    await click('connect-submit');
    expect(document.activeElement).toBe(get('connect-url'));
    expect(get('connect-user-id').getAttribute('aria-invalid')).toBe('true');
    expect(get('connect-token').getAttribute('aria-invalid')).toBe('true');
    expect(connect).not.toHaveBeenCalled();
  });

  it('takes the address out of pasted connection info and leaves the key out', async () => {
    await openWindow({ first: true });
    const text = JSON.stringify({
      _type: 'newapi_channel_conn',
      key: 'sk-secret',
      url: 'https://gateway.example/',
    });
    await fireEvent.paste(await find('connect-url'), { clipboardData: { getData: () => text } });
    expect(get('connect-url')).toHaveProperty('value', 'https://gateway.example');
    expect(document.body.textContent).toContain('Its API key was left out');
    expect(document.body.innerHTML).not.toContain('sk-secret');
  });

  it('goes on to the tools and keeps no token in the page', async () => {
    await openWindow({ first: true });
    await type('connect-user-id', '42');
    await type('connect-token', FAKE_TOKEN);
    await click('connect-submit');
    await find('first-tools');
    expect(document.body.innerHTML).not.toContain(FAKE_TOKEN);
  });

  it('names the bridge when the address is left, and again for another', async () => {
    const { backend } = await openWindow({ first: true });
    const look = vi.spyOn(backend, 'lookAtBridge');
    await fireEvent.blur(await find('connect-url'));
    expect(look, 'a prefilled address is nobody’s yet').not.toHaveBeenCalled();
    await press('Enter', {}, get('connect-url'));
    await waitFor(() => expect(get('connect-site').textContent).toContain('PulseNeko v0.9.3'));
    await fireEvent.blur(get('connect-url'));
    expect(look).toHaveBeenCalledOnce();
    await type('connect-url', 'gateway.example');
    expect(get('connect-site').textContent?.trim()).toBe('');
    await press('Enter', {}, get('connect-url'));
    await waitFor(() => expect(get('connect-site').textContent).toContain('Team gateway'));
  });

  it('asks before it sends anything over an address that is not encrypted', async () => {
    const { backend } = await openWindow({ first: true });
    const [look, connect] = [vi.spyOn(backend, 'lookAtBridge'), vi.spyOn(backend, 'connect')];
    await type('connect-url', 'http://192.168.1.4:3000');
    await fireEvent.blur(get('connect-url'));
    await type('connect-token', FAKE_TOKEN);
    await click('connect-submit');
    expect(document.activeElement).toBe(get('connect-insist'));
    expect(look).not.toHaveBeenCalled();
    await pick('connect-insist');
    await waitFor(() => expect(look).toHaveBeenCalledWith('http://192.168.1.4:3000', true));
    await click('connect-submit');
    await find('first-tools');
    expect(connect.mock.lastCall?.[0].insist).toBe(true);
  });

  it('signs in with a password, and asks for the second factor where the bridge does', async () => {
    const { backend } = await openWindow({ first: true, faults: ['second_factor'] });
    const connect = vi.spyOn(backend, 'connect');
    await pick('connect-way-password');
    await type('connect-username', 'mei');
    await type('connect-password', FAKE_PASSWORD);
    await click('connect-submit');
    expect(document.activeElement).toBe(get('connect-replaces'));
    expect(connect).not.toHaveBeenCalled();
    await pick('connect-replaces');
    await click('connect-submit');
    await find('connect-second-factor');
    expect(query('problem')).toBeNull();
    expect(document.activeElement).toBe(get('connect-otp'));
    await type('connect-otp', '000000');
    await click('connect-submit');
    expect((await find('failure-message')).textContent).toContain('does not accept');
    await type('connect-otp', FAKE_OTP);
    await click('connect-submit');
    await find('first-tools');
    expect(connect.mock.lastCall?.[0].sign_in).toEqual({
      kind: 'password',
      username: 'mei',
      password: FAKE_PASSWORD,
      otp: FAKE_OTP,
      replaces: true,
    });
    expect(document.body.innerHTML).not.toContain(FAKE_PASSWORD);
  });

  it('says why a bridge takes no password, and leaves the other ways', async () => {
    await openWindow({ first: true, faults: ['no_password'] });
    await pick('connect-way-password');
    await fireEvent.blur(get('connect-url'));
    expect((await find('connect-no-password')).textContent).toContain('captcha');
    expect(get('connect-way-password')).toHaveProperty('disabled', true);
    await find('connect-token');
  });

  it('goes on with an API key alone', async () => {
    await openWindow({ first: true });
    await pick('connect-way-key');
    expect(get('connect-help').textContent).toContain('without an account');
    await type('connect-key', 'sk-of-a-colleague-Zz9q');
    await type('connect-key-name', 'lent');
    await click('connect-submit');
    await find('keys-key-only');
    await find('key-table');
    expect(rows()).toEqual(['lent']);
    expect(document.body.innerHTML).not.toContain('colleague');
  });

  it('gives the form back when nobody wants to wait', async () => {
    const { backend } = await openWindow({ first: true });
    backend.faults.add('stuck');
    await type('connect-token', FAKE_TOKEN);
    await click('connect-submit');
    await click('connect-stop');
    await waitFor(() => expect(get('connect-submit')).toHaveProperty('disabled', false));
  });
});

describe('keys', () => {
  afterEach(() => vi.useRealTimers());

  it('makes a key and opens it', async () => {
    const { backend } = await openWindow();
    const create = vi.spyOn(backend, 'createKey');
    await click('new-key');
    await type('new-key-name', 'nightly');
    await pick('new-key-expires-30d');
    await pick('new-key-quota-own');
    await type('new-key-quota-amount', '20');
    await type('new-key-addresses', '203.0.113.7\n10.0.0.0/8');
    await click('new-key-submit');
    await gone('new-key-dialog');
    expect(create).toHaveBeenCalledWith({
      name: 'nightly',
      group: '',
      expires: '30d',
      quota_usd: 20,
      allow_ips: ['203.0.113.7', '10.0.0.0/8'],
      models: [],
    });
    expect(rows()[0]).toBe('nightly');
    expect(get('details-name').textContent).toBe('nightly');
    expect(get('toast').textContent).toContain('nightly was made');
  });

  it('does not send a key that cannot be made', async () => {
    const { backend } = await openWindow();
    const create = vi.spyOn(backend, 'createKey');
    await click('new-key');
    await type('new-key-name', '名'.repeat(11));
    await pick('new-key-quota-own');
    await type('new-key-quota-amount', '0');
    await type('new-key-addresses', '300.1.1.1');
    await click('new-key-submit');
    expect(get('new-key-name').getAttribute('aria-invalid')).toBe('true');
    expect(get('new-key-quota-amount').getAttribute('aria-invalid')).toBe('true');
    expect(get('new-key-addresses').getAttribute('aria-invalid')).toBe('true');
    expect(create).not.toHaveBeenCalled();
  });

  it('offers no second try while it is not known whether a key was made', async () => {
    await openWindow({ faults: ['create_unknown'] });
    await click('new-key');
    await type('new-key-name', 'ci');
    await click('new-key-submit');
    expect((await find('failure-hint')).textContent).toContain('do not create it again');
    expect(query('new-key-submit')).toBeNull();
  });

  it('hides a revealed key again', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await openWindow();
    await fireEvent.click(row('cursor-mbp'));
    await click('key-reveal');
    await find('key-hide');
    expect(get('key-secret').textContent).toContain('sk-FAKE');
    await vi.advanceTimersByTimeAsync(REVEALED_MS);
    expect(get('key-secret').textContent?.trim()).toBe('sk-····b7Qe');
    expect(document.body.innerHTML).not.toContain('sk-FAKE');
  });

  it('hides it too when another key is looked at or the window goes out of sight', async () => {
    await openWindow();
    await fireEvent.click(row('cursor-mbp'));
    await click('key-reveal');
    await find('key-hide');
    await fireEvent.click(row('ci-deploy'));
    expect(document.body.innerHTML).not.toContain('sk-FAKE');

    await click('key-reveal');
    await find('key-hide');
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await fireEvent(document, new Event('visibilitychange'));
    expect(document.body.innerHTML).not.toContain('sk-FAKE');
  });

  it('copies without showing and says until when', async () => {
    await openWindow();
    await fireEvent.click(row('cursor-mbp'));
    await click('key-copy');
    expect((await find('toast')).textContent).toContain('cleared after 30 s');
    expect(get('key-secret').textContent).not.toContain('FAKE');
  });

  it('asks before it deletes, with the focus on Cancel', async () => {
    const { backend } = await openWindow();
    const remove = vi.spyOn(backend, 'deleteKeys');
    await fireEvent.click(row('claude-code-mbp'));
    get('key-delete').focus();
    await click('key-delete');
    await find('delete-dialog');
    expect(document.activeElement).toBe(get('delete-cancel'));
    expect(get('delete-dialog').textContent).toContain('Claude Code');
    await click('delete-cancel');
    expect(remove).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(get('key-delete'));

    await click('key-delete');
    await click('delete-confirm');
    await gone('delete-dialog');
    expect(rows()).not.toContain('claude-code-mbp');
  });

  it('shows a disabled key only once the bridge has disabled it', async () => {
    const { backend } = await openWindow();
    backend.faults.add('unreachable');
    await fireEvent.click(row('docs-bot'));
    await click('key-disable');
    await find('toast-problem');
    expect(row('docs-bot').dataset.status).toBe('enabled');

    backend.faults.delete('unreachable');
    await click('key-disable');
    await find('key-enable');
    expect(row('docs-bot').dataset.status).toBe('disabled');
  });

  it('filters by status, group and text, and says when nothing matches', async () => {
    await openWindow();
    await click('filter-disabled');
    expect(rows()).toEqual(['claude-code-old', 'scratch']);
    await click('filter-all');
    await type('key-search', 'LM02');
    expect(rows()).toEqual(['cline-work']);
    await type('key-search', 'nothing like this');
    await click('keys-show-all');
    expect(rows()).toHaveLength(14);
  });

  it('sorts by what is clicked, largest first for money', async () => {
    await openWindow();
    await click('sort-spent');
    expect(rows().slice(0, 2)).toEqual(['claude-code-old', 'claude-code-mbp']);
    await click('sort-spent');
    expect(rows()[0]).toBe('team-ao');
    await click('sort-name');
    expect(rows()[0]).toBe('ci-deploy');
  });

  it('says that an offline list is old', async () => {
    await openWindow({ faults: ['offline'] });
    expect((await find('keys-offline')).textContent).toContain('3 hr. ago');
    expect(query('offline')).not.toBeNull();
    expect(rows()).toHaveLength(14);
  });

  it('says that a list is not complete', async () => {
    await openWindow({ faults: ['incomplete'] });
    expect((await find('keys-incomplete')).textContent).toContain('14 of 230');
  });

  it('offers another try when the list cannot be read', async () => {
    const { backend } = await openWindow({ faults: ['rate_limited'] });
    await find('problem');
    backend.faults.clear();
    await click('problem-retry');
    await find('key-table');
    expect(query('problem')).toBeNull();
  });

  it('teaches the first step where there are no keys', async () => {
    await openWindow({ empty: true });
    await click('keys-empty-create');
    await find('new-key-dialog');
  });
});

describe('tools', () => {
  it('configures: choose, see the difference, apply, in step', async () => {
    const { backend } = await openWindow();
    const apply = vi.spyOn(backend, 'applyPlan');
    await click('nav-tools');
    await click('tool-configure-codex');
    await click('configure-show');
    expect((await find('diff')).textContent).toContain('apiKeyHelper');
    expect(get('plan-nothing-written').textContent).toBe('Nothing is written yet');
    expect(apply).not.toHaveBeenCalled();
    await click('plan-apply');
    expect((await find('change-result')).textContent).toContain('Codex is in step');
    expect(get('tool-codex').dataset.state).toBe('in_step');
    expect(get('tool-last-check-codex').dataset.ok).toBe('true');
    await click('plan-done');
    await gone('change-panel');
  });

  it('hands on what was chosen', async () => {
    const { backend, app } = await openWindow();
    const plan = vi.spyOn(backend, 'planConfigure');
    const key = app.keys.all.find((each) => each.name === 'docs-bot')!;
    await click('nav-tools');
    await click('tool-configure-codex');
    await pick('configure-key-existing');
    const existing = get('configure-existing') as HTMLSelectElement;
    existing.selectedIndex = app.keys.all.filter((each) => each.status === 'enabled').indexOf(key);
    await fireEvent.change(existing);
    await pick('configure-mode-stored');
    await click('configure-show');
    await find('diff');
    expect(plan).toHaveBeenCalledWith({
      tool: 'codex',
      profile: null,
      key: { kind: 'existing', id: key.id },
      mode: 'stored',
      model: null,
    });
  });

  it('leaves the file as it is when told so, and forgets the plan', async () => {
    const { backend } = await openWindow();
    await click('nav-tools');
    await reapply();
    await find('diff');
    await click('plan-keep');
    await gone('change-panel');
    expect(get('tool-claude-code').dataset.state).toBe('drifted');
    expect(backend.openPlans).toBe(0);
  });

  it('shows the difference of an undo before it undoes', async () => {
    await openWindow();
    await click('nav-tools');
    await click('tool-undo-cursor');
    await find('diff');
    await click('plan-apply');
    await gone('change-panel');
    expect(get('tool-cursor').dataset.state).toBe('not_configured');
    expect((await find('toast')).textContent).toContain('undone');
  });

  it('disconnects from the menu', async () => {
    await openWindow();
    await click('nav-tools');
    await click('tool-disconnect-cline');
    await find('diff');
    await click('plan-apply');
    await gone('change-panel');
    expect(get('tool-cline').dataset.state).toBe('not_configured');
  });

  it('looks again when the file changed under the plan', async () => {
    await openWindow({ faults: ['file_changed'] });
    await click('nav-tools');
    await reapply();
    await find('diff');
    await click('plan-apply');
    await click('plan-look-again');
    await find('diff');
    await click('plan-apply');
    await find('change-result');
  });

  it('repairs a file its tool cannot read, then goes on', async () => {
    const { backend } = await openWindow();
    await click('nav-tools');
    backend.faults.add('file_unparsable');
    await reapply();
    await click('plan-repair');
    expect((await find('diff')).textContent).toContain('my proxy');
    await click('plan-apply');
    await waitFor(() => expect(get('diff').textContent).toContain('ANTHROPIC_BASE_URL'));
  });

  it('says when the tool is configured but does not get an answer', async () => {
    await openWindow({ faults: ['check_fails'] });
    await click('nav-tools');
    await reapply();
    await find('diff');
    await click('plan-apply');
    expect((await find('change-result')).textContent).toContain('401');
    expect(get('tool-last-check-claude-code').dataset.ok).toBe('false');
  });

  it('unlocks the vault in place and goes on', async () => {
    await openWindow({ faults: ['locked'] });
    await click('nav-tools');
    await reapply();
    await click('problem-unlock');
    await find('diff');
    expect(get('vault-state').dataset.state).toBe('open');
  });
});

describe('drift', () => {
  it('is shown field by field and accepted without a word written', async () => {
    const { backend } = await openWindow();
    const accept = vi.spyOn(backend, 'acceptDrift');
    await click('nav-tools');
    await click('tool-review-claude-code');
    const fields = await find('drift-fields');
    expect(fields.textContent).toContain('claude-opus-4-7');
    expect(fields.textContent).toContain('claude-sonnet-4-6');
    expect(document.activeElement).toBe(get('drift-panel'));
    await click('drift-accept');
    await gone('drift-panel');
    expect(accept).toHaveBeenCalledWith('claude-code', 'seen-claude-code');
    expect(get('tool-claude-code').dataset.state).toBe('in_step');
    expect(backend.openPlans).toBe(0);
  });

  it('that sends a key elsewhere takes an agreement first', async () => {
    const { backend } = await openWindow({ faults: ['drift_danger'] });
    const accept = vi.spyOn(backend, 'acceptDrift');
    await click('nav-tools');
    await click('tool-review-claude-code');
    expect((await find('drift-meanings')).textContent).toContain('Whoever runs that host can read the key');
    await click('drift-accept');
    expect(accept).not.toHaveBeenCalled();
    expect(get('drift-agree').getAttribute('aria-invalid')).toBe('true');
    await pick('drift-agree');
    await click('drift-accept');
    await gone('drift-panel');
    expect(accept).toHaveBeenCalledOnce();
  });

  it('that changed since it was shown is looked at again', async () => {
    const { backend } = await openWindow();
    await click('nav-tools');
    await click('tool-review-claude-code');
    await find('drift-fields');
    backend.faults.add('file_changed');
    await click('drift-accept');
    await click('problem-retry');
    await click('drift-accept');
    await gone('drift-panel');
  });

  it('is left alone by Escape', async () => {
    await openWindow();
    await click('nav-tools');
    await click('tool-review-claude-code');
    await find('drift-fields');
    await press('Escape');
    await gone('drift-panel');
    expect(get('tool-claude-code').dataset.state).toBe('drifted');
  });
});

describe('configure all', () => {
  it('shows every difference first, then writes and proves tool by tool', async () => {
    const { backend } = await openWindow();
    const plan = vi.spyOn(backend, 'planAll');
    const apply = vi.spyOn(backend, 'applyPlan');
    await click('nav-tools');
    await click('tools-configure-all');
    expect(get('all-pick-cursor')).toHaveProperty('checked', false);
    expect(get('all-pick-codex')).toHaveProperty('checked', true);
    await type('all-quota', '5');
    await click('all-show');
    await find('all-plan-codex');
    expect(plan.mock.lastCall?.[0]).toMatchObject({
      tools: [
        { tool: 'claude-code', mode: 'helper' },
        { tool: 'codex', mode: 'helper' },
      ],
      quota_usd: 5,
    });
    expect(apply).not.toHaveBeenCalled();
    await click('all-apply');
    await find('all-done');
    expect(get('all-sum').textContent).toContain('2 of 2');
    expect(get('tool-codex').dataset.state).toBe('in_step');
    await click('all-done');
    await gone('configure-all');
    expect(backend.openPlans).toBe(0);
  });

  it('leaves out what cannot be configured and does the rest', async () => {
    await openWindow({ faults: ['some_fail', 'check_fails'] });
    await click('nav-tools');
    await click('tools-configure-all');
    await click('all-show');
    expect((await find('all-refused-claude-code')).textContent).toContain('not JSON');
    await click('all-apply');
    await find('all-done');
    expect(get('all-sum').textContent).toContain('0 of 1');
    expect(get('all-outcome-codex').textContent).toContain('401');
  });

  it('goes on with the next tool when one could not be written', async () => {
    await openWindow({ faults: ['file_changed'] });
    await click('nav-tools');
    await click('tools-configure-all');
    await click('all-show');
    await click('all-apply');
    await find('all-done');
    expect(get('all-sum').textContent).toContain('1 of 2');
    expect(get('all-outcome-claude-code').dataset.step).toBe('failed');
    expect(get('all-outcome-claude-code').textContent).toContain('Nothing was written');
    expect(get('all-outcome-codex').dataset.step).toBe('done');
  });

  it('stops after the tool that is being written', async () => {
    const { backend } = await openWindow();
    const check = vi.spyOn(backend, 'checkTool').mockImplementation(() => new Promise(() => undefined));
    await click('nav-tools');
    await click('tools-configure-all');
    await click('all-show');
    await click('all-apply');
    await waitFor(() => expect(check).toHaveBeenCalledOnce());
    await press('Escape');
    expect(get('configure-all').dataset.step).toBe('applying');
    await click('all-stop');
    expect(get('all-stop')).toHaveProperty('disabled', true);
    expect(get('all-outcome-codex').dataset.step).toBe('waiting');
  });

  it('forgets its plans when it is left', async () => {
    const { backend } = await openWindow();
    await click('nav-tools');
    await click('tools-configure-all');
    await click('all-show');
    await find('all-plan-codex');
    expect(backend.openPlans).toBe(2);
    await press('Escape');
    await gone('configure-all');
    expect(backend.openPlans).toBe(0);
  });
});

describe('frame', () => {
  it('names each state of the vault', async () => {
    for (const [fault, words] of [
      ['locked', 'Keychain locked'],
      ['absent', 'No keychain'],
      ['hung', 'Keychain not answering'],
    ] as const) {
      const { container } = await openWindow({ faults: [fault] });
      expect(container.querySelector('[data-testid="vault-state"]')?.textContent).toContain(words);
    }
  });

  it('switches bridges and signs out', async () => {
    await openWindow();
    await click('bridge-use-gateway.example');
    await waitFor(() => expect(get('bridge-menu').textContent).toContain('Team gateway'));
    await click('bridge-sign-out');
    expect(document.activeElement).toBe(get('sign-out-cancel'));
    await click('sign-out-confirm');
    await gone('sign-out-dialog');
    expect(get('bridge-menu').textContent).toContain('PulseNeko');
    await click('bridge-sign-out');
    await click('sign-out-confirm');
    await find('connect');
  });

  it('renames a bridge', async () => {
    await openWindow();
    await click('bridge-rename');
    expect(get('rename-confirm')).toHaveProperty('disabled', true);
    await type('rename-name', 'gateway.example');
    await click('rename-confirm');
    expect((await find('failure-message')).textContent).toContain('Another bridge');
    await type('rename-name', 'work');
    await click('rename-confirm');
    await gone('rename-dialog');
    expect(get('bridge-menu').textContent).toContain('work');
  });

  it('makes a new access token after saying what that ends', async () => {
    const { backend } = await openWindow({ faults: ['renew_refused'] });
    await click('bridge-renew');
    expect(get('renew-dialog').textContent).toContain('ends at once');
    expect(document.activeElement).toBe(get('renew-cancel'));
    await click('renew-confirm');
    await find('failure-hint');
    backend.faults.clear();
    await click('renew-confirm');
    await gone('renew-dialog');
    expect((await find('toast')).textContent).toContain('in your vault');
  });

  it('connects another bridge beside the one in use', async () => {
    await openWindow();
    await click('bridge-connect');
    expect(get('connect-url')).toHaveProperty('value', '');
    await click('connect-cancel');
    await find('key-table');
  });

  it('signs in again where the bridge asks who we are', async () => {
    await openWindow({ faults: ['signed_out'] });
    await click('problem-sign-in');
    expect(get('connect-url')).toHaveProperty('value', FAKE_URL);
    expect(get('connect-user-id')).toHaveProperty('value', '42');
    await type('connect-token', FAKE_TOKEN);
    await click('connect-submit');
    await find('key-table');
  });

  it('keeps the theme somebody chose', async () => {
    const { backend } = await openWindow();
    await click('theme-dark');
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(await backend.preferences()).toMatchObject({ theme: 'dark' });
    await click('theme-system');
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });

  it('follows when the host says that another bridge is in use', async () => {
    const { app, backend } = await openWindow();
    const listed = vi.spyOn(backend, 'listKeys');
    await backend.useBridge('gateway.example');
    await app.reload('status');
    expect(get('bridge-menu').textContent).toContain('Team gateway');
    expect(listed).toHaveBeenCalledOnce();
  });

  it('says why the wallet does not open', async () => {
    const { backend } = await openWindow({ faults: ['store'] });
    expect((await find('failure-hint')).textContent).toContain('Update');
    backend.faults.clear();
    await click('problem-retry');
    await find('key-table');
  });
});

describe('keyboard', () => {
  it('reaches search, new key, views and the list of shortcuts', async () => {
    await openWindow();
    await press('3', { ctrlKey: true }, document.body);
    await find('view-tools');
    expect(location.hash).toBe('#tools');
    await press('f', { ctrlKey: true }, document.body);
    await waitFor(() => expect(document.activeElement).toBe(get('key-search')));
    await press('?', {}, document.body);
    await find('shortcuts');
    await press('n', { ctrlKey: true }, document.body);
    expect(query('new-key-dialog')).toBeNull();
    await click('shortcuts-close');
    await press('n', { ctrlKey: true }, document.body);
    await find('new-key-dialog');
  });

  it('Escape leaves a change before it is written', async () => {
    const { backend } = await openWindow();
    await click('nav-tools');
    await reapply();
    await find('diff');
    await press('Escape');
    await gone('change-panel');
    expect(backend.openPlans).toBe(0);
  });

  it('leaves plain keys to whoever is typing', async () => {
    await openWindow();
    await press('?', {}, get('key-search'));
    expect(query('shortcuts')).toBeNull();
  });

  it('walks the list with the arrows, opens with Enter and closes with Escape', async () => {
    await openWindow();
    row('claude-code-mbp').focus();
    await press('ArrowDown');
    expect(document.activeElement).toBe(row('cursor-mbp'));
    await press('End');
    expect(document.activeElement).toBe(row('docs-bot'));
    await press('ArrowDown');
    expect(document.activeElement).toBe(row('docs-bot'));
    await press('Home');
    await press('Enter');
    expect(get('details-name').textContent).toBe('claude-code-mbp');
    expect(row('claude-code-mbp').tabIndex).toBe(0);
    expect(row('cursor-mbp').tabIndex).toBe(-1);
    await click('new-key');
    await press('Escape', {}, get('new-key-name'));
    expect(query('key-details')).not.toBeNull();
    await click('new-key-cancel');
    await press('Escape');
    expect(query('key-details')).toBeNull();
    expect(document.activeElement).toBe(row('claude-code-mbp'));
  });
});
