// Words of mails, in French.
import type { MailWords } from '../en/mail.ts'
import { formatsOf } from '../format.ts'

const { lasting } = formatsOf('fr')

const factors = {
  subject: (service: string) => `Votre façon de vous connecter à ${service} a été modifiée`,
  button: 'Vérifier la sécurité de mon compte',
  careful:
    'Si ce n’était pas vous, ouvrez cette page immédiatement : changez votre mot de passe, retirez ce qui n’est pas à vous et fermez toutes les autres sessions. Si vous ne pouvez plus vous connecter, écrivez aux responsables de ce serveur.',
}

export const mail = {
  hello: (name: string) => `Bonjour ${name},`,
  helloNobody: 'Bonjour,',
  linkWorks: (seconds: number) => `Le lien fonctionne une seule fois, pendant ${lasting(seconds)}.`,
  copyLink: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
  sentBy: (service: string) => `${service} a envoyé cet e-mail automatiquement. Personne ne lit les réponses.`,
  signUp: {
    subject: (service: string) => `Votre nouveau compte sur ${service}`,
    text: 'Vous avez demandé un compte avec cette adresse e-mail. Pour continuer, choisissez un mot de passe.',
    button: 'Créer votre compte',
    careful:
      'Si ce n’était pas vous, ne faites rien : sans le lien, personne ne peut créer de compte avec votre adresse.',
  },
  accountExists: {
    subject: (service: string) => `Vous avez un compte sur ${service}`,
    text: 'Vous avez demandé un nouveau compte avec cette adresse e-mail, mais il en existe déjà un. Connectez-vous avec celui-ci. Si vous avez oublié votre mot de passe, définissez-en un nouveau.',
    button: 'Définir un nouveau mot de passe',
    careful: 'Si ce n’était pas vous, ne faites rien : votre compte est inchangé.',
  },
  invite: {
    subject: (service: string) => `Invitation à rejoindre ${service}`,
    text: 'Les responsables de ce serveur vous invitent à créer un compte avec cette adresse e-mail.',
    button: 'Créer votre compte',
    careful: 'Si vous ne savez pas de quoi il s’agit, ne faites rien.',
  },
  verifyEmail: {
    subject: (service: string) => `Confirmez votre adresse e-mail sur ${service}`,
    text: 'Veuillez confirmer que cette adresse e-mail est la vôtre.',
    button: 'Confirmer l’adresse',
    careful: 'Si ce n’était pas vous, ne faites rien.',
  },
  resetPassword: {
    subject: (service: string) => `Un nouveau mot de passe pour ${service}`,
    text: 'Vous avez demandé à définir un nouveau mot de passe. Ensuite, toutes vos sessions seront fermées, et les applications devront vous redemander l’autorisation.',
    button: 'Définir un nouveau mot de passe',
    careful: 'Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.',
  },
  passwordChanged: {
    subject: (service: string) => `Votre mot de passe sur ${service} a été modifié`,
    text: 'Le mot de passe de votre compte a été modifié.',
    careful:
      'Si ce n’était pas vous, définissez-en un nouveau immédiatement : choisissez « Mot de passe oublié ? » à la connexion.',
  },
  changeEmail: {
    subject: (service: string) => `Confirmez votre nouvelle adresse e-mail sur ${service}`,
    text: 'Vous avez demandé à utiliser désormais cette adresse e-mail pour votre compte. Veuillez la confirmer. En attendant, l’ancienne reste valable.',
    button: 'Confirmer la nouvelle adresse',
    careful: 'Si ce n’était pas vous, ne faites rien : rien ne changera.',
  },
  addressTaken: {
    subject: (service: string) => `Votre adresse e-mail sur ${service}`,
    text: 'Quelqu’un a voulu utiliser cette adresse e-mail pour un autre compte. Elle appartient au vôtre ; rien n’a donc été modifié.',
    careful: 'Si c’était vous, connectez-vous avec le compte qui a cette adresse.',
  },
  emailChanged: {
    subject: (service: string) => `Votre adresse e-mail sur ${service} a été modifiée`,
    text: (email: string) =>
      `L’adresse de votre compte est maintenant ${email}. Si c’était vous, il n’y a rien à faire.`,
    button: 'Ce n’était pas moi',
    careful:
      'Si ce n’était pas vous, annulez la modification : toutes vos sessions seront fermées, et vous choisirez un nouveau mot de passe que personne d’autre ne connaît.',
  },
  emailMoved: {
    subject: (service: string) => `Votre adresse e-mail sur ${service} a été modifiée`,
    text: (email: string) =>
      `L’adresse de votre compte est maintenant ${email}. Si c’était vous, il n’y a rien à faire.`,
    careful: 'Si ce n’était pas vous, écrivez aux responsables de ce serveur.',
  },
  theft: {
    subject: (service: string) => `Nous avons mis fin à l’accès d’une application à votre compte sur ${service}`,
    text: (app: string) =>
      `Ce que l’application « ${app} » conservait pour vous a été utilisé deux fois ; quelqu’un d’autre en a peut-être une copie. Nous avons aussitôt mis fin à son accès. Votre mot de passe n’est pas concerné.`,
    button: 'Voir ce qui s’est passé',
    careful:
      'Vous pouvez autoriser de nouveau l’application à tout moment. Si cela se reproduit, ne l’utilisez plus sur cet appareil.',
  },
  codesAppAdded: {
    ...factors,
    text: 'Une application de codes a été configurée pour votre compte. Ses codes sont désormais demandés à la connexion.',
  },
  codesAppRemoved: {
    ...factors,
    text: 'L’application de codes a été retirée de votre compte. Ses codes ne sont plus demandés.',
  },
  passkeyAdded: {
    ...factors,
    text: 'Une clé d’accès a été ajoutée à votre compte. Qui la possède peut se connecter avec elle.',
  },
  passkeyRemoved: {
    ...factors,
    text: 'Une clé d’accès a été retirée de votre compte. Plus personne ne peut se connecter avec elle.',
  },
  recoveryCodesMade: {
    ...factors,
    text: 'De nouveaux codes de secours ont été créés pour votre compte. Les précédents ne fonctionnent plus.',
  },
  recoveryCodeUsed: {
    ...factors,
    subject: (service: string) => `Un code de secours a été utilisé sur ${service}`,
    text: 'Votre mot de passe et l’un de vos codes de secours ont servi à se connecter à votre compte. Ce code ne fonctionne plus.',
  },
  factorsReset: {
    ...factors,
    text: 'Les responsables de ce serveur ont retiré la seconde étape de votre compte. Votre mot de passe suffit maintenant pour vous connecter, jusqu’à ce que vous en configuriez une nouvelle.',
    careful: 'Si vous ne l’avez pas demandé, écrivez aux responsables de ce serveur.',
  },
} satisfies MailWords
