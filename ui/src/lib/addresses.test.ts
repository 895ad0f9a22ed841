import { expect, it } from 'vitest';
import { isAddressOrNetwork, lines } from './addresses';

it.each(['203.0.113.7', '10.0.0.0/8', '0.0.0.0/0', '2001:db8::1', '2001:db8::/32', '::ffff:10.0.0.1'])(
  '%s will do',
  (text) => expect(isAddressOrNetwork(text)).toBe(true),
);

it.each([
  '',
  '300.1.1.1',
  '10.0.0.0/33',
  '10.0.0.0/8/8',
  '10.0.0',
  'host.example',
  '2001:db8::/129',
  ':::',
  '10.0.0.0/',
])('%s will not', (text) => expect(isAddressOrNetwork(text)).toBe(false));

it('lines are what stands between breaks and commas', () => {
  expect(lines(' 10.0.0.1,\n\n10.0.0.2 ')).toEqual(['10.0.0.1', '10.0.0.2']);
});
