import { describe, expect, it } from 'vitest';
import {
  currency,
  distance,
  DOLLARS,
  duration,
  fieldTime,
  limit,
  money,
  multiplier,
  rawUnits,
  relative,
} from './format';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;
const at = (ms: number) => new Date(NOW + ms).toISOString();

const CNY = { kind: 'cny', symbol: '¥', per_usd: 7.2 } as const;
const TOKENS = { kind: 'tokens', symbol: '', per_usd: 1 } as const;
const OWN = { kind: 'custom', symbol: 'Cr', per_usd: 100 } as const;

describe('money', () => {
  it('has cents, and does not call a little nothing', () => {
    expect(money({ usd: 38.12 }, DOLLARS)).toBe('$38.12');
    expect(money({ usd: 0 }, DOLLARS)).toBe('$0.00');
    expect(money({ usd: 0.0003 }, DOLLARS)).toBe('< $0.01');
  });

  it('drops the cents of a round limit', () => {
    expect(limit({ usd: 20 }, DOLLARS)).toBe('$20');
    expect(limit({ usd: 12.5 }, DOLLARS)).toBe('$12.50');
    expect(limit({ usd: 0.1 + 0.2 }, DOLLARS)).toBe('$0.30');
  });

  it('is in the currency of the bridge', () => {
    expect(money({ usd: 10 }, CNY)).toBe('¥72.00');
    expect(limit({ usd: 10 }, CNY)).toBe('¥72');
    expect(money({ usd: 0.0003 }, CNY)).toBe('< ¥0.01');
    expect(money({ usd: 1.5 }, OWN)).toBe('Cr150.00');
  });

  it('is a count where the bridge counts, and dollars where only those are known', () => {
    expect(money({ usd: 10, quota: 5_000_000 }, TOKENS)).toBe('5M');
    expect(limit({ usd: 10, quota: 1_234_567 }, TOKENS)).toBe('1.23M');
    expect(money({ usd: 10 }, TOKENS)).toBe('$10.00');
    expect(currency(TOKENS).symbol).toBe('$');
  });

  it('has what the bridge counts beside it', () => {
    expect(rawUnits({ usd: 1, quota: 500_000 }, (count) => `${count} units`)).toBe('500,000 units');
    expect(rawUnits({ usd: 1 }, (count) => count)).toBeUndefined();
  });
});

it('a field for a time gets it in local time', () => {
  const iso = '2026-11-23T12:34:56.000Z';
  expect(new Date(fieldTime(iso)).toISOString()).toBe('2026-11-23T12:34:00.000Z');
});

it('multipliers keep their digits', () => {
  expect(multiplier(2.5)).toBe('× 2.5');
  expect(multiplier(0.125)).toBe('× 0.125');
});

it('durations stay short', () => {
  expect(duration(412.4)).toBe('412 ms');
  expect(duration(12_340)).toBe('12.3 s');
});

describe('relative', () => {
  it.each([
    [-2_000, 'now'],
    [-59_000, 'now'],
    [-2 * MINUTE, '2 min. ago'],
    [-90 * MINUTE, '1 hr. ago'],
    [-26 * 60 * MINUTE, 'yesterday'],
    [74 * 60 * MINUTE, 'in 3 days'],
  ])('%d ms is %s', (distance, words) => {
    expect(relative(at(distance), NOW)).toBe(words);
  });

  it('tells how far off it is where the day stands beside it', () => {
    expect(distance(at(-2 * MINUTE), NOW)).toBe('2 min. ago');
    expect(distance('2026-05-20T12:00:00Z', NOW)).toBe('6 mo. ago');
    expect(distance('2028-12-20T12:00:00Z', NOW)).toBe('in 2 yr.');
  });

  it('gives the day beyond a month, with the year where it is another', () => {
    expect(relative('2026-05-20T12:00:00Z', NOW)).toBe('May 20');
    expect(relative('2025-05-20T12:00:00Z', NOW)).toBe('May 20, 2025');
  });
});
