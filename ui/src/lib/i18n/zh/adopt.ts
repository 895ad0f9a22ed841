import type { adopt as English } from '../en/adopt';

export const adopt: typeof English = {
  adopt: {
    found: (n) => `有 ${n} 个密钥以明文放在保管库之外。`,
    look: '收入保管库…',
    title: '保管库之外的密钥',
    what: '在工具自己的文件、cc-switch 和 shell 启动文件中',
    of: (label) => `属于 ${label}`,
    beside: (url) => `旁边的地址是 ${url}，尚未连接`,
    unknown: '旁边没有地址',
    byHand: '需手动移除',
    takeOver: (name) => `收入 ${name}`,
    takeOverShort: '收入…',
    none: '查看过的地方都没有明文密钥。',
    notLookedAt: (path) => `没有查看 ${path}：`,
    whose: '它属于哪个中转站？',
    whoseHint: '运行该主机的人能看到密钥以及用它发送的一切。',
    take: '收入',
    keep: '保持文件原样',
    taken: (name) => `“${name}”已在保管库中，并已从文件中移除。`,
    putBack: '密钥又放回了原处。保管库保留它的副本。',
    configure: (tool) => `配置 ${tool}…`,
    undo: '放回去…',
    undoNow: '放回去',
  },
};
