/** The tracker's lines from this phone's own records, its files, and the calls of an import. */
import { computed } from '@preact/signals'
import { conferences } from '../store/agenda'
import { ask, json, refusal, upload } from '../store/api'
import type { components } from '../store/contract'
import { COLUMNS, lineOf, sorted, type Line } from '../views/tracker'
import { csvOf } from '../views/tracker_csv'
import { titleOf } from '../views/followup_words'
import { isOwn } from '../views/followups'
import { metWhere, stepsOf } from './followups_data'
import { handOut } from './outbox_export'
import { persons, recordsOf } from './persons_data'
import { settings } from './settings_data'

export type Report = components['schemas']['TrackerReport']
export type DayOrder = 'dmy' | 'mdy'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Everyone, each merged person once. */
export const lines = computed<Line[]>(() => {
  const zones = new Map(conferences.value.map((one) => [one.id, one.zone ?? null]))
  const found = [...persons.value.values()].map((contact) => {
    const next = stepsOf(contact.id).find((step) => step.state === 'open')
    return lineOf({
      contact,
      notes: recordsOf('note', contact.id),
      outreach: recordsOf('outreach', contact.id),
      where: metWhere.value.get(contact.id) ?? null,
      zone: zones.get(contact.conference ?? '') ?? settings.value?.zone ?? null,
      next: next ? { day: next.due_on, words: titleOf(next), mine: isOwn(next) } : null,
    })
  })
  return sorted(found, { column: 0, down: false })
})

const nameOf = (ending: string): string => `hallway-tracker-${new Date().toISOString().slice(0, 10)}.${ending}`

/** Hands out the tracker as CSV, made here, so without network too. */
export async function handOutCsv(): Promise<void> {
  const text = csvOf(COLUMNS, lines.peek().map((line) => line.cells))
  await handOut(new File([text], nameOf('csv'), { type: 'text/csv' }), 'Tracker')
}

/** Hands out the server's workbook; rejects with ApiProblem. */
export async function handOutXlsx(): Promise<void> {
  const response = await ask('GET', '/api/tracker.xlsx', { headers: { 'X-Hallway': '1' } })
  if (!response.ok) throw refusal(response, await json(response))
  await handOut(new File([await response.blob()], nameOf('xlsx'), { type: XLSX }), 'Tracker')
}

/** Says what the file would do, or does it; rejects with ApiProblem. */
export function sendTable(file: File, what: 'preview' | 'import', days: DayOrder | null): Promise<Report> {
  const query = days ? `?days=${days}` : ''
  return upload<Report>('POST', `/api/tracker/${what}${query}`, file, { 'Content-Type': 'application/octet-stream' })
}
