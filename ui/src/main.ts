import { mount } from 'svelte';
import './app.css';
import Root from './App.svelte';
import { isInWindow, tauriBackend, type Backend, type Preferences } from './lib/backend';
import { speak } from './lib/i18n';
import { App } from './lib/state/app.svelte';

async function openBackend(): Promise<Backend> {
  if (import.meta.env.PROD || isInWindow()) return tauriBackend;
  const { FakeBackend } = await import('./lib/backend.fake');
  return FakeBackend.fromQuery(location.search);
}

async function start(): Promise<void> {
  const backend = await openBackend();
  const app = new App(backend);
  // Before the first picture, so that it does not flash in the other theme or language.
  const preferences: Partial<Preferences> = await backend.preferences().catch(() => ({}));
  app.dress(preferences);
  if (!import.meta.env.PROD && location.search.includes('pseudo')) {
    const { longer } = await import('./lib/i18n/pseudo');
    speak('en', longer);
  }
  mount(Root, { target: document.body, props: { app } });
  await app.start(preferences);
}

void start();
