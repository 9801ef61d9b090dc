/** On CI fast-check draws the same examples each time: a red run is about the change, not about the draw. */
import { configureGlobal } from 'fast-check'

if (process.env['CI']) configureGlobal({ seed: 20_261_130 })
