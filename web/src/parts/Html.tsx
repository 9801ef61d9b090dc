/** Draws an abstract: the allowed elements are built anew, everything else becomes text. Nothing is ever parsed in place. */
import { h, type ComponentChildren } from 'preact'

const ALLOWED = new Set(['p', 'br', 'ul', 'ol', 'li', 'em', 'strong'])
const LINKS = /^(https?|mailto):/i
const MOST_DEPTH = 12

export function Html({ html }: { html: string }) {
  const body = new DOMParser().parseFromString(html, 'text/html').body
  return <div class="prose">{drawAll(body, 0)}</div>
}

function drawAll(parent: Node, depth: number): ComponentChildren[] {
  if (depth > MOST_DEPTH) return [parent.textContent]
  return [...parent.childNodes].map((node) => draw(node, depth))
}

function draw(node: Node, depth: number): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const inner = drawAll(node, depth + 1)
  const tag = node.localName
  if (tag === 'br') return h('br', {})
  const href = node.getAttribute('href') ?? ''
  if (tag === 'a' && LINKS.test(href)) return h('a', { href, rel: 'noopener noreferrer', target: '_blank' }, inner)
  return ALLOWED.has(tag) ? h(tag, {}, inner) : inner
}
