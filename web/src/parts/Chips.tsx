/** A row of choices of which one is on. */
interface Choice<T extends string> {
  value: T
  words: string
}

interface ChipsProps<T extends string> {
  label: string
  choices: readonly Choice<T>[]
  chosen: T | null
  onChoose: (value: T) => void
  wrap?: boolean
}

export function Chips<T extends string>({ label, choices, chosen, onChoose, wrap }: ChipsProps<T>) {
  return (
    <div class={wrap ? 'chips wrap' : 'chips'} role="group" aria-label={label}>
      {choices.map(({ value, words }) => (
        <button key={value} type="button" class="chip" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {words}
        </button>
      ))}
    </div>
  )
}
