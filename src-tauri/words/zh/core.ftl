## bridge/origin

origin-no-address = 这不是中转站的地址：{ $why }
    .hint = 请按浏览器中的样子填写，例如 https://host
origin-other-scheme = 只支持 https 和 http
origin-has-user = 其中含有用户名或密码
origin-no-host = 缺少主机名
origin-in-clear = { $address } 未加密：密钥会以明文传输
    .hint = 请使用它的 https 地址；若整条链路都可信，可坚持使用

## fs

fs-no-file = { $path } 不是普通文件
    .hint = 请把它移走，或让工具使用另一个文件夹
fs-written-over = { $path } 被其他程序覆盖了
    .hint = 请关闭使用它的程序，然后重试
fs-too-many = { $folder } 中名为 { $name } 的文件太多
    .hint = 请移走其中一些
fs-locked = 另一个 Bridgekeeper 正在进行改动
    .hint = 请等它完成，然后重试
fs-loop = { $path } 是指回自身的符号链接
    .hint = 请删除这个符号链接
fs-not-absolute = { $path } 不是文件的绝对路径
fs-changed = { $path } 在读取之后被改动，没有写入任何内容
    .hint = 请查看新的改动，然后重新应用
fs-hard-link = { $path } 是另一个文件的硬链接，没有改动它
    .hint = 请把硬链接换成符号链接，然后重试
fs-protected = { $path } 有写保护，没有改动它
    .hint = 请让它可写（chmod u+w），然后重试
    .attribute-hint = 请清除它的只读属性，然后重试
fs-other-owner = { $path } 与所在文件夹不属于同一用户，没有改动它
    .hint = 请把它还给文件夹的所有者（chown），然后重试
fs-failed = 无法{ $verb ->
        [read] 读取
        [create] 创建
        [remove] 删除
        [move] 移动
        [open] 打开
        [lock] 锁定
        [sync] 同步
       *[write] 写入
    } { $path }，没有改动任何内容
    .no-permission = 请检查它属于谁，以及所在文件夹是否可写
    .read-only = 磁盘以只读方式挂载，请改为可写
    .no-folder = 文件夹的位置上有一个文件，请把它移走
    .mounted = 它是单独挂载的；请卸载它，或在挂载来源处修改
    .full = 磁盘已满：请腾出空间，然后重试
    .hint = 请检查磁盘和文件夹，然后重试

## journal

journal-not-as-shown = 在显示之后，又有其他内容被改动
    .hint = 请重新查看改动
journal-changed = { $path } 在配置之后被改动，无法逐字节撤销
    .hint = 请改用断开：它只移除 Bridgekeeper 写入的内容
journal-overtaken = 另一个 Bridgekeeper 刚刚做了改动
    .hint = 请重新查看改动
journal-completed = 对 { $tool } 的改动曾被中断，现已完成。
journal-taken-back = 对 { $tool } 的改动曾被中断，现已撤回。

## machine

machine-no-home = 变量 { $name } 没有指向文件夹
    .hint = 请把 { $name } 设为你的主文件夹

## secret

secret-unusable = 中转站给出的密钥不能使用：被遮盖或格式有误
    .hint = 请重试；若仍然如此，请从中转站的网页复制密钥

## seal

seal-failed = 钱包无法封存撤销所需的内容
seal-no-identity = 保管库中的条目“undo-identity”不是 age 身份
    .hint = 请删除该条目；之前的改动将无法撤销，断开仍然可用
seal-damaged = 保存的原文已损坏
seal-other-identity = 保管库中已没有能打开所存原文的身份
    .hint = 如果换过保管库，请把条目“undo-identity”也移过去；断开仍然可用

## rotate

rotate-make = 正在创建相同设置的新密钥
rotate-check = 正在测试新密钥
rotate-swap = 正在把使用旧密钥的地方换成新密钥
rotate-wait = 正在等待，直到不再有程序使用旧密钥
rotate-disable = 正在禁用旧密钥
rotate-prove = 正在确认旧密钥已失效
rotate-delete = 正在删除旧密钥
rotate-done = 完成

## guard

guard-both-foreign = { $path } 和 { $kept } 都不是 Bridgekeeper 的，没有改动任何内容
    .hint = 请删除不再需要的那一个，然后重试
guard-odd-path = 本程序的路径无法写入钩子
    .hint = 请把 Bridgekeeper 安装到名称普通的文件夹

## row

row-absent = { $path } 不存在；其他程序的数据库不会被创建或删除
    .hint = 请先启动并退出那个程序一次，然后重试
row-not-kept = 写入的内容没有保留下来
row-gone = 它已不存在
row-broken = 其中的行已损坏
row-one-not-text = 有一行不是文本
row-not-spelled = 要写入的行编码不正确
row-not-json = 要写入的字段不是 JSON
row-not-text = 其中的行不是文本
row-no-file = { $path } 不是可以读取的文件
    .hint = 请检查它属于谁，或把它移走
row-not-absolute = { $path } 不是绝对路径
row-damaged-table = 它的设置表已损坏
row-unreadable = 无法理解 { $path }：{ $why }
    .hint = 请启动它所属的程序，也许能修复；没有改动它
row-in-use = { $path } 正被其他程序使用，没有改动它
    .hint = 请退出它所属的程序（包括托盘中的），然后重试
row-not-writable = 无法写入 { $path }，没有改动它
    .hint = 请检查它属于谁，以及所在文件夹是否可写
row-no-room = 无法写入 { $path }，没有改动任何内容
    .hint = 磁盘已满或有故障：请腾出空间，然后重试
row-damaged = 它已损坏，或属于未知的类型

## row/cell

cell-no-address = 数据库中某个值的地址已损坏
cell-never-removed = 其他程序数据库中的值不会被删除
cell-no-longer-text = 写入后，一段文本将不再是文本
cell-scan-again = 请重新扫描

## store

store-newer = wallet.db 是由更新版本的 Bridgekeeper 写入的
    .hint = 请更新这个 Bridgekeeper
store-broken = 钱包自己的数据库无法使用
    .full = 磁盘已满或有故障：请腾出空间，然后重试
    .no-permission = 请检查 wallet.db 所在的文件夹属于谁，以及是否可写
    .busy = 另一个 Bridgekeeper 正忙，请重试
    .hint = 请移走 wallet.db 并重新连接；密钥仍在中转站和保管库里

## store/known

store-no-hash-key = 钱包用于扫描的哈希密钥已损坏

## store/incidents

store-decided = 已记录决定

## vault

vault-open = 保管库已打开
vault-not-storable = 保管库无法存放这个内容
    .hint = 机密应为一个词或一行，由 1 到 { $longest } 个可打印的 ASCII 字符组成；请重新复制

## vault/choice

vault-no-choice = { $path } 没有写明保管库
    .hint = 请在其中写入你选择的“keychain”或“file”

## vault/fault

vault-locked = 钥匙串已锁定
    .hint-linux = 请解锁登录钥匙串：登录桌面，或打开桌面的密码管理器；没有桌面时，请结束 `gnome-keyring-daemon`，再用 `gnome-keyring-daemon --unlock` 启动
    .hint = 请解锁钥匙串并允许 Bridgekeeper 使用它，然后重试
vault-unset = 钥匙串尚未设置
    .hint = 请打开 Bridgekeeper 的窗口，由它询问密码；或在桌面的密码管理器中设置一个
vault-absent = 没有可用的钥匙串
    .hint-linux = 请在本次会话中启动一个 Secret Service（gnome-keyring、KWallet 或 KeePassXC），或选择带密码的保管库：`bridgekeeper vault use file`
    .hint = 请选择带密码的保管库：`bridgekeeper vault use file`
vault-hung = 钥匙串没有及时响应
    .hint-linux = 请看看是否有打开的密码提示；否则请注销后重新登录，或结束钥匙串的进程（`gnome-keyring-daemon`、`kwalletd`）
    .hint = 请看看是否有打开的密码提示，然后重试
vault-empty = 钥匙串已打开，但此名称下没有内容
    .hint = 如果本应有，请重新登录或重新选择密钥，以便重新存入
vault-lost = 与钥匙串的连接中断了
    .hint = 请重试
vault-failed = 钥匙串出错：{ $why }
    .hint = 请重试；若仍然如此，请在钥匙串自己的程序中查看条目 `dev.bridgekeeper.desktop`

## vault/file

vault-file-no-passphrase = 密码为空
    .hint = 请选择一个较长的密码
vault-file-locked = 带密码的保管库已锁定
    .hint = 请在询问时输入它的密码，或通过 BRIDGEKEEPER_PASSPHRASE_FD 提供
vault-file-not-sealed = 保管库无法封存
vault-file-not-written = 无法写入 { $path }
vault-file-not-read = 无法读取 { $path }
vault-file-look = 请检查这个文件和它所在的文件夹
vault-file-empty = 保管库已打开，但此名称下没有内容
    .hint = 请重新登录或重新选择密钥，以便重新存入
vault-file-spared = 请从备份恢复 { $path }，或把它移走；它不会被覆盖
vault-file-wrong-passphrase = 密码错误
    .hint = 请重试；如果忘记了密码，其中的机密也就丢失了：请移走该文件并重新登录
vault-file-damaged = { $path } 已损坏
vault-file-foreign = { $path } 不是由 Bridgekeeper 写入的
vault-file-too-much-work = 打开 { $path } 需要的计算量过大（scrypt 2^{ $factor }，最多 2^{ $most }）

## vault/keychain

vault-other-secret = 钥匙串返回的内容与存入的不同
    .hint = 请重试；在读回的内容正确之前，不要依赖它

## vault/threads

vault-no-thread = 无法启动线程（{ $error }）
vault-library-gave-up = 它的库中止了

## vault/native

vault-foreign = 此名称下的内容不是由 Bridgekeeper 存入的
vault-not-readable = 此名称下的内容无法读取
vault-wrong-form = 它不接受这种形式的机密或名称
vault-not-supported = 它不支持所要求的操作
vault-many = 此名称下有多个条目

## vault/native/secret_service

vault-no-randomness = 系统无法提供随机数
vault-stayed-open = 已要求它锁定，但它仍然打开
vault-lost-while-writing = 它在写入时消失了（{ $why }）

## vault/native/bus

vault-no-bus-there = { $address } 处没有会话总线：{ $why }
vault-bus-refuses = 会话总线不让我们接入

## vault/native/faults

vault-nonsense = 无法理解它的应答
vault-no-bus = 没有会话总线：{ $why }
vault-lost-during-prompt = 它在询问时消失了
vault-no-service = 会话总线上没有 Secret Service

## vault/native/os_store

vault-closed-by-screen = 它随锁屏而锁定，不能由程序锁定
vault-no-reason = 它没有说明原因
vault-manager-refused = 凭据管理器拒绝了：{ $why }

## bridge/task

task-describe-itself = 说明自身信息
task-describe-account = 说明这是谁的账号
task-list-groups = 列出分组
task-list-models = 列出模型
task-refuse-stranger = 拒绝未登录的请求
task-show-prices = 显示价格
task-show-settings = 显示账号设置
task-change-settings = 修改账号设置
task-sign-in = 登录
task-sign-out = 退出登录
task-make-token = 生成访问令牌
task-list-keys = 列出密钥
task-list-keys-in-one-form = 以一致的格式列出密钥
task-show-key = 显示这个密钥
task-make-key = 创建密钥
task-reveal-key = 显示密钥内容
task-reveal-keys = 显示这些密钥的内容
task-enable-key = 启用密钥
task-disable-key = 禁用密钥
task-change-key = 修改密钥
task-delete-key = 删除密钥
task-delete-keys = 删除这些密钥
task-show-log = 显示日志
task-sum-up-log = 汇总日志
task-show-statistics = 显示统计
task-say-key-usage = 说明密钥的用量
task-list-key-models = 列出密钥可用的模型
task-show-key-log = 显示密钥的日志

## bridge/http

http-no-encryption = 本机无法建立加密连接
    .hint = 请安装系统的根证书（软件包 ca-certificates）
http-used-up = { $host } 只允许少量此类请求，现已用完：没有请求它{ $task }
http-not-asked = { $host } 要求放慢请求：没有请求它{ $task }
    .hint = { $time }后可以继续，在此之前不会发送请求
http-too-long = { $host } 发来的内容超过 { $most } KiB
http-in-trouble = { $host } 出现故障（状态 { $status }），未能{ $task }{ $said }
    .hint = 请一分钟后重试；中转站自己的状态页可能有更多信息
http-elsewhere = { $host } 没有应答，而是要求转到别处（状态 { $status }）
    .hint = 如果 { $address } 是同一个中转站，请连接到这个地址
http-cannot = { $host } 无法{ $task }{ $said }
    .hint = 它的软件版本可能太旧
http-key-refused = { $host } 不接受这个密钥{ $said }
    .hint = 它可能已禁用、过期、用尽或删除，或不允许从这个地址使用
http-account-disabled = { $host } 上的账号已被禁用{ $said }
http-account-refused = { $host } 不接受这个账号{ $said }
http-refused = { $host } 未能{ $task }{ $said }
    .hint = 这是中转站自己的答复：请修改请求的内容，或询问它的运营者
http-limited = { $host } 要求放慢请求，未能{ $task }{ $said }
    .hint = 请在 { $time }后重试
    .untold = 它没有说明要等多久，通常是 { $time }
http-status = （状态 { $status }）
http-nothing = { $host } 的应答为空{ $status }，未能{ $task }
http-web-page = { $host } 以网页应答{ $status }，未能{ $task }
    .hint = 请检查地址；中转站前面可能有 CDN 的验证页或登录页
http-no-json = { $host } 的应答不是 JSON{ $status }，未能{ $task }
http-other-json = { $host } 应答的 JSON 不符合其 API{ $status }，未能{ $task }
    .hint = 请检查地址；如果地址正确，请连同中转站的版本一起反馈
http-json-place = { $kind } 错误，位于第 { $line } 行第 { $column } 列
http-unreachable = 无法连接 { $host }
    .hint = 请检查网络和地址，然后重试
http-late = { $host } 没有及时应答
http-damaged = { $host } 发来的应答已损坏
http-broken = { $host } 中断了连接
http-wrong-place = 请检查地址：这不像是中转站的 API
http-not-signed-in = 尚未登录这个中转站
    .hint = 请用用户 ID 和中转站个人设置中新的访问令牌重新连接
http-odd-credential = 密钥或访问令牌含有不可能出现的字符
    .hint = 请重新复制，不要带空格或换行
http-said = ：{ $text }

## bridge/manners

manners-seconds = { $seconds } 秒
manners-minutes = { $minutes } 分钟

## bridge/statistics

statistics-not-kept = { $host } 不保存这项统计
    .hint = 它的软件版本太旧；日志中逐条记有同样的内容
statistics-too-long = 统计最多保存两年
    .hint = 请缩短时间范围

## bridge/login

login-again = 请重新登录：这会生成另一个
login-captcha = { $host } 在输入密码时要求人机验证
login-no-passwords = { $host } 不接受密码登录
    .hint = 请在它的网页上登录，生成系统访问令牌（个人设置 > 安全），然后粘贴到这里
login-empty = 用户名或密码为空
login-wrong-password = 请检查用户名和密码
login-second-factor = { $host } 要求两步验证码
    .hint = 请用验证器应用显示的验证码或备用码重新登录
login-wrong-code = 请检查验证码，它每分钟变两次；连续错五次后请等五分钟
login-token-unclear = { $error }；它仍可能已生成新的访问令牌，那么旧的令牌已失效
    .hint = 请重试；如果账号被拒绝，请用密码或新的令牌连接

## bridge/prices

prices-not-shown = { $host } 不公开价格
    .hint = 请在它的网页上查看，或询问它的运营者

## bridge/by_key

by-key-no-usage = { $host } 不提供密钥的用量
    .hint = 它的软件版本太旧；账号的密钥列表中有用量
by-key-no-log = { $host } 不向密钥显示日志
    .hint = 它的软件版本太旧；账号的日志中有记录
by-key-cut-short = 只能看到密钥最新的 { $most } 条记录
    .hint = 其余的在账号的日志中

## bridge/settings

settings-no-addresses = { $host } 无法记录 IP 地址
    .hint = 它的软件版本太旧
settings-not-shown = { $host } 接受了改动，但没有显示出来
    .hint = 请在中转站网页的个人设置中查看；它的软件版本可能太旧

## bridge/logs

logs-cut-short = { $host } 只显示最新的 { $most } 条记录
    .hint = 请缩短时间范围
logs-too-few = { $host } 显示的记录少于它统计的数量
    .hint = 请重新读取日志；其间可能有记录增减

## bridge/keys

keys-no-such = { $host } 没有密钥 { $id }
keys-making-unclear = { $error }，并且无法读取它的密钥列表
    .hint = 再次创建之前，请先在密钥列表中查找“{ $name }”
keys-none-made = 没有创建密钥，请重试
keys-perhaps-yet = { $error }；列表中没有这个密钥，但 { $host } 可能仍在创建
keys-made-not-listed = { $host } 表示已创建密钥，但列表中没有它
keys-made-list-unread = { $host } 创建了密钥，但无法读取它的密钥列表
keys-several = { $host } 有 { $count } 个名为“{ $name }”的新密钥：{ $ids }
    .hint = 请保留一个，删除其余的
keys-not-enabled = 已过期的密钥需要先设置新的过期时间，已耗尽的需要新的额度
keys-still = { $host } 接受了改动，但列表中密钥的状态仍是{ $status ->
        [enabled] 已启用
        [disabled] 已禁用
        [expired] 已过期
        [exhausted] 已耗尽
       *[other] { $status }
    }
    .hint = 请一分钟后再看；若仍然如此，请在中转站的网页上修改
keys-not-taken = { $host } 没有接受新的{ $fields }
    .hint = 它的软件版本可能太旧，或有人正在修改这个密钥
keys-between = 、
keys-one-still-there = { $host } 表示已删除密钥，但列表未能证实
keys-some-still-there = { $host } 表示已删除这些密钥，但列表未能证实
keys-still-there = 请一分钟后再看；若仍然如此，请在中转站的网页上删除
keys-no-name = 密钥名称须为一行，1 到 50 个字节
    .hint = 不超过 { $most } 个字节适用于所有中转站
keys-expiry-too-old = 过期时间早于 1970 年
keys-no-address = “{ $entry }”不是地址或网段
    .hint = 地址写作 203.0.113.7，网段写作 203.0.113.0/24
keys-no-model = “{ $model }”不是模型名称
    .hint = 请使用中转站列出的名称
keys-no-quota = 额度小于 0，或超过中转站允许的上限（2,147,483,647 单位）
    .hint = 请减少，或不单独设置额度
keys-name = 名称
keys-group = 分组
keys-expiry = 过期时间
keys-quota = 额度
keys-allow-list = IP 白名单
keys-models = 模型
## tools

tools-no-such = 没有工具“{ $name }”
    .hint = 已知的工具：{ $tools }
tools-record-unreadable = 无法读取你先前设置的记录
tools-nothing-to-repair = { $tool } 的文件中没有可以自动修复的内容
    .hint = 如果文件已损坏，请手动修复
tools-not-utf8 = { $path } 不是 UTF-8 文本，未作改动
    .hint = 请将它存为 UTF-8，然后再试
tools-not-there-yet = { $path } 还不存在
    .hint = 请先启动一次该工具并退出，然后再试
tools-in-file = { $path }，{ $what }
    .hint = 请手动修复文件

## tools/claude_code

tools-claude-code-helper = 密钥留在保管库里，Claude Code 用到时索取
tools-claude-code-env = 密钥留在保管库里，须用 `bridgekeeper run` 启动 Claude Code
tools-claude-code-stored = 密钥写在 Claude Code 自己的设置文件里
tools-claude-code-takes-hold = 从下一条消息起生效。撤销或断开后，请重启 Claude Code。
tools-claude-code-no-key = Claude Code 设有地址 { $address } 却没有对应的密钥：它会把你的 claude.ai 登录凭据发往那里
    .no-login = Claude Code 设有地址 { $address } 却没有对应的密钥：如果有 claude.ai 登录凭据，它会发往那里
    .next = 请为该地址配上密钥（bridgekeeper configure claude-code），或移除该地址
    .next-configured = 请运行 bridgekeeper doctor claude-code --fix，或 bridgekeeper disconnect claude-code
tools-claude-code-login = 本机有 claude.ai 登录凭据；Claude Code 配置为使用中转站期间，不会使用或发送它
    .next = 无需处理；断开时会同时移除地址和凭据，登录凭据绝不会发往中转站
tools-claude-code-elsewhere = 设置中的 env.{ $name } 使 Claude Code 绕过中转站，转向其他服务
    .next = 请从设置中移除它，或断开
tools-claude-code-folder = 已设置 CLAUDE_CONFIG_DIR，因此使用 { $folder }
    .next = 请在每个启动 Claude Code 的 shell 中都设置该变量，或都不设置

## tools/cline

tools-cline-helper = 密钥留在保管库里，Cline 用到时索取
tools-cline-env = 密钥留在保管库里，Cline 命令行须用 `bridgekeeper run` 启动，其扩展没有密钥
tools-cline-stored = 密钥写在 Cline 自己的 providers.json 和 secrets.json 里，只有你能读取
tools-cline-takes-hold = 下次启动 Cline 或装有其扩展的编辑器时生效。Cline 的后台进程会保留旧密钥，直到运行 `cline hub stop`。
tools-cline-too-old = { $editor } 中的 Cline { $version } 不读取这些文件
    .next = 请在那里更新扩展，然后重新配置 Cline
tools-cline-env-extension = `env` 模式下扩展没有密钥，只有命令行可用
    .next = 若要使用扩展，请运行：bridgekeeper configure cline --mode stored
tools-cline-two-keys = secrets.json 中的密钥（{ $name }）与 providers.json 中的不同：扩展使用前者，命令行使用后者
    .next = 请重新应用：bridgekeeper configure cline
tools-cline-hub = Cline 的后台进程正在运行（进程 { $pid }），仍用启动时的密钥和环境变量
    .next = 更换密钥后请运行：cline hub stop
tools-cline-running = 装有 Cline 的 { $editor } 正在运行（进程 { $pid }）
    .next = 在此更改 Cline 的设置之前，请先退出它
tools-cline-folder = 已设置 { $variable }，因此使用 { $folder }
    .next = 请在每个启动 Cline 或编辑器的 shell 中都设置该变量，或都不设置
tools-cline-quit-first = { $what }：请在应用之前退出它
tools-cline-quit-untold = 请在应用之前退出所有装有 Cline 的编辑器：在此系统上无法得知是否有编辑器正在运行
tools-cline-stop-hub = 然后让 Cline 的后台进程忘掉旧密钥：cline hub stop
tools-cline-not-free = 装有 Cline 的 { $editor } 正在运行（进程 { $pid }），会覆盖这次改动
    .hint = 请关闭它的所有窗口并退出，然后再试；或等它退出：bridgekeeper configure cline --wait
tools-cline-jetbrains = JetBrains 编辑器
tools-cline-fault = { $fault }：Cline 会丢掉它的所有提供商
    .hint = 请在 Cline 再次运行之前手动修复；文件未作改动
tools-cline-no-object = "{ $name }" 不是对象
tools-cline-last-used = "lastUsedProvider" 不是一个词
tools-cline-version = "version" 不是 1
tools-cline-of-provider = 提供商 "{ $name }"，{ $fault }
tools-cline-provider = "provider" 不是普通的词
tools-cline-updated-at = "updatedAt" 不是以 Z 结尾的时间
tools-cline-token-source = "tokenSource" 不是 Cline 认识的词
tools-cline-no-text = "{ $name }" 不是文本

## tools/codex

tools-codex-helper = 密钥留在保管库里，Codex 用到时索取
tools-codex-env = 密钥留在保管库里，须用 `bridgekeeper run` 启动 Codex
tools-codex-stored = 密钥写在 Codex 自己的设置文件里
tools-codex-takes-hold = 下次启动 Codex 时生效。
tools-codex-too-old = Codex { $version } 太旧，不会索取密钥，因而不发送密钥
    .next = 请更新 Codex（npm install -g @openai/codex），或使用 `--mode env`
tools-codex-folder = 已设置 CODEX_HOME，因此使用 { $folder }
    .next = 请在每个启动 Codex 的 shell 中都设置该变量，或都不设置

## tools/cursor

tools-cursor-helper = 密钥留在保管库里，Cursor 用到时索取
tools-cursor-env = 密钥留在保管库里，须用 `bridgekeeper run` 启动 Cursor
tools-cursor-stored = 密钥按 Cursor 自己的方式加密后放在它的数据库里；Cursor 每次请求都会把密钥交给它的服务器
tools-cursor-takes-hold = 下次启动 Cursor 时对聊天生效；Tab 从不使用它，Agent 模式也并非每种套餐都使用。
tools-cursor-no-key = Cursor 还没有 OpenAI 密钥
    .next = 请复制密钥（bridgekeeper keys copy KEY），粘贴到 Cursor Settings > Models > API Keys，然后退出一次 Cursor
tools-cursor-old-key = 旧版 Cursor 在它的数据库中留下了明文密钥
    .next = 请在 Cursor 的设置中清除 OpenAI 密钥并重新粘贴，再到中转站替换旧密钥
tools-cursor-own-model = “{ $name }”也是 Cursor 自带模型的名称，可能会改用自带的
    .next = 请让中转站以另一个名称提供该模型，并用那个名称配置 Cursor
tools-cursor-running = Cursor 正在运行（进程 { $pid }）
    .hint = 请退出 Cursor（包括托盘中的），然后再试；或在 Cursor Settings > Models 中手动填写
    .next = 在此更改 Cursor 的设置之前，请先退出 Cursor
tools-cursor-untold = 在此系统上无法得知 Cursor 是否正在运行
    .hint = 请在 Cursor Settings > Models 中手动填写，然后重新配置
tools-cursor-quit-first = { $what }：请在应用之前退出它，或手动填写以下所有内容后再应用
tools-cursor-openai-models = 设有该地址期间，Cursor 自带的 OpenAI 模型也会经过你的中转站：{ $models }
tools-cursor-paste = 密钥需要你自己粘贴：{ $why }
tools-cursor-step-open = 在 Cursor 中打开 Cursor Settings > Models > API Keys
tools-cursor-step-paste = 把密钥粘贴到 “OpenAI API Key”
tools-cursor-step-switch = 打开它旁边的开关
tools-cursor-step-address = 打开 “Override OpenAI Base URL” 并填入
tools-cursor-step-model = 模型列表中有这一项
    .own = 模型列表中有这一项；Cursor 自带同名模型，可能会改用自带的
tools-cursor-sealed = 密钥也会写入，按 Cursor 自己的方式封存（已由 Cursor 的 { $rows } 行数据证实）
    .known = Cursor 在此没有找到钥匙串，用人人皆知的密码封存，钱包也照此办理（已由 Cursor 的 { $rows } 行数据证实）

## tools/cursor_key

tools-cursor-key-nothing-sealed = Cursor 在此还没有封存过任何内容，无法证实它的封存方式
tools-cursor-key-windows = 在 Windows 上，只有 Cursor 自己能打开它封存的内容
tools-cursor-key-not-opened = Cursor 在此封存的内容，用任何已知的方式都无法打开

## tools/dotenv

tools-dotenv-open-quote = 有一个引号没有结束，无法添加 { $name }
    .hint = 请手动补上引号；文件未作改动

## tools/fields

tools-fields-not-json = 内容不是 JSON
tools-fields-no-object = 内容不是对象
tools-fields-no-list = { $name } 不是名称列表
tools-fields-part-no-object = { $name } 不是对象
tools-fields-value-not-json = 这个值不是 JSON
tools-fields-no-field = 这不是字段
tools-fields-by-hand = 请在该程序自己的设置中修改；未作改动

## tools/gemini_cli

tools-gemini-cli-helper = 密钥留在保管库里，Gemini CLI 用到时索取
tools-gemini-cli-env = 密钥留在保管库里，须用 `bridgekeeper run` 启动 Gemini CLI
tools-gemini-cli-stored = 密钥写在 Gemini CLI 自己的 .env 文件里，只有你能读取
tools-gemini-cli-takes-hold = 下次启动 Gemini CLI 时，在你信任的文件夹中生效。项目自己的 .env 会取代这些设置。
tools-gemini-cli-folder = 已设置 GEMINI_CLI_HOME，因此使用 { $folder }
    .next = 请在每个启动 Gemini CLI 的 shell 中都设置该变量，或都不设置

## tools/json

tools-json-repair = 请修复它（bridgekeeper doctor TOOL --fix），或手动修复；文件未作改动
tools-json-at = 第 { $line } 行第 { $column } 列：{ $what }
    .hint = 请手动修复文件；文件未作改动
tools-json-bom = 有字节顺序标记（BOM），工具因此拒绝该文件
tools-json-top-level = 顶层不是对象
    .hint = 设置文件应是花括号括起的对象；请手动修复，或将它移走
tools-json-no-object = "{ $name }" 不是对象
    .hint = 请手动修复，或移除它
tools-json-comment = 有注释或尾随逗号，工具因此忽略整个文件
tools-json-comma = 有尾随逗号，工具因此拒绝该文件
tools-json-not-json = 不是 JSON

## tools/opencode

tools-opencode-helper = 密钥留在保管库里，opencode 用到时索取
tools-opencode-env = 密钥留在保管库里，须用 `bridgekeeper run` 启动 opencode
tools-opencode-stored = 密钥写在 opencode 自己的 auth.json 里，只有你能读取
tools-opencode-takes-hold = 下次启动 opencode 时生效。项目自己的 opencode.json 优先于这些设置。
tools-opencode-off = { $path } 关闭了提供商 "{ $provider }"
    .next = 请把它加入 enabled_providers，或从 disabled_providers 中移除

## tools/running

tools-running-untold = 在此无法得知是否有程序打开了 { $path }
    .hint = 请退出它所属的程序，并由该程序移除
tools-running-open = { $path } 正被 { $programs } 打开，未作改动
    .hint = 请退出该程序，然后再试

## tools/safe_storage

tools-safe-storage-no-randomness = 系统无法提供随机数
    .hint = 请再试一次
tools-safe-storage-too-long = 这段文本太长，无法封存
    .hint = 请换一段较短的
tools-safe-storage-no-key = 该程序的 `Local State` 中没有其所有者的账户能打开的密钥
    .hint = 请在该程序自己的设置中粘贴密钥

## tools/toml

tools-toml-in-the-way = { $name } 的位置上是别的内容
    .hint = 请手动移除
    .tables = 请把 { $first } 写成独立的表 [{ $table }]，或移除它
tools-toml-at = 第 { $line } 行第 { $column } 列：不是 TOML（{ $what }）
    .hint = 请手动修复文件；文件未作改动

## adopt

adopt-place-changed = { $path } 在读取之后被改动，没有写入任何内容
    .hint = 请重新查看
adopt-place-not-utf8 = { $path } 不是 UTF-8 文本
    .hint = 请将它存为 UTF-8，然后再试

## adopt/shell

adopt-shell-place = 第 { $line } 行：{ $name }
adopt-shell-by-hand = 第 { $line } 行与上一行或下一行相连：请手动移除

## wallet/doctor

doctor-key-deleted = 它的密钥“{ $name }”已在中转站上删除
doctor-key-disabled = 它的密钥“{ $name }”已禁用
doctor-key-expired = 它的密钥“{ $name }”已过期
doctor-key-exhausted = 它的密钥“{ $name }”额度已用完
doctor-new-key = 请给它新的密钥：bridgekeeper configure { $tool } --create
doctor-model-limited = { $tool } 指定的模型是 { $model }，而它的密钥“{ $key }”仅限其他模型
doctor-model-no-group = { $tool } 指定的模型是 { $model }，而它的密钥“{ $key }”所属的分组没有该模型
doctor-model-group = { $tool } 指定的模型是 { $model }，而它的密钥“{ $key }”属于分组“{ $group }”，该分组没有这个模型
doctor-other-model = 请指定其他模型（bridgekeeper configure { $tool } --model MODEL），或给它其他密钥
doctor-allow-list = 它的密钥“{ $key }”只能从某些地址使用，而调用来自 { $tool } 的服务器
    .next = 请清空该密钥的 IP 白名单，或给它其他密钥
doctor-vault =
    { $tool } 从保管库取得密钥，而保管库{ $state ->
        [locked] 已锁定
        [absent] 不可用
        [hung] 没有响应
        [failed] 出错
       *[other] 的状态是 { $state }
    }
    .next = 请解锁保管库
doctor-vault-empty = 保管库里没有 { $tool } 的密钥
doctor-no-helper = { $tool } 向 { $program } 索取密钥，但该程序不存在
    .fix = 请运行 bridgekeeper doctor { $tool } --fix，把它指向 { $program }
    .install = 请重新安装 Bridgekeeper，然后运行：bridgekeeper configure { $tool }
doctor-path-too-long = { $tool } 的 { $field } 以 /v1 结尾，而它会自己加上：{ $address }
doctor-path-too-short = { $tool } 的 { $field } 不以 /v1 结尾，而它不会自己加上：{ $address }
doctor-read-instead = 读取的是 { $path }，而不是 { $own }
    .leads-away = 读取的是 { $path }，而不是 { $own }；密钥会发往其中所写的地址
doctor-wins = { $path } 中的 { $names } 优先于 { $tool } 自己的设置
    .leads-away = { $path } 中的 { $names } 优先于 { $tool } 自己的设置；密钥会发往其中所写的地址
doctor-names-in = { $path } 中的 { $names }
doctor-of-organisation = 请让管理本机的人允许你的中转站
doctor-of-project = 请从 { $path } 中移除它，或在别处启动 { $tool }
doctor-of-person = 请把它移出 { $path }
doctor-variable = 此 shell 中设有 { $name }，它优先于 { $tool } 自己的文件
    .elsewhere = 此 shell 中设有 { $name }，它使 { $tool } 绕过自己的设置，转向其他服务
    .next = 请从 shell 启动文件中移除 { $name }，然后打开新的 shell
doctor-in-shell = 此 shell 中的 { $name }
doctor-ignored = 此 shell 中设有 { $name }；{ $tool } 在配置期间会忽略它
    .sent = 此 shell 中设有 { $name }；如果不用 `bridgekeeper run`，{ $tool } 会把它发给中转站
    .next = 请从 shell 启动文件中移除 { $name }：其中的密钥是明文
doctor-old = { $tool } { $version } 比 Bridgekeeper 测试过的最早版本（{ $tried }）还旧
    .next = 如果 { $tool } 工作不正常，请更新它
doctor-accepted = { $tool } 把密钥发往 { $address }，而不是 { $bridge }：此改动已被接受
    .next = 若要改回中转站，请运行：bridgekeeper configure { $tool }

## wallet/configure

configure-no-model = 中转站没有模型“{ $model }”
    .hint = 请查看 `bridgekeeper models`
configure-key-only = { $bridge } 上没有登录账号，无法在那里创建密钥
    .hint = 请用 --key 指定一个粘贴的密钥，或登录
configure-model-refused = 密钥“{ $key }”不能使用模型“{ $model }”
    .hint = 它可以使用：{ $models }
configure-twins = { $tool } 自带的模型与中转站的这些模型同名，可能会改用自带的：{ $models }
configure-not-connected = { $bridge } 尚未连接
configure-new-key = 应用时会在 { $bridge } 上创建新密钥“{ $name }”。
configure-mode = { $text }。
configure-remote = 调用由 { $tool } 的服务器发出：密钥不能限制 IP 地址。
configure-by-hand = 如果要在应用之前手动填写全部内容，请先创建密钥。
configure-title = 将 { $tool } 指向 { $bridge }
configure-nothing-to-undo = { $tool } 没有可撤销的改动
configure-undo-title = 撤销对 { $tool } 的上次改动
    .accepted = 收回为 { $tool } 接受的改动
configure-undo-accepted = 不会改动任何文件；重新以之前应用的内容为准。
configure-undo-bytes = 每个字节都恢复原样。
configure-undo-fields = 每个字段都恢复原样。
configure-not-configured = { $tool } 尚未配置
configure-disconnect-title = 断开 { $tool }
configure-disconnect-ours = 只移除 Bridgekeeper 写入的内容；你原先的内容会恢复。
configure-disconnect-key = 密钥保留在中转站和保管库里。
configure-lost = 你原先的内容无法恢复：它已封存，而你的保管库里不再有打开它所需的内容。只会改动 Bridgekeeper 写入的内容。
configure-repair-title = 让 { $tool } 又能读取它的设置
configure-repair-note = 会去掉注释和尾随逗号；撤销可恢复。
configure-undid = 已撤销对 { $tool } 的上次改动。
configure-disconnected = 已断开 { $tool }。
configure-repaired = 已修复 { $tool } 的设置。
configure-changed = { $tool } 的文件在显示之后被改动
    .hint = 请查看新的改动，然后再应用
configure-pointed = 已用密钥“{ $key }”将 { $tool } 指向 { $bridge }。
configure-gave = 已将密钥“{ $key }”交给 { $tool }。
configure-gone = 这个改动方案已不存在
    .hint = 请重新查看改动
configure-stand-in = sk-····  （密钥 { $name }）
configure-no-door = { $tool } 不使用 { $door } API
    .hint = 它使用：{ $doors }
configure-no-mode = { $tool } 没有“{ $mode }”模式
    .hint = 它的模式：{ $modes }
configure-no-reach = 调用由 { $tool } 自己的服务器发出，它们无法连接 { $bridge }
    .hint = { $tool } 需要有公网 https 地址的中转站
configure-profile-name = “{ $name }”不能用作配置档的名称
    .hint = 请只用字母、数字和 - _ .

## wallet/configure_all

configure-all-none = 本机没有找到工具
    .hint = 请安装一个编程工具（例如 Claude Code），然后再找一次

## wallet/cleanup

cleanup-not-found = 有一项不在上次扫描的结果中
    .hint = 请重新扫描
cleanup-in-use = { $tool } 正在使用这个密钥，并把它存放在那里
    .hint = 请轮换密钥：bridgekeeper rotate { $key }；如果已泄露：bridgekeeper kill { $key }
cleanup-too-long = { $path } 太大，无法保留现有内容以供撤销
    .hint = 请删除它，或让它的程序重新生成；关键是密钥本身必须失效
cleanup-only-the-key = 只抹去密钥；撤销可恢复。
cleanup-live = 密钥 { $key } 仍可使用：在此读到它的人可以继续使用（bridgekeeper kill { $id }）。
cleanup-no-rows = { $path } 的表 { $table } 没有行号，无法写入
    .hint = 请由它所属的程序移除
cleanup-by-sql = 用 SQL 写入，此时没有程序打开该数据库。
cleanup-rebuilds = 之后会重写数据库（VACUUM），让其中已删除的内容彻底消失；此后可能无法撤销。
cleanup-gone = 这个改动方案已不存在
    .hint = 请重新扫描
cleanup-took-back = 已撤销对 { $path } 的上次清理。
cleanup-done = 已抹去 { $path } 中的 { $copies } 处密钥副本。
cleanup-nothing-to-undo = 没有可撤销的清理
cleanup-stays = 保持现状
cleanup-undo = 撤销对 { $path } 的上次清理
    .note = 其中的密钥会重新以明文出现。
cleanup-changed = { $path } 在扫描之后被改动，没有写入任何内容
    .hint = 请重新扫描
cleanup-title = 抹去 { $path } 中的 { $copies } 处密钥副本

## wallet/drift

drift-none = { $tool } 的设置与应用的一致
    .hint = 没有需要接受的改动
drift-changed = { $tool } 的设置在显示之后被改动
    .hint = 请重新查看改动
drift-accepted = 已接受 { $tool } 设置中的现有内容：{ $names }。
drift-not-configured = { $tool } 尚未配置
drift-no-key = { $tool } 不再从 Bridgekeeper 取得密钥。如果它有自己的登录凭据，就会用它发出请求，凭据会随之发往中转站。
drift-other-key = { $tool } 使用的凭据不属于这个钱包，无法在此检查、替换或禁用。
drift-other-path = { $tool } 仍连接 { $host }，只是路径不同。
drift-back = { $tool } 重新连接 { $host }。
drift-sends = { $tool } 把密钥“{ $key }”发往 { $to }，而不是 { $host }。运行该主机的人能看到密钥以及用它发送的一切。
    .any = { $tool } 把它发送的一切发往 { $to }，而不是 { $host }。运行该主机的人能看到密钥以及用它发送的一切。
drift-to-its-maker = { $tool } 不再有中转站的地址。它把密钥“{ $key }”发往其厂商自己的服务器。
    .any = { $tool } 不再有中转站的地址。它把发送的一切发往其厂商自己的服务器。
drift-no-address = { $tool } 没有通往中转站的地址。
drift-own-model = { $tool } 自己选择模型。
drift-model = 此后配置档 { $profile } 指定的模型是 { $model }。
drift-other-model = { $tool } 请求的模型是 { $model }，这个中转站可能没有。
drift-unlisted = { $tool } 不再列出 { $model }。
drift-other = { $field } 保持现状时，{ $tool } 可能不会经过 { $host }。

## wallet/profiles

profiles-renamed = 已将配置档 { $name } 重命名为 { $new }。
profiles-in-use = { $tool } 正指向配置档 { $name }，或撤销后会指向它
    .hint = 请先运行：bridgekeeper disconnect { $tool }
profiles-deleted = 已删除配置档 { $name }。
profiles-folder = { $folder } 中使用配置档 { $name }。
profiles-no-folder = { $folder } 没有自己的配置档
    .hint = 请查看 `bridgekeeper profile list`
profiles-other-name = 请换一个名称
profiles-of-tool = “{ $name }”是 { $tool } 的配置档
profiles-old-name = “{ $name }”曾是配置档 { $profile } 的名称
profiles-is-a-tool = “{ $name }”是一个工具
profiles-folder-absent = 没有文件夹 { $folder }
profiles-folder-no-text = 文件夹的名称不是可以保存的文本

## wallet/swap

swap-create-unknown = 还无法确定密钥“{ $name }”是否已创建
swap-drifted = 它文件中的 { $names } 已被改动，因此没有写入
swap-stored = 新密钥已写入它的文件
swap-failed = { $error }（{ $next }）
swap-helper = 钱包会把新密钥交给它
swap-env = `bridgekeeper run` 会用新密钥启动它
swap-later = 使用这个配置档时，它会得到新密钥
swap-paste = 请手动把新密钥粘贴到 { $tool }：{ $command }
swap-answered = { $took } 毫秒内应答
swap-refused =
    中转站应答的状态码为 { $status }（{ $verdict ->
        [rejected] 密钥被拒绝
        [forbidden] 请求被拒绝
        [unknown] 无法判断
       *[other] { $verdict }
    }）

## wallet/tools

wallet-tools-not-configured = 未配置
wallet-tools-not-found = 本机未找到
wallet-tools-drifted = 有改动：{ $names }
wallet-tools-and = { $one } 和 { $other }
wallet-tools-shadowed = 被 { $what } 覆盖
wallet-tools-in-step = 已同步
wallet-tools-check-not-configured = { $tool } 尚未配置
wallet-tools-said = （{ $message }）
wallet-tools-answered = { $took } 毫秒内应答
wallet-tools-rejected = 中转站拒绝此密钥{ $said }
wallet-tools-forbidden = 中转站认得此密钥，但拒绝了请求{ $said }
wallet-tools-unknown = 中转站应答的状态码为 { $status }{ $said }

## wallet/reach

reach-error = 无法判断：{ $error }。
reach-status = 状态码 { $status }
    .said = 状态码 { $status }：{ $message }
reach-in = { $bridge } 在 { $took } 毫秒内应答了本机用此密钥发出的请求。
reach-locked-out = { $bridge } 将本机拒之门外（{ $status }）。
reach-refused = { $bridge } 拒绝此密钥（{ $status }）。
reach-rejected = { $bridge } 不接受密钥本身（{ $status }）：它已禁用、已过期或已耗尽。
reach-unknown = 无法判断：{ $bridge } 应答了{ $status }。
reach-cursor = Cursor 的调用来自它自己的服务器，因此带 IP 白名单的密钥在那里不能用。
reach-soon = 中转站可能需要一分钟才能让新的白名单生效。
reach-late = 这个中转站的软件可能只在调用模型时才检查白名单。
reach-other-address = 如果经过 VPN、代理或 CDN，中转站看到的地址与本机自己的不同。

## wallet/uses

uses-connection = 连接信息
## incident

incident-dead = 已确认失效：{ $host } 已禁用并拒绝它
incident-wanted-signed-out = 尚未禁用：{ $host } 不接受当前登录
incident-wanted-vault-closed = 尚未禁用：保管库没有打开，无法通知 { $host }
incident-wanted = 尚未禁用：正在通知 { $host }
incident-sent = 已要求 { $host } 禁用，尚无应答
incident-accepted-no-secret = { $host } 说已禁用；手头没有密钥内容，无法试用密钥本身
incident-no-such-key = { $host } 没有这个密钥，也没有可试的内容
incident-accepted = { $host } 说已禁用；正在试用密钥本身
incident-rejected = 已被拒绝，正在复查
incident-rejected-since = 曾被拒绝一次；之后：{ $trouble }
incident-failed-still-works = { $host } 说已禁用，但密钥仍可使用
incident-failed-still-enabled = 没有禁用：{ $host } 仍把它列为启用
incident-failed-unreachable = 无法连接 { $host }，仍在重试
incident-failed = 没有得到证明：{ $trouble }
incident-failed-unclear = 没有得到证明：{ $host } 没有明确应答，仍在重试
incident-trouble-signed-out = { $host } 不接受当前登录
incident-trouble-vault-closed = 保管库没有打开
incident-trouble-unreachable = 无法连接 { $host }，仍在重试
incident-trouble-slow-down = { $host } 要求等待，仍在重试
incident-trouble-nonsense = { $host } 的应答不是它的接口，仍在重试
incident-trouble-refused = { $host } 拒绝禁用，仍在重试
incident-trouble-still-enabled = { $host } 仍把它列为启用
incident-trouble-still-works = 它又被看到可以使用
incident-trouble-barred = { $host } 认得这个密钥但不让本机进入（403），它在别处可能仍可使用
incident-trouble-no-secret = 手头没有密钥内容，无法试用
incident-trouble-all-rejected = 从这里没有其他密钥能进入 { $host }，因此被拒绝什么也证明不了
incident-next-sign-in = 请重新登录中转站，之后会自动继续
incident-next-unlock = 请解锁保管库，之后会自动继续
incident-next-delete = 请删除这个密钥，或请中转站的管理员关闭它
incident-next-look-at-page = 请查看中转站的网页；清空密钥的 IP 白名单即可从这里试用
incident-next-look-at-way = 请查看中转站前面是否有代理或登录页
incident-next-look-at-list = 请查看密钥列表：bridgekeeper keys list

## report/document

report-gap = { "" }

## report/html, report/markdown

report-no-name = （无名称）
report-label = { $name }：

## report/incident

report-title = API 密钥泄露事件 { $id }
report-foot = 由 Bridgekeeper { $version } 在 { $host } 上生成，{ $at }。本报告不含任何密钥内容：只写出密钥的末尾几位。
report-what-happened = 发生了什么
report-proof = 时间线与证明
report-clock = 秒数按只向前走的时钟计算；日期和时刻取自本机。
report-in-place = 替换
report-copies = 本机上的副本
report-used = 它被用过吗？
report-left = 还要做的事
report-left-none = 就 Bridgekeeper 所知，没有。

report-key = { $name }（{ $mask }）
report-key-of = { $key }，属于 { $bridge }
report-leaked = { $bridge } 的 API 密钥 { $key }已泄露，或被视为已泄露。{ $at } 决定禁用它。
report-leaked-many = { $count } 个 API 密钥已泄露，或被视为已泄露。{ $at } 决定禁用它们。
report-state-many = **{ $state }**。
report-left-count =
    { $count ->
        [0] 就 Bridgekeeper 所知，没有还要做的事。
       *[other] 还有 { $count } 件事要做，见文末。
    }
report-keys = 密钥
    .key = 密钥
    .end = 末尾
    .bridge = 中转站
    .state = 状态

report-dead = **{ $state }（{ $at }）**，距作出决定 { $after }。
report-given-up = **已放弃：从未证明它已失效**。不再进行任何尝试；必须预计持有密钥的人都能使用它。
report-given-up-at = **已于 { $at } 放弃：从未证明它已失效**。不再进行任何尝试；必须预计持有密钥的人都能使用它。
report-not-proven = **没有被证明失效：{ $state }**。Bridgekeeper 会继续尝试；在得到证明之前，必须预计持有密钥的人都能使用它。
report-state-dead = { $state }（{ $at }）
report-state-given-up = **没有被证明失效**，已放弃
report-state-not-proven = **没有被证明失效**：{ $state }
report-streams = 当时正在进行的流式回答可能已经完成，并照常计费。
report-next = 下一步：{ $next }。
report-times = { $what }（连续 { $count } 次）
report-steps = 逐步经过
    .time = 时间
    .after = 距决定
    .what = 发生了什么

report-moment = { $at }（+{ $after }）
report-lived-often = { $at }，连续 { $count } 次中的第一次
report-proven = { $at }：过了中转站的缓存时间仍被拒绝，且回读时已不再启用；两者都是在它最后一次可用的迹象之后查询的
report-one-rejection = **无**；一次拒绝不是证明：中转站可能仍按缓存放行，或把状态改回来
report-no-rejection = **无**；自它最后一次可用的迹象之后，没有看到密钥被拒绝
report-fact-key = 密钥
report-fact-decided = 作出决定
report-fact-taken = 中转站接受修改
    .none = 据目前所知还没有
report-fact-lived = 最后一次看到可用
    .none = 没有看到
report-fact-rejected = 首次被拒绝（401）
    .none = 还没有
report-fact-proof = 证明

report-profiles = { $count } 个配置档
report-no-new-key = 没有密钥来替换它。
report-new-key-failed = 至今未能创建替换它的密钥。
report-new-key-unused = 替换它的是密钥 { $key }；本机没有东西用过旧密钥。
report-new-key = 替换它的是密钥 { $key }；本机有 { $profiles }已换用新密钥。
report-new-key-partly = 替换它的是密钥 { $key }；本机的 { $profiles }中有 { $done } 个已换用新密钥。
report-new-keys-count = { $count } 个新密钥
report-new-keys-unused = { $keys }替换了它们；本机没有东西用过旧密钥。
report-new-keys = { $keys }替换了它们；本机有 { $profiles }已换用新密钥。
report-new-keys-partly = { $keys }替换了它们；本机的 { $profiles }中有 { $done } 个已换用新密钥。

report-not-replaced = 没有密钥来替换 { $key }。
report-replaced = 替换 { $key }的是密钥 { $new }，按它的设置创建。密钥内容在本机的保管库里。
report-not-in-place = 用来替换 { $key }的密钥 { $new } 没有到位：{ $trouble }。
report-not-made = 用来替换 { $key }的密钥 { $new } 尚未创建。
report-no-user = 本机没有工具或配置档用过旧密钥。
report-not-done = **未完成**：{ $why }
report-works = 可用：{ $what }
report-works-not = **不可用**：{ $what }
report-not-tried = 没有试过
report-not-in-use = 不是使用中的配置档
report-users = 用过旧密钥的工具
    .tool = 工具
    .profile = 配置档
    .done = 结果
    .request = 真实请求
    .when = 何时生效
report-restarts = 以下程序如在运行，需要重新启动：在此之前它们出示的是旧密钥，会被拒绝
    .what = 程序
    .why = 原因

report-copies-found =
    { $keys ->
        [1] 在本机找到它的 { $count } 处副本
       *[other] 在本机找到它们的 { $count } 处副本
    }
report-copies-unsought =
    { $keys ->
        [1] 没有查找过它的副本。
       *[other] 没有查找过它们的副本。
    }
report-copies-none =
    { $keys ->
        [1] 在本机查看过的地方没有找到它的副本。
       *[other] 在本机查看过的地方没有找到它们的副本。
    }
report-copies-gone = { $found }；在查看过的范围内已没有剩余。
report-copies-left = { $found }；仍有 { $count } 处。

report-no-scan = 这次泄露没有扫描本机的记录，可能有没人查找过的副本。
report-no-copy = 在查看过的地方没有找到副本。
report-places = 密钥以明文出现过的地方
    .key = 密钥
    .where = 位置
    .what = 种类
    .state = 状态
report-scan-usual = 设置、环境、历史、编程智能体的对话记录和最近的项目
report-scan-home = 整个主文件夹
report-scan-paths = 指定的路径，别处没有查看
report-scan = 上次查找：{ $at }，范围：{ $what }；{ $count } 个文件。
report-scan-git = 上次查找：{ $at }，范围：{ $what }，含 Git 历史；{ $count } 个文件。
report-scan-unfinished = 那次查找没有进行到底。
report-scan-note = { $note }。
report-unlooked = 没有查看的
    .places = 处数
    .why = 原因

report-use = 中转站的日志自 { $since } 起：{ $words }。
report-use-unknown = 没有查过是否有别人用过它。
report-use-many = { $count } 个密钥中，已读取 { $read } 个在中转站的日志。
report-unread = 没有查过：没有读取这个密钥在中转站的日志。
report-verdict = **{ $words }**。
report-log-span = { $until }，自 { $since } 起
report-calls = { $count }，{ $cost }
report-comma = 、
report-model = { $name }（{ $count }）
report-fact-log = 读取日志
report-fact-calls = 调用
report-fact-strange = 来自你没有用过的地址
report-fact-unlogged = 日志中没有地址
report-fact-failed = 失败的请求
report-fact-models = 模型
report-yours = 你的
report-not-yours = **你没有用过**
report-addresses = 发起调用的地址
    .address = 地址
    .whose = 归属
    .calls = 调用
    .first = 最早
    .last = 最近
report-read-early = 读取日志时密钥还没有被证明失效：此后可能还有调用。

report-todo-restart = 请重新启动正在运行的 { $what }：{ $why }
report-todo-scan = 请在本机查找副本：`bridgekeeper scan`
report-todo-turn-off = 请在中转站的网页（{ $page }）上关闭 { $key }，或请管理员关闭；别的办法都关不掉它。
report-todo-prove = 要证明 { $key }已失效：{ $next }。
report-todo-prove-waiting = 要证明 { $key }已失效：请让 Bridgekeeper 保持运行，它会自动继续。
report-todo-prove-trying = 要证明 { $key }已失效：请让 Bridgekeeper 保持运行，它会继续尝试；如果时间很长，请在中转站的网页（{ $page }）上关闭密钥。
report-todo-new-key = 请准备替换 { $key }的密钥。
report-todo-new-key-why = 请准备替换 { $key }的密钥：{ $why }。
report-tool = { $name }（配置档 { $profile }）
report-todo-swap = 请让 { $tool }使用新密钥：{ $why }。
report-todo-by-hand = { $tool }：{ $how }
report-todo-check = 请查明 { $tool }为什么进不去：{ $what }
report-todo-find-out = 请查明 { $key }是否被用过。
report-todo-look = 请查看 { $key }来自你没有用过的地址的 { $count } 次调用，以及它们可能读取了什么、花费了多少。
report-todo-read = 请再次读取 { $key }的日志。
report-todo-log = 请让 { $bridge } 记录调用的地址，下次就能有答案：“泄露”页面的“它被用过吗？”。
report-how-to-read = 读取方法：“泄露”页面的“它被用过吗？”，或 `bridgekeeper incidents report { $id } --used-since 7d`。

report-step-decided = 已决定
report-step-resumed = 继续
report-step-accepted = 已接受
report-step-rejected = 被拒绝
report-step-dead = 已失效
report-step-alive = 仍可使用
report-step-unclear = 不明确
report-step-deleted = 已删除
report-step-made = 新密钥
report-step-swapped = 已替换
report-step-not-swapped = 未替换
report-step-closed = 已放弃
report-copy-cleaned = 已抹去，又查看了一遍，没有找到
report-copy-gone = 之后的扫描不再找到
report-copy-in-git = **仍在**：这里不改写历史，而历史可能已被克隆
report-copy-in-database = **仍在**：只有在它的程序关闭且有人同意后才会写入数据库
report-copy-in-settings = **仍在**：工具自己的设置；有人同意后会换成新密钥
report-copy-found = **仍在**：在有人看过并同意之前不会抹去任何内容
report-todo-git = 请决定如何处理 { $place } 的 Git 历史：使其中的副本失去价值的是密钥失效；是否改写历史可自行决定。
report-todo-database = 请关闭使用 { $place } 的程序，然后抹去其中的副本：`bridgekeeper scan --clean`
report-todo-clean = 请抹去 { $place } 中的副本：`bridgekeeper scan --clean`
report-place-live-config = 工具自己的设置
report-place-tool-config = 设置
report-place-env-file = 环境文件
report-place-shell-history = Shell 历史
report-place-transcript = 对话记录
report-place-log = 日志
report-place-database = 数据库
report-place-git-object = Git 历史
report-place-other = 文件
report-seconds = { $seconds } 秒

## wallet/kill

kill-no-key = 没有指明密钥
    .hint = 请指明泄露的密钥
kill-decided = 已决定停用密钥“{ $name }”。
kill-decided-many = 已决定停用 { $count } 个密钥。
kill-signed-out = 没有在 { $url } 登录
    .disable = 请连接它，或在它的网页上禁用密钥
    .delete = 请连接它，或在它的网页上删除密钥
kill-deleted = 已删除泄露的密钥“{ $name }”。
kill-given-up = 已放弃证明密钥“{ $name }”失效。
kill-given-up-many = 已放弃证明 { $count } 个密钥失效。
kill-no-incident = 没有编号为 { $id } 的泄露事件
    .hint = 请查看 `bridgekeeper incidents`
kill-no-such = 没有这次停用
    .hint = 请查看 `bridgekeeper incidents`
kill-proven = 已证明密钥“{ $name }”失效。
kill-step-resumed = 重新启动后继续
kill-step-accepted = 中转站已接受：已禁用
kill-step-deleted = 中转站已删除密钥
kill-step-closed = 已放弃，未证明
kill-step-still-enabled = 中转站仍把它列为启用
kill-step-still-works = 密钥仍可使用
kill-step-barred = 被拒之门外（403）：中转站仍认得这个密钥
kill-step-all-rejected = 被拒绝（401），但其他密钥也全被拒绝：这什么也证明不了
kill-step-dead = 过了中转站的缓存时间仍被拒绝
kill-step-rejected-again = 再次被拒绝
kill-step-rejected = 密钥被拒绝（401），另一个密钥有应答（200）
kill-step-rejected-alone = 密钥被拒绝（401）；没有其他密钥可比较

## wallet/kill/desk

desk-signed-out = 没有在 { $url } 登录
desk-list-not-whole = 密钥列表不完整
desk-answered = { $host } 对这个密钥应答了状态 { $status }

## wallet/kill/replace

replace-not-yet = 还没有新密钥：{ $why }
replace-made = 已创建与它相同的密钥“{ $name }”
replace-swapped = { $tool } 已使用新密钥
replace-not-swapped = { $tool }：{ $why }
replace-done = 密钥“{ $new }”替换了“{ $old }”。
replace-no-free-name = 没有为新密钥找到可用的名称
replace-expired = 不会创建与“{ $name }”相同的密钥：它已过期
replace-exhausted = 不会创建与“{ $name }”相同的密钥：它的额度已用完
replace-by-hand = 请手动新建一个

## wallet/leak

leak-too-long = 文字太长
    .hint = 请只粘贴含有密钥的部分；`bridgekeeper scan` 可查看文件
leak-only-first = { $count } 处中只查看了前 { $most } 处。
leak-nothing = 这段文字中没有像中转站密钥的内容。
leak-none-of-yours = 就你的中转站所示，这个密钥不是你的。
leak-not-compared = 无法比对 { $bridge } 的密钥：{ $why }。
leak-forgotten = 这一项已不在
    .hint = 请再次粘贴文字
leak-no-telling = 无法判断：{ $why }。
leak-no-telling-status = 无法判断：{ $bridge } 应答了状态 { $status }。
leak-works = 它在 { $bridge } 可以使用，属于另一个账号：只有那个账号或 { $bridge } 的运营者能禁用它。请告知他们。
leak-rejected = { $bridge } 拒绝它：它不来自那里，或者已被禁用、已过期或额度已用完。
leak-signed-out = 没有在 { $bridge } 登录：请在它的网页上禁用密钥。
leak-pasted = 它是粘贴来的：只有它自己在 { $bridge } 的账号能禁用它。
leak-key-only = 没有在 { $bridge } 登录：请登录，或在它的网页上禁用密钥。

## wallet/incidents

incidents-no-kill = 没有编号为 { $id } 的停用
    .hint = 请查看 `bridgekeeper status`
incidents-open = 密钥“{ $name }”：{ $state }
incidents-given-up = 已放弃：从未证明 { $name } 已失效
incidents-all-dead =
    { $of ->
        [1] 已确认失效
       *[other] 全部 { $of } 个密钥已确认失效
    }
incidents-alive =
    { $of ->
        [1] 没有被证明失效
       *[other] { $of } 个密钥中有 { $alive } 个没有被证明失效
    }
incidents-alive-given-up =
    { $of ->
        [1] 没有被证明失效，已放弃
       *[other] { $of } 个密钥中有 { $alive } 个没有被证明失效，已放弃
    }

## wallet/report

report-of-rotation = 事件 { $id } 是一次轮换：没有泄露
    .hint = 请查看 `bridgekeeper incidents`
report-is-there = { $path } 已存在
    .hint = 请换一个文件名，或覆盖它：--force
report-written = 已把泄露事件 { $id } 的报告写入 { $path }。
report-run-gave-it = 它由 bridgekeeper run 启动，启动时拿到的是旧密钥。
report-reads-at-start = 它在启动时读取密钥。{ $when }

## wallet/rotate

rotation-key-disabled = 密钥“{ $name }”已被禁用
    .hint = 请先启用它，或新建一个
rotation-key-dies = 密钥“{ $name }”正在被停用
    .hint = 请查看 `bridgekeeper incidents`
rotation-begun = 已开始轮换密钥“{ $name }”。
rotation-busy = 另一个 Bridgekeeper 正在进行这次轮换
    .hint = 请等它完成
rotation-done = 密钥“{ $old }”已换成“{ $new }”。
rotation-signed-out = 没有在 { $url } 登录
    .hint = 请重新连接它，轮换随后会继续
rotation-no-free-name = 没有为新密钥找到可用的名称
rotation-no-new-key = 这次轮换的日志没有写明新密钥
    .hint = 请放弃并重新开始：bridgekeeper rotate --give-up
rotation-new-key-fails = 新密钥“{ $name }”不可用：{ $why }
    .hint = 旧密钥仍然有效；请用 --resume 再试
rotation-tool-fails = { $tool } 用新密钥不能工作：{ $why }
    .hint = 旧密钥仍然有效；请解决这个问题，然后用 --resume 继续
rotation-no-proof = 这次轮换的日志没有写明证明
rotation-not-proven = 从未证明旧密钥已失效
    .hint = 请在中转站的网页上查看它
rotation-gave-up = 已放弃轮换密钥“{ $name }”。
rotation-no-such = 没有这次轮换
    .hint = 请查看 `bridgekeeper rotate --list`
rotation-other-bridge = 配置档 { $profile } 属于 { $url }
    .hint = 请用 --bridge 指明那个中转站
rotation-given-up = 已放弃

## wallet/scan

scan-unfound = 你的密钥中有 { $count } 个无法查找：{ $why }
scan-no-such-path = 无法查看 { $path }
    .hint = 请指明存在的文件或文件夹
scan-at-byte = 第 { $at } 字节
scan-at-packed-byte = 其压缩内容的第 { $at } 字节
scan-at-cell = 表 { $table }，行 { $row }，列 { $column }
scan-at-column = 表 { $table }，列 { $column }
scan-at-copies = 索引中或原有行的位置上有 { $count } 处副本
scan-next-git = 请禁用这个密钥：历史可能已被克隆。是否改写历史可自行决定。
scan-next-database = 请关闭它所属的程序，然后把它抹去。
scan-next-database-log = 请关闭它所属的程序：程序会清空自己的日志。
scan-next-no-text = 它不是纯文本：请删除它，或让它的程序重新写入。
scan-next-reapply = { $tool } 会重新指向它的密钥：bridgekeeper configure { $id }
scan-next-settings = 请把它抹去；它的工具随后就没有密钥了。
scan-next = 请把它抹去。
scan-left-denied = 无权读取
scan-left-time-cap = 耗时太长；其余部分没有查看
scan-left-compressed = 已压缩；.gz 可按需打开（--gz）
scan-left-other-filesystem = 在另一个文件系统上；指明它即可查看
scan-left-special-file = 管道、套接字、设备或系统自己的文件
scan-left-link = 链接；它指向的内容在原处查看
scan-left-too-deep = 路径太长
scan-left-git-history = Git 历史；可按需查看（--git）
scan-left-git-objects = 太大或已损坏的 Git 对象
scan-left-dependencies = 存放第三方内容的文件夹；请指明它，或查看整个主文件夹（--home）
scan-left-not-asked = 其余部分；可按需查看（--home）
scan-left-more-copies = 含有的副本比列出的多
scan-left-failed = 无法读取
scan-left-stopped = 在此之前扫描已停止

## wallet/timeline

timeline-not-connected = 没有连接 { $url }
timeline-signed-out = 没有在 { $bridge } 登录，而只有账号才能读取它的日志
    .hint = 请用密钥所属的账号登录
timeline-to-come = 这个时间还没有到
timeline-logs = 已要求 { $bridge } 记录调用的地址。
timeline-logs-no-longer = { $bridge } 不再记录调用的地址。
timeline-unknown-key = 对 { $bridge } 上的密钥 { $key } 一无所知
    .hint = 请查看 `bridgekeeper keys list`
timeline-no-time = “{ $text }”不是时间
    .hint = 请给出 2026-11-24T10:00:00Z、像 2026-11-24 这样的日期，或用 90m、36h、7d 表示多久以前
timeline-cannot-tell = 无法判断：没有记录地址
timeline-strange-calls = 来自你没有用过的地址的调用：{ $count }
timeline-kin = 先后替换的 { $count } 个密钥的调用合并计算。
timeline-newest-only = { $bridge } 只显示最新的条目：可能还有更早的调用。
timeline-learned-newest-only = 只读取了账号最新的调用来了解你的地址：算作陌生的地址可能是你以前用过的。
timeline-unlogged = { $count } 次调用中有 { $unlogged } 次在日志中没有地址。
timeline-none-of-yours = 日志中没有你的地址可供比较。
timeline-no-proof = 地址是你的，不证明就是你本人：与你共用网络的人也从它发起调用。


## wallet/helper

helper-seconds = 工具不能把密钥保留 { $seconds } 秒
    .hint = 请选择 { $least } 到 { $most } 秒
    .set = 通过命令取密钥的工具现在保留密钥 { $seconds } 秒。
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
wallet-export-saved = 已将除机密以外的全部内容导出到 { $path }。
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
import-refused = { $bridge } 不接受这个密钥：它已禁用、过期、耗尽，或不属于那里
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
wallet-keys-disabled = 已在 { $bridge } 上禁用密钥“{ $name }”。
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
        [keychain] 已将 { $count } 个机密移到钥匙串。
       *[file] 已将 { $count } 个机密移到保管库文件。
    }
