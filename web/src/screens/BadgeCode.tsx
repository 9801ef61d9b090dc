/** A QR code at full width: black on white in every theme, with the white around it that readers need. */
import { QUIET_ZONE, type Code } from '../scanner/code'

export function BadgeCode({ code, label }: { code: Code; label: string }) {
  const edge = code.size + 2 * QUIET_ZONE
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${edge} ${edge}`} shape-rendering="crispEdges">
      <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={edge} height={edge} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  )
}
