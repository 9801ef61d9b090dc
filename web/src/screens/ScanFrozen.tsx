/** The very frame that was read, held still, its code outlined; it moves up so that the code stays in sight. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import { covering, lifted, symbologyWords, type Placement } from '../scanner/outline'
import type { Hit } from '../scanner/scanner'

/** The height of what is said below the code, in pixels. */
const WORDS = 56

export function Frozen({ hit }: { hit: Hit }) {
  const box = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const { corners, width, height } = hit.outline
  useLayoutEffect(() => {
    if (!box.current || !picture.current || !canvas.current || !hit.frame) return
    canvas.current.getContext('2d')?.putImageData(hit.frame, 0, 0)
    const size = { width: box.current.clientWidth, height: box.current.clientHeight }
    const share = Number.parseFloat(getComputedStyle(box.current).getPropertyValue('--strip')) / 100
    place(picture.current, covering(hit.outline, size))
    picture.current.getBoundingClientRect() // so that the way from there to here is seen
    place(picture.current, lifted(hit.outline, size, size.height * share - WORDS))
  }, [hit])
  return (
    <div class="frozen" aria-hidden="true" ref={box}>
      {hit.frame && (
        <div class="picture" ref={picture}>
          <canvas ref={canvas} width={width} height={height} />
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
            <polygon points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
          </svg>
        </div>
      )}
      <p class="said">Read: {symbologyWords(hit.symbology)}</p>
    </div>
  )
}

function place(picture: HTMLElement, { x, y, scale }: Placement): void {
  picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
  picture.style.setProperty('--scale', String(scale))
}
