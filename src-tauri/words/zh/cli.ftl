## commands/key

key-vault-hung = 保管库没有及时应答
    .hint = 钥匙串服务在运行吗？请再试一次，或重新登录桌面

## 多处共用

error = 错误：{ $message }
error-because = 原因：{ $cause }
hint = 提示：{ $hint }
next = 下一步：{ $step }
of = { $name }：{ $text }
list-comma = 、
nothing-written = 没有写入任何内容。
nothing-changed = 没有改动任何内容。
live-check = 实际检查
undo-with = 撤销：{ $command }
log-entries = 已读取 { $count } 条日志
known = { $status ->
    [live] 有效
    [off] 已禁用
    [dead] 已失效
   *[unknown] 未知
 }

## 表头

column-a-month = 每月
column-account = 账号
column-address = 地址
column-as-of = 截至
column-balance = 余额
column-becomes = 处理方式
column-begins-anew = 重新起算
column-begun = 开始时间
column-bridge = 中转站
column-cached = 缓存
column-calls = 调用
column-cost = 花费
column-day = 日期
column-decided = 决定时间
column-description = 说明
column-expires = 过期时间
column-folders = 文件夹
column-group = 分组
column-id = ID
column-in = 输入
column-key = 密钥
column-keys = 密钥
column-label = 名称
column-last-used = 最近使用
column-left = 剩余
column-mode = 方式
column-model = 模型
column-multiplier = 倍率
column-name = 名称
column-new-key = 新密钥
column-old-key = 旧密钥
column-out = 输出
column-price-call = 每次调用
column-price-in = 输入（每百万）
column-price-out = 输出（每百万）
column-profile = 配置档
column-share = 占比
column-spent = 已用
column-state = 状态
column-status = 状态
column-tokens = Token
column-tool = 工具
column-used-by = 使用者
column-what = 内容
column-when = 时间

## report

plan-no-changes = 没有文件改动。
plan-new-file = { $path }（新建）
plan-changed = { $path }（修改）
plan-removed = { $path }（删除）
plan-left-to-do = 还要做的：
plan-step-different = 现在是别的内容
plan-step-done = 已完成
plan-step-with-key = { $step }（复制它：bridgekeeper keys copy { $key }）

## shell

shell-no-program = 无法确定本程序的位置
shell-vault-word = BRIDGEKEEPER_VAULT 的值是“{ $word }”
    .hint = 请设为 keychain 或 file
shell-cannot-start = 无法启动
shell-pausing = 暂停 { $seconds } 秒，以免超出中转站的频率限制
shell-count-of = { $done } / { $of }
shell-needs-a-yes = 这需要你的同意，但没有可以询问的终端
    .hint = 请加上 --yes
shell-text-too-long = 标准输入的内容太长
shell-duration = 请写成 90s、5m 或 2h 这样的时长
shell-secret-missing = 缺少内容：{ $what }
    .hint = 请通过管道传入并加上 { $flag }；它绝不写在参数里
shell-secret-prompt = { $what }：
shell-secret-empty = 标准输入中没有内容：{ $what }
shell-secret-too-long = 标准输入中的内容太长：{ $what }
shell-passphrase-fd = BRIDGEKEEPER_PASSPHRASE_FD 所指的文件描述符无法读取
shell-passphrase = 保管库的密码：
shell-passphrase-new = 保管库的新密码：
shell-passphrase-again = 再输一次：
shell-passphrases-differ = 两次输入的密码不同
    .hint = 请重试
shell-answer-unread = 无法读取输入

## clipboard

clipboard-unusable = 无法使用剪贴板
    .hint = 有桌面会话吗？没有的话：bridgekeeper keys reveal ID

## commands/connect

connect-password = 密码
connect-api-key = API 密钥
connect-access-token = 系统访问令牌
connect-code = 两步验证码：
    .hint = 请加上 --otp CODE
connect-replaces = 中转站会生成新的系统访问令牌，账号现有的令牌会在所有使用它的地方失效。继续吗？
connect-unchanged = 没有改动任何内容

## commands/status

status-bridge =
    中转站   { $name }（{ $url }）
    账号     { $account }
    余额     { $balance }，已用 { $spent }
status-bridge-keys-only =
    中转站   { $name }（{ $url }）
    账号     无：只有粘贴的密钥
status-vault = 保管库   { $kind ->
    [keychain] 钥匙串
   *[file] 文件
 }：{ $state }
status-others = 其他     { $labels }（bridgekeeper bridges）
status-old-keys = 旧密钥   { $count } 个（bridgekeeper rotate --older-than 90d）
status-unfinished = 未完成：{ $count } 处（运行 `bridgekeeper keys list` 时处理）
status-attention = 注意  { $what }
status-in-group = { $username }，分组 { $group }
status-offline = （离线；截至 { $when }）

## commands/bridges

bridges-none = 尚未连接中转站：bridgekeeper connect
bridges-keys-only = 仅密钥
bridges-forget = 移除 { $label } 及其访问令牌？

## commands/keys

keys-quota = 请填写金额或 `unlimited`
keys-form = 请填写 curl-openai、curl-anthropic、sh、fish、powershell 或 connection
keys-read = 已读取 { $count } 个密钥
keys-none = 还没有密钥：bridgekeeper keys create NAME
keys-no-match = { $count } 个密钥中没有匹配的。
keys-offline = 中转站无法连接；这是 { $when } 的内容。
keys-not-all = 此列表不完整：{ $why }
keys-cut-short = 中转站只给出了一部分
keys-status = { $status ->
    [enabled] 已启用
    [disabled] 已禁用
    [expired] 已过期
   *[exhausted] 已耗尽
 }
keys-never-used = 从未使用
keys-never-expires = 永不
keys-balance = 余额
keys-own-group = （账号分组）
keys-full =
    名称      { $name }
    ID        { $id }
    状态      { $status }
    密钥      { $key }
    分组      { $group }
    已用      { $spent }
    剩余      { $left }
    模型      { $models }
    IP 白名单 { $addresses }
    创建时间  { $created }
    最近使用  { $last_used }
    过期时间  { $expires }
    使用者    { $used_by }
keys-in-vault = { $key }（在保管库里）
keys-shares-balance = 共用账号余额
keys-any-model = 任意
keys-no-model = 无
keys-any-address = 任意
keys-no-tool = 本机没有工具使用
keys-called = “{ $name }”（ID { $id }）
keys-nothing-left = 没有尚未创建的密钥。
keys-not-made = 不再创建：{ $names }
keys-made-one = 已创建密钥{ $key }，密钥内容在保管库里：bridgekeeper keys copy { $id }
keys-made = 已创建密钥{ $key }。
keys-made-so-far = 已创建 { $count } 个密钥
keys-copied = 已复制。剪贴板将在 { $seconds } 秒后清空，除非那时上面已是别的内容。
keys-list-any-address = 任意地址
keys-take-list-back = 撤回白名单（改回 { $list }）？
keys-list-is-back = 白名单已撤回。
keys-to-take-list-back = 撤回白名单：{ $command }
keys-use-copied = 已复制。剪贴板将在 { $seconds } 秒后清空。
keys-use-masked = 密钥已打码：加上 --copy 或 --reveal 放入真实密钥。
keys-import = { $source }，用于 { $url }：密钥 { $key }“{ $name }”
keys-import-needs-a-yes = 尚未保存任何内容：这需要你的同意
    .hint = 请加上 --yes
keys-imported = 密钥{ $key }已存入保管库。
keys-done = 已处理 { $count } 个密钥
keys-is = { $key }{ $status }。
keys-delete = 删除密钥{ $key }？删除后无法恢复。
keys-delete-used = 删除密钥{ $key }？{ $used_by } 正在使用它。删除后无法恢复。
keys-deleted = 已删除{ $key }。
keys-not-changed = 未改动：{ $key }：{ $why }
keys-why-and-hint = { $why }（{ $hint }）

## commands/kill

kill-no-key = 这段内容中没有看起来像中转站密钥的东西
    .hint = 请改为指明密钥：bridgekeeper kill NAME
kill-stranger = 据你的中转站所知，这个密钥不是你的
    .hint = --probe 会把它拿到中转站试一下，看它在那里是否可用
kill-none = 没有进行中的停用。
kill-goes-on = 停用会在后台继续，并在 Bridgekeeper 每次启动时继续：bridgekeeper incidents
kill-goes-on-later = 停用会在 Bridgekeeper 下次启动时继续：bridgekeeper kill --resume
kill-proven = { $key }（ID { $id }）：{ $words }（{ $time }，用时 { $seconds } 秒）
kill-state = { $key }（ID { $id }）：{ $words }
kill-to-delete = 删除它：bridgekeeper incidents delete { $id }
kill-bridge = 它的中转站：{ $url }
kill-new-key = 新密钥 { $key }，已在保管库中
kill-no-new-key = 没有新密钥：{ $why }
kill-swapped = { $tool }（{ $profile }）：{ $text }

## commands/incidents

incidents-close = 放弃泄露 { $id }？之后不再尝试。
incidents-goes-on = 它会继续。
incidents-none = 至今没有密钥泄露。
incidents-times = { $step }（{ $count } 次）
incidents-decided = 决定于 { $when }
incidents-wrote = 已写入 { $path }。
incidents-no-kill = 没有进行中的停用：“{ $key }”
    .hint = 请查看 `bridgekeeper incidents`
incidents-delete = 在 { $bridge } 上删除密钥 { $key }？删除后无法恢复。
incidents-not-deleted = 没有删除。
incidents-deleted = 已删除密钥 { $key }。仍在证明它是否已失效。

## commands/rotate

rotate-days = 请填写天数，例如 90d
rotate-none-open = 没有进行中的轮换：“{ $key }”
    .hint = 请查看 `bridgekeeper rotate --list`
rotate-left-alone = 保持不变：{ $key }（ID { $id }，已使用 { $days } 天）：本机没有东西使用它，轮换会中断使用它的人。如要轮换，请指明它。
rotate-until = { $words }（至 { $when }）
rotate-none = 至今没有轮换过密钥。
rotate-stopped = 停在“{ $step }”：{ $why }
rotate-old-key = 旧密钥：{ $proof }
rotate-nothing = 没有需要轮换的密钥。

## commands/listings

prices-group = 分组 { $group }

## commands/configure

configure-apply = 应用？
configure-done =
    { $tool }：{ $state }，密钥 { $key }
    实际检查：{ $check }
    撤销：bridgekeeper undo { $id }
configure-all-apply = 应用到 { $count } 个工具？
configure-all-not = 未配置
configure-all-done = { $tool }：{ $state }，密钥 { $key }
configure-all-in-step = 已经同步：{ $tools }。
configure-all-left-out = 跳过 { $tool }：{ $why }

## commands/waiting

waiting-until-closed = { $why }。等它关闭？
waiting-now = 正在等它关闭

## commands/accept

accept-question = 接受？
accept-done =
    { $tool }：{ $state }
    撤销：bridgekeeper undo { $id }
drift-address = { $name }（地址），在 { $file } 中
drift-model = { $name }（模型），在 { $file } 中
drift-credential = { $name }（凭据），在 { $file } 中
drift-field = { $name }，在 { $file } 中
drift-nothing = （无）
drift-applied = 已应用
drift-now = 现在
drift-times = { $applied } 应用，{ $written } 最后写入
drift-warning = 警告：
drift-nothing-written = 不会写入任何文件。断开时仍会还原 Bridgekeeper 到来之前的内容。

## commands/adopt

adopt-left = 留在原处。
adopt-failed = 没有收入：{ $why }
adopt-question = 收入保管库？
adopt-none = 工具文件、cc-switch 和 shell 启动文件中都没有明文的中转站密钥。
adopt-not-looked-at = 没有查看：{ $path }（{ $why }）
adopt-key-of = { $key }“{ $name }”，属于 { $bridge }
adopt-key-beside = { $key }“{ $name }”，旁边的地址是 { $url }，尚未连接；请用 --url 确认
adopt-key-alone = { $key }“{ $name }”，它的中转站只有你知道；请用 --url 指明
adopt-point-tool = 把工具指向它：{ $command }

## commands/doctor

doctor-vault = 保管库（{ $kind ->
    [keychain] 钥匙串
   *[file] 文件
 }）：{ $state }
doctor-nothing = 没有可以安全修复的内容。
doctor-drifted = bridgekeeper doctor { $tool } --fix 或 profile use { $profile }（重新应用），bridgekeeper accept { $tool }（以现有内容为准），或 bridgekeeper disconnect { $tool }
doctor-unreadable = 请修复文件，或查看：bridgekeeper doctor { $tool } --fix --dry-run
doctor-problem = 问题：{ $what }
doctor-note = 提示：{ $what }

## commands/profile

profile-no-folder = 这不是文件夹
profile-none = 还没有配置档：bridgekeeper configure TOOL

## commands/run

run-failed = 无法运行 { $program }
    .hint = 它安装了吗？在 PATH 里吗？

## commands/scan

scan-write-over = 抹去？
scan-still-there = 仍在：{ $finding }
scan-left = 保持原样：{ $path }：{ $why }
scan-by-hand = 需手动处理：{ $finding }
scan-to-undo = 撤销（每次一个文件）：bridgekeeper scan --undo
scan-take-back = 撤销这次清理？
scan-progress = { $stage ->
    [settings] 设置、环境和历史
    [transcripts] 对话记录和编辑器
    [projects] 最近的项目
    [home] 主文件夹
    [paths] 指定的位置
    [git] Git 历史
   *[other] { $stage }
 }：{ $files } 个文件，{ $size }，{ $folder }
scan-found = { $count ->
    [0] 没有找到密钥的副本
   *[other] 找到 { $count } 处密钥副本
 }：在 { $files } 个文件（{ $size }）中查找 { $keys } 个密钥，用时 { $seconds } 秒。
scan-not-looked-at = 没有查看：
scan-left-out = { $why }（{ $count }）：{ $paths }
scan-and-more = { $paths } 等
scan-kind = { $kind ->
    [live_config] 工具自己的设置
    [tool_config] 设置
    [env_file] 环境文件
    [shell_history] Shell 历史
    [transcript] 对话记录
    [log] 日志
    [database] 数据库
    [git_object] Git 历史
    [other] 文件
   *[unknown] { $kind }
 }

## commands/guard

guard-none = { $folder } 中没有守卫。
guard-removed = 守卫已从 { $folder } 移除；之前的内容已还原。
guard-in-commit = 你要提交的内容中有你的密钥
    .hint = 若确实要提交：git commit --no-verify
guard-in-push = 你要推送的内容中有你的密钥
    .hint = 若确实要推送：git push --no-verify
guard-in-it = 其中有你的密钥
guard-unchecked = 没有检查密钥：{ $why }
guard-knows-none = 钱包还不知道任何密钥
guard-clean = 其中没有你的密钥。
guard-key = { $key }“{ $name }”，属于 { $bridge }（{ $status }）
guard-take-out = 请把它移除后再试
guard-kill = 如果别人可能已看到它：bridgekeeper kill { $id }
guard-installed-in = 守卫已在 { $folder } 中。
guard-installed = 已安装
guard-chained = 已安装；原有的钩子在它之后运行
guard-renewed = 原本已有
guard-hooks-path = core.hooksPath 指向那里：所有使用这个文件夹的仓库都由它守卫。
guard-lets-through = 钱包还不知道任何密钥；在此之前一律放行。
guard-no-repository = 这里不是 git 仓库
    .hint = 请进入一个仓库，或指明它的文件夹
guard-no-git = 无法启动 git
    .hint = 请安装 git
guard-git-failed = git 执行失败

## commands/vault

vault-state = { $kind ->
    [keychain] 钥匙串
   *[file] 文件
 }：{ $state }
vault-in-use = 已在使用{ $kind ->
    [keychain] 钥匙串
   *[file] 保管库文件
 }
vault-leave = 把所有机密留在{ $kind ->
    [keychain] 钥匙串
   *[file] 保管库文件
 }里？之后需要重新连接。
vault-empty = 现在使用{ $kind ->
    [keychain] 钥匙串
   *[file] 保管库文件
 }，里面是空的。
vault-moved = 已把 { $count } 个机密移到{ $kind ->
    [keychain] 钥匙串
   *[file] 保管库文件
 }，从现在起使用它。
vault-file-lock = 保管库文件在每条命令之后都会关闭
vault-locked = 钥匙串已锁定。
vault-file-unlock = 保管库文件由每条命令重新打开
    .hint = 无人值守时，请通过 BRIDGEKEEPER_PASSPHRASE_FD 提供密码
vault-open = 钥匙串已打开。

## commands/usage

usage-not-up-to-date = 不是最新的：{ $why }
usage-basis = { $from } 至 { $to }，{ $zone }，{ $bridge }
usage-read-up-to = { $note }（读取至 { $when }）
usage-nothing = 这段时间没有用量。
usage-total = 合计
budget-none = 没有预算：bridgekeeper budget TOOL USD
budget-no-amount = “{ $word }”不是金额
    .hint = 请填写美元金额，例如 20，或填 none
budget-spent = { $part }，已用完
budget-lasts = { $part }，按目前用量约可用 { $days } 天

## commands/export

export-unwritten = 无法写出导出内容
import-unread = 无法读取 { $path }
import-nothing = 没有添加任何内容。
import-question = 添加其中 { $count } 项？
import-done = 已添加 { $count } 项。请重新连接每个中转站：导出内容不含访问令牌。
import-bridge = 中转站
import-profile = 配置档
import-folder = 文件夹
import-budget = 预算
import-new = 新增
import-same = 已存在
import-kept = 保留这里的
import-unknown = 此处不认识

## commands/demo

demo-no-bridge = 无法启动演示中转站
demo-no-home = 无法创建沙盒主文件夹
demo-no-interrupt = 无法等待 Ctrl-C
demo-listens =
    带示例账号的中转站正在 { $url } 上监听。

    请在另一个终端中使用沙盒主文件夹，这样不会碰你的任何文件：
demo-ends = 机密存入你自己的钥匙串，归在这个地址之下。Ctrl-C 结束演示并删除沙盒。

## commands/pages

pages-unwritten = 无法写入 { $folder }

## commands/settings

settings-helper = 通过命令取密钥的工具，取一次用 { $seconds } 秒。
settings-helper-set = 通过命令取密钥的工具，取一次用 { $seconds } 秒；重新配置后生效：bridgekeeper configure --all
