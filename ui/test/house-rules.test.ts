/** What the source itself promises: one door, nothing the window's policy would block, no text outside the catalogue. */
import { describe, expect, it } from 'vitest';
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
