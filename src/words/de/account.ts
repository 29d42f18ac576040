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
  prove: 'Bitte zeigen Sie noch einmal, dass Sie es sind, bevor Sie fortfahren.',
  notYou: 'Nicht Sie? Abmelden',
  stillHere:
    'Sie sind angemeldet. Was Sie eingegeben haben, ist noch da: Bitte prüfen Sie es und senden Sie es noch einmal.',
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',

  // Profile.
  profileLead: 'Apps sehen dies nur, wenn Sie es ihnen erlauben.',
  emailAddress: 'E-Mail-Adresse',
  emailElsewhere: 'Unter „Sicherheit“ ändern',
  memberSince: (date: string) => `Ihr Konto wurde am ${date} angelegt.`,
  name: 'Name',
  nameHint: 'Der Name, den Apps anzeigen, so wie Sie ihn möchten.',
  givenName: 'Vorname',
  familyName: 'Nachname',
  birthdate: 'Geburtsdatum',
  birthdateHint: 'Jahr, Monat und Tag, wie 1990-12-31; auch das Jahr allein genügt.',
  website: 'Webseite',
  websiteHint: 'Eine Adresse, die mit https:// beginnt',
  zone: 'Zeitzone',
  notSaid: 'Keine Angabe',
  pagesIn: 'Sprache dieser Seiten und der E-Mails',
  asBrowser: 'Wie mein Browser es wünscht',
  saved: 'Ihr Profil ist gespeichert.',
  badLine: (most: string) => `Bitte schreiben Sie eine Zeile mit höchstens ${most} Zeichen.`,
  badBirthdate: 'Diesen Tag gibt es nicht. Bitte schreiben Sie ihn wie 1990-12-31.',
  badWebsite: 'Das ist keine Webadresse, die mit https:// beginnt.',
  badChoice: 'Bitte wählen Sie etwas aus der Liste.',
  yourData: 'Ihre Daten',
  exportLead: 'Eine Datei mit allem, was hier über Sie gespeichert ist. Dafür melden Sie sich noch einmal an.',
  exportAccount: 'Mein Konto exportieren',
  exportButton: 'Datei herunterladen',
  exportWhat:
    'Die Datei enthält, was über Sie bekannt ist, wo Sie angemeldet sind, was Sie welcher App erlaubt haben und was zuletzt geschah. Passwörter enthält sie nicht. Bewahren Sie die Datei sicher auf.',

  // Devices.
  devicesLead: 'Hier sind Sie angemeldet.',
  thisDevice: 'dieses Gerät',
  programOn: (program: string, system: string) => `${program} unter ${system}`,
  unknownProgram: 'Ein unbekanntes Programm',
  lastSeen: 'Zuletzt gesehen',
  loggedInSince: 'Angemeldet',
  fromAddress: 'Von der Adresse',
  endDevice: 'Dort abmelden',
  endOthers: 'Überall sonst abmelden',
  whatDeviceEnds:
    'Auch Apps, die Sie dort benutzen, verlieren ihren Zugriff, außer jenen, denen Sie erlaubt haben, in Ihrer Abwesenheit verbunden zu bleiben. Diese beenden Sie unter „Verbundene Apps“.',
  deviceEnded: 'Sie sind dort abgemeldet.',
  othersEnded: 'Sie sind überall sonst abgemeldet.',
  deviceGone: 'Sie waren dort schon abgemeldet.',

  // Connected apps.
  appsLead: 'Diese Apps dürfen Ihr Konto benutzen.',
  noApps:
    'Keine App darf Ihr Konto benutzen. Wenn Sie sich mit diesem Konto bei einer App anmelden, finden Sie sie hier.',
  itMay: 'Diese App darf',
  atApis: 'Bei diesen Diensten',
  allowedSince: 'Seit',
  lastUsed: 'Zuletzt benutzt',
  notInUse: 'zurzeit nicht in Benutzung',
  leadsTo: 'Führt Sie zu',
  onDevice: 'einem Gerät, das Sie mit einem Code verbunden haben',
  allowedUntil: 'Bis',
  untilYouEnd: 'Sie die Verbindung trennen',
  howKnown: 'Wer für sie bürgt',
  disconnect: 'Verbindung trennen',
  whatEnds: 'Wenn Sie die Verbindung trennen',
  endsAccess: 'verliert sie sofort ihren Zugriff, auf allen Geräten, auf denen Sie sie benutzen,',
  endsConsent: 'muss sie Sie wieder fragen, bevor sie Ihr Konto benutzen kann, und',
  keepsData: 'behält sie, was sie gespeichert hat: Bitten Sie die Hersteller der App, das zu löschen.',
  disconnected: (app: string) => `Die Verbindung mit ${app} ist getrennt.`,
  wasNotConnected: 'Diese App war nicht mehr verbunden.',

  // Deleting.
  deleteLead: 'Alles, was hier über Sie gespeichert ist, verschwindet für immer.',
  deleteAccount: 'Mein Konto löschen',
  deleteWhat: 'Was dann geschieht',
  deleteLogsOut: 'Sie werden überall abgemeldet.',
  deleteDisconnects: 'Alle Apps verlieren den Zugriff auf Ihr Konto. Was sie gespeichert haben, behalten sie.',
  deleteNoWayBack:
    'Niemand kann das Konto wiederherstellen. Ein neues mit derselben E-Mail-Adresse ist für Apps ein anderes Konto.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'Die App, die Sie hier angelegt haben, funktioniert für niemanden mehr. Soll sie weiterlaufen, übergeben Sie sie vorher jemandem.',
      other:
        'Die # Apps, die Sie hier angelegt haben, funktionieren für niemanden mehr. Sollen sie weiterlaufen, übergeben Sie sie vorher jemandem.',
    }),
  typeEmail: (email: string) => `Geben Sie zur Bestätigung Ihre E-Mail-Adresse ein: ${email}`,
  otherEmail: 'Das ist nicht die Adresse dieses Kontos. Es wurde nichts gelöscht.',
  lastAdmin:
    'Sie sind die letzte Person, die diesen Server verwalten kann. Geben Sie diese Rolle zuerst jemand anderem.',
  deleteForEver: 'Mein Konto endgültig löschen',
  deleted: 'Ihr Konto ist gelöscht',
  deletedWhat: 'Sie sind überall abgemeldet, und über Sie ist hier nichts mehr gespeichert.',
} satisfies AccountWords
