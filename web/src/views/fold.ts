/** One form for texts that are to be compared: lower case, no accents, plain quotes and dashes. Pure. */

const MARKS = /\p{M}/gu
const SINGLE_QUOTES = /[\u2018\u2019\u02BC]/g
const DASHES = /[\u2010-\u2015\u2212]/g
// oxlint-disable-next-line no-control-regex -- the range is what ASCII is
const ASCII = /^[\x00-\x7F]*$/

/** Lower case without accents, so that "Gonzalez" finds "González". */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(MARKS, '').replace(SINGLE_QUOTES, "'").replace(DASHES, '-').toLowerCase()
}
