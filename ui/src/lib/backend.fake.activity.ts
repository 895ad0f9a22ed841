/** What the fake's wallet has done so far. */
import type { ActivityView } from '../bindings';
import { ago } from './backend.fake.data';

const HOUR = 60 * 60 * 1000;

export function fakeActivity(): ActivityView[] {
  const did: [hours: number, what: string][] = [
    [0.1, 'Checked Claude Code: the bridge answered in 412 ms.'],
    [0.2, 'Pointed Claude Code at bridge.pulseneko.com with key claude-code-mbp.'],
    [0.3, 'Made key claude-code-mbp on bridge.pulseneko.com.'],
    [5, 'Disabled key old-laptop; the bridge confirmed it.'],
    [26, 'Pointed Cline at bridge.pulseneko.com with key cline-work.'],
    [27, 'Undid the last change to Codex: ~/.codex/config.toml is as it was.'],
    [75, 'Moved 5 secrets to the keychain vault.'],
    [76, 'Connected to bridge.pulseneko.com as mei.'],
  ];
  return did.map(([hours, what]) => ({ at: ago(hours * HOUR), what }));
}
