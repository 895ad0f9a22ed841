/** Everything the window can do or show, by name: what the command palette searches. */
import type { ToolState } from '../bindings';
import { titleOf } from './bridges';
import { t } from './i18n';
import { SHORTCUTS, type Command } from './shortcuts';
import type { App } from './state/app.svelte';
import { LANGUAGE_CHOICES } from './state/language.svelte';
import { THEMES } from './state/theme.svelte';
import { VIEWS } from './views';

export interface Entry {
  id: string;
  kind: keyof typeof t.palette.kind;
  label: string;
  /** What it is found by besides. */
  also?: string;
  /** Its own keys, where it has some. */
  keys?: readonly string[];
  run: () => void;
}

/** As many as anybody reads through; more letters find the rest. */
const MOST = 50;

const keysOf = (command: Command) => SHORTCUTS.find((shortcut) => shortcut.command === command)?.keys;

/** All of it, what is reached for most first. */
export function entriesOf(app: App): Entry[] {
  return [...actions(app), ...views(app), ...tools(app), ...bridges(app), ...keys(app)];
}

/** Those that all words are found in; whatever begins with them first. */
export function search(entries: readonly Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ label, also, kind }) => {
    const all = `${label} ${also ?? ''} ${t.palette.kind[kind]}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const begins = ({ label }: Entry) => label.toLowerCase().startsWith(words[0] ?? '');
  // Stable: equals keep their order.
  return found.sort((a, b) => Number(begins(b)) - Number(begins(a))).slice(0, MOST);
}

function actions(app: App): Entry[] {
  const { session, settings, theme, language } = app;
  const action = (id: string, label: string, run: () => void, keys?: readonly string[]): Entry => ({
    id,
    kind: 'action',
    label,
    run,
    keys,
  });
  const command = (name: Command, label: string) =>
    action(name, label, () => void app.run(name), keysOf(name));
  const hasAccount = session.bridge?.key_only === false;
  return [
    ...(hasAccount ? [command('create', t.keys.create)] : []),
    action('import', t.import.title, () => app.offerImport('')),
    command('search', t.shortcuts.search),
    command('refresh', t.action.refresh),
    action('configure-all', t.tools.configureAll, () => void app.configureAll()),
    action('check-all', t.tools.checkAll, () => void app.checkAllTools()),
    action('console', t.frame.openConsole, () => void app.openLink('bridge_console')),
    action('connect', t.frame.connectAnother, () => void (app.connecting = 'another')),
    ...(session.vault?.state === 'open'
      ? [action('lock', t.settings.lock, () => void app.lock())]
      : [action('unlock', t.vault.unlock, () => void app.unlockVault())]),
    ...THEMES.map((choice) =>
      action(`theme-${choice}`, t.palette.theme(t.theme[choice]), () => theme.choose(choice)),
    ),
    ...LANGUAGE_CHOICES.map((choice) =>
      action(`language-${choice}`, t.palette.language(t.settings.languages[choice]), () =>
        language.choose(choice),
      ),
    ),
    ...(settings.isDemo ? [action('demo-leave', t.demo.leave, () => void app.leaveDemo())] : []),
    command('help', t.shortcuts.open),
  ];
}

function views(app: App): Entry[] {
  return VIEWS.map((view) => ({
    id: `view-${view}`,
    kind: 'view',
    label: t.views[view],
    keys: keysOf(view),
    run: () => app.show(view),
  }));
}

/** States whose difference is worth a look. */
const CHANGED: ReadonlySet<ToolState> = new Set<ToolState>(['drifted', 'shadowed']);

function tools(app: App): Entry[] {
  return app.tools.found.flatMap((tool): Entry[] => {
    const entry = (id: string, label: string, run: () => void): Entry => ({
      id: `tool-${tool.id}-${id}`,
      kind: 'tool',
      label,
      also: tool.profiles.join(' '),
      run,
    });
    return [
      CHANGED.has(tool.state)
        ? entry('review', t.palette.review(tool.name), () => void app.changeTool(tool.id, 'configure'))
        : entry('configure', t.palette.configure(tool.name), () => void app.changeTool(tool.id, 'configure')),
      ...(tool.key === null
        ? []
        : [entry('check', t.palette.check(tool.name), () => void app.checkTool(tool.id))]),
    ];
  });
}

function bridges(app: App): Entry[] {
  const { bridge, bridges: known } = app.session;
  return known
    .filter(({ label }) => label !== bridge?.label)
    .map((other) => ({
      id: `bridge-${other.label}`,
      kind: 'bridge',
      label: t.palette.use(titleOf(other)),
      also: other.url,
      run: () => void app.useBridge(other.label),
    }));
}

function keys(app: App): Entry[] {
  return app.keys.all.flatMap((key): Entry[] => {
    const also = `${key.masked.slice(-4)} ${key.group} ${key.used_by.join(' ')}`;
    return [
      { id: `key-${key.id}`, kind: 'key', label: key.name, also, run: () => app.showKey(key.id, false) },
      {
        id: `copy-${key.id}`,
        kind: 'key',
        label: t.palette.copy(key.name),
        also,
        run: () => void app.copyKey(key),
      },
    ];
  });
}
