/** Findings as they are read: one line for each file, however often the key stands in it. */
import type { FindingKind, FindingView, Remedy } from '../bindings';

export interface Place {
  id: string;
  path: string;
  kind: FindingKind;
  remedy: Remedy;
  line: number | null;
  place: string | null;
  findings: FindingView[];
  /** What to do by hand, each sentence once. */
  nexts: string[];
  /** Where exactly, for what has no lines. */
  details: string[];
}

/** A file's own settings first, then what is easily mended; what is left to a person's hands last. */
const ORDER: Record<Remedy, number> = { reapply: 0, redact: 1, sql: 2, by_hand: 3 };

export function places(findings: readonly FindingView[]): Place[] {
  const all = new Map<string, FindingView[]>();
  for (const finding of findings) {
    const id = `${finding.remedy} ${finding.kind} ${finding.path}`;
    all.set(id, [...(all.get(id) ?? []), finding]);
  }
  const grouped = [...all].map(([id, group]) => placeOf(id, group));
  return grouped.sort((a, b) => ORDER[a.remedy] - ORDER[b.remedy] || a.path.localeCompare(b.path));
}

function placeOf(id: string, findings: FindingView[]): Place {
  const first = findings[0]!;
  const details = findings.map(({ place, line }) => place ?? (line === null ? null : String(line)));
  return {
    id,
    path: first.path,
    kind: first.kind,
    remedy: first.remedy,
    line: findings.length === 1 ? first.line : null,
    place: findings.length === 1 ? first.place : null,
    findings,
    nexts: [...new Set(findings.map(({ next }) => next))],
    details: [...new Set(details.filter((detail) => detail !== null))].slice(0, 20),
  };
}
