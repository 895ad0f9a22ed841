## bridge/origin

origin-no-address = 这不是中转站的地址：{ $why }
    .hint = 请按浏览器中的样子填写，例如 https://host
origin-other-scheme = 只支持 https 和 http
origin-has-user = 其中含有用户名或密码
origin-no-host = 缺少主机名
origin-in-clear = { $address } 未加密：密钥会以明文传输
    .hint = 请使用它的 https 地址；若整条链路都可信，可坚持使用

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
report-copy-cleaned = 已涂去，又查看了一遍，没有找到
report-copy-gone = 之后的扫描不再找到
report-copy-in-git = **仍在**：这里不改写历史，而历史可能已被克隆
report-copy-in-database = **仍在**：只有在它的程序关闭且有人同意后才会写入数据库
report-copy-in-settings = **仍在**：工具自己的设置；有人同意后会换成新密钥
report-copy-found = **仍在**：在有人看过并同意之前不会涂去任何内容
report-todo-git = 请决定如何处理 { $place } 的 Git 历史：使其中的副本失去价值的是密钥失效；是否改写历史可自行决定。
report-todo-database = 请关闭使用 { $place } 的程序，然后涂去其中的副本：`bridgekeeper scan --clean`
report-todo-clean = 请涂去 { $place } 中的副本：`bridgekeeper scan --clean`
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
scan-next-database = 请关闭它所属的程序，然后把它涂去。
scan-next-database-log = 请关闭它所属的程序：程序会清空自己的日志。
scan-next-no-text = 它不是纯文本：请删除它，或让它的程序重新写入。
scan-next-reapply = { $tool } 会重新指向它的密钥：bridgekeeper configure { $id }
scan-next-settings = 请把它涂去；它的工具随后就没有密钥了。
scan-next = 请把它涂去。
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

