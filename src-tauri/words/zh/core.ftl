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
rotate-disable = 正在停用旧密钥
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
    .hint = 秘密应为一个词或一行，由 1 到 { $longest } 个可打印的 ASCII 字符组成；请重新复制

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
    .hint = 请重试；如果忘记了密码，其中的秘密也就丢失了：请移走该文件并重新登录
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
vault-wrong-form = 它不接受这种形式的秘密或名称
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
task-disable-key = 停用密钥
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
    .hint = 它可能已停用、过期、用尽或删除，或不允许从这个地址使用
http-account-disabled = { $host } 上的账号已被停用{ $said }
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
        [disabled] 已停用
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
