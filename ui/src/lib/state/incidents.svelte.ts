import type { IncidentView, RotationView } from '../../bindings';
import type { Backend } from '../backend';

/** Leaks and what is done about them, and rotations. They go on by themselves; here they are only looked at. */
export class Incidents {
  list = $state<IncidentView[]>([]);
  rotations = $state<RotationView[]>([]);
  /** Those with a key that is not proven dead. */
  readonly open = $derived(this.list.filter((incident) => incident.is_open));

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    [this.list, this.rotations] = await Promise.all([this.#backend.incidents(), this.#backend.rotations()]);
  }
}
