/** The ways to bring a calendar's address into each program, in words; third-party links may change, the steps stay. */

export interface Way {
  program: string
  /** Opens the program's own page or window; none where only the address helps. */
  link?: string
  opens?: string
  steps: readonly string[]
  /** How soon a change shows, as far as anyone can say. */
  pace: string
  /** It fetches from servers of its own, which do not reach a private address. */
  away: boolean
}

const PRIVATE = [/^localhost$/, /^127\./, /^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^169\.254\./, /^\[/, /\.(local|localhost|internal|lan|home\.arpa|test)$/]

/** Whether servers on the internet can fetch from the address: over https, and by a public name. */
export function isPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' && hostname.includes('.') && !PRIVATE.some((private_) => private_.test(hostname))
}

const outlook = (host: string, url: string, name: string) =>
  `https://${host}/calendar/0/addfromweb?url=${encodeURIComponent(url)}&name=${encodeURIComponent(name)}`

export function waysInto(url: string, name: string): Way[] {
  const subscribe = url.replace(/^https?:/, 'webcal:')
  return [
    {
      program: 'Google Calendar',
      link: `https://calendar.google.com/calendar/render?cid=${encodeURIComponent(subscribe)}`,
      opens: 'Open Google Calendar',
      steps: ['Open calendar.google.com on a computer; the app cannot do it.', 'Beside “Other calendars” choose +, then “From URL”.', 'Paste the address and choose “Add calendar”.'],
      pace: 'Google looks about once or twice a day, has no button to look now, and leaves reminders out.',
      away: true,
    },
    {
      program: 'Apple Calendar',
      link: subscribe,
      opens: 'Open Apple Calendar',
      steps: ['iPhone: Calendar, Calendars, Add Calendar, Add Subscription Calendar. Mac: File, New Calendar Subscription.', 'Paste the address and subscribe.', 'To be reminded, untick “Remove Alerts”.'],
      pace: 'A Mac looks as often as you set it, from 5 minutes to a week; an iPhone often about once a day.',
      away: false,
    },
    {
      program: 'Outlook.com',
      link: outlook('outlook.live.com', url, name),
      opens: 'Open Outlook.com',
      steps: ['Open outlook.live.com/calendar.', 'Choose “Add calendar”, then “Subscribe from web”.', 'Paste the address, give it a name and import.'],
      pace: 'Outlook looks about every three hours, at times once a day.',
      away: true,
    },
    {
      program: 'Outlook at work or school',
      link: outlook('outlook.office.com', url, name),
      opens: 'Open Microsoft 365',
      steps: ['Open outlook.office.com/calendar.', 'Choose “Add calendar”, then “Subscribe from web”.', 'Paste the address, give it a name and import.'],
      pace: 'Microsoft 365 looks about every three hours, at times once a day.',
      away: true,
    },
    {
      program: 'Thunderbird',
      link: subscribe,
      opens: 'Open Thunderbird',
      steps: ['Choose File, New, Calendar, “On the Network”.', 'Leave the user name empty and paste the address.', 'Choose “Find Calendars” and subscribe.'],
      pace: 'Thunderbird looks every 30 minutes unless you set another time, and has a button to look now.',
      away: false,
    },
    {
      program: 'Another program',
      steps: ['Copy the address above.', 'Look for “subscribe”, “from URL” or “from web”.', 'Paste the address; it takes no user name and no password.'],
      pace: 'Most look between every hour and once a day.',
      away: false,
    },
  ]
}
