## commands/key

key-vault-hung = 保管库没有及时应答
    .hint = 钥匙串服务在运行吗？请再试一次，或重新登录桌面
