// Words of logging in, choosing an account, connecting a device and logging out, in Spanish.
import type { SignInWords } from '../en/sign-in.ts'

export const signIn = {
  logIn: 'Iniciar sesión',
  toContinueTo: (app: string) => `para continuar en ${app}`,
  toConnectDevice: 'para conectar un dispositivo',
  email: 'Correo electrónico',
  password: 'Contraseña',
  noSignUp:
    'Aquí no es posible crear una cuenta nueva directamente. Pídala a los responsables de este servidor, o inicie sesión con una que ya tenga.',
  missingEmail: 'Escriba su correo electrónico.',
  longEmail: 'Este correo electrónico es demasiado largo. Compruébelo.',
  missingPassword: 'Escriba su contraseña.',
  longPassword: 'Esta contraseña es demasiado larga. Compruébela.',
  noMatch: 'El correo electrónico y la contraseña no coinciden. Inténtelo de nuevo.',

  chooseAccount: 'Elegir una cuenta',
  thisAccount: 'Continuar con esta cuenta',

  oneMoment: 'Un momento',
  sendingBack: (app: string, destination: string) => `Está volviendo a ${app} (${destination}).`,

  connectDevice: 'Conectar un dispositivo',
  deviceShowsCode: 'Su dispositivo muestra un código. Escríbalo aquí.',
  codeOnDevice: 'Código de su dispositivo',
  onlyOwnDevice:
    'Escriba solo un código que vea en un dispositivo suyo. Quien le envía un código quiere entrar en su cuenta.',
  malformedCode: 'Un código tiene ocho letras, como BCDF-GHJK. Mire otra vez su dispositivo.',
  unknownCode:
    'Este código no funciona. Quizá esté mal escrito, sea demasiado antiguo o ya se haya usado. Mire su dispositivo, o haga que muestre un código nuevo.',
  connectTitle: (app: string) => `¿Conectar ${app}?`,
  connectQuestion: (app: string) => `¿Conectar ${app} en su dispositivo?`,
  isThisYou: '¿Es usted? ¿Muestra su dispositivo exactamente este código?',
  onlyIfYours: 'Permítalo solo si lo ha empezado usted, en un dispositivo que tiene delante.',
  ifSent: 'Si alguien le envió el código o un enlace a esta página, no lo permita. Esa persona entraría en su cuenta.',
  theDevice: 'El dispositivo',
  deviceAsked: 'Solicitado',
  deviceFrom: 'Desde',
  deviceElsewhere: (address: string) => `${address}, una red distinta de la que usa ahora`,
  deviceCallsItself: 'Dice llamarse',
  deviceNothing: 'sin nombre',
  backToDevice: 'Vuelva a su dispositivo',
  mayReturn: 'Puede volver a su dispositivo',
  goesOn: (app: string) => `${app} continúa allí por sí sola en unos segundos. Puede cerrar esta ventana.`,
  nothingAllowed: 'No se ha permitido nada',
  noAccess: (app: string) => `${app} no obtiene acceso a su cuenta en ese dispositivo. Puede cerrar esta ventana.`,

  logOutQuestion: '¿Cerrar sesión?',
  logOut: 'Cerrar sesión',
  asksToLogYouOut: (app: string) => `${app} pide cerrar su sesión.`,
  asksToLogOther: (app: string) => `${app} pide cerrar la sesión de otra persona. Aquí ha iniciado sesión como:`,
  whatLogOutEnds:
    'Las aplicaciones a las que permitió seguir conectadas en su ausencia siguen conectadas. Todas las demás pierden su acceso.',
  thenBackTo: (destination: string) => `Después volverá a ${destination}.`,
  toStay: 'Para mantener la sesión abierta, cierre esta página.',
  loggedOut: 'Ha cerrado sesión',
  closeOrBack: 'Puede cerrar esta ventana o volver a la aplicación que le envió aquí.',
  closeOrLogIn: 'Puede cerrar esta ventana. Para iniciar sesión otra vez, vuelva a la aplicación que quiere usar.',
  backToApp: (app: string, destination: string) => `Volver a ${app} (${destination})`,
  stillLoggedIn: 'Su sesión sigue abierta',
  wrongLogOut: (account: string) =>
    `Una aplicación le envió aquí para cerrar sesión, pero su solicitud tiene un error, así que no se ha hecho nada. Ha iniciado sesión como ${account}.`,
  wrongLogOutNobody:
    'Una aplicación le envió aquí para cerrar sesión, pero su solicitud tiene un error, así que no volverá a ella. Puede cerrar esta ventana.',
  logOutHere: 'Cerrar sesión aquí',
} satisfies SignInWords
