import type { ActivityView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import { moment } from '../format';

/** What was done on one day. */
interface Day {
  /** Any moment of it. */
  at: string;
  entries: ActivityView[];
}

/** What the wallet did. */
export class Activity {
  list = $state.raw<ActivityView[] | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  text = $state('');

  readonly shown = $derived.by(() => {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return (this.list ?? []).filter(({ at, what }) => {
      const entry = `${what} ${moment(at)}`.toLowerCase();
      return words.every((word) => entry.includes(word));
    });
  });
  readonly days = $derived(byDay(this.shown));

  readonly #backend: Backend;
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const list = await this.#backend.activity();
      if (turn === this.#turn) [this.list, this.failure] = [list, null];
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** What is shown, as plain text to take along. */
  get report(): string {
    return this.shown.map(({ at, what }) => `${at}  ${what}`).join('\n');
  }
}

/** The list comes newest first, so the entries of a day stand together. */
function byDay(entries: readonly ActivityView[]): Day[] {
  const days: Day[] = [];
  let last = '';
  for (const entry of entries) {
    const day = new Date(entry.at).toDateString();
    if (day !== last) days.push({ at: entry.at, entries: [] });
    last = day;
    days.at(-1)!.entries.push(entry);
  }
  return days;
}
