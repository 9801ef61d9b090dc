/** The icons that no first screen shows; `src/boot.ts` brings them. */
import { Camera, ChevronRight, Flashlight, Keyboard, Pencil, QrCode, Volume2, VolumeX } from 'lucide'
import { more } from './more_icons'

/** Makes them known to `Icon`. */
export function startIcons(): void {
  more.value = { forward: ChevronRight, camera: Camera, type: Keyboard, torch: Flashlight, code: QrCode, loud: Volume2, quiet: VolumeX, edit: Pencil }
}
