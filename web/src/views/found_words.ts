/** What was found, counted in words. Pure. */

const inEnglish = new Intl.NumberFormat('en')

/** "1 person", "1,204 people". */
export const personWords = (count: number): string => counted(count, 'person', 'people')

/** What is said below the people shown when more were found; "" when those are all. */
export const morePeopleWords = (more: number): string => (more > 0 ? `${inEnglish.format(more)} more; type more of the name.` : '')

/** How many items were found, of which `shown` are in the list; below people it is said that these are items. */
export function foundWords({ total, complete }: { total: number; complete: boolean }, shown: number, isBelowPeople: boolean): string {
  if (total === 0 && !complete) return 'Looking.'
  if (total === 0) return isBelowPeople ? 'No items found' : 'Nothing found'
  const count = isBelowPeople ? counted(total, 'item', 'items') : inEnglish.format(total)
  return `${count} found${total > shown ? `; the first ${shown} are shown` : ''}`
}

const counted = (count: number, one: string, many: string): string => `${inEnglish.format(count)} ${count === 1 ? one : many}`
