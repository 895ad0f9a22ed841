import type { BridgeView, Code, ConnectRequest, SignIn, SiteView } from '../../bindings';
import { DEFAULT_URL, isPlain, readAddress, readConnectionInfo } from '../connection';
import { Failure } from '../failure';
import { t } from '../i18n';
import type { Session } from './session.svelte';

export const WAYS = ['token', 'password', 'key'] as const;
export type Way = (typeof WAYS)[number];
export type FieldName =
  'url' | 'insist' | 'userId' | 'accessToken' | 'username' | 'password' | 'otp' | 'replaces' | 'key';

/** A sign-in as it is filled in: at which bridge, by which way, with what. */
export class SigningIn {
  way = $state<Way>('token');
  url = $state('');
  /** Plain http to another machine is meant. */
  insist = $state(false);
  userId = $state('');
  accessToken = $state('');
  username = $state('');
  password = $state('');
  otp = $state('');
  /** The bridge has asked for a second factor. */
  wantsOtp = $state(false);
  /** It was understood that the new access token ends the present one. */
  replaces = $state(false);
  key = $state('');
  keyName = $state('');

  /** What the bridge at the address says of itself, once somebody has asked. */
  site = $state.raw<SiteView | null>(null);
  isLooking = $state(false);
  /** Why it said nothing, where it was asked and the sign-in was not. */
  siteFailure = $state.raw<Failure | null>(null);
  /** What was taken from connection info. */
  pasted = $state<string | null>(null);

  errors = $state.raw<Partial<Record<FieldName, string>>>({});
  failure = $state.raw<Failure | null>(null);

  readonly isPlain = $derived(isPlain(this.url));

  readonly #session: Session;
  #looked = '';
  /** Somebody has chosen the address. A prefilled one is nobody's bridge yet, so it is not asked by itself. */
  #isChosen: boolean;

  constructor(session: Session, start: Pick<BridgeView, 'url' | 'user_id'> | null, isFirst: boolean) {
    this.#session = session;
    this.#isChosen = start !== null;
    this.url = start?.url ?? (isFirst ? DEFAULT_URL : '');
    this.userId = String(start?.user_id ?? '');
  }

  /** Asks the bridge at the address who it is, once for each address. */
  async look(): Promise<void> {
    const origin = this.#isChosen ? readAddress(this.url) : null;
    if (origin === null || origin === this.#looked || (this.isPlain && !this.insist)) return;
    this.#looked = origin;
    this.site = null;
    this.siteFailure = null;
    this.isLooking = true;
    const isCurrent = () => this.#looked === origin;
    try {
      const site = await this.#session.lookAt(origin, this.insist);
      if (isCurrent()) this.site = site;
    } catch (cause) {
      if (isCurrent()) this.siteFailure = Failure.of(cause);
    } finally {
      if (isCurrent()) this.isLooking = false;
    }
  }

  /** The address is meant, as it stands. */
  choose(): void {
    this.#isChosen = true;
  }

  /** The address is another one now; what was said of the one before no longer counts. */
  forgetSite(): void {
    this.choose();
    this.#looked = '';
    this.insist = false;
    this.site = null;
    this.siteFailure = null;
    this.isLooking = false;
    this.pasted = null;
  }

  /** Takes connection info apart; gives whether the text was any. Its key has a use only where it signs in. */
  take(text: string): boolean {
    const info = readConnectionInfo(text);
    if (info === null) return false;
    const { host } = new URL(info.url);
    this.forgetSite();
    this.url = info.url;
    if (this.way === 'key' && info.key !== null) {
      this.key = info.key;
      this.pasted = t.connect.pasted(host);
    } else {
      this.pasted = info.key === null ? t.connect.pasted(host) : t.connect.pastedWithKey(host);
    }
    void this.look();
    return true;
  }

  /** Tries to sign in; gives whether it went through. Where not, {@link suspect} is the field to look at. */
  async submit(): Promise<boolean> {
    this.failure = null;
    this.errors = this.#check();
    const url = readAddress(this.url);
    if (url === null || this.suspect !== null) return false;
    this.url = url;
    try {
      const request: ConnectRequest = { url, sign_in: this.#signIn(), insist: this.insist };
      if (!(await this.#session.connect(request))) return false;
      this.accessToken = this.password = this.otp = this.key = '';
      return true;
    } catch (cause) {
      this.failure = Failure.of(cause);
      if (this.failure.code === 'second_factor') this.wantsOtp = true;
      return false;
    }
  }

  /** Where to look first. */
  get suspect(): FieldName | null {
    const [wrong] = Object.keys(this.errors) as FieldName[];
    if (wrong !== undefined || this.failure === null) return wrong ?? null;
    return (SUSPECTS[this.failure.code] ?? {})[this.way] ?? null;
  }

  /** A second factor is asked for, not refused: that is a next step and no failure. */
  get isAskedOnly(): boolean {
    return this.failure?.code === 'second_factor' && this.otp === '';
  }

  #signIn(): SignIn {
    switch (this.way) {
      case 'token':
        return {
          kind: 'token',
          user_id: this.userId.trim() === '' ? null : Number(this.userId),
          access_token: this.accessToken.trim(),
        };
      case 'password':
        return {
          kind: 'password',
          username: this.username.trim(),
          password: this.password,
          otp: this.otp.trim() === '' ? null : this.otp.trim(),
          replaces: this.replaces,
        };
      case 'key':
        return { kind: 'key', key: this.key.trim(), name: this.keyName.trim() };
    }
  }

  #check(): Partial<Record<FieldName, string>> {
    const found: Partial<Record<FieldName, string>> = {};
    if (this.url.trim() === '') found.url = t.connect.needUrl;
    else if (readAddress(this.url) === null) found.url = t.connect.badUrl;
    if (this.isPlain && !this.insist) found.insist = t.connect.needInsist;
    if (this.way === 'token') {
      if (!/^\d*$/.test(this.userId.trim())) found.userId = t.connect.badUserId;
      if (this.accessToken.trim() === '') found.accessToken = t.connect.needToken;
    } else if (this.way === 'password') {
      if (this.username.trim() === '') found.username = t.connect.needUsername;
      if (this.password === '') found.password = t.connect.needPassword;
      if (!this.replaces) found.replaces = t.connect.needReplaces;
    } else if (this.key.trim() === '') found.key = t.connect.needKey;
    return found;
  }
}

const everywhere = (field: FieldName) => ({ token: field, password: field, key: field });
const credential = { token: 'accessToken', password: 'password', key: 'key' } as const;

/** Where to look first for each kind of refusal. */
const SUSPECTS: Partial<Record<Code, Partial<Record<Way, FieldName>>>> = {
  invalid: { token: 'url', password: 'url', key: 'key' },
  bridge_unreachable: everywhere('url'),
  bridge_nonsense: everywhere('url'),
  not_signed_in: credential,
  bridge_refused: credential,
  second_factor: { password: 'otp' },
};
