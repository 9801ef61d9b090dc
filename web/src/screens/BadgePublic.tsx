/** The page of one's own card, for people without Hallway: made, changed, given a new address, taken away. */
import { useEffect, useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { ApiProblem } from '../store/api'
import { account } from '../store/who'
import { LEVEL_CHOICES, type Level } from '../views/my_card'
import { cardPage, fetchPage, keepPage, revokePage, rotatePage, type CardPage } from './card_data'

export function BadgePublic({ level }: { level: Level }) {
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const ask = async (act: () => Promise<void>) => {
    setBusy(true)
    setFault('')
    await act().catch((problem: unknown) => setFault(faultWords(problem)))
    setBusy(false)
  }
  useEffect(() => {
    if (account.value) void ask(fetchPage)
    return () => void (cardPage.value = undefined)
  }, [account.value?.id])
  if (!account.value) return <p class="second">With an account your card can have a page of its own, for people without Hallway.</p>
  const page = cardPage.value
  return (
    <div aria-busy={busy}>
      {page === null && (
        <>
          <p class="second">A page with your card, for a signature or a slide. Whoever has its address can read it; nobody can guess it.</p>
          <button type="button" class="button quiet" disabled={busy} onClick={() => ask(() => keepPage(level))}>
            Make the page
          </button>
        </>
      )}
      {page && <Made page={page} busy={busy} ask={ask} />}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {fault && page === undefined && <Tap words="Try again" onTap={() => ask(fetchPage)} />}
    </div>
  )
}

interface MadeProps {
  page: CardPage
  busy: boolean
  ask: (act: () => Promise<void>) => Promise<void>
}

function Made({ page, busy, ask }: MadeProps) {
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null)
  const copy = () => ask(async () => navigator.clipboard.writeText(page.url).then(() => say('Address copied')))
  const go = async () => {
    const isNew = asking === 'rotate'
    setAsking(null)
    await ask(async () => {
      await (isNew ? rotatePage() : revokePage())
      say(isNew ? 'The page has a new address' : 'The page is taken away')
    })
  }
  return (
    <>
      <a class="card-link" href={page.url} target="_blank" rel="noopener">
        {page.url}
      </a>
      <Chips label="What the page shows" wrap choices={LEVEL_CHOICES} chosen={page.level} onChoose={(level) => void ask(() => keepPage(level))} />
      <div class="button-row">
        <Tap words="Copy the address" onTap={copy} />
        <Tap words="New address" onTap={() => setAsking('rotate')} />
        <Tap words="Take the page away" onTap={() => setAsking('revoke')} />
      </div>
      {asking && (
        <div class="notice" role="alert">
          <p>
            {asking === 'rotate' ? 'The old address shows nothing from now on.' : 'Its address shows nothing from now on.'} What people have saved stays with
            them.
          </p>
          <div class="button-row">
            <button type="button" class="button" disabled={busy} onClick={() => void go()}>
              {asking === 'rotate' ? 'Change the address' : 'Take it away'}
            </button>
            <Tap words="Leave it" plain onTap={() => setAsking(null)} />
          </div>
        </div>
      )}
    </>
  )
}

function faultWords(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return 'That did not work. Try again.'
  if (problem.type === 'offline') return 'No connection. The page of your card needs the network; your code above does not.'
  return problem.detail || problem.title
}
