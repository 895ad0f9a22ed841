/** Which language the window speaks and how its user writes numbers and dates. */

/** The language of the texts. */
export const LANGUAGE = 'en';

/**
 * The first of the user's languages that `Intl` knows. WebKitGTK passes on what the environment says, and
 * `LANG=C` is no language: taken as it is, it would end the page before its first picture.
 */
export function usableLocale(wanted: readonly string[]): string {
  return wanted.find(isLocale) ?? LANGUAGE;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** For numbers and money. */
export const NUMBERS = usableLocale(navigator.languages);

/** For what contains words, such as months: they must not be in another language than the text around them. */
export const WORDS = new Intl.Locale(NUMBERS).language === LANGUAGE ? NUMBERS : LANGUAGE;
