/** How Chinese counts and joins. */
import { wordsIn } from '../words';

export const { plural, list } = wordsIn('zh-CN');
