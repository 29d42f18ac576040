// Words of signing up, verifying an address, recovering a password and invitations, in English.

export const signUp = {
  // Beside the login.
  title: 'Create an account',
  noAccount: 'No account yet?',
  haveAccount: 'You have an account already?',
  inviteOnly:
    'New accounts are by invitation here. If you have one, open the link in its mail; else ask the people who run this server, or log in with an account that you have.',
  forgot: 'Forgot your password?',
  noMail: 'If you forgot your password, ask the people who run this server for a new one.',

  // Asking for a link.
  lead: 'First we make sure that the e-mail address is yours.',
  badEmail: 'This is not an e-mail address. It should look like name@example.com.',
  sentTitle: 'Look into your mailbox',
  sent: (email: string) => `A mail to ${email} is on its way. Open the link in it to go on.`,
  sentHint:
    'This may take a few minutes. If nothing comes, look into the folder for spam, and check the address above.',
  sentAgain: 'Type the address again',
  forgotLead: 'Type the e-mail address of your account. We send you a link to set a new password.',
  forgotButton: 'Send the link',
  forgotSent: (email: string) =>
    `If there is an account with the address ${email}, a mail to it is on its way. Open the link in it to set a new password.`,

  // A new account.
  finishTitle: 'Your new account',
  name: 'Your name',
  nameHint: 'Apps may show it, if you allow that. You can leave this empty.',
  badName: 'A name is one line of at most 200 characters.',
  finishButton: 'Create the account',
  takenTitle: 'You have an account already',
  taken: 'There is an account with this e-mail address by now. Log in with it.',

  // Passwords.
  newPassword: 'New password',
  passwordHint: (least: number) =>
    `At least ${least} characters. Several words in a row are easy to keep in mind and hard to guess.`,
  passwordTooShort: (least: number) => `This password is too short: it needs at least ${least} characters.`,
  passwordTooLong: 'This password is too long.',
  passwordWellKnown:
    'Many people use a password like this, so it is among the first that anybody tries. Please choose another one.',
  passwordPersonal: 'This password is made of your name, your address or ours. Please choose another one.',
  resetTitle: 'Set a new password',
  resetLead: 'You are then logged out everywhere, and apps have to ask you again.',
  resetButton: 'Set the password',
  resetDoneTitle: 'You have a new password',
  resetDone: 'You have been logged out everywhere. Log in with your new password.',

  // Links that do not work.
  goneTitle: 'This link does not work any more',
  gone: 'It was used already, it is too old, or a newer one has taken its place.',
  goneFresh: 'Get a new link',
  goneSecurity: 'Get a new link on your account’s page',
  goneInvite: 'Ask the people who run this server for a new invitation.',
  goneUsed: 'If it was you who used it, all is well.',

  // Addresses.
  toAccount: 'To your account',
  verifyTitle: 'Confirm your e-mail address',
  verify: (email: string) => `Is ${email} your e-mail address?`,
  verifyButton: 'Yes, it is mine',
  verifiedTitle: 'Your e-mail address is confirmed',
  verified: 'Thank you. Apps that may read your e-mail address now learn that it is confirmed.',
  newEmailTitle: 'Confirm your new e-mail address',
  newEmailQuestion: (email: string) => `Is your account to have the e-mail address ${email} from now on?`,
  newEmailButton: 'Use this address',
  newEmailDoneTitle: 'Your e-mail address was changed',
  newEmailDone: 'From now on, log in with the new address. We have told the old one of the change.',
  addressTakenTitle: 'This address is in use',
  addressTaken: 'Another account has this e-mail address by now, so nothing was changed.',
  undoTitle: 'Was it not you?',
  undoQuestion: (old: string, now: string) =>
    `The e-mail address of your account was changed from ${old} to ${now}. If you take this back, the old address is in force again, you are logged out everywhere, and you choose a new password.`,
  undoButton: 'Take the change back',

  // On the security page.
  passwordTitle: 'Password',
  noPassword: 'Your account has no password yet.',
  currentPassword: 'Current password',
  wrongPassword: 'This is not your current password.',
  changePassword: 'Change the password',
  passwordEnds:
    'You stay logged in here. Everywhere else you are logged out, and apps that you allowed there have to ask you again.',
  passwordChanged: 'Your password was changed.',
  emailTitle: 'E-mail address',
  isVerified: (email: string) => `Your address is ${email}. It is confirmed.`,
  isNotVerified: (email: string) => `Your address is ${email}. Nobody has confirmed it yet.`,
  newEmail: 'New e-mail address',
  sameEmail: 'Your account has this address already.',
  changeEmail: 'Change the address',
  changeEmailHint: 'We send a link to the new address. Until you open it, the old one stays.',
  emailAsked: (email: string) => `A mail to ${email} is on its way. Open the link in it to confirm the address.`,
  askVerify: 'Send a link to confirm it',
  noMailHere: 'This server cannot send mail, so the address can only be changed by the people who run it.',
}

export type SignUpWords = typeof signUp
