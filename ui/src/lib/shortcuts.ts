/** The one list of shortcuts: what the window listens to and what the `?` dialog shows. */
import { t, type Messages } from './i18n';
import { VIEWS, type View } from './views';

export type Command = 'search' | 'create' | 'refresh' | 'palette' | 'help' | View;

/** What a shortcut is called: what it does, or the screen it goes to. */
type Label = {
  [Name in keyof Messages['shortcuts']]: Messages['shortcuts'][Name] extends string ? Name : never;
}[keyof Messages['shortcuts']];

interface Shortcut {
  /** As shown; `Mod` is Command on a Mac and Control elsewhere. */
  keys: string[];
  label: Label | View;
  /** What the window does; rows without it are handled where the focus is. */
  command?: Command;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Mod', 'K'], label: 'palette', command: 'palette' },
  { keys: ['Mod', 'F'], label: 'search', command: 'search' },
  { keys: ['Mod', 'N'], label: 'create', command: 'create' },
  { keys: ['Mod', 'R'], label: 'refresh', command: 'refresh' },
  { keys: ['Mod', ','], label: 'settings', command: 'settings' },
  ...VIEWS.map((view, at): Shortcut => ({ keys: ['Mod', String(at + 1)], label: view, command: view })),
  { keys: ['↑', '↓'], label: 'move' },
  { keys: ['Enter'], label: 'openRow' },
  { keys: ['Space'], label: 'tick' },
  { keys: ['Shift', '↑', '↓'], label: 'tickRange' },
  { keys: ['Mod', 'A'], label: 'tickAll' },
  { keys: ['Esc'], label: 'close' },
  { keys: ['?'], label: 'help', command: 'help' },
];

/** What a shortcut does, in words. */
export function labelOf({ label }: Shortcut): string {
  return label in t.views ? t.shortcuts.goTo(t.views[label as View]) : t.shortcuts[label as Label];
}

const isMac = /mac/i.test(navigator.platform);

/** A key as it is printed on the user's keyboard. */
export function keyName(key: string): string {
  if (key !== 'Mod') return key;
  return isMac ? '⌘' : 'Ctrl';
}

/** Whether the modifier that shortcuts use here is down, and no other but Shift. */
export function withMod(event: KeyboardEvent): boolean {
  return !event.altKey && (isMac ? event.metaKey : event.ctrlKey);
}

/** Whether something happens where somebody types. */
export function isTyping(event: Event): boolean {
  const fields = 'input:not([type="checkbox"], [type="radio"]), textarea, select';
  return event.target instanceof Element && event.target.matches(fields);
}

/** Whether a dialog has the window to itself. */
export function isModal(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** The command a key press stands for, if any. Plain keys do not count while somebody is typing. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.altKey || event.isComposing) return null;
  const mod = withMod(event);
  if (!mod && isTyping(event)) return null;
  const pressed = event.key.toUpperCase();
  const hit = SHORTCUTS.find(({ keys }) => {
    const wantsMod = keys[0] === 'Mod';
    return wantsMod === mod && pressed === keys.at(-1);
  });
  return hit?.command ?? null;
}
