import { describe, expect, it, vi } from 'vitest';
import type { PlanView } from '../../bindings';
import { FakeBackend } from '../backend.fake';
import type { ChangeOf } from './change.svelte';
import { Tools } from './tools.svelte';

async function opened(tool: string, kind: ChangeOf, backend = new FakeBackend()) {
  const tools = new Tools(backend);
  await tools.load();
  const change = await tools.open(
    tools.all.find(({ id }) => id === tool)!,
    kind,
  );
  return { tools, change, backend };
}

const configureCodex = {
  tool: 'codex',
  profile: null,
  key: { kind: 'create' as const },
  mode: null,
  model: null,
};

describe('configure', () => {
  it('writes nothing before apply, and proves it afterwards', async () => {
    const { tools, change, backend } = await opened('codex', 'configure');
    const apply = vi.spyOn(backend, 'applyPlan');
    await change.configure(configureCodex);
    expect(change.step).toBe('plan');
    expect(apply).not.toHaveBeenCalled();
    await change.apply();
    expect(change.step).toBe('done');
    expect(change.check?.ok).toBe(true);
    expect(tools.all.find(({ id }) => id === 'codex')).toMatchObject({
      state: 'in_step',
      last_check: { ok: true },
    });
  });

  it('reviews a drifted tool with the key and mode it has', async () => {
    const { change, backend } = await opened('claude-code', 'configure');
    const plan = vi.spyOn(backend, 'planConfigure');
    await change.propose();
    expect(plan).toHaveBeenCalledWith({
      tool: 'claude-code',
      profile: 'claude-code',
      key: { kind: 'keep' },
      mode: 'helper',
      model: null,
    });
  });

  it('stays at the plan when the file has changed, and asks for a new one', async () => {
    const { change, backend } = await opened(
      'claude-code',
      'configure',
      new FakeBackend({ faults: ['file_changed'] }),
    );
    await change.propose();
    await change.apply();
    expect(change.failure?.code).toBe('file_changed');
    expect(change).toMatchObject({ step: 'plan', plan: null });
    await change.propose();
    expect(change.plan).not.toBeNull();
    expect(change.failure).toBeNull();
    expect(backend.openPlans).toBe(1);
  });

  it('goes on to what was asked for after a repair', async () => {
    const { change, backend } = await opened('claude-code', 'configure');
    backend.faults.add('file_unparsable');
    await change.propose();
    expect(change.failure?.code).toBe('file_unparsable');
    await change.repair();
    await change.apply();
    expect(change).toMatchObject({ kind: 'configure', step: 'plan', failure: null });
  });

  it('is configured even though the check could not be made', async () => {
    const { tools, change, backend } = await opened('codex', 'configure');
    await change.configure(configureCodex);
    backend.faults.add('unreachable');
    await change.apply();
    expect(change).toMatchObject({ step: 'done', check: null });
    expect(change.failure?.code).toBe('bridge_unreachable');
    expect(tools.all.find(({ id }) => id === 'codex')?.state).toBe('in_step');
  });
});

describe('leaving', () => {
  it('forgets the plan', async () => {
    const { tools, change, backend } = await opened('cursor', 'undo');
    await change.propose();
    expect(backend.openPlans).toBe(1);
    await tools.closeChange();
    expect(backend.openPlans).toBe(0);
  });

  it('forgets a plan that arrives after the panel is gone', async () => {
    const { tools, change, backend } = await opened('cursor', 'undo');
    let answer: (plan: PlanView) => void = () => undefined;
    const plan = await backend.planUndo('cursor');
    backend.planUndo = () => new Promise((resolve) => (answer = resolve));
    const proposing = change.propose();
    await tools.closeChange();
    answer(plan);
    await proposing;
    expect(change.plan).toBeNull();
    expect(backend.openPlans).toBe(0);
  });

  it('one change at a time: the next closes the one before', async () => {
    const { tools, change, backend } = await opened('cursor', 'undo');
    await change.propose();
    const next = await tools.open(tools.all[0]!, 'disconnect');
    expect(tools.change).toBe(next);
    expect(backend.openPlans).toBe(0);
  });
});
