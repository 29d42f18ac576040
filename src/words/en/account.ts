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
  prove: 'Please show once more that it is you, before you go on.',
  notYou: 'Not you? Log out',
  stillHere: 'You are logged in. What you typed is still here: please look at it and send it again.',
  previousPage: 'Previous page',
  nextPage: 'Next page',

  // Profile.
  profileLead: 'Apps see this only if you allow them to.',
  emailAddress: 'E-mail address',
  emailElsewhere: 'Change it under Security',
  memberSince: (date: string) => `Your account was made on ${date}.`,
  name: 'Name',
  nameHint: 'The name that apps show, as you like it.',
  givenName: 'First name',
  familyName: 'Last name',
  birthdate: 'Date of birth',
  birthdateHint: 'Year, month and day, like 1990-12-31; the year alone is enough, too.',
  website: 'Website',
  websiteHint: 'An address that begins with https://',
  zone: 'Time zone',
  notSaid: 'Not given',
  pagesIn: 'Language of these pages and of mail',
  asBrowser: 'As my browser asks for',
  saved: 'Your profile is saved.',
  badLine: (most: string) => `Please use one line of at most ${most} characters.`,
  badBirthdate: 'There is no such day. Please type it like 1990-12-31.',
  badWebsite: 'This is no web address that begins with https://.',
  badChoice: 'Please choose one from the list.',
  yourData: 'Your data',
  exportLead: 'A file with everything that is stored about you here. For it you log in once more.',
  exportAccount: 'Export my account',
  exportButton: 'Download the file',
  exportWhat:
    'The file tells what is known of you, where you are logged in, what you allowed which app, and what happened lately. It contains no passwords. Keep it in a safe place.',

  // Devices.
  devicesLead: 'Here you are logged in.',
  thisDevice: 'this device',
  programOn: (program: string, system: string) => `${program} on ${system}`,
  unknownProgram: 'An unknown program',
  lastSeen: 'Last seen',
  loggedInSince: 'Logged in',
  fromAddress: 'From the address',
  endDevice: 'Log out there',
  endOthers: 'Log out everywhere else',
  whatDeviceEnds:
    'Apps that you use there lose their access, too, except those that you allowed to stay connected while you are away. You end those under “Connected apps”.',
  deviceEnded: 'You are logged out there.',
  othersEnded: 'You are logged out everywhere else.',
  deviceGone: 'You were logged out there already.',

  // Connected apps.
  appsLead: 'These apps may use your account.',
  noApps: 'No app may use your account. When you log in to an app with this account, you find it here.',
  itMay: 'This app may',
  atApis: 'At these services',
  allowedSince: 'Since',
  lastUsed: 'Last used',
  notInUse: 'not in use now',
  leadsTo: 'Sends you to',
  onDevice: 'a device that you connected with a code',
  allowedUntil: 'Until',
  untilYouEnd: 'you disconnect it',
  howKnown: 'Who vouches for it',
  disconnect: 'Disconnect',
  whatEnds: 'If you disconnect it',
  endsAccess: 'it loses its access at once, on all devices that use it for you,',
  endsConsent: 'it has to ask you again before it can use your account, and',
  keepsData: 'what it has stored stays with it: ask the people who make the app to delete that.',
  disconnected: (app: string) => `${app} is disconnected.`,
  wasNotConnected: 'This app was not connected any more.',

  // Deleting.
  deleteLead: 'Everything that is stored about you here goes, for ever.',
  deleteAccount: 'Delete my account',
  deleteWhat: 'What happens then',
  deleteLogsOut: 'You are logged out everywhere.',
  deleteDisconnects: 'All apps lose their access to your account. What they have stored stays with them.',
  deleteNoWayBack:
    'Nobody can bring the account back. A new one with the same e-mail address is another account to apps.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'The app that you made here stops working for everybody. Hand it over to somebody first, if it should not.',
      other:
        'The # apps that you made here stop working for everybody. Hand them over to somebody first, if they should not.',
    }),
  typeEmail: (email: string) => `To confirm, type your e-mail address: ${email}`,
  otherEmail: 'This is not the address of this account. Nothing was deleted.',
  lastAdmin: 'You are the last one who can administer this server. Give that role to somebody else first.',
  deleteForEver: 'Delete my account for ever',
  deleted: 'Your account is deleted',
  deletedWhat: 'You are logged out everywhere, and nothing about you is stored here any more.',
}

export type AccountWords = typeof account
