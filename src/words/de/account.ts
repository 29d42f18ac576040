// Words of the account's own pages, in German.
import type { AccountWords } from '../en/account.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('de')

export const account = {
  nav: {
    label: 'Ihr Konto',
    profile: 'Profil',
    security: 'Sicherheit',
    devices: 'Geräte',
    connectedApps: 'Verbundene Apps',
    yourApps: 'Ihre Apps',
    administration: 'Verwaltung',
  },
  toYourAccount: 'um Ihr Konto zu sehen',
  prove: 'Bitte melden Sie sich noch einmal an, bevor Sie fortfahren. So wissen wir, dass Sie es sind.',
  notYou: 'Das sind nicht Sie? Abmelden',
  stillHere:
    'Sie sind angemeldet. Was Sie eingegeben haben, ist noch da: Bitte prüfen Sie es und senden Sie es dann noch einmal.',
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',

  // Profile.
  profileLead: 'Apps sehen dies nur, wenn Sie es ihnen erlauben.',
  emailAddress: 'E-Mail-Adresse',
  emailElsewhere: 'Unter „Sicherheit“ ändern',
  memberSince: (date: string) => `Ihr Konto wurde am ${date} angelegt.`,
  name: 'Name',
  nameHint: 'Der Name, den Apps anzeigen. Wählen Sie ihn, wie Sie möchten.',
  givenName: 'Vorname',
  familyName: 'Nachname',
  birthdate: 'Geburtsdatum',
  birthdateHint: 'Jahr, Monat und Tag in der Form 1990-12-31. Auch das Jahr allein genügt.',
  website: 'Ihre Website',
  websiteHint: 'Eine Adresse, die mit https:// beginnt',
  zone: 'Zeitzone',
  notSaid: 'Keine Angabe',
  pagesIn: 'Sprache dieser Seiten und der E-Mails',
  asBrowser: 'Die Sprache meines Browsers',
  saved: 'Ihr Profil ist gespeichert.',
  badLine: (most: string) => `Bitte geben Sie eine einzige Zeile mit höchstens ${most} Zeichen ein.`,
  badBirthdate: 'Diesen Tag gibt es nicht. Bitte geben Sie ihn in der Form 1990-12-31 ein.',
  badWebsite: 'Bitte geben Sie eine Webadresse ein, die mit https:// beginnt.',
  badChoice: 'Bitte wählen Sie etwas aus der Liste.',
  yourData: 'Ihre Daten',
  exportLead: 'Eine Datei mit allem, was hier über Sie gespeichert ist. Vorher melden Sie sich noch einmal an.',
  exportAccount: 'Mein Konto exportieren',
  exportButton: 'Datei herunterladen',
  exportWhat:
    'Die Datei enthält, was über Sie bekannt ist, wo Sie angemeldet sind, was Sie welcher App erlaubt haben und was zuletzt geschah. Passwörter enthält sie nicht. Bewahren Sie die Datei sicher auf.',

  // Devices.
  devicesLead: 'Auf diesen Geräten sind Sie angemeldet.',
  thisDevice: 'dieses Gerät',
  programOn: (program: string, system: string) => `${program} unter ${system}`,
  unknownProgram: 'Ein unbekanntes Programm',
  lastSeen: 'Zuletzt aktiv',
  loggedInSince: 'Angemeldet seit',
  fromAddress: 'IP-Adresse',
  endDevice: 'Dort abmelden',
  endOthers: 'Überall sonst abmelden',
  whatDeviceEnds:
    'Auch Apps, die Sie dort nutzen, verlieren ihren Zugriff, außer jenen, denen Sie erlaubt haben, auch in Ihrer Abwesenheit verbunden zu bleiben. Diese können Sie unter „Verbundene Apps“ trennen.',
  deviceEnded: 'Sie sind dort abgemeldet.',
  othersEnded: 'Sie sind überall sonst abgemeldet.',
  deviceGone: 'Sie waren dort schon abgemeldet.',

  // Connected apps.
  appsLead: 'Diese Apps dürfen Ihr Konto nutzen.',
  noApps:
    'Zurzeit darf keine App Ihr Konto nutzen. Wenn Sie sich mit diesem Konto bei einer App anmelden, finden Sie die App hier.',
  itMay: 'Diese App darf',
  atApis: 'Bei diesen Diensten',
  allowedSince: 'Erlaubt seit',
  lastUsed: 'Zuletzt verwendet',
  notInUse: 'Sie ist zurzeit nicht in Gebrauch.',
  leadsTo: 'Führt Sie zu',
  onDevice: 'einem Gerät, das Sie mit einem Code verbunden haben',
  allowedUntil: 'Erlaubt bis',
  untilYouEnd: 'Sie die Verbindung trennen',
  howKnown: 'Wer für sie bürgt',
  disconnect: 'Verbindung trennen',
  whatEnds: 'Wenn Sie die Verbindung trennen',
  endsAccess: 'verliert sie sofort ihren Zugriff, auf allen Geräten, auf denen Sie sie nutzen,',
  endsConsent: 'muss sie Sie wieder fragen, bevor sie Ihr Konto nutzen kann, und',
  keepsData: 'behält sie, was sie gespeichert hat: Bitten Sie die Anbieter der App, das zu löschen.',
  disconnected: (app: string) => `Die Verbindung mit ${app} ist getrennt.`,
  wasNotConnected: 'Diese App war nicht mehr verbunden.',

  // Deleting.
  deleteLead: 'Alles, was hier über Sie gespeichert ist, wird für immer gelöscht.',
  deleteAccount: 'Mein Konto löschen',
  deleteWhat: 'Was dann geschieht',
  deleteLogsOut: 'Sie werden überall abgemeldet.',
  deleteDisconnects: 'Alle Apps verlieren den Zugriff auf Ihr Konto. Was sie gespeichert haben, behalten sie.',
  deleteNoWayBack:
    'Niemand kann das Konto wiederherstellen. Ein neues mit derselben E-Mail-Adresse ist für Apps ein anderes Konto.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'Die App, die Sie hier registriert haben, funktioniert für niemanden mehr. Wird sie noch gebraucht, übergeben Sie sie vorher jemandem.',
      other:
        'Die # Apps, die Sie hier registriert haben, funktionieren für niemanden mehr. Werden sie noch gebraucht, übergeben Sie sie vorher jemandem.',
    }),
  typeEmail: (email: string) => `Geben Sie zur Bestätigung Ihre E-Mail-Adresse ein: ${email}`,
  otherEmail:
    'Das ist nicht die Adresse dieses Kontos, deshalb wurde nichts gelöscht. Bitte geben Sie sie noch einmal ein.',
  lastAdmin: 'Nur Sie können diesen Server verwalten. Geben Sie diese Rolle zuerst jemand anderem.',
  deleteForEver: 'Mein Konto endgültig löschen',
  deleted: 'Ihr Konto ist gelöscht',
  deletedWhat: 'Sie sind überall abgemeldet, und über Sie ist hier nichts mehr gespeichert.',
} satisfies AccountWords
