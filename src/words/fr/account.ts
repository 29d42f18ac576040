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
  prove: 'Avant de continuer, confirmez encore une fois que c’est bien vous.',
  notYou: 'Ce n’est pas vous ? Se déconnecter',
  stillHere: 'Vous êtes connecté. Ce que vous aviez saisi est toujours là : vérifiez-le et envoyez-le de nouveau.',
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',

  // Profile.
  profileLead: 'Les applications ne voient ces informations que si vous les y autorisez.',
  emailAddress: 'Adresse e-mail',
  emailElsewhere: 'La modifier dans « Sécurité »',
  memberSince: (date: string) => `Votre compte a été créé le ${date}.`,
  name: 'Nom affiché',
  nameHint: 'Le nom que les applications affichent, comme il vous plaît.',
  givenName: 'Prénom',
  familyName: 'Nom de famille',
  birthdate: 'Date de naissance',
  birthdateHint: 'Année, mois et jour, comme 1990-12-31 ; l’année seule suffit aussi.',
  website: 'Site web',
  websiteHint: 'Une adresse qui commence par https://',
  zone: 'Fuseau horaire',
  notSaid: 'Non précisé',
  pagesIn: 'Langue de ces pages et des e-mails',
  asBrowser: 'Celle que demande mon navigateur',
  saved: 'Votre profil est enregistré.',
  badLine: (most: string) => `Saisissez une seule ligne de ${most} caractères au plus.`,
  badBirthdate: 'Ce jour n’existe pas. Saisissez-le comme 1990-12-31.',
  badWebsite: 'Ce n’est pas une adresse web commençant par https://.',
  badChoice: 'Choisissez une valeur de la liste.',
  yourData: 'Vos données',
  exportLead: 'Un fichier avec tout ce qui est conservé sur vous ici. Vous devrez vous connecter encore une fois.',
  exportAccount: 'Exporter mon compte',
  exportButton: 'Télécharger le fichier',
  exportWhat:
    'Le fichier indique ce qui est connu de vous, où vous êtes connecté, ce que vous avez permis à chaque application et ce qui s’est passé récemment. Il ne contient aucun mot de passe. Gardez-le en lieu sûr.',

  // Devices.
  devicesLead: 'Voici où vous êtes connecté.',
  thisDevice: 'cet appareil',
  programOn: (program: string, system: string) => `${program} sous ${system}`,
  unknownProgram: 'Un programme inconnu',
  lastSeen: 'Vu pour la dernière fois',
  loggedInSince: 'Connexion',
  fromAddress: 'Depuis l’adresse',
  endDevice: 'Y fermer la session',
  endOthers: 'Se déconnecter partout ailleurs',
  whatDeviceEnds:
    'Les applications que vous y utilisez perdent aussi leur accès, sauf celles que vous avez autorisées à rester connectées en votre absence. Vous y mettez fin dans « Applications connectées ».',
  deviceEnded: 'La session y est fermée.',
  othersEnded: 'Vous êtes déconnecté partout ailleurs.',
  deviceGone: 'La session y était déjà fermée.',

  // Connected apps.
  appsLead: 'Ces applications peuvent utiliser votre compte.',
  noApps:
    'Aucune application ne peut utiliser votre compte. Quand vous vous connecterez à une application avec ce compte, vous la trouverez ici.',
  itMay: 'Cette application peut',
  atApis: 'Auprès de ces services',
  allowedSince: 'Depuis',
  lastUsed: 'Dernière utilisation',
  notInUse: 'pas utilisée en ce moment',
  leadsTo: 'Vous envoie vers',
  onDevice: 'un appareil que vous avez connecté avec un code',
  allowedUntil: 'Jusqu’au',
  untilYouEnd: 'vous la déconnectiez',
  howKnown: 'Qui s’en porte garant',
  disconnect: 'Déconnecter',
  whatEnds: 'Si vous la déconnectez',
  endsAccess: 'elle perd aussitôt son accès, sur tous les appareils où vous l’utilisez,',
  endsConsent: 'elle devra vous redemander votre accord avant d’utiliser votre compte, et',
  keepsData: 'elle garde ce qu’elle a enregistré : demandez à ses auteurs de le supprimer.',
  disconnected: (app: string) => `${app} est déconnectée.`,
  wasNotConnected: 'Cette application n’était plus connectée.',

  // Deleting.
  deleteLead: 'Tout ce qui est conservé sur vous ici disparaît, pour toujours.',
  deleteAccount: 'Supprimer mon compte',
  deleteWhat: 'Ce qui se passe alors',
  deleteLogsOut: 'Vous êtes déconnecté partout.',
  deleteDisconnects:
    'Toutes les applications perdent l’accès à votre compte. Elles gardent ce qu’elles ont enregistré.',
  deleteNoWayBack:
    'Personne ne peut rétablir le compte. Un nouveau compte avec la même adresse e-mail est, pour les applications, un autre compte.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'L’application que vous avez créée ici cesse de fonctionner pour tout le monde. Si elle doit continuer, cédez-la d’abord à quelqu’un.',
      other:
        'Les # applications que vous avez créées ici cessent de fonctionner pour tout le monde. Si elles doivent continuer, cédez-les d’abord à quelqu’un.',
    }),
  typeEmail: (email: string) => `Pour confirmer, saisissez votre adresse e-mail : ${email}`,
  otherEmail: 'Ce n’est pas l’adresse de ce compte. Rien n’a été supprimé.',
  lastAdmin:
    'Vous êtes la dernière personne à pouvoir administrer ce serveur. Donnez d’abord ce rôle à quelqu’un d’autre.',
  deleteForEver: 'Supprimer définitivement mon compte',
  deleted: 'Votre compte est supprimé',
  deletedWhat: 'Vous êtes déconnecté partout, et plus rien n’est conservé ici à votre sujet.',
} satisfies AccountWords
