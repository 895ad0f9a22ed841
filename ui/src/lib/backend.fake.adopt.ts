/** Keys that the fake's user left in clear, until they are taken over. */
import type { AdoptableListView, AdoptableView, PlanView } from '../bindings';
import { FAKE_URL } from './backend.fake.data';

export class FakeAdopt {
  #left: AdoptableView[];
  readonly #plans = new Map<string, AdoptableView | null>();
  #taken: AdoptableView[] = [];
  #next = 1;

  constructor(hasSome: boolean) {
    this.#left = hasSome ? fakeAdoptable() : [];
  }

  list(): AdoptableListView {
    return { adoptable: this.#left, not_looked_at: [] };
  }

  find(id: string): AdoptableView | undefined {
    return this.#left.find((key) => key.id === id);
  }

  get last(): AdoptableView | undefined {
    return this.#taken.at(-1);
  }

  /** A plan for a key; for the one that was taken last to go back, without one. */
  propose(key: AdoptableView, isBack: boolean): PlanView {
    const id = `adopt-${this.#next++}`;
    this.#plans.set(id, isBack ? null : key);
    const gone = isBack ? 'add' : 'remove';
    return {
      id,
      tool: 'adopt',
      title: isBack ? 'Put the key back' : `Take ${key.masked} over into the vault`,
      changes: key.places.map(({ path }) => ({
        path,
        kind: 'edit',
        lines: [
          { kind: 'same', text: '# work' },
          { kind: gone, text: `export ANTHROPIC_API_KEY=${key.masked}` },
          { kind: 'same', text: "alias ll='ls -l'" },
        ],
      })),
      notes: isBack
        ? ['The key stands there in clear again; the vault keeps its copy.']
        : [
            `The key goes into the vault first, as "${key.name}". Nothing is taken out before it was read back from there.`,
            'Undo puts it back to the byte; the vault keeps its copy.',
          ],
      steps: [],
    };
  }

  /** What was agreed to: a key, or `null` for the last one to go back; `undefined` for what is gone. */
  apply(id: string): AdoptableView | null | undefined {
    const key = this.#plans.get(id);
    this.#plans.delete(id);
    if (key === null) {
      const last = this.#taken.pop();
      if (last !== undefined) this.#left = [last, ...this.#left];
    } else if (key !== undefined) {
      this.#taken.push(key);
      this.#left = this.#left.filter((other) => other.id !== key.id);
    }
    return key;
  }

  discard(id: string): void {
    this.#plans.delete(id);
  }
}

function fakeAdoptable(): AdoptableView[] {
  return [
    {
      id: 'adoptable-1',
      masked: 'sk-····7hQa',
      name: 'claude-code',
      url: FAKE_URL,
      label: 'bridge.pulseneko.com',
      tools: ['claude-code'],
      places: [
        {
          source: 'tool',
          path: '~/.claude/settings.json',
          place: 'env.ANTHROPIC_AUTH_TOKEN',
          by_hand: null,
        },
        { source: 'shell', path: '~/.zshrc', place: 'line 12: ANTHROPIC_API_KEY', by_hand: null },
      ],
    },
    {
      id: 'adoptable-2',
      masked: 'sk-····Zm20',
      name: 'Work relay',
      url: 'https://relay.example',
      label: null,
      tools: ['codex'],
      places: [
        {
          source: 'cc_switch',
          path: '~/.cc-switch/cc-switch.db',
          place: 'codex: Work relay, auth.OPENAI_API_KEY',
          by_hand: null,
        },
      ],
    },
  ];
}
