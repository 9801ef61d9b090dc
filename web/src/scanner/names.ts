/** Names and the degrees behind them; twin of server/badges/names.py. */
import { partition, squeeze } from './reading'

const DEGREES = new Set([
  'BA', 'BS', 'BSC', 'BSN', 'BENG', 'BMBS', 'DABR', 'DDS', 'DMD', 'DMSC', 'DNP', 'DO', 'DPHIL', 'DRPH',
  'DSC', 'DVM', 'EBIR', 'EDD', 'FAAP', 'FACC', 'FACP', 'FACR', 'FACRO', 'FACS', 'FASTRO', 'FCIRSE', 'FEBR',
  'FRANZCR', 'FRCP', 'FRCPC', 'FRCR', 'FRCS', 'FSCCT', 'FSIR', 'JD', 'LLM', 'MA', 'MBA', 'MBBCH', 'MBBS',
  'MBCHB', 'MD', 'MDCM', 'MENG', 'MHA', 'MHS', 'MPA', 'MPH', 'MPHIL', 'MS', 'MSC', 'MSN', 'NP', 'PA', 'PAC',
  'PHARMD', 'PHD', 'RN', 'RPH', 'RT', 'RTR', 'RTT', 'SCD',
])
export const PARTICLES = new Set([
  'al', 'bin', 'da', 'de', 'del', 'della', 'der', 'di', 'dos', 'du', 'el', 'ibn', 'la', 'le', 'ten', 'ter',
  'van', 'vel', 'von', 'y', 'zu',
])
const ORGANIZATION = new RegExp(
  'universit|hospital|clinic|klinik|institut|college|school|cent(?:er|re)\\b|laborator|foundation|society|academy' +
    '|department|imaging|medical|health|gmbh|\\b(?:inc|ltd|llc|corp|ag|company|labs?)\\b',
  'i',
)

/** Whether the word is a degree, licence or fellowship, dots and brackets aside; `Do` and `Ma` are names. */
export function isDegree(word: string): boolean {
  const letters = word.replace(/[-.()]/g, '')
  return DEGREES.has(letters.toUpperCase()) && letters.replace(/[^A-Z]/g, '').length > 1
}

/** The text without its degrees, and the degrees as written. */
export function takeDegrees(text: string): [string, string[]] {
  const words = squeeze(text.replaceAll(',', ' ')).split(' ')
  return [words.filter((word) => !isDegree(word)).join(' '), words.filter(isDegree)]
}

/** The degrees behind the first comma of a name, if every word there is one. */
export function degreesBehind(name: string): string[] {
  const [rest, degrees] = takeDegrees(partition(name, ',')[2])
  return rest ? [] : degrees
}

/** Whether the text is two to six name-like words with a capital at both ends. */
export function isName(text: string): boolean {
  const words = text.split(' ')
  if (words.length < 2 || words.length > 6 || isOrganization(text)) return false
  const last = words.pop() ?? ''
  return isNameWord(last) && words.every((word) => isNameWord(word) || PARTICLES.has(word.toLowerCase()))
}

/** Whether the word begins with a capital and holds letters, marks, hyphens, apostrophes and dots alone. */
export function isNameWord(word: string): boolean {
  return /^\p{Lu}[-.'’\p{L}\p{M}]*$/u.test(word)
}

/** Whether a word of the text says that it names a place of work. */
export function isOrganization(text: string): boolean {
  return ORGANIZATION.test(text)
}
