import type { Language } from '../locale.svelte';
import { reader } from '../locale.svelte';
import { en, type Messages } from './en';
import { zh } from './zh';

const CATALOGUES: Record<Language, Messages> = { en, zh };

let shown = $state.raw<Messages>(en);

/** Shows everything in a language, from now on. */
export function speak(language: Language, messages: Messages = CATALOGUES[language]): void {
  reader.language = language;
  shown = messages;
}

/**
 * Every text the window shows, in the language it is read in. Whatever reads one inside a template or a
 * `$derived` shows the other one when the language changes.
 */
export const t: Messages = Object.create(
  null,
  Object.fromEntries(
    Object.keys(en).map((area) => [area, { enumerable: true, get: () => shown[area as keyof Messages] }]),
  ),
) as Messages;
