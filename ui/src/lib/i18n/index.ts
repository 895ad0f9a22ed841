import { en, type Messages } from './en';

export type { Messages };

/** Every text the window shows. A language is one more file with this type, so a missing text does not compile. */
export const t: Messages = en;
