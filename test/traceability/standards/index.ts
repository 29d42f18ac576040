// All standards whose demands are traced, in the order of the page.
import type { Standard } from '../requirement.ts'
import { rfc7636 } from './rfc-7636.ts'

export const standards: readonly Standard[] = [rfc7636]
