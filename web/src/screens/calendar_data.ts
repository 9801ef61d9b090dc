/** The calendar's addresses as the server tells them, and the calls about them. */
import { call } from '../store/api'

export type Scope = 'followups' | 'plan' | 'all'

export interface Feed {
  id: string
  scope: Scope
  name: string
  created_at: string
  last_fetched_on: string | null
  client: string | null
  events: number
  left_out: { id: string | null; title: string; reason: string }[]
}

export interface Made {
  scope: Scope
  name: string
  url: string
}

/** The families of programs that the server tells apart by how they call themselves. */
const CLIENTS: Readonly<Record<string, string>> = {
  google: 'Google Calendar',
  outlook: 'Outlook',
  apple: 'Apple Calendar',
  thunderbird: 'Thunderbird',
  icsx5: 'ICSx5',
  evolution: 'Evolution or GNOME',
  nextcloud: 'Nextcloud',
  'home-assistant': 'Home Assistant',
}

export const clientWords = (client: string): string => CLIENTS[client] ?? 'another program'

/** A copy of all events of a scope; the server sends it as a download, which works on iOS too. */
export const copyOf = (scope: Scope): string => `/api/calendar/${scope}.ics`

export const listFeeds = async (): Promise<Feed[]> => (await call<{ feeds: Feed[] }>('GET', '/api/calendar')).feeds

export async function makeFeed(scope: Scope): Promise<Made> {
  return call<Made>('POST', '/api/calendar', { scope })
}

/** A new address; the old one is dead from that moment. */
export async function rotateFeed({ id }: Feed): Promise<Made> {
  return call<Made>('POST', `/api/calendar/${id}/rotate`, {})
}

export const revokeFeed = async ({ id }: Feed): Promise<void> => call('POST', `/api/calendar/${id}/revoke`, {})
