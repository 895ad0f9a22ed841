/** What the fake's log says of a key that leaked: its owner's calls, then somebody else's. */
import type { BucketView, KeyView, TimelineView } from '../bindings';
import { fakeDisplays, UNITS_PER_USD } from './backend.fake.data';

const DAY = 24 * 60 * 60 * 1000;
/** Pieces that the log is cut into. */
const BUCKETS = 48;
const USD_PER_CALL = 0.057;

export function fakeTimeline(key: KeyView, since: string | null, isUnlogged: boolean): TimelineView {
  const until = Date.now();
  const from = since === null ? until - 7 * DAY : Date.parse(since);
  // As long again before, for comparison.
  const first = from - (until - from);
  const length = (until - first) / BUCKETS;
  const buckets = Array.from({ length: BUCKETS }, (_, n): BucketView => {
    const strange = n >= BUCKETS - 6 && n < BUCKETS - 2 ? 6 + ((n * 5) % 7) : 0;
    const own = n % 9 < 4 ? 2 + ((n * 7) % 5) : 0;
    return {
      at: new Date(first + n * length).toISOString(),
      calls: own + strange,
      strange_calls: isUnlogged ? 0 : strange,
      usd: (own + strange) * USD_PER_CALL,
    };
  });
  const recent = buckets.filter(({ at }) => Date.parse(at) >= from);
  const sum = (of: (bucket: BucketView) => number) => recent.reduce((all, bucket) => all + of(bucket), 0);
  const calls = sum((bucket) => bucket.calls);
  const strange = sum((bucket) => bucket.strange_calls);
  const usd = sum((bucket) => bucket.usd);
  const at = (ms: number) => new Date(until - ms).toISOString();
  const address = (name: string, isYours: boolean, its: number, begins: number, ends: number) => ({
    address: name,
    is_yours: isYours,
    calls: its,
    usd: its * USD_PER_CALL,
    first: at(begins),
    last: at(ends),
  });
  return {
    key: key.id,
    name: key.name,
    bridge: 'bridge.pulseneko.com',
    since: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    verdict: isUnlogged ? 'cannot_tell' : 'counted',
    words: isUnlogged
      ? 'cannot tell: no addresses were logged'
      : `calls from addresses you have not used: ${strange}`,
    calls,
    strange_calls: strange,
    unlogged_calls: isUnlogged ? calls : 0,
    failed: 3,
    usd,
    quota: usd * UNITS_PER_USD,
    strange_usd: strange * USD_PER_CALL,
    tokens: calls * 4210,
    models: [{ model: 'claude-opus-4-7', calls, strange_calls: strange, usd }],
    addresses: isUnlogged
      ? []
      : [
          address('203.0.113.7', false, strange, length * 6, length * 2),
          address('198.51.100.24', true, calls - strange, until - from, length),
        ],
    buckets,
    bucket_s: Math.round(length / 1000),
    display: fakeDisplays.usd,
    complete: true,
    notes: isUnlogged ? ['This bridge did not log addresses for this account.'] : [],
    can_log: isUnlogged,
  };
}
