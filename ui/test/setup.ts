import '@testing-library/svelte/vitest';
import { configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';
import { speak } from '../src/lib/i18n';

// A missing element is named; the whole page printed with it helps nobody.
configure({ getElementError: (message) => new Error(message ?? 'element not found') });

/*
 * What jsdom leaves out and the window has. Only as much as the tests need: that a dialog is open and holds the
 * focus, that a popover can be closed. How they behave in full is looked at in a real browser.
 */
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
  this.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
};
HTMLElement.prototype.hidePopover = () => undefined;
HTMLElement.prototype.scrollIntoView = () => undefined;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// A plot asks how dense the screen is, and for something to draw on: there is neither.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
  }) as unknown as MediaQueryList;
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(() => {
  location.hash = '';
  localStorage.clear();
  speak('en');
  delete document.documentElement.dataset.theme;
});
