/** Icons of one kept set (Lucide, ISC), only those used. Decorative: the words beside them say it too. */
import { h } from 'preact'
import { Check, ChevronLeft, Flag, Menu, ScanLine, Search, Settings, SlidersHorizontal, User, X } from 'lucide'
import { more, type MoreIcons } from './more_icons'

const ICONS = {
  agenda: Menu,
  plan: Flag,
  scan: ScanLine,
  people: User,
  followups: Check,
  back: ChevronLeft,
  search: Search,
  settings: Settings,
  close: X,
  filter: SlidersHorizontal,
}

export type IconName = keyof typeof ICONS | MoreIcons

const isFirst = (name: IconName): name is keyof typeof ICONS => name in ICONS

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  const shapes = (isFirst(name) ? ICONS[name] : (more.value?.[name] ?? [])).map(([tag, attributes]) => h(tag, attributes))
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {shapes}
    </svg>
  )
}
