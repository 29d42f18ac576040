// Words of second factors and passkeys, in German.
import type { FactorWords } from '../en/factors.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('de')

export const factors = {
  oneMoreStep: 'Noch ein Schritt',
  asAccount: (email: string) => `Sie melden sich als ${email} an.`,
  appAsksForMore: (app: string) => `${app} verlangt einen weiteren Nachweis, dass Sie es sind.`,
  code: 'Code aus Ihrer Code-App',
  codeHint: 'Sechs Ziffern. Sie wechseln jede halbe Minute.',
  usePasskey: 'Passkey verwenden',
  logInWithPasskey: 'Mit einem Passkey anmelden',
  passkeyFailed:
    'Das hat nicht geklappt oder wurde abgebrochen. Bitte versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
  passkeyNeedsScript: 'Passkeys funktionieren nur, wenn JavaScript in Ihrem Browser eingeschaltet ist.',
  noPhone: 'Ich habe mein Gerät nicht bei mir',
  recoveryCode: 'Notfallcode',
  recoveryCodeHint: 'Einer der Codes, die Sie beim Einrichten gespeichert haben. Jeder gilt nur einmal.',
  useRecoveryCode: 'Diesen Notfallcode verwenden',
  lostAll:
    'Wenn Sie nichts davon mehr haben, wenden Sie sich an die Betreiber dieses Servers. Diese können den zweiten Schritt entfernen, sobald sie sicher sind, dass Sie es sind.',
  missingCode: 'Bitte geben Sie einen Code ein.',
  wrongCode:
    'Das ist nicht der richtige Code. Bitte sehen Sie noch einmal in Ihre Code-App: Der Code wechselt jede halbe Minute.',
  usedCode: 'Dieser Code wurde schon verwendet. Bitte warten Sie auf den nächsten.',
  wrongRecoveryCode:
    'Das ist keiner Ihrer Notfallcodes, oder er wurde schon verwendet. Bitte versuchen Sie es mit einem anderen.',
  wrongPasskey: 'Dieser Passkey wurde nicht angenommen. Bitte melden Sie sich auf einem anderen Weg an.',
  neededTitle: 'Ein weiterer Nachweis ist nötig',
  neededLead: (app: string) =>
    `Bei ${app} müssen Sie auf zwei Arten nachweisen, wer Sie sind. Bisher haben Sie eine: Ihr Passwort.`,
  neededHow: 'Eine zweite können Sie jetzt einrichten. Das dauert eine Minute und führt Sie hierher zurück.',
  ratherNot: 'Lieber nicht jetzt?',
  sectionTitle: 'Zweiter Schritt',
  isOn: 'Auch wer Ihr Passwort kennt, kann sich ohne eines davon nicht anmelden.',
  isOff: 'Mit einem zweiten Schritt genügt Ihr Passwort allein nicht mehr zum Anmelden.',
  app: 'Code-App',
  appLead: 'Eine App auf Ihrem Telefon zeigt jede halbe Minute einen neuen Code, den Sie nach dem Passwort eingeben.',
  setUpApp: 'Code-App einrichten',
  weakElsewhere:
    'Anderswo sind Sie ohne zweiten Schritt angemeldet. Wenn das nicht immer Sie waren, melden Sie sich dort ab.',
  removeApp: 'Code-App entfernen',
  passkeys: 'Ihre Passkeys',
  passkeyLead:
    'Ein Passkey ist ein Schlüssel in Ihrem Telefon, Computer oder Sicherheitsschlüssel. Sie melden sich mit Finger, Gesicht oder PIN statt mit einem Passwort an, und keine gefälschte Seite kann ihn stehlen.',
  addPasskey: 'Passkey hinzufügen',
  noPasskeysHere:
    'Passkeys funktionieren hier nicht: Dieser Browser oder die Adresse dieses Servers lässt sie nicht zu.',
  synced: 'auf allen Ihren Geräten',
  onOneDevice: 'auf einem Gerät',
  neverUsed: 'noch nie verwendet',
  lastUsed: (ago: string) => `zuletzt verwendet ${ago}`,
  change: 'Ändern',
  lookAtPasskey: (name: string) => `Passkey ${name} ändern`,
  recoveryCodes: 'Notfallcodes',
  codesLeft: (count: number) =>
    count === 0
      ? 'Es ist kein Code mehr übrig. Erstellen Sie neue, damit Sie sich auch ohne Ihr Telefon anmelden können.'
      : plural(count, {
          one: '# Code ist übrig. Damit können Sie sich ohne Ihr Telefon anmelden.',
          other: '# Codes sind übrig. Damit können Sie sich ohne Ihr Telefon anmelden.',
        }),
  newCodes: 'Neue Notfallcodes erstellen',
  appRemoved: 'Die Code-App ist entfernt.',
  appIsThere: 'Sie haben schon eine Code-App. Entfernen Sie sie zuerst, wenn Sie eine andere möchten.',
  installApp:
    'Installieren Sie eine Code-App auf Ihrem Telefon, wenn Sie noch keine haben; App-Stores nennen sie „Authenticator“. Viele Passwortmanager können das auch.',
  scanPicture: 'Scannen Sie damit dieses Bild.',
  pictureLabel: 'Ein Bild (QR-Code) für Ihre Code-App',
  cannotScan: 'Ich kann es nicht scannen',
  typeSecret: 'Geben Sie stattdessen diesen Schlüssel in die App ein:',
  firstCode: 'Der Code, den die App jetzt anzeigt',
  turnOn: 'Einschalten',
  wrongFirstCode:
    'Die App sollte einen anderen Code anzeigen. Bitte sehen Sie noch einmal hin, und prüfen Sie, ob die Uhr Ihres Telefons richtig geht.',
  appAdded: 'Die Code-App ist eingerichtet.',
  keepCodes:
    'Wenn Sie Ihr Telefon verlieren, können Sie sich mit diesen Codes anmelden. Jeder gilt nur einmal. Bewahren Sie sie so auf, dass nur Sie sie finden.',
  shownOnce: 'Sie werden nur dieses eine Mal angezeigt.',
  download: 'Als Datei speichern',
  print: 'Drucken',
  keptThem: 'Ich habe sie gespeichert',
  recoveryCodesFor: (email: string, server: string) =>
    `Notfallcodes von ${email} bei ${server}. Jeder gilt nur einmal.`,
  isSetUp: 'Fertig eingerichtet',
  isSetUpLead: 'Von jetzt an können Sie auf zwei Arten nachweisen, wer Sie sind.',
  passkeyName: 'Name dieses Passkeys',
  passkeyNameHint: 'Damit Sie ihn später wiedererkennen.',
  makePasskey: 'Passkey erstellen',
  badName: (most: number) => `Bitte geben Sie eine einzige Zeile mit höchstens ${most} Zeichen ein.`,
  passkeyNotAdded: 'Der Passkey konnte nicht hinzugefügt werden. Bitte versuchen Sie es noch einmal.',
  passkeyIsThere:
    'Dieses Gerät hat schon einen Passkey für Ihr Konto, oder Sie haben zu viele. Dann entfernen Sie zuerst einen.',
  passkeyAdded: (name: string) => `Der Passkey ${name} ist hinzugefügt.`,
  passkeyRenamed: (name: string) => `Der Passkey heißt jetzt ${name}.`,
  passkeyRemoved: (name: string) => `Der Passkey ${name} ist entfernt. Sie können ihn auch auf Ihrem Gerät löschen.`,
  syncedLong: 'Sein Anbieter hält ihn auf allen Ihren Geräten bereit und bringt ihn zurück, wenn Sie eines verlieren.',
  onOneDeviceLong: 'Er ist nur auf einem Gerät und geht mit ihm verloren.',
  removePasskey: 'Diesen Passkey entfernen',
  removePasskeyWhat: 'Danach kann sich niemand mehr damit anmelden.',
} satisfies FactorWords
