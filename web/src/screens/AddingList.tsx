/** A page of Follow-ups that lists records of one kind, with the form for another one in its place. */
import type { ComponentChildren, ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { Back, useTitle } from '../parts/Heading'
import { useInPlace } from '../parts/in_place'
import { KeepFocus } from '../parts/KeepFocus'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'

interface AddingListProps {
  title: string
  what: string
  /** What an empty list says. */
  empty: string
  isEmpty: boolean
  /** The words on the button that opens the form. */
  add: string
  form: ComponentType<{ onDone: () => void }>
  children: ComponentChildren
}

export function AddingList({ title, what, empty, isEmpty, add, form: Form, children }: AddingListProps) {
  useTitle(title)
  const [adding, setAdding] = useState(false)
  const place = useInPlace<HTMLDivElement>(adding)
  return (
    <>
      <Back href="/followups" words="Follow-ups" />
      <h1>{title}</h1>
      <p class="second">{what}</p>
      {isEmpty && <Empty words={empty} />}
      <KeepFocus>
        <ol class="line at-followups" aria-label={title}>
          {children}
        </ol>
      </KeepFocus>
      <div ref={place}>{adding ? <Form onDone={() => setAdding(false)} /> : <Tap words={add} onTap={() => setAdding(true)} />}</div>
    </>
  )
}

/** The end of such a form. */
export function SaveOrCancel({ onCancel }: { onCancel: () => void }) {
  return (
    <div class="button-row">
      <button type="submit" class="button">
        Save
      </button>
      <Tap words="Cancel" plain onTap={onCancel} />
    </div>
  )
}
