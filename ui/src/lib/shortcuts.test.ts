import { expect, it } from 'vitest';
import { commandOf, keyName, SHORTCUTS } from './shortcuts';
import { VIEWS } from './views';

const pressed = (init: KeyboardEventInit, target: EventTarget = document.body) => {
  const event = new KeyboardEvent('keydown', init);
  Object.defineProperty(event, 'target', { value: target });
  return commandOf(event);
};

it('every view has a shortcut', () => {
  const commands = SHORTCUTS.map(({ command }) => command);
  expect(commands).toEqual(expect.arrayContaining([...VIEWS]));
});

it('needs the modifier where it is written and none where it is not', () => {
  expect(pressed({ key: 'f', ctrlKey: true })).toBe('search');
  expect(pressed({ key: 'f' })).toBeNull();
  expect(pressed({ key: '?', shiftKey: true })).toBe('help');
  expect(pressed({ key: '?', ctrlKey: true })).toBeNull();
  expect(pressed({ key: 'f', ctrlKey: true, altKey: true })).toBeNull();
});

it('leaves typing alone but not the modified keys', () => {
  const field = document.createElement('input');
  expect(pressed({ key: '?' }, field)).toBeNull();
  expect(pressed({ key: 'n', ctrlKey: true }, field)).toBe('create');
  const box = Object.assign(document.createElement('input'), { type: 'checkbox' });
  expect(pressed({ key: '?' }, box)).toBe('help');
});

it('keys are named as on the keyboard', () => {
  expect(keyName('Mod')).toBe('Ctrl');
  expect(keyName('Esc')).toBe('Esc');
});
