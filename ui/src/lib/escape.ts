/**
 * Whether a key press is an Escape that is free to close something in the page. In a dialog or a menu it
 * belongs to that, and closing what lies behind as well would be one step too many.
 */
export function isFreeEscape(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.defaultPrevented) return false;
  return !(event.target instanceof Element && event.target.closest('dialog, [popover]') !== null);
}
