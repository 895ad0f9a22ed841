/** Which rows of a long list stand in the page: those in sight, a few beyond, and the one with the focus. */

/** How high a row is, in pixels; the table takes it from here. */
export const ROW = 33;

/** Rows beyond either edge, so that a quick turn of the wheel meets text. */
const BEYOND = 8;

/** Rows that are there before the height of the list is known. */
const AT_FIRST = 30;

export interface Slot {
  index: number;
  /** How many rows are left out before it. */
  gap: number;
}

export interface Slots {
  slots: Slot[];
  /** How many rows are left out after the last. */
  rest: number;
}

export function firstInSight(top: number): number {
  return Math.floor(Math.max(top, 0) / ROW);
}

export function rowsInSight(height: number): number {
  return height === 0 ? AT_FIRST : Math.ceil(height / ROW) + 1;
}

/** The rows to draw; `kept` is drawn wherever it is, because whoever loses the focus has lost their place. */
export function slotsOf(count: number, first: number, inSight: number, kept: number): Slots {
  const from = Math.max(0, Math.min(first, count - inSight) - BEYOND);
  const to = Math.min(count, first + inSight + BEYOND);
  const indices = Array.from({ length: Math.max(to - from, 0) }, (_, at) => from + at);
  if (kept >= 0 && kept < from) indices.unshift(kept);
  if (kept >= to && kept < count) indices.push(kept);
  const slots = indices.map((index, at) => ({ index, gap: index - (indices[at - 1] ?? -1) - 1 }));
  return { slots, rest: count - 1 - (indices.at(-1) ?? -1) };
}

/** Where to scroll so that a row is in sight; `null` where it is already. */
export function topFor(index: number, top: number, height: number): number | null {
  const [start, end] = [index * ROW, (index + 1) * ROW];
  if (start < top) return start;
  return height > 0 && end > top + height ? end - height : null;
}
