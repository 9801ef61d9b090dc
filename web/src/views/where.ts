/** A place as it stands in a sentence. Pure. */

/** One is in a hallway, not at it. */
const INSIDE = /^(the )?(hallway|corridor|lobby|foyer|queue)$/i

/** The word before a place: "in" the hallway, "at" a session, a poster or a booth. */
export const wordBefore = (place: string): 'in' | 'at' => (INSIDE.test(place.trim()) ? 'in' : 'at')

/** "in the hallway", "at Y-90 radioembolization". */
export const placed = (place: string): string => `${wordBefore(place)} ${place}`
