import { describe, expect, it } from 'vitest';
import type { KeyView } from '../bindings';
import { fakeKey } from './backend.fake.data';
import {
  EVERYTHING,
  expiresSoon,
  find,
  inOrder,
  ownQuota,
  UNUSED,
  USED,
  usedShare,
  type Column,
  type Filter,
} from './keys';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const key = (more: Partial<KeyView> = {}): KeyView => ({
  ...fakeKey({ name: 'ci-deploy', tail: 'aa41', used: 1 }),
  ...more,
});
const names = (keys: KeyView[]) => keys.map(({ name }) => name);

const finds = (found: KeyView, filter: Partial<Filter>) =>
  find([found], { ...EVERYTHING, ...filter }).shown.length === 1;

describe('a search', () => {
  it('looks in the name and the last four, not in the mask', () => {
    expect(finds(key(), { text: 'DEPLOY' })).toBe(true);
    expect(finds(key(), { text: ' Aa41 ' })).toBe(true);
    expect(finds(key(), { text: 'sk-' })).toBe(false);
  });

  it('looks in group, models and addresses, and wants every word', () => {
    const limited = key({ group: 'anthropic', models: ['claude-opus-4-7'], allow_ips: ['203.0.113.7'] });
    for (const text of ['anthro', 'opus', '203.0', 'opus deploy'])
      expect(finds(limited, { text })).toBe(true);
    expect(finds(limited, { text: 'opus gemini' })).toBe(false);
  });

  it('needs every part of the filter and any of a part', () => {
    expect(finds(key(), { text: 'ci', statuses: ['disabled', 'enabled'], groups: ['default'] })).toBe(true);
    expect(finds(key(), { text: 'ci', statuses: ['disabled'], groups: ['default'] })).toBe(false);
    expect(finds(key(), { groups: ['openai', 'google'] })).toBe(false);
  });

  it('knows which tools use a key', () => {
    const used = key({ used_by: ['cline'] });
    expect(finds(used, { use: USED })).toBe(true);
    expect(finds(used, { use: 'cline' })).toBe(true);
    expect(finds(used, { use: 'cursor' })).toBe(false);
    expect(finds(used, { use: UNUSED })).toBe(false);
    expect(finds(key(), { use: UNUSED })).toBe(true);
  });

  it('counts what each choice would find beside the others', () => {
    const all = [key(), key({ status: 'disabled' }), key({ group: 'openai' })];
    const { byStatus, byGroup, anyStatus } = find(all, { ...EVERYTHING, groups: ['default'] });
    expect(byStatus).toMatchObject({ enabled: 1, disabled: 1 });
    expect(anyStatus).toBe(2);
    expect([...byGroup]).toEqual([
      ['default', 2],
      ['openai', 1],
    ]);
  });
});

describe('the order', () => {
  const keys = [
    key({ name: 'key-10', expires: null, last_used: '2026-11-01T00:00:00Z', masked: 'sk-····bbbb' }),
    key({ name: 'key-9', expires: '2026-12-01T00:00:00Z', last_used: null, masked: 'sk-····cccc' }),
    key({ name: 'Key-1', expires: null, last_used: '2026-11-20T00:00:00.5Z', masked: 'sk-····aaaa' }),
  ];
  const by = (column: Column, descending = false) => names([...inOrder(keys, { by: column, descending })]);

  it('is the bridge’s unless asked, and the list itself never changes', () => {
    const before = names(keys);
    expect(names([...inOrder(keys, null)])).toEqual(before);
    by('name');
    expect(names(keys)).toEqual(before);
  });

  it('counts in names', () => {
    expect(by('name')).toEqual(['Key-1', 'key-9', 'key-10']);
  });

  it('puts what never ends last and what was never used before all else', () => {
    expect(by('expires')[0]).toBe('key-9');
    expect(by('used')[0]).toBe('key-9');
    expect(by('used', true)[0]).toBe('Key-1');
  });

  it('keeps equal keys as they were, either way round', () => {
    expect(by('spent')).toEqual(names(keys));
    expect(by('spent', true)).toEqual(names(keys));
  });

  it('goes by the end of the key and by the quota', () => {
    expect(by('key')).toEqual(['Key-1', 'key-10', 'key-9']);
    const quotas = [
      key({ name: 'any' }),
      key({ name: 'ten', remain_usd: 9 }),
      key({ name: 'two', remain_usd: 1 }),
    ];
    expect(names([...inOrder(quotas, { by: 'limits', descending: false })])).toEqual(['two', 'ten', 'any']);
  });
});

describe('quota', () => {
  it('is what was used and what is left', () => {
    expect(ownQuota(key({ used_usd: 4, remain_usd: 6, used_quota: 40, remain_quota: 60 }))).toEqual({
      usd: 10,
      quota: 100,
    });
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
