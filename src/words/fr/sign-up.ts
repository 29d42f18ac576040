// Words of signing up, verifying an address, recovering a password and invitations, in French.
import type { SignUpWords } from '../en/sign-up.ts'

export const signUp = {
  title: 'Créer un compte',
  noAccount: 'Pas encore de compte ?',
  haveAccount: 'Vous avez déjà un compte ?',
  inviteOnly:
    'Ici, on ne crée de compte que sur invitation. Si vous en avez une, ouvrez le lien du message ; sinon, adressez-vous aux responsables de ce serveur, ou connectez-vous avec un compte existant.',
  forgot: 'Mot de passe oublié ?',
  noMail: 'Si vous avez oublié votre mot de passe, demandez-en un nouveau aux responsables de ce serveur.',

  lead: 'Nous vérifions d’abord que l’adresse e-mail est bien la vôtre.',
  badEmail: 'Ce n’est pas une adresse e-mail. Elle devrait ressembler à nom@exemple.fr.',
  sentTitle: 'Consultez votre messagerie',
  sent: (email: string) => `Un message est en route vers ${email}. Ouvrez le lien qu’il contient pour continuer.`,
  sentHint:
    'Cela peut prendre quelques minutes. Si rien n’arrive, regardez dans le dossier des indésirables et vérifiez l’adresse ci-dessus.',
  sentAgain: 'Saisir l’adresse à nouveau',
  forgotLead:
    'Saisissez l’adresse e-mail de votre compte. Nous vous envoyons un lien pour définir un nouveau mot de passe.',
  forgotButton: 'Envoyer le lien',
  forgotSent: (email: string) =>
    `S’il existe un compte avec l’adresse ${email}, un message est en route. Ouvrez le lien qu’il contient pour définir un nouveau mot de passe.`,

  finishTitle: 'Votre nouveau compte',
  name: 'Votre nom',
  nameHint: 'Les applications peuvent l’afficher, si vous le permettez. Vous pouvez laisser ce champ vide.',
  badName: 'Un nom tient sur une ligne de 200 caractères au plus.',
  finishButton: 'Créer le compte',
  takenTitle: 'Vous avez déjà un compte',
  taken: 'Il existe désormais un compte avec cette adresse e-mail. Connectez-vous avec celui-ci.',

  newPassword: 'Nouveau mot de passe',
  passwordHint: (least: number) =>
    `Au moins ${least} caractères. Plusieurs mots à la suite sont faciles à retenir et difficiles à deviner.`,
  passwordTooShort: (least: number) => `Ce mot de passe est trop court : il faut au moins ${least} caractères.`,
  passwordTooLong: 'Ce mot de passe est trop long.',
  passwordWellKnown:
    'Beaucoup de gens utilisent un mot de passe de ce genre ; il est donc parmi les premiers que l’on essaie. Veuillez en choisir un autre.',
  passwordPersonal:
    'Ce mot de passe se compose de votre nom, de votre adresse ou de la nôtre. Veuillez en choisir un autre.',
  resetTitle: 'Définir un nouveau mot de passe',
  resetLead: 'Vous serez ensuite déconnecté partout, et les applications devront vous demander à nouveau.',
  resetButton: 'Définir le mot de passe',
  resetDoneTitle: 'Vous avez un nouveau mot de passe',
  resetDone: 'Vous avez été déconnecté partout. Connectez-vous avec votre nouveau mot de passe.',

  goneTitle: 'Ce lien ne fonctionne plus',
  gone: 'Il a déjà servi, il est trop ancien, ou un plus récent l’a remplacé.',
  goneFresh: 'Obtenir un nouveau lien',
  goneSecurity: 'Obtenir un nouveau lien sur la page de votre compte',
  goneInvite: 'Demandez une nouvelle invitation aux responsables de ce serveur.',
  goneUsed: 'Si c’est vous qui l’avez utilisé, tout va bien.',

  toAccount: 'Vers votre compte',
  verifyTitle: 'Confirmer votre adresse e-mail',
  verify: (email: string) => `L’adresse ${email} est-elle la vôtre ?`,
  verifyButton: 'Oui, c’est la mienne',
  verifiedTitle: 'Votre adresse e-mail est confirmée',
  verified: 'Merci. Les applications qui peuvent lire votre adresse e-mail savent maintenant qu’elle est confirmée.',
  newEmailTitle: 'Confirmer votre nouvelle adresse e-mail',
  newEmailQuestion: (email: string) => `Votre compte doit-il avoir désormais l’adresse e-mail ${email} ?`,
  newEmailButton: 'Utiliser cette adresse',
  newEmailDoneTitle: 'Votre adresse e-mail a été modifiée',
  newEmailDone: 'Connectez-vous désormais avec la nouvelle adresse. Nous avons prévenu l’ancienne de la modification.',
  addressTakenTitle: 'Cette adresse est déjà utilisée',
  addressTaken: 'Un autre compte a désormais cette adresse e-mail ; rien n’a donc été modifié.',
  undoTitle: 'Ce n’était pas vous ?',
  undoQuestion: (old: string, now: string) =>
    `L’adresse e-mail de votre compte est passée de ${old} à ${now}. Si vous annulez, l’ancienne adresse est rétablie, vous êtes déconnecté partout et vous choisissez un nouveau mot de passe.`,
  undoButton: 'Annuler la modification',

  passwordTitle: 'Mot de passe',
  noPassword: 'Votre compte n’a pas encore de mot de passe.',
  currentPassword: 'Mot de passe actuel',
  wrongPassword: 'Ce n’est pas votre mot de passe actuel.',
  changePassword: 'Changer le mot de passe',
  passwordEnds:
    'Vous restez connecté ici. Partout ailleurs, vous êtes déconnecté, et les applications que vous y avez autorisées devront vous demander à nouveau.',
  passwordChanged: 'Votre mot de passe a été modifié.',
  emailTitle: 'Adresse e-mail',
  isVerified: (email: string) => `Votre adresse est ${email}. Elle est confirmée.`,
  isNotVerified: (email: string) => `Votre adresse est ${email}. Personne ne l’a encore confirmée.`,
  newEmail: 'Nouvelle adresse e-mail',
  sameEmail: 'Votre compte a déjà cette adresse.',
  changeEmail: 'Changer l’adresse',
  changeEmailHint:
    'Nous envoyons un lien à la nouvelle adresse. L’ancienne reste valable tant que vous ne l’avez pas ouvert.',
  emailAsked: (email: string) =>
    `Un message est en route vers ${email}. Ouvrez le lien qu’il contient pour confirmer l’adresse.`,
  askVerify: 'Envoyer un lien pour la confirmer',
  noMailHere: 'Ce serveur ne peut pas envoyer d’e-mails ; seuls ses responsables peuvent donc changer l’adresse.',
} satisfies SignUpWords
