/** Bullets: one a line, in one text. Pure. */

/** The lines that say something. */
export function bulletsOf(text: string | null | undefined): string[] {
  return (text ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '')
}

/** The text with the bullet at its end, or without it when a line says just that. Other lines stay as written. */
export function toggled(text: string, bullet: string): string {
  const lines = text.split('\n')
  const others = lines.filter((line) => line.trim() !== bullet)
  if (others.length < lines.length) return others.join('\n')
  return text.trim() === '' ? bullet : `${text.trimEnd()}\n${bullet}`
}
