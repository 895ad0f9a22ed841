import { expect, it } from 'vitest';
import { fakeBridge } from './backend.fake.data';
import { titleOf } from './bridges';

it('a bridge goes by the user’s word, then its own, then its host', () => {
  const bridge = fakeBridge();
  expect(titleOf(bridge)).toBe('PulseNeko');
  expect(titleOf({ ...bridge, label: 'work' })).toBe('work');
  expect(titleOf({ ...bridge, name: '' })).toBe('bridge.pulseneko.com');
});
