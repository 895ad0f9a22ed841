/** The report of an incident as the fake has it: the head of a real one. */
import type { IncidentView } from '../bindings';

export function fakeReport({ id, words, keys, is_open: isOpen }: IncidentView): string {
  const story = keys.flatMap(({ name, masked, bridge, words: state, steps }) => [
    `The API key \`${name}\` (\`${masked}\`) of \`${bridge}\` leaked, or was held to have leaked. **${state}.**`,
    '',
    '| Time | After |  | What happened |',
    '| --- | --- | --- | --- |',
    ...steps.map(({ at, offset_s: offset, kind, text }) => `| ${at} | +${offset} s | ${kind} | ${text} |`),
    '',
  ]);
  const left = isOpen ? '- [ ] Have it proven dead.' : 'Nothing that Bridgekeeper knows of.';
  const head = [`# API key incident ${id}`, '', `**${words}**`, '', '## What happened', ''];
  return [...head, ...story, '## Left to do', '', left, ''].join('\n');
}
