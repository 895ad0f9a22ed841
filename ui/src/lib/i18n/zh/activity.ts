import { count } from '../../format';
import type { activity as English } from '../en/activity';

export const activity: typeof English = {
  activity: {
    title: '动态',
    entries: (n) => `${count(n)} 条`,
    search: '搜索',
    searchLabel: '按文字或日期搜索钱包做过的事',
    copy: '复制',
    copied: (n) => `已将 ${count(n)} 条复制为文本，其中没有机密。`,
    cannotLoad: '无法读取钱包做过的事',
    loading: '正在读取钱包做过的事…',
    emptyTitle: '还没有做过什么',
    emptyText: 'Bridgekeeper 在中转站或工具文件中的每次改动都会记在这里。',
    noMatch: '没有符合的记录。',
    showAll: '显示全部',
  },
};
