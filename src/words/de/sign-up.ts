// Words of signing up, verifying an address, recovering a password and invitations, in German.
import type { SignUpWords } from '../en/sign-up.ts'

export const signUp = {
  title: 'Konto anlegen',
  noAccount: 'Noch kein Konto?',
  haveAccount: 'Sie haben schon ein Konto?',
  inviteOnly:
    'Neue Konten gibt es hier nur auf Einladung. Wenn Sie eingeladen wurden, öffnen Sie den Link in der E-Mail. Sonst fragen Sie die Betreiber dieses Servers, oder melden Sie sich mit einem vorhandenen Konto an.',
  forgot: 'Passwort vergessen?',
  noMail: 'Wenn Sie Ihr Passwort vergessen haben, bitten Sie die Betreiber dieses Servers um ein neues.',

  lead: 'Zuerst stellen wir sicher, dass die E-Mail-Adresse Ihnen gehört.',
  badEmail: 'Das ist keine E-Mail-Adresse. Sie sollte aussehen wie name@beispiel.de.',
  sentTitle: 'Sehen Sie in Ihrem Postfach nach',
  sent: (email: string) => `Eine E-Mail an ${email} ist unterwegs. Öffnen Sie den Link darin, um fortzufahren.`,
  sentHint:
    'Das kann einige Minuten dauern. Wenn nichts kommt, sehen Sie im Spam-Ordner nach, und prüfen Sie die Adresse oben.',
  sentAgain: 'Adresse noch einmal eingeben',
  forgotLead:
    'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort festlegen.',
  forgotButton: 'Link senden',
  forgotSent: (email: string) =>
    `Wenn es ein Konto mit der Adresse ${email} gibt, ist eine E-Mail dorthin unterwegs. Öffnen Sie den Link darin, um ein neues Passwort festzulegen.`,

  finishTitle: 'Ihr neues Konto',
  name: 'Ihr Name',
  nameHint: 'Apps können ihn anzeigen, wenn Sie es erlauben. Sie können das Feld leer lassen.',
  badName: 'Bitte geben Sie eine einzige Zeile mit höchstens 200 Zeichen ein.',
  finishButton: 'Konto anlegen',
  takenTitle: 'Sie haben schon ein Konto',
  taken: 'Inzwischen wurde ein Konto mit dieser E-Mail-Adresse angelegt. Bitte melden Sie sich damit an.',

  newPassword: 'Neues Passwort',
  passwordHint: (least: number) =>
    `Mindestens ${least} Zeichen. Mehrere Wörter hintereinander sind leicht zu merken und schwer zu erraten.`,
  passwordTooShort: (least: number) => `Dieses Passwort ist zu kurz: Es braucht mindestens ${least} Zeichen.`,
  passwordTooLong: 'Dieses Passwort ist zu lang. Bitte wählen Sie ein kürzeres.',
  passwordWellKnown:
    'Viele verwenden ein solches Passwort, darum wird es als eines der ersten ausprobiert. Bitte wählen Sie ein anderes.',
  passwordPersonal:
    'Dieses Passwort besteht aus Ihrem Namen, Ihrer E-Mail-Adresse oder dem Namen dieser Website. Bitte wählen Sie ein anderes.',
  resetTitle: 'Neues Passwort festlegen',
  resetLead: 'Danach sind Sie überall abgemeldet, und Apps müssen Sie neu um Erlaubnis fragen.',
  resetButton: 'Passwort festlegen',
  resetDoneTitle: 'Sie haben ein neues Passwort',
  resetDone: 'Sie wurden überall abgemeldet. Melden Sie sich mit Ihrem neuen Passwort an.',

  goneTitle: 'Dieser Link funktioniert nicht mehr',
  gone: 'Er wurde schon verwendet, ist zu alt, oder ein neuerer ist an seine Stelle getreten.',
  goneFresh: 'Neuen Link anfordern',
  goneSecurity: 'Neuen Link in Ihrem Konto anfordern',
  goneInvite: 'Bitten Sie die Betreiber dieses Servers um eine neue Einladung.',
  goneUsed: 'Wenn Sie selbst ihn verwendet haben, ist alles in Ordnung.',
  otherAccountTitle: 'Dieser Link gehört zu einem anderen Konto',
  otherAccount:
    'Hier sind Sie mit einem anderen angemeldet. Melden Sie sich zuerst ab und öffnen Sie den Link dann noch einmal.',

  toAccount: 'Zu Ihrem Konto',
  verifyTitle: 'E-Mail-Adresse bestätigen',
  verify: (email: string) => `Ist ${email} Ihre E-Mail-Adresse?`,
  verifyButton: 'Ja, sie gehört mir',
  verifiedTitle: 'Ihre E-Mail-Adresse ist bestätigt',
  verified: 'Vielen Dank. Apps, die Ihre E-Mail-Adresse lesen dürfen, erfahren nun, dass sie bestätigt ist.',
  newEmailTitle: 'Neue E-Mail-Adresse bestätigen',
  newEmailQuestion: (email: string) => `Soll Ihr Konto ab jetzt die E-Mail-Adresse ${email} haben?`,
  newEmailButton: 'Diese Adresse verwenden',
  newEmailDoneTitle: 'Ihre E-Mail-Adresse wurde geändert',
  newEmailDone:
    'Melden Sie sich ab jetzt mit der neuen Adresse an. An die alte haben wir eine Nachricht über die Änderung gesendet.',
  addressTakenTitle: 'Diese Adresse ist vergeben',
  addressTaken: 'Inzwischen hat ein anderes Konto diese E-Mail-Adresse, darum wurde nichts geändert.',
  undoTitle: 'Waren Sie das nicht?',
  undoQuestion: (old: string, now: string) =>
    `Die E-Mail-Adresse Ihres Kontos wurde von ${old} auf ${now} geändert. Wenn Sie das zurücknehmen, hat Ihr Konto wieder die alte Adresse, Sie werden überall abgemeldet und wählen ein neues Passwort.`,
  undoButton: 'Änderung zurücknehmen',
  undoneTitle: 'Die Änderung ist zurückgenommen',
  undone:
    'Ihre alte Adresse gilt wieder, und alle Anmeldungen sind beendet. Vielleicht kennt jemand anderes Ihr Passwort: Legen Sie deshalb jetzt ein neues fest.',

  passwordTitle: 'Passwort',
  noPassword: 'Ihr Konto hat noch kein Passwort.',
  currentPassword: 'Aktuelles Passwort',
  wrongPassword: 'Das ist nicht Ihr aktuelles Passwort. Bitte versuchen Sie es noch einmal.',
  changePassword: 'Passwort ändern',
  passwordEnds:
    'Wenn Sie es ändern, bleiben Sie hier angemeldet. Überall sonst werden Sie abgemeldet, und Apps, die Sie dort erlaubt haben, müssen Sie neu um Erlaubnis fragen.',
  passwordChanged: 'Ihr Passwort wurde geändert.',
  emailTitle: 'E-Mail-Adresse',
  isVerified: (email: string) => `Ihre Adresse ist ${email}. Sie ist bestätigt.`,
  isNotVerified: (email: string) => `Ihre Adresse ist ${email}. Sie ist noch nicht bestätigt.`,
  newEmail: 'Neue E-Mail-Adresse',
  sameEmail: 'Ihr Konto hat diese Adresse schon.',
  changeEmail: 'Adresse ändern',
  changeEmailHint: 'Wir senden einen Link an die neue Adresse. Bis Sie ihn öffnen, gilt die alte.',
  emailAsked: (email: string) =>
    `Eine E-Mail an ${email} ist unterwegs. Öffnen Sie den Link darin, um die Adresse zu bestätigen.`,
  askVerify: 'Link zum Bestätigen senden',
  noMailHere: 'Dieser Server kann keine E-Mails senden; darum können nur seine Betreiber die Adresse ändern.',
} satisfies SignUpWords
