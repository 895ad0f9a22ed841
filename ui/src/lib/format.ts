/** Numbers, money and times as the user's locale writes them. */
import { NUMBERS, WORDS } from './locale';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dollars = new Intl.NumberFormat(NUMBERS, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
});
const wholeDollars = new Intl.NumberFormat(NUMBERS, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  minimumFractionDigits: 0,
});
const plain = new Intl.NumberFormat(NUMBERS, { maximumFractionDigits: 3 });
const ago = new Intl.RelativeTimeFormat(WORDS, { numeric: 'auto', style: 'short' });
const thisYear = new Intl.DateTimeFormat(WORDS, { day: 'numeric', month: 'short' });
const otherYear = new Intl.DateTimeFormat(WORDS, { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat(WORDS, { dateStyle: 'medium', timeStyle: 'medium' });

/** `$38.12`. What is there but rounds to nothing says so, because `$0.00` would read as unused. */
export function money(usd: number): string {
  return usd > 0 && usd < 0.005 ? `< ${dollars.format(0.01)}` : dollars.format(usd);
}

/** `$20`: a limit somebody set, without empty cents. */
export function limit(usd: number): string {
  return Number.isInteger(usd) ? wholeDollars.format(usd) : dollars.format(usd);
}

export function count(value: number): string {
  return plain.format(value);
}

/** `× 2.5`. */
export function multiplier(ratio: number): string {
  return `× ${plain.format(ratio)}`;
}

/** `20 May`, with the year where it is not this one. */
export function day(iso: string, now: number): string {
  const date = new Date(iso);
  return (date.getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear).format(date);
}

/** Date and time in full, for a title beside a relative time. */
export function moment(iso: string): string {
  return full.format(new Date(iso));
}

/** `2 min. ago`, `in 3 days`; beyond a month the day itself, because nobody counts 47 days back. */
export function relative(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < MINUTE) return ago.format(Math.trunc(seconds / 10) * 10, 'second');
  if (distance < HOUR) return ago.format(Math.trunc(seconds / MINUTE), 'minute');
  if (distance < DAY) return ago.format(Math.trunc(seconds / HOUR), 'hour');
  if (distance < 31 * DAY) return ago.format(Math.trunc(seconds / DAY), 'day');
  return day(iso, now);
}

/** `0.41 s`, `12 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${plain.format(Math.round(ms))} ms` : `${plain.format(Math.round(ms / 100) / 10)} s`;
}
