const GAP = 4;

/**
 * Puts a popover beside what opened it. Popovers live in the top layer, outside the opener's layout; so the
 * place is worked out here.
 */
export function place(popover: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = at.left + width <= innerWidth - GAP ? at.left : at.right - width;
  const fitsBelow = at.bottom + GAP + height <= innerHeight - GAP;
  popover.style.left = `${Math.max(left, GAP)}px`;
  popover.style.top = `${Math.max(fitsBelow ? at.bottom + GAP : at.top - GAP - height, GAP)}px`;
}
