import { expect, it } from 'vitest';
import { Failure } from './failure';

it('takes an error of the host as it is', () => {
  const view = {
    code: 'vault_locked' as const,
    message: 'Locked.',
    hint: 'Unlock it.',
    details: ['dbus said no'],
  };
  const failure = Failure.of(view);
  expect(failure).toMatchObject(view);
  expect(failure.report).toBe('vault_locked: Locked.\nUnlock it.\ndbus said no');
  expect(Failure.of(failure)).toBe(failure);
});

it('keeps the words of what is not ours', () => {
  expect(Failure.of('status not allowed').message).toBe('status not allowed');
  expect(Failure.of(new TypeError('no bridge')).message).toBe('no bridge');
});
