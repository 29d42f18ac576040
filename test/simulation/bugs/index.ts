// Every seeded bug, in one list.
import { accountBugs } from './account-bugs.ts'
import { codeBugs } from './code-bugs.ts'
import { refreshBugs } from './refresh-bugs.ts'
import { secretBugs } from './secret-bugs.ts'
import type { Bug } from './tampering.ts'

export const bugs: readonly Bug[] = [...codeBugs, ...refreshBugs, ...accountBugs, ...secretBugs]
