// Reading a person's form: what no browser sends is no reason for an error page.
import type { FastifyRequest } from 'fastify'
import { isRefusal } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import { formParams } from '../../form-body.ts'

/** Undefined for broken UTF-8, NUL, repeated or endless fields. */
export const readForm = (request: FastifyRequest): Params | undefined => {
  try {
    return formParams(request)
  } catch (error) {
    if (isRefusal(error) && error.code === 'invalid_request') return undefined
    throw error
  }
}
