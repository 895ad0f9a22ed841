import type { palette as English } from '../en/palette';

export const palette: typeof English = {
  palette: {
    title: '前往或执行',
    search: '搜索密钥、工具、页面和操作',
    none: '没有这个名称。',
    kind: { action: '操作', view: '页面', key: '密钥', tool: '工具', bridge: '中转站' },
    configure: (tool) => `配置 ${tool}`,
    review: (tool) => `查看 ${tool} 的改动`,
    check: (tool) => `立即检查 ${tool}`,
    copy: (key) => `复制 ${key}`,
    use: (bridge) => `切换到 ${bridge}`,
    theme: (theme) => `外观：${theme}`,
    language: (language) => `语言：${language}`,
  },
};
