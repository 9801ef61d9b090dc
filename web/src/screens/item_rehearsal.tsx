/** Draws the page of an item once where nobody sees it: the first tap then finds its code compiled. */
import { render } from 'preact'
import { items } from '../store/agenda_shown'
import { ItemPage } from './Item'

let isDone = false

/** Once a visit, though the list is drawn anew each time one comes back to it.
 *
 * Leaves nothing behind: what a page does beyond drawing it does in effects, which run after a paint, and it is gone before.
 */
export function rehearse(): void {
  const [id] = items.peek().keys()
  if (isDone || id === undefined) return
  isDone = true
  const nowhere = document.createElement('div')
  render(<ItemPage id={id} whole />, nowhere)
  render(null, nowhere)
}
