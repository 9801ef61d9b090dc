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
  url: string
}

export const listFeeds = async (): Promise<Feed[]> => (await call<{ feeds: Feed[] }>('GET', '/api/calendar')).feeds

export async function makeFeed(scope: Scope): Promise<Made> {
  const { url } = await call<{ url: string }>('POST', '/api/calendar', { scope })
  return { scope, url }
}

/** A new address; the old one is dead from that moment. */
export async function rotateFeed({ id, scope }: Feed): Promise<Made> {
  const { url } = await call<{ url: string }>('POST', `/api/calendar/${id}/rotate`, {})
  return { scope, url }
}

export const revokeFeed = async ({ id }: Feed): Promise<void> => call('POST', `/api/calendar/${id}/revoke`, {})
