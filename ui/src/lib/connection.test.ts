import { describe, expect, it } from 'vitest';
import { isImport, isPlain, readAddress, readConnectionInfo } from './connection';

describe('readAddress', () => {
  it.each([
    ['https://bridge.example/', 'https://bridge.example'],
    ['bridge.example', 'https://bridge.example'],
    [' https://bridge.example/v1/messages?x=1 ', 'https://bridge.example'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%s is %s', (text, origin) => {
    expect(readAddress(text)).toBe(origin);
  });

  it.each(['', 'two words', 'ftp://bridge.example', 'https://bank.example@evil.example'])(
    '%s is none',
    (text) => {
      expect(readAddress(text)).toBeNull();
    },
  );
});

describe('readConnectionInfo', () => {
  it('takes the address and the key', () => {
    const text = '{"_type":"newapi_channel_conn","key":"sk-x","url":"https://bridge.example/"}';
    expect(readConnectionInfo(text)).toEqual({ url: 'https://bridge.example', key: 'sk-x' });
  });

  it.each([
    'https://bridge.example',
    '{"url":"https://bridge.example"}',
    '{"_type":"newapi_channel_conn"}',
    '{"_type":"newapi_channel_conn","url":"nonsense here"}',
    'null',
    '[]',
  ])('leaves %s alone', (text) => {
    expect(readConnectionInfo(text)).toBeNull();
  });
});

it.each([
  ['http://192.168.1.4:3000', true],
  ['http://bridge.example', true],
  ['http://127.0.0.1:3000', false],
  ['http://localhost', false],
  ['http://[::1]:80', false],
  ['bridge.example', false],
  ['nonsense here', false],
])('what is sent to %s can be read on the way: %s', (address, can) => {
  expect(isPlain(address)).toBe(can);
});

it('tells apart what brings a key', () => {
  expect(isImport(' ccswitch://v1/import?resource=provider')).toBe(true);
  expect(isImport('{"_type":"newapi_channel_conn","key":"sk-x","url":"https://bridge.example/"}')).toBe(true);
  expect(isImport('https://bridge.example')).toBe(false);
  expect(isImport('{"_type":"other"}')).toBe(false);
});
