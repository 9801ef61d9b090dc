/** One door, and one file to fetch, for what signing in and out does to this phone's stores. */
export { abandonMoves, adopt, continueMoves, recordsOf } from './adoption'
export { clearSynced } from './sign_out'
