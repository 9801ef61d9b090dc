/** The screen stays on while a code is shown, where the browser can do that. */

/** Holds the screen until the returned function is called; asks again when the page was hidden and comes back. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null
  let isWanted = true
  const ask = async () => {
    if (!isWanted || document.visibilityState !== 'visible') return
    try {
      lock = (await navigator.wakeLock?.request('screen')) ?? null
      if (!isWanted) await lock?.release()
    } catch {
      lock = null // a low battery refuses it; the code is shown all the same
    }
  }
  const onVisibility = () => void ask()
  document.addEventListener('visibilitychange', onVisibility)
  void ask()
  return () => {
    isWanted = false
    document.removeEventListener('visibilitychange', onVisibility)
    void lock?.release()
  }
}
