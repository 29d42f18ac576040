// Words of the account's own pages, in English.
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('en')

export const account = {
  nav: {
    label: 'Your account',
    profile: 'Profile',
    security: 'Security',
    devices: 'Devices',
    connectedApps: 'Connected apps',
    yourApps: 'Your apps',
    administration: 'Administration',
  },
  toYourAccount: 'to see your account',
  prove: 'Before you go on, please log in once more to show that it is you.',
  notYou: 'Not you? Log out',
  stillHere: 'You are logged in. What you typed is still here: please check it, then send it again.',
  previousPage: 'Previous page',
  nextPage: 'Next page',

  // Profile.
  profileLead: 'Apps see this only if you allow it.',
  emailAddress: 'E-mail address',
  emailElsewhere: 'Change it under Security',
  memberSince: (date: string) => `Your account was created on ${date}.`,
  name: 'Name',
  nameHint: 'The name that apps show. Choose whatever you like.',
  givenName: 'First name',
  familyName: 'Last name',
  birthdate: 'Date of birth',
  birthdateHint: 'Year, month and day, like 1990-12-31. The year alone is enough, too.',
  website: 'Website',
  websiteHint: 'An address that begins with https://',
  zone: 'Time zone',
  notSaid: 'Not given',
  pagesIn: 'Language of these pages and of e-mails',
  asBrowser: 'The language of my browser',
  saved: 'Your profile is saved.',
  badLine: (most: string) => `Please use one line of at most ${most} characters.`,
  badBirthdate: 'There is no such day. Please type it like 1990-12-31.',
  badWebsite: 'Please type a web address that begins with https://.',
  badChoice: 'Please choose one from the list.',
  yourData: 'Your data',
  exportLead: 'A file with everything that is stored about you here. You log in once more before you get it.',
  exportAccount: 'Export my account',
  exportButton: 'Download the file',
  exportWhat:
    'The file contains what is known about you, where you are logged in, what you allowed each app to do, and what happened lately. It contains no passwords. Keep it in a safe place.',

  // Devices.
  devicesLead: 'You are logged in on these devices.',
  thisDevice: 'this device',
  programOn: (program: string, system: string) => `${program} on ${system}`,
  unknownProgram: 'An unknown program',
  lastSeen: 'Last seen',
  loggedInSince: 'Logged in',
  fromAddress: 'IP address',
  endDevice: 'Log out there',
  endOthers: 'Log out everywhere else',
  whatDeviceEnds:
    'Apps that you use there lose their access, too, except those that you allowed to stay connected while you are away. To end those, go to “Connected apps”.',
  deviceEnded: 'You are logged out there.',
  othersEnded: 'You are logged out everywhere else.',
  deviceGone: 'You were logged out there already.',

  // Connected apps.
  appsLead: 'These apps may use your account.',
  noApps: 'No app may use your account. When you log in to an app with this account, you will find the app here.',
  itMay: 'This app may',
  atApis: 'At these services',
  allowedSince: 'Allowed since',
  lastUsed: 'Last used',
  notInUse: 'It is not in use now.',
  leadsTo: 'Sends you to',
  onDevice: 'a device that you connected with a code',
  allowedUntil: 'Allowed until',
  untilYouEnd: 'you disconnect it',
  howKnown: 'Who vouches for it',
  disconnect: 'Disconnect',
  whatEnds: 'If you disconnect it',
  endsAccess: 'it loses its access at once, on all devices where you use it,',
  endsConsent: 'it has to ask you again before it can use your account, and',
  keepsData: 'what it has stored stays with it: ask the people who make the app to delete that.',
  disconnected: (app: string) => `${app} is disconnected.`,
  wasNotConnected: 'This app was not connected any more.',

  // Deleting.
  deleteLead: 'Everything that is stored about you here is deleted for ever.',
  deleteAccount: 'Delete my account',
  deleteWhat: 'What happens then',
  deleteLogsOut: 'You are logged out everywhere.',
  deleteDisconnects: 'All apps lose their access to your account. What they have stored stays with them.',
  deleteNoWayBack:
    'Nobody can bring the account back. To apps, a new one with the same e-mail address is a different account.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'The app that you registered here stops working for everybody. If people still need it, hand it over to somebody first.',
      other:
        'The # apps that you registered here stop working for everybody. If people still need them, hand them over to somebody first.',
    }),
  typeEmail: (email: string) => `To confirm, type your e-mail address: ${email}`,
  otherEmail: 'This is not the address of this account, so nothing was deleted. Please type it again.',
  lastAdmin: 'You are the only one who can administer this server. Give that role to somebody else first.',
  deleteForEver: 'Delete my account for ever',
  deleted: 'Your account is deleted',
  deletedWhat: 'You are logged out everywhere, and nothing about you is stored here any more.',
}

export type AccountWords = typeof account
