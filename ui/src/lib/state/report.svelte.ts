import type { IncidentView, ReportFormat } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';

/** The report of an incident, as Markdown, at hand before it is copied: a clipboard wants it at once. */
export class Report {
  text = $state.raw<string | null>(null);
  failure = $state.raw<Failure | null>(null);

  readonly #backend: Backend;
  #of: number | null = null;
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load({ id }: IncidentView): Promise<void> {
    const turn = ++this.#turn;
    if (this.#of !== id) this.text = null;
    this.#of = id;
    this.failure = null;
    try {
      const text = await this.#backend.incidentReport(id, 'markdown');
      if (turn === this.#turn) this.text = text;
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    }
  }

  /** Resolves to where. Rejects with a {@link Failure}. */
  save({ id }: IncidentView, format: ReportFormat): Promise<string> {
    return this.#backend.saveIncidentReport(id, format);
  }
}
