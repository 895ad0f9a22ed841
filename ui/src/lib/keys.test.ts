import { describe, expect, it } from 'vitest';
import type { KeyView } from '../bindings';
import { fakeKey } from './backend.fake.data';
import { arrange, expiresSoon, matches, ownQuota, usedShare } from './keys';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const EVERYTHING = { text: '', status: null, group: null };
const key = (more: Partial<KeyView> = {}): KeyView => ({
  ...fakeKey({ name: 'ci-deploy', tail: 'aa41', used: 1 }),
  ...more,
});
const names = (keys: KeyView[]) => keys.map(({ name }) => name);

describe('matches', () => {
  it('looks in the name and the last four, not in the mask', () => {
    expect(matches(key(), { ...EVERYTHING, text: 'DEPLOY' })).toBe(true);
    expect(matches(key(), { ...EVERYTHING, text: ' Aa41 ' })).toBe(true);
    expect(matches(key(), { ...EVERYTHING, text: 'sk-' })).toBe(false);
  });

  it('needs every part of the filter', () => {
    expect(matches(key(), { text: 'ci', status: 'enabled', group: 'default' })).toBe(true);
    expect(matches(key(), { text: 'ci', status: 'disabled', group: 'default' })).toBe(false);
    expect(matches(key(), { text: 'ci', status: 'enabled', group: 'openai' })).toBe(false);
  });
});

describe('arrange', () => {
  const keys = [
    key({ name: 'key-10', expires: null, last_used: '2026-11-01T00:00:00Z' }),
    key({ name: 'key-9', expires: '2026-12-01T00:00:00Z', last_used: null }),
    key({ name: 'Key-1', expires: null, last_used: '2026-11-20T00:00:00Z' }),
  ];

  it('keeps the order of the bridge unless asked, and never changes the list itself', () => {
    const before = names(keys);
    expect(names(arrange(keys, EVERYTHING, null))).toEqual(before);
    arrange(keys, EVERYTHING, { by: 'name', descending: false });
    expect(names(keys)).toEqual(before);
  });

  it('counts in names', () => {
    expect(names(arrange(keys, EVERYTHING, { by: 'name', descending: false }))).toEqual([
      'Key-1',
      'key-9',
      'key-10',
    ]);
  });

  it('puts what never ends last and what was never used before all else', () => {
    expect(names(arrange(keys, EVERYTHING, { by: 'expires', descending: false }))[0]).toBe('key-9');
    expect(names(arrange(keys, EVERYTHING, { by: 'used', descending: false }))[0]).toBe('key-9');
    expect(names(arrange(keys, EVERYTHING, { by: 'used', descending: true }))[0]).toBe('Key-1');
  });
});

describe('quota', () => {
  it('is what was used and what is left', () => {
    expect(ownQuota(key({ used_usd: 4, remain_usd: 6 }))).toBe(10);
    expect(usedShare(key({ used_usd: 4, remain_usd: 6 }))).toBe(0.4);
  });

  it('is none for a key that shares the balance, and never over the whole', () => {
    expect(usedShare(key({ used_usd: 4, remain_usd: null }))).toBeNull();
    expect(usedShare(key({ used_usd: 4, remain_usd: -0.5 }))).toBe(1);
    expect(usedShare(key({ used_usd: 0, remain_usd: 0 }))).toBeNull();
  });
});

it('only a working key expires soon', () => {
  const soon = '2026-11-26T12:00:00Z';
  expect(expiresSoon(key({ expires: soon }), NOW)).toBe(true);
  expect(expiresSoon(key({ expires: soon, status: 'disabled' }), NOW)).toBe(false);
  expect(expiresSoon(key({ expires: '2027-01-01T00:00:00Z' }), NOW)).toBe(false);
  expect(expiresSoon(key({ expires: null }), NOW)).toBe(false);
});
