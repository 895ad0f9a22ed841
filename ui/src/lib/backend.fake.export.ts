/** An export that the fake reads: what it would add, or why it does not. */
import type { RestoreView } from '../bindings';
import { ago } from './backend.fake.data';
import { Failure } from './failure';

export const FAKE_EXPORT = '{"format":"bridgekeeper-export","version":1}';

export function readFakeExport(text: string): RestoreView {
  if (!text.includes('bridgekeeper-export')) {
    throw new Failure({
      code: 'invalid',
      message: 'This is no export of Bridgekeeper.',
      hint: 'Choose the file that Bridgekeeper has written under Settings › Export.',
      details: [],
    });
  }
  return {
    host: 'mei-desktop',
    at: ago(26 * 60 * 60 * 1000),
    items: [
      { kind: 'bridge', name: 'work', detail: 'https://ai.example.org', fate: 'new' },
      { kind: 'bridge', name: 'bridge.pulseneko.com', detail: 'https://bridge.pulseneko.com', fate: 'same' },
      { kind: 'profile', name: 'client-a', detail: 'claude-code, client-a-key', fate: 'new' },
      { kind: 'profile', name: 'claude-code', detail: 'claude-code, claude-code-desktop', fate: 'kept' },
      { kind: 'folder', name: '~/client-a', detail: 'client-a', fate: 'unknown' },
      { kind: 'budget', name: 'codex', detail: '$20.00', fate: 'new' },
    ],
  };
}
