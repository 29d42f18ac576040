// Words of the account's own pages, in French.
import type { AccountWords } from '../en/account.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('fr')

export const account = {
  nav: {
    label: 'Votre compte',
    profile: 'Profil',
    security: 'Sécurité',
    devices: 'Appareils',
    connectedApps: 'Applications connectées',
    yourApps: 'Vos applications',
    administration: 'Administration du serveur',
  },
  toYourAccount: 'pour voir votre compte',
  prove: 'Avant de continuer, connectez-vous encore une fois pour confirmer que c’est bien vous.',
  notYou: 'Ce n’est pas vous ? Se déconnecter',
  stillHere:
    'La connexion a réussi. Ce que vous aviez saisi est toujours là : vérifiez-le, puis envoyez-le de nouveau.',
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',

  // Profile.
  profileLead: 'Les applications ne voient ces informations que si vous les y autorisez.',
  emailAddress: 'Adresse e-mail',
  emailElsewhere: 'La modifier dans « Sécurité »',
  memberSince: (date: string) => `Votre compte a été créé le ${date}.`,
  name: 'Nom affiché',
  nameHint: 'Le nom que les applications affichent. Choisissez-le comme il vous plaît.',
  givenName: 'Prénom',
  familyName: 'Nom de famille',
  birthdate: 'Date de naissance',
  birthdateHint: 'Année, mois et jour, sous la forme 1990-12-31. L’année seule suffit aussi.',
  website: 'Site web',
  websiteHint: 'Une adresse qui commence par https://',
  zone: 'Fuseau horaire',
  notSaid: 'Non précisé',
  pagesIn: 'Langue de ces pages et des e-mails',
  asBrowser: 'La langue de mon navigateur',
  saved: 'Votre profil est enregistré.',
  badLine: (most: string) => `Saisissez une seule ligne de ${most} caractères au plus.`,
  badBirthdate: 'Ce jour n’existe pas. Saisissez-le sous la forme 1990-12-31.',
  badWebsite: 'Saisissez une adresse web qui commence par https://.',
  badChoice: 'Choisissez une valeur de la liste.',
  yourData: 'Vos données',
  exportLead:
    'Un fichier avec tout ce qui est conservé sur vous ici. Il faudra d’abord vous connecter encore une fois.',
  exportAccount: 'Exporter mon compte',
  exportButton: 'Télécharger le fichier',
  exportWhat:
    'Le fichier contient ce qui est connu de vous, vos sessions ouvertes, ce que vous avez permis à chaque application et ce qui s’est passé récemment. Il ne contient aucun mot de passe. Gardez-le en lieu sûr.',

  // Devices.
  devicesLead: 'Votre session est ouverte sur ces appareils.',
  thisDevice: 'cet appareil',
  programOn: (program: string, system: string) => `${program} sous ${system}`,
  unknownProgram: 'Un programme inconnu',
  lastSeen: 'Dernière activité',
  loggedInSince: 'Session ouverte le',
  fromAddress: 'Adresse IP',
  endDevice: 'Fermer cette session',
  endOthers: 'Fermer toutes les autres sessions',
  whatDeviceEnds:
    'Les applications que vous utilisez sur cet appareil perdent aussi leur accès, sauf celles que vous avez autorisées à rester connectées en votre absence. Pour celles-ci, allez dans « Applications connectées ».',
  deviceEnded: 'Cette session est fermée.',
  othersEnded: 'Toutes les autres sessions sont fermées.',
  deviceGone: 'Cette session était déjà fermée.',

  // Connected apps.
  appsLead: 'Ces applications peuvent utiliser votre compte.',
  noApps:
    'Aucune application ne peut utiliser votre compte. Quand vous vous connecterez à une application avec ce compte, vous la trouverez ici.',
  itMay: 'Cette application peut',
  atApis: 'Auprès de ces services',
  allowedSince: 'Autorisée depuis',
  lastUsed: 'Dernière utilisation',
  notInUse: 'Elle n’est pas utilisée en ce moment.',
  leadsTo: 'Vous envoie vers',
  onDevice: 'un appareil que vous avez connecté avec un code',
  allowedUntil: 'Fin de l’autorisation',
  untilYouEnd: 'quand vous la déconnecterez',
  howKnown: 'Qui s’en porte garant',
  disconnect: 'Déconnecter',
  whatEnds: 'Si vous la déconnectez',
  endsAccess: 'elle perd aussitôt son accès, sur tous les appareils où vous l’utilisez,',
  endsConsent: 'elle devra vous redemander votre accord avant d’utiliser votre compte, et',
  keepsData: 'elle garde ce qu’elle a enregistré : demandez à ses responsables de le supprimer.',
  disconnected: (app: string) => `L’application ${app} est déconnectée.`,
  wasNotConnected: 'Cette application n’était plus connectée.',

  // Deleting.
  deleteLead: 'Tout ce qui est conservé sur vous ici est supprimé pour toujours.',
  deleteAccount: 'Supprimer mon compte',
  deleteWhat: 'Ce qui se passe alors',
  deleteLogsOut: 'Toutes vos sessions sont fermées.',
  deleteDisconnects:
    'Toutes les applications perdent l’accès à votre compte. Elles gardent ce qu’elles ont enregistré.',
  deleteNoWayBack:
    'Personne ne peut rétablir le compte. Un nouveau compte avec la même adresse e-mail est, pour les applications, un autre compte.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'L’application que vous avez enregistrée ici cesse de fonctionner pour tout le monde. Si elle doit continuer, cédez-la d’abord à quelqu’un.',
      other:
        'Les # applications que vous avez enregistrées ici cessent de fonctionner pour tout le monde. Si elles doivent continuer, cédez-les d’abord à quelqu’un.',
    }),
  typeEmail: (email: string) => `Pour confirmer, saisissez votre adresse e-mail : ${email}`,
  otherEmail: 'Ce n’est pas l’adresse de ce compte ; rien n’a donc été supprimé. Saisissez-la de nouveau.',
  lastAdmin: 'Personne d’autre que vous ne peut administrer ce serveur. Donnez d’abord ce rôle à quelqu’un d’autre.',
  deleteForEver: 'Supprimer définitivement mon compte',
  deleted: 'Votre compte est supprimé',
  deletedWhat: 'Toutes vos sessions sont fermées, et plus rien n’est conservé ici à votre sujet.',
} satisfies AccountWords
