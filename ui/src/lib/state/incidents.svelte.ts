import type { IncidentView, RotationView } from '../../bindings';
import type { Backend } from '../backend';

/** Leaks and what is done about them, and rotations. They go on by themselves; here they are only looked at. */
export class Incidents {
  list = $state.raw<IncidentView[]>([]);
  rotations = $state.raw<RotationView[]>([]);
  /** Those with a key that is not proven dead. */
  readonly open = $derived(this.list.filter((incident) => incident.is_open));

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What came back from a change stands before the host says that something changed. */
  put(incident: IncidentView): void {
    const isKnown = this.list.some(({ id }) => id === incident.id);
    const others = this.list.map((other) => (other.id === incident.id ? incident : other));
    this.list = isKnown ? others : [incident, ...others];
  }

  async load(): Promise<void> {
    [this.list, this.rotations] = await Promise.all([this.#backend.incidents(), this.#backend.rotations()]);
  }
}
