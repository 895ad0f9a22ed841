/*
 * A language that nobody speaks, for tests and for a look in a plain browser: English with accents, two fifths
 * longer. A text that shows without accents is in no catalogue, and one that is cut would be cut in German.
 */
import { en, type Messages } from './en';

const ACCENTED: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};
const FILLING = 'lorem ipsum dolor sit amet consectetur ';

/** Words from here on are longer and accented; what a text is given (names, numbers) goes along. */
function pseudo(text: string): string {
  const length = Math.ceil(text.length * 0.4);
  // In words, because a single long one would break where no language does.
  const filling = text.includes(' ') ? FILLING.repeat(9).slice(0, length) : 'x'.repeat(Math.min(length, 6));
  return `${text.replace(/[aeiou]/gi, (letter) => ACCENTED[letter] ?? letter)} ${filling}`.trimEnd();
}

function all(branch: unknown): unknown {
  if (typeof branch === 'string') return pseudo(branch);
  if (typeof branch === 'function') return (...values: unknown[]) => pseudo(String(branch(...values)));
  if (typeof branch !== 'object' || branch === null) return branch;
  return Object.fromEntries(Object.entries(branch).map(([name, value]) => [name, all(value)]));
}

export const longer = all(en) as Messages;
