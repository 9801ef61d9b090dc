/** Why there is no camera picture, how to get one, and that a photo or a typed name does as well. */
import { Tap } from '../parts/Tap'
import type { Reason } from '../scanner/scanner'

const TITLES: Readonly<Record<Reason, string>> = {
  denied: 'The camera is not allowed',
  missing: 'No camera found',
  busy: 'Another app holds the camera',
  failed: 'The camera gives no picture',
}
const WORDS: Readonly<Record<Reason, string>> = {
  denied: 'Pictures stay on this phone. Until it is allowed, take a photo of the code or type the name below.',
  missing: 'Take a photo of the code with another app and choose it below, or type the name.',
  busy: 'Close the other app and try again, or take a photo or type the name below.',
  failed: 'Try again, or take a photo or type the name below.',
}
const STEPS = [
  {
    phone: 'iPhone and iPad',
    fits: /iPhone|iPad/,
    steps: [
      'In Safari: tap the page button beside the address, then Website Settings, Camera, Allow.',
      'From the home screen: open the Settings app, then Apps, Safari, Camera, Allow.',
      'Come back and try again.',
    ],
  },
  {
    phone: 'Android',
    fits: /Android/,
    steps: [
      'In Chrome: tap the sign before the address, then Permissions, Camera, Allow.',
      'From the home screen: hold the Hallway icon, then App info, Permissions, Camera.',
      'Come back and try again.',
    ],
  },
]

export function CameraHelp({ problem, onRetry }: { problem: Reason; onRetry: () => void }) {
  return (
    <div class="camera-help" role="alert">
      <h2>{TITLES[problem]}</h2>
      <p>{WORDS[problem]}</p>
      <Tap words="Try again" onTap={onRetry} />
      {problem === 'denied' &&
        STEPS.map(({ phone, fits, steps }) => (
          <details key={phone} open={fits.test(navigator.userAgent)}>
            <summary>Allow it on {phone}</summary>
            <ol>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        ))}
    </div>
  )
}
