/** A real browser with the window over the fake in it, for what has no meaning without a layout. */
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { createServer, type ViteDevServer } from 'vite';
import type { Look } from './page';

interface Eyes {
  states: string[];
  violations(look: Look, rules: string[] | null): Promise<string[][]>;
  cut(look: Look): Promise<string[]>;
}

export class Looker {
  readonly #server: ViteDevServer;
  readonly #browser: Browser;
  readonly page: Page;

  private constructor(server: ViteDevServer, browser: Browser, page: Page) {
    this.#server = server;
    this.#browser = browser;
    this.page = page;
  }

  static async open(): Promise<Looker> {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const server = await createServer({
      root,
      configFile: `${root}/vite.config.ts`,
      server: { port: 0, strictPort: false, hmr: false, watch: null },
      optimizeDeps: { include: ['@testing-library/svelte', 'axe-core', 'uplot'] },
      logLevel: 'error',
    });
    await server.listen();
    const address = server.httpServer!.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const browser = await puppeteer.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // It opens nothing but the page below.
      args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
    });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${address.port}/test/browser/index.html`);
    await page.waitForFunction('typeof window.cut === "function"', { timeout: 60_000 });
    return new Looker(server, browser, page);
  }

  /** As large as the window is now, in CSS pixels. */
  async size(width: number, height: number): Promise<void> {
    await this.page.setViewport({ width, height });
  }

  /** The states there are, by name. */
  states(): Promise<string[]> {
    return this.page.evaluate(() => (globalThis as unknown as Eyes).states);
  }

  violations(look: Look, rules: string[] | null = null): Promise<string[][]> {
    return this.page.evaluate(
      (look, rules) => (globalThis as unknown as Eyes).violations(look, rules),
      look,
      rules,
    );
  }

  cut(look: Look): Promise<string[]> {
    return this.page.evaluate((look) => (globalThis as unknown as Eyes).cut(look), look);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}
