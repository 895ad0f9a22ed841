import { describe, expect, it } from 'vitest';
import { duration, limit, money, multiplier, relative } from './format';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;
const at = (ms: number) => new Date(NOW + ms).toISOString();

describe('money', () => {
  it('has cents, and does not call a little nothing', () => {
    expect(money(38.12)).toBe('$38.12');
    expect(money(0)).toBe('$0.00');
    expect(money(0.0003)).toBe('< $0.01');
  });

  it('drops the cents of a round limit', () => {
    expect(limit(20)).toBe('$20');
    expect(limit(12.5)).toBe('$12.50');
  });
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
    [-14_000, '10 sec. ago'],
    [-2 * MINUTE, '2 min. ago'],
    [-90 * MINUTE, '1 hr. ago'],
    [-26 * 60 * MINUTE, 'yesterday'],
    [74 * 60 * MINUTE, 'in 3 days'],
  ])('%d ms is %s', (distance, words) => {
    expect(relative(at(distance), NOW)).toBe(words);
  });

  it('gives the day beyond a month, with the year where it is another', () => {
    expect(relative('2026-05-20T12:00:00Z', NOW)).toBe('May 20');
    expect(relative('2025-05-20T12:00:00Z', NOW)).toBe('May 20, 2025');
  });
});
