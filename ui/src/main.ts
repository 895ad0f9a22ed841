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

/** A wallet that another program holds is not waited for, nor is a screen that is off. */
const atLength = () => new Promise((resolve) => setTimeout(resolve, 200));

/** A picture has been drawn: all else that a start asks for would stand in its way. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function start(): Promise<void> {
  const backend = await openBackend();
  const app = new App(backend);
  const status = app.session.loadKnown();
  // Before the first picture, so that it does not flash in the other theme or language.
  app.dress(await backend.preferences().catch((): Partial<Preferences> => ({})));
  // Only now is it known which view is up.
  await Promise.race([app.know(status), atLength()]);
  if (!import.meta.env.PROD && location.search.includes('pseudo')) {
    const { longer } = await import('./lib/i18n/pseudo');
    speak('en', longer);
  }
  mount(Root, { target: document.body, props: { app } });
  await Promise.race([drawn(), atLength()]);
  await app.start();
}

void start();
