/** A draft on its way into a mail program: the address that opens it there, as RFC 6068 writes it. Pure. */

/** Some mail programs cut what is longer, without a word. */
export const MOST_MAILTO = 1_800

/** The address, or null when it would be too long to arrive whole. */
export function mailtoOf(email: string | null, subject: string, text: string): string | null {
  const head = [subject && `subject=${encoded(oneLine(subject))}`, text && `body=${encoded(text)}`].filter((part) => part).join('&')
  const made = `mailto:${email ? encoded(email).replaceAll('%40', '@') : ''}${head && `?${head}`}`
  return made.length <= MOST_MAILTO ? made : null
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Every line ends in CRLF; half a character, which no address can hold, becomes the sign for it. */
function encoded(text: string): string {
  const sound = text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
  return encodeURIComponent(sound.replace(/\r\n|\r|\n/g, '\r\n'))
}
