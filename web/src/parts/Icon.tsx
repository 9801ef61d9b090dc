/** Icons of one kept set (Lucide, ISC), only those used. Decorative: the words beside them say it too. */
import { h } from 'preact'
import { Camera, Check, ChevronLeft, ChevronRight, Flag, Flashlight, Keyboard, Menu, QrCode, ScanLine, Search, Settings, SlidersHorizontal, User, Volume2, VolumeX, X } from 'lucide'

const ICONS = {
  agenda: Menu,
  plan: Flag,
  scan: ScanLine,
  people: User,
  followups: Check,
  back: ChevronLeft,
  forward: ChevronRight,
  search: Search,
  camera: Camera,
  type: Keyboard,
  torch: Flashlight,
  settings: Settings,
  close: X,
  filter: SlidersHorizontal,
  code: QrCode,
  loud: Volume2,
  quiet: VolumeX,
}

export type IconName = keyof typeof ICONS

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  const shapes = ICONS[name].map(([tag, attributes]) => h(tag, attributes))
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
