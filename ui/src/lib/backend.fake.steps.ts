/*
 * What the fake leaves to its user's hands: Cursor's settings, entered one after the other.
 */
import type { StepState, StepView, StepsView, ToolView } from '../bindings';
import { FAKE_URL } from './backend.fake.data';

/** The steps of a tool with that many of them entered. */
export function fakeSteps(tool: ToolView, keyName: string, entered: number): StepsView {
  if (tool.id !== 'cursor') return { steps: [], done: true };
  const todo: (Pick<StepView, 'text'> & Partial<StepView>)[] = [
    { text: 'Paste the key as "OpenAI API Key"', key: keyName },
    { text: 'The switch beside it is on' },
    { text: '"Override OpenAI Base URL" is on and says', enter: `${FAKE_URL}/v1` },
    { text: 'The list of models has this one', enter: 'claude-opus-5-5' },
    {
      text: 'The list of models has this one, which Cursor also has itself and may use instead',
      enter: 'gpt-5.5',
    },
  ];
  const state = (index: number): StepState =>
    index < entered ? 'done' : index === 2 ? 'different' : 'missing';
  const steps: StepView[] = [
    { text: 'In Cursor, open Cursor Settings > Models > API Keys', enter: null, key: null, state: 'untold' },
    ...todo.map((step, index) => ({ enter: null, key: null, ...step, state: state(index) })),
  ];
  return { steps, done: entered >= todo.length };
}
