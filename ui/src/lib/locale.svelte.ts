/** Which language the window speaks and how its user writes numbers and dates. */

/** The languages that there are texts in, each with the tag that `Intl` and the page take. */
export const LANGUAGES = { en: 'en', zh: 'zh-CN' } as const;
export type Language = keyof typeof LANGUAGES;

const FALLBACK: Language = 'en';

/**
 * The first of the user's languages that `Intl` knows. WebKitGTK passes on what the environment says, and
 * `LANG=C` is no language: taken as it is, it would end the page before its first picture.
 */
export function usableLocale(wanted: readonly string[]): string {
  return wanted.find(isLocale) ?? FALLBACK;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** The first of the user's languages that there are texts in; English where there is none. */
export function languageOf(wanted: readonly string[]): Language {
  const languages = wanted.filter(isLocale).map((tag) => new Intl.Locale(tag).language);
  return languages.find((language): language is Language => language in LANGUAGES) ?? FALLBACK;
}

/** What the window is read in. Whatever shows a text, a number or a date follows it. */
class Reader {
  language = $state<Language>(FALLBACK);

  /** For dates and whatever else contains words: they must not be in another language than the texts. */
  readonly words = $derived(
    navigator.languages.find((tag) => isLocale(tag) && new Intl.Locale(tag).language === this.language) ??
      LANGUAGES[this.language],
  );

  /** For plain numbers and money. */
  readonly numbers = $derived(this.language === FALLBACK ? usableLocale(navigator.languages) : this.words);
}

export const reader = new Reader();
