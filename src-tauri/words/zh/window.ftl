## preferences

clipboard-seconds = 复制的密钥不能保留 { $seconds } 秒
    .hint = 请选择 { $least } 到 { $most } 秒
preferences-lost = 无法保存窗口的偏好设置

## clipboard

clipboard-refused = 无法使用剪贴板
    .hint = 请显示密钥后手动复制

## commands/settings

settings-no-address = 这个文件夹没有可用的地址

## demo

demo-failed = 无法启动演示：{ $why }
demo-no-command = 命令行程序不在本程序旁边
    .hint = 请重新安装 Bridgekeeper
demo-silent = 它的中转站没有应答
demo-nowhere = 它的中转站没有说明监听地址

## desktop

desktop-no-browser = 无法打开浏览器
    .hint = 请自行打开 { $url }
desktop-no-folder = 没有可以保存文件的文件夹

## login

login-refused = 无法更改登录时启动

## shell

shell-no-bridge = 还没有查看过中转站
    .hint = 请先填写中转站的地址
shell-stopped = 中途停止了
    .hint = 之前完成的部分保持完成
shell-demo-vault = 演示使用它自己的保管库
    .hint = 请先退出演示
shell-vault-in-use =
    { $kind ->
        [keychain] 已经在使用钥匙串
       *[file] 已经在使用保管库文件
    }
shell-no-program = 无法确定本程序的位置
shell-vault-word = BRIDGEKEEPER_VAULT 的值是“{ $word }”
    .hint = 请设为 keychain 或 file

## shortcut

shortcut-odd = “{ $keys }”不能用作快捷键
    .hint = 请选择带 Ctrl、Alt 或 Super 的按键，例如 Ctrl+Alt+K
shortcut-refused = 无法使用这个快捷键
    .hint = 可能已被其他程序占用：请换一个

## tray

tray-open = 打开 Bridgekeeper
tray-lock = 锁定
tray-kill = 停用泄露的密钥…
tray-quit = 退出
tray-no-tool = 尚未配置任何工具
tray-tool = { $tool }：{ $profile }
tray-drifted = { $tool }：已被其他程序修改
tray-today = { $tool } · 今日 { $cost }（截至 { $read }）
