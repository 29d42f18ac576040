// Words of mails, in English.
import { formatsOf } from '../format.ts'

const { lasting } = formatsOf('en')

/** What every mail about second factors says. */
const factors = {
  subject: (service: string) => `The way you log in at ${service} was changed`,
  button: 'Check my account’s security',
  careful:
    'If this was not you, open that page at once: change your password, remove what is not yours, and log out everywhere else. If you cannot get in, write to the people who run this server.',
}

export const mail = {
  hello: (name: string) => `Hello ${name},`,
  helloNobody: 'Hello,',
  linkWorks: (seconds: number) => `The link works once, within ${lasting(seconds)}.`,
  copyLink: 'If the button does not work, copy this address into your browser:',
  sentBy: (service: string) => `${service} sent this e-mail automatically. Nobody reads replies to it.`,
  signUp: {
    subject: (service: string) => `Your new account at ${service}`,
    text: 'You asked for an account with this e-mail address. To go on, choose a password.',
    button: 'Create your account',
    careful: 'If this was not you, do nothing: without the link, nobody can create an account with your address.',
  },
  accountExists: {
    subject: (service: string) => `You have an account at ${service}`,
    text: 'You asked for a new account with this e-mail address, but there is one already. Please log in with it. If you have forgotten your password, set a new one.',
    button: 'Set a new password',
    careful: 'If this was not you, do nothing: your account is as it was.',
  },
  invite: {
    subject: (service: string) => `You are invited to ${service}`,
    text: 'The people who run this server invite you to create an account with this e-mail address.',
    button: 'Create your account',
    careful: 'If you do not know what this is about, do nothing.',
  },
  verifyEmail: {
    subject: (service: string) => `Confirm your e-mail address at ${service}`,
    text: 'Please confirm that this is your e-mail address.',
    button: 'Confirm the address',
    careful: 'If this was not you, do nothing.',
  },
  resetPassword: {
    subject: (service: string) => `A new password for ${service}`,
    text: 'You asked to set a new password. When you have set it, you are logged out everywhere, and apps have to ask for your permission again.',
    button: 'Set a new password',
    careful: 'If this was not you, do nothing: your password stays as it is.',
  },
  passwordChanged: {
    subject: (service: string) => `Your password at ${service} was changed`,
    text: 'The password of your account was changed.',
    careful: 'If this was not you, set a new password at once: choose “Forgot your password?” where you log in.',
  },
  changeEmail: {
    subject: (service: string) => `Confirm your new e-mail address at ${service}`,
    text: 'You asked to use this e-mail address for your account from now on. Please confirm it. Until then, the old one stays.',
    button: 'Confirm the new address',
    careful: 'If this was not you, do nothing: nothing changes then.',
  },
  addressTaken: {
    subject: (service: string) => `Your e-mail address at ${service}`,
    text: 'Somebody wanted to use this e-mail address for another account. It belongs to yours, so nothing was changed.',
    careful: 'If this was you, log in with the account that has this address.',
  },
  emailChanged: {
    subject: (service: string) => `Your e-mail address at ${service} was changed`,
    text: (email: string) => `The address of your account is ${email} now. If this was you, there is nothing to do.`,
    button: 'This was not me',
    careful:
      'If this was not you, take the change back: you are logged out everywhere, and choose a new password that nobody else knows.',
  },
  emailMoved: {
    subject: (service: string) => `Your e-mail address at ${service} was changed`,
    text: (email: string) => `The address of your account is ${email} now. If this was you, there is nothing to do.`,
    careful: 'If this was not you, write to the people who run this server.',
  },
  theft: {
    subject: (service: string) => `We ended an app’s access to your account at ${service}`,
    text: (app: string) =>
      `What the app “${app}” held for you was used twice, so somebody else may have a copy of it. We ended its access at once. Your password is not affected.`,
    button: 'See what happened',
    careful: 'You can allow the app again at any time. If it happens again, do not use the app on that device.',
  },
  codesAppAdded: {
    ...factors,
    text: 'A code app was set up for your account. From now on its codes are asked for when you log in.',
  },
  codesAppRemoved: {
    ...factors,
    text: 'The code app was removed from your account. Its codes are not asked for any more.',
  },
  passkeyAdded: { ...factors, text: 'A passkey was added to your account. Whoever has it can log in with it.' },
  passkeyRemoved: { ...factors, text: 'A passkey was removed from your account. Nobody can log in with it any more.' },
  recoveryCodesMade: {
    ...factors,
    text: 'New recovery codes were created for your account. The old ones do not work any more.',
  },
  recoveryCodeUsed: {
    ...factors,
    subject: (service: string) => `A recovery code was used at ${service}`,
    text: 'Your password and one of your recovery codes were used to log in to your account. That code does not work any more.',
  },
  factorsReset: {
    ...factors,
    text: 'The people who run this server removed the second step of your account. Your password is enough to log in now, until you set up a new one.',
    careful: 'If you did not ask for this, write to the people who run this server.',
  },
}

export type MailWords = typeof mail
