// Words of mails, in Spanish.
import type { MailWords } from '../en/mail.ts'
import { formatsOf } from '../format.ts'

const { lasting } = formatsOf('es')

const factors = {
  subject: (service: string) => `Ha cambiado su forma de iniciar sesión en ${service}`,
  button: 'Revisar la seguridad de mi cuenta',
  careful:
    'Si no ha sido usted, abra esa página de inmediato: cambie su contraseña, quite lo que no sea suyo y cierre las demás sesiones. Si no puede entrar, escriba a los responsables de este servidor.',
}

export const mail = {
  hello: (name: string) => `Hola, ${name}:`,
  helloNobody: 'Hola:',
  linkWorks: (seconds: number) => `El enlace funciona una sola vez, durante ${lasting(seconds)}.`,
  copyLink: 'Si el botón no funciona, copie esta dirección en su navegador:',
  sentBy: (service: string) => `${service} ha enviado este mensaje automáticamente. Nadie lee las respuestas.`,
  signUp: {
    subject: (service: string) => `Su nueva cuenta en ${service}`,
    text: 'Ha pedido una cuenta con esta dirección de correo. Para continuar, elija una contraseña.',
    button: 'Crear su cuenta',
    careful: 'Si no ha sido usted, no haga nada: sin el enlace, nadie puede crear una cuenta con su dirección.',
  },
  accountExists: {
    subject: (service: string) => `Ya tiene una cuenta en ${service}`,
    text: 'Ha pedido una cuenta nueva con esta dirección de correo, pero ya existe una. Inicie sesión con ella. Si ha olvidado su contraseña, establezca una nueva.',
    button: 'Establecer una contraseña nueva',
    careful: 'Si no ha sido usted, no haga nada: su cuenta sigue igual.',
  },
  invite: {
    subject: (service: string) => `Invitación a ${service}`,
    text: 'Los responsables de este servidor le invitan a crear una cuenta con esta dirección de correo.',
    button: 'Crear su cuenta',
    careful: 'Si no sabe de qué se trata, no haga nada.',
  },
  verifyEmail: {
    subject: (service: string) => `Confirme su dirección de correo en ${service}`,
    text: 'Confirme que esta es su dirección de correo.',
    button: 'Confirmar la dirección',
    careful: 'Si no ha sido usted, no haga nada.',
  },
  resetPassword: {
    subject: (service: string) => `Una contraseña nueva para ${service}`,
    text: 'Ha pedido establecer una contraseña nueva. Después se cerrará su sesión en todas partes, y las aplicaciones tendrán que pedirle permiso de nuevo.',
    button: 'Establecer una contraseña nueva',
    careful: 'Si no ha sido usted, no haga nada: su contraseña sigue siendo la misma.',
  },
  passwordChanged: {
    subject: (service: string) => `Su contraseña en ${service} ha cambiado`,
    text: 'La contraseña de su cuenta ha cambiado.',
    careful:
      'Si no ha sido usted, establezca una nueva de inmediato: elija «¿Ha olvidado su contraseña?» al iniciar sesión.',
  },
  changeEmail: {
    subject: (service: string) => `Confirme su nueva dirección de correo en ${service}`,
    text: 'Ha pedido usar esta dirección de correo para su cuenta a partir de ahora. Confírmela. Hasta entonces sigue valiendo la anterior.',
    button: 'Confirmar la nueva dirección',
    careful: 'Si no ha sido usted, no haga nada: entonces no cambia nada.',
  },
  addressTaken: {
    subject: (service: string) => `Su dirección de correo en ${service}`,
    text: 'Alguien ha querido usar esta dirección de correo para otra cuenta. Pertenece a la suya, así que no se ha cambiado nada.',
    careful: 'Si ha sido usted, inicie sesión con la cuenta que tiene esta dirección.',
  },
  emailChanged: {
    subject: (service: string) => `Su dirección de correo en ${service} ha cambiado`,
    text: (email: string) => `La dirección de su cuenta es ahora ${email}. Si ha sido usted, no tiene que hacer nada.`,
    button: 'No he sido yo',
    careful:
      'Si no ha sido usted, deshaga el cambio: se cerrará su sesión en todas partes y elegirá una contraseña nueva que nadie más conozca.',
  },
  emailMoved: {
    subject: (service: string) => `Su dirección de correo en ${service} ha cambiado`,
    text: (email: string) => `La dirección de su cuenta es ahora ${email}. Si ha sido usted, no tiene que hacer nada.`,
    careful: 'Si no ha sido usted, escriba a los responsables de este servidor.',
  },
  theft: {
    subject: (service: string) => `Hemos retirado a una aplicación el acceso a su cuenta en ${service}`,
    text: (app: string) =>
      `Lo que la aplicación «${app}» guardaba para usted se ha usado dos veces, así que otra persona puede tener una copia. Le hemos retirado el acceso de inmediato. Su contraseña no está afectada.`,
    button: 'Ver qué ha ocurrido',
    careful:
      'Puede volver a permitir la aplicación en cualquier momento. Si ocurre otra vez, no use la aplicación en ese dispositivo.',
  },
  codesAppAdded: {
    ...factors,
    text: 'Se ha configurado una aplicación de códigos para su cuenta. A partir de ahora se piden sus códigos al iniciar sesión.',
  },
  codesAppRemoved: {
    ...factors,
    text: 'Se ha quitado la aplicación de códigos de su cuenta. Ya no se piden sus códigos.',
  },
  passkeyAdded: {
    ...factors,
    text: 'Se ha añadido una llave de acceso a su cuenta. Quien la tenga puede iniciar sesión con ella.',
  },
  passkeyRemoved: {
    ...factors,
    text: 'Se ha quitado una llave de acceso de su cuenta. Ya nadie puede iniciar sesión con ella.',
  },
  recoveryCodesMade: {
    ...factors,
    text: 'Se han creado códigos de recuperación nuevos para su cuenta. Los anteriores ya no sirven.',
  },
  recoveryCodeUsed: {
    ...factors,
    subject: (service: string) => `Se ha usado un código de recuperación en ${service}`,
    text: 'Se ha iniciado sesión en su cuenta con su contraseña y uno de sus códigos de recuperación. Ese código ya no sirve.',
  },
  factorsReset: {
    ...factors,
    text: 'Los responsables de este servidor han quitado el segundo paso de su cuenta. Ahora basta su contraseña para iniciar sesión, hasta que configure otro.',
    careful: 'Si no lo ha pedido usted, escriba a los responsables de este servidor.',
  },
} satisfies MailWords
