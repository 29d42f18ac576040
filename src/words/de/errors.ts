// Words of error pages, in German: what happened, and what a person can do.
import type { ErrorWords } from '../en/errors.ts'

export const errors = {
  badLink: 'Dieser Link funktioniert nicht',
  notAllowed: 'Diese App darf das nicht',
  tryAgain: 'Bitte versuchen Sie es gleich noch einmal',
  wait: 'Bitte warten Sie einen Moment',
  broken: 'Hier ist etwas schiefgegangen',
  nothingHere: 'Hier gibt es nichts',
  badRequest: 'Diese Anfrage kann nicht beantwortet werden',
  askTheApp:
    'Kehren Sie zur App zurück und beginnen Sie noch einmal. Wenn das nicht hilft, wenden Sie sich an die Anbieter der App und nennen Sie ihnen die Kennung unten.',
  askHere:
    'Es ist nichts verloren. Wenn es so bleibt, wenden Sie sich an die Betreiber dieses Servers und nennen Sie ihnen die Kennung unten.',
  checkAddress: 'Prüfen Sie die Adresse, oder gehen Sie dorthin zurück, woher Sie gekommen sind.',
  forMakers: 'Für die Anbieter der App',
  goOnHere: 'Hier fortfahren',
  uncheckedApp: (app: string) =>
    `Niemand hier hat die App ${app} geprüft. Wenn Sie ihr vertrauen, können Sie zu ihr zurückkehren und sie von diesem Problem wissen lassen.`,
  backTo: (destination: string) => `Zurück zu ${destination}`,
} satisfies ErrorWords
