/** What the wallet did. */
import { count } from '../../format';
import { plural } from './words';

export const activity = {
  activity: {
    title: 'Activity',
    entries: (n: number) => plural(n, { one: '# entry', other: '# entries' }),
    search: 'Search',
    searchLabel: 'Search what the wallet did, by word or date',
    copy: 'Copy',
    copied: (n: number) => `Copied ${count(n)} of them as text. No secret is in it.`,
    cannotLoad: 'What the wallet did could not be read',
    loading: 'Reading what the wallet did…',
    emptyTitle: 'Nothing done yet',
    emptyText: 'Whatever Bridgekeeper changes on a bridge or in a tool’s file is noted here.',
    noMatch: 'Nothing here says that.',
    showAll: 'Show all',
  },
};
