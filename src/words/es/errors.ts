// Words of error pages, in Spanish: what happened, and what a person can do.
import type { ErrorWords } from '../en/errors.ts'

export const errors = {
  badLink: 'Este enlace no funciona',
  notAllowed: 'Esta aplicación no puede hacer esto',
  tryAgain: 'Inténtelo de nuevo en un momento',
  wait: 'Espere un momento',
  broken: 'Algo ha fallado aquí',
  nothingHere: 'Aquí no hay nada',
  badRequest: 'No se puede responder a esta solicitud',
  askTheApp:
    'Vuelva a la aplicación y empiece de nuevo. Si eso no ayuda, escriba a quienes hacen la aplicación e indíqueles la referencia de abajo.',
  askHere:
    'No se ha perdido nada. Si el problema continúa, escriba a los responsables de este servidor e indíqueles la referencia de abajo.',
  checkAddress: 'Compruebe la dirección o vuelva a la página de la que venía.',
  forMakers: 'Para quienes hacen la aplicación',
  goOnHere: 'Continuar aquí',
  uncheckedApp: (app: string) =>
    `Nadie aquí ha revisado la aplicación ${app}. Si confía en ella, puede volver e informarla de este problema.`,
  backTo: (destination: string) => `Volver a ${destination}`,
} satisfies ErrorWords
