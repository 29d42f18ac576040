// Words of the account's own pages, in Spanish.
import type { AccountWords } from '../en/account.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('es')

export const account = {
  nav: {
    label: 'Su cuenta',
    profile: 'Perfil',
    security: 'Seguridad',
    devices: 'Dispositivos',
    connectedApps: 'Aplicaciones conectadas',
    yourApps: 'Sus aplicaciones',
    administration: 'Administración',
  },
  toYourAccount: 'para ver su cuenta',
  prove: 'Antes de continuar, inicie sesión una vez más para confirmar que es usted.',
  notYou: '¿No es usted? Cerrar sesión',
  stillHere: 'Ha iniciado sesión. Lo que escribió sigue aquí: revíselo y envíelo de nuevo.',
  previousPage: 'Página anterior',
  nextPage: 'Página siguiente',

  // Profile.
  profileLead: 'Las aplicaciones solo ven esto si usted se lo permite.',
  emailAddress: 'Correo electrónico',
  emailElsewhere: 'Cambiarlo en «Seguridad»',
  memberSince: (date: string) => `Su cuenta se creó el ${date}.`,
  name: 'Nombre visible',
  nameHint: 'El nombre que muestran las aplicaciones. Elija el que prefiera.',
  givenName: 'Nombre de pila',
  familyName: 'Apellidos',
  birthdate: 'Fecha de nacimiento',
  birthdateHint: 'Año, mes y día, con la forma 1990-12-31. También basta el año.',
  website: 'Sitio web',
  websiteHint: 'Una dirección que empieza por https://',
  zone: 'Zona horaria',
  notSaid: 'Sin indicar',
  pagesIn: 'Idioma de estas páginas y de los correos',
  asBrowser: 'El de mi navegador',
  saved: 'Su perfil se ha guardado.',
  badLine: (most: string) => `Escriba una sola línea de ${most} caracteres como máximo.`,
  badBirthdate: 'Ese día no existe. Escríbalo con la forma 1990-12-31.',
  badWebsite: 'Escriba una dirección web que empiece por https://.',
  badChoice: 'Elija una opción de la lista.',
  yourData: 'Sus datos',
  exportLead: 'Un archivo con todo lo que se guarda aquí sobre usted. Antes tendrá que iniciar sesión una vez más.',
  exportAccount: 'Exportar mi cuenta',
  exportButton: 'Descargar el archivo',
  exportWhat:
    'El archivo contiene lo que se sabe de usted, dónde tiene la sesión iniciada, qué permitió a cada aplicación y qué ocurrió últimamente. No contiene contraseñas. Guárdelo en un lugar seguro.',

  // Devices.
  devicesLead: 'Tiene la sesión iniciada en estos dispositivos.',
  thisDevice: 'este dispositivo',
  programOn: (program: string, system: string) => `${program} en ${system}`,
  unknownProgram: 'Un programa desconocido',
  lastSeen: 'Última actividad',
  loggedInSince: 'Inicio de sesión',
  fromAddress: 'Dirección IP',
  endDevice: 'Cerrar sesión allí',
  endOthers: 'Cerrar sesión en todos los demás',
  whatDeviceEnds:
    'Las aplicaciones que usa allí también pierden el acceso, salvo las que autorizó a seguir conectadas en su ausencia. Puede desconectarlas en «Aplicaciones conectadas».',
  deviceEnded: 'La sesión se ha cerrado allí.',
  othersEnded: 'La sesión se ha cerrado en todos los demás dispositivos.',
  deviceGone: 'La sesión ya estaba cerrada allí.',

  // Connected apps.
  appsLead: 'Estas aplicaciones pueden usar su cuenta.',
  noApps:
    'Ninguna aplicación puede usar su cuenta. Cuando inicie sesión en una aplicación con esta cuenta, la encontrará aquí.',
  itMay: 'Esta aplicación puede',
  atApis: 'En estos servicios',
  allowedSince: 'Permitida desde',
  lastUsed: 'Último uso',
  notInUse: 'No está en uso ahora.',
  leadsTo: 'Le lleva a',
  onDevice: 'un dispositivo que conectó con un código',
  allowedUntil: 'Permitida hasta',
  untilYouEnd: 'que usted la desconecte',
  howKnown: 'Quién responde por ella',
  disconnect: 'Desconectar',
  whatEnds: 'Si la desconecta',
  endsAccess: 'pierde el acceso al instante, en todos los dispositivos donde la usa,',
  endsConsent: 'tendrá que volver a pedirle permiso antes de usar su cuenta, y',
  keepsData: 'conserva lo que haya guardado: pida a quienes hacen la aplicación que lo borren.',
  disconnected: (app: string) => `${app} está desconectada.`,
  wasNotConnected: 'Esta aplicación ya no estaba conectada.',

  // Deleting.
  deleteLead: 'Todo lo que se guarda aquí sobre usted se elimina para siempre.',
  deleteAccount: 'Eliminar mi cuenta',
  deleteWhat: 'Qué ocurre entonces',
  deleteLogsOut: 'Se cierra su sesión en todas partes.',
  deleteDisconnects: 'Todas las aplicaciones pierden el acceso a su cuenta. Conservan lo que hayan guardado.',
  deleteNoWayBack:
    'Nadie puede recuperar la cuenta. Una nueva con la misma dirección de correo es otra cuenta para las aplicaciones.',
  deleteApps: (count: number) =>
    plural(count, {
      one: 'La aplicación que registró aquí deja de funcionar para todos. Si aún hace falta, cédala antes a alguien.',
      other:
        'Las # aplicaciones que registró aquí dejan de funcionar para todos. Si aún hacen falta, cédalas antes a alguien.',
    }),
  typeEmail: (email: string) => `Para confirmar, escriba su dirección de correo: ${email}`,
  otherEmail: 'No es la dirección de esta cuenta, así que no se ha eliminado nada. Escríbala de nuevo.',
  lastAdmin: 'Nadie más que usted puede administrar este servidor. Dé antes ese rol a otra persona.',
  deleteForEver: 'Eliminar mi cuenta para siempre',
  deleted: 'Su cuenta se ha eliminado',
  deletedWhat: 'Su sesión está cerrada en todas partes y aquí ya no se guarda nada sobre usted.',
} satisfies AccountWords
