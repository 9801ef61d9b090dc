/** What was opened last on this phone: the first guess of where a person was met. */
import type { Item } from '../store/agenda'
import type { Signs } from '../views/places'

const ROOM = 'hallway-last-room'
const ITEM = 'hallway-last-item'

/** Keeps the item whose page is open; a room stays the last one until an item has another. */
export function keepPlace(item: Pick<Item, 'id' | 'room'> | undefined): void {
  if (!item) return
  localStorage.setItem(ITEM, `${item.id} ${Date.now()}`)
  if (item.room) localStorage.setItem(ROOM, item.room)
}

/** The item last opened and when, in milliseconds. */
export function lastOpened(): Signs['opened'] {
  const [item, at] = (localStorage.getItem(ITEM) ?? '').split(' ')
  return item ? { item, at: Number(at) } : null
}

export const lastRoom = (): string | null => localStorage.getItem(ROOM)
