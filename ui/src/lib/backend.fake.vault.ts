/** The vaults of the fake: the keychain and a file, and which one is in use. */
import type { VaultKind, VaultView } from '../bindings';
import { Failure } from './failure';

export const FAKE_PASSPHRASE = 'correct horse battery';

const STATES = {
  open: { keychain: 'The keychain is open.', file: 'the vault is open' },
  locked: { keychain: 'The keychain is locked.', file: 'the passphrase vault is locked' },
  absent: { keychain: 'No keychain service answers in this session.', file: '' },
  hung: { keychain: 'The keychain took the call and did not answer within 3 s.', file: '' },
} as const;
type State = keyof typeof STATES;

const HINTS: Record<State, string | null> = {
  open: null,
  locked: 'Unlock it; your system asks for its password.',
  absent: 'Start gnome-keyring or KWallet, or choose the encrypted file with “bridgekeeper vault use file”.',
  hung: 'Look for a password prompt behind other windows.',
};

export class FakeVaults {
  kind: VaultKind;
  state: State;
  /** The passphrase of the file; `null` where there is none yet. */
  #passphrase: string | null;

  constructor(kind: VaultKind, state: State) {
    this.kind = kind;
    this.state = state;
    this.#passphrase = kind === 'file' ? FAKE_PASSPHRASE : null;
  }

  get view(): VaultView {
    const { kind, state } = this;
    return { kind, state, message: STATES[state][kind], hint: HINTS[state] };
  }

  get hasFile(): boolean {
    return this.#passphrase !== null;
  }

  unlock(): void {
    this.state = 'open';
  }

  lock(): void {
    this.state = 'locked';
  }

  unlockFile(passphrase: string): void {
    this.#passphrase ??= passphrase;
    if (this.#passphrase !== passphrase) {
      throw new Failure({
        code: 'vault_locked',
        message: 'the passphrase is wrong',
        hint: 'try again; if it is lost, so are the secrets: move the file away and sign in again',
        details: [],
      });
    }
    if (this.kind === 'file') this.state = 'open';
  }

  turnTo(kind: VaultKind, passphrase: string | null): void {
    if (passphrase !== null) this.unlockFile(passphrase);
    this.kind = kind;
    this.state = 'open';
  }
}
