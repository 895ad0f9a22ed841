import type { ConnectRequest, SiteView, StatusView, VaultKind } from '../../bindings';
import type { Backend } from '../backend';
import { Failure } from '../failure';
import { DOLLARS } from '../format';

type Task = 'connect' | 'sign_out' | 'switch' | 'rename' | 'renew' | 'unlock' | 'vault' | 'demo';

/** Which bridge is in use, who is signed in there, and whether the vault is open. */
export class Session {
  /** `null` until the host has answered for the first time. */
  status = $state.raw<StatusView | null>(null);
  /** Why the status could not be read. */
  failure = $state.raw<Failure | null>(null);
  busy = $state<Task | null>(null);

  readonly bridge = $derived(this.status?.bridge ?? null);
  readonly bridges = $derived(this.status?.bridges ?? []);
  /** How money is shown. */
  readonly display = $derived(this.bridge?.display ?? DOLLARS);
  readonly vault = $derived(this.status?.vault ?? null);

  readonly #backend: Backend;
  #attempt = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What was known last, unless the host has answered already: the bridge may be slow, or far away. */
  async loadKnown(): Promise<void> {
    const known = await this.#backend.cachedStatus().catch(() => null);
    this.status ??= known;
  }

  async load(): Promise<void> {
    try {
      this.status = await this.#backend.status();
      this.failure = null;
    } catch (cause) {
      this.failure = Failure.of(cause);
    }
  }

  /** What the bridge there says of itself. Rejects with a {@link Failure}. */
  lookAt(url: string, insist: boolean): Promise<SiteView> {
    return this.#backend.lookAtBridge(url, insist);
  }

  /** Resolves to whether the sign-in went through and was still waited for; rejects with a {@link Failure}. */
  async connect(request: ConnectRequest): Promise<boolean> {
    const attempt = ++this.#attempt;
    this.busy = 'connect';
    try {
      const status = await this.#backend.connect(request);
      // Also after "stop waiting": what the host did is true, and hiding it would be worse.
      this.status = status;
      return attempt === this.#attempt;
    } catch (cause) {
      if (attempt !== this.#attempt) return false;
      throw Failure.of(cause);
    } finally {
      if (attempt === this.#attempt) this.busy = null;
    }
  }

  /** Gives the form back. The request itself cannot be recalled. */
  stopWaiting(): void {
    this.#attempt += 1;
    this.busy = null;
  }

  signOut(label: string): Promise<void> {
    return this.#run('sign_out', () => this.#backend.signOut(label));
  }

  use(label: string): Promise<void> {
    return this.#run('switch', () => this.#backend.useBridge(label));
  }

  rename(label: string, name: string): Promise<void> {
    return this.#run('rename', () => this.#backend.renameBridge(label, name));
  }

  renewToken(): Promise<void> {
    return this.#run('renew', () => this.#backend.renewToken());
  }

  startDemo(): Promise<void> {
    return this.#run('demo', () => this.#backend.startDemo());
  }

  leaveDemo(): Promise<void> {
    return this.#run('demo', () => this.#backend.leaveDemo());
  }

  /** With the passphrase of the vault file, or a new one where there is none yet. */
  unlockFile(passphrase: string): Promise<void> {
    return this.#run('unlock', () => this.#backend.unlockFile(passphrase));
  }

  /** Secrets that are not brought along stay behind. */
  useVault(kind: VaultKind, passphrase: string | null, brings: boolean): Promise<void> {
    return this.#run('vault', () => this.#backend.useVault(kind, passphrase, brings));
  }

  unlock(): Promise<void> {
    return this.#run('unlock', () => this.#backend.unlockVault());
  }

  async #run(task: Task, work: () => Promise<StatusView>): Promise<void> {
    this.busy = task;
    try {
      this.status = await work();
    } catch (cause) {
      throw Failure.of(cause);
    } finally {
      this.busy = null;
    }
  }
}
