/** Web links: normal form, who hosts them, which are a person's page; twin of server/badges/links.py. */
import { lastPartition, partition } from './reading'

export type Site = 'linkedin' | 'orcid' | 'doximity' | 'researchgate' | 'scholar' | 'card'

const SITES: [Site, string[]][] = [
  ['linkedin', ['linkedin.com']],
  ['orcid', ['orcid.org']],
  ['doximity', ['doximity.com']],
  ['researchgate', ['researchgate.net']],
  ['card', [
    'about.me', 'blinq.me', 'dot.cards', 'hihello.com', 'hihello.me', 'linktr.ee', 'linqapp.com', 'mobilocard.com',
    'ovou.me', 'popl.co', 'tapni.co', 'v1ce.co', 'wavecnct.com',
  ]],
]
const PROFILE_PATHS = new Map<Site, RegExp>([
  ['linkedin', /^\/in\/[^/]+/],
  ['doximity', /^\/(?:pub|profiles|cv)\/[^/]+/],
  ['researchgate', /^\/(?:profile|scientific-contributions)\/[^/]+/],
  ['card', /^\/[^/]+/],
])
const WEB = /^(https?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is
const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::[0-9]+)?(?:[/?#].*)?$/is
const FORBIDDEN = /[<>"\\^`{|}]/
const SPACE = /[ \t\n\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/
const TRACKING = /^(?:utm_[^=]*|trk|fbclid)(?:=.*)?$/is
const ORCID = /^\/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])\/?$/i

type Parts = { scheme: string; authority: string; path: string; query: string; fragment: string }

/** The http or https link in its normal form, or null; `bare` accepts any host name without a scheme. */
export function webLink(text: string, { bare = false } = {}): string | null {
  text = text.trim()
  if (!WEB.test(text)) {
    if (!lacksScheme(text, bare)) return null
    text = 'https://' + text
  }
  const parts = split(text)
  if (!parts || SPACE.test(text) || FORBIDDEN.test(parts.authority)) return null
  const scheme = parts.scheme.toLowerCase()
  const authority = authorityOf(scheme, parts.authority)
  if (!authority) return null
  return canonical({ ...parts, scheme, authority, query: queryOf(parts.query) })
}

/** Who hosts a link, or null. */
export function siteOf(url: string): Site | null {
  const parts = split(url)
  const host = parts ? partition(lastPartition(parts.authority, '@')[2], ':')[0].toLowerCase() : ''
  if (host.startsWith('scholar.google.')) return 'scholar'
  const found = SITES.find(([, hosts]) => hosts.some((known) => host === known || host.endsWith('.' + known)))
  return found?.[0] ?? null
}

/** Whether the link (in normal form) is the page of one person. */
export function isProfile(url: string): boolean {
  const site = siteOf(url)
  const parts = split(url)
  if (!site || !parts) return false
  if (site === 'orcid') return orcidOf(url) !== null
  if (site === 'scholar') {
    return parts.path === '/citations' && parts.query.slice(1).split('&').some((part) => part.startsWith('user='))
  }
  return PROFILE_PATHS.get(site)?.test(parts.path) ?? false
}

/** The ORCID iD a link names, if its check digit is right (ISO 7064 MOD 11-2). */
export function orcidOf(url: string): string | null {
  const named = siteOf(url) === 'orcid' ? split(url)?.path.match(ORCID)?.[1] : undefined
  if (!named) return null
  const orcid = named.toUpperCase()
  let total = 0
  for (const digit of orcid.slice(0, -1).replaceAll('-', '')) total = (total + Number(digit)) * 2
  return orcid.at(-1) === '0123456789X'[(12 - (total % 11)) % 11] ? orcid : null
}

function split(url: string): Parts | null {
  const found = WEB.exec(url)
  if (!found) return null
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = found
  return { scheme, authority, path, query, fragment }
}

function lacksScheme(text: string, bare: boolean): boolean {
  return HOST.test(text) && (bare || text.slice(0, 4).toLowerCase() === 'www.' || isProfile('https://' + text))
}

function authorityOf(scheme: string, text: string): string {
  const [user, at, place] = lastPartition(text, '@')
  let [host, colon, port] = lastPartition(place, ':')
  if (!colon || !/^[0-9]*$/.test(port)) [host, port] = [place, '']
  if (!host) return ''
  const shown = port === '' || port === (scheme === 'http' ? '80' : '443') ? '' : ':' + port
  return user + at + host.toLowerCase() + shown
}

function queryOf(text: string): string {
  const kept = text.slice(1).split('&').filter((part) => part && !TRACKING.test(part))
  return kept.length ? '?' + kept.join('&') : ''
}

function canonical({ scheme, authority, path, query, fragment }: Parts): string {
  if (fragment === '#') fragment = ''
  if (!query && !fragment && path.endsWith('/')) path = path.slice(0, -1)
  const url = `${scheme}://${authority}${path}${query}${fragment}`
  if (!authority.includes('@') && siteOf(url) === 'linkedin' && isProfile(url)) {
    return 'https://www.linkedin.com/in/' + (path.split('/')[2] ?? '')
  }
  return url
}
