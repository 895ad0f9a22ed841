import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The fake and the language of tests serve a plain browser; a window built with them would lie to its user. */
const noFakeInTheWindow: Plugin = {
  name: 'no-fake-in-the-window',
  apply: 'build',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => /backend\.fake|i18n\/pseudo/.test(id))) {
        this.error(`${chunk.fileName} contains what is for tests alone`);
      }
    }
  },
};

export default defineConfig({
  plugins: [svelte(), noFakeInTheWindow],
  base: './',
  clearScreen: false,
  resolve: {
    alias: { $lib: here('src/lib'), $components: here('src/components') },
    // Without it vitest takes Svelte's server build, which has no effects.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: 'safari16',
    outDir: 'dist',
    // The window's policy has no `data:`, so nothing may be inlined as an address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', port: 1420, strictPort: true },
  preview: { host: '127.0.0.1' },
  test: {
    restoreMocks: true,
    // axe on a busy machine.
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'jsdom',
          setupFiles: ['test/setup.ts'],
          include: ['src/**/*.test.ts', 'test/*.test.ts'],
        },
      },
      // What has no meaning without a layout, in a real browser.
      { extends: true, test: { name: 'browser', environment: 'node', include: ['test/browser/*.test.ts'] } },
    ],
  },
});
