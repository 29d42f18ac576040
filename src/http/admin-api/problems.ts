// Problems: every error of the admin API as a document that programs can read (RFC 9457, RFC 6750 §3).
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OperatorProblem, type ProblemKind } from '../../flows/operator/index.ts'
import type { OAuthError } from '../../protocol/errors.ts'
import { asRefusal } from '../errors.ts'
import type { HttpParts } from '../parts.ts'
import type { NoteRefusal } from '../refusals.ts'

/** Where the request is wrong, as a JSON pointer into the part of it that is named (RFC 6901). */
export type Wrong = Readonly<{ in: string; pointer: string; detail: string }>

const titles: Readonly<Record<number, string>> = {
  400: 'The request is wrong',
  401: 'An access token is needed',
  403: 'The access token does not allow this',
  404: 'There is nothing here',
  405: 'This method is not known here',
  409: 'This cannot be done as things are',
  412: 'Somebody changed it meanwhile',
  413: 'The request is too large',
  415: 'This content type is not known here',
  422: 'What was asked for does not work',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'The server is busy or being restored',
}

const statusOf: Readonly<Record<ProblemKind, number>> = { 'wrong-use': 422, failed: 409, 'not-found': 404, stale: 412 }

export const problemErrors = (app: FastifyInstance, parts: HttpParts, noteRefusal: NoteRefusal): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof OperatorProblem) return sendProblem(reply, statusOf[error.kind], sentence(error.message))
    if (error.validation !== undefined)
      return sendProblem(reply, 400, 'The request does not fit its schema.', wrongOf(error))
    const refusal = asRefusal(error, parts)
    if (refusal.code === 'server_error') request.log.error({ err: error }, 'unexpected error')
    return refuse(request, reply, refusal, noteRefusal)
  })
}

const refuse = (
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: OAuthError,
  noteRefusal: NoteRefusal,
): FastifyReply => {
  const reference = noteRefusal(request, reply, refusal)
  const challenge = challengeOf(request, refusal)
  if (challenge !== undefined) reply.header('www-authenticate', challenge)
  return sendProblem(reply, refusal.status, refusal.message, undefined, reference)
}

/** RFC 6750 §3: whoever sent no token learns only that one is needed, and for what. */
const challengeOf = (request: FastifyRequest, { code, message }: OAuthError): string | undefined => {
  const { scope } = request.routeOptions.config as Readonly<{ scope?: string }>
  const wanted = scope === undefined ? '' : `scope="${scope}"`
  if (code === 'missing_token') return `Bearer ${wanted}`.trim()
  if (code !== 'invalid_token' && code !== 'insufficient_scope') return undefined
  return [`Bearer error="${code}"`, `error_description="${message}"`, wanted].filter((part) => part !== '').join(', ')
}

const sendProblem = (
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: readonly Wrong[],
  reference?: string,
): FastifyReply =>
  reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      // RFC 9457 §4.2.1: about:blank says that the status is all there is to know of its kind.
      type: 'about:blank',
      title: titles[status] ?? 'The request was refused',
      ...{ status, detail, errors, reference },
    })

const wrongOf = ({ validation, validationContext = 'body' }: FastifyError): readonly Wrong[] =>
  (validation ?? []).slice(0, 20).map(({ instancePath, message, params }) => ({
    in: validationContext,
    pointer: instancePath,
    detail: [
      message ?? 'is wrong',
      params.additionalProperty,
      (params.allowedValues as unknown[] | undefined)?.join(', '),
    ]
      .filter((part) => part !== undefined)
      .join(': '),
  }))

const sentence = (line: string): string => `${line.charAt(0).toUpperCase()}${line.slice(1)}.`
