// Words of second factors and passkeys, in English.
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('en')

export const factors = {
  // After the password.
  oneMoreStep: 'One more step',
  asAccount: (email: string) => `You are logging in as ${email}.`,
  appAsksForMore: (app: string) => `${app} asks for one more proof that it is you.`,
  code: 'Code from your code app',
  codeHint: 'Six digits. They change every half minute.',
  usePasskey: 'Use a passkey',
  logInWithPasskey: 'Log in with a passkey',
  passkeyFailed: 'That did not work, or was cancelled. Please try again, or use another way.',
  passkeyNeedsScript: 'Passkeys work only where JavaScript is on in your browser.',
  noPhone: 'I do not have my device with me',
  recoveryCode: 'Recovery code',
  recoveryCodeHint: 'One of the codes that you saved when you set this up. Each works once.',
  useRecoveryCode: 'Use this recovery code',
  lostAll:
    'If you have lost all of these, ask the people who run this server. They can remove the second step when they have made sure that it is you.',
  missingCode: 'Please type a code.',
  wrongCode: 'This is not the right code. Please look at your code app again: the code changes every half minute.',
  usedCode: 'This code was used before. Please wait for the next one.',
  wrongRecoveryCode: 'This is none of your recovery codes, or it was used before. Please try another one.',
  wrongPasskey: 'This passkey was not accepted. Please use another way to log in.',

  // When an app asks for more than there is.
  neededTitle: 'One more proof is needed',
  neededLead: (app: string) =>
    `${app} only lets people in who prove in two ways who they are. You have one so far: your password.`,
  neededHow: 'You can set up a second one now. It takes a minute, and brings you back here.',
  ratherNot: 'Rather not now?',

  // The security page.
  sectionTitle: 'Second step',
  isOn: 'Somebody who knows your password still cannot log in without one of these.',
  isOff: 'With a second step, nobody can log in with your password alone.',
  app: 'Code app',
  appLead: 'An app on your phone shows a new code every half minute, which you type after the password.',
  setUpApp: 'Set up a code app',
  weakElsewhere: 'You are logged in elsewhere without a second step. If any of those is not you, log out there.',
  removeApp: 'Remove the code app',
  passkeys: 'Passkeys',
  passkeyLead:
    'A passkey is a key in your phone, computer or security key. You log in with your finger, face or PIN instead of a password, and no fake page can steal it.',
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
    count === 0
      ? 'No code is left. Make new ones, so that you can log in without your phone.'
      : plural(count, {
          one: '# code is left. With it you can log in without your phone.',
          other: '# codes are left. With them you can log in without your phone.',
        }),
  newCodes: 'Make new recovery codes',
  appRemoved: 'The code app is removed.',

  // Setting up the app for codes.
  appIsThere: 'You have a code app already. Remove it first, if you want another one.',
  installApp:
    'Install a code app on your phone, if you have none; app stores call it “authenticator”. Many password managers can do it, too.',
  scanPicture: 'Scan this picture with it.',
  pictureLabel: 'A picture (QR code) for your code app',
  cannotScan: 'I cannot scan it',
  typeSecret: 'Type this key into the app instead:',
  firstCode: 'The code that the app shows now',
  turnOn: 'Turn on',
  wrongFirstCode:
    'The app should show another code. Please look again, and check that the clock of your phone is right.',
  appAdded: 'The code app is set up.',

  // Recovery codes.
  keepCodes:
    'If you lose your phone, you can log in with these codes. Each works once. Keep them where only you find them.',
  shownOnce: 'They are shown only this once.',
  download: 'Save as a file',
  print: 'Print',
  keptThem: 'I have saved them',
  recoveryCodesFor: (email: string, server: string) => `Recovery codes of ${email} at ${server}. Each works once.`,
  isSetUp: 'It is set up',
  isSetUpLead: 'From now on you can prove in two ways who you are.',

  // Passkeys.
  passkeyName: 'Name of this passkey',
  passkeyNameHint: 'So that you recognize it later.',
  makePasskey: 'Create the passkey',
  badName: (most: number) =>
    `Please use one line of at most ${plural(most, { one: '# character', other: '# characters' })}.`,
  passkeyNotAdded: 'The passkey could not be added. Please try again.',
  passkeyIsThere: 'This device has a passkey for your account already, or you have too many. Then remove one first.',
  passkeyAdded: (name: string) => `The passkey ${name} is added.`,
  passkeyRenamed: (name: string) => `The passkey is called ${name} now.`,
  passkeyRemoved: (name: string) => `The passkey ${name} is removed. You can delete it on your device, too.`,
  syncedLong: 'Its provider keeps it on all your devices, and brings it back if you lose one.',
  onOneDeviceLong: 'It is on one device only, and is lost with it.',
  removePasskey: 'Remove this passkey',
  removePasskeyWhat: 'Nobody can log in with it any more.',
}

export type FactorWords = typeof factors
