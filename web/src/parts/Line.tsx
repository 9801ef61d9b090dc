/** The line and its stops. The shape of the stop and a word always say it, never the colour alone. */
import type { ComponentChildren } from 'preact'
import type { Tier } from '../store/kinds'

export type StopLook = Tier | 'plain' | 'open' | 'done' | 'buffer'

interface StopRowProps {
  stop: StopLook
  when?: ComponentChildren
  href?: string | undefined
  dashed?: boolean
  /** The line ends here. */
  ends?: boolean
  /** Further classes of the row. */
  look?: string | undefined
  /** This is the page that is open beside the list. */
  current?: boolean | undefined
  children: ComponentChildren
}

export function StopRow({ stop, when, href, dashed, ends, look: more, current, children }: StopRowProps) {
  const look = ['stop-row', when === undefined && 'untimed', dashed && 'dashed', ends && 'ends', more].filter((part) => part)
  return (
    <li class={look.join(' ')}>
      {when !== undefined && <div class="when tabular">{when}</div>}
      <div class="track" aria-hidden="true">
        <span class={`stop ${stop}`} />
      </div>
      {href === undefined ? (
        <div class="what">{children}</div>
      ) : (
        <a class="what" href={href} aria-current={current ? 'page' : undefined}>
          {children}
        </a>
      )}
    </li>
  )
}

/** An empty place: its line with one empty stop, one sentence, one action. */
export function Empty({ words, children }: { words: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <div class="track" aria-hidden="true">
        <span class="stop open" />
      </div>
      <div>
        <p>{words}</p>
        {children && <div class="button-row">{children}</div>}
      </div>
    </div>
  )
}
