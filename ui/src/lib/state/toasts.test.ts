import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../failure';
import { Toasts } from './toasts.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const failure = new Failure({ code: 'io', message: 'No.', hint: null, details: [] });
const texts = (toasts: Toasts) => toasts.list.map(({ text }) => text);

it('news goes by itself, a problem stays until it is dismissed', () => {
  const toasts = new Toasts();
  toasts.say('Done.');
  toasts.fail(failure);
  vi.runAllTimers();
  expect(texts(toasts)).toEqual(['No.']);
  toasts.dismiss(toasts.list[0]!.id);
  expect(toasts.list).toEqual([]);
});

it('the same problem twice is one', () => {
  const toasts = new Toasts();
  toasts.fail(failure);
  toasts.fail(failure);
  expect(toasts.list).toHaveLength(1);
});

it('a countdown stays as long as it counts, and the last one replaces the others', () => {
  const toasts = new Toasts();
  toasts.sayFor(30, 'Copied a.');
  vi.advanceTimersByTime(20_000);
  toasts.sayFor(30, 'Copied b.');
  expect(texts(toasts)).toEqual(['Copied b.']);
  vi.advanceTimersByTime(29_999);
  expect(toasts.list).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(toasts.list).toEqual([]);
});

it('keeps few, and drops news before problems', () => {
  const toasts = new Toasts();
  toasts.fail(failure);
  for (const text of ['a', 'b', 'c']) toasts.say(text);
  expect(texts(toasts)).toEqual(['No.', 'b', 'c']);
});

it('does what it offers once', () => {
  const toasts = new Toasts();
  const run = vi.fn();
  toasts.say('Done.', { label: 'Undo', run });
  toasts.accept(toasts.list[0]!);
  expect(run).toHaveBeenCalledOnce();
  expect(toasts.list).toEqual([]);
});
