import { count } from '../format';

/** The forms a language has for a number; `other` always exists. `#` stands for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Makes the plural function of a language: `plural(3, { one: '# key', other: '# keys' })`. */
export function pluralIn(language: string) {
  const rules = new Intl.PluralRules(language);
  return (value: number, forms: Forms): string =>
    (forms[rules.select(value)] ?? forms.other).replaceAll('#', count(value));
}
