/** The service worker: keeps the shell and the decoder on the phone, answers pages from it, catches shared cards. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope
declare const __FILES__: { url: string; revision: string | null }[]

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

// Only a person's tap on "reload" lets a later version in before that.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting()
})
