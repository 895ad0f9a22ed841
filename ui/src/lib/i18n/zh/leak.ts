import type { KillState, Trouble } from '../../../bindings';
import { count } from '../../format';
import type { leak as English } from '../en/leak';
import { list } from './words';

const TROUBLES: Record<Trouble, (host: string) => string> = {
  signed_out: (host) => `${host} 不接受当前登录`,
  vault_closed: () => '保管库没有打开',
  unreachable: (host) => `无法连接 ${host}，仍在重试`,
  slow_down: (host) => `${host} 要求等待，仍在重试`,
  nonsense: (host) => `${host} 的应答不是它的接口，仍在重试`,
  refused: (host) => `${host} 拒绝禁用，仍在重试`,
  still_enabled: (host) => `${host} 仍把它列为启用`,
  still_works: () => '它又被看到可以使用',
  barred: (host) => `${host} 认得这个密钥但不让本机进入（403），它在别处可能仍可使用`,
  no_secret: () => '手头没有密钥内容，无法试用',
  no_such_key: (host) => `${host} 没有这个密钥，也没有可试的内容`,
  all_rejected: (host) => `${host} 从这里拒绝所有密钥，包括有效的，因此什么也证明不了`,
};

/** As honest as the core's own: nothing is dead before it is proven. */
function words(state: KillState, trouble: Trouble | null, host: string): string {
  switch (state) {
    case 'dead':
      return `已确认失效：${host} 已禁用并拒绝它`;
    case 'wanted':
      return trouble === 'signed_out' || trouble === 'vault_closed'
        ? `尚未禁用：${TROUBLES[trouble](host)}`
        : `尚未禁用：正在通知 ${host}`;
    case 'sent':
      return `已要求 ${host} 禁用，尚无应答`;
    case 'accepted':
      return trouble === 'no_secret'
        ? `${host} 说已禁用；手头没有密钥内容，无法试用密钥本身`
        : `${host} 说已禁用；正在试用密钥本身`;
    case 'rejected_once':
      return trouble === null ? '已被拒绝，正在复查' : `曾被拒绝一次；之后${TROUBLES[trouble](host)}`;
    case 'failed':
      if (trouble === 'still_works') return `${host} 说已禁用，但密钥仍可使用`;
      if (trouble === 'still_enabled') return `没有禁用：${host} 仍把它列为启用`;
      if (trouble === 'unreachable') return `无法连接 ${host}，仍在重试`;
      return `没有得到证明：${trouble === null ? `${host} 没有明确应答，仍在重试` : TROUBLES[trouble](host)}`;
  }
}

export const leak: typeof English = {
  leak: {
    title: '泄露',
    note: '先禁用，再追问',
    field: '粘贴任何含有密钥的内容',
    placeholder: '命令、日志、地址、截图里的文字……',
    fieldHint: '只在本机查看，按下按钮后即被忘掉。',
    pickFrom: '或从你的密钥中选择',
    pickSearch: '搜索你的密钥',
    pickNone: '没有匹配的密钥。',
    reading: '正在其中查找你的密钥…',
    button: '立即禁用',
    pressing: '正在记录…',
    nothingYet: '先粘贴或选择：按钮会写明它要禁用哪个密钥。',
    several: (n) => `${n} 个密钥`,
    buttonLabel: (names) => `立即禁用：${list(names)}`,
    keysFound: '要禁用的密钥',
    usedBy: (names) => `${list(names)} 在用`,
    notUsed: '本机没有在用',
    remove: (name) => `不禁用 ${name}`,
    replace: '新建一个同样的密钥，放到用过它的地方',
    stranger: (masked) => `${masked} 不是你的密钥。`,
    try: '到中转站试一下',
    trying: '正在询问中转站…',
    what: '这个按钮做什么',
    whatSteps: {
      one: '立即要求中转站禁用密钥。',
      two: '一直试用密钥，直到中转站在它的缓存时间过后仍拒绝它。',
      three: '你的工具得到新密钥，并在本机查找旧密钥的副本。',
    },
    another: '另一次泄露',
  },
  kill: {
    words,
    proof: '证明',
    after: (time) => `${time}后`,
    counting: '自按下按钮起',
    deadAt: (time) => `${time} 确认失效`,
    times: (n) => `${n} 次`,
    recheck: (at) => `中转站接受修改后还会继续试用 ${at}，直到超过它的缓存时间。`,
    streams: '已经开始的流式回答可能还会完成，并照常计费。',
    delete: '删除密钥…',
    deleteTitle: (name) => `在中转站上删除 ${name}？`,
    deleteText: '禁用没有使它失效，删除也许可以。删除后无法恢复，之后用同样的方法证明。',
    deleteConfirm: '删除密钥',
    deleteBusy: '正在删除…',
    page: '中转站的网页',
    unlock: '解锁保管库',
    signIn: '重新登录',
    giveUp: '放弃…',
    giveUpTitle: '不再尝试禁用它？',
    giveUpText: '它还没有被证明失效。放弃之后不再尝试，这次泄露也永远不会被称为已失效。',
    giveUpConfirm: '不再尝试',
    giveUpBusy: '正在停止…',
    givenUp: '已放弃，未证明',
  },
  banner: {
    label: '泄露的密钥还没有被证明失效',
    show: '查看',
    more: (n) => `还有 ${n} 个密钥`,
  },
  replaced: {
    title: '替换',
    making: (name) => `正在创建 ${name}…`,
    made: (name) => `${name} 已在你的保管库中。`,
    none: '本机没有东西用过它。',
    works: (took) => `${took}内应答`,
  },
  used: {
    title: '它被用过吗？',
    since: '从',
    sinces: { hour: '1 小时前', day: '1 天前', week: '1 周前', month: '1 个月前' },
    loading: '正在读取中转站的日志…',
    calls: (n) => `${count(n)} 次调用`,
    disabled: '禁用',
    own: '调用',
    strange: '来自你没有用过的地址',
    addresses: '地址',
    yours: '你的',
    notYours: '你没有用过',
    table: '以表格显示',
    time: '时间',
    incomplete: '没有全部读到。',
    log: '从现在起记录地址',
    logging: '中转站从现在起记录地址。',
    plot: (calls, strange) =>
      `调用随时间的分布：共 ${count(calls)} 次，其中 ${count(strange)} 次来自你没有用过的地址。`,
  },
  copies: {
    title: '本机上的副本',
    sum: (found, files, took) => `${count(found)} 处 · ${took}内查看 ${count(files)} 个文件`,
    scanning: (files) => `${count(files)} 个文件`,
    stage: {
      settings: '设置、环境和历史',
      transcripts: '对话记录和编辑器',
      projects: '最近的项目',
      home: '你的主文件夹',
      paths: '指定的位置',
      git: 'Git 历史',
    },
    stopped: '已停止。列出的是之前找到的。',
    none: '在查看过的地方没有找到副本。',
    start: '查找副本',
    again: '再找一次',
    further: '扩大范围',
    home: '整个主文件夹',
    git: 'Git 历史',
    gz: '.gz 文件',
    line: (n) => `第 ${count(n)} 行`,
    places: (n) => `${count(n)} 处`,
    kind: {
      live_config: '工具自己的设置',
      tool_config: '设置',
      env_file: '环境文件',
      shell_history: 'Shell 历史',
      transcript: '对话记录',
      log: '日志',
      database: '数据库',
      git_object: 'Git 历史',
      other: '文件',
    },
    remedy: { reapply: '换成新密钥', redact: '涂去', sql: '涂去', by_hand: '怎么办' },
    act: (what, path) => `${what}：${path}`,
    all: '查看所有改动',
    others: (n) => `${count(n)} 处是你的其他密钥`,
    notLooked: (n) => `有 ${count(n)} 处没有查看`,
    more: (n) => `还有 ${count(n)} 处`,
    showAll: (n) => `显示全部 ${count(n)} 处`,
    left: (n) => `仍有 ${count(n)} 处`,
    proven: '又查看了一遍：里面已没有副本。',
    byHand: '需要手动处理',
    cannot: '现在不行',
    preparing: '正在准备改动…',
    apply: '写入',
    applying: '正在写入…',
    close: '关闭',
  },
  report: {
    open: '报告…',
    title: '这次泄露的报告',
    note: '给不在场的人看。里面没有任何密钥：只写出密钥的末尾几位。报告正文为英文。',
    loading: '正在撰写…',
    text: 'Markdown 格式的报告',
    copy: '复制 Markdown',
    copied: '报告已复制（Markdown）。',
    markdown: '保存 Markdown',
    html: '保存为可打印网页',
    saved: (path) => `已保存：${path}`,
    close: '关闭',
  },
  incidents: {
    title: '以前的泄露',
    keys: (n) => `${n} 个密钥`,
  },
};
