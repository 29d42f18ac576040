// Words of second factors and passkeys, in Spanish.
import type { FactorWords } from '../en/factors.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('es')

export const factors = {
  oneMoreStep: 'Un paso más',
  asAccount: (email: string) => `Está iniciando sesión como ${email}.`,
  appAsksForMore: (app: string) => `${app} pide una prueba más de que es usted.`,
  code: 'Código de su aplicación de códigos',
  codeHint: 'Seis cifras. Cambian cada medio minuto.',
  usePasskey: 'Usar una llave de acceso',
  logInWithPasskey: 'Iniciar sesión con una llave de acceso',
  passkeyFailed: 'No ha funcionado o se ha cancelado. Inténtelo de nuevo o use otra forma.',
  passkeyNeedsScript: 'Las llaves de acceso solo funcionan si JavaScript está activado en su navegador.',
  noPhone: 'No tengo mi dispositivo a mano',
  recoveryCode: 'Código de recuperación',
  recoveryCodeHint: 'Uno de los códigos que guardó al configurarlo. Cada uno sirve una vez.',
  useRecoveryCode: 'Usar este código de recuperación',
  lostAll:
    'Si ha perdido todo esto, diríjase a los responsables de este servidor. Pueden quitar el segundo paso cuando se hayan asegurado de que es usted.',
  missingCode: 'Escriba un código.',
  wrongCode:
    'Este no es el código correcto. Mire otra vez su aplicación de códigos: el código cambia cada medio minuto.',
  usedCode: 'Este código ya se ha usado. Espere al siguiente.',
  wrongRecoveryCode: 'No es ninguno de sus códigos de recuperación, o ya se ha usado. Pruebe con otro.',
  wrongPasskey: 'Esta llave de acceso no se ha aceptado. Inicie sesión de otra forma.',
  neededTitle: 'Hace falta una prueba más',
  neededLead: (app: string) =>
    `En ${app} tiene que demostrar de dos formas que es usted. Por ahora tiene una: su contraseña.`,
  neededHow: 'Puede configurar una segunda ahora. Tarda un minuto, y después vuelve aquí.',
  ratherNot: '¿Prefiere no hacerlo ahora?',
  sectionTitle: 'Segundo paso',
  isOn: 'Quien conozca su contraseña no puede iniciar sesión sin uno de estos medios.',
  isOff: 'Con un segundo paso, su contraseña por sí sola ya no basta para iniciar sesión.',
  app: 'Aplicación de códigos',
  appLead:
    'Una aplicación de su teléfono muestra cada medio minuto un código nuevo, que usted escribe después de la contraseña.',
  setUpApp: 'Configurar una aplicación de códigos',
  weakElsewhere:
    'En otros lugares ha iniciado sesión sin un segundo paso. Si no siempre ha sido usted, cierre esas sesiones.',
  removeApp: 'Quitar la aplicación de códigos',
  passkeys: 'Llaves de acceso',
  passkeyLead:
    'Una llave de acceso es una clave guardada en su teléfono, su equipo o su llave de seguridad. Con ella inicia sesión con el dedo, la cara o un PIN en vez de una contraseña, y ninguna página falsa puede robarla.',
  addPasskey: 'Añadir una llave de acceso',
  noPasskeysHere:
    'Las llaves de acceso no funcionan aquí: este navegador, o la dirección de este servidor, no las permite.',
  synced: 'en todos sus dispositivos',
  onOneDevice: 'en un dispositivo',
  neverUsed: 'no se ha usado nunca',
  lastUsed: (ago: string) => `último uso: ${ago}`,
  change: 'Cambiar',
  lookAtPasskey: (name: string) => `Cambiar la llave de acceso ${name}`,
  recoveryCodes: 'Códigos de recuperación',
  codesLeft: (count: number) =>
    count === 0
      ? 'No queda ningún código. Cree otros nuevos para poder iniciar sesión sin su teléfono.'
      : plural(count, {
          one: 'Queda # código. Con él puede iniciar sesión sin su teléfono.',
          other: 'Quedan # códigos. Con ellos puede iniciar sesión sin su teléfono.',
        }),
  newCodes: 'Crear códigos de recuperación nuevos',
  appRemoved: 'La aplicación de códigos se ha quitado.',
  appIsThere: 'Ya tiene una aplicación de códigos. Quítela primero si quiere otra.',
  installApp:
    'Instale una aplicación de códigos en su teléfono si no tiene ninguna; las tiendas la llaman «authenticator». Muchos gestores de contraseñas también sirven.',
  scanPicture: 'Escanee con ella esta imagen.',
  pictureLabel: 'Una imagen (código QR) para su aplicación de códigos',
  cannotScan: 'No puedo escanearla',
  typeSecret: 'En su lugar, escriba esta clave en la aplicación:',
  firstCode: 'El código que la aplicación muestra ahora',
  turnOn: 'Activar',
  wrongFirstCode:
    'La aplicación debería mostrar otro código. Mire otra vez y compruebe que el reloj de su teléfono va bien.',
  appAdded: 'La aplicación de códigos está configurada.',
  keepCodes:
    'Si pierde su teléfono, puede iniciar sesión con estos códigos. Cada uno sirve una vez. Guárdelos donde solo usted los encuentre.',
  shownOnce: 'Solo se muestran esta vez.',
  download: 'Guardar en un archivo',
  print: 'Imprimir',
  keptThem: 'Los he guardado',
  recoveryCodesFor: (email: string, server: string) =>
    `Códigos de recuperación de ${email} en ${server}. Cada uno sirve una vez.`,
  isSetUp: 'Ya está configurado',
  isSetUpLead: 'Desde ahora puede demostrar de dos formas que es usted.',
  passkeyName: 'Nombre de esta llave de acceso',
  passkeyNameHint: 'Para que la reconozca más adelante.',
  makePasskey: 'Crear una llave de acceso',
  badName: (most: number) => `Escriba una sola línea de ${most} caracteres como máximo.`,
  passkeyNotAdded: 'La llave de acceso no se ha podido añadir. Inténtelo de nuevo.',
  passkeyIsThere:
    'Este dispositivo ya tiene una llave de acceso para su cuenta, o tiene usted demasiadas. En ese caso, quite antes una.',
  passkeyAdded: (name: string) => `La llave de acceso ${name} se ha añadido.`,
  passkeyRenamed: (name: string) => `La llave de acceso se llama ahora ${name}.`,
  passkeyRemoved: (name: string) =>
    `La llave de acceso ${name} se ha quitado. También puede borrarla en su dispositivo.`,
  syncedLong: 'Su proveedor la mantiene en todos sus dispositivos y la recupera si pierde uno.',
  onOneDeviceLong: 'Está solo en un dispositivo, y se pierde con él.',
  removePasskey: 'Quitar esta llave de acceso',
  removePasskeyWhat: 'Después, nadie podrá iniciar sesión con ella.',
} satisfies FactorWords
