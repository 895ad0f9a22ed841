/** How English counts and joins. */
import { wordsIn } from '../words';

export const { plural, list } = wordsIn('en');
