import type { BridgeView } from '../bindings';

/** What a bridge goes by: the user's word for it, else what it calls itself. */
export function titleOf(bridge: BridgeView): string {
  const { host } = new URL(bridge.url);
  const isOwnWord = bridge.label !== host;
  return isOwnWord || bridge.name === '' ? bridge.label : bridge.name;
}
