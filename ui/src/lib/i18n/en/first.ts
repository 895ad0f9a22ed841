/** The first minutes: where to find what, the tools, the demo. */
export const first = {
  first: {
    steps: 'First steps',
    step: { bridge: 'Connect', tools: 'Tools', done: 'Done' },
    toolsTitle: 'Point your tools at the bridge',
    toolsText:
      'Each gets a key of its own. You see every change first, and each can be undone to the same bytes.',
    doneTitle: 'Done',
    doneText: 'The Tools screen shows how each of them stands.',
    noToolsTitle: 'No coding tool was found on this machine',
    noToolsText: 'You can make keys now and configure a tool once one is installed.',
    later: 'Not now',
    goOn: 'Go to Home',
    trying: 'No account yet?',
    demo: 'Try it without one',
    demoStarting: 'Starting the demo…',
    demoText: 'Opens a bridge on this machine with sample data. None of your files is touched.',
    openPage: 'Open this page',
    needPage: 'Enter the bridge’s address, then it can be opened here.',
    inAFile: 'Keep secrets in a file…',
  },
  picture: {
    title: 'Where the access token is in a bridge’s console',
    personal: 'Personal settings',
    security: 'Security',
    token: 'System access token',
    generate: 'Generate',
    id: 'ID 42',
  },
  demo: {
    title: 'Demo',
    text: 'A bridge on this machine with sample data. None of your files is touched, and nothing of it stays.',
    leave: 'Leave the demo',
    left: 'The demo has ended. Nothing of it is left.',
  },
};
