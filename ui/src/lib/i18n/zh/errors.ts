import type { Code } from '../../../bindings';
import type { ErrorText } from '../en/errors';

export const errors = {
  error: {
    invalid: { message: '输入的内容不能使用。', hint: '详情里写明了是哪一项，改正后再试。' },
    not_found: { message: '找不到所指的内容，它可能已被删除。', hint: '刷新后再试。' },
    not_signed_in: { message: '没有登录，或中转站不再接受这个账号。', hint: '请重新登录。' },
    second_factor: { message: '中转站需要两步验证码。', hint: '请输入验证器应用现在显示的六位数字。' },
    vault_locked: { message: '保管库已锁定。', hint: '请解锁它，只有它的主人能打开。' },
    vault_absent: {
      message: '本机或本次会话没有可用的保管库。',
      hint: '请启动系统的钥匙串服务，或改用加密文件。',
    },
    vault_hung: { message: '保管库没有在期限内应答。', hint: '看看其他窗口后面是否有密码提示。' },
    vault_empty: { message: '保管库已打开，但里面没有这一项。', hint: '请重新登录，或重新配置这个工具。' },
    vault_failed: { message: '保管库返回了错误。', hint: '请查看详情，稍后再试。' },
    bridge_unreachable: { message: '中转站无法连接，或没有及时应答。', hint: '请检查地址和网络，然后再试。' },
    bridge_nonsense: {
      message: '对方有应答，但不像一个中转站。',
      hint: '请检查地址：在浏览器中打开它，应看到中转站的登录页。',
    },
    bridge_refused: { message: '中转站拒绝了这个请求。', hint: '详情里是它给出的理由。' },
    rate_limited: { message: '请求过多，中转站要求等待。', hint: '请一分钟后再试。' },
    create_unknown: {
      message: '无法确定中转站是否创建了这个密钥。',
      hint: 'Bridgekeeper 会继续查找它，请不要重复创建。',
    },
    file_changed: {
      message: '文件在读取之后被改动，没有写入任何内容。',
      hint: '请重新查看改动，再决定是否应用。',
    },
    file_unparsable: { message: '无法理解这个文件，所以没有改动它。', hint: '请修复文件，或自行编辑。' },
    file_refused: { message: '不能写入这个文件或文件夹，或者写入会造成损害。', hint: '详情里写明了原因。' },
    busy: { message: '另一个 Bridgekeeper 正在工作。', hint: '等它完成后再试。' },
    not_proven: { message: '检查没有得到确认。', hint: '请稍后再检查一次。' },
    stopped: { message: '中途停止了。', hint: '之前完成的部分保持完成。' },
    store: {
      message: '钱包的数据库无法使用。',
      hint: '如果它来自更新的版本，请更新 Bridgekeeper；详情里有原因。',
    },
    io: { message: '操作系统拒绝了这个操作。', hint: '详情里写明了原因。' },
  } satisfies Record<Code, ErrorText> as Record<Code, ErrorText> | null,
};
