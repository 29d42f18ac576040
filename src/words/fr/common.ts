// Words on every page, in French: buttons, times, and why a form did not count.
import type { CommonWords } from '../en/common.ts'
import { formatsOf, minutesOf } from '../format.ts'

const { ago, plural, ...formats } = formatsOf('fr')

export const common = {
  ...formats,
  ago: (from: Date, now: Date) => ago(from, now, 'à l’instant'),
  minutes: (count: number) => plural(count, { one: '# minute', other: '# minutes' }),
  fact: (name: string, value: string) => `${name} : ${value}`,
  reference: 'Référence',
  goOn: 'Continuer',
  save: 'Enregistrer',
  back: 'Retour',
  close: 'Vous pouvez fermer cette fenêtre.',
  orClose: 'Pour ne rien changer, fermez cette fenêtre.',
  otherAccount: 'Utiliser un autre compte',
  language: 'Langue',
  skip: 'Aller au contenu',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  show: 'Afficher',
  hide: 'Masquer',
  copy: 'Copier',
  copied: 'Copié',
  thisComputer: 'un programme sur cet ordinateur',
  fieldProblems: 'Veuillez vérifier les champs signalés.',
  foreignForm:
    'Ce formulaire a été envoyé depuis une autre page ; il n’a donc pas été accepté. Veuillez réessayer ici.',
  noCookie:
    'Votre navigateur n’a pas renvoyé notre cookie. Veuillez autoriser les cookies pour ce site, puis réessayer.',
  invalidForm: 'Cette page n’était plus valable. Veuillez réessayer.',
  oldForm: 'Cette page est restée ouverte longtemps. Veuillez réessayer.',
  changed: 'Quelque chose a changé depuis l’affichage de cette page. Veuillez la relire avant de décider.',
  unreadable: 'Votre saisie n’a pas pu être lue. Veuillez recommencer.',
  undecided: 'Veuillez choisir l’une des deux réponses.',
  loggedOut: 'Votre session est fermée. Veuillez vous connecter pour continuer.',
  tooManyAttempts: (seconds: number) =>
    `Il y a eu trop de tentatives. Veuillez attendre ${plural(minutesOf(seconds), { one: '# minute', other: '# minutes' })}, puis réessayer.`,
  tooManyMails: (seconds: number) =>
    `Trop d’e-mails ont été demandés. Si vous en avez reçu un, utilisez le lien du plus récent. Vous pourrez en demander un autre dans ${plural(minutesOf(seconds), { one: '# minute', other: '# minutes' })}.`,
  busy: 'Trop de personnes se connectent en même temps. Veuillez réessayer dans un instant.',
} satisfies CommonWords
