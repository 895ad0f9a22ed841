/** Signing in at a bridge. */
export const connect = {
  connect: {
    title: 'Connect your bridge',
    lead: 'Sign in once. Bridgekeeper then makes, watches and places your API keys.',
    url: 'Bridge address',
    urlHint: 'Connection info copied from the console works too.',
    userId: 'User ID',
    accessToken: 'System access token',
    userIdHint: 'Newer bridges do without.',
    way: 'How to sign in',
    ways: { token: 'Access token', password: 'Password', key: 'API key only' },
    looking: 'Asking who is there…',
    found: (name: string, version: string | null) =>
      [name || 'A bridge without a name', version].filter(Boolean).join(' '),
    known: (label: string) => `You know it already, as ${label}.`,
    noPassword: (reason: string) => `No password: ${reason}`,
    username: 'User name or e-mail',
    password: 'Password',
    otp: 'Two-factor code',
    otpHint: 'The six digits that your authenticator app shows now, or a backup code.',
    secondFactor: 'One more step: the bridge asks for your two-factor code.',
    agreeReplaces: 'I understand that the new access token ends the one my account may have now.',
    key: 'API key',
    keyName: 'Name in the wallet',
    keyNameHint: 'For you alone; the bridge is not told.',
    submit: 'Connect',
    busy: 'Connecting…',
    failed: 'Could not connect',
    stop: 'Stop waiting',
    where: 'Where do I find this?',
    whereSteps: {
      one: 'Open your bridge in a browser and sign in.',
      two: 'Go to Personal settings › Security › System access token and press Generate.',
      three: 'Copy the token. Your user ID stands beside your name on the same page.',
    },
    replaces: 'Generating a new token ends the old one.',
    safety: 'What happens to it?',
    safetyText: {
      token:
        'The token goes into your vault and into no other file. It is sent to this bridge and nowhere else.',
      password:
        'Name and password are sent to this bridge once and not kept. The access token made with them goes into your vault.',
      key: 'The key goes into your vault and into no other file. It is sent to this bridge and nowhere else.',
    },
    passwordWhat: 'What happens with a password?',
    passwordText: 'Bridgekeeper signs in once, has the bridge make a system access token, and signs out.',
    passwordWarning:
      'An account has one access token. Programs and machines that sign in with the present one must be given the new one.',
    keyWhat: 'What works without an account?',
    keyWorks:
      'Pointing tools at the bridge with this key, checking it, copying it, and its usage where the bridge tells it.',
    keyWorksNot: 'Making, listing, changing and disabling keys needs an account. You can sign in later.',
    needUrl: 'Enter the bridge’s address.',
    badUrl: 'This is not an address. It looks like https://bridge.example.',
    plain:
      'This address is not encrypted (http): everything sent there, the credential too, can be read on the way. Use it all the same.',
    needInsist: 'Agree to this, or use the bridge’s https address.',
    needToken: 'Enter the access token.',
    needUsername: 'Enter your user name or e-mail address.',
    needPassword: 'Enter your password.',
    needReplaces: 'Agree to this, or sign in with the present access token.',
    needKey: 'Enter the API key. It begins with sk-.',
    badUserId: 'The user ID is a number.',
    pasted: (host: string) => `Took ${host} from the connection info.`,
    pastedWithKey: (host: string) =>
      `Took ${host} from the connection info. Its API key was left out: signing in needs the access token.`,
  },
};
