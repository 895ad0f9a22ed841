/*
 * Takes the pictures of `docs/`, every screen and a difference, in both themes, in headless Chromium against the
 * fake. `npm run pictures` takes all, `npm run pictures home leak` some. They are committed; what the real window
 * looks like is photographed by its own test.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const SIZE = { width: 1000, height: 680 };
const LEAKED =
  'curl https://bridge.pulseneko.com/v1/messages -H "x-api-key: sk-FAKE0fake1FAKE2fake3FAKE4fake59fKd"';

const URL_FIELD = ['fill', 'connect-url', 'https://bridge.pulseneko.com'];
const SIGN_IN = [
  URL_FIELD,
  ['fill', 'connect-user-id', '42'],
  ['fill', 'connect-token', 'fake-access-token'],
  ['click', 'connect-submit'],
  ['see', 'all-show'],
];
/** One difference fits a picture. */
const SHOW = [
  ['click', 'all-pick-codex'],
  ['click', 'all-show'],
];

/** What is asked of the fake, and what is done on the page, by its test ids, before the picture is taken. */
const PICTURES = {
  home: { at: '#home', steps: [['see', 'balance']] },
  keys: { at: '#keys', steps: [['see', 'key-table']] },
  tools: { at: '#tools', steps: [['see', 'tool-claude-code']] },
  usage: { at: '#usage', steps: [['see', 'usage-table']] },
  leak: {
    at: '?speed=1000#leak',
    steps: [
      ['fill', 'leak-text', LEAKED],
      ['click', 'leak-kill'],
      ['see', 'copies-sum'],
    ],
  },
  activity: { at: '#activity', steps: [['see', 'view-activity']] },
  settings: { at: '#settings', steps: [['see', 'view-settings']] },
  difference: { at: '?first', steps: [...SIGN_IN, ...SHOW, ['see', 'all-apply']] },
};

const ui = fileURLToPath(new URL('..', import.meta.url));
const profile = mkdtempSync(join(tmpdir(), 'pictures-'));
const server = await createServer({
  root: ui,
  logLevel: 'error',
  cacheDir: join(profile, 'vite'),
  server: { port: 0, strictPort: false },
});
await server.listen();
const address = server.resolvedUrls.local[0];

const browser = spawn(
  process.env.CHROMIUM ?? 'chromium',
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--lang=en-US',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}/browser`,
  ],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, TZ: 'UTC' } },
);

/** What the browser has not answered yet. */
const waiting = new Map();
let heard = '';
browser.stdio[4].setEncoding('utf8').on('data', (text) => {
  const messages = (heard + text).split('\0');
  heard = messages.pop();
  for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
    const [done, failed] = waiting.get(id) ?? [];
    waiting.delete(id);
    if (error) failed?.(new Error(error.message));
    else done?.(result);
  }
});

let asked = 0;
/** @param {string} method @param {object} params @param {string} [sessionId] */
const ask = (method, params, sessionId) =>
  new Promise((done, failed) => {
    waiting.set(++asked, [done, failed]);
    browser.stdio[3].write(`${JSON.stringify({ id: asked, method, params, sessionId })}\0`);
  });

/** Does one step on the page, once it can be done. Runs in the page. */
const step = async ([deed, id, text]) => {
  const find = () => document.querySelector(`[data-testid='${id}']:not(:disabled)`);
  for (let tries = 0; find() === null; tries++) {
    if (tries > 400) throw new Error(`${id} is not to be seen: ${document.body.innerText}`);
    await new Promise((later) => setTimeout(later, 50));
  }
  if (deed === 'click') find().click();
  if (deed === 'fill') {
    find().value = text;
    find().dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    find().dispatchEvent(new Event('change', { bubbles: true }));
  }
};

/** Closes the news, lets everything be drawn. Runs in the page. */
const settle = async () => {
  await new Promise((later) => setTimeout(later, 800));
  document.activeElement?.blur();
  document.querySelectorAll("[data-testid='toast-dismiss']").forEach((close) => close.click());
  await new Promise((later) => setTimeout(later, 400));
};

/** Opens the page; gives what runs something there and waits for its end. @param {string} address */
async function open(address) {
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
  const metrics = { ...SIZE, deviceScaleFactor: 1, mobile: false };
  await ask('Emulation.setDeviceMetricsOverride', metrics, sessionId);
  await ask('Page.navigate', { url: address }, sessionId);
  const run = async (/** @type {string} */ expression) => {
    const answer = await ask('Runtime.evaluate', { expression, awaitPromise: true }, sessionId);
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception.description);
  };
  const shot = async () => (await ask('Page.captureScreenshot', { format: 'png' }, sessionId)).data;
  return { run, shot, close: () => ask('Target.closeTarget', { targetId }) };
}

/** @param {unknown[]} each */
const words = (each) => `(${step})(${JSON.stringify(each)})`;

try {
  // The server builds what it is asked for first, and then has the page loaded anew.
  const first = await open(address);
  for (let tries = 0; tries < 5; tries++)
    if (
      await first.run(words(['see', 'balance'])).then(
        () => true,
        () => false,
      )
    )
      break;
  await first.close();

  const wanted = process.argv.slice(2);
  for (const [name, { at, steps }] of Object.entries(PICTURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const theme of ['light', 'dark']) {
      const url = new URL(at, address);
      url.searchParams.set('theme', theme);
      url.searchParams.set('language', 'en');
      const page = await open(url.href);
      for (const each of steps) await page.run(words(each));
      await page.run(`(${settle})()`);
      const file = join(ui, 'pictures', `${name}-${theme}.png`);
      writeFileSync(file, Buffer.from(await page.shot(), 'base64'));
      // A palette is enough for flat colours, and a third of the size.
      execFileSync('convert', [file, '-strip', '+dither', '-colors', '96', `PNG8:${file}`]);
      await page.close();
      console.log(file);
    }
  }
} finally {
  browser.kill();
  await server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
