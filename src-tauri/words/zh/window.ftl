## preferences

clipboard-seconds = 复制的密钥不能保留 { $seconds } 秒
    .hint = 请选择 { $least } 到 { $most } 秒
