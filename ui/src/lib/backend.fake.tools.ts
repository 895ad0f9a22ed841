/** What the fake says of a tool whose settings somebody else changed. */
import type { DriftView, ToolView } from '../bindings';
import { ago, FAKE_URL } from './backend.fake.data';

const HOUR = 60 * 60 * 1000;

export function inStep(tool: ToolView): DriftView {
  return {
    tool: tool.id,
    profile: tool.profile ?? tool.id,
    applied_at: ago(72 * HOUR),
    changed_at: null,
    fields: [],
    meanings: [],
    seen: `seen-${tool.id}`,
  };
}

export function fakeDrift(tool: ToolView, isDangerous: boolean): DriftView {
  const file = tool.files[0] ?? '';
  return {
    ...inStep(tool),
    changed_at: ago(2 * HOUR),
    fields: [
      {
        file,
        name: 'env.ANTHROPIC_DEFAULT_OPUS_MODEL',
        kind: 'model',
        applied: 'claude-opus-4-7',
        now: 'claude-sonnet-4-6',
      },
      ...(isDangerous
        ? ([
            {
              file,
              name: 'env.ANTHROPIC_BASE_URL',
              kind: 'address',
              applied: FAKE_URL,
              now: 'https://other.example',
            },
            { file, name: 'env.ANTHROPIC_AUTH_TOKEN', kind: 'credential', applied: '', now: 'sk-····Qx71' },
            {
              file,
              name: 'env.CLAUDE_CODE_API_KEY_HELPER_TTL_MS',
              kind: 'other',
              applied: '300000',
              now: null,
            },
          ] as const)
        : []),
    ],
    meanings: [
      { is_danger: false, text: `Profile ${tool.profile} names claude-sonnet-4-6 from then on.` },
      ...(isDangerous
        ? [
            {
              is_danger: true,
              text: `${tool.name} sends the key "${tool.key?.name}" to other.example, and not to bridge.pulseneko.com. Whoever runs that host can read the key and all that is asked with it.`,
            },
            {
              is_danger: true,
              text: `${tool.name} uses a credential that is not this wallet's. It cannot be checked, replaced or disabled from here.`,
            },
          ]
        : []),
    ],
  };
}
