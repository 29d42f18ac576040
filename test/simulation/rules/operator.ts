// What should happen when an operator disables somebody or something, or sets a password: everything ends at once, for good.
import {
  type App,
  dropUnspentCodes,
  end,
  type Family,
  type Login,
  type Model,
  type Person,
  type Turn,
} from '../model.ts'

const endFamilies = ({ model, now }: Turn, reason: string, which: (family: Family) => boolean): void => {
  for (const family of model.families.values()) if (which(family)) end(family, reason, now)
}

const endSessions = (model: Model, which: (session: Login) => boolean): void => {
  for (const [id, session] of model.sessions) if (which(session)) model.sessions.delete(id)
}

const endPerson = (turn: Turn, { sub }: Person, reason: string): void => {
  endSessions(turn.model, (session) => session.sub === sub)
  dropUnspentCodes(turn.model, (code) => code.sub === sub)
  endFamilies(turn, reason, (family) => family.sub === sub)
}

const personOf = (turn: Turn, sub: string): Person => turn.model.people.get(sub) as Person
const appOf = (turn: Turn, clientId: string): App => turn.model.apps.get(clientId) as App

export const disablePerson = (turn: Turn, sub: string): void => {
  const person = personOf(turn, sub)
  person.disabled = true
  endPerson(turn, person, 'account_disabled')
}

/** What was ended stays ended. */
export const enablePerson = (turn: Turn, sub: string): void => {
  personOf(turn, sub).disabled = false
}

export const setPassword = (turn: Turn, sub: string, password: string): void => {
  const person = personOf(turn, sub)
  person.password = password
  person.passwordSetAt = turn.now
  endPerson(turn, person, 'password_changed')
}

export const disableApp = (turn: Turn, clientId: string): void => {
  appOf(turn, clientId).disabled = true
  turn.stage()
  endAppsAccess(turn, clientId)
}

const endAppsAccess = (turn: Turn, clientId: string): void => {
  dropUnspentCodes(turn.model, (code) => code.clientId === clientId)
  endFamilies(turn, 'client_disabled', (family) => family.clientId === clientId)
}

export const enableApp = (turn: Turn, clientId: string): void => {
  if (!appOf(turn, clientId).disabled) return
  endAppsAccess(turn, clientId)
  appOf(turn, clientId).disabled = false
}

export const rotateSecret = (turn: Turn, clientId: string, dropsOld: boolean): void => {
  const app = appOf(turn, clientId)
  app.secrets = [...app.secrets, turn.drawn('cs_sec_')].slice(dropsOld ? -1 : -2)
}

export const removeApp = ({ model }: Turn, clientId: string): void => {
  model.apps.delete(clientId)
  for (const [key, consent] of model.consents) if (consent.clientId === clientId) model.consents.delete(key)
  for (const [key, code] of model.codes) if (code.clientId === clientId) model.codes.delete(key)
  for (const [key, family] of model.families) if (family.clientId === clientId) model.families.delete(key)
}
