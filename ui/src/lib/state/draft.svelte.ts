import type { Display, EditKeyRequest, KeyView, NewKeyRequest } from '../../bindings';
import { isAddressOrNetwork, lines } from '../addresses';
import { currency, fieldTime } from '../format';
import { t } from '../i18n';
import { LONGEST_NAME, MOST_AT_ONCE, SUFFIX_LENGTH } from '../keys';

export const EXPIRIES = ['never', '1h', '1d', '30d', 'custom'] as const;
export type Expiry = (typeof EXPIRIES)[number];
type FieldName = 'name' | 'count' | 'expires' | 'quota' | 'addresses';

/** What a form says about a key that is to be made or changed. */
export class Draft {
  name = $state('');
  /** Empty means the account's own. */
  group = $state('');
  expiry = $state<Expiry>('never');
  expiryDate = $state('');
  quota = $state<'shared' | 'own'>('shared');
  /** In the bridge's currency, as typed. */
  amount = $state('');
  addresses = $state('');
  models = $state<string[]>([]);
  count = $state('1');

  /** The fields somebody is told about; before a first try only what is plainly wrong. */
  errors = $state.raw<Partial<Record<FieldName, string>>>({});

  /** Lines of the allow-list that are neither addresses nor networks. */
  readonly badLines = $derived(lines(this.addresses).filter((line) => !isAddressOrNetwork(line)));
  readonly isMany = $derived(Number(this.count) > 1);

  readonly #display: Display;
  readonly #before: KeyView | null;
  readonly #start: Pick<Draft, 'name' | 'group' | 'expiry' | 'expiryDate' | 'quota' | 'amount'> & {
    addresses: string;
    models: string;
  };

  constructor(display: Display, ownGroup: string, key: KeyView | null = null) {
    this.#display = currency(display);
    this.#before = key;
    if (key !== null) {
      this.name = key.name;
      this.group = key.group === ownGroup ? '' : key.group;
      this.expiry = key.expires === null ? 'never' : 'custom';
      this.expiryDate = key.expires === null ? '' : fieldTime(key.expires);
      this.quota = key.remain_usd === null ? 'shared' : 'own';
      this.amount = key.remain_usd === null ? '' : this.#shown(key.remain_usd);
      this.addresses = key.allow_ips.join('\n');
      this.models = [...(key.models ?? [])];
    }
    this.#start = {
      name: this.name,
      group: this.group,
      expiry: this.expiry,
      expiryDate: this.expiryDate,
      quota: this.quota,
      amount: this.amount,
      addresses: this.#listed(),
      models: this.#chosen(),
    };
  }

  get isRenamed(): boolean {
    return this.#before !== null && this.name.trim() !== this.#start.name;
  }

  /** Whether it can be sent; where not, {@link errors} says why. */
  check(): boolean {
    const found: Partial<Record<FieldName, string>> = {};
    const length = new TextEncoder().encode(this.name.trim()).length;
    const longest = this.isMany ? LONGEST_NAME - SUFFIX_LENGTH : LONGEST_NAME;
    if (length === 0) found.name = t.keyForm.needName;
    // A name that is there already is one the bridge took.
    else if (length > longest && (this.#before === null || this.isRenamed)) {
      found.name = t.keyForm.longName(longest);
    }
    const count = Number(this.count);
    if (!Number.isInteger(count) || count < 1 || count > MOST_AT_ONCE) {
      found.count = t.keyForm.badCount(MOST_AT_ONCE);
    }
    if (this.#hasNewExpiry() && this.expiry === 'custom' && !(Date.parse(this.expiryDate) > Date.now())) {
      found.expires = t.keyForm.pastDate;
    }
    const isAmount = Number.isFinite(Number(this.amount)) && Number(this.amount) > 0;
    if (this.#hasNewQuota() && this.quota === 'own' && !isAmount) {
      found.quota = t.keyForm.badQuota;
    }
    if (this.badLines[0] !== undefined) found.addresses = t.keyForm.badAddress(this.badLines[0]);
    this.errors = found;
    return Object.keys(found).length === 0;
  }

  toNewKey(): NewKeyRequest {
    return {
      name: this.name.trim(),
      group: this.group,
      expires: this.#expires(),
      quota_usd: this.quota === 'own' ? this.#usd() : null,
      allow_ips: lines(this.addresses),
      models: this.models,
    };
  }

  /** Only what was changed. `null` where nothing was. */
  toEdit(): EditKeyRequest | null {
    const start = this.#start;
    const edit: EditKeyRequest = {
      ...(this.isRenamed ? { name: this.name.trim() } : {}),
      ...(this.group === start.group ? {} : { group: this.group }),
      ...(this.#hasNewExpiry() ? { expires: this.#expires() } : {}),
      ...(this.#hasNewQuota() ? this.#newQuota() : {}),
      ...(this.#listed() === start.addresses ? {} : { allow_ips: lines(this.addresses) }),
      ...(this.#chosen() === start.models ? {} : { models: this.models }),
    };
    return Object.keys(edit).length === 0 ? null : edit;
  }

  #hasNewExpiry(): boolean {
    const { expiry, expiryDate } = this.#start;
    // A lifetime counts from now, so it is new each time.
    return this.expiry !== expiry || (this.expiry === 'custom' && this.expiryDate !== expiryDate);
  }

  #hasNewQuota(): boolean {
    const { quota, amount } = this.#start;
    return this.quota !== quota || (this.quota === 'own' && this.amount.trim() !== amount);
  }

  #newQuota(): EditKeyRequest {
    return this.quota === 'shared' ? { unlimited: true } : { quota_usd: this.#usd() };
  }

  #expires(): string {
    return this.expiry === 'custom' ? new Date(this.expiryDate).toISOString() : this.expiry;
  }

  #usd(): number {
    return Number(this.amount) / this.#display.per_usd;
  }

  #shown(usd: number): string {
    return String(Math.round(usd * this.#display.per_usd * 100) / 100);
  }

  #listed(): string {
    return lines(this.addresses).join('\n');
  }

  #chosen(): string {
    return [...this.models].sort().join('\n');
  }
}
