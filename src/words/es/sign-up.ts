// Words of signing up, verifying an address, recovering a password and invitations, in Spanish.
import type { SignUpWords } from '../en/sign-up.ts'

export const signUp = {
  title: 'Crear una cuenta',
  noAccount: '¿Aún no tiene cuenta?',
  haveAccount: '¿Ya tiene una cuenta?',
  inviteOnly:
    'Aquí solo se crean cuentas por invitación. Si ha recibido una, abra el enlace del mensaje. Si no, pregunte a los responsables de este servidor o inicie sesión con una cuenta que ya tenga.',
  forgot: '¿Ha olvidado su contraseña?',
  noMail: 'Si ha olvidado su contraseña, pida una nueva a los responsables de este servidor.',

  lead: 'Primero comprobamos que la dirección de correo es suya.',
  badEmail: 'Esto no es una dirección de correo. Debería parecerse a nombre@ejemplo.es.',
  sentTitle: 'Mire su correo',
  sent: (email: string) => `Un mensaje va de camino a ${email}. Abra el enlace que contiene para continuar.`,
  sentHint:
    'Puede tardar unos minutos. Si no llega nada, mire en la carpeta de correo no deseado y compruebe la dirección de arriba.',
  sentAgain: 'Escribir la dirección de nuevo',
  forgotLead:
    'Escriba la dirección de correo de su cuenta. Le enviamos un enlace para establecer una contraseña nueva.',
  forgotButton: 'Enviar el enlace',
  forgotSent: (email: string) =>
    `Si hay una cuenta con la dirección ${email}, un mensaje va de camino. Abra el enlace que contiene para establecer una contraseña nueva.`,

  finishTitle: 'Su nueva cuenta',
  name: 'Su nombre',
  nameHint: 'Las aplicaciones pueden mostrarlo, si usted lo permite. Puede dejarlo vacío.',
  badName: 'Escriba una sola línea de 200 caracteres como máximo.',
  finishButton: 'Crear la cuenta',
  takenTitle: 'Ya tiene una cuenta',
  taken: 'Entretanto se ha creado una cuenta con esta dirección de correo. Inicie sesión con ella.',

  newPassword: 'Contraseña nueva',
  passwordHint: (least: number) =>
    `Al menos ${least} caracteres. Varias palabras seguidas son fáciles de recordar y difíciles de adivinar.`,
  passwordTooShort: (least: number) => `Esta contraseña es demasiado corta: necesita al menos ${least} caracteres.`,
  passwordTooLong: 'Esta contraseña es demasiado larga. Elija una más corta.',
  passwordWellKnown:
    'Muchas personas usan una contraseña así, por lo que es de las primeras que alguien probaría. Elija otra.',
  passwordPersonal:
    'Esta contraseña se compone de su nombre, de su dirección de correo o del nombre de este sitio. Elija otra.',
  resetTitle: 'Establecer una contraseña nueva',
  resetLead: 'Después se cerrará su sesión en todas partes, y las aplicaciones tendrán que pedirle permiso de nuevo.',
  resetButton: 'Establecer la contraseña',
  resetDoneTitle: 'Tiene una contraseña nueva',
  resetDone: 'Se ha cerrado su sesión en todas partes. Inicie sesión con la contraseña nueva.',

  goneTitle: 'Este enlace ya no funciona',
  gone: 'Ya se ha usado, es demasiado antiguo o uno más reciente ha ocupado su lugar.',
  goneFresh: 'Obtener un enlace nuevo',
  goneSecurity: 'Obtener un enlace nuevo en su cuenta',
  goneInvite: 'Pida una invitación nueva a los responsables de este servidor.',
  goneUsed: 'Si lo ha usado usted, todo está bien.',
  otherAccountTitle: 'Este enlace es para otra cuenta',
  otherAccount: 'Aquí ha iniciado sesión con una cuenta distinta. Cierre primero la sesión y vuelva a abrir el enlace.',

  toAccount: 'Ir a su cuenta',
  verifyTitle: 'Confirmar su dirección de correo',
  verify: (email: string) => `¿Es ${email} su dirección de correo?`,
  verifyButton: 'Sí, es la mía',
  verifiedTitle: 'Su dirección de correo está confirmada',
  verified: 'Gracias. Las aplicaciones que pueden leer su dirección de correo saben ahora que está confirmada.',
  newEmailTitle: 'Confirmar su nueva dirección de correo',
  newEmailQuestion: (email: string) => `¿Quiere que su cuenta use a partir de ahora la dirección de correo ${email}?`,
  newEmailButton: 'Usar esta dirección',
  newEmailDoneTitle: 'Su dirección de correo ha cambiado',
  newEmailDone: 'A partir de ahora, inicie sesión con la dirección nueva. Hemos avisado del cambio a la anterior.',
  addressTakenTitle: 'Esta dirección está en uso',
  addressTaken: 'Ahora otra cuenta usa esta dirección de correo, así que no se ha cambiado nada.',
  undoTitle: '¿No ha sido usted?',
  undoQuestion: (old: string, now: string) =>
    `La dirección de correo de su cuenta ha pasado de ${old} a ${now}. Si deshace el cambio, su cuenta vuelve a tener la dirección anterior, se cierra su sesión en todas partes y usted elige una contraseña nueva.`,
  undoButton: 'Deshacer el cambio',
  undoneTitle: 'El cambio se ha deshecho',
  undone:
    'Su dirección anterior vuelve a ser la suya y todas las sesiones se han cerrado. Puede que otra persona conozca su contraseña, así que establezca ahora una nueva.',

  passwordTitle: 'Contraseña',
  noPassword: 'Su cuenta aún no tiene contraseña.',
  currentPassword: 'Contraseña actual',
  wrongPassword: 'Esta no es su contraseña actual. Inténtelo de nuevo.',
  changePassword: 'Cambiar la contraseña',
  passwordEnds:
    'Si la cambia, su sesión sigue abierta aquí. En los demás sitios se cierra, y las aplicaciones que haya permitido allí tendrán que pedirle permiso de nuevo.',
  passwordChanged: 'Su contraseña ha cambiado.',
  emailTitle: 'Correo electrónico',
  isVerified: (email: string) => `Su dirección es ${email}. Está confirmada.`,
  isNotVerified: (email: string) => `Su dirección es ${email}. Todavía no está confirmada.`,
  newEmail: 'Nueva dirección de correo',
  sameEmail: 'Su cuenta ya tiene esta dirección.',
  changeEmail: 'Cambiar la dirección',
  changeEmailHint: 'Enviamos un enlace a la dirección nueva. Hasta que lo abra, sigue valiendo la anterior.',
  emailAsked: (email: string) =>
    `Un mensaje va de camino a ${email}. Abra el enlace que contiene para confirmar la dirección.`,
  askVerify: 'Enviar un enlace para confirmarla',
  noMailHere: 'Este servidor no puede enviar correo, así que solo sus responsables pueden cambiar la dirección.',
} satisfies SignUpWords
