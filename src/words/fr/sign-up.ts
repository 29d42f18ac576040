// Words of signing up, verifying an address, recovering a password and invitations, in French.
import type { SignUpWords } from '../en/sign-up.ts'

export const signUp = {
  title: 'Créer un compte',
  noAccount: 'Pas encore de compte ?',
  haveAccount: 'Vous avez déjà un compte ?',
  inviteOnly:
    'Ici, on ne crée de compte que sur invitation. Si vous en avez reçu une, ouvrez le lien de l’e-mail. Sinon, adressez-vous aux responsables de ce serveur, ou connectez-vous avec un compte existant.',
  forgot: 'Mot de passe oublié ?',
  noMail: 'Si vous avez oublié votre mot de passe, demandez-en un nouveau aux responsables de ce serveur.',

  lead: 'Nous vérifions d’abord que l’adresse e-mail est bien la vôtre.',
  badEmail: 'Ce n’est pas une adresse e-mail. Elle devrait ressembler à nom@exemple.fr.',
  sentTitle: 'Consultez votre messagerie',
  sent: (email: string) => `Un e-mail est en route vers ${email}. Ouvrez le lien qu’il contient pour continuer.`,
  sentHint:
    'Cela peut prendre quelques minutes. Si rien n’arrive, regardez dans le dossier des courriers indésirables et vérifiez l’adresse ci-dessus.',
  sentAgain: 'Saisir l’adresse à nouveau',
  forgotLead:
    'Saisissez l’adresse e-mail de votre compte. Nous vous envoyons un lien pour définir un nouveau mot de passe.',
  forgotButton: 'Envoyer le lien',
  forgotSent: (email: string) =>
    `S’il existe un compte avec l’adresse ${email}, un e-mail est en route. Ouvrez le lien qu’il contient pour définir un nouveau mot de passe.`,

  finishTitle: 'Votre nouveau compte',
  name: 'Votre nom',
  nameHint: 'Les applications peuvent l’afficher, si vous le permettez. Vous pouvez laisser ce champ vide.',
  badName: 'Saisissez une seule ligne de 200 caractères au plus.',
  finishButton: 'Créer le compte',
  takenTitle: 'Vous avez déjà un compte',
  taken: 'Entre-temps, un compte a été créé avec cette adresse e-mail. Connectez-vous avec celui-ci.',

  newPassword: 'Nouveau mot de passe',
  passwordHint: (least: number) =>
    `Au moins ${least} caractères. Plusieurs mots à la suite sont faciles à retenir et difficiles à deviner.`,
  passwordTooShort: (least: number) => `Ce mot de passe est trop court : il faut au moins ${least} caractères.`,
  passwordTooLong: 'Ce mot de passe est trop long. Veuillez en choisir un plus court.',
  passwordWellKnown:
    'Beaucoup de gens utilisent un mot de passe de ce genre ; il est donc parmi les premiers que l’on essaie. Veuillez en choisir un autre.',
  passwordPersonal:
    'Ce mot de passe se compose de votre nom, de votre adresse e-mail ou du nom de ce site. Veuillez en choisir un autre.',
  resetTitle: 'Définir un nouveau mot de passe',
  resetLead: 'Toutes vos sessions seront ensuite fermées, et les applications devront vous redemander l’autorisation.',
  resetButton: 'Définir le mot de passe',
  resetDoneTitle: 'Vous avez un nouveau mot de passe',
  resetDone: 'Toutes vos sessions ont été fermées. Connectez-vous avec votre nouveau mot de passe.',

  goneTitle: 'Ce lien ne fonctionne plus',
  gone: 'Il a déjà servi, il est trop ancien, ou un plus récent l’a remplacé.',
  goneFresh: 'Obtenir un nouveau lien',
  goneSecurity: 'Obtenir un nouveau lien dans votre compte',
  goneInvite: 'Demandez une nouvelle invitation aux responsables de ce serveur.',
  goneUsed: 'Si c’est vous qui l’avez utilisé, tout va bien.',
  otherAccountTitle: 'Ce lien est destiné à un autre compte',
  otherAccount:
    'Ici, vous êtes connecté à un compte différent. Déconnectez-vous d’abord, puis ouvrez à nouveau le lien.',

  toAccount: 'Vers votre compte',
  verifyTitle: 'Confirmer votre adresse e-mail',
  verify: (email: string) => `L’adresse ${email} est-elle la vôtre ?`,
  verifyButton: 'Oui, c’est la mienne',
  verifiedTitle: 'Votre adresse e-mail est confirmée',
  verified: 'Merci. Les applications qui peuvent lire votre adresse e-mail savent maintenant qu’elle est confirmée.',
  newEmailTitle: 'Confirmer votre nouvelle adresse e-mail',
  newEmailQuestion: (email: string) => `Votre compte doit-il désormais utiliser l’adresse e-mail ${email} ?`,
  newEmailButton: 'Utiliser cette adresse',
  newEmailDoneTitle: 'Votre adresse e-mail a été modifiée',
  newEmailDone: 'Connectez-vous désormais avec la nouvelle adresse. Nous avons signalé la modification à l’ancienne.',
  addressTakenTitle: 'Cette adresse est déjà utilisée',
  addressTaken: 'Un autre compte utilise maintenant cette adresse e-mail ; rien n’a donc été modifié.',
  undoTitle: 'Ce n’était pas vous ?',
  undoQuestion: (old: string, now: string) =>
    `L’adresse e-mail de votre compte est passée de ${old} à ${now}. Si vous annulez cette modification, l’ancienne adresse est rétablie, toutes vos sessions sont fermées et vous choisissez un nouveau mot de passe.`,
  undoButton: 'Annuler la modification',
  undoneTitle: 'La modification est annulée',
  undone:
    'Votre ancienne adresse est rétablie et toutes les connexions sont terminées. Quelqu’un d’autre connaît peut-être votre mot de passe : définissez-en un nouveau maintenant.',

  passwordTitle: 'Mot de passe',
  noPassword: 'Votre compte n’a pas encore de mot de passe.',
  currentPassword: 'Mot de passe actuel',
  wrongPassword: 'Ce n’est pas votre mot de passe actuel. Veuillez réessayer.',
  changePassword: 'Changer le mot de passe',
  passwordEnds:
    'Si vous le changez, votre session reste ouverte ici. Partout ailleurs, elle est fermée, et les applications que vous y avez autorisées devront vous redemander l’autorisation.',
  passwordChanged: 'Votre mot de passe a été modifié.',
  emailTitle: 'Adresse e-mail',
  isVerified: (email: string) => `Votre adresse est ${email}. Elle est confirmée.`,
  isNotVerified: (email: string) => `Votre adresse est ${email}. Elle n’est pas encore confirmée.`,
  newEmail: 'Nouvelle adresse e-mail',
  sameEmail: 'Votre compte a déjà cette adresse.',
  changeEmail: 'Changer l’adresse',
  changeEmailHint:
    'Nous envoyons un lien à la nouvelle adresse. L’ancienne reste valable tant que vous ne l’avez pas ouvert.',
  emailAsked: (email: string) =>
    `Un e-mail est en route vers ${email}. Ouvrez le lien qu’il contient pour confirmer l’adresse.`,
  askVerify: 'Envoyer un lien pour la confirmer',
  noMailHere: 'Ce serveur ne peut pas envoyer d’e-mails ; seuls ses responsables peuvent donc changer l’adresse.',
} satisfies SignUpWords
