import { describe, expect, it } from 'vitest';
import { fakeDisplays, fakeKey } from '../backend.fake.data';
import { DOLLARS, fieldTime } from '../format';
import { Draft } from './draft.svelte';

const soon = new Date(Date.now() + 86_400_000).toISOString();
const key = () =>
  fakeKey({
    name: 'ci',
    tail: 'aa41',
    used: 2,
    quota: 10,
    ips: ['10.0.0.1'],
    models: ['b', 'a'],
    expires: soon,
  });

describe('an edit', () => {
  it('is nothing where nothing was changed', () => {
    expect(new Draft(DOLLARS, 'default', key()).toEdit()).toBeNull();
  });

  it('holds only what was changed', () => {
    const draft = new Draft(DOLLARS, 'default', key());
    draft.name = 'ci-2';
    draft.models = ['a'];
    expect(draft.toEdit()).toEqual({ name: 'ci-2', models: ['a'] });
    draft.name = ' ci ';
    draft.models = ['a', 'b'];
    expect(draft.toEdit()).toBeNull();
  });

  it('says unlimited, never and anywhere in so many words', () => {
    const draft = new Draft(DOLLARS, 'default', key());
    draft.quota = 'shared';
    draft.expiry = 'never';
    draft.addresses = '';
    expect(draft.toEdit()).toEqual({ unlimited: true, expires: 'never', allow_ips: [] });
  });

  it('is in the bridge’s currency on the form and in dollars on the way', () => {
    const draft = new Draft(fakeDisplays.cny, 'default', key());
    expect(draft.amount).toBe('57.6');
    draft.amount = '72';
    expect(draft.toEdit()).toEqual({ quota_usd: 10 });
  });

  it('does not hold an old date or a long name against somebody who leaves it', () => {
    const old = { ...key(), name: 'x'.repeat(40), expires: '2020-01-01T00:00:00Z' };
    const draft = new Draft(DOLLARS, 'default', old);
    expect(draft.check()).toBe(true);
    draft.expiryDate = fieldTime('2020-02-01T00:00:00Z');
    expect(draft.check()).toBe(false);
    expect(draft.errors.expires).toBeDefined();
  });
});

describe('a new key', () => {
  it('leaves room for the suffix where there are several', () => {
    const draft = new Draft(DOLLARS, 'default');
    draft.name = 'x'.repeat(26);
    expect(draft.check()).toBe(true);
    draft.count = '2';
    expect(draft.check()).toBe(false);
    draft.name = 'ci';
    draft.count = '501';
    draft.check();
    expect(Object.keys(draft.errors)).toEqual(['count']);
  });

  it('names each line that is no address', () => {
    const draft = new Draft(DOLLARS, 'default');
    draft.addresses = '10.0.0.1\n10.0.0\nhost\n10.0.0.0/8';
    expect(draft.badLines).toEqual(['10.0.0', 'host']);
  });
});
