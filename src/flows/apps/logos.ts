// Logos: an owner's picture for an app, kept here, so that no page of ours asks anybody else for it.
import { readLogo } from '../../protocol/image.ts'
import type { Logo } from '../../store/app-logos.ts'
import type { Developer } from './app-form.ts'
import { type AppsParts, noSuchApp } from './own-apps.ts'

export const logos = ({ store, sha256, record }: AppsParts) => {
  const set = async (person: Developer, clientId: string, logo: Logo | null): Promise<void> => {
    if (!(await store.apps.setLogo(clientId, person.sub, logo))) throw noSuchApp(person)
    const operatorText = `The owner ${logo === null ? 'removed' : 'changed'} the logo.`
    record({ kind: 'client_changed', clientId, actor: person.sub, operatorText })
  }
  return {
    /** What is wrong with the picture; undefined where it is the logo now. */
    upload: async (person: Developer, clientId: string, uploaded: Buffer): Promise<string | undefined> => {
      // A copy: what arrived may be a view into something larger.
      const bytes = Buffer.from(uploaded)
      const image = readLogo(bytes)
      if (typeof image === 'string') return image
      await set(person, clientId, {
        digest: sha256(bytes.toString('base64')).toString('base64url'),
        mediaType: image.mediaType,
        bytes,
      })
      return undefined
    },
    remove: (person: Developer, clientId: string): Promise<void> => set(person, clientId, null),
    /** For everybody: its address follows from what it is. */
    read: (clientId: string, digest: string): Promise<Logo | undefined> => store.apps.logo(clientId, digest),
  }
}
