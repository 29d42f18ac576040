// The command that invites somebody to make an account, by mail or by a link that the operator hands over.
import type { Invitation } from '../flows/operator/invitations.ts'
import { type Command, operatorCommand } from './command.ts'
import { argument, flagOption, listOption, many, textOption } from './options.ts'

type Output = Readonly<{ email: string; expires_at: string; link: string | null }>

export const inviteUser: Command = operatorCommand<Invitation, Output>({
  name: 'users invite',
  summary: 'invite somebody to make an account (SIGN_UP=invite); the link works once',
  examples: [
    'countersign users invite ada@example.org --name Ada --language fr',
    'countersign users invite ada@example.org --link      # prints the link instead of sending it',
  ],
  define: (command) =>
    command
      .argument('<email>', 'e-mail address')
      .option('--name <name>', 'name, which the person can change')
      .option('--role <role>', 'role of the account; may be repeated', many)
      .option('--language <tag>', 'language of the mail, such as de')
      .option('--link', 'print the link; the address then counts as not confirmed'),
  prepare: (given) => ({
    email: argument(given, 0),
    name: textOption(given, 'name') ?? null,
    roles: listOption(given, 'role'),
    language: textOption(given, 'language') ?? null,
    byHand: flagOption(given, 'link'),
  }),
  run: async ({ operator }, invitation) => {
    const { email, expiresAt, link } = await operator.invite(invitation)
    return { email, expires_at: expiresAt.toISOString(), link }
  },
  print: ({ email, expires_at, link }) => link ?? `${email} was invited; the link works until ${expires_at}`,
})
