import type { Code, ErrorView } from '../bindings';

/** What every call through the door fails with: a code to branch on, and sentences for a person. */
export class Failure extends Error {
  readonly code: Code;
  readonly hint: string | null;
  readonly details: string[];

  constructor(view: ErrorView) {
    super(view.message);
    this.name = 'Failure';
    this.code = view.code;
    this.hint = view.hint;
    this.details = view.details;
  }

  /** Anything thrown, as a failure. What is not ours (a refused permission arrives as plain text) keeps its words. */
  static of(cause: unknown): Failure {
    if (cause instanceof Failure) return cause;
    if (isErrorView(cause)) return new Failure(cause);
    return new Failure({
      code: 'io',
      message: cause instanceof Error ? cause.message : String(cause),
      hint: null,
      details: [],
    });
  }

  /** The failure as plain text, for a bug report. */
  get report(): string {
    return [`${this.code}: ${this.message}`, this.hint, ...this.details].filter(Boolean).join('\n');
  }
}

function isErrorView(value: unknown): value is ErrorView {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
