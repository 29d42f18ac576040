// Words of logging in, choosing an account, connecting a device and logging out, in English.

export const signIn = {
  logIn: 'Log in',
  toContinueTo: (app: string) => `to continue to ${app}`,
  toConnectDevice: 'to connect a device',
  email: 'E-mail address',
  password: 'Password',
  noSignUp:
    'You cannot create a new account here by yourself. Ask the people who run this server for one, or log in with one that you have.',
  missingEmail: 'Please type your e-mail address.',
  longEmail: 'This e-mail address is too long. Please check it.',
  missingPassword: 'Please type your password.',
  longPassword: 'This password is too long. Please check it.',
  /** The same for an unknown person, a wrong password and a disabled account. */
  noMatch: 'This e-mail address and password do not match. Please try again.',

  chooseAccount: 'Choose an account',
  thisAccount: 'Continue with this account',

  oneMoment: 'One moment',
  sendingBack: (app: string, destination: string) => `You are being sent back to ${app} at ${destination}.`,

  connectDevice: 'Connect a device',
  deviceShowsCode: 'Your device shows a code. Type it here.',
  codeOnDevice: 'Code on your device',
  onlyOwnDevice:
    'Only type a code that you see on a device of your own. Whoever sends you a code wants to get into your account.',
  malformedCode: 'A code has eight letters, like BCDF-GHJK. Please look at your device again.',
  unknownCode:
    'This code does not work. It may be mistyped, too old, or used already. Look at your device, or let it show a new code.',
  connectTitle: (app: string) => `Connect ${app}?`,
  connectQuestion: (app: string) => `Connect ${app} on your device?`,
  isThisYou: 'Is this you? Does your device show just this code?',
  onlyIfYours: 'Allow it only if you started this yourself, on a device that is in front of you.',
  ifSent: 'If somebody sent you the code or a link to this page, do not allow it. They would get into your account.',
  theDevice: 'The device',
  deviceAsked: 'Asked',
  deviceFrom: 'From',
  deviceElsewhere: (address: string) => `${address}, a different network from the one that you use now`,
  deviceCallsItself: 'Calls itself',
  deviceNothing: 'nothing',
  backToDevice: 'Go back to your device',
  mayReturn: 'You may return to your device',
  goesOn: (app: string) => `${app} goes on there by itself, within a few seconds. You can close this window.`,
  nothingAllowed: 'Nothing was allowed',
  noAccess: (app: string) => `${app} gets no access to your account on that device. You can close this window.`,

  logOutQuestion: 'Log out?',
  logOut: 'Log out',
  asksToLogYouOut: (app: string) => `${app} asks to log you out.`,
  asksToLogOther: (app: string) => `${app} asks to log out somebody else. Here you are logged in as:`,
  whatLogOutEnds:
    'Apps that you allowed to stay connected while you are away stay connected. All others lose their access.',
  thenBackTo: (destination: string) => `Then you go back to ${destination}.`,
  toStay: 'To stay logged in, close this page.',
  loggedOut: 'You are logged out',
  closeOrBack: 'You can close this window, or go back to the app that sent you here.',
  closeOrLogIn: 'You can close this window. To log in again, go back to the app that you want to use.',
  backToApp: (app: string, destination: string) => `Go back to ${app} (${destination})`,
  stillLoggedIn: 'You are still logged in',
  wrongLogOut: (account: string) =>
    `An app sent you here to log out, but its request has a mistake, so nothing was done. You are logged in as ${account}.`,
  wrongLogOutNobody:
    'An app sent you here to log out, but its request has a mistake, so you are not sent back to it. You can close this window.',
  logOutHere: 'Log out here',
}

export type SignInWords = typeof signIn
