/** Every screen and state of it that there is to look at, and how one comes there. */
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { FAKE_PASSWORD, FAKE_TOKEN } from '../src/lib/backend.fake.data';
import { FAKE_EXPORT } from '../src/lib/backend.fake.export';
import { chooseFile, click, find, get, openWindow, pick, press, row, type } from './window';

type Options = NonNullable<Parameters<typeof openWindow>[0]>;
export type State = [name: string, options: Options, steps?: () => Promise<void>];

const toTools = () => click('nav-tools');
const toUsage = async (until = 'usage-table') => {
  await click('nav-usage');
  if (until === 'usage-progress') await click('usage-sync');
  await find(until);
};
const open = async (name: string) => void (await fireEvent.click(row(name)));

/** What is waited for. */
function has(is: boolean): void {
  if (!is) throw new Error('not yet');
}

/** A text is pasted on the Leak screen. */
async function leaked(text = 'sk-FAKE0fake1FAKE2fake3FAKE4fake5FAKE6fake79fKd'): Promise<void> {
  await click('nav-leak');
  await type('leak-text', text);
  await waitFor(() => has(get('leak-found').querySelector('[data-testid]') !== null));
}

const toAdopt = async () => {
  await toTools();
  await click('tools-adopt-open');
};

export const STATES: State[] = [
  ['adopt', { adopt: true }, toAdopt],
  [
    'adopt: the difference',
    { adopt: true },
    async () => {
      await toAdopt();
      await click('adopt-take-0');
      await find('adopt-apply');
    },
  ],
  [
    'adopt: whose it is',
    { adopt: true },
    async () => {
      await toAdopt();
      await click('adopt-take-1');
      await find('adopt-url');
    },
  ],
  [
    'adopt: done',
    { adopt: true },
    async () => {
      await toAdopt();
      await click('adopt-take-0');
      await click('adopt-apply');
      await find('adopt-done');
    },
  ],
  ['usage', {}, () => toUsage()],
  [
    'usage: by key, one alone',
    {},
    async () => {
      await toUsage();
      await pick('usage-by-key');
      await fireEvent.click(screen.getAllByTestId('usage-row')[1]!);
    },
  ],
  [
    'usage: days of one’s own, by day',
    {},
    async () => {
      await toUsage();
      await pick('usage-range-custom');
      await pick('usage-by-day');
      await find('usage-dates');
    },
  ],
  [
    'usage: budget',
    {},
    async () => {
      await toUsage();
      await click('budget-set-cline');
      await click('budget-submit');
    },
  ],
  ['usage: offline', { faults: ['offline'] }, () => toUsage('usage-offline')],
  ['usage: incomplete', { faults: ['incomplete'] }, () => toUsage('usage-incomplete')],
  ['usage: failed', { faults: ['rate_limited'] }, () => toUsage('problem')],
  ['usage: reading', { stepMs: 60 }, () => toUsage('usage-progress')],
  ['usage: no account', { keyOnly: true }, () => toUsage('usage-key-only')],
  [
    'usage: nothing used',
    { empty: true },
    async () => {
      await click('nav-usage');
      await pick('usage-by-model');
      await find('usage-empty');
    },
  ],
  ['connect', { first: true }],
  [
    'connect: field errors',
    { first: true },
    async () => {
      await type('connect-url', '');
      await click('connect-submit');
    },
  ],
  [
    'connect: failed',
    { first: true, faults: ['nonsense'] },
    async () => {
      await type('connect-token', 'x');
      await click('connect-submit');
      await find('problem');
    },
  ],
  [
    'connect: the bridge is named',
    { first: true },
    async () => {
      await press('Enter', {}, await find('connect-url'));
      await waitFor(() => has(get('connect-site').textContent.trim() !== ''));
    },
  ],
  [
    'connect: password with second factor',
    { first: true, faults: ['second_factor'] },
    async () => {
      await pick('connect-way-password');
      await click('connect-submit');
      await type('connect-username', 'mei');
      await type('connect-password', FAKE_PASSWORD);
      await pick('connect-replaces');
      await click('connect-submit');
      await find('connect-otp');
    },
  ],
  [
    'connect: password, with errors',
    { first: true },
    async () => {
      await pick('connect-way-password');
      await click('connect-submit');
    },
  ],
  [
    'connect: no password here',
    { first: true, faults: ['no_password'] },
    async () => {
      await press('Enter', {}, await find('connect-url'));
      await find('connect-no-password');
    },
  ],
  ['connect: API key only', { first: true }, () => pick('connect-way-key')],
  ['connect: not encrypted', { first: true }, () => type('connect-url', 'http://192.168.1.4:3000')],
  [
    'first steps: tools',
    { first: true },
    async () => {
      await type('connect-token', FAKE_TOKEN);
      await click('connect-submit');
      await find('all-form');
    },
  ],
  [
    'first steps: no tool',
    { first: true, empty: true },
    async () => {
      await type('connect-token', FAKE_TOKEN);
      await click('connect-submit');
      await find('first-no-tools');
    },
  ],
  [
    'connect: no vault',
    { first: true, faults: ['absent'] },
    async () => {
      await type('connect-token', FAKE_TOKEN);
      await click('connect-submit');
      await click('problem-use-file');
      await find('passphrase');
    },
  ],
  [
    'demo',
    { first: true },
    async () => {
      await click('connect-demo');
      await find('demo');
    },
  ],
  ['home', {}, () => click('nav-home')],
  ['home: empty', { empty: true }, () => click('nav-home')],
  ['home: failed', { faults: ['no_home'] }, () => click('nav-home')],
  ['home: offline, locked', { faults: ['offline', 'locked'], unfinished: 2 }, () => click('nav-home')],
  ['home: no account', { keyOnly: true }, () => click('nav-home')],
  ['activity', {}, () => click('nav-activity')],
  ['activity: empty', { empty: true }, () => click('nav-activity')],
  ['activity: failed', { faults: ['no_activity'] }, () => click('nav-activity')],
  [
    'activity: nothing matches',
    {},
    async () => {
      await click('nav-activity');
      await type('activity-search', 'zzz');
      await find('activity-no-match');
    },
  ],
  ['settings', {}, () => click('nav-settings')],
  ['settings: failed', { faults: ['no_settings'] }, () => click('nav-settings')],
  ['settings: vault file, locked', { vault: 'file', faults: ['locked'] }, () => click('nav-settings')],
  [
    'settings: secrets moved to a file',
    {},
    async () => {
      await click('nav-settings');
      await click('settings-use-file');
      await type('passphrase', 'short');
      await type('passphrase-again', 'other');
    },
  ],
  [
    'settings: secrets left behind',
    { faults: ['hung'] },
    async () => {
      await click('nav-settings');
      await click('settings-use-file');
      await find('use-vault-leaves');
    },
  ],
  [
    'unlock the vault file',
    { vault: 'file', faults: ['locked'] },
    async () => {
      await click('vault-unlock');
      await type('passphrase', 'wrong one');
      await click('unlock-confirm');
      await find('problem');
    },
  ],
  [
    'import an export',
    {},
    async () => {
      await click('nav-settings');
      await chooseFile('settings-import-file', FAKE_EXPORT);
      await find('restore-dialog');
    },
  ],
  [
    'palette',
    {},
    async () => {
      await press('k', { ctrlKey: true });
      await type('palette-field', 'cl');
    },
  ],
  [
    'palette: nothing found',
    {},
    async () => {
      await press('k', { ctrlKey: true });
      await type('palette-field', 'zzz');
    },
  ],
  ['in Chinese', { preferences: { language: 'zh', view: 'home' } }],
  ['start: waiting', { faults: ['stuck'] }],
  ['start: failed', { faults: ['store'] }],
  ['keys', {}],
  ['keys: empty', { empty: true }],
  ['keys: failed', { faults: ['rate_limited'] }],
  ['keys: offline', { faults: ['offline'] }],
  ['keys: incomplete', { faults: ['incomplete'] }],
  ['keys: nothing matches', {}, () => type('key-search', 'zzz')],
  ['keys: sorted', {}, () => click('sort-spent')],
  ['key details', {}, async () => void (await fireEvent.click(row('cline-work')))],
  [
    'key revealed and copied',
    {},
    async () => {
      await fireEvent.click(row('ci-deploy'));
      await click('key-reveal');
      await find('key-hide');
      await click('key-copy');
      await find('toast');
    },
  ],
  [
    'toast with a problem',
    { faults: ['hung'] },
    async () => {
      await fireEvent.click(row('ci-deploy'));
      await click('key-reveal');
      await find('toast-problem');
    },
  ],
  [
    'new key: everything open, with errors',
    {},
    async () => {
      await click('new-key');
      await pick('new-key-expires-custom');
      await pick('new-key-quota-own');
      await click('new-key-advanced');
      await type('new-key-addresses', 'x');
      await click('new-key-submit');
      await find('new-key-addresses');
    },
  ],
  [
    'delete a key',
    {},
    async () => {
      await fireEvent.click(row('claude-code-mbp'));
      await click('key-delete');
    },
  ],
  [
    'keys: many, scrolled',
    { keys: 300 },
    async () => {
      row('claude-code-mbp').focus();
      await press('End');
    },
  ],
  ['keys: an interrupted create', { unmade: 12, unfinished: 12 }],
  ['keys: no account', { keyOnly: true }],
  ['keys: no account, a pasted key', { keyOnly: true }, () => open('from-a-colleague')],
  [
    'keys: filtered by group and use',
    {},
    async () => {
      await pick('filter-group-openai');
      await click('filter-enabled');
    },
  ],
  ['keys: selected', {}, () => click('keys-check-all')],
  [
    'keys: being changed',
    { stepMs: 100_000 },
    async () => {
      await click('keys-check-all');
      await click('batch-disable');
      await find('batch-progress');
    },
  ],
  [
    'keys: what could not be changed',
    { faults: ['some_fail'] },
    async () => {
      await click('keys-check-all');
      await click('batch-disable');
      await find('batch-report');
    },
  ],
  [
    'keys: news with an offer',
    {},
    async () => {
      await click('keys-check-all');
      await click('batch-disable');
      await find('toast-offer');
    },
  ],
  [
    'delete several keys that tools use',
    {},
    async () => {
      await click('keys-check-all');
      await click('batch-delete');
      await find('delete-word');
    },
  ],
  [
    'edit a key: everything open',
    {},
    async () => {
      await open('ci-deploy');
      await click('key-edit');
      await type('edit-key-name', 'other');
      await type('edit-key-addresses', 'x\ny');
      await type('edit-key-models-filter', 'my-model');
      await click('edit-key-model-add');
    },
  ],
  [
    'locked out',
    { faults: ['locked_out'] },
    async () => {
      await open('ci-deploy');
      await click('key-edit');
      await type('edit-key-addresses', '198.51.100.1');
      await click('edit-key-submit');
      await find('reach-take-back');
    },
  ],
  [
    'use a key',
    {},
    async () => {
      await open('ci-deploy');
      await click('key-use');
      await click('use-powershell');
      await click('use-copy');
      await find('countdown');
    },
  ],
  ['import', {}, () => click('import-key')],
  [
    'import: not understood',
    {},
    async () => {
      await click('import-key');
      await type('import-text', 'x');
      await click('import-read');
      await find('problem');
    },
  ],
  [
    'import: a bridge that is not known',
    {},
    async () => {
      await click('import-key');
      await type('import-text', 'ccswitch://v1/import?endpoint=https://evil.example&apiKey=sk-x');
      await click('import-read');
      await find('import-unknown');
    },
  ],
  [
    'several new keys: prices and progress',
    { stepMs: 100_000 },
    async () => {
      await click('new-key');
      await type('new-key-name', 'ci');
      await type('new-key-count', '20');
      await click('prices-show');
      await click('new-key-submit');
      await find('new-key-progress');
    },
  ],
  ['rename a bridge', {}, () => click('bridge-rename')],
  ['new access token', {}, () => click('bridge-renew')],
  ['sign out', {}, () => click('bridge-sign-out')],
  ['sign in again', { faults: ['signed_out'] }, () => click('problem-sign-in')],
  ['tools', {}, toTools],
  ['tools: a change cut short', { unfinished: 2 }, toTools],
  ['tools: none', { empty: true }, toTools],
  [
    'configure',
    {},
    async () => {
      await toTools();
      await click('tool-configure-codex');
      await pick('configure-key-existing');
    },
  ],
  [
    'review: the difference',
    {},
    async () => {
      await toTools();
      await click('tool-review-claude-code');
      await click('drift-reapply');
      await find('diff');
    },
  ],
  [
    'review: applied',
    {},
    async () => {
      await toTools();
      await click('tool-review-claude-code');
      await click('drift-reapply');
      await click('plan-apply');
      await find('change-result');
    },
  ],
  [
    'review: check failed',
    { faults: ['check_fails'] },
    async () => {
      await toTools();
      await click('tool-review-claude-code');
      await click('drift-reapply');
      await click('plan-apply');
      await find('change-result');
    },
  ],
  [
    'repair offered',
    { faults: ['file_unparsable'] },
    async () => {
      await toTools();
      await click('tool-repair-claude-code');
      await find('diff');
    },
  ],
  [
    'drift',
    {},
    async () => {
      await toTools();
      await click('tool-review-claude-code');
      await find('drift-fields');
    },
  ],
  [
    'drift: a key goes elsewhere, not agreed to',
    { faults: ['drift_danger'] },
    async () => {
      await toTools();
      await click('tool-review-claude-code');
      await click('drift-accept');
    },
  ],
  [
    'configure all',
    {},
    async () => {
      await toTools();
      await click('tools-configure-all');
    },
  ],
  [
    'configure all: the differences',
    { faults: ['some_fail'] },
    async () => {
      await toTools();
      await click('tools-configure-all');
      await pick('all-pick-cursor');
      await click('all-show');
      await find('all-plan-codex');
    },
  ],
  [
    'configure all: done, one failed',
    { faults: ['file_changed'] },
    async () => {
      await toTools();
      await click('tools-configure-all');
      await click('all-show');
      await click('all-apply');
      await find('all-done');
    },
  ],
  ['leak', {}, () => click('nav-leak')],
  ['leak: a key is named', {}, () => leaked()],
  [
    'leak: picked from the list, one is nobody’s',
    {},
    async () => {
      await leaked('sk-stranger0123456789abcdefghijklmnopqrstuvwxyzABCD');
      (await find('leak-pick')).setAttribute('open', '');
      await pick('leak-pick-cursor-mbp');
    },
  ],
  [
    'leak: being proven',
    { stepMs: 100_000 },
    async () => {
      await leaked();
      await click('leak-kill');
      await find('copies-progress');
    },
  ],
  [
    'leak: dead, copies found',
    { speed: 1000 },
    async () => {
      await leaked();
      await click('leak-kill');
      await waitFor(() => has(get('kill').dataset.state === 'dead'));
      await find('copies-sum');
    },
  ],
  [
    'leak: a copy is to be written over',
    { speed: 1000 },
    async () => {
      await leaked();
      await click('leak-kill');
      await click('copies-all');
      await find('cleanup');
    },
  ],
  ...(['kill_alive', 'kill_unreachable', 'kill_signed_out'] as const).map((fault): State => [
    `leak: ${fault}`,
    { speed: 1000, faults: [fault] },
    async () => {
      await leaked();
      await click('leak-kill');
      await waitFor(() => has(get('kill-steps').childElementCount > 1));
    },
  ]),
  [
    'leak: to be given up',
    { speed: 1000, faults: ['kill_signed_out'] },
    async () => {
      await leaked();
      await click('leak-kill');
      await click('kill-give-up');
    },
  ],
  [
    'leak: earlier ones',
    { speed: 1000 },
    async () => {
      await leaked();
      await click('leak-kill');
      await click('leak-another');
      await find('incidents');
    },
  ],
  ['shortcuts', {}, () => press('?', {}, document.body)],
];
