import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeyListView } from '../../bindings';
import { FakeBackend } from '../backend.fake';
import { Keys, REVEALED_MS } from './keys.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function loaded(backend = new FakeBackend()) {
  const keys = new Keys(backend);
  await keys.load();
  return { keys, backend };
}

const idOf = (keys: Keys, name: string) => keys.all.find((key) => key.name === name)!.id;

describe('loading', () => {
  it('shows what is known while it asks', async () => {
    const backend = new FakeBackend();
    const known = await backend.listKeys();
    let answer: (list: KeyListView) => void = () => undefined;
    backend.cachedKeys = async () => ({ ...known, offline: true });
    backend.listKeys = () => new Promise((resolve) => (answer = resolve));
    const keys = new Keys(backend);
    const loading = keys.load();
    await vi.waitFor(() => expect(keys.list?.offline).toBe(true));
    answer(known);
    await loading;
    expect(keys.list?.offline).toBe(false);
  });

  it('drops an answer that a later one has overtaken', async () => {
    const { keys, backend } = await loaded();
    const answers: ((list: KeyListView) => void)[] = [];
    backend.listKeys = () => new Promise((resolve) => answers.push(resolve));
    const [first, second] = [keys.load(), keys.load()];
    const list = keys.list!;
    answers[1]!({ ...list, note: 'second' });
    answers[0]!({ ...list, note: 'first' });
    await Promise.all([first, second]);
    expect(keys.list?.note).toBe('second');
    expect(keys.loading).toBe(false);
  });

  it('keeps the old list beside the reason why there is no new one', async () => {
    const { keys, backend } = await loaded();
    backend.faults.add('rate_limited');
    await keys.load();
    expect(keys.failure?.code).toBe('rate_limited');
    expect(keys.all).toHaveLength(14);
  });

  it('forgets everything when another bridge is in use', async () => {
    const { keys } = await loaded();
    keys.select(idOf(keys, 'ci-deploy'));
    await keys.reveal(keys.selectedId!);
    keys.filter.text = 'x';
    keys.reset();
    expect([keys.list, keys.selectedId, keys.revealed, keys.isFiltered]).toEqual([null, null, null, false]);
  });
});

describe('revealing', () => {
  it('ends by itself, and a second reveal starts the time again', async () => {
    const { keys } = await loaded();
    const id = idOf(keys, 'ci-deploy');
    keys.select(id);
    await keys.reveal(id);
    await vi.advanceTimersByTimeAsync(REVEALED_MS - 1);
    await keys.reveal(id);
    await vi.advanceTimersByTimeAsync(REVEALED_MS - 1);
    expect(keys.revealed?.id).toBe(id);
    await vi.advanceTimersByTimeAsync(1);
    expect(keys.revealed).toBeNull();
  });

  it('shows nothing to somebody who has moved on', async () => {
    const { keys } = await loaded();
    const id = idOf(keys, 'ci-deploy');
    keys.select(id);
    const revealing = keys.reveal(id);
    keys.select(idOf(keys, 'docs-bot'));
    await revealing;
    expect(keys.revealed).toBeNull();
  });
});

describe('changing', () => {
  it('shows what the bridge returned, not what was hoped for', async () => {
    const { keys, backend } = await loaded();
    const id = idOf(keys, 'docs-bot');
    const change = backend.setKeysEnabled.bind(backend);
    backend.setKeysEnabled = async (ids, enabled) => {
      const batch = await change(ids, enabled);
      return { ...batch, keys: batch.keys.map((key) => ({ ...key, status: 'exhausted' })) };
    };
    await keys.setEnabled(id, true);
    expect(keys.all.find((key) => key.id === id)?.status).toBe('exhausted');
  });

  it('leaves the key alone when the bridge did not answer', async () => {
    const { keys, backend } = await loaded();
    backend.faults.add('unreachable');
    const id = idOf(keys, 'docs-bot');
    await expect(keys.changeMany('delete', [id])).rejects.toMatchObject({ code: 'bridge_unreachable' });
    expect(keys.all.some((key) => key.id === id)).toBe(true);
    expect(keys.changing.size).toBe(0);
  });

  it('a new key is on top, open, and in no filter’s way', async () => {
    const { keys } = await loaded();
    keys.filter.statuses = ['disabled'];
    const key = await keys.create({ name: 'fresh' });
    expect(keys.shown[0]?.id).toBe(key.id);
    expect(keys.selected?.name).toBe('fresh');
  });
});

it('counts by status', async () => {
  const { keys } = await loaded();
  expect(keys.found.byStatus).toEqual({ enabled: 10, disabled: 2, expired: 1, exhausted: 1 });
});
