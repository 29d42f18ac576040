// Words of consent, in French: what an app would like to do, and who vouches for it.
import type { ConsentWords } from '../en/consent.ts'

export const consent = {
  title: (app: string) => `Autoriser ${app} ?`,
  question: (app: string) => `Autoriser ${app} à utiliser votre compte ?`,
  callsItself: (name: string) => `Cette application se présente sous le nom ${name}.`,
  wouldLikeTo: 'Cette application souhaite',
  usePermission: (name: string) => `utiliser l’autorisation ${name}`,
  isNew: 'nouveau',
  atApis: (apis: string) => `Elle le ferait auprès de ${apis}.`,
  sentBackTo: (destination: string) => `Vous reviendrez ensuite vers ${destination}.`,
  onlyIfStarted:
    'N’autorisez que si vous venez de commencer cela vous-même et si vous savez de qui vient cette application.',
  allow: 'Autoriser',
  deny: 'Ne pas autoriser',
  operatorApp: 'Les responsables de ce serveur ont enregistré cette application.',
  checkedApp: 'Cette application s’est enregistrée elle-même. Les responsables de ce serveur l’ont vérifiée.',
  strangerApp: (ago: string) => `Cette application s’est enregistrée elle-même ${ago}. Personne ne l’a vérifiée.`,
  certainAddress: (host: string) =>
    `Seule son adresse est certaine : ${host}. Le reste, c’est elle-même qui l’affirme.`,
  uncertainAddress: (host: string) =>
    `Rien ne prouve qu’il s’agit vraiment de ${host} : n’importe quel programme pourrait le prétendre et obtiendrait ce que vous autorisez.`,
  checkedName: 'Les responsables de ce serveur ont vérifié l’application de ce nom.',
  firstSeen: (ago: string) =>
    `Cette application a été vue ici pour la première fois ${ago}, et personne ne l’a vérifiée.`,
  personApp: (ago: string) =>
    `Une personne qui a un compte ici a enregistré cette application ${ago}. Personne ne l’a vérifiée.`,
  publisher: (host: string) => `${host} se porte garant de cette application. Cela est vérifié chaque jour.`,
  peopleFew: 'Moins de 10 personnes l’utilisent ici.',
  peopleAbout: (count: string) => `Environ ${count} personnes l’utilisent ici.`,
  peopleMany: (count: string) => `Plus de ${count} personnes l’utilisent ici.`,
  whoIsIt: 'De qui il s’agit',
  mayLeaveOut: 'Vous pouvez décocher chaque case. L’application affirme fonctionner sans cela.',
  allowedBefore: (what: string, on: string) => `Depuis le ${on}, vous lui permettez de : ${what}.`,
  nothingLeft: 'Il ne reste alors rien à autoriser. Cochez quelque chose, ou choisissez « Ne pas autoriser ».',
  howLong: 'Pour combien de temps ?',
  forHour: 'Pour 1 heure',
  forMonth: 'Pour 30 jours',
  untilEnded: 'Jusqu’à ce que j’y mette fin',
  asBefore: (until: string) => `Comme avant, jusqu’au ${until}`,
  scopes: {
    openid: 'savoir qui vous êtes quand vous vous connectez',
    profile: 'voir votre nom et votre profil, par exemple votre photo et votre date de naissance',
    email: 'voir votre adresse e-mail',
    offline_access: 'rester connectée en votre absence',
    address: 'voir votre adresse postale',
    phone: 'voir votre numéro de téléphone',
  },
  theft: {
    title: 'Nous avons mis fin à l’accès d’une application à votre compte',
    what: (app: string) =>
      `Quelque chose que seule l’application ${app} devrait avoir, et qui ouvre une partie de votre compte, a servi deux fois. Soit l’application a fait une erreur, soit quelqu’un en a une copie.`,
    done: 'Nous avons donc mis fin à cet accès aussitôt. Ni l’application ni personne d’autre ne peut plus s’en servir.',
    when: 'Quand',
    from: 'D’où',
    network: (network: string) => `d’une adresse qui commence par ${network}`,
    unknown: 'inconnu',
    nothing: 'Vous n’avez rien d’autre à faire. Pour continuer avec l’application, connectez-vous-y à nouveau.',
    change:
      'Si autre chose vous semble étrange, changez votre mot de passe et fermez les sessions des appareils que vous ne connaissez pas.',
    dismiss: 'J’ai lu ce message',
    none: 'Rien de nouveau',
    read: 'Lire ce qui s’est passé',
  },
} satisfies ConsentWords
