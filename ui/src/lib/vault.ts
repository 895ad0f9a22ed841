/** How the vault is, in a shape and words. */
import type { VaultView } from '../bindings';
import type { Shape } from '../components/StateMark.svelte';
import { t } from './i18n';

const SHAPES: Record<string, Shape> = { open: 'ok', locked: 'warn', hung: 'warn' };

export function vaultShape({ state }: VaultView): Shape {
  return SHAPES[state] ?? 'bad';
}

/** The host's own sentence where it says something that there are no words for. */
export function vaultText({ state, kind, message }: VaultView): string {
  const words: Record<string, Record<string, string> | undefined> = t.vault.state;
  return words[state]?.[kind] ?? message;
}
