/** The screens, in the order of the sidebar and of their number keys. A new one is a line here and in `screens.ts`. */
export const VIEWS = ['keys', 'tools', 'activity'] as const;
export type View = (typeof VIEWS)[number];
