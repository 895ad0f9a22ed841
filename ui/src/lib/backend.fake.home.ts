/** What the fake's Home says, out of what the fake holds. */
import type {
  AttentionView,
  BridgeView,
  HomeView,
  KeyView,
  SpendView,
  ToolView,
  VaultView,
} from '../bindings';
import { ago, UNITS_PER_USD } from './backend.fake.data';

/** Dollars of each of the last 30 days: people work less at the weekend. */
const DAYS = [
  1.3, 1.56, 1.8, 2.01, 2.06, 0.7, 0.76, 2.05, 2.48, 2.23, 1.69, 1.38, 0.62, 0.74, 1.18, 1.7, 2.09, 1.84,
  1.66, 0.51, 0.58, 1.65, 2.39, 1.91, 2.4, 1.5, 0.58, 0.78, 1.12, 1.86,
];
const COSTS: Record<string, number> = { 'claude-code': 38.12, cursor: 12.4, cline: 8.19 };

interface World {
  bridge: BridgeView | null;
  vault: VaultView;
  tools: ToolView[];
  keys: KeyView[];
  unfinished: number;
  /** Nothing was spent yet. */
  isNew: boolean;
}

export function fakeHome({ bridge, vault, tools, keys, unfinished, isNew }: World): HomeView {
  const days = isNew ? DAYS.map(() => 0) : DAYS;
  return {
    bridge,
    vault,
    today: spend(days.slice(-1), 2.38, 412),
    days7: spend(days.slice(-7), 11.6, 3120),
    days30: spend(days, 51.2, 12_904),
    by_day: days.map((usd) => usd * UNITS_PER_USD),
    days_left: isNew ? null : 19.3,
    usage_as_of: isNew ? null : ago(90_000),
    usage_complete: !isNew,
    tools: tools
      .filter(({ found }) => found)
      .map((tool) => ({
        id: tool.id,
        name: tool.name,
        mark: tool.mark,
        state: tool.state,
        state_text: tool.state_text,
        profile: tool.profile,
        mode: tool.mode,
        key: tool.key,
        today_usd: 0.4,
        days7_usd: (COSTS[tool.id] ?? 0) / 4,
        days30_usd: COSTS[tool.id] ?? 0,
        days30_quota: (COSTS[tool.id] ?? 0) * UNITS_PER_USD,
        budget: tool.id === 'claude-code' ? BUDGET : null,
      })),
    attention: [...attention(vault, tools, keys, unfinished)],
  };
}

const BUDGET = {
  tool: 'claude-code',
  name: 'Claude Code',
  usd: 45,
  spent_usd: 38.12,
  state: 'near' as const,
  days_left: 4.1,
  renews: '2026-12-01',
};

function spend(days: number[], before: number, calls: number): SpendView {
  const usd = days.reduce((sum, day) => sum + day, 0);
  const isNew = usd === 0;
  return {
    usd,
    quota: usd * UNITS_PER_USD,
    calls: isNew ? 0 : calls,
    before_usd: isNew ? 0 : before,
    before_quota: isNew ? 0 : before * UNITS_PER_USD,
  };
}

const PLAIN: AttentionView = {
  kind: 'vault',
  level: 'problem',
  text: '',
  next: '',
  tool: null,
  key: null,
  name: null,
  days: null,
  percent: null,
  count: null,
};

function* attention(
  vault: VaultView,
  tools: ToolView[],
  keys: KeyView[],
  unfinished: number,
): Generator<AttentionView> {
  if (vault.state !== 'open') yield { ...PLAIN, text: vault.message, next: vault.hint ?? '' };
  for (const tool of tools) {
    if (tool.state === 'unreadable')
      yield { ...PLAIN, kind: 'unreadable', text: tool.state_text, tool: tool.id, name: tool.name };
    if (tool.state === 'drifted' || tool.state === 'shadowed') {
      yield { ...PLAIN, kind: 'drift', text: tool.state_text, tool: tool.id, name: tool.name };
    }
  }
  const note: AttentionView = { ...PLAIN, level: 'note' };
  const soon = keys.find(
    ({ expires, status }) =>
      status === 'enabled' && expires !== null && Date.parse(expires) < Date.now() + 7 * 86_400_000,
  );
  if (soon !== undefined) yield { ...note, kind: 'key_expires', key: soon.id, name: soon.name, days: 3 };
  const little = keys.find(
    ({ remain_usd, used_usd }) => remain_usd !== null && remain_usd < (remain_usd + used_usd) / 10,
  );
  if (little !== undefined)
    yield { ...note, kind: 'key_quota', key: little.id, name: little.name, percent: 6 };
  if (unfinished > 0) yield { ...note, kind: 'unfinished', count: unfinished };
}
