// Writes test/TRACEABILITY.md: `npm run traceability`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { traceabilityPage } from './page.ts'

writeFileSync(join(import.meta.dirname, '../TRACEABILITY.md'), traceabilityPage())
