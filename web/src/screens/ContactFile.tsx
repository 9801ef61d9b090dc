/** People from a contact file: what is in it, whom to take, and nobody is kept before that. Works without network. */
import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import '../style/card.css'
import { Back, useTitle } from '../parts/Heading'
import { Icon } from '../parts/Icon'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { VirtualList } from '../parts/VirtualList'
import { NoContactFile, type Found, type Preview } from '../views/contact_file'
import { fold } from '../views/search'
import { keepPeople, readFile, takeShared } from './contact_file_data'

/** Ids of those who are not taken; the rows of a long list look here, so that a tap draws one row. */
const left = signal<ReadonlySet<string>>(new Set())

type Step = { is: 'choosing' } | { is: 'reading'; done: number; total: number } | { is: 'reading-failed'; words: string } | { is: 'read'; preview: Preview }

export function ContactFilePage() {
  useTitle('Add from a contact file')
  const [step, setStep] = useState<Step>({ is: 'choosing' })
  const take = async (file: File | null) => {
    if (!file) return
    left.value = new Set()
    setStep({ is: 'reading', done: 0, total: 0 })
    try {
      setStep({ is: 'read', preview: await readFile(file, (done, total) => setStep({ is: 'reading', done, total })) })
    } catch (fault) {
      setStep({ is: 'reading-failed', words: fault instanceof NoContactFile ? fault.message : 'This phone could not open the file. Choose it once more.' })
    }
  }
  useEffect(() => void takeShared().then(take), [])
  return (
    <>
      <Back href="/people" words="People" />
      <h1>Add from a contact file</h1>
      <p class="second">A .vcf file, as address books and phones export it, with one person or thousands. It is read on this phone; nothing is sent.</p>
      <label class="field">
        <span class="label">File</span>
        <input
          type="file"
          name="cards"
          accept=".vcf,.vcard,text/vcard,text/x-vcard"
          onClick={(event) => (event.currentTarget.value = '')} // the same file once more is a choice, too
          onChange={(event) => void take(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      {step.is === 'reading' && <p role="status">{step.total ? `Read ${many(step.done)} of ${many(step.total)}` : 'Reading the file'}</p>}
      {step.is === 'reading-failed' && (
        <p class="fault" role="alert">
          {step.words}
        </p>
      )}
      {step.is === 'read' && <Choice preview={step.preview} />}
    </>
  )
}

function Choice({ preview: { found, bare, here } }: { preview: Preview }) {
  const { route } = useLocation()
  const [query, setQuery] = useState('')
  const [kept, setKept] = useState<number | null>(null)
  const [fault, setFault] = useState(false)
  const shown = query.trim() ? found.filter((one) => fold(`${one.name} ${one.detail}`).includes(fold(query.trim()))) : found
  const keep = async () => {
    const chosen = found.filter((one) => !left.peek().has(one.id))
    setFault(false)
    setKept(0)
    try {
      const undo = await keepPeople(chosen, setKept)
      say(`${people(chosen.length)} added`, undo)
      route('/people')
    } catch {
      setKept(null)
      setFault(true)
    }
  }
  return (
    <>
      <p class="in-file" role="status">{foundWords(found.length, here, bare)}</p>
      {found.length > 0 && (
        <>
          {found.length > 8 && (
            <label class="search">
              <span class="hidden-text">Search the file</span>
              <Icon name="search" size={20} />
              <input type="search" placeholder="Name or place in the file" value={query} maxLength={100} onInput={(event) => setQuery(event.currentTarget.value)} />
            </label>
          )}
          <div class="button-row">
            <Tap words="Choose all" onTap={() => mark(shown, true)} />
            <Tap words="Choose none" onTap={() => mark(shown, false)} />
          </div>
          <VirtualList rows={shown} row={(one) => <Person key={one.id} one={one} />} resetKey={query} label="People in the file" />
          <Keep count={found.length} kept={kept} onKeep={keep} />
          {fault && (
            <p class="fault" role="alert">
              Not all could be saved on this phone. Free some space, choose the file once more, and those who are here already are passed over.
            </p>
          )}
        </>
      )}
      <p class="second">Names, roles, places of work, e-mails, numbers and links are taken. Pictures, notes and addresses stay in the file.</p>
    </>
  )
}

function Person({ one }: { one: Found }) {
  const isChosen = !left.value.has(one.id)
  return (
    <li class="pick">
      <label>
        <input type="checkbox" checked={isChosen} onChange={() => mark([one], !isChosen)} />
        <span>
          <bdi class="name">{one.name}</bdi>
          {one.detail && <bdi class="second clamped">{one.detail}</bdi>}
          {one.known && <span class="small">Here already: fills in what is empty</span>}
        </span>
      </label>
    </li>
  )
}

/** The button stays in sight while one looks through the list. */
function Keep({ count, kept, onKeep }: { count: number; kept: number | null; onKeep: () => void }) {
  const chosen = count - left.value.size
  return (
    <div class="pick-foot">
      <button type="button" class="button wide" disabled={chosen === 0 || kept !== null} onClick={onKeep}>
        {kept === null ? (chosen === 0 ? 'Choose somebody' : `Add ${people(chosen)}`) : `Saved ${many(kept)} of ${many(chosen)}`}
      </button>
    </div>
  )
}

function mark(rows: readonly Found[], isChosen: boolean): void {
  const next = new Set(left.peek())
  for (const { id } of rows) {
    if (isChosen) next.delete(id)
    else next.add(id)
  }
  left.value = next
}

function foundWords(found: number, here: number, bare: number): string {
  const parts = [found > 0 ? `${people(found)} to add.` : 'Nobody new in this file.']
  if (here > 0) parts.push(`${many(here)} ${here === 1 ? 'card says' : 'cards say'} nothing new.`)
  if (bare > 0) parts.push(`${many(bare)} ${bare === 1 ? 'card names' : 'cards name'} nobody and ${bare === 1 ? 'is' : 'are'} left out.`)
  return parts.join(' ')
}

const many = (count: number): string => count.toLocaleString('en')
const people = (count: number): string => (count === 1 ? '1 person' : `${many(count)} people`)
