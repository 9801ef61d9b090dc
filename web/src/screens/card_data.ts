/** The page of one's own card as the server tells it, and the calls about it; how one's code was last shown. */
import { signal } from '@preact/signals'
import type { Form } from '../scanner/card'
import { call } from '../store/api'
import { natural } from '../store/ids'
import { keep, kept } from '../store/who'
import { FORMS, type Level } from '../views/my_card'

export const SELF = natural('profile:self')
const FORM = 'hallway-card-form'

export interface CardPage {
  url: string
  level: Level
  created_at: string
}

/** The page, null where there is none; undefined while it is not known. Kept in memory alone, so that it goes with the account. */
export const cardPage = signal<CardPage | null | undefined>(undefined)

export const form = signal<Form>(FORMS.find((one) => one === kept(FORM)) ?? 'auto')

export function chooseForm(chosen: Form): void {
  form.value = chosen
  keep(FORM, chosen)
}

export async function fetchPage(): Promise<void> {
  cardPage.value = (await call<{ card: CardPage | null }>('GET', '/api/card')).card
}

/** Makes the page, or lets it show something else. */
export async function keepPage(level: Level): Promise<void> {
  cardPage.value = await call<CardPage>('PUT', '/api/card', { level })
}

/** A new address; the old one is dead from that moment. */
export async function rotatePage(): Promise<void> {
  cardPage.value = await call<CardPage>('POST', '/api/card/rotate', {})
}

export async function revokePage(): Promise<void> {
  await call('DELETE', '/api/card')
  cardPage.value = null
}
