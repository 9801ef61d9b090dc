/**
 * Wordings with fields. `{their name}` is filled in; `[a part]` is left out while a field in it has no value;
 * `[one|another]` takes the first that is whole. A field without a value, or one that Hallway does not know, stays as it
 * is written, for the student to fill. Pure.
 */

/** Values by the name of the field; '' where nothing is known. */
export type Fields = Readonly<Record<string, string>>

const PART = /\[([^[\]]*)\]/g
const FIELD = /\{([^{}]*)\}/g

/** Returns the wording with everything filled in that is known. */
export function filledIn(wording: string, fields: Fields): string {
  const chosen = wording.replace(PART, (_, part: string) => part.split('|').find((one) => isWhole(one, fields)) ?? '')
  return tidied(chosen.replace(FIELD, (field: string, name: string) => (keyOf(name) === '' ? '' : valueOf(name, fields) || field)))
}

/** Returns the fields in a text that still wait for a value, as they are written. */
export function unfilled(text: string): string[] {
  return text.match(FIELD) ?? []
}

/** Returns a value fit to stand in a sentence: one line, single spaces, no braces that look like a field. */
export function plainValue(value: string | null | undefined, most = 300): string {
  const line = (value ?? '').replace(/[\s\p{Cc}]+/gu, ' ').replaceAll('{', '(').replaceAll('}', ')').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`
}

/** A note as the end of a sentence: without its own full stop or dash. */
export const asEnding = (value: string): string => value.replace(/^[-–•*\s]+/, '').replace(/[\s.,;:]+$/, '')

/** Whether each field that Hallway knows has a value; others are the student's to fill. */
function isWhole(part: string, fields: Fields): boolean {
  return (part.match(FIELD) ?? []).every((field) => valueOf(field.slice(1, -1), fields) !== '')
}

const valueOf = (name: string, fields: Fields): string | undefined => (Object.hasOwn(fields, keyOf(name)) ? fields[keyOf(name)] : undefined)

const keyOf = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

/** Takes away what parts left out leave behind: doubled spaces, empty lines, a stop after a question mark. */
function tidied(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ([.,;?!])(?=\s|$)/g, '$1')
    .replace(/([?!…])\.(?=\s|$)/g, '$1')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
