/** Where a text ends before its end: behind an edge that does not scroll, or outside the window. */

const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';

/** A name somebody gave may be cut with an ellipsis, if it stands whole in a tooltip or a label. */
function isToldElsewhere(element: Element, text: string): boolean {
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    const told = `${one.getAttribute('title') ?? ''} ${one.getAttribute('aria-label') ?? ''}`;
    if (told.includes(text)) return true;
  }
  return false;
}

/** The edge that cuts a box of text, if one does. Behind the edge of what scrolls it can be brought into view. */
function cutter(from: Element, box: DOMRect): Element | null {
  let [isSeenAcross, isSeenDown] = [false, false];
  for (let one: Element | null = from; one !== null; one = one.parentElement) {
    const style = getComputedStyle(one);
    const edge = one.getBoundingClientRect();
    const isTiny = edge.width <= 1 || edge.height <= 1;
    // For screen readers alone.
    if (isTiny && hides(style.overflowX)) return null;
    const isBeyondAcross = box.right > edge.right + 1 || box.left < edge.left - 1;
    const isBeyondDown = box.bottom > edge.bottom + 2 || box.top < edge.top - 2;
    if (!isSeenAcross && hides(style.overflowX) && isBeyondAcross) return one;
    if (!isSeenDown && hides(style.overflowY) && isBeyondDown) return one;
    isSeenAcross ||= scrolls(style.overflowX);
    isSeenDown ||= scrolls(style.overflowY);
    if (style.position === 'fixed') break;
  }
  const isOutside =
    (!isSeenAcross && (box.right > innerWidth + 1 || box.left < -1)) ||
    (!isSeenDown && box.bottom > innerHeight + 1);
  return isOutside ? document.documentElement : null;
}

export function cutTexts(): string[] {
  const found: string[] = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) {
    const wide = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > innerWidth + 1,
    );
    found.push(
      `the page scrolls sideways: ${wide
        .map((one) => one.outerHTML.slice(0, 90))
        .slice(0, 3)
        .join(' ')}`,
    );
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.textContent!.trim();
    const element = node.parentElement!;
    if (text === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      continue;
    if (element.closest('option, script, style') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const by = [...range.getClientRects()].map((box) => cutter(element, box)).find((edge) => edge !== null);
    if (by === undefined || isToldElsewhere(element, text)) continue;
    const where = by.getAttribute('data-testid') ?? (by.className || by.tagName.toLowerCase());
    found.push(`“${text.slice(0, 60)}” by ${where}`);
  }
  return [...new Set(found)];
}
