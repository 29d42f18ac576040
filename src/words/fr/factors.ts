// Words of second factors and passkeys, in French.
import type { FactorWords } from '../en/factors.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('fr')

export const factors = {
  oneMoreStep: 'Encore une étape',
  asAccount: (email: string) => `Vous vous connectez en tant que ${email}.`,
  appAsksForMore: (app: string) => `${app} demande une preuve de plus que c’est bien vous.`,
  code: 'Code de votre application de codes',
  codeHint: 'Six chiffres. Ils changent toutes les trente secondes.',
  usePasskey: 'Utiliser une clé d’accès',
  logInWithPasskey: 'Se connecter avec une clé d’accès',
  passkeyFailed: 'Cela n’a pas fonctionné, ou a été annulé. Veuillez réessayer, ou utiliser un autre moyen.',
  passkeyNeedsScript: 'Les clés d’accès ne fonctionnent que si JavaScript est activé dans votre navigateur.',
  noPhone: 'Je n’ai pas mon appareil avec moi',
  recoveryCode: 'Code de secours',
  recoveryCodeHint: 'L’un des codes que vous avez conservés lors de la configuration. Chacun sert une fois.',
  useRecoveryCode: 'Utiliser ce code de secours',
  lostAll:
    'Si vous avez perdu tout cela, adressez-vous aux responsables de ce serveur. Ils peuvent retirer la seconde étape après s’être assurés que c’est bien vous.',
  missingCode: 'Veuillez saisir un code.',
  wrongCode:
    'Ce n’est pas le bon code. Regardez de nouveau votre application de codes : le code change toutes les trente secondes.',
  usedCode: 'Ce code a déjà été utilisé. Veuillez attendre le suivant.',
  wrongRecoveryCode: 'Ce n’est aucun de vos codes de secours, ou il a déjà été utilisé. Veuillez en essayer un autre.',
  wrongPasskey: 'Cette clé d’accès n’a pas été acceptée. Veuillez vous connecter par un autre moyen.',
  neededTitle: 'Une preuve de plus est nécessaire',
  neededLead: (app: string) =>
    `Pour ${app}, vous devez prouver votre identité de deux façons. Pour l’instant, vous en avez une : votre mot de passe.`,
  neededHow: 'Vous pouvez en configurer une seconde maintenant. Cela prend une minute, puis vous revenez ici.',
  ratherNot: 'Pas maintenant ?',
  sectionTitle: 'Seconde étape',
  isOn: 'Connaître votre mot de passe ne suffit pas : il faut aussi l’un de ces moyens.',
  isOff: 'Avec une seconde étape, votre mot de passe seul ne suffit plus pour se connecter.',
  app: 'Application de codes',
  appLead:
    'Une application de votre téléphone affiche toutes les trente secondes un nouveau code, que vous saisissez après le mot de passe.',
  setUpApp: 'Configurer une application de codes',
  weakElsewhere:
    'Ailleurs, votre compte est ouvert sans seconde étape. Si ce n’était pas toujours vous, fermez ces sessions.',
  removeApp: 'Retirer l’application de codes',
  passkeys: 'Clés d’accès',
  passkeyLead:
    'Une clé d’accès est une clé gardée dans votre téléphone, votre ordinateur ou votre clé de sécurité. Vous vous connectez avec le doigt, le visage ou un code PIN au lieu d’un mot de passe, et aucune fausse page ne peut la voler.',
  addPasskey: 'Ajouter une clé d’accès',
  noPasskeysHere:
    'Les clés d’accès ne fonctionnent pas ici : ce navigateur, ou l’adresse de ce serveur, ne le permet pas.',
  synced: 'sur tous vos appareils',
  onOneDevice: 'sur un appareil',
  neverUsed: 'jamais utilisée',
  lastUsed: (ago: string) => `dernière utilisation : ${ago}`,
  change: 'Modifier',
  lookAtPasskey: (name: string) => `Modifier la clé d’accès ${name}`,
  recoveryCodes: 'Codes de secours',
  codesLeft: (count: number) =>
    count === 0
      ? 'Il ne reste aucun code. Créez-en de nouveaux pour pouvoir vous connecter sans votre téléphone.'
      : plural(count, {
          one: 'Il reste # code. Il vous permet de vous connecter sans votre téléphone.',
          other: 'Il reste # codes. Ils vous permettent de vous connecter sans votre téléphone.',
        }),
  newCodes: 'Créer de nouveaux codes de secours',
  appRemoved: 'L’application de codes est retirée.',
  appIsThere: 'Vous avez déjà une application de codes. Retirez-la d’abord si vous en voulez une autre.',
  installApp:
    'Installez une application de codes sur votre téléphone si vous n’en avez pas ; les boutiques d’applications l’appellent « authenticator ». Beaucoup de gestionnaires de mots de passe le font aussi.',
  scanPicture: 'Scannez cette image avec elle.',
  pictureLabel: 'Une image (code QR) pour votre application de codes',
  cannotScan: 'Je ne peux pas la scanner',
  typeSecret: 'Saisissez plutôt cette clé dans l’application :',
  firstCode: 'Le code que l’application affiche maintenant',
  turnOn: 'Activer',
  wrongFirstCode:
    'L’application devrait afficher un autre code. Regardez de nouveau, et vérifiez que l’heure de votre téléphone est juste.',
  appAdded: 'L’application de codes est configurée.',
  keepCodes:
    'Si vous perdez votre téléphone, ces codes vous permettent de vous connecter. Chacun sert une fois. Gardez-les là où personne d’autre ne les trouvera.',
  shownOnce: 'Ils ne sont affichés que cette fois-ci.',
  download: 'Enregistrer dans un fichier',
  print: 'Imprimer',
  keptThem: 'Je les ai enregistrés',
  recoveryCodesFor: (email: string, server: string) =>
    `Codes de secours de ${email} pour ${server}. Chacun sert une fois.`,
  isSetUp: 'C’est prêt',
  isSetUpLead: 'Désormais, vous pouvez prouver votre identité de deux façons.',
  passkeyName: 'Nom de cette clé d’accès',
  passkeyNameHint: 'Pour la reconnaître plus tard.',
  makePasskey: 'Créer une clé d’accès',
  badName: (most: number) => `Saisissez une seule ligne de ${most} caractères au plus.`,
  passkeyNotAdded: 'La clé d’accès n’a pas pu être ajoutée. Veuillez réessayer.',
  passkeyIsThere:
    'Cet appareil a déjà une clé d’accès pour votre compte, ou vous en avez trop. Dans ce cas, retirez-en d’abord une.',
  passkeyAdded: (name: string) => `La clé d’accès ${name} est ajoutée.`,
  passkeyRenamed: (name: string) => `La clé d’accès s’appelle maintenant ${name}.`,
  passkeyRemoved: (name: string) =>
    `La clé d’accès ${name} est retirée. Vous pouvez aussi la supprimer sur votre appareil.`,
  syncedLong: 'Son fournisseur la garde sur tous vos appareils, et la rétablit si vous en perdez un.',
  onOneDeviceLong: 'Elle n’est que sur un appareil, et se perd avec lui.',
  removePasskey: 'Retirer cette clé d’accès',
  removePasskeyWhat: 'Ensuite, plus personne ne pourra se connecter avec elle.',
} satisfies FactorWords
