/** Both languages: complete, in the words of the field, and changed while the window is open. */
import { describe, expect, it } from 'vitest';
import { speak, t } from '../src/lib/i18n';
import { en } from '../src/lib/i18n/en';
import { longer } from '../src/lib/i18n/pseudo';
import { zh } from '../src/lib/i18n/zh';
import { click, find, get, openWindow, query } from './window';

type Leaf = [path: string, text: unknown];

function leaves(branch: object, path = ''): Leaf[] {
  return Object.entries(branch).flatMap(([name, value]): Leaf[] =>
    typeof value === 'object' && value !== null
      ? leaves(value as object, `${path}${name}.`)
      : [[`${path}${name}`, value]],
  );
}

/** What a text says when it is given something. */
const said = (text: unknown): string =>
  typeof text === 'function' ? String(text(...Array.from({ length: text.length }, () => 3))) : String(text);

/** Texts that are the same in every language. */
const SAME =
  /^(app\.name|frame\.account|keys\.noLimits|keyForm\.namePlaceholder|configure\.keepHint|connect\.found|details\.id|settings\.(version|languages\.en|shortcutExample)|steps\.state\.untold|copies\.act|usage\.(figures\.tokens|column\.tokens|chart\.at|showing|budget\.spent))$/;

describe('Chinese', () => {
  it('has every text, and each is Chinese', () => {
    const english = new Map(leaves(en));
    const same = leaves(zh)
      .filter(([path, text]) => !SAME.test(path) && !/[一-鿿]/.test(safe(text)))
      .map(([path]) => path);
    expect(same).toEqual([]);
    expect(
      leaves(zh)
        .map(([path]) => path)
        .sort(),
    ).toEqual([...english.keys()].sort());
  });

  it('names things as the consoles of the bridges do', () => {
    expect([t.keys.column.group, t.details.quota, t.connect.accessToken]).toEqual([
      'Group',
      'Quota',
      'System access token',
    ]);
    speak('zh');
    expect([t.keys.column.group, t.details.quota, t.connect.accessToken]).toEqual([
      '分组',
      '额度',
      '系统访问令牌',
    ]);
  });
});

/** Lists and the like want other things than numbers; those texts are looked at as they are written. */
function safe(text: unknown): string {
  try {
    return said(text);
  } catch {
    return String(text);
  }
}

describe('the window', () => {
  it('changes its language while it is open', async () => {
    const { app } = await openWindow();
    expect((await find('nav-keys')).textContent).toContain('Keys');
    app.language.choose('zh');
    await expect.poll(() => get('nav-keys').textContent).toContain('密钥');
    expect(get('new-key').textContent).toContain('新建密钥');
    expect(get('refreshed').textContent).toMatch(/刷新/);
    expect(document.documentElement.lang).toBe('zh-CN');
    app.language.choose('en');
    await expect.poll(() => get('nav-keys').textContent).toContain('Keys');
  });

  it('opens in the language that was chosen', async () => {
    await openWindow({ preferences: { language: 'zh' } });
    expect((await find('nav-tools')).textContent).toContain('工具');
  });

  it('follows the system until a language is chosen', async () => {
    const { app } = await openWindow();
    expect(app.language.choice).toBe('system');
    expect(document.documentElement.lang).toBe('en');
  });

  it.each(['en', 'zh'] as const)('tells what went wrong in the words of the host: %s', async (language) => {
    await openWindow({ faults: ['rate_limited'], preferences: { language } });
    expect((await find('failure-message')).textContent).toBe('The bridge asks to wait: too many requests.');
    expect(query('failure-details')).toBeNull();
  });
});

it('the language of tests is longer than English everywhere', () => {
  const plain = new Map(leaves(en));
  const shorter = leaves(longer).filter(([path, text]) => {
    const english = plain.get(path);
    return typeof english === 'string' && said(text).length < english.length * 1.3;
  });
  expect(shorter).toEqual([]);
});
