/** Which row of how many this is, for lists of which only a part is drawn. */
import { createContext } from 'preact'

export const RowPlace = createContext<{ at: number; of: number } | null>(null)
