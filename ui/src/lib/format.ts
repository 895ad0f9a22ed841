/** Numbers, money and times as the user's locale writes them. */
import type { Display } from '../bindings';
import { reader } from './locale.svelte';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One of `Intl`'s formats in the reader's locale. Made once for each: it takes longer to make than to use. */
function inLocale<T>(of: 'numbers' | 'words', make: (tag: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const tag = reader[of];
    const format = made.get(tag) ?? make(tag);
    made.set(tag, format);
    return format;
  };
}

// The sign is put in afterwards: only the place that the locale gives it is taken from here.
const cents = inLocale(
  'numbers',
  (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency: 'USD' }),
);
const wholes = inLocale(
  'numbers',
  (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency: 'USD', minimumFractionDigits: 0 }),
);
const units = inLocale(
  'words',
  (tag) => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 2 }),
);
const plain = inLocale('numbers', (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 3 }));
const parts = inLocale('numbers', (tag) => new Intl.NumberFormat(tag, { style: 'percent' }));
const ago = inLocale('words', (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' }));
const thisYear = inLocale('words', (tag) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' }));
const otherYear = inLocale(
  'words',
  (tag) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' }),
);
const clock = inLocale('words', (tag) => new Intl.DateTimeFormat(tag, { timeStyle: 'medium' }));
const minutes = inLocale(
  'words',
  (tag) => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' }),
);
const weekday = inLocale(
  'words',
  (tag) => new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' }),
);
const near = inLocale('words', (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));
const full = inLocale(
  'words',
  (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }),
);

const shortWeekday = inLocale(
  'words',
  (tag) => new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short' }),
);

/** An amount as the bridge counts it and in US dollars. What is known in dollars only is shown in dollars. */
export interface Amount {
  usd: number;
  quota?: number;
}

export const DOLLARS: Display = { kind: 'usd', symbol: '$', per_usd: 1 };

/** `$38.12`. What is there but rounds to nothing says so, because `$0.00` would read as unused. */
export function money(amount: Amount, display: Display): string {
  if (display.kind === 'tokens' && amount.quota !== undefined) return units().format(amount.quota);
  const value = amount.usd * currency(display).per_usd;
  return value > 0 && value < 0.005 ? `< ${signed(cents(), 0.01, display)}` : signed(cents(), value, display);
}

/** `$20`: a limit somebody set, without empty cents. */
export function limit(amount: Amount, display: Display): string {
  if (display.kind === 'tokens' && amount.quota !== undefined) return units().format(amount.quota);
  const value = Math.round(amount.usd * currency(display).per_usd * 100) / 100;
  return signed(Number.isInteger(value) ? wholes() : cents(), value, display);
}

/** `500,000 units`: what the bridge itself counts, for a title beside the money. */
export function rawUnits(amount: Amount, word: (count: string) => string): string | undefined {
  return amount.quota === undefined ? undefined : word(plain().format(Math.round(amount.quota)));
}

/** What money is typed in: the bridge's currency; dollars where it shows raw units, which nobody types. */
export function currency(display: Display): Display {
  return display.kind === 'tokens' ? DOLLARS : display;
}

function signed(format: Intl.NumberFormat, value: number, display: Display): string {
  const { symbol } = currency(display);
  return format
    .formatToParts(value)
    .map((part) => (part.type === 'currency' ? symbol : part.value))
    .join('');
}

/** A date and time as a field for them wants it: local, to the minute. */
export function fieldTime(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE * 1000).toISOString().slice(0, 16);
}

export function count(value: number): string {
  return plain().format(value);
}

/** `12.5K`: a number that only has to be about right. */
export function compact(value: number): string {
  return units().format(value);
}

/** `38%`; what is there but rounds to nothing says so. */
export function percent(share: number): string {
  return share > 0 && share < 0.005 ? `< ${parts().format(0.01)}` : parts().format(share);
}

/** `20 May`, out of a date without a time: `2026-05-20` is that day wherever it is read. */
export function date(text: string, now: number): string {
  return day(`${text}T12:00:00`, now);
}

/** `Wed, 20 May`, out of a date without a time. */
export function weekDate(text: string): string {
  return shortWeekday().format(new Date(`${text}T12:00:00`));
}

/** `× 2.5`. */
export function multiplier(ratio: number): string {
  return `× ${plain().format(ratio)}`;
}

/** `20 May`, with the year where it is not this one. */
export function day(iso: string, now: number): string {
  const date = new Date(iso);
  return (date.getFullYear() === new Date(now).getFullYear() ? thisYear() : otherYear()).format(date);
}

/** `12:01:09`: to the second, for what is proven to the second. */
export function clockTime(iso: string): string {
  return clock().format(new Date(iso));
}

/** `14:05`. */
export function timeOfDay(iso: string): string {
  return minutes().format(new Date(iso));
}

/** `today`, `yesterday`, `Monday, 20 May`: a heading over what was done that day. */
export function dayName(iso: string, now: number): string {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(Date.parse(iso)) - midnight(now)) / (DAY * 1000));
  if (days === 0 || days === -1) return near().format(days, 'day');
  const date = new Date(iso);
  return (date.getFullYear() === new Date(now).getFullYear() ? weekday() : otherYear()).format(date);
}

/** Date and time in full, for a title beside a relative time. */
export function moment(iso: string): string {
  return full().format(new Date(iso));
}

/** `now`, `2 min. ago`, `in 3 days`; beyond a month the day itself, because nobody counts 47 days back. */
export function relative(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < MINUTE) return ago().format(0, 'second');
  if (distance < HOUR) return ago().format(Math.trunc(seconds / MINUTE), 'minute');
  if (distance < DAY) return ago().format(Math.trunc(seconds / HOUR), 'hour');
  if (distance < 31 * DAY) return ago().format(Math.trunc(seconds / DAY), 'day');
  return day(iso, now);
}

/** `in 5 weeks`, `2 months ago`: how far off, where the day itself stands beside it. */
export function distance(iso: string, now: number): string {
  const days = (Date.parse(iso) - now) / (DAY * 1000);
  const far = Math.abs(days);
  if (far < 31) return relative(iso, now);
  if (far < 365) return ago().format(Math.trunc(days / 30), 'month');
  return ago().format(Math.trunc(days / 365), 'year');
}

/** `0.11 s`, `3.2 s`, `65 s`: how long after something. */
export function offset(seconds: number): string {
  const places = seconds < 10 ? 100 : 10;
  return `${plain().format(Math.round(seconds * places) / places)} s`;
}

/** `0.41 s`, `12 s`. */
export function duration(ms: number): string {
  return ms < 1000
    ? `${plain().format(Math.round(ms))} ms`
    : `${plain().format(Math.round(ms / 100) / 10)} s`;
}
