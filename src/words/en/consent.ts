// Words of consent, in English: what an app would like to do, and who vouches for it.

export const consent = {
  title: (app: string) => `Allow ${app}?`,
  question: (app: string) => `Allow ${app} to use your account?`,
  callsItself: (name: string) => `It calls itself ${name}.`,
  wouldLikeTo: 'This app would like to',
  /** A scope that nobody has put in words. */
  usePermission: (name: string) => `use the permission ${name}`,
  isNew: 'new',
  atApis: (apis: string) => `It would do so at ${apis}.`,
  sentBackTo: (destination: string) => `You will be sent back to ${destination}.`,
  onlyIfStarted: 'Allow it only if you have just started this yourself and know who makes this app.',
  allow: 'Allow',
  deny: 'Don’t allow',
  // Who vouches for the app.
  operatorApp: 'The people who run this server registered this app.',
  checkedApp: 'This app registered itself. The people who run this server have checked it.',
  strangerApp: (ago: string) => `This app registered itself ${ago}. Nobody has checked it.`,
  certainAddress: (host: string) => `What is certain is its address, ${host}. The rest is what it says of itself.`,
  uncertainAddress: (host: string) =>
    `That this is really ${host} cannot be proved: any program could say so, and would get what you allow.`,
  checkedName: 'The people who run this server have checked the app of that name.',
  firstSeen: (ago: string) => `The app was first seen here ${ago}, and nobody has checked it.`,
  // How an app became known, and who uses it.
  personApp: (ago: string) => `Somebody with an account here registered this app ${ago}. Nobody has checked it.`,
  publisher: (host: string) => `${host} vouches for this app. That is checked every day.`,
  peopleFew: 'Fewer than 10 people use it here.',
  peopleAbout: (count: string) => `About ${count} people use it here.`,
  peopleMany: (count: string) => `More than ${count} people use it here.`,
  whoIsIt: 'Who this is',
  // What the person may choose.
  mayLeaveOut: 'You can untick any box. The app says that it works without it.',
  allowedBefore: (what: string, on: string) => `Since ${on} you have allowed it to: ${what}.`,
  nothingLeft: 'Then nothing is left to allow. Please tick something, or choose “Don’t allow”.',
  howLong: 'For how long?',
  forHour: 'For 1 hour',
  forMonth: 'For 30 days',
  untilEnded: 'Until I end it',
  asBefore: (until: string) => `As before, until ${until}`,
  /** Of the scopes that the server comes with, while nobody has changed them; they complete "This app would like to …". */
  scopes: {
    openid: 'know who you are when you log in',
    profile: 'see your name and profile, such as your picture and birthday',
    email: 'see your e-mail address',
    offline_access: 'stay connected while you are away',
    address: 'see your postal address',
    phone: 'see your telephone number',
  },
  // When something that an app held was used twice.
  theft: {
    title: 'We ended an app’s access to your account',
    what: (app: string) =>
      `Something that only ${app} should have, and that opens a part of your account to it, was used twice. Either the app made a mistake, or somebody has a copy.`,
    done: 'So we ended it at once. Neither the app nor anybody else can use it any more.',
    when: 'When',
    from: 'From where',
    network: (network: string) => `an address that begins with ${network}`,
    unknown: 'not known',
    nothing: 'You need not do anything else. To go on with the app, log in there again.',
    change:
      'If anything else looks strange to you, change your password, and log out on the devices that you do not know.',
    dismiss: 'I have read this',
    none: 'There is nothing new',
    read: 'Read what happened',
  },
}

export type ConsentWords = typeof consent
