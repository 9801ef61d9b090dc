/** Who is here and what came with the page, known before any store is opened; so a first visit draws at once. */
import { showOpening, type Opening } from './agenda_shown'
import { watchEviction } from './eviction'
import { account, GUEST, guestId, kept, lastAccount, USER, userId } from './who'

/** The form of an opening that this app reads. */
const FORMAT = 1

/** Tells who was here last. Returns whether the first screen is known: a first visit whose page brought an opening. */
export function arrive(): boolean {
  const isFirst = kept(GUEST) === null && kept(USER) === null
  watchEviction()
  account.value = lastAccount()
  userId.value = account.value?.id ?? guestId()
  const opening = isFirst ? openingIn(document) : null
  if (opening) showOpening(opening)
  return opening !== null
}

/** Returns what the server put into the page; null where the page came from this phone or says nothing sound. */
function openingIn(page: Document): Opening | null {
  try {
    const text = page.getElementById('opening')?.textContent
    const opening = JSON.parse(text ?? 'null') as Opening | null
    return opening?.format === FORMAT ? opening : null
  } catch {
    return null
  }
}
