// Draws the icons again from their sources: `npm run icons`. The results are committed; a build needs none of this.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const icons = fileURLToPath(new URL('../../icons/', import.meta.url));

/** What a desktop build asks for; `tauri icon` also makes forms for stores and phones. */
const DESKTOP = ['32x32.png', '128x128.png', '128x128@2x.png', 'icon.png', 'icon.ico', 'icon.icns'];

/** @param {string} source @param {[made: string, kept: string][]} files @param {string[]} options */
function draw(source, files, options = []) {
  const out = mkdtempSync(join(tmpdir(), 'icons-'));
  execFileSync('npx', ['tauri', 'icon', join(icons, source), '--output', out, ...options], {
    stdio: 'inherit',
  });
  for (const [made, kept] of files) copyFileSync(join(out, made), join(icons, kept));
  rmSync(out, { recursive: true });
}

draw(
  'icon.svg',
  DESKTOP.map((name) => [name, name]),
);
for (const theme of ['light', 'dark']) {
  draw(`tray-${theme}.svg`, [['32x32.png', `tray-${theme}.png`]], ['--png', '32']);
}
