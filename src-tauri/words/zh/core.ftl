## bridge/origin

origin-no-address = 这不是中转站的地址：{ $why }
    .hint = 请按浏览器中的样子填写，例如 https://host
origin-other-scheme = 只支持 https 和 http
origin-has-user = 其中含有用户名或密码
origin-no-host = 缺少主机名
origin-in-clear = { $address } 未加密：密钥会以明文传输
    .hint = 请使用它的 https 地址；若整条链路都可信，可坚持使用

## wallet

wallet-profile-of-folder = 此文件夹的配置档“{ $profile }”用于 { $target }
    .hint = { $tool } 指向的是 { $target }：请用 bridgekeeper run { $profile } 启动它
wallet-no-profile-key = 保管库已打开，但其中没有配置档“{ $profile }”的密钥
    .hint = 请重新配置：bridgekeeper configure { $tool }
wallet-no-profile = 没有配置档“{ $name }”
    .hint = 请查看 `bridgekeeper tools`；`bridgekeeper configure TOOL` 可新建一个
wallet-no-bridge = 没有中转站“{ $label }”
    .hint = 已知的中转站：{ $known }
wallet-not-connected = 尚未连接中转站
wallet-no-token = 保管库已打开，但其中没有 { $label } 的访问令牌
    .hint = 请重新连接

## wallet/adopt

wallet-adopt-name = 收入的密钥
wallet-adopt-gone = 这个密钥已不在显示之列
    .hint = 请再找一次
wallet-adopt-whose = 不知道这个密钥属于哪个中转站
    .hint = 请指明中转站：--url https://bridge.example
wallet-adopt-no-name = 密钥需要一个名称
    .hint = 请用 --name 指定名称
wallet-adopt-nowhere = 这个密钥已不再以明文出现在任何地方
    .hint = 请再找一次
wallet-adopt-first = 密钥先以“{ $name }”的名称存入保管库，属于 { $bridge }。从保管库读回并核对之后，才会从文件中移除。
wallet-adopt-tool-without = 此后 { $tool } 没有密钥，直到把它指向中转站：bridgekeeper configure { $id }
wallet-adopt-can-undo = 撤销会逐字节放回原处；保管库保留它的副本。
wallet-adopt-title = 把 { $key } 收入保管库
wallet-adopt-none-to-undo = 没有可以放回的已收入密钥
wallet-adopt-undo-changed = 文件保持现状
wallet-adopt-undo-note = 密钥将再次以明文放在那里；保管库保留它的副本。
wallet-adopt-undo-title = 把密钥放回去
wallet-adopt-plan-gone = 这份改动计划已不存在
    .hint = 请再找一次
wallet-adopt-undone = 已把收入的密钥放回原处。
wallet-adopt-vault-differs = 保管库读回的密钥与存入的不同；没有移除任何内容
    .hint = 请再试一次
wallet-adopt-done = 已把密钥“{ $name }”收入保管库，并从 { $places } 处移除。

## wallet/attention

attention-next-unlock = 请解锁它
attention-keys-expire = { $count } 个密钥将在 7 天内过期
attention-keys-quota = { $count } 个密钥的额度已不足十分之一
attention-key-old = 密钥“{ $name }”已使用 { $days } 天
attention-unmade = 还有 { $count } 个密钥尚未创建
    .next = bridgekeeper keys create --resume，或 --forget
attention-interrupted = 有 { $count } 处对文件的改动被中断
    .next = bridgekeeper tools 会处理它们
attention-tool = { $tool }：{ $text }
attention-budget-pace = { $tool } 本月已用 ${ $spent } / ${ $of }，按此速度可用{ $time }
attention-budget-near = { $tool } 本月已用 ${ $spent } / ${ $of }
attention-budget-spent = { $tool } 的预算已用完：${ $spent } / ${ $of }
attention-next-budget = bridgekeeper budget { $tool } USD 可提高预算；bridgekeeper usage 可查看花费去向
attention-next-balance = 请在中转站的网页上充值
attention-balance-spent = { $bridge } 的余额已用完
attention-balance-lasts = 按此速度，{ $bridge } 的余额可用{ $time }
attention-key-quota = 密钥“{ $name }”的额度还剩 { $percent }%
attention-key-expires = 密钥“{ $name }”将在{ $time }后过期
attention-time-under-a-day = 不到一天
attention-time-a-day = 大约一天
attention-time-days = 大约 { $days } 天
attention-time-years = 数年

## wallet/batch

batch-deleted = 已在 { $bridge } 上删除密钥{ $name }。
batch-secret-left = 密钥已在中转站上删除；但其内容仍在保管库中

## wallet/budget

budget-none = 这不是有效的预算
    .hint = 请以美元填写金额，例如 20；不设预算则填 none
budget-set = 已将 { $tool } 的预算设为每月 ${ $usd }。
budget-removed = 已取消 { $tool } 的预算。

## wallet/connect

connect-no-token = 访问令牌为空
    .hint = 请从中转站复制：个人设置 > 安全设置 > 系统访问令牌
connect-done = 已以 { $user } 的身份连接到 { $bridge }。
connect-replaces = 用密码登录会生成新的访问令牌，账号现有的访问令牌随之失效
    .hint = 请确认同意，或用现有的访问令牌登录
connect-no-key = 这不是 API 密钥
    .hint = 请完整复制：它以 sk- 开头
connect-key-name = 粘贴的密钥
connect-token-renewed = 已在 { $bridge } 上生成新的访问令牌。
connect-no-label = 不能用作中转站的名称
    .hint = 请用一个简短的词，例如 work
connect-label-taken = 已有另一个中转站名为“{ $label }”
connect-signed-out = 已退出 { $bridge }。
connect-no-passwords = 这个中转站不支持密码登录。
connect-captcha = 这个中转站登录时有人机验证，程序无法通过。

## wallet/create

create-too-many = 一次创建 { $count } 个密钥超出范围
    .hint = 请指定 1 到 { $most }
create-long-name = 名称太长，加不下用来区分各个密钥的后缀
    .hint = 请最多使用 { $most } 字节
create-not-listed = 密钥已创建，但不在列表中
create-name-taken = 已有名为“{ $name }”的密钥
    .hint = 请换一个名称
create-list-short = 无法读取完整的密钥列表，这个名称可能已被使用
    .hint = 请稍后再试
create-on-their-way = 中转站可能仍在创建 { $count } 个密钥
    .hint = 请在 { $seconds } 秒后再运行一次
create-made = 已在 { $bridge } 上创建密钥“{ $name }”。
create-ignored = 创建密钥“{ $name }”时，中转站忽略了：{ $fields }。
create-secret-late =
    { $count ->
        [1] 密钥已创建，但其内容尚未存入保管库
       *[other] 这些密钥已创建，但其内容尚未全部存入保管库
    }
    .hint = 请稍后运行 `bridgekeeper keys list`：钱包届时会取回缺少的内容
create-never-made = 密钥“{ $name }”曾请求创建，但始终没有创建。
create-bad-quota = { $usd } 美元的额度超出范围
    .hint = 请填写中转站能够计算的正数金额，或不限额度
create-no-group = 没有分组“{ $group }”
    .hint = 这个账号的分组：{ $known }
create-part-made = 已创建 { $done } / { $of } 个密钥，随后出错：{ $error }
    .hint = `bridgekeeper keys create --resume` 可创建剩余的；`--forget` 则放弃
create-expiry-far = 过期时间“{ $expiry }”太远
create-expiry-odd = 无法理解过期时间“{ $expiry }”
    .hint = 请使用 never、1h、1d、30d，或 2027-01-31T00:00:00Z 这样的时间
create-expiry-past = 过期时间“{ $expiry }”已经过去

## wallet/export

wallet-export-unwritten = 无法写出导出内容
wallet-export-saved = 已将除秘密以外的全部内容导出到 { $path }。
wallet-export-taken-in = 已导入来自 { $host } 的内容：{ $of } 项中有 { $added } 项是新的。
wallet-export-none = 这不是 Bridgekeeper 的导出文件
    .hint = 请选择 Bridgekeeper 在“设置 › 导出”中保存的文件
wallet-export-too-long = 内容太长，不像是导出文件
wallet-export-newer = 这个导出文件的版本是 { $version }
    .hint = 请更新 Bridgekeeper 后再试

## wallet/import

import-stranger = 你尚未连接 { $host }。运行该主机的人能看到你用这个密钥发送的一切。
import-delete-text = 密钥会直接存入保管库。你粘贴的文本中仍含有它：请将其删除。
import-gone = 这项内容已不存在
    .hint = 请重新粘贴
import-refused = { $bridge } 不接受这个密钥：它已停用、过期、耗尽，或不属于那里
    .hint = 请从中转站的网页重新复制
import-kept = 已保存粘贴的密钥“{ $name }”，属于 { $bridge }。
import-bridge-lost = 中转站已保存，却找不到它
import-connection = 连接信息
import-link = cc-switch 链接
import-not-understood = 无法导入：{ $why }
    .hint = 请粘贴从中转站页面复制的连接信息（{ "{" }"_type":"newapi_channel_conn",…{ "}" }）或 ccswitch://v1/import 链接
import-bad-key = 其中的密钥不是 API 密钥
import-too-long = 内容太长
import-no-connection = 这不是中转站的连接信息
import-other-kind = 这是另一种连接信息
import-neither = 既不是连接信息，也不是链接
import-no-link = 这不是 ccswitch://v1/import 链接
import-link-other = 链接带来的不是密钥
import-link-no-endpoint = 链接中没有端点地址
import-link-no-key = 链接中没有密钥

## wallet/keys

wallet-keys-no-key = { $bridge } 上没有密钥 { $id }
    .hint = 请查看 `bridgekeeper keys list`
wallet-keys-called = “{ $name }”
wallet-keys-pasted = 密钥{ $name }是粘贴来的：只有它自己在 { $bridge } 上的账号才能修改它
    .hint = 请用那个账号登录，或在中转站的网页上修改
wallet-keys-none-named = 没有密钥“{ $name }”
    .hint = 请查看 `bridgekeeper keys list`
wallet-keys-several-named = 有多个密钥名为“{ $name }”
    .hint = 请用 ID 指明是哪一个：{ $ids }
wallet-keys-enabled = 已在 { $bridge } 上启用密钥“{ $name }”。
wallet-keys-disabled = 已在 { $bridge } 上停用密钥“{ $name }”。
wallet-keys-changed = 已在 { $bridge } 上修改密钥“{ $name }”。

## wallet/known

wallet-known-too-short = 它们太短，无法与其他文本区分

## wallet/prices

wallet-prices-hidden = 这个中转站不公开价格。
wallet-prices-no-multiplier = 中转站没有说明 { $group } 按什么倍率计费。
wallet-prices-none = 中转站没有列出 { $group } 的价格。

## wallet/steps

steps-plan-gone = 这份改动计划已不存在
    .hint = 请重新查看改动

## wallet/usage

usage-nobody = 没有登录 { $bridge }，只有账号才能读取它的日志
    .hint = 请登录以查看密钥的花费
usage-key-only = 尚未登录：只有账号才能查看密钥的花费。
usage-unread = 中转站的日志尚未读取。
usage-part-read = 这些日期的中转站日志尚未全部读完。
usage-no-range = 这不是有效的日期范围
    .hint = 请指定 1 到 { $most } 天，或两个日期，例如 2026-11-01
usage-unknown-key = （中转站未说明是哪个密钥）
usage-log-ends = 无法继续读取中转站的日志

## wallet/vault

wallet-vault-chosen-empty =
    { $kind ->
        [keychain] 已选用钥匙串作为保管库，其中为空。
       *[file] 已选用文件作为保管库，其中为空。
    }
wallet-vault-locked = 已锁定保管库。
wallet-vault-moved =
    { $kind ->
        [keychain] 已将 { $count } 个秘密移到钥匙串。
       *[file] 已将 { $count } 个秘密移到保管库文件。
    }
