import type { FindingView, ScanEvent, ScanProgressView, ScanRequest, ScanView } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import type { Jobs } from './jobs.svelte';

/** A look for copies of keys: what it finds is here as it comes. */
export class Scan {
  findings = $state.raw<FindingView[]>([]);
  progress = $state.raw<ScanProgressView | null>(null);
  /** What it came to, once it ended or was stopped. */
  result = $state.raw<ScanView | null>(null);
  running = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** What was looked at last. */
  request = $state.raw<ScanRequest>({});

  readonly #backend: Backend;
  readonly #jobs: Jobs;

  constructor(backend: Backend, jobs: Jobs) {
    this.#backend = backend;
    this.#jobs = jobs;
  }

  async watch(): Promise<void> {
    await this.#backend.onScan((event) => this.take(event));
  }

  take(event: ScanEvent): void {
    // What arrives after the end is part of the result already.
    if (!this.running) return;
    if (event.kind === 'progress') this.progress = event.value;
    else this.findings = [...this.findings.filter(({ id }) => id !== event.value.id), event.value];
  }

  /** Looks; one look at a time. */
  async start(request: ScanRequest): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.request = request;
    this.failure = null;
    this.progress = null;
    this.result = null;
    this.findings = [];
    try {
      const result = await this.#jobs.run('scan', () => this.#backend.startScan(request));
      this.result = result;
      this.findings = result.findings;
    } catch (cause) {
      this.failure = Failure.of(cause);
    } finally {
      this.running = false;
    }
  }

  async stop(): Promise<void> {
    await this.#jobs.stop('scan');
  }

  /** What is no longer there. */
  drop(ids: readonly string[]): void {
    this.findings = this.findings.filter(({ id }) => !ids.includes(id));
  }
}
