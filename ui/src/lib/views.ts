/** The screens, in the order of the sidebar and of their number keys. A new one is a line here and in `screens.ts`. */
export const VIEWS = ['home', 'keys', 'tools', 'usage', 'leak', 'activity', 'settings'] as const;
export type View = (typeof VIEWS)[number];

/** The screen of that name, or another one where there is none. */
export function viewOr(wanted: string, otherwise: View): View {
  return VIEWS.find((view) => view === wanted) ?? otherwise;
}
