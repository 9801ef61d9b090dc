/** The service worker: keeps the shell and the decoder on the phone, answers pages from it, catches shared cards. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope
declare const __FILES__: { url: string; revision: string | null; integrity: string }[]

// Other bytes than the build's under a file's address, as the page of a network that wants a sign-in, are never kept: they
// are asked for once more, past what the browser holds; if they are wrong again, the next visit tries.
const ask = self.fetch.bind(self)
self.fetch = (asked, options) =>
  ask(asked, options).catch((fault: unknown) => {
    if (asked instanceof Request && asked.integrity) return ask(new Request(asked, { cache: 'reload' }))
    throw fault
  })

precacheAndRoute(__FILES__, { cleanURLs: false })
cleanupOutdatedCaches()

// A page of the client's router is answered from the phone; answers of the server are not pages.
const NOT_PAGES = [/^\/api\//, /^\/calendar\//, /^\/problems\//, /^\/agenda\/[0-9a-f]{64}\.json$/, /^\/b\//, /^\/(healthz|readyz|styleguide)$/]
registerRoute(new NavigationRoute(createHandlerBoundToURL('/'), { denylist: NOT_PAGES }))

// A contact shared by another app (the manifest's share_target): kept for the page that shows what is in it. Nothing of
// it goes to the server, which answers this address with 403.
registerRoute(({ url }) => url.pathname === '/share', async ({ request }) => {
  const files = (await request.formData()).getAll('cards').filter((one) => one instanceof File)
  const both = files.flatMap((file) => [file, '\n'])
  const headers = { 'X-File-Name': encodeURIComponent(files[0]?.name ?? '') }
  await (await caches.open('hallway-shared')).put('/shared-cards', new Response(new Blob(both), { headers }))
  return Response.redirect('/people/import', 303)
}, 'POST')

// The first visit takes the page over at once, so that the network may go right after it. A later version waits until
// no page of the old one is open: no reload happens by itself.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A reminder (server/push): a count and nothing else. Browsers want something shown for each message, even a broken one.
self.addEventListener('push', (event) => {
  const due = dueIn(event.data?.text() ?? '')
  const words = due === null ? 'Follow-ups are due today' : due === 1 ? '1 follow-up is due today' : `${due} follow-ups are due today`
  event.waitUntil(self.registration.showNotification('Hallway', { body: words, tag: 'followups', icon: '/icons/192.png' }))
})

function dueIn(message: string): number | null {
  try {
    const due: unknown = (JSON.parse(message) as { due?: unknown }).due
    return typeof due === 'number' && due > 0 ? due : null
  } catch {
    return null
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openFollowUps())
})

async function openFollowUps(): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window' })
  // a page that this worker does not look after cannot be led, so it is opened anew
  const led = await page?.navigate('/followups').catch(() => null)
  await (led ? led.focus() : self.clients.openWindow('/followups'))
}

// Only a person's tap on "reload" lets a later version in before that.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting()
})
