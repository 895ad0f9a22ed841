import { SvelteMap } from 'svelte/reactivity';
import type { IncidentView, KilledKeyView, KeyView, LeakTryView, LeakView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import { Cleanup } from './cleanup.svelte';
import type { Incidents } from './incidents.svelte';
import type { Jobs } from './jobs.svelte';
import { Report } from './report.svelte';
import { Scan } from './scan.svelte';
import { Timeline } from './timeline.svelte';

/** A key that the button would disable. */
export interface Doomed {
  id: number;
  name: string;
  masked: string;
  /** The bridge's address and label. */
  url: string;
  bridge: string;
  usedBy: string[];
  /** Why it cannot be disabled from here. */
  whyNot: string | null;
}

/** Typing is waited for so long; pasting is not. */
const PAUSE_MS = 250;

/**
 * A leak, from the text that holds the key to the last copy of it. What was pasted stays here until the button is
 * pressed, and is then forgotten. The kill itself goes on in the host, whatever this page does.
 */
export class Leak {
  text = $state('');
  reading = $state(false);
  found = $state.raw<LeakView | null>(null);
  /** What the bridge made of keys that are nobody's here. */
  readonly tried = new SvelteMap<string, LeakTryView | Failure>();
  /** Keys that were picked from the list, or come from a key's own row. */
  readonly picked = new SvelteMap<number, Doomed>();
  /** Keys of the text that are not to be disabled after all. */
  readonly spared = new SvelteMap<string, true>();
  /** Whether a key like each is made and put in its place. */
  replaces = $state(true);
  starting = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** The incident that is shown; `null` for the form alone. */
  shown = $state<number | null>(null);

  readonly scan: Scan;
  readonly cleanup: Cleanup;
  readonly timeline: Timeline;
  readonly report: Report;

  /** All that the text holds and that was picked, each once. */
  readonly candidates = $derived.by(() => {
    const all = new Map<string, Doomed>();
    for (const key of [...(this.found?.keys ?? []).map(ofText), ...this.picked.values()]) {
      all.set(nameOf(key), key);
    }
    return [...all.values()];
  });
  /** What the button disables. */
  readonly doomed = $derived(
    this.candidates.filter((key) => key.whyNot === null && !this.spared.has(nameOf(key))),
  );
  readonly incident: IncidentView | null = $derived.by(
    () => this.#incidents.list.find((incident) => incident.id === this.shown) ?? null,
  );

  readonly #backend: Backend;
  readonly #incidents: Incidents;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(backend: Backend, incidents: Incidents, jobs: Jobs) {
    this.#backend = backend;
    this.#incidents = incidents;
    this.scan = new Scan(backend, jobs);
    this.cleanup = new Cleanup(backend);
    this.timeline = new Timeline(backend, jobs);
    this.report = new Report(backend);
  }

  /** Takes what stands in the field; reads it at once where it was pasted. */
  take(text: string, isPasted: boolean): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.read(), isPasted ? 0 : PAUSE_MS);
  }

  async read(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.spared.clear();
    this.tried.clear();
    this.failure = null;
    if (this.text.trim() === '') {
      this.found = null;
      this.reading = false;
      return;
    }
    this.reading = true;
    try {
      const found = await this.#backend.readLeak(this.text);
      if (turn === this.#turn) this.found = found;
    } catch (cause) {
      if (turn === this.#turn) this.failure = Failure.of(cause);
    } finally {
      if (turn === this.#turn) this.reading = false;
    }
  }

  /** Shows a key that is none of ours at the bridge's door. */
  async try(stranger: string): Promise<void> {
    try {
      this.tried.set(stranger, await this.#backend.tryLeaked(stranger));
    } catch (cause) {
      this.tried.set(stranger, Failure.of(cause));
    }
  }

  /** A key from the list, with the bridge that is in use. */
  pick(key: KeyView, bridge: { url: string; label: string }, whyNot: string | null): void {
    const { id, name, masked } = key;
    const { url, label } = bridge;
    this.picked.set(id, { id, name, masked, url, bridge: label, usedBy: key.used_by, whyNot });
  }

  unpick(id: number): void {
    this.picked.delete(id);
  }

  spare(key: Doomed, isSpared: boolean): void {
    if (isSpared) this.spared.set(nameOf(key), true);
    else this.spared.delete(nameOf(key));
  }

  isSpared(key: Doomed): boolean {
    return this.spared.has(nameOf(key));
  }

  /** Presses the red button. Resolves as soon as the kill is written down. */
  async kill(): Promise<void> {
    const keys = this.doomed.map(({ id, url }) => ({ id, url }));
    if (keys.length === 0 || this.starting) return;
    this.starting = true;
    this.failure = null;
    try {
      const incident = await this.#backend.startKill({ keys, replace: this.replaces });
      this.#incidents.put(incident);
      this.clear();
      await this.show(incident);
      // Beside the kill, which never waits for it.
      void this.scan.start({});
      const [first] = incident.keys;
      if (first !== undefined) void this.timeline.look(first, incident.at);
    } catch (cause) {
      this.failure = Failure.of(cause);
    } finally {
      this.starting = false;
    }
  }

  /** Shows what was done about a leak. */
  async show(incident: IncidentView): Promise<void> {
    this.shown = incident.id;
    this.timeline.forget();
    await this.cleanup.close();
  }

  /** Back to the form, for another leak. */
  async leave(): Promise<void> {
    this.shown = null;
    await this.cleanup.close();
  }

  /** Forgets what was pasted and picked. */
  clear(): void {
    this.text = '';
    this.found = null;
    this.picked.clear();
    this.spared.clear();
    this.tried.clear();
  }

  /** Rejects with a {@link Failure}. */
  async delete(kill: KilledKeyView): Promise<void> {
    this.#incidents.put(await this.#backend.deleteKilled(kill.id));
  }

  /** Rejects with a {@link Failure}. */
  async giveUp(incident: IncidentView): Promise<void> {
    this.#incidents.put(await this.#backend.closeIncident(incident.id));
  }
}

function ofText(key: LeakView['keys'][number]): Doomed {
  const { id, name, masked, url, bridge, used_by: usedBy, why_not: whyNot } = key;
  return { id, name, masked, url, bridge, usedBy, whyNot };
}

/** Bridges number their keys each for itself. */
function nameOf({ id, url }: Doomed): string {
  return `${url} ${id}`;
}
