/** Starts Hallway: the records first, so that the first thing drawn is what is on this phone. */
import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import './style/frame.css'
import './style/line.css'
import './style/parts.css'
import './style/forms.css'
import './style/screens.css'
import './style/settings.css'
import './style/agenda.css'
import './style/scanner.css'
import './style/row.css'
import './style/capture.css'
import './style/badge.css'
import { beforehand, fetchTheRest } from './parts/later'
import { startClock } from './platform/clock'
import { startDue } from './platform/due'
import { startInstall } from './platform/install_offer'
import { startScreen } from './platform/screen'
import { startUpdates } from './platform/update'
import { App } from './router'
import { arrive } from './store/arrival'
import { startSyncSoon } from './sync/state'

const RETRY_MS = 5_000

/** Draws at once where the page brought the first screen; else when the records of this phone are read. */
async function start(): Promise<void> {
  startClock()
  startScreen()
  let isDrawn = arrive()
  if (isDrawn) draw()
  for (;;) {
    const store = await import('./boot').catch(() => null)
    store?.startIcons()
    await store?.startSession()
    if (!isDrawn) draw()
    isDrawn = true
    if (store) return goOn(store)
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

function draw(): void {
  const root = document.getElementById('app')
  if (root) render(<App />, root)
}

function goOn({ refreshAgenda }: typeof import('./boot')): void {
  void startSyncSoon()
  void startDue()
  // the other screens come when the agenda, which is what a first visit waits for, is here
  void refreshAgenda().finally(fetchTheRest)
}

beforehand(() => import('./store/moving'))
startInstall()
if ('serviceWorker' in navigator && import.meta.env.PROD) void startUpdates()
void start()
