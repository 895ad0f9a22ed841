/** Reads what people paste where an address is asked for. */

/** Where a new user most likely has an account. */
export const DEFAULT_URL = 'https://bridge.pulseneko.com';

export interface Pasted {
  url: string;
  /** The API key it carries. Only a sign-in by key alone has a use for it. */
  key: string | null;
}

/** Connection info as the console copies it: `{"_type":"newapi_channel_conn","key":"sk-…","url":"https://…"}`. */
export function readConnectionInfo(text: string): Pasted | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('_type' in value) || value._type !== 'newapi_channel_conn') return null;
  if (!('url' in value) || typeof value.url !== 'string') return null;
  const url = readAddress(value.url);
  return url === null
    ? null
    : { url, key: 'key' in value && typeof value.key === 'string' ? value.key : null };
}

/** Whether a text is connection info or a link that brings a key. The host reads it; here it is only told apart. */
export function isImport(text: string): boolean {
  const start = text.trimStart();
  return /^ccswitch:\/\//i.test(start) || (start.startsWith('{') && start.includes('"newapi_channel_conn"'));
}

/** Whether what is sent there can be read on the way: no https, and another machine. */
export function isPlain(address: string): boolean {
  const origin = readAddress(address);
  if (origin === null) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** The origin of an address, with the scheme people leave out; `null` where it is none. */
export function readAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  // A name in the address would show one host and reach another.
  return isWeb && url.username === '' && url.password === '' ? url.origin : null;
}
