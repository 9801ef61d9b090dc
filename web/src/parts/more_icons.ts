/** Where the icons of `later_icons.ts` are found once they are here; no first screen shows one of them. */
import { signal } from '@preact/signals'
import type { IconNode } from 'lucide'

export type MoreIcons = 'forward' | 'camera' | 'type' | 'torch' | 'code' | 'loud' | 'quiet' | 'edit'

export const more = signal<Readonly<Record<MoreIcons, IconNode>> | null>(null)
