import { describe, expect, it } from 'vitest';
import { firstInSight, ROW, rowsInSight, slotsOf, topFor } from './rows';

const indices = (...args: Parameters<typeof slotsOf>) => slotsOf(...args).slots.map(({ index }) => index);

describe('the rows in the page', () => {
  it('are all of a short list', () => {
    expect(indices(3, 0, 30, -1)).toEqual([0, 1, 2]);
    expect(indices(0, 0, 30, -1)).toEqual([]);
  });

  it('are few of a long one, and the gaps make up for the rest', () => {
    const { slots, rest } = slotsOf(10_000, 5_000, 20, -1);
    expect(slots.length).toBeLessThan(50);
    expect(slots.some(({ index }) => index === 5_000)).toBe(true);
    const gaps = slots.reduce((sum, { gap }) => sum + gap, 0);
    expect(gaps + slots.length + rest).toBe(10_000);
  });

  it('keep the one with the focus on either side', () => {
    expect(indices(10_000, 5_000, 20, 3)[0]).toBe(3);
    expect(indices(10_000, 0, 20, 9_999).at(-1)).toBe(9_999);
    expect(slotsOf(10_000, 0, 20, 9_999).rest).toBe(0);
  });

  it('are there when a list got shorter than where it was scrolled to', () => {
    expect(indices(5, 5_000, 20, -1)).toEqual([0, 1, 2, 3, 4]);
  });
});

it('knows what is in sight', () => {
  expect(firstInSight(-20)).toBe(0);
  expect(firstInSight(ROW * 7 + 1)).toBe(7);
  expect(rowsInSight(0)).toBeGreaterThan(14);
});

it('scrolls as little as it must', () => {
  expect(topFor(5, 0, 10 * ROW)).toBeNull();
  expect(topFor(5, 8 * ROW, 10 * ROW)).toBe(5 * ROW);
  expect(topFor(12, 0, 10 * ROW)).toBe(3 * ROW);
});
