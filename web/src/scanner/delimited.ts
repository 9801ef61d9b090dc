/** Fields that a badge printer joined with a separator; twin of server/badges/delimited.py. */
import { add, digits, Draft, emailAddress } from './draft'
import { webLink } from './links'
import { isName, isNameWord, isOrganization, takeDegrees } from './names'
import { FIELDS, partition, squeeze } from './reading'

const PHONE = /^(?:[+(][0-9 ().\-/]+|(?:1[-. ])?[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4})$/
const ID = /^[A-Za-z0-9_.:/+=#-]+$/

/** What the parts say if they yield a name or an e-mail address, else null. */
export function delimited(text: string): Draft | null {
  const five = text.split('::').map(squeeze)
  if (five.length === 5) return devoxx(five)
  for (const separator of '^|;$\t') {
    const parts = text.trim().split(separator).slice(0, FIELDS).map(squeeze)
    if (parts.length < 2) continue
    const draft = read(parts, separator === '^')
    if (draft.name || draft.emails.length) return draft
  }
  return null
}

function devoxx([number = '', family = '', given = '', company = '', address = '']: string[]): Draft {
  const draft = new Draft()
  ;[draft.id, draft.givenName, draft.familyName] = [number, given, family]
  draft.name = squeeze(`${given} ${family}`)
  add(draft.organizations, company)
  draft.addEmail(address)
  return draft
}

/** Addresses, numbers and links by their look; the id is the last one in the caret form, else the first. */
function read(parts: string[], lastId: boolean): Draft {
  const draft = new Draft()
  const words: string[] = []
  const ids: string[] = []
  for (const part of parts) {
    if (emailAddress(part)) draft.addEmail(part)
    else if (PHONE.test(part) && digits(part).length >= 7) draft.addPhone(part)
    else if (webLink(part)) draft.addLink(part)
    else if (ID.test(part) && digits(part)) ids.push(part)
    else if (part && lastId && part.includes('_')) {
      const [head, , tail] = partition(part, '_')
      words.push(squeeze(head), squeeze(tail))
    } else if (part) words.push(part)
  }
  draft.id = (lastId ? ids.pop() : ids.shift()) ?? ''
  takeWords(draft, words)
  for (const number of ids) add(draft.notes, number)
  return draft
}

/** The first name among the words, degrees, the place of work; what is left over is the note. */
function takeWords(draft: Draft, words: string[]): void {
  let left = words.filter((word) => !takeWord(draft, word))
  const [one = '', two = ''] = left
  if (!draft.name && isSingleName(one) && isSingleName(two)) {
    draft.name = `${one} ${two}`
    left = left.slice(2)
  }
  const place = left.find(isOrganization) ?? (left.length === 1 ? left[0] : undefined)
  for (const word of left) add(word === place ? draft.organizations : draft.notes, word)
}

/** Whether the word was the name or degrees and is in the draft now. */
function takeWord(draft: Draft, word: string): boolean {
  const [bare, degrees] = takeDegrees(word)
  const [family, comma, given] = partition(word, ',').map(squeeze)
  const turned = `${given} ${family}`
  if (degrees.length && (!bare || (!draft.name && isName(bare)))) {
    draft.name ||= bare
    for (const degree of degrees) add(draft.degrees, degree)
  } else if (!draft.name && isName(word)) draft.name = word
  else if (!draft.name && comma && isName(turned)) {
    ;[draft.name, draft.givenName, draft.familyName] = [turned, given ?? '', family ?? '']
  } else return false
  return true
}

function isSingleName(word: string): boolean {
  return isNameWord(word) && !isOrganization(word)
}
