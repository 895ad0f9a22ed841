/** What a kill is of, and which of them to look at first. */
import type { IncidentView, KilledKeyView } from '../bindings';

export function hostOf(kill: KilledKeyView): string {
  return URL.canParse(kill.url) ? new URL(kill.url).host : kill.bridge;
}

/** The keys of an incident that are not proven dead, the worst first. */
export function notDead(incident: IncidentView): KilledKeyView[] {
  const worst = (kill: KilledKeyView) => (kill.is_alive ? 0 : 1);
  return incident.keys.filter(({ state }) => state !== 'dead').sort((a, b) => worst(a) - worst(b));
}
