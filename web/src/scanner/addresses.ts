/** Codes that hold a web address: any page, a profile, or a Hallway card; twin of server/badges/addresses.py. */
import { add, Draft } from './draft'
import { unquotePercent } from './encoding'
import { webLink } from './links'
import { fields, mecardBody } from './mecard'
import { clean, partition, prefixed, squeeze } from './reading'
import { unescape } from './vcard-lines'

const HALLWAY = /^([Hh][Tt][Tt][Pp][Ss]:\/\/[^/?# ]+\/b\/([A-Za-z0-9_-]{10,22}))\/?(?:\?[^#]*)?(?:#(.*))?$/s

/** The card of a `https://HOST/b/CODE` link: the code as `id`, and what the fragment says (a MECARD body). */
export function hallway(text: string): Draft | null {
  const [, address = '', code = '', fragment = ''] = HALLWAY.exec(text.trim()) ?? []
  const link = code ? webLink(address) : null
  if (link === null) return null
  const body = clean(unquotePercent(fragment))
  const draft = mecardBody(prefixed(body, 'mecard:') ?? body)
  draft.urls = [link, ...draft.urls.filter((url) => url !== link)]
  draft.id = code
  return draft
}

/** A page: http, https, `www.`, a bare profile address, `URL:`, `URLTO:` or `MEBKM:`. */
export function url(text: string): Draft | null {
  text = text.trim()
  const named = prefixed(text, 'urlto:')
  if (named !== null) return urlto(named)
  const body = prefixed(text, 'mebkm:')
  if (body !== null) return mebkm(body)
  const plain = prefixed(text, 'url:')
  if (plain === null) return page(text)
  const draft = new Draft()
  draft.addLink(plain)
  return draft
}

function urlto(text: string): Draft {
  const draft = new Draft()
  const [title, colon, link] = partition(text, ':')
  if (webLink(text) !== null || !colon) draft.addLink(text)
  else {
    draft.addLink(link)
    draft.addNote(title)
  }
  return draft
}

function mebkm(text: string): Draft {
  const draft = new Draft()
  for (const [key, value] of fields(text)) {
    if (key === 'URL') draft.addLink(unescape(value))
    else if (key === 'TITLE') draft.addNote(unescape(value))
  }
  return draft
}

/** The first word is a link; the rest is the note. */
function page(text: string): Draft | null {
  const [first = ''] = squeeze(text).split(' ')
  const link = webLink(first)
  if (link === null) return null
  const draft = new Draft()
  add(draft.urls, link, { exact: true })
  draft.addNote(text.slice(first.length))
  return draft
}
