import type { LanguageChoice } from '../../bindings';
import type { Backend } from '../backend';
import { speak } from '../i18n';
import { languageOf, LANGUAGES } from '../locale.svelte';

export const LANGUAGE_CHOICES: readonly LanguageChoice[] = ['system', 'en', 'zh'];

/** The language of the texts: one of ours, or what the system says. */
export class Language {
  choice = $state<LanguageChoice>('system');
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Takes a remembered choice; anything else leaves the system's. */
  restore(choice: unknown): void {
    this.#speak(LANGUAGE_CHOICES.find((language) => language === choice) ?? 'system');
  }

  choose(choice: LanguageChoice): void {
    this.#speak(choice);
    // A language that is forgotten at the next start is not worth an error message.
    this.#backend.savePreferences({ language: choice }).catch(() => undefined);
  }

  #speak(choice: LanguageChoice): void {
    this.choice = choice;
    const language = choice === 'system' ? languageOf(navigator.languages) : choice;
    speak(language);
    document.documentElement.lang = LANGUAGES[language];
  }
}
