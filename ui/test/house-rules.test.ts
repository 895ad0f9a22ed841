/**
 * What the source itself promises: one door, nothing the window's policy would block, no text outside the catalogue;
 * and that the docs speak of what is there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VIEWS } from '../src/lib/views';
import { en } from '../src/lib/i18n/en';

const sources: Record<string, string> = import.meta.glob('../src/**/*.{ts,svelte,css}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const product = Object.entries(sources).filter(([path]) => !/\.test\.ts$|backend\.fake/.test(path));
const components = product.filter(([path]) => path.endsWith('.svelte'));

/** Paths of the files that the pattern is found in. */
const whereIs = (pattern: RegExp, files = product) =>
  files.filter(([, text]) => pattern.test(text)).map(([path]) => path.replace('../src/', ''));

/** The markup of a component, without script and style. */
const markup = (text: string) =>
  text.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<!--[\s\S]*?-->/g, '');

describe('one door', () => {
  it('only the backend and the bindings import the host', () => {
    expect(whereIs(/from ['"]@tauri-apps\//).sort()).toEqual(['bindings.ts', 'lib/backend.ts']);
  });

  it('only the backend calls commands', () => {
    const importers = whereIs(/import \{[^}]*\bcommands\b[^}]*\} from '[^']*bindings'/);
    expect(importers).toEqual(['lib/backend.ts']);
  });

  it('nothing but a plain browser loads the fake', () => {
    expect(whereIs(/backend\.fake'/)).toEqual(['main.ts']);
  });
});

describe('the policy of the window', () => {
  it('no style attribute and no inline handler in markup', () => {
    const offenders = components.filter(([, text]) => /\s(style|on[a-z]+)="/.test(markup(text)));
    expect(offenders.map(([path]) => path)).toEqual([]);
  });

  it('no raw HTML, no remote address, no evaluated code', () => {
    expect(whereIs(/\{@html|\beval\(|new Function\(|innerHTML/)).toEqual([]);
    expect(whereIs(/url\(|@import|@font-face/)).toEqual([]);
  });
});

/** The path of every text in a catalogue. */
function leaves(branch: object, path: string[] = []): string[][] {
  return Object.entries(branch).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? leaves(value as object, [...path, name])
      : [[...path, name]],
  );
}

describe('texts', () => {
  it('stand in the catalogue, not in markup', () => {
    const offenders = components.flatMap(([path, text]) => {
      const words = markup(text)
        .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '')
        .match(/>[^<>]*[A-Za-z]{3,}[^<>]*</g);
      return (words ?? []).map((found) => `${path}: ${found}`);
    });
    expect(offenders).toEqual([]);
  });

  it('are all in use', () => {
    const code = product.map(([, text]) => text).join('\n');
    // A whole branch counts as used where it is looked up by a key: `t.keys.status[status]`.
    const isUsed = (path: string[]) =>
      path.some((_, at) => {
        const part = path.slice(0, at + 1).join('\\.');
        return new RegExp(`\\bt\\.${part}(?![\\w.])`).test(code);
      });
    expect(leaves(en).filter((path) => !isUsed(path))).toEqual([]);
  });

  it('name things for screen readers from the catalogue too', () => {
    const pattern = /\s(aria-label|title|placeholder|alt)="[^"{]*[A-Za-z]/;
    expect(components.filter(([, text]) => pattern.test(markup(text))).map(([path]) => path)).toEqual([]);
  });
});

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Paths of all files in a folder, as seen from the root. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'dist', 'target', 'gen'].includes(entry.name) ? [] : filesIn(path);
  });

describe('the docs', () => {
  const pages = ['README.md', 'CHANGELOG.md', ...filesIn('ui/docs'), ...filesIn('src-tauri/docs')];
  const texts = pages.map((path): [string, string] => [path, read(path)]);
  const local = texts.map(([path, text]): [string, string] => [path, text.replace(/https?:\S+/g, '')]);
  /** What the pages point at in this tree, as `page: link`. */
  const links = texts.flatMap(([path, text]) =>
    [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
      .map(([, link, picture]) => link ?? picture ?? '')
      .filter((link) => !/^(https?:|#)/.test(link))
      .map((link) => ({ path, to: relative(ROOT, join(ROOT, dirname(path), link.replace(/#.*/, ''))) })),
  );

  it('have links that lead somewhere', () => {
    expect(links.filter(({ to }) => !existsSync(join(ROOT, to)))).toEqual([]);
    expect(links.length).toBeGreaterThan(40);
  });

  it('show every picture there is', () => {
    const shown = new Set(links.map(({ to }) => to));
    expect(filesIn('ui/pictures').filter((path) => !shown.has(path))).toEqual([]);
  });

  it('have a page for every screen, with its picture in both themes, short enough to be read', () => {
    expect(filesIn('ui/docs').sort()).toEqual(VIEWS.map((view) => `ui/docs/${view}.md`).sort());
    for (const view of VIEWS) {
      const text = read(`ui/docs/${view}.md`);
      expect(text).toContain(`../pictures/${view}-dark.png`);
      expect(text).toContain(`../pictures/${view}-light.png`);
      expect(text.split('\n').length).toBeLessThanOrEqual(41);
      expect(read('README.md')).toContain(`(ui/docs/${view}.md)`);
    }
  });

  it('name every tool in the README', () => {
    const names = filesIn('src-tauri/core/src/tools').flatMap((path) => {
      const name = /fn name\(&self\) -> &'static str \{\s*"([^"]+)"/.exec(read(path))?.[1];
      return name === undefined ? [] : [name];
    });
    expect(names.length).toBeGreaterThan(5);
    const readme = read('README.md');
    expect(names.filter((name) => !readme.includes(`| ${name} |`))).toEqual([]);
  });

  it('name files and commands that are there', () => {
    const files = ['src-tauri', 'ui', 'tests'].flatMap(filesIn).map((path) => basename(path));
    const named = local.flatMap(([path, text]) =>
      [...text.matchAll(/\b[\w.-]+\.(?:rs|ts|svelte|toml)\b/g)].map(([name]) => `${path}: ${name}`),
    );
    expect(named.filter((name) => !files.includes(name.split(': ')[1] ?? ''))).toEqual([]);
    const commands = read('src-tauri/cli/src/commands.rs').toLowerCase();
    const asked = local.flatMap(([path, text]) =>
      [...text.matchAll(/(?:^|`|\| )bridgekeeper ([a-z]+)/gm)].map(([, name]) => `${path}: ${name}`),
    );
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !commands.includes(`    ${name.split(': ')[1]}`))).toEqual([]);
  });
});
