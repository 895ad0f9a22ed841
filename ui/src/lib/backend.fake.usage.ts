/** What the fake's account has used: the same every time, so that a picture of it does not change. */
import type {
  AttentionView,
  BridgeView,
  BudgetView,
  Display,
  HomeView,
  KeyView,
  SpendView,
  ToolView,
  UsageCellView,
  UsageRange,
  UsageTableView,
  VaultView,
} from '../bindings';
import { ago, UNITS_PER_USD } from './backend.fake.data';

const DAY = 24 * 60 * 60 * 1000;

/** Which key is whose, what it asks, and what a busy day of it costs in dollars. */
interface Habit {
  key: string;
  tool: string | null;
  models: string[];
  usd: number;
  calls: number;
}

const HABITS: Habit[] = [
  {
    key: 'claude-code-mbp',
    tool: 'claude-code',
    models: ['claude-opus-4-7', 'claude-sonnet-4-6', 'claude-haiku-4-5'],
    usd: 1.9,
    calls: 60,
  },
  { key: 'cursor-mbp', tool: 'cursor', models: ['gpt-5.2', 'gpt-5.2-mini'], usd: 0.7, calls: 30 },
  {
    key: 'cline-work',
    tool: 'cline',
    models: ['claude-sonnet-4-6', 'claude-opus-4-7'],
    usd: 0.6,
    calls: 18,
  },
  { key: 'docs-bot', tool: null, models: ['gpt-5.2'], usd: 0.45, calls: 24 },
  { key: 'team-lin', tool: null, models: ['gpt-5.2-codex', 'gpt-5.2-mini'], usd: 0.35, calls: 22 },
  { key: 'ci-deploy', tool: null, models: ['deepseek-v4'], usd: 0.06, calls: 40 },
  { key: 'gemini-test', tool: null, models: ['gemini-3-pro', 'gemini-3-flash'], usd: 0.05, calls: 6 },
  { key: 'nightly-eval', tool: null, models: ['qwen3-coder-plus'], usd: 0.004, calls: 12 },
];

const TOOL_NAMES: Record<string, string> = { 'claude-code': 'Claude Code', cursor: 'Cursor', cline: 'Cline' };

/** 0 to 1, always the same for the same numbers. */
function chance(...seed: number[]): number {
  let hash = 2166136261;
  for (const part of seed) hash = Math.imul(hash ^ (part + 0x9e3779b9), 16777619);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x5bd1e995);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** Days since 1970 where the user is. */
function today(): number {
  const now = new Date();
  return Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / DAY);
}

const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string) => Math.floor(Date.parse(date) / DAY);

/** How busy a day is: little at weekends, a push now and then, more and more over the year. */
function load(day: number, habit: number): number {
  const weekday = (day + 4) % 7;
  const rest = weekday === 0 || weekday === 6 ? 0.15 : 1;
  const push = chance(day, 77) > 0.88 ? 2 : 0.5 + chance(day, habit);
  const growth = 0.6 + (0.4 * (day - today() + 365)) / 365;
  return day % 29 === habit ? 0 : rest * push * Math.max(growth, 0.2);
}

const sums = (usd: number, calls: number, cached: number) => {
  const prompt = Math.round(usd * 150_000);
  const completion = Math.round(usd * 9_000);
  return {
    calls,
    prompt_tokens: prompt,
    completion_tokens: completion,
    cache_tokens: Math.round(prompt * cached),
    tokens: prompt + completion,
    quota: Math.round(usd * UNITS_PER_USD),
    usd: Math.round(usd * UNITS_PER_USD) / UNITS_PER_USD,
  };
};

interface Options {
  isEmpty: boolean;
  isOffline: () => boolean;
  isIncomplete: () => boolean;
  /** So many keys more, of no tool, used a little. */
  others?: number;
}

/** What was used, budgets, and the sums of them that Home shows. */
export class FakeUsage {
  #budgets = new Map<string, number>([
    ['claude-code', 40],
    ['cursor', 18],
  ]);
  /** When the bridge's log was read last. */
  #asOf: string | null = ago(4 * 60_000);
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  read(): void {
    this.#asOf = new Date().toISOString();
  }

  table(range: UsageRange, keys: KeyView[], bridge: BridgeView | null): UsageTableView {
    const last = range.kind === 'last' ? today() : dayOf(range.to);
    const first = range.kind === 'last' ? last - range.days + 1 : dayOf(range.from);
    const habits = this.#habits();
    const tools = [...new Set(habits.flatMap(({ tool }) => tool ?? []))];
    const models = [...new Set(habits.flatMap((habit) => habit.models))];
    const cells: UsageCellView[] = [];
    for (let day = Math.max(first, today() - 400); day <= Math.min(last, today()); day += 1) {
      habits.forEach((habit, key) => {
        if (habit.usd === 0 && (day + key) % 90 !== 0) return;
        const spent = load(day, key) * (habit.usd === 0 ? 0.002 : habit.usd);
        const parts = habit.models.map((_, at) => chance(day, key, at) + 0.1);
        const all = parts.reduce((sum, part) => sum + part, 0);
        habit.models.forEach((model, at) => {
          const usd = (spent * parts[at]!) / all;
          const calls = Math.round((load(day, key) * habit.calls * parts[at]!) / all);
          if (calls === 0) return;
          const tool = habit.tool === null ? null : tools.indexOf(habit.tool);
          const place = { day: day - first, tool, key, model: models.indexOf(model) };
          cells.push({ ...place, ...sums(usd, calls, habit.tool === null ? 0 : 0.6) });
        });
      });
    }
    const isComplete = this.#asOf !== null && !this.#options.isIncomplete();
    return {
      days: Array.from({ length: last - first + 1 }, (_, at) => dateOf(first + at)),
      tools: tools.map((id) => ({ id, name: TOOL_NAMES[id] ?? id })),
      keys: habits.map(({ key }) => ({
        id: keys.find(({ name }) => name === key)?.id ?? null,
        name: key,
        keys: key === 'claude-code-mbp' ? 2 : 1,
      })),
      models,
      // What is not read yet is what lies far back.
      whole: Array.from({ length: last - first + 1 }, (_, at) => isComplete || first + at > last - 12),
      cells,
      basis: {
        from: dateOf(first),
        to: dateOf(last),
        zone: 'Europe/Berlin',
        bridge: bridge?.label ?? '',
        display: bridge?.display ?? ({ kind: 'usd', symbol: '$', per_usd: 1 } satisfies Display),
        per_usd: UNITS_PER_USD,
        as_of: this.#options.isOffline() ? ago(3 * 60 * 60 * 1000) : this.#asOf,
        complete: isComplete,
        note: isComplete ? null : 'Not all days are read from the bridge’s log yet.',
      },
    };
  }

  budgets(): BudgetView[] {
    const month = new Date().toISOString().slice(0, 8);
    const renews = new Date(new Date().getFullYear(), new Date().getMonth() + 1, 1, 12);
    return [...this.#budgets].map(([tool, usd]) => {
      const spent = this.#spent(dayOf(`${month}01`), today(), tool).usd;
      const pace = this.#spent(today() - 7, today() - 1, tool).usd / 7;
      return {
        tool,
        name: TOOL_NAMES[tool] ?? tool,
        usd,
        spent_usd: spent,
        state: spent >= usd ? 'spent' : spent >= usd * 0.8 ? 'near' : 'fine',
        days_left: pace > 0 ? Math.max(usd - spent, 0) / pace : null,
        renews: renews.toISOString().slice(0, 10),
      };
    });
  }

  setBudget(tool: string, usd: number | null): BudgetView[] {
    if (usd === null) this.#budgets.delete(tool);
    else this.#budgets.set(tool, usd);
    return this.budgets();
  }

  home(bridge: BridgeView | null, vault: VaultView, tools: ToolView[], keys: KeyView[]): HomeView {
    const now = today();
    const budgets = this.budgets();
    const byDay = Array.from({ length: 30 }, (_, at) => this.#spent(now - 29 + at, now - 29 + at).quota);
    const pace = this.#spent(now - 7, now - 1).usd / 7;
    return {
      bridge,
      vault,
      today: this.#spend(now, now, now - 1, now - 1),
      days7: this.#spend(now - 6, now, now - 13, now - 7),
      days30: this.#spend(now - 29, now, now - 59, now - 30),
      by_day: byDay,
      days_left: bridge === null || pace === 0 ? null : bridge.balance_usd / pace,
      usage_as_of: this.#asOf,
      usage_complete: this.#asOf !== null && !this.#options.isIncomplete(),
      tools: tools
        .filter((tool) => tool.state !== 'not_found')
        .map(({ id, name, mark, state, state_text, profile, mode, key }) => ({
          ...{ id, name, mark, state, state_text, profile, mode, key },
          today_usd: this.#spent(now, now, id).usd,
          days7_usd: this.#spent(now - 6, now, id).usd,
          days30_usd: this.#spent(now - 29, now, id).usd,
          days30_quota: this.#spent(now - 29, now, id).quota,
          budget: budgets.find((budget) => budget.tool === id) ?? null,
        })),
      attention: this.attention(vault, tools, keys),
    };
  }

  attention(vault: VaultView, tools: ToolView[], keys: KeyView[]): AttentionView[] {
    const nothing = { what: null, tool: null, key: null, name: null, days: null, percent: null, count: null };
    const all: AttentionView[] = [];
    if (vault.state !== 'open') {
      all.push({
        ...nothing,
        kind: 'vault',
        level: 'problem',
        text: vault.message,
        what: vault.message,
        next: vault.hint ?? '',
      });
    }
    for (const tool of tools.filter(({ state }) => state === 'drifted')) {
      const { id, name } = tool;
      const text = `${name}: ${tool.state_text}`;
      const next = `bridgekeeper doctor ${id}`;
      all.push({
        ...nothing,
        kind: 'drift',
        level: 'problem',
        tool: id,
        name,
        text,
        what: tool.state_text,
        next,
      });
    }
    for (const budget of this.budgets().filter(({ state }) => state !== 'fine')) {
      const percent = Math.floor((budget.spent_usd / budget.usd) * 100);
      all.push({
        ...nothing,
        kind: 'budget',
        level: budget.state === 'spent' ? 'problem' : 'note',
        text: `${budget.name} has spent ${percent} % of its budget`,
        next: `bridgekeeper budget ${budget.tool} USD`,
        tool: budget.tool,
        name: budget.name,
        days: budget.days_left === null ? null : Math.floor(budget.days_left),
        percent,
      });
    }
    for (const key of keys.filter(({ status, expires }) => status === 'enabled' && expires !== null)) {
      const days = Math.floor((Date.parse(key.expires!) - Date.now()) / DAY);
      if (days >= 7) continue;
      const text = `key "${key.name}" expires in ${days} days`;
      const next = `bridgekeeper keys edit ${key.id} --expires 30d`;
      all.push({
        ...nothing,
        kind: 'key_expires',
        level: 'note',
        text,
        next,
        key: key.id,
        name: key.name,
        days,
      });
    }
    return all;
  }

  #habits(): Habit[] {
    if (this.#options.isEmpty) return [];
    const others = Array.from({ length: this.#options.others ?? 0 }, (_, at) => ({
      key: `bulk-${String(at + 1).padStart(5, '0')}`,
      tool: null,
      models: ['gpt-5.2-mini'],
      usd: 0,
      calls: 3,
    }));
    return [...HABITS, ...others];
  }

  #spent(from: number, to: number, tool?: string): { usd: number; quota: number; calls: number } {
    let [usd, calls] = [0, 0];
    if (!this.#options.isEmpty) {
      for (let day = from; day <= to; day += 1) {
        HABITS.forEach((habit, key) => {
          if (tool !== undefined && habit.tool !== tool) return;
          usd += load(day, key) * habit.usd;
          calls += Math.round(load(day, key) * habit.calls);
        });
      }
    }
    return { usd, quota: Math.round(usd * UNITS_PER_USD), calls };
  }

  #spend(from: number, to: number, beforeFrom: number, beforeTo: number): SpendView {
    const before = this.#spent(beforeFrom, beforeTo);
    return { ...this.#spent(from, to), before_usd: before.usd, before_quota: before.quota };
  }
}
