/*
 * What a scan of the fake's machine comes upon.
 */
import type {
  ChangeView,
  CleanupView,
  FindingView,
  KeyView,
  KnownKeyView,
  LeftView,
  PlanView,
  ScanRequest,
  ScanView,
} from '../bindings';
import { FAKE_URL } from './backend.fake.data';

/** A key, as findings name it. */
export function fakeKnownKey(key: KeyView): KnownKeyView {
  return {
    id: key.id,
    name: key.name,
    masked: key.masked,
    fingerprint: (0x3f2a91c0 + key.id).toString(16),
    label: new URL(FAKE_URL).host,
    url: FAKE_URL,
    status: key.status === 'enabled' ? 'live' : 'off',
  };
}

/** Copies of the first two keys, in the order in which a scan comes upon them. */
export function fakeFindings(keys: KeyView[], { git = false }: Partial<ScanRequest>): FindingView[] {
  const [first, second = first] = keys;
  if (first === undefined || second === undefined) return [];
  const redact = { remedy: 'redact' as const, next: 'Have it written over.' };
  const places: (Omit<FindingView, 'id' | 'key' | 'place' | 'line'> &
    Partial<FindingView> & { of: KeyView })[] = [
    {
      of: first,
      kind: 'live_config',
      path: '~/.claude/settings.json',
      line: 6,
      form: 'plain',
      remedy: 'reapply',
      next: 'Claude Code is pointed at its key anew: bridgekeeper configure claude-code',
    },
    { of: first, kind: 'shell_history', path: '~/.zsh_history', line: 4102, form: 'bare', ...redact },
    { of: first, kind: 'env_file', path: '~/work/app/.env.local', line: 3, form: 'plain', ...redact },
    {
      of: first,
      kind: 'transcript',
      path: '~/.claude/projects/-home-mei-work-app/5b1d.jsonl',
      line: 88,
      form: 'json_escaped',
      ...redact,
    },
    {
      of: second,
      kind: 'log',
      path: '~/work/app/logs/dev.log',
      line: 71,
      form: 'percent_encoded',
      ...redact,
    },
    {
      of: second,
      kind: 'database',
      path: '~/.config/Cursor/User/globalStorage/state.vscdb',
      place: 'table ItemTable, row 17, column value',
      form: 'plain',
      remedy: 'sql',
      next: 'Close the program it belongs to, then have it written over.',
    },
  ];
  if (git) {
    places.push({
      of: first,
      kind: 'git_object',
      path: '~/work/app',
      line: 3,
      place: 'blob 3f2a91c07d11',
      form: 'plain',
      remedy: 'by_hand',
      next: 'Disable the key: a history may have been cloned. Rewriting it is optional.',
    });
  }
  return places.map(({ of, ...finding }, index) => ({
    line: null,
    place: null,
    ...finding,
    id: `finding-${index}`,
    key: fakeKnownKey(of),
  }));
}

/** What it did not look at. */
function fakeLeft({ home, git }: Partial<ScanRequest>): LeftView[] {
  const left: LeftView[] = [
    {
      reason: 'denied',
      text: 'may not be read',
      count: 2,
      paths: ['~/.cache/other', '~/work/app/data/postgres'],
    },
    {
      reason: 'compressed',
      text: 'compressed; .gz is opened on request (--gz)',
      count: 14,
      paths: ['~/work/app/logs/dev.log.1.gz'],
    },
  ];
  if (!git) {
    left.push({
      reason: 'git_history',
      text: 'git history; looked at on request (--git)',
      count: 3,
      paths: ['~/work/app', '~/work/site', '~/dotfiles'],
    });
  }
  if (!home) {
    left.push({
      reason: 'not_asked',
      text: 'the rest of it; looked at on request (--home)',
      count: 1,
      paths: ['~'],
    });
  }
  return left;
}

/** What it comes to. */
export function fakeScan(findings: FindingView[], request: ScanRequest, complete: boolean): ScanView {
  return {
    findings,
    not_looked_at: fakeLeft(request),
    complete,
    note: null,
    keys: 12,
    files: 4210,
    bytes: 412_000_000,
    took_ms: 1240,
  };
}

/** The text around a finding, before and after it is written over. */
function fakeChange(finding: FindingView): ChangeView {
  const lead = finding.kind === 'env_file' ? 'ANTHROPIC_AUTH_TOKEN=' : 'curl -H "x-api-key: ';
  const marker =
    finding.kind === 'env_file'
      ? `removed-key-${finding.key.fingerprint}`
      : `[removed key ${finding.key.fingerprint}]`;
  return {
    path: finding.path,
    kind: 'edit',
    lines: [
      { kind: 'same', text: '# staging' },
      { kind: 'remove', text: `${lead}${finding.key.masked}` },
      { kind: 'add', text: `${lead}${marker}` },
    ],
  };
}

/** What writing over findings would change: a plan for each file. */
export function fakeCleanup(findings: FindingView[]): CleanupView {
  const plan = (finding: FindingView): PlanView => ({
    id: '',
    tool: finding.remedy === 'reapply' ? 'claude-code' : 'cleanup',
    title:
      finding.remedy === 'reapply'
        ? 'Point Claude Code at its key'
        : `Write over 1 copy of a key in ${finding.path}`,
    changes: [fakeChange(finding)],
    notes: ['Only the key is written over; undo brings it back.'],
    steps: [],
  });
  const open = findings.filter((finding) => finding.remedy === 'sql');
  return {
    plans: findings
      .filter((finding) => finding.remedy === 'redact' || finding.remedy === 'reapply')
      .map((finding) => plan(finding)),
    by_hand: findings.filter((finding) => finding.remedy === 'by_hand'),
    refused:
      open.length === 0
        ? []
        : [
            {
              findings: open,
              error: {
                code: 'file_refused',
                message: `${open[0]?.path} is open in cursor (4711); it was not touched`,
                hint: 'quit that program, then try again',
                details: [],
              },
            },
          ],
  };
}

/** What taking a cleanup back would change. */
export function fakeCleanupUndo(findings: FindingView[]): PlanView {
  const turned = (change: ChangeView): ChangeView => ({
    ...change,
    lines: change.lines.map((line) => ({
      ...line,
      kind: line.kind === 'add' ? 'remove' : line.kind === 'remove' ? 'add' : line.kind,
    })),
  });
  return {
    id: 'cleanup-undo',
    tool: 'cleanup',
    title: `Undo the last cleanup of ${findings[0]?.path}`,
    changes: findings.map((finding) => turned(fakeChange(finding))),
    notes: ['The keys stand there in clear again.'],
    steps: [],
  };
}
