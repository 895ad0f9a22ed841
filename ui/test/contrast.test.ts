/** Contrast of the tokens, both themes: WCAG 2.2 AA, worked out from app.css itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// Read, not imported: under test a style sheet imports as nothing.
const css = readFileSync(join(import.meta.dirname, '../src/app.css'), 'utf8');

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const TEXT = 4.5;
const SHAPE = 3;

/** What stands on what. */
const PAIRS: [front: string, backs: string[], least: number][] = [
  [
    'text',
    ['bg', 'panel', 'sunk', 'hover', 'selected', 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft'],
    TEXT,
  ],
  [
    'muted',
    ['bg', 'panel', 'sunk', 'hover', 'selected', 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft'],
    TEXT,
  ],
  ['accent', ['bg', 'panel', 'sunk', 'hover', 'accent-soft', 'warn-soft', 'bad-soft'], TEXT],
  ['ok', ['bg', 'panel', 'hover', 'selected', 'accent-soft', 'ok-soft'], TEXT],
  ['warn', ['bg', 'panel', 'sunk', 'hover', 'selected', 'accent-soft', 'warn-soft'], TEXT],
  ['bad', ['bg', 'panel', 'hover', 'bad-soft'], TEXT],
  ['on-accent', ['accent', 'accent-hover'], TEXT],
  ['on-bad', ['bad', 'bad-hover'], TEXT],
  ['on-tint', ['tint-1', 'tint-2', 'tint-3', 'tint-4', 'tint-5', 'tint-6'], TEXT],
  ['edge', ['bg', 'panel', 'hover', 'selected'], SHAPE],
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n): [string, string[], number] => [
    `series-${n}`,
    ['bg', 'panel', 'hover'],
    SHAPE,
  ]),
  ['accent', ['line'], SHAPE],
  ['warn', ['line'], SHAPE],
];

function token(name: string, theme: Theme): string {
  const found = new RegExp(`--${name}: light-dark\\((#[\\da-f]{6}), (#[\\da-f]{6})\\);`).exec(css);
  const colour = found?.[THEMES.indexOf(theme) + 1];
  if (colour === undefined) throw new Error(`no token --${name}`);
  return colour;
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

describe.each(THEMES)('%s', (theme) => {
  it.each(PAIRS)('%s on %s is at least %d', (front, backs, least) => {
    const low = backs
      .map((back) => ({ back, ratio: contrast(token(front, theme), token(back, theme)) }))
      .filter(({ ratio }) => ratio < least);
    expect(low).toEqual([]);
  });
});
