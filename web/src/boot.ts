/** What comes right after the first screen, or right before it where the phone itself knows what to show. */
export { startIcons } from './parts/later_icons'
export { refreshAgenda } from './store/agenda'
// so that the code that keeps a record is here long before a screen asks for it
export { save } from './store/records'
export { startSession } from './store/session'
