// Words on every page, in Spanish: buttons, times, and why a form did not count.
import type { CommonWords } from '../en/common.ts'
import { formatsOf, minutesOf } from '../format.ts'

const { ago, plural, ...formats } = formatsOf('es')

export const common = {
  ...formats,
  ago: (from: Date, now: Date) => ago(from, now, 'hace un momento'),
  minutes: (count: number) => plural(count, { one: '# minuto', other: '# minutos' }),
  fact: (name: string, value: string) => `${name}: ${value}`,
  reference: 'Referencia',
  goOn: 'Continuar',
  save: 'Guardar',
  back: 'Volver',
  close: 'Puede cerrar esta ventana.',
  orClose: 'Para no cambiar nada, cierre esta ventana.',
  otherAccount: 'Usar otra cuenta',
  language: 'Idioma',
  skip: 'Ir al contenido',
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  show: 'Mostrar',
  hide: 'Ocultar',
  copy: 'Copiar',
  copied: 'Copiado',
  thisComputer: 'un programa de este equipo',
  fieldProblems: 'Revise los campos marcados.',
  foreignForm: 'Este formulario se envió desde otra página, así que no se aceptó. Inténtelo de nuevo aquí.',
  noCookie: 'Su navegador no devolvió nuestra cookie. Permita las cookies para este sitio e inténtelo de nuevo.',
  invalidForm: 'Esta página ya no era válida. Inténtelo de nuevo.',
  oldForm: 'Esta página estuvo abierta mucho tiempo. Inténtelo de nuevo.',
  changed: 'Algo ha cambiado desde que se mostró esta página. Léala otra vez antes de decidir.',
  unreadable: 'No se ha podido leer lo que escribió. Escríbalo de nuevo.',
  undecided: 'Elija una de las dos respuestas.',
  loggedOut: 'Su sesión ha terminado. Inicie sesión para continuar.',
  tooManyAttempts: (seconds: number) =>
    `Ha habido demasiados intentos. Espere ${plural(minutesOf(seconds), { one: '# minuto', other: '# minutos' })} e inténtelo de nuevo.`,
  tooManyMails: (seconds: number) =>
    `Se han pedido demasiados correos. Si le ha llegado alguno, use el enlace del más reciente. Podrá pedir otro dentro de ${plural(minutesOf(seconds), { one: '# minuto', other: '# minutos' })}.`,
  busy: 'Demasiadas personas están iniciando sesión a la vez. Inténtelo de nuevo en un momento.',
} satisfies CommonWords
