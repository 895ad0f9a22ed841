/** Pure questions about keys: which ones match, in which order, how much of a quota is gone. */
import type { KeyStatus, KeyView } from '../bindings';
import type { Amount } from './format';

export const STATUSES: readonly KeyStatus[] = ['enabled', 'disabled', 'expired', 'exhausted'];

/** The longest name, in bytes, that every dialect of a bridge takes. */
export const LONGEST_NAME = 30;

/** What the wallet puts behind the name of one of several: `-x7q2`. */
export const SUFFIX_LENGTH = 5;

/** The most keys of one create. */
export const MOST_AT_ONCE = 500;

/** Share of a quota from which on it counts as nearly used up. */
export const NEARLY_USED = 0.9;

/** How long before its end an expiring key asks for attention. */
const SOON_MS = 7 * 24 * 60 * 60 * 1000;

export const COLUMNS = ['name', 'status', 'key', 'spent', 'group', 'limits', 'used', 'expires'] as const;
export type Column = (typeof COLUMNS)[number];
export interface Sort {
  by: Column;
  descending: boolean;
}

/** What a click on a header should do first: largest and latest are what people look for. */
export const DESCENDS_FIRST: ReadonlySet<Column> = new Set<Column>(['spent', 'used']);

/** Whether a key is used by any tool of this machine; anything else is the name of a profile. */
export const USED = '*';
export const UNUSED = '-';

export interface Filter {
  text: string;
  /** Any of these; none means any. */
  statuses: KeyStatus[];
  groups: string[];
  /** {@link USED}, {@link UNUSED} or a profile; empty means any. */
  use: string;
}

export const EVERYTHING: Readonly<Filter> = { text: '', statuses: [], groups: [], use: '' };

export const isNarrowed = ({ text, statuses, groups, use }: Filter): boolean =>
  text.trim() !== '' || statuses.length > 0 || groups.length > 0 || use !== '';

const hasText = (key: KeyView, words: string[]) => words.every((word) => wordsOf(key).includes(word));
const hasStatus = (key: KeyView, { statuses }: Filter) =>
  statuses.length === 0 || statuses.includes(key.status);
const hasGroup = (key: KeyView, { groups }: Filter) => groups.length === 0 || groups.includes(key.group);
function hasUse(key: KeyView, { use }: Filter): boolean {
  if (use === '') return true;
  if (use === USED) return key.used_by.length > 0;
  return use === UNUSED ? key.used_by.length === 0 : key.used_by.includes(use);
}

/** What a search looks in, kept because ten thousand keys are asked at every letter. */
const known = new WeakMap<KeyView, string>();

function wordsOf(key: KeyView): string {
  let words = known.get(key);
  if (words === undefined) {
    // The visible end of the key alone: the rest of the mask is the same for all and must not match.
    const parts = [key.name, tail(key), key.group, ...(key.models ?? []), ...key.allow_ips];
    words = parts.join('\n').toLowerCase();
    known.set(key, words);
  }
  return words;
}

function tail(key: KeyView): string {
  return key.masked.slice(-4);
}

export interface Found {
  shown: KeyView[];
  /** How many there would be of each, with the rest of the filter as it is. */
  byStatus: Record<KeyStatus, number>;
  byGroup: Map<string, number>;
  anyStatus: number;
}

/** The keys that match, in the order they came, and what each choice of the filter would find. */
export function find(keys: readonly KeyView[], filter: Filter): Found {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown: KeyView[] = [];
  const byStatus = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<KeyStatus, number>;
  const byGroup = new Map<string, number>();
  let anyStatus = 0;
  for (const key of keys) {
    if (!hasText(key, words) || !hasUse(key, filter)) continue;
    const [isStatus, isGroup] = [hasStatus(key, filter), hasGroup(key, filter)];
    if (isGroup) {
      byStatus[key.status] += 1;
      anyStatus += 1;
    }
    if (isStatus) byGroup.set(key.group, (byGroup.get(key.group) ?? 0) + 1);
    if (isStatus && isGroup) shown.push(key);
  }
  return { shown, byStatus, byGroup, anyStatus };
}

const alphabetical = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** What a column is sorted by: words by the alphabet, numbers by size. */
const MEASURES: Record<Column, (key: KeyView) => string | number> = {
  name: (key) => key.name,
  status: (key) => STATUSES.indexOf(key.status),
  key: tail,
  spent: (key) => key.used_usd,
  group: (key) => key.group,
  // No quota of its own is the widest limit of all.
  limits: (key) => ownQuota(key)?.usd ?? Infinity,
  used: (key) => time(key.last_used, -Infinity),
  expires: (key) => time(key.expires, Infinity),
};

function time(iso: string | null, otherwise: number): number {
  return iso === null ? otherwise : Date.parse(iso);
}

/** Without a sort the bridge's order stays: newest first. Equal keys keep their order either way. */
export function inOrder(keys: readonly KeyView[], sort: Sort | null): readonly KeyView[] {
  if (sort === null) return keys;
  const measure = MEASURES[sort.by];
  const direction = sort.descending ? -1 : 1;
  return keys
    .map((key) => ({ key, by: measure(key) }))
    .sort((a, b) => direction * compare(a.by, b.by))
    .map(({ key }) => key);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'string' || typeof b === 'string') return alphabetical.compare(String(a), String(b));
  // Infinity minus Infinity is not a number; equal then.
  return a - b || 0;
}

/** What its group is called; of a pasted key nobody here knows it. */
export function groupOf(key: KeyView, words: { ownGroup: string; notKnown: string }): string {
  return key.group || (key.pasted ? words.notKnown : words.ownGroup);
}

export const spent = (key: KeyView): Amount => ({ usd: key.used_usd, quota: key.used_quota });

/** What is left of the key's own quota, or `null` where it shares the balance. */
export function left(key: KeyView): Amount | null {
  return key.remain_usd === null ? null : { usd: key.remain_usd, quota: key.remain_quota };
}

/** The key's own quota, or `null` where it shares the balance. */
export function ownQuota(key: KeyView): Amount | null {
  if (key.remain_usd === null) return null;
  return {
    usd: key.used_usd + Math.max(key.remain_usd, 0),
    quota: key.used_quota + Math.max(key.remain_quota, 0),
  };
}

/** How much of its own quota a key has used, 0 to 1. */
export function usedShare(key: KeyView): number | null {
  const whole = ownQuota(key);
  return whole === null || whole.usd === 0 ? null : Math.min(key.used_usd / whole.usd, 1);
}

export function expiresSoon(key: KeyView, now: number): boolean {
  if (key.expires === null || key.status !== 'enabled') return false;
  return Date.parse(key.expires) - now < SOON_MS;
}
