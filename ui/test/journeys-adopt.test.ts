/** Keys that stand in clear elsewhere, into the vault and out of the files, against the fake. */
import { waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { click, find, get, gone, openWindow, press, query, type } from './window';

async function openAdopt(options: Parameters<typeof openWindow>[0] = {}) {
  const window = await openWindow({ adopt: true, ...options });
  await click('nav-tools');
  expect((await find('tools-adopt')).textContent).toContain('2 keys stand in clear outside your vault.');
  await click('tools-adopt-open');
  await find('adopt');
  return window;
}

const step = () => get('adopt').dataset.step;

describe('keys outside the vault', () => {
  it('are not spoken of where there are none', async () => {
    await openWindow();
    await click('nav-tools');
    await find('tool-claude-code');
    expect(query('tools-adopt')).toBeNull();
  });

  it('are listed with every place, and the difference comes before anything is written', async () => {
    const { backend } = await openAdopt();
    const apply = vi.spyOn(backend, 'applyAdopt');
    expect(get('adopt').textContent).toContain('~/.zshrc');
    expect(get('adopt').textContent).toContain('line 12: ANTHROPIC_API_KEY');
    await click('adopt-take-0');
    await waitFor(() => expect(step()).toBe('plan'));
    expect(get('plan-nothing-written').textContent).toContain('Nothing');
    expect(get('adopt').textContent).not.toMatch(/sk-[A-Za-z0-9]/);
    expect(apply).not.toHaveBeenCalled();
    await click('adopt-keep');
    await waitFor(() => expect(step()).toBe('list'));
    expect(apply).not.toHaveBeenCalled();
  });

  it('go into the vault; then their tool is one click from a key of its own', async () => {
    const { app } = await openAdopt();
    await click('adopt-take-0');
    await click('adopt-apply');
    expect((await find('adopt-done')).textContent).toContain('“claude-code” is in your vault');
    await click('adopt-configure-claude-code');
    await waitFor(() => expect(app.tools.change?.plan).toBeTruthy());
  });

  it('can be put back', async () => {
    await openAdopt();
    await click('adopt-take-0');
    await click('adopt-apply');
    await click('adopt-undo');
    await waitFor(() => expect(step()).toBe('plan'));
    expect(get('adopt').textContent).toContain('Put the key back');
    await click('adopt-apply');
    expect((await find('adopt-done')).textContent).toContain('The key stands where it stood before');
    expect(query('adopt-take-1')).not.toBeNull();
  });

  it('need a word of their user where nobody knows whose they are', async () => {
    const { backend } = await openAdopt();
    const plan = vi.spyOn(backend, 'planAdopt');
    await click('adopt-take-1');
    await waitFor(() => expect(step()).toBe('whose'));
    expect(get('adopt-url')).toHaveProperty('value', 'https://relay.example');
    await type('adopt-url', '');
    expect(get('adopt-show')).toHaveProperty('disabled', true);
    await type('adopt-url', 'https://other.example');
    await click('adopt-show');
    await waitFor(() => expect(step()).toBe('plan'));
    expect(plan.mock.lastCall?.[0]).toMatchObject({ url: 'https://other.example' });
  });

  it('say what failed, and stay where they are; Escape closes', async () => {
    const { backend } = await openAdopt();
    await click('adopt-take-0');
    await waitFor(() => expect(step()).toBe('plan'));
    await backend.lock();
    await click('adopt-apply');
    expect((await find('problem')).textContent).toContain('locked');
    await waitFor(() => expect(query('adopt-done')).toBeNull());
    await press('Escape', {}, get('adopt'));
    await gone('adopt');
    expect(get('tools-adopt').textContent).toContain('2 keys');
  });
});
