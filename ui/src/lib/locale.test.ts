import { expect, it } from 'vitest';
import { usableLocale } from './locale';

it('skips what is no language, as the environment of a bare machine says', () => {
  expect(usableLocale(['C', 'POSIX'])).toBe('en');
  expect(usableLocale(['C', 'de-CH'])).toBe('de-CH');
  expect(usableLocale([])).toBe('en');
});
