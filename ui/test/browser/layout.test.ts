/* Every screen and state is there whole: in the smallest window, in longer words, in Chinese, and enlarged. */
import { afterAll, describe, expect, it } from 'vitest';
import { Looker } from './looker';
import type { Look } from './page';

const looker = await Looker.open();
const states = await looker.states();
afterAll(() => looker.close());

const SMALLEST = [800, 560] as const;
/** The usual window enlarged to 200 %. */
const ENLARGED = [540, 360] as const;

describe('no text is cut', () => {
  it.each(states)('%s', async (state) => {
    const cut = (language: Look['language']) => looker.cut({ state, theme: 'light', language });
    await looker.size(...SMALLEST);
    const [longer, chinese] = [await cut('longer'), await cut('zh')];
    await looker.size(...ENLARGED);
    expect({ longer, chinese, enlarged: await cut('en') }).toEqual({ longer: [], chinese: [], enlarged: [] });
  });
});
