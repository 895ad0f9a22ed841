/** The one list of shortcuts: what the window listens to and what the `?` dialog shows. */
import { t } from './i18n';

export type Command = 'search' | 'create' | 'refresh' | 'keys' | 'tools' | 'help';

interface Shortcut {
  /** As shown; `Mod` is Command on a Mac and Control elsewhere. */
  keys: string[];
  label: string;
  /** What the window does; rows without it are handled where the focus is. */
  command?: Command;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Mod', 'F'], label: t.shortcuts.search, command: 'search' },
  { keys: ['Mod', 'N'], label: t.shortcuts.create, command: 'create' },
  { keys: ['Mod', 'R'], label: t.shortcuts.refresh, command: 'refresh' },
  { keys: ['Mod', '1'], label: t.shortcuts.keys, command: 'keys' },
  { keys: ['Mod', '2'], label: t.shortcuts.tools, command: 'tools' },
  { keys: ['↑', '↓'], label: t.shortcuts.move },
  { keys: ['Enter'], label: t.shortcuts.openRow },
  { keys: ['Esc'], label: t.shortcuts.close },
  { keys: ['?'], label: t.shortcuts.help, command: 'help' },
];

const isMac = /mac/i.test(navigator.platform);

/** A key as it is printed on the user's keyboard. */
export function keyName(key: string): string {
  if (key !== 'Mod') return key;
  return isMac ? '⌘' : 'Ctrl';
}

/** The command a key press stands for, if any. Plain keys do not count while somebody is typing. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.altKey || event.isComposing) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
  if (!mod && isTyping) return null;
  const pressed = event.key.toUpperCase();
  const hit = SHORTCUTS.find(({ keys }) => {
    const wantsMod = keys[0] === 'Mod';
    return wantsMod === mod && pressed === keys.at(-1);
  });
  return hit?.command ?? null;
}
