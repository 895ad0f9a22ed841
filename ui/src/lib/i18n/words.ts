import { count } from '../format';

/** The forms a language has for a number; `other` always exists. `#` stands for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How a language counts and joins: `plural(3, { one: '# key', other: '# keys' })`, `list(['a', 'b'])`. */
export function wordsIn(language: string) {
  const rules = new Intl.PluralRules(language);
  const joined = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    plural: (value: number, forms: Forms): string =>
      (forms[rules.select(value)] ?? forms.other).replaceAll('#', count(value)),
    list: (items: string[]): string => joined.format(items),
  };
}
