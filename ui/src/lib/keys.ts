/** Pure questions about keys: which ones match, in which order, how much of a quota is gone. */
import type { KeyStatus, KeyView } from '../bindings';

export const STATUSES: readonly KeyStatus[] = ['enabled', 'disabled', 'expired', 'exhausted'];

/** The longest name, in bytes, that every dialect of a bridge takes. */
export const LONGEST_NAME = 30;

/** Share of a quota from which on it counts as nearly used up. */
export const NEARLY_USED = 0.9;

/** How long before its end an expiring key asks for attention. */
const SOON_MS = 7 * 24 * 60 * 60 * 1000;

export type Column = 'name' | 'status' | 'spent' | 'group' | 'used' | 'expires';
export interface Sort {
  by: Column;
  descending: boolean;
}

/** What a click on a header should do first: largest and latest are what people look for. */
export const DESCENDS_FIRST: ReadonlySet<Column> = new Set<Column>(['spent', 'used']);

export interface Filter {
  text: string;
  status: KeyStatus | null;
  group: string | null;
}

export function matches(key: KeyView, filter: Filter): boolean {
  if (filter.status !== null && key.status !== filter.status) return false;
  if (filter.group !== null && key.group !== filter.group) return false;
  const text = filter.text.trim().toLowerCase();
  return text === '' || key.name.toLowerCase().includes(text) || lastFour(key).toLowerCase().includes(text);
}

/** The visible end of the key; the rest of the mask is the same for all and must not match. */
function lastFour(key: KeyView): string {
  return key.masked.slice(-4);
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const ORDER: Record<Column, (a: KeyView, b: KeyView) => number> = {
  name: (a, b) => byName.compare(a.name, b.name),
  status: (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status),
  spent: (a, b) => a.used_usd - b.used_usd,
  group: (a, b) => byName.compare(a.group, b.group),
  used: (a, b) => time(a.last_used, -Infinity) - time(b.last_used, -Infinity),
  expires: (a, b) => time(a.expires, Infinity) - time(b.expires, Infinity),
};

function time(iso: string | null, otherwise: number): number {
  return iso === null ? otherwise : Date.parse(iso);
}

/** Without a sort the bridge's order stays: newest first. */
export function arrange(keys: KeyView[], filter: Filter, sort: Sort | null): KeyView[] {
  const shown = keys.filter((key) => matches(key, filter));
  if (sort === null) return shown;
  const order = ORDER[sort.by];
  // Infinity minus Infinity is not a number; equal then.
  return shown.sort((a, b) => (order(a, b) || 0) * (sort.descending ? -1 : 1));
}

/** The key's own quota in US dollars, or `null` where it shares the balance. */
export function ownQuota(key: KeyView): number | null {
  return key.remain_usd === null ? null : key.used_usd + Math.max(key.remain_usd, 0);
}

/** How much of its own quota a key has used, 0 to 1. */
export function usedShare(key: KeyView): number | null {
  const whole = ownQuota(key);
  return whole === null || whole === 0 ? null : Math.min(key.used_usd / whole, 1);
}

export function expiresSoon(key: KeyView, now: number): boolean {
  if (key.expires === null || key.status !== 'enabled') return false;
  return Date.parse(key.expires) - now < SOON_MS;
}
