import { fireEvent } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { click, find, get, gone, openWindow, query } from './window';

describe('an errand', () => {
  it('opens a screen, also one left before the window was there', async () => {
    const { backend } = await openWindow();
    backend.around.leave({ kind: 'show', screen: 'tools' });
    await find('view-tools');
    expect(backend.around.take()).toBeNull();
  });

  it('shows what another profile would change, and changes nothing by itself', async () => {
    const { backend } = await openWindow();
    const apply = vi.spyOn(backend, 'applyPlan');
    backend.around.leave({ kind: 'use', profile: 'client-a' });
    await find('plan-nothing-written');
    expect(get('view-tools')).toBeTruthy();
    expect(apply).not.toHaveBeenCalled();
  });
});

describe('closing the window', () => {
  it('is asked about once, and can be called off', async () => {
    const { backend } = await openWindow();
    backend.around.askToClose();
    await find('closing-stay');
    await fireEvent(get('closing-dialog'), new Event('cancel', { cancelable: true }));
    await gone('closing-dialog');
    expect(backend.around.closed).toBeNull();
    backend.around.askToClose();
    await click('closing-stay');
    expect(backend.around.closed).toBe('stays');
    expect(query('closing-dialog')).toBeNull();
  });

  it('can mean the end', async () => {
    const { backend } = await openWindow();
    backend.around.askToClose();
    await click('closing-quit');
    expect(backend.around.closed).toBe('ended');
  });
});

describe('a text that is dropped', () => {
  const info = '{"_type":"newapi_channel_conn","key":"sk-dropped0123456789","url":"https://other.example"}';

  /** jsdom has no `DataTransfer`. */
  function drop(text: string, onto: Element = document.body): Event {
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { getData: () => text } });
    onto.dispatchEvent(event);
    return event;
  }

  it('is shown first where it could bring a key in', async () => {
    const { backend } = await openWindow();
    const accept = vi.spyOn(backend, 'acceptImport');
    await click('nav-tools');
    expect(drop(info).defaultPrevented).toBe(true);
    await find('import-card');
    expect(accept).not.toHaveBeenCalled();
  });

  it('goes into a field as usual, and is nothing anywhere else', async () => {
    await openWindow();
    expect(drop(info, get('key-search')).defaultPrevented).toBe(false);
    expect(drop('https://evil.example').defaultPrevented).toBe(true);
    expect(query('import-dialog')).toBeNull();
  });
});

it('shows what was known last while the bridge is silent', async () => {
  await openWindow({ faults: ['stuck'] });
  await find('nav-keys');
});
