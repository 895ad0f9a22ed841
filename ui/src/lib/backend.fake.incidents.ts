/*
 * Kills and rotations as the fake plays them: the same steps at the same seconds as a bridge that does what it is
 * told, faster where that is asked for.
 */
import type {
  IncidentStepView,
  IncidentView,
  KeyRefView,
  KeyView,
  KilledKeyView,
  KillRequest,
  KillState,
  LeakedKeyView,
  LeakView,
  RotateRequest,
  RotationStep,
  RotationView,
  StepKind,
  SwapView,
  ToolView,
  Trouble,
} from '../bindings';
import { FAKE_URL } from './backend.fake.data';

const HOST = 'bridge.pulseneko.com';

/** What a bridge can do to a kill. */
export type KillFault = 'kill_unreachable' | 'kill_alive' | 'kill_signed_out';

interface Move {
  /** Seconds since the decision. */
  at: number;
  kind: StepKind;
  text: string;
  state?: KillState;
  trouble?: Trouble | null;
}

const WELL: Move[] = [
  { at: 0.11, kind: 'accepted', text: 'bridge accepted: disabled', state: 'accepted' },
  {
    at: 0.22,
    kind: 'rejected',
    text: 'key rejected (401), another key answers (200)',
    state: 'rejected_once',
  },
  { at: 0.7, kind: 'made', text: 'made key "{name}-2" like it' },
  { at: 0.9, kind: 'swapped', text: '{tool} uses the new key' },
  { at: 3.2, kind: 'rejected', text: 'rejected again' },
  { at: 65, kind: 'dead', text: "rejected past the bridge's cache time", state: 'dead' },
];

const BADLY: Record<KillFault, Move[]> = {
  kill_unreachable: [
    { at: 0.3, kind: 'unclear', text: `${HOST} cannot be reached`, state: 'failed', trouble: 'unreachable' },
  ],
  kill_alive: [
    { at: 0.11, kind: 'accepted', text: 'bridge accepted: disabled', state: 'accepted' },
    { at: 0.22, kind: 'alive', text: 'the key still works', state: 'failed', trouble: 'still_works' },
    { at: 1, kind: 'accepted', text: 'bridge accepted: disabled' },
    { at: 1.2, kind: 'alive', text: 'the key still works' },
  ],
  kill_signed_out: [
    {
      at: 0.2,
      kind: 'unclear',
      text: `${HOST} does not accept the account`,
      state: 'wanted',
      trouble: 'signed_out',
    },
  ],
};

/** The sentences of the core, word for word. */
function words(state: KillState, trouble: Trouble | null): string {
  switch (state) {
    case 'wanted':
      return trouble === 'signed_out'
        ? `NOT disabled yet: ${HOST} does not accept the sign-in`
        : `NOT disabled yet: ${HOST} is being told`;
    case 'sent':
      return `${HOST} was told to disable it; no answer yet`;
    case 'accepted':
      return `${HOST} says disabled; now the key itself is tried`;
    case 'rejected_once':
      return 'Rejected, rechecking';
    case 'dead':
      return `Confirmed dead: disabled and rejected by ${HOST}`;
    case 'failed':
      return trouble === 'still_works'
        ? `${HOST} says disabled, but the key still works`
        : `Could not reach ${HOST}; still trying`;
  }
}

const NEXT: Partial<Record<Trouble, string>> = {
  signed_out: 'sign in at the bridge again: it goes on by itself then',
  still_works: "delete the key, or ask the bridge's administrator to turn it off",
};

const ROTATION: [number, RotationStep, string][] = [
  [0, 'make', 'making a key like it'],
  [0.6, 'check', 'trying the new key'],
  [0.8, 'swap', 'putting the new key where the old one is used'],
  [1.4, 'wait', 'waiting until nothing uses the old key any more'],
  [301.4, 'disable', 'disabling the old key'],
  [301.6, 'prove', 'proving the old key dead'],
  [366.6, 'done', 'done'],
];

interface World {
  keys: () => KeyView[];
  tools: () => ToolView[];
  /** A key is turned off or deleted. */
  ended: (id: number, isDeleted: boolean) => void;
  changed: () => void;
  /** How many times faster than in life. */
  speed: number;
  faults: ReadonlySet<string>;
}

export class FakeIncidents {
  #incidents: IncidentView[] = [];
  #rotations: RotationView[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get all(): IncidentView[] {
    return this.#incidents;
  }

  get rotations(): RotationView[] {
    return this.#rotations;
  }

  /** What cannot wait, as the status has it. */
  get attention(): string[] {
    const open = this.#incidents.filter((incident) => incident.is_open).flatMap(({ keys }) => keys);
    return open.filter((key) => key.state !== 'dead').map((key) => `Key "${key.name}": ${key.words}`);
  }

  /** Sample keys are known by their ends: whatever ends so is taken for the key. */
  read(text: string): LeakView {
    const found = [...text.matchAll(/sk-[^\s"']{4,}|\b[A-Za-z0-9]{48}\b/g)].map(([word]) => word);
    const keys: LeakedKeyView[] = [];
    const strangers: LeakView['strangers'] = [];
    for (const word of found) {
      const key = this.#world.keys().find((known) => word.endsWith(known.masked.slice(-4)));
      if (key === undefined) strangers.push({ id: word, masked: `sk-····${word.slice(-4)}` });
      else if (!keys.some((known) => known.id === key.id)) keys.push(leaked(key));
    }
    const notes =
      keys.length > 0
        ? []
        : strangers.length > 0
          ? ['This key is none of yours, as far as your bridges tell.']
          : ['Nothing in this text looks like a key of a bridge.'];
    return { keys, strangers, notes };
  }

  start({ keys, replace }: KillRequest): IncidentView {
    const at = new Date().toISOString();
    const fault = (['kill_unreachable', 'kill_alive', 'kill_signed_out'] as const).find((known) =>
      this.#world.faults.has(known),
    );
    const incident: IncidentView = {
      id: this.#incidents.length + 1,
      at,
      is_open: true,
      is_closed: false,
      words: 'NOT proven dead',
      keys: keys.flatMap(({ id }) => this.#killed(id, at, replace)),
      findings: [],
    };
    this.#incidents = [incident, ...this.#incidents];
    for (const { id } of incident.keys) this.#play(incident.id, id, fault ? BADLY[fault] : WELL);
    return incident;
  }

  delete(kill: number): IncidentView | undefined {
    const incident = this.#incidents.find(({ keys }) => keys.some(({ id }) => id === kill));
    const key = incident?.keys.find(({ id }) => id === kill);
    if (incident === undefined || key === undefined) return undefined;
    this.#world.ended(key.key, true);
    this.#move(incident.id, kill, {
      at: key.seconds,
      kind: 'deleted',
      text: 'the bridge deleted the key',
      state: 'accepted',
      trouble: null,
    });
    this.#play(incident.id, kill, WELL.slice(1, 2).concat(WELL.slice(4)));
    return this.#incidents.find(({ id }) => id === incident.id);
  }

  close(id: number): IncidentView | undefined {
    this.#put(id, (incident) => ({
      ...incident,
      is_open: false,
      is_closed: true,
      words: 'NOT proven dead, given up',
    }));
    return this.#incidents.find((incident) => incident.id === id);
  }

  rotate({ key: id }: RotateRequest): RotationView | undefined {
    const key = this.#world.keys().find((known) => known.id === id);
    if (key === undefined) return undefined;
    const old: KeyRefView = { id, name: key.name, masked: key.masked, url: FAKE_URL };
    const rotation: RotationView = {
      id: this.#rotations.length + 1,
      at: new Date().toISOString(),
      old,
      name: `${key.name}-2`,
      new: null,
      step: 'make',
      words: 'making a key like it',
      trouble: null,
      swaps: [],
      good_until: null,
      proof: null,
      proof_words: null,
      is_done: false,
      is_given_up: false,
    };
    this.#rotations = [rotation, ...this.#rotations];
    for (const [at, step, said] of ROTATION) this.#later(at, () => this.#turn(rotation.id, step, said, key));
    return rotation;
  }

  giveUp(id: number): RotationView | undefined {
    this.#rotations = this.#rotations.map((rotation) =>
      rotation.id === id ? { ...rotation, is_given_up: true, words: 'given up' } : rotation,
    );
    this.#world.changed();
    return this.#rotations.find((rotation) => rotation.id === id);
  }

  #turn(id: number, step: RotationStep, said: string, key: KeyView): void {
    this.#rotations = this.#rotations.map((rotation) => {
      if (rotation.id !== id || rotation.is_given_up) return rotation;
      const made = { ...rotation.old, id: rotation.old.id + 10_000, name: rotation.name };
      return {
        ...rotation,
        step,
        words: said,
        new: step === 'make' ? null : made,
        swaps: step === 'wait' ? this.#swaps(key) : rotation.swaps,
        good_until: step === 'wait' ? new Date(Date.now() + 300_000).toISOString() : rotation.good_until,
        proof_words: step === 'done' ? words('dead', null) : rotation.proof_words,
        is_done: step === 'done',
      };
    });
    if (step === 'prove') this.#world.ended(key.id, false);
    this.#world.changed();
  }

  #killed(id: number, at: string, replace: boolean): KilledKeyView[] {
    const key = this.#world.keys().find((known) => known.id === id);
    if (key === undefined) return [];
    return [
      {
        id: key.id * 10,
        key: key.id,
        name: key.name,
        masked: key.masked,
        fingerprint: 'a1b2c3d4',
        bridge: HOST,
        url: FAKE_URL,
        state: 'wanted',
        trouble: null,
        words: words('wanted', null),
        next: null,
        since: at,
        dead_at: null,
        seconds: 0,
        is_alive: true,
        can_delete: false,
        steps: [{ at, offset_s: 0, kind: 'decided', text: 'decision recorded', times: 1 }],
        replaced: replace
          ? { name: `${key.name}-2`, key: null, is_done: false, trouble: null, swaps: [] }
          : null,
      },
    ];
  }

  #play(incident: number, kill: number, moves: Move[]): void {
    for (const move of moves) this.#later(move.at, () => this.#move(incident, kill, move));
  }

  #later(seconds: number, what: () => void): void {
    setTimeout(what, (seconds * 1000) / this.#world.speed);
  }

  #move(id: number, kill: number, move: Move): void {
    this.#put(id, (incident) => {
      if (incident.is_closed) return incident;
      const keys = incident.keys.map((key) => (key.id === kill ? this.#moved(key, move) : key));
      const alive = keys.filter((key) => key.state !== 'dead').length;
      const dead = keys.length === 1 ? 'confirmed dead' : `all ${keys.length} keys confirmed dead`;
      const not = keys.length === 1 ? 'NOT proven dead' : `${alive} of ${keys.length} keys NOT proven dead`;
      return { ...incident, keys, is_open: alive > 0, words: alive > 0 ? not : dead };
    });
  }

  #moved(key: KilledKeyView, move: Move): KilledKeyView {
    if ((move.kind === 'made' || move.kind === 'swapped') && key.replaced === null) return key;
    const used = this.#world.keys().find((known) => known.id === key.key);
    const swaps = used === undefined ? [] : this.#swaps(used);
    if (move.kind === 'swapped' && swaps.length === 0) return key;
    if (move.kind === 'accepted') this.#world.ended(key.key, false);
    const at = new Date().toISOString();
    const text = move.text.replace('{name}', key.name).replace('{tool}', swaps[0]?.tool_name ?? '');
    const step: IncidentStepView = { at, offset_s: move.at, kind: move.kind, text, times: 1 };
    const state = move.state ?? key.state;
    const trouble =
      move.trouble === undefined ? (move.state === undefined ? key.trouble : null) : move.trouble;
    const replaced =
      key.replaced === null
        ? null
        : {
            ...key.replaced,
            key: move.kind === 'made' ? key.key + 10_000 : key.replaced.key,
            swaps: move.kind === 'swapped' ? swaps : key.replaced.swaps,
            is_done:
              move.kind === 'swapped' || (move.kind === 'made' && swaps.length === 0) || key.replaced.is_done,
          };
    return {
      ...key,
      state,
      trouble,
      words: words(state, trouble),
      next: (trouble && NEXT[trouble]) ?? null,
      since: state === key.state ? key.since : at,
      dead_at: state === 'dead' ? at : null,
      seconds: move.at,
      is_alive: state === 'wanted' || state === 'sent' || state === 'failed',
      can_delete: trouble === 'still_works' && key.steps.length > 3,
      steps: [...key.steps, step],
      replaced,
    };
  }

  #swaps(key: KeyView): SwapView[] {
    const tools = this.#world
      .tools()
      .filter((tool) => key.used_by.some((name) => tool.profiles.includes(name)));
    return tools.map((tool) => ({
      profile: tool.profile ?? tool.id,
      tool: tool.id,
      tool_name: tool.name,
      is_done: true,
      text: tool.mode === 'helper' ? 'the wallet hands it the new key' : 'the new key stands in its file',
      restart:
        tool.id === 'claude-code'
          ? 'Takes effect at the next message.'
          : `Takes effect when ${tool.name} is started next.`,
      check: { at: new Date().toISOString(), ok: true, took_ms: 388, text: 'Answered in 388 ms' },
    }));
  }

  #put(id: number, change: (incident: IncidentView) => IncidentView): void {
    this.#incidents = this.#incidents.map((incident) => (incident.id === id ? change(incident) : incident));
    this.#world.changed();
  }
}

function leaked(key: KeyView): LeakedKeyView {
  return {
    id: key.id,
    name: key.name,
    masked: key.masked,
    bridge: HOST,
    url: FAKE_URL,
    status: key.status,
    used_by: key.used_by,
    why_not: key.pasted ? `It was pasted: only its own account on ${HOST} can disable it.` : null,
  };
}
