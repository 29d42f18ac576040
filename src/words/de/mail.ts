// Words of mails, in German.
import type { MailWords } from '../en/mail.ts'
import { formatsOf } from '../format.ts'

const { lasting } = formatsOf('de')

const factors = {
  subject: (service: string) => `Ihre Anmeldung bei ${service} wurde geändert`,
  button: 'Sicherheit meines Kontos prüfen',
  careful:
    'Wenn Sie das nicht waren, öffnen Sie sofort diese Seite: Ändern Sie Ihr Passwort, entfernen Sie, was nicht Ihres ist, und melden Sie sich überall sonst ab. Wenn Sie nicht mehr hineinkommen, schreiben Sie den Betreibern dieses Servers.',
}

export const mail = {
  hello: (name: string) => `Guten Tag ${name},`,
  helloNobody: 'Guten Tag,',
  linkWorks: (seconds: number) => `Sie können den Link einmal verwenden. Er gilt für ${lasting(seconds)}.`,
  copyLink: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  sentBy: (service: string) => `${service} hat diese E-Mail automatisch gesendet. Antworten darauf liest niemand.`,
  signUp: {
    subject: (service: string) => `Ihr neues Konto bei ${service}`,
    text: 'Sie möchten ein Konto mit dieser E-Mail-Adresse anlegen. Wählen Sie dafür nun ein Passwort.',
    button: 'Konto anlegen',
    careful:
      'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne den Link kann niemand ein Konto mit Ihrer Adresse anlegen.',
  },
  accountExists: {
    subject: (service: string) => `Sie haben ein Konto bei ${service}`,
    text: 'Sie wollten ein neues Konto mit dieser E-Mail-Adresse anlegen, aber es gibt schon eines. Bitte melden Sie sich damit an. Wenn Sie Ihr Passwort vergessen haben, legen Sie ein neues fest.',
    button: 'Neues Passwort festlegen',
    careful: 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Konto ist unverändert.',
  },
  invite: {
    subject: (service: string) => `Sie sind zu ${service} eingeladen`,
    text: 'Die Betreiber dieses Servers laden Sie ein, ein Konto mit dieser E-Mail-Adresse anzulegen.',
    button: 'Konto anlegen',
    careful: 'Wenn Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun.',
  },
  verifyEmail: {
    subject: (service: string) => `Bestätigen Sie Ihre E-Mail-Adresse bei ${service}`,
    text: 'Bitte bestätigen Sie, dass dies Ihre E-Mail-Adresse ist.',
    button: 'Adresse bestätigen',
    careful: 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun.',
  },
  resetPassword: {
    subject: (service: string) => `Ein neues Passwort für ${service}`,
    text: 'Sie möchten ein neues Passwort festlegen. Danach sind Sie überall abgemeldet, und Apps müssen Sie neu um Erlaubnis fragen.',
    button: 'Neues Passwort festlegen',
    careful: 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',
  },
  passwordChanged: {
    subject: (service: string) => `Ihr Passwort bei ${service} wurde geändert`,
    text: 'Das Passwort Ihres Kontos wurde geändert.',
    careful:
      'Wenn Sie das nicht waren, legen Sie sofort ein neues fest: Wählen Sie bei der Anmeldung „Passwort vergessen?“.',
  },
  changeEmail: {
    subject: (service: string) => `Bestätigen Sie Ihre neue E-Mail-Adresse bei ${service}`,
    text: 'Sie möchten diese E-Mail-Adresse künftig für Ihr Konto verwenden. Bitte bestätigen Sie sie. Bis dahin gilt die alte.',
    button: 'Neue Adresse bestätigen',
    careful: 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Dann ändert sich nichts.',
  },
  addressTaken: {
    subject: (service: string) => `Ihre E-Mail-Adresse bei ${service}`,
    text: 'Jemand wollte diese E-Mail-Adresse für ein anderes Konto verwenden. Sie gehört zu Ihrem, darum wurde nichts geändert.',
    careful: 'Wenn Sie das waren, melden Sie sich mit dem Konto an, das diese Adresse hat.',
  },
  emailChanged: {
    subject: (service: string) => `Ihre E-Mail-Adresse bei ${service} wurde geändert`,
    text: (email: string) => `Die Adresse Ihres Kontos ist jetzt ${email}. Wenn Sie das waren, ist nichts zu tun.`,
    button: 'Das war ich nicht',
    careful:
      'Wenn Sie das nicht waren, nehmen Sie die Änderung zurück: Sie werden überall abgemeldet und wählen ein neues Passwort, das sonst niemand kennt.',
  },
  emailMoved: {
    subject: (service: string) => `Ihre E-Mail-Adresse bei ${service} wurde geändert`,
    text: (email: string) => `Die Adresse Ihres Kontos ist jetzt ${email}. Wenn Sie das waren, ist nichts zu tun.`,
    careful: 'Wenn Sie das nicht waren, schreiben Sie den Betreibern dieses Servers.',
  },
  theft: {
    subject: (service: string) => `Wir haben den Zugriff einer App auf Ihr Konto bei ${service} beendet`,
    text: (app: string) =>
      `Was die App „${app}“ für Sie aufbewahrte, wurde zweimal verwendet; vielleicht hat also jemand anderes eine Kopie davon. Wir haben ihren Zugriff sofort beendet. Ihr Passwort ist nicht betroffen.`,
    button: 'Ansehen, was geschehen ist',
    careful:
      'Sie können die App jederzeit wieder erlauben. Wenn es noch einmal geschieht, verwenden Sie die App auf diesem Gerät nicht mehr.',
  },
  codesAppAdded: {
    ...factors,
    text: 'Für Ihr Konto wurde eine Code-App eingerichtet. Von jetzt an wird bei der Anmeldung nach ihren Codes gefragt.',
  },
  codesAppRemoved: {
    ...factors,
    text: 'Die Code-App wurde von Ihrem Konto entfernt. Nach ihren Codes wird nicht mehr gefragt.',
  },
  passkeyAdded: {
    ...factors,
    text: 'Zu Ihrem Konto wurde ein Passkey hinzugefügt. Wer ihn hat, kann sich damit anmelden.',
  },
  passkeyRemoved: {
    ...factors,
    text: 'Ein Passkey wurde von Ihrem Konto entfernt. Niemand kann sich mehr damit anmelden.',
  },
  recoveryCodesMade: {
    ...factors,
    text: 'Für Ihr Konto wurden neue Notfallcodes erstellt. Die bisherigen gelten nicht mehr.',
  },
  recoveryCodeUsed: {
    ...factors,
    subject: (service: string) => `Ein Notfallcode wurde bei ${service} verwendet`,
    text: 'Mit Ihrem Passwort und einem Ihrer Notfallcodes wurde eine Anmeldung bei Ihrem Konto vorgenommen. Dieser Code gilt nicht mehr.',
  },
  factorsReset: {
    ...factors,
    text: 'Die Betreiber dieses Servers haben den zweiten Schritt Ihres Kontos entfernt. Ihr Passwort genügt jetzt zur Anmeldung, bis Sie einen neuen einrichten.',
    careful: 'Wenn Sie nicht darum gebeten haben, schreiben Sie den Betreibern dieses Servers.',
  },
} satisfies MailWords
