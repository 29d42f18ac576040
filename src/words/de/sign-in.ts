// Words of logging in, choosing an account, connecting a device and logging out, in German.
import type { SignInWords } from '../en/sign-in.ts'

export const signIn = {
  logIn: 'Anmelden',
  toContinueTo: (app: string) => `um zu ${app} zu gelangen`,
  toConnectDevice: 'um ein Gerät zu verbinden',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  noSignUp:
    'Sie können hier nicht selbst ein neues Konto anlegen. Bitten Sie die Betreiber dieses Servers um eines, oder melden Sie sich mit einem vorhandenen an.',
  missingEmail: 'Bitte geben Sie Ihre E-Mail-Adresse ein.',
  longEmail: 'Diese E-Mail-Adresse ist zu lang. Bitte prüfen Sie sie.',
  missingPassword: 'Bitte geben Sie Ihr Passwort ein.',
  longPassword: 'Dieses Passwort ist zu lang. Bitte prüfen Sie es.',
  noMatch: 'Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen. Bitte versuchen Sie es noch einmal.',

  chooseAccount: 'Konto wählen',
  thisAccount: 'Mit diesem Konto fortfahren',

  oneMoment: 'Einen Moment',
  sendingBack: (app: string, destination: string) => `Sie werden zurückgeleitet zu ${app} (${destination}).`,

  connectDevice: 'Gerät verbinden',
  deviceShowsCode: 'Ihr Gerät zeigt einen Code. Geben Sie ihn hier ein.',
  codeOnDevice: 'Code auf Ihrem Gerät',
  onlyOwnDevice:
    'Geben Sie nur einen Code ein, den Sie auf einem eigenen Gerät sehen. Wer Ihnen einen Code schickt, will in Ihr Konto gelangen.',
  malformedCode:
    'Ein Code besteht aus acht Buchstaben, zum Beispiel BCDF-GHJK. Bitte sehen Sie noch einmal auf Ihr Gerät.',
  unknownCode:
    'Dieser Code funktioniert nicht. Vielleicht ist er falsch eingegeben, zu alt oder schon verwendet. Sehen Sie auf Ihr Gerät, oder lassen Sie sich dort einen neuen Code anzeigen.',
  connectTitle: (app: string) => `${app} verbinden?`,
  connectQuestion: (app: string) => `${app} auf Ihrem Gerät verbinden?`,
  isThisYou: 'Sind Sie das? Zeigt Ihr Gerät genau diesen Code?',
  onlyIfYours:
    'Erlauben Sie es nur, wenn Sie es selbst begonnen haben, und zwar auf einem Gerät, das Sie vor sich haben.',
  ifSent:
    'Wenn Ihnen jemand den Code oder einen Link zu dieser Seite geschickt hat, erlauben Sie es nicht. Diese Person käme in Ihr Konto.',
  theDevice: 'Das Gerät',
  deviceAsked: 'Angefragt',
  deviceFrom: 'Von',
  deviceElsewhere: (address: string) => `${address}, einem anderen Netz als dem, das Sie gerade nutzen`,
  deviceCallsItself: 'Nennt sich',
  deviceNothing: 'ohne Namen',
  backToDevice: 'Zurück zu Ihrem Gerät',
  mayReturn: 'Sie können zu Ihrem Gerät zurückkehren',
  goesOn: (app: string) =>
    `${app} macht dort in wenigen Sekunden von selbst weiter. Sie können dieses Fenster schließen.`,
  nothingAllowed: 'Es wurde nichts erlaubt',
  noAccess: (app: string) =>
    `${app} erhält auf diesem Gerät keinen Zugriff auf Ihr Konto. Sie können dieses Fenster schließen.`,

  logOutQuestion: 'Abmelden?',
  logOut: 'Abmelden',
  asksToLogYouOut: (app: string) => `${app} möchte Sie abmelden.`,
  asksToLogOther: (app: string) => `${app} möchte jemand anderen abmelden. Hier sind Sie angemeldet als:`,
  whatLogOutEnds:
    'Apps, denen Sie erlaubt haben, auch in Ihrer Abwesenheit verbunden zu bleiben, bleiben verbunden. Alle anderen verlieren ihren Zugriff.',
  thenBackTo: (destination: string) => `Danach gelangen Sie zurück zu ${destination}.`,
  toStay: 'Um angemeldet zu bleiben, schließen Sie diese Seite.',
  loggedOut: 'Sie sind abgemeldet',
  closeOrBack: 'Sie können dieses Fenster schließen oder zu der App zurückkehren, die Sie hierher geschickt hat.',
  closeOrLogIn:
    'Sie können dieses Fenster schließen. Um sich wieder anzumelden, kehren Sie zu der App zurück, die Sie nutzen möchten.',
  backToApp: (app: string, destination: string) => `Zurück zu ${app} (${destination})`,
  stillLoggedIn: 'Sie sind noch angemeldet',
  wrongLogOut: (account: string) =>
    `Eine App hat Sie hierher geschickt, um Sie abzumelden. Ihre Anfrage ist aber fehlerhaft, deshalb ist nichts geschehen. Sie sind angemeldet als ${account}.`,
  wrongLogOutNobody:
    'Eine App hat Sie hierher geschickt, um Sie abzumelden. Ihre Anfrage ist aber fehlerhaft, deshalb werden Sie nicht zu ihr zurückgeleitet. Sie können dieses Fenster schließen.',
  logOutHere: 'Hier abmelden',
} satisfies SignInWords
