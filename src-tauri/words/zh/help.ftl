### `bridgekeeper --help` in Chinese. Its English stands beside the arguments, in src-tauri/cli/src/commands.
### A message for each command, by its path; an attribute of it for each argument. What every command takes stands
### at `bridgekeeper`.

frame =
    .usage = 用法：
    .commands = 命令：
    .arguments = 参数：
    .options = 选项：
    .possible = { " " }[可选值：{ $values }]
    .default = { " " }[默认值：{ $values }]

error =
    .unknown-argument = 错误：不认识参数“{ $arg }”
    .unknown-command = 错误：没有“{ $value }”这个命令
    .missing-command = 错误：这里需要一个子命令
    .missing-argument = 错误：缺少必需的参数：{ $arg }
    .missing-value = 错误：“{ $arg }”需要一个值
    .too-many-values = 错误：“{ $arg }”的值太多：“{ $value }”
    .bad-value = 错误：“{ $value }”不能用作“{ $arg }”
    .conflict = 错误：“{ $arg }”不能与“{ $other }”一起使用
    .unreadable = 错误：无法读懂这条命令
    .because = ：{ $why }
    .no-number = 应为整数
    .near = 提示：有一个相近的：“{ $near }”
    .more = 更多信息请用 --help

bridgekeeper = LLM 中转站的密钥钱包：每个工具一个密钥，保存在系统钥匙串中
    .json = 只在标准输出打印一个 JSON 文档
    .bridge = 使用这个中转站，而不是当前的
    .yes = 不询问
    .quiet = 除错误外不输出任何内容
    .help = 显示帮助
    .version = 显示版本

help = 显示本帮助，或某个子命令的帮助

connect = 连接中转站
    .url = 中转站的地址
    .user-id = 你在中转站上的用户 ID；较新的中转站不需要
    .token-stdin = 从标准输入读取系统访问令牌，而不询问
    .login = 用这个用户名和密码登录，由此生成新的系统访问令牌
    .password-stdin = 从标准输入读取密码，而不询问
    .otp = 两步验证码
    .key-stdin = 没有账号：从标准输入读取一个 API 密钥，只做密钥能做的事
    .key-name = 这个密钥的名称
    .plain-http = 允许以未加密的 http 连接其他机器
    .renew-token = 让当前中转站生成新的系统访问令牌，替换现有的

status = 中转站、账号、保管库、工具、偏离

bridges = 多个中转站：列出、切换、重命名、移除
bridges-list = 钱包认识的中转站
bridges-use = 切换到一个中转站
    .label = 它的名称
bridges-rename = 给中转站换一个名称
    .label = 它的名称
    .new = 新名称
bridges-forget = 移除中转站及其访问令牌；密钥留在中转站上，工具照常工作
    .label = 它的名称

keys = 中转站上的密钥
keys-list = 中转站上的密钥
    .search = 只列出名称含有此内容的
    .status = enabled（已启用）、disabled（已禁用）、expired（已过期）或 exhausted（已耗尽）
    .group = 只列出这个分组的密钥
    .cached = 立即显示上次看到的，不询问中转站
keys-create = 创建密钥；密钥内容直接存入保管库
    .name = 它的名称；与 --count 同用时是名称的开头
    .group = 计费的分组
    .expires = never（永不）、1h、1d、30d 或 2027-01-31T00:00:00Z 这样的时间
    .quota = 单独的额度（美元），或 unlimited（无限）
    .allow-ip = 允许使用它的地址或网段；可重复
    .model = 它可以使用的模型；可重复
    .count = 创建这么多个同样的
    .resume = 继续被中断的创建
    .forget = 放弃被中断的创建中剩余的部分
keys-edit = 修改密钥；没有指明的保持不变
    .id = 它的 ID 或名称
    .name = 新名称
    .group = { keys-create.group }
    .expires = { keys-create.expires }
    .quota = { keys-create.quota }
    .allow-ip = { keys-create.allow-ip }
    .model = { keys-create.model }
    .any-ip = 任意地址都可使用
    .any-model = 可以使用任意模型
keys-check = 检查密钥从本机是否可用：用它发送一个真实但不产生费用的请求
    .id = 它的 ID 或名称
keys-use = 自己使用密钥：请求、环境变量、连接信息
    .id = 它的 ID 或名称
    .form = 形式：curl-openai、curl-anthropic、sh、fish、powershell 或 connection
    .reveal = 打印时包含真实密钥
    .copy = 复制时包含真实密钥；剪贴板在 30 秒后清空
keys-import = 从标准输入收入密钥：new-api 的连接信息或 ccswitch:// 链接
keys-show = 密钥的全部信息，不含密钥内容
    .id = 它的 ID 或名称
keys-reveal = 打印密钥内容
    .id = 它的 ID 或名称
keys-copy = 复制密钥内容；剪贴板在 30 秒后清空
    .id = 它的 ID 或名称
keys-enable = 启用密钥
    .ids = 它们的 ID 或名称
keys-disable = 禁用密钥
    .ids = 它们的 ID 或名称
keys-delete = 删除中转站上和保管库中的密钥
    .ids = 它们的 ID 或名称

kill = 密钥泄露了：立即停用，证明它已失效，换上新密钥
    .keys = 泄露的密钥，按 ID 或名称
    .stdin = 从标准输入读取含有密钥的泄露内容：日志、粘贴的文字、密钥本身
    .probe = 与 --stdin 同用：密钥不是你的时，拿到中转站试一下它在那里是否可用
    .no-replace = 不创建替换它的新密钥
    .wait = 等待证明的时间；之后停用仍会继续
    .resume = 继续尚未得到证明的停用

incidents = 泄露及其处理
incidents-list = 所有泄露
incidents-show = 一次泄露：每个密钥的每一步
    .id = 它的编号
incidents-delete = 删除一个禁用后仍未失效的泄露密钥，按 ID 或名称
    .key = 密钥的 ID 或名称
incidents-report = 撰写报告：发生了什么、证明、替换了什么、副本、还要做什么
    .id = 它的编号
    .format = Markdown，或一个适合打印的 HTML 网页；不指明时按文件名
    .out = 写入这个文件，只有你能读取
    .force = 覆盖已有的文件
    .used-since = 先从中转站的日志读取密钥是否被用过，从某个日期起或这么久以来：7d
incidents-close = 放弃无法证明的泄露；之后不再尝试
    .id = 它的编号

rotate = 用同样的新密钥无缝替换旧密钥
    .what = 要轮换的：配置档，或按 ID 或名称指明的密钥
    .grace = 全部换用新密钥后，旧密钥继续有效的时间；若由工具的密钥助手交出过，至少 5m
    .delete = 最后删除旧密钥，而不是留着并禁用
    .older-than = 轮换本机配置档使用的、已有这么久的每个密钥
    .resume = 继续被中断的轮换
    .give-up = 放弃被中断的轮换：两个密钥都保持现状
    .list = 至今的轮换

groups = 分组及其倍率

models = 账号可用的模型
    .group = 只列出这个分组的
    .prices = 附带价格，已含分组倍率

tools = 所有工具：是否找到、配置档、方式、已同步或有改动

configure = 把工具指向中转站，使用自己的密钥；先显示改动
    .tool = 工具：claude-code
    .all = 本机找到的每个工具，各有自己的密钥
    .group = 与 --all 同用：新密钥计费的分组
    .quota = 与 --all 同用：每个新密钥的额度（美元）；不填则共用余额
    .key = 使用这个密钥，按 ID 或名称
    .create = 为它创建新密钥
    .profile = 配置档；不填则为工具的默认配置档
    .mode = helper（工具索取密钥）、env（`run` 放入环境变量）或 stored（密钥写在工具的文件里）
    .model = 使用的模型
    .api = 改用这种 API，而不是工具通常的：Cline 可用 `anthropic`
    .dry-run = 显示改动后停止
    .wait = 等待打开着工具设置的程序关闭

undo = 逐字节还原到上次改动之前
    .tool = 工具：claude-code
    .dry-run = 显示改动后停止
    .wait = { configure.wait }

disconnect = 只移除 Bridgekeeper 的设置
    .tool = 工具：claude-code
    .dry-run = 显示改动后停止
    .wait = { configure.wait }

accept = 接受其他程序对工具设置的修改；先显示它意味着什么
    .tool = 工具：claude-code
    .dry-run = 显示它意味着什么后停止

adopt = 把工具文件、cc-switch 和 shell 启动文件中的明文密钥收入保管库
    .dry-run = 显示找到的内容后停止
    .url = 旁边没有已知中转站地址的密钥属于这个中转站
    .undo = 把上次收入的密钥放回原处

doctor = 工具有什么问题，以及下一步
    .tool = 只看这个工具
    .fix = 修复可以安全修复的：工具读不了的设置、与应用时不同的字段、提供密钥的程序
    .dry-run = 与 --fix 同用：显示改动后停止

profile = 每个工具多个密钥：列出、切换、重命名、删除、文件夹
profile-list = 所有配置档
profile-use = 把工具指向一个配置档
    .name = 它的名称
    .dry-run = 显示改动后停止
profile-rename = 给配置档换一个名称；写着旧名称的文件仍然有效
    .name = 它的名称
    .new = 新名称
profile-delete = 移除配置档；它的密钥留在中转站上和保管库中
    .name = 它的名称
profile-folder = 在一个文件夹及其下级使用某个配置档，无论工具指向哪里
    .path = 文件夹
    .name = 配置档的名称
    .clear = 移除这个文件夹自己的配置档

key = 打印配置档的密钥：供工具的密钥助手调用
    .profile = 配置档：claude-code

run = 用配置档的环境变量运行程序
    .profile = 配置档：claude-code
    .command = 程序及其参数

scan = 查找明文存放的密钥副本
    .paths = 只查找这些文件和文件夹；不填则为设置、历史、对话记录和最近的项目
    .home = 也查找主文件夹下的全部内容
    .git = 也查找 Git 历史，包括已没有分支指向的
    .gz = 也查找 .gz 文件的内容
    .clean = 然后逐个文件抹去找到的副本，先显示改动；可以撤销
    .dry-run = 与 --clean 同用：显示会有的改动后停止
    .undo = 撤销对一个文件的上次清理

guard = 不让你的密钥进入提交或推送
guard-install = 检查这个仓库的每次提交和推送中是否有你的密钥；原有的钩子照常运行
    .folder = 仓库的文件夹；不填则为当前文件夹
guard-remove = 移除守卫，还原之前的内容
    .folder = 仓库的文件夹；不填则为当前文件夹
guard-check = 检查已暂存的内容或标准输入中是否有你的密钥
    .stdin = 原样检查标准输入：用于 CI

vault = 机密存放在哪里
vault-status = 使用哪个保管库，它是否已打开
vault-use = 把所有机密移到钥匙串，或移到用密码封存的文件
    .kind = keychain（钥匙串）或 file（文件）
    .empty = 不带走机密：用于再也打不开的保管库
vault-unlock = 让钥匙串立即询问它的密码
vault-lock = 关闭钥匙串：解锁之前没有工具能得到密钥

usage = 工具、密钥和模型的花费
    .by = 按此合计；没有工具使用的密钥以自己的名称列出
    .days = 截至今天的天数
    .from = 从这个日期起，例如 2026-11-01
    .to = 到这个日期为止（含）
    .csv = 逗号分隔的数据：按日期、工具、密钥和模型，除非用 --by 指定
    .cached = 显示之前读取的，不询问中转站

budget = 工具每月的预算
    .tool = 工具；不填则为全部
    .usd = 每月的美元金额，或 none（无）

activity = 钱包做过的事

settings = 钱包自己的设置，与中转站和工具无关
    .helper-seconds = 通过命令取密钥的工具，取一次用多少秒；下次 configure 时生效

export = 把除机密以外的全部内容导出为文本：中转站、配置档、文件夹、预算

import = 导入这样的文本；先显示会添加什么
    .file = `export` 写出的文件
    .dry-run = 显示会添加什么后停止

demo = 本机上带示例账号的中转站，以及沙盒主文件夹
    .port = 127.0.0.1 上的端口；0 表示任选一个空闲的
    .dialect = 模拟哪一代中转站：a 最旧，d 最新
