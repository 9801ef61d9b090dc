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
import './style/capture.css'
import './style/badge.css'
import { fetchTheRest } from './parts/later'
import { startClock } from './platform/clock'
import { startDue } from './platform/due'
import { startInstall } from './platform/install'
import { startScreen } from './platform/screen'
import { startUpdates } from './platform/update'
import { App } from './router'
import { refreshAgenda } from './store/agenda'
import { startSession } from './store/session'
import { startSync } from './sync/engine'

async function start(): Promise<void> {
  startClock()
  startScreen()
  await startSession()
  const root = document.getElementById('app')
  if (root) render(<App />, root)
  startSync()
  void startDue()
  // the other screens come when the agenda, which is what a first visit waits for, is here
  void refreshAgenda().finally(fetchTheRest)
}

startInstall()
if ('serviceWorker' in navigator && import.meta.env.PROD) void startUpdates()
void start()
