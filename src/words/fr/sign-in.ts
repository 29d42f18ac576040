// Words of logging in, choosing an account, connecting a device and logging out, in French.
import type { SignInWords } from '../en/sign-in.ts'

export const signIn = {
  logIn: 'Se connecter',
  toContinueTo: (app: string) => `pour continuer vers ${app}`,
  toConnectDevice: 'pour connecter un appareil',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  noSignUp:
    'Vous ne pouvez pas créer vous-même un compte ici. Demandez-en un aux responsables de ce serveur, ou connectez-vous avec un compte existant.',
  missingEmail: 'Veuillez saisir votre adresse e-mail.',
  longEmail: 'Cette adresse e-mail est trop longue. Veuillez la vérifier.',
  missingPassword: 'Veuillez saisir votre mot de passe.',
  longPassword: 'Ce mot de passe est trop long. Veuillez le vérifier.',
  noMatch: 'Cette adresse e-mail et ce mot de passe ne correspondent pas. Veuillez réessayer.',

  chooseAccount: 'Choisir un compte',
  thisAccount: 'Continuer avec ce compte',

  oneMoment: 'Un instant',
  sendingBack: (app: string, destination: string) => `Vous revenez à ${app} (${destination}).`,

  connectDevice: 'Connecter un appareil',
  deviceShowsCode: 'Votre appareil affiche un code. Saisissez-le ici.',
  codeOnDevice: 'Code affiché sur votre appareil',
  onlyOwnDevice:
    'Ne saisissez qu’un code que vous voyez sur un appareil à vous. Quiconque vous envoie un code veut accéder à votre compte.',
  malformedCode: 'Un code comporte huit lettres, par exemple BCDF-GHJK. Veuillez vérifier sur votre appareil.',
  unknownCode:
    'Ce code ne fonctionne pas. Il est peut-être mal saisi, trop ancien ou déjà utilisé. Vérifiez sur votre appareil, ou faites-lui afficher un nouveau code.',
  connectTitle: (app: string) => `Connecter ${app} ?`,
  connectQuestion: (app: string) => `Connecter ${app} sur votre appareil ?`,
  isThisYou: 'Est-ce bien vous ? Votre appareil affiche-t-il exactement ce code ?',
  onlyIfYours: 'N’autorisez que si vous avez commencé vous-même, sur un appareil que vous avez devant vous.',
  ifSent:
    'Si quelqu’un vous a envoyé ce code ou un lien vers cette page, n’autorisez pas. Cette personne accéderait à votre compte.',
  theDevice: 'L’appareil',
  deviceAsked: 'Demande',
  deviceFrom: 'Depuis',
  deviceElsewhere: (address: string) => `${address}, un autre réseau que celui que vous utilisez maintenant`,
  deviceCallsItself: 'Nom annoncé',
  deviceNothing: 'aucun',
  backToDevice: 'Revenez à votre appareil',
  mayReturn: 'Vous pouvez revenir à votre appareil',
  goesOn: (app: string) =>
    `${app} y continue automatiquement d’ici quelques secondes. Vous pouvez fermer cette fenêtre.`,
  nothingAllowed: 'Rien n’a été autorisé',
  noAccess: (app: string) =>
    `${app} n’obtient pas d’accès à votre compte sur cet appareil. Vous pouvez fermer cette fenêtre.`,

  logOutQuestion: 'Se déconnecter ?',
  logOut: 'Se déconnecter',
  asksToLogYouOut: (app: string) => `${app} demande à vous déconnecter.`,
  asksToLogOther: (app: string) => `${app} demande à déconnecter quelqu’un d’autre. Ici, le compte utilisé est :`,
  whatLogOutEnds:
    'Les applications que vous avez autorisées à rester connectées en votre absence le restent. Toutes les autres perdent leur accès.',
  thenBackTo: (destination: string) => `Ensuite, vous revenez vers ${destination}.`,
  toStay: 'Pour garder votre session ouverte, fermez cette page.',
  loggedOut: 'Votre session est fermée',
  closeOrBack: 'Vous pouvez fermer cette fenêtre, ou revenir à l’application d’où vous venez.',
  closeOrLogIn:
    'Vous pouvez fermer cette fenêtre. Pour vous reconnecter, revenez à l’application que vous voulez utiliser.',
  backToApp: (app: string, destination: string) => `Revenir à ${app} (${destination})`,
  stillLoggedIn: 'Votre session est toujours ouverte',
  wrongLogOut: (account: string) =>
    `Une application a voulu vous déconnecter, mais sa demande contient une erreur ; rien n’a donc été fait. Votre session est ouverte avec le compte ${account}.`,
  wrongLogOutNobody:
    'Une application a voulu vous déconnecter, mais sa demande contient une erreur ; vous ne revenez donc pas vers elle. Vous pouvez fermer cette fenêtre.',
  logOutHere: 'Se déconnecter ici',
} satisfies SignInWords
