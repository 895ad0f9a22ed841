/** How a kill is told: in the core's own words, or in those of the language that is read. */
import type { IncidentView, KilledKeyView } from '../bindings';
import { t } from './i18n';

export function hostOf(kill: KilledKeyView): string {
  return URL.canParse(kill.url) ? new URL(kill.url).host : kill.bridge;
}

/** Exactly as honest as the state is. */
export function wordsOf(kill: KilledKeyView): string {
  return t.kill.words?.(kill.state, kill.trouble, hostOf(kill)) ?? kill.words;
}

/** The keys of an incident that are not proven dead, the worst first. */
export function notDead(incident: IncidentView): KilledKeyView[] {
  const worst = (kill: KilledKeyView) => (kill.is_alive ? 0 : 1);
  return incident.keys.filter(({ state }) => state !== 'dead').sort((a, b) => worst(a) - worst(b));
}
