// What RFC 8707 (resource indicators) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc8707: Standard = {
  name: 'RFC 8707',
  title: 'Resource Indicators for OAuth 2.0',
  isWhole: true,
  requirements: [
    {
      section: '§2',
      must: 'a resource is an absolute URI without a fragment (or one word, where an operator registered an API by it)',
      shownBy: 'RFC 8707 §2: an absolute URI without a fragment, or a word',
    },
    {
      section: '§2',
      must: 'the parameter may come several times, as no other may',
      shownBy: 'RFC 8707 §2: resource alone may repeat',
    },
    {
      section: '§2',
      must: 'invalid_target for what is unknown or malformed',
      shownBy: 'RFC 8707 §2: only registered resources may be asked for',
    },
    {
      section: '§2',
      must: 'and for resources that cannot be had together',
      shownBy: 'RFC 8707 §2: resources that want different signatures or claims cannot share a token',
    },
    {
      section: '§2',
      must: 'without the parameter, a resource that is known beforehand',
      shownBy: 'RFC 8707 §2, RFC 9068 §3: the default audience has the terms of the resource that it is',
    },
    {
      section: '§2.1',
      must: 'an authorization request may name several; an error goes back to the client',
      shownBy: 'RFC 8707 §2, §2.1: several known resources may be asked for, an unknown one may not',
    },
    {
      section: '§2.2',
      must: 'a token is for the resources that its request names, of those that were authorized',
      shownBy: 'RFC 8707 §2.2: the token is for the resource that was authorized, and no other',
    },
    {
      section: '§2.2',
      must: 'a token request never widens what was authorized',
      shownBy: 'RFC 8707 §2.2: a token request narrows what was authorized, and never widens it',
    },
    {
      section: '§2.2',
      must: 'each refresh may name another of them',
      shownBy: 'RFC 8707 §2.2: a refresh may name one of the resources that were authorized',
    },
    {
      section: '§2.2',
      must: 'the scope of a token fits its resources',
      shownBy: 'RFC 8707 §2.2: a token carries no scope that belongs to other APIs alone',
    },
    {
      section: '§2.2',
      must: 'the same for client credentials',
      shownBy: 'RFC 8707 §2, §2.2: for a resource that somebody registered, and for no other',
    },
    {
      section: '§2.2',
      must: 'the same for devices',
      shownBy: 'RFC 8707 §2.2: narrowed at /token; a request for too much costs nothing',
    },
  ],
}
