/** The one settings record of this student: read, and saved field by field. */
import { computed } from '@preact/signals'
import { natural } from '../store/ids'
import type { Settings } from '../store/kinds'
import { live, open, save } from '../store/records'

export const SELF = natural('settings:self')

export const settings = computed(() => live('settings').value.get(SELF) ?? null)

export async function keepSettings(changes: Partial<Settings>): Promise<void> {
  await save(open('settings', SELF), changes)
}
