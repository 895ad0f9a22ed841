/** The whole window against the fake, as a user would meet it. */
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import Root from '../src/App.svelte';
import { FakeBackend } from '../src/lib/backend.fake';
import { App } from '../src/lib/state/app.svelte';

type Options = ConstructorParameters<typeof FakeBackend>[0];

export async function openWindow(options: Options = {}) {
  // Most of what is looked at begins at the keys.
  const backend = new FakeBackend({ ...options, preferences: { view: 'keys', ...options.preferences } });
  const app = new App(backend);
  const preferences = await backend.preferences();
  app.dress(preferences);
  const { container } = render(Root, { props: { app } });
  const started = app.start();
  if (!backend.faults.has('stuck')) await started;
  return { app, backend, container };
}

export const find = (testId: string) => screen.findByTestId(testId);
export const get = (testId: string) => screen.getByTestId(testId);
export const query = (testId: string) => screen.queryByTestId(testId);

export async function click(testId: string): Promise<void> {
  await fireEvent.click(await find(testId));
}

export async function type(testId: string, value: string): Promise<void> {
  await fireEvent.input(await find(testId), { target: { value } });
}

/** A choice: a radio or a checkbox. */
export async function pick(testId: string): Promise<void> {
  await fireEvent.click(await find(testId));
}

export async function press(key: string, more: KeyboardEventInit = {}, target?: Element): Promise<void> {
  await fireEvent.keyDown(target ?? document.activeElement ?? document.body, { key, ...more });
}

/** Chooses a file with that text in it. */
export async function chooseFile(testId: string, text: string): Promise<void> {
  const file = new File([text], 'export.json', { type: 'application/json' });
  // jsdom's own has no way to read itself.
  Object.defineProperty(file, 'text', { value: () => Promise.resolve(text) });
  await fireEvent.change(await find(testId), { target: { files: [file] } });
}

export function row(name: string): HTMLElement {
  const found = screen.getAllByTestId('key-row').find((each) => each.dataset.name === name);
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
}

export const rows = () => screen.queryAllByTestId('key-row').map((each) => each.dataset.name);

export const gone = (testId: string) =>
  waitFor(() => {
    if (query(testId) !== null) throw new Error(`${testId} is still there`);
  });
