/** Which way of installing this browser has, from what it says of itself. Pure. */

export interface Browser {
  agent: string
  touchPoints: number
  standalone: boolean
  /** The browser offered to install the app (beforeinstallprompt). */
  offered: boolean
}

/** `share`: Safari on iPhone and iPad, by hand; `menu`: a browser of Android that never offers; `prompt`: by one tap;
 * null: installed already, or no way known. */
export function installWay({ agent, touchPoints, standalone, offered }: Browser): 'share' | 'menu' | 'prompt' | null {
  if (standalone) return null
  if (offered) return 'prompt'
  if (/android.*firefox/i.test(agent)) return 'menu'
  return isApple(agent, touchPoints) && isSafari(agent) ? 'share' : null
}

/** An iPad says that it is a Macintosh; only it has a touch screen. */
export function isApple(agent: string, touchPoints: number): boolean {
  return /iphone|ipad|ipod/i.test(agent) || (/macintosh/i.test(agent) && touchPoints > 1)
}

function isSafari(agent: string): boolean {
  return /safari/i.test(agent) && !/crios|fxios|edgios|opt\/|opios|duckduckgo|gsa\//i.test(agent)
}
