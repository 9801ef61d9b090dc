/** The addresses that are opened now and then, and the one that is none; the router asks for them when no other fits. */
import type { FunctionComponent } from 'preact'
import { useLocation } from 'preact-iso'
import { Frame, type Place } from './parts/Frame'
import { Back } from './parts/Heading'
import { later } from './parts/later'
import { Empty } from './parts/Line'

const PeopleList = later(() => import('./screens/People').then((module) => module.PeopleList))
const ContactFile = later(() => import('./screens/ContactFile').then((module) => module.ContactFilePage))
const SamePage = later(() => import('./screens/Same').then((module) => module.SamePage))
const Unnamed = later(() => import('./screens/Unnamed').then((module) => module.UnnamedPage))
const Tracker = later(() => import('./screens/Tracker').then((module) => module.TrackerPage))
const HistoryPage = later(() => import('./screens/History').then((module) => module.HistoryPage))
const DraftPage = later(() => import('./screens/DraftPage').then((module) => module.DraftPage))
const FollowUpList = later(() => import('./screens/FollowUps').then((module) => module.FollowUpList))
const Around = later(() => import('./screens/Around').then((module) => module.Around))
const Unsent = later(() => import('./screens/Unsent').then((module) => module.UnsentPage))
const Badge = later(() => import('./screens/Badge').then((module) => module.BadgePage))
const Import = later(() => import('./screens/Import').then((module) => module.ImportPage))
const Settings = later(() => import('./screens/Settings').then((module) => module.SettingsPage))
const Bin = later(() => import('./screens/Bin').then((module) => module.BinPage))
const Account = later(() => import('./screens/Account').then((module) => module.AccountPage))
const Pair = later(() => import('./screens/Pair').then((module) => module.PairPage))
const Reset = later(() => import('./screens/Reset').then((module) => module.ResetPage), 'when asked')
const Styleguide = later(() => import('./screens/Styleguide').then((module) => module.StyleguidePage), 'when asked')

interface FarRoute {
  /** `:id` stands for any one part. */
  address: string
  at: Place
  list: FunctionComponent
  /** Takes the id in the address, where there is one. */
  page: FunctionComponent<{ id: string }>
}

const ROUTES: readonly FarRoute[] = [
  { address: '/people/import', at: 'people', list: PeopleList, page: ContactFile },
  { address: '/people/tracker', at: 'people', list: PeopleList, page: Tracker },
  { address: '/people/:id/history', at: 'people', list: PeopleList, page: HistoryPage },
  { address: '/followups/draft/:id', at: 'followups', list: FollowUpList, page: DraftPage },
  { address: '/same', at: 'people', list: PeopleList, page: SamePage },
  { address: '/unnamed', at: 'people', list: PeopleList, page: Unnamed },
  { address: '/badge', at: 'scan', list: Around, page: Badge },
  { address: '/import', at: 'agenda', list: Around, page: Import },
  { address: '/settings', at: 'agenda', list: Around, page: Settings },
  { address: '/unsent', at: 'agenda', list: Around, page: Unsent },
  { address: '/deleted', at: 'agenda', list: Around, page: Bin },
  { address: '/account', at: 'agenda', list: Around, page: Account },
  { address: '/pair', at: 'agenda', list: Around, page: Pair },
  { address: '/reset', at: 'agenda', list: Around, page: Reset },
]

/** For development only: the server answers the address nowhere else. It stands alone, without tabs. */
const STYLEGUIDE = '/styleguide'

export function FarPlace() {
  const path = useLocation().path.replace(/\/+$/, '')
  if (path === STYLEGUIDE) return <Styleguide />
  for (const { address, at, list: List, page: Page } of ROUTES) {
    const found = new RegExp(`^${address.replace(':id', '([^/]+)')}$`).exec(path)
    if (found) return <Frame at={at} list={<List />} page={<Page key={path} id={found[1] ?? ''} />} />
  }
  return <Frame at="agenda" page={<NotHere />} />
}

function NotHere() {
  return (
    <>
      <Back href="/" words="Agenda" />
      <h1>Not here</h1>
      <Empty words="There is no such page.">
        <a class="text-button" href="/">
          Open the agenda
        </a>
      </Empty>
    </>
  )
}
