/** The page that a browser opens to bring the window, over the fake, into a state and to look at it there. */
import { cleanup, configure } from '@testing-library/svelte';
import axe from 'axe-core';
import { speak } from '../../src/lib/i18n';
import { longer } from '../../src/lib/i18n/pseudo';
import { STATES } from '../states';
import { openWindow } from '../window';
import { cutTexts } from './cut';
import '../../src/app.css';

export interface Look {
  state: string;
  theme: 'light' | 'dark';
  /** `longer`: the words of no language, two fifths longer than the English ones. */
  language: 'en' | 'zh' | 'longer';
}

configure({
  getElementError: (message) => new Error(message ?? 'element not found'),
  asyncUtilTimeout: 5000,
});

async function arrive({ state, theme, language }: Look): Promise<void> {
  cleanup();
  document.body.replaceChildren();
  location.hash = '';
  localStorage.clear();
  const [, options, steps] = STATES.find(([name]) => name === state)!;
  // A few keys say as much as many, and axe looks at every cell.
  const preferences = { ...options.preferences, theme, language: language === 'longer' ? 'en' : language };
  if (language === 'longer') speak('en', longer);
  await openWindow({ keys: 4, ...options, preferences });
  if (language === 'longer') speak('en', longer);
  await steps?.();
  // What moves has arrived, also what the last step set going.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
}

/** What axe finds, as the rule's name with the elements. */
async function violations(look: Look, rules: string[] | null): Promise<string[][]> {
  await arrive(look);
  const { violations } = await axe.run(document, {
    resultTypes: ['violations'],
    runOnly:
      rules === null
        ? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
        : { type: 'rule', values: rules },
  });
  return violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]);
}

/** Texts that nobody can read to their end. */
async function cut(look: Look): Promise<string[]> {
  await arrive(look);
  return cutTexts();
}

Object.assign(window, { states: STATES.map(([name]) => name), violations, cut });
