// Words on every page, in German: buttons, times, and why a form did not count.
import type { CommonWords } from '../en/common.ts'
import { formatsOf, minutesOf } from '../format.ts'

const { ago, plural, ...formats } = formatsOf('de')

export const common = {
  ...formats,
  ago: (from: Date, now: Date) => ago(from, now, 'gerade eben'),
  minutes: (count: number) => plural(count, { one: '# Minute', other: '# Minuten' }),
  fact: (name: string, value: string) => `${name}: ${value}`,
  reference: 'Kennung',
  goOn: 'Weiter',
  save: 'Speichern',
  back: 'Zurück',
  close: 'Sie können dieses Fenster schließen.',
  orClose: 'Soll sich nichts ändern, schließen Sie dieses Fenster.',
  otherAccount: 'Anderes Konto verwenden',
  language: 'Sprache',
  skip: 'Zum Inhalt springen',
  showPassword: 'Passwort anzeigen',
  hidePassword: 'Passwort verbergen',
  show: 'Anzeigen',
  hide: 'Verbergen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  // Dative, as it follows „zu“.
  thisComputer: 'einem Programm auf diesem Computer',
  fieldProblems: 'Bitte prüfen Sie die markierten Felder.',
  foreignForm:
    'Dieses Formular kam von einer anderen Seite und wurde deshalb nicht angenommen. Bitte versuchen Sie es hier noch einmal.',
  noCookie:
    'Ihr Browser hat unser Cookie nicht zurückgeschickt. Bitte erlauben Sie Cookies für diese Website und versuchen Sie es noch einmal.',
  invalidForm: 'Diese Seite war nicht mehr gültig. Bitte versuchen Sie es noch einmal.',
  oldForm: 'Diese Seite war lange geöffnet. Bitte versuchen Sie es noch einmal.',
  changed:
    'Seit diese Seite angezeigt wurde, hat sich etwas geändert. Bitte lesen Sie sie noch einmal, bevor Sie entscheiden.',
  unreadable: 'Ihre Eingabe konnte nicht gelesen werden. Bitte geben Sie alles noch einmal ein.',
  undecided: 'Bitte wählen Sie eine der beiden Antworten.',
  loggedOut: 'Sie sind nicht mehr angemeldet. Bitte melden Sie sich an, um fortzufahren.',
  tooManyAttempts: (seconds: number) =>
    `Das waren zu viele Versuche. Bitte warten Sie ${plural(minutesOf(seconds), { one: '# Minute', other: '# Minuten' })} und versuchen Sie es dann noch einmal.`,
  tooManyMails: (seconds: number) =>
    `Es wurden zu viele E-Mails angefordert. Wenn eine angekommen ist, verwenden Sie den Link in der neuesten. In ${plural(minutesOf(seconds), { one: '# Minute', other: '# Minuten' })} können Sie eine weitere anfordern.`,
  busy: 'Gerade melden sich zu viele Personen gleichzeitig an. Bitte versuchen Sie es gleich noch einmal.',
} satisfies CommonWords
