// Words of signing up, verifying an address, recovering a password and invitations, in English.
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('en')

const characters = (count: number): string => plural(count, { one: '# character', other: '# characters' })

export const signUp = {
  // Beside the login.
  title: 'Create an account',
  noAccount: 'No account yet?',
  haveAccount: 'Already have an account?',
  inviteOnly:
    'New accounts are by invitation only here. If you were invited, open the link in that e-mail. If not, ask the people who run this server, or log in with an account that you have.',
  forgot: 'Forgot your password?',
  noMail: 'If you have forgotten your password, ask the people who run this server for a new one.',

  // Asking for a link.
  lead: 'First we make sure that the e-mail address is yours.',
  badEmail: 'This is not an e-mail address. It should look like name@example.com.',
  sentTitle: 'Check your e-mail',
  sent: (email: string) => `An e-mail to ${email} is on its way. Open the link in it to go on.`,
  sentHint: 'This may take a few minutes. If nothing comes, look into your spam folder, and check the address above.',
  sentAgain: 'Type the address again',
  forgotLead: 'Type the e-mail address of your account. We will send you a link to set a new password.',
  forgotButton: 'Send the link',
  forgotSent: (email: string) =>
    `If there is an account with the address ${email}, an e-mail to it is on its way. Open the link in it to set a new password.`,

  // A new account.
  finishTitle: 'Your new account',
  name: 'Your name',
  nameHint: 'Apps may show it, if you allow that. You can leave this empty.',
  badName: 'Please use one line of at most 200 characters.',
  finishButton: 'Create the account',
  takenTitle: 'You have an account already',
  taken: 'Meanwhile an account with this e-mail address was created. Please log in with it.',

  // Passwords.
  newPassword: 'New password',
  passwordHint: (least: number) =>
    `At least ${characters(least)}. Several words in a row are easy to remember and hard to guess.`,
  passwordTooShort: (least: number) => `This password is too short: it needs at least ${characters(least)}.`,
  passwordTooLong: 'This password is too long. Please choose a shorter one.',
  passwordWellKnown:
    'Many people use a password like this, so it is among the first that anybody tries. Please choose another one.',
  passwordPersonal:
    'This password is made of your name, your e-mail address or the name of this site. Please choose another one.',
  resetTitle: 'Set a new password',
  resetLead: 'You are then logged out everywhere, and apps have to ask for your permission again.',
  resetButton: 'Set the password',
  resetDoneTitle: 'You have a new password',
  resetDone: 'You have been logged out everywhere. Log in with your new password.',

  // Links that do not work.
  goneTitle: 'This link does not work any more',
  gone: 'It was used already, it is too old, or a newer one has taken its place.',
  goneFresh: 'Get a new link',
  goneSecurity: 'Get a new link in your account',
  goneInvite: 'Ask the people who run this server for a new invitation.',
  goneUsed: 'If it was you who used it, all is well.',
  otherAccountTitle: 'This link is for another account',
  otherAccount: 'You are logged in to a different one here. Log out first, then open the link again.',

  // Addresses.
  toAccount: 'To your account',
  verifyTitle: 'Confirm your e-mail address',
  verify: (email: string) => `Is ${email} your e-mail address?`,
  verifyButton: 'Yes, it is mine',
  verifiedTitle: 'Your e-mail address is confirmed',
  verified: 'Thank you. Apps that may read your e-mail address now learn that it is confirmed.',
  newEmailTitle: 'Confirm your new e-mail address',
  newEmailQuestion: (email: string) => `Should your account use the e-mail address ${email} from now on?`,
  newEmailButton: 'Use this address',
  newEmailDoneTitle: 'Your e-mail address was changed',
  newEmailDone: 'From now on, log in with the new address. We have sent a note about the change to the old one.',
  addressTakenTitle: 'This address is in use',
  addressTaken: 'Another account uses this e-mail address now, so nothing was changed.',
  undoTitle: 'Was it not you?',
  undoQuestion: (old: string, now: string) =>
    `The e-mail address of your account was changed from ${old} to ${now}. If you take this back, your account gets the old address again, you are logged out everywhere, and you choose a new password.`,
  undoButton: 'Take the change back',
  undoneTitle: 'The change is taken back',
  undone:
    'Your old address is yours again, and all logins have ended. Somebody else may know your password, so set a new one now.',

  // On the security page.
  passwordTitle: 'Password',
  noPassword: 'Your account has no password yet.',
  currentPassword: 'Current password',
  wrongPassword: 'This is not your current password. Please try again.',
  changePassword: 'Change the password',
  passwordEnds:
    'When you change it, you stay logged in here. Everywhere else you are logged out, and apps that you allowed there have to ask for your permission again.',
  passwordChanged: 'Your password was changed.',
  emailTitle: 'E-mail address',
  isVerified: (email: string) => `Your address is ${email}. It is confirmed.`,
  isNotVerified: (email: string) => `Your address is ${email}. It is not confirmed yet.`,
  newEmail: 'New e-mail address',
  sameEmail: 'Your account has this address already.',
  changeEmail: 'Change the address',
  changeEmailHint: 'We will send a link to the new address. Until you open it, the old one stays.',
  emailAsked: (email: string) => `An e-mail to ${email} is on its way. Open the link in it to confirm the address.`,
  askVerify: 'Send a link to confirm it',
  noMailHere: 'This server cannot send e-mail, so the address can only be changed by the people who run it.',
}

export type SignUpWords = typeof signUp
