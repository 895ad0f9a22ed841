/** Home: what did it cost, what is left, what needs me. */
import { count } from '../../format';
import { plural } from './words';

/** `in less than a day`, `in 3 days`. */
const within = (days: number | null) =>
  days === null || days === 0 ? 'in less than a day' : plural(days, { one: 'in # day', other: 'in # days' });

export const home = {
  home: {
    title: 'Home',
    configure: 'Configure a tool',
    loading: 'Adding up…',
    cannotLoad: 'Home could not be put together',
    balance: 'Balance',
    lasts: (days: number) =>
      days > 1000
        ? 'lasts for years at this pace'
        : plural(Math.round(days), { one: 'about # day at this pace', other: 'about # days at this pace' }),
    noPace: 'nothing spent yet',
    noAccount: 'no account here',
    today: 'Today',
    days7: '7 days',
    days30: '30 days',
    calls: (n: number) => plural(n, { one: '# call', other: '# calls' }),
    /** Against the same time before: `22 % less than yesterday`. */
    change: (percent: string, isMore: boolean, before: 'yesterday' | 'days7' | 'days30') =>
      `${percent} ${isMore ? 'more' : 'less'} than ${{ yesterday: 'yesterday by now', days7: 'the 7 days before', days30: 'the 30 days before' }[before]}`,
    same: 'as much as before',
    perDay: 'Spent per day',
    perDayNote: (currency: string) => `30 days, ${currency}`,
    asOf: (when: string) => `as of ${when}`,
    day: 'Day',
    spent: 'Spent',
    most: (amount: string, when: string) => `Most: ${amount} on ${when}`,
    nothing: 'Nothing was spent in this time.',
    incomplete: 'Not all of the bridge’s log was read yet: these figures may be low.',
    tools: 'Tools',
    toolsNote: '30 days',
    allTools: 'All tools',
    noTools: 'No coding tool was found on this machine.',
    noKey: 'no key yet',
    state: {
      not_found: 'Not found',
      not_configured: 'Not configured',
      in_step: 'In step',
      drifted: 'Drifted',
      shadowed: 'Shadowed',
      unreadable: 'Unreadable',
    },
    budget: (spent: string, of: string) => `${spent} of ${of} this month`,
    needsYou: 'Needs you',
    allWell: 'Nothing needs you.',
    more: (n: number) => `Show ${count(n)} more`,
    attention: {
      vault: 'Your secrets cannot be reached',
      unreadable: (name: string) => `${name} cannot read its own settings`,
      tool: (name: string) => `${name} will not work as wanted`,
      balance: (days: number | null) =>
        days === 0 || days === null ? 'The balance is used up' : `The balance is used up ${within(days)}`,
      budget: (name: string, percent: number) => `${name} has spent ${count(percent)}% of its budget`,
      key_expires: (name: string, days: number | null) => `${name} expires ${within(days)}`,
      keys_expire: (n: number) => `${count(n)} keys expire within 7 days`,
      key_quota: (name: string, percent: number) => `${name} has ${count(percent)}% of its quota left`,
      keys_quota: (n: number) => `${count(n)} keys have less than a tenth of their quota left`,
      unfinished: (n: number) =>
        plural(n, {
          one: '# interrupted change is not settled',
          other: '# interrupted changes are not settled',
        }),
      key_old: (name: string, days: number) => `${name} is ${count(days)} days old`,
    },
    act: {
      kill: 'Look at it',
      unlock: 'Unlock',
      vault: 'Vault settings',
      repair: 'Repair…',
      review: 'Review the change…',
      tool: 'Look at the tool',
      balance: 'Open the console',
      budget: 'See its usage',
      extend: 'Extend…',
      add: 'Raise…',
      keys: 'Show the keys',
      key: 'Show the key',
    },
  },
};
