## bridge/origin

origin-no-address = 这不是中转站的地址：{ $why }
    .hint = 请按浏览器中的样子填写，例如 https://host
origin-other-scheme = 只支持 https 和 http
origin-has-user = 其中含有用户名或密码
origin-no-host = 缺少主机名
origin-in-clear = { $address } 未加密：密钥会以明文传输
    .hint = 请使用它的 https 地址；若整条链路都可信，可坚持使用

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
