/*
 * axe on every screen and state, in a real browser: all rules in the light theme, and again in the dark one what a
 * theme can change.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { Looker } from './looker';

const looker = await Looker.open();
const states = await looker.states();
await looker.size(1080, 720);
afterAll(() => looker.close());

describe('no violation', () => {
  it.each(states)('%s', async (state) => {
    expect(await looker.violations({ state, theme: 'light', language: 'en' })).toEqual([]);
    expect(await looker.violations({ state, theme: 'dark', language: 'en' }, ['color-contrast'])).toEqual([]);
  });
});
