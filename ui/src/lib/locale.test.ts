import { expect, it } from 'vitest';
import { languageOf, usableLocale } from './locale.svelte';

it('skips what is no language, as the environment of a bare machine says', () => {
  expect(usableLocale(['C', 'POSIX'])).toBe('en');
  expect(usableLocale(['C', 'de-CH'])).toBe('de-CH');
  expect(usableLocale([])).toBe('en');
});

it('takes the first language that there are texts in', () => {
  expect(languageOf(['zh-CN', 'en'])).toBe('zh');
  expect(languageOf(['zh-Hant-TW'])).toBe('zh');
  expect(languageOf(['de-CH', 'zh', 'en'])).toBe('zh');
  expect(languageOf(['C', 'fr'])).toBe('en');
});
