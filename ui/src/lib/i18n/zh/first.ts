import type { first as English } from '../en/first';

export const first: typeof English = {
  first: {
    steps: '初次使用',
    step: { bridge: '连接', tools: '工具', done: '完成' },
    toolsTitle: '把你的工具指向中转站',
    toolsText: '每个工具有自己的密钥。所有改动都先给你看，并且都能逐字节撤销。',
    doneTitle: '完成',
    doneText: '在“工具”中可以看到每一个的状态。',
    noToolsTitle: '本机没有找到编程工具',
    noToolsText: '现在可以先创建密钥，安装工具后再配置。',
    later: '以后再说',
    goOn: '进入首页',
    trying: '还没有账号？',
    demo: '先试用',
    demoStarting: '正在启动演示…',
    demoText: '在本机打开一个带示例数据的中转站，不会碰你的任何文件。',
    openPage: '打开这个页面',
    needPage: '先填写中转站地址，然后可以在这里打开。',
    inAFile: '改用文件保存机密…',
  },
  picture: {
    title: '访问令牌在中转站控制台的位置',
    personal: '个人设置',
    security: '安全设置',
    token: '系统访问令牌',
    generate: '生成令牌',
    id: 'ID 42（用户 ID）',
  },
  demo: {
    title: '演示',
    text: '本机上的示例中转站。不会碰你的任何文件，也不会留下任何东西。',
    leave: '退出演示',
    left: '演示已结束，没有留下任何东西。',
  },
};
