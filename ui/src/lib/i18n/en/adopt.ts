/** Keys that stand in clear outside the wallet. */
import { plural } from './words';

export const adopt = {
  adopt: {
    found: (n: number) =>
      plural(n, {
        one: 'A key stands in clear outside your vault.',
        other: '# keys stand in clear outside your vault.',
      }),
    look: 'Take over…',
    title: 'Keys outside your vault',
    what: 'In tools’ own files, in cc-switch, in the start-up files of your shell',
    of: (label: string) => `of ${label}`,
    beside: (url: string) => `beside the address ${url}, which you are not connected to`,
    unknown: 'no address stands beside it',
    byHand: 'to be taken out by hand',
    takeOver: (name: string) => `Take over ${name}`,
    takeOverShort: 'Take over…',
    none: 'No key stands in clear in any place that is looked at.',
    notLookedAt: (path: string) => `${path} was not looked at:`,
    whose: 'Which bridge is it for?',
    whoseHint: 'Whoever runs that host sees the key and all that is asked with it.',
    take: 'Take it over',
    keep: 'Keep the files as they are',
    taken: (name: string) => `“${name}” is in your vault and out of the files.`,
    putBack: 'The key stands where it stood before. Your vault keeps its copy.',
    configure: (tool: string) => `Configure ${tool}…`,
    undo: 'Put it back…',
    undoNow: 'Put it back',
  },
};
