/** The three first steps, ticked off by what is on this phone. Pure. */

export interface FirstStep {
  name: 'agenda' | 'flag' | 'scan'
  words: string
  action: string
  href: string
  done: boolean
}

interface Begun {
  /** The meeting whose agenda is here; null without one. */
  meeting: string | null
  flags: number
  people: number
}

export function firstSteps({ meeting, flags, people }: Begun): FirstStep[] {
  return [
    {
      name: 'agenda',
      words: meeting === null ? 'Get the agenda of your meeting' : 'The agenda is here',
      action: meeting === null ? 'Import it' : 'Import another',
      href: '/import',
      done: meeting !== null,
    },
    { name: 'flag', words: 'Flag someone to meet', action: 'Search', href: '/', done: flags > 0 },
    { name: 'scan', words: 'Scan a badge or type a name', action: 'Try', href: '/scan', done: people > 0 },
  ]
}
