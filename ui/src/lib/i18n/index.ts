export type { Messages } from './en';
export { speak, t } from './current.svelte';
