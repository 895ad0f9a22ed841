## bridge/origin

origin-no-address = 这不是中转站的地址：{ $why }
    .hint = 请按浏览器中的样子填写，例如 https://host
origin-other-scheme = 只支持 https 和 http
origin-has-user = 其中含有用户名或密码
origin-no-host = 缺少主机名
origin-in-clear = { $address } 未加密：密钥会以明文传输
    .hint = 请使用它的 https 地址；若整条链路都可信，可坚持使用
