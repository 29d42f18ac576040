// Words of second factors and passkeys, in English.
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('en')

export const factors = {
  // After the password.
  oneMoreStep: 'One more step',
  asAccount: (email: string) => `You are logging in as ${email}.`,
  appAsksForMore: (app: string) => `${app} asks for one more proof that it is you.`,
  code: 'Code from your app',
  codeHint: 'Six digits. They change every half minute.',
  usePasskey: 'Use a passkey',
  logInWithPasskey: 'Log in with a passkey',
  passkeyFailed: 'That did not work, or was cancelled. Please try again, or use another way.',
  passkeyNeedsScript: 'Passkeys work only where JavaScript is on in your browser.',
  noPhone: 'I do not have my device',
  recoveryCode: 'Recovery code',
  recoveryCodeHint: 'One of the codes that you kept when you set this up. Each works once.',
  useRecoveryCode: 'Use this recovery code',
  missingCode: 'Please type a code.',
  wrongCode: 'This is not the right code. Please look at your app again: the code changes every half minute.',
  usedCode: 'This code was used before. Please wait for the next one.',
  wrongRecoveryCode: 'This is none of your recovery codes, or it was used before.',
  wrongPasskey: 'This passkey was not accepted. Please use another way to log in.',

  // When an app asks for more than there is.
  neededTitle: 'One more proof is needed',
  neededLead: (app: string) =>
    `${app} lets in only those who prove in two ways that it is them. You have one: your password.`,
  neededHow: 'You can set up a second one now. It takes a minute, and you come back to here.',
  ratherNot: 'Rather not now?',

  // The security page.
  sectionTitle: 'Second step',
  isOn: 'Whoever knows your password still cannot log in without one of these.',
  isOff: 'With a second step, nobody gets in who only knows your password.',
  app: 'App for codes',
  appLead: 'An app on your phone shows a new code every half minute, which you type after the password.',
  setUpApp: 'Set up an app for codes',
  removeApp: 'Remove the app for codes',
  passkeys: 'Passkeys',
  passkeyLead:
    'A passkey is a key in your phone, computer or security key. You log in with your finger, face or PIN instead of a password, and no false page can steal it.',
  addPasskey: 'Add a passkey',
  noPasskeysHere: 'Passkeys do not work here: this browser, or the address of this server, does not allow them.',
  synced: 'on all your devices',
  onOneDevice: 'on one device',
  neverUsed: 'never used',
  lastUsed: (ago: string) => `last used ${ago}`,
  change: 'Change',
  lookAtPasskey: (name: string) => `Change the passkey ${name}`,
  recoveryCodes: 'Recovery codes',
  codesLeft: (count: number) =>
    plural(count, {
      one: '# code is left. With it you get in without your phone.',
      other: '# codes are left. With them you get in without your phone.',
    }),
  newCodes: 'Make new recovery codes',
  appRemoved: 'The app for codes is removed.',

  // Setting up the app for codes.
  appIsThere: 'You have an app for codes already. Remove it first, if you want another one.',
  installApp: 'Install an app for codes on your phone, if you have none. Many password managers can do it, too.',
  scanPicture: 'Scan this picture with it.',
  pictureLabel: 'A picture (QR code) for your app for codes',
  cannotScan: 'I cannot scan it',
  typeSecret: 'Type this key into the app instead:',
  firstCode: 'The code that the app shows now',
  turnOn: 'Turn on',
  wrongFirstCode: 'The app should show another code. Look again, and check that the clock of your phone is right.',
  appAdded: 'The app for codes is set up.',

  // Recovery codes.
  keepCodes: 'If you lose your phone, these codes let you in. Each works once. Keep them where only you find them.',
  shownOnce: 'They are shown only now.',
  download: 'Save as a file',
  print: 'Print',
  keptThem: 'I have kept them',
  recoveryCodesFor: (email: string, server: string) => `Recovery codes of ${email} at ${server}. Each works once.`,
  isSetUp: 'It is set up',
  isSetUpLead: 'From now on you can prove in two ways that it is you.',

  // Passkeys.
  passkeyName: 'Name of this passkey',
  passkeyNameHint: 'So that you know it again later.',
  makePasskey: 'Make a passkey',
  badName: (most: number) => `Please use one line of at most ${most} characters.`,
  passkeyNotAdded: 'The passkey could not be added. Please try again.',
  passkeyIsThere: 'This device has a passkey for your account already, or you have too many.',
  passkeyAdded: (name: string) => `The passkey ${name} is added.`,
  passkeyRenamed: (name: string) => `The passkey is called ${name} now.`,
  passkeyRemoved: (name: string) => `The passkey ${name} is removed. You can delete it on your device, too.`,
  syncedLong: 'Its provider keeps it on all your devices, and brings it back if you lose one.',
  onOneDeviceLong: 'It is on one device only, and lost with it.',
  removePasskey: 'Remove this passkey',
  removePasskeyWhat: 'Nobody can log in with it any more.',
}

export type FactorWords = typeof factors
