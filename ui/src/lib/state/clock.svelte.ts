import { createSubscriber } from 'svelte/reactivity';

/**
 * The time as something that can be shown. It ticks only while a visible page reads it, because a timer that
 * runs for nobody is what makes an idle window warm.
 */
export class Clock {
  readonly #subscribe: () => void;

  constructor(everyMs: number) {
    this.#subscribe = createSubscriber((update) => {
      const tick = () => {
        if (!document.hidden) update();
      };
      const timer = setInterval(tick, everyMs);
      document.addEventListener('visibilitychange', tick);
      return () => {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', tick);
      };
    });
  }

  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}
