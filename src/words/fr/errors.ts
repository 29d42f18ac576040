// Words of error pages, in French: what happened, and what a person can do.
import type { ErrorWords } from '../en/errors.ts'

export const errors = {
  badLink: 'Ce lien ne fonctionne pas',
  notAllowed: 'Cette application n’en a pas le droit',
  tryAgain: 'Veuillez réessayer dans un instant',
  wait: 'Veuillez patienter un instant',
  broken: 'Un problème est survenu ici',
  nothingHere: 'Il n’y a rien ici',
  badRequest: 'Il est impossible de répondre à cette demande',
  askTheApp:
    'Revenez à l’application et recommencez. Si cela ne suffit pas, adressez-vous aux responsables de l’application et donnez-leur la référence ci-dessous.',
  askHere:
    'Rien n’est perdu. Si le problème persiste, adressez-vous aux responsables de ce serveur et donnez-leur la référence ci-dessous.',
  checkAddress: 'Vérifiez l’adresse, ou revenez à la page d’où vous venez.',
  forMakers: 'Pour les responsables de l’application',
  goOnHere: 'Continuer ici',
  uncheckedApp: (app: string) =>
    `Personne ici n’a vérifié l’application ${app}. Si vous lui faites confiance, vous pouvez y revenir et lui signaler ce problème.`,
  backTo: (destination: string) => `Revenir vers ${destination}`,
} satisfies ErrorWords
