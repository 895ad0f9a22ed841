/** What went wrong, where the sentence that comes with it is not in the reader's language. */
import type { Code } from '../../../bindings';

/** What happened, and the next step. */
export interface ErrorText {
  message: string;
  hint: string;
}

export const errors = {
  /** None in English: every failure brings its own English sentences, which say more than a code can. */
  error: null as Record<Code, ErrorText> | null,
};
