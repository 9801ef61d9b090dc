/** Which address shows what. The server answers the same addresses with the shell (server/pwa/shell.py). */
import { userId } from './store/who'
import { LocationProvider, Route, Router } from 'preact-iso'
import { Frame } from './parts/Frame'
import { Empty } from './parts/Line'
import { Back } from './parts/Heading'
import { later } from './parts/later'
import { AgendaList } from './screens/Agenda'
import { AgendaBeside, Beside } from './screens/Beside'

// the agenda is the first screen; all else comes when it is asked for, and the service worker keeps all of it
const ItemPage = later(() => import('./screens/Item').then((module) => module.ItemPage))
const PersonPage = later(() => import('./screens/Person').then((module) => module.PersonPage))
const ChangesPage = later(() => import('./screens/Changes').then((module) => module.ChangesPage))
const PlanPage = later(() => import('./screens/Plan').then((module) => module.PlanPage))
const PlanBeside = later(() => import('./screens/Plan').then((module) => module.PlanBeside))
const PeopleList = later(() => import('./screens/People').then((module) => module.PeopleList))
const PeopleBeside = later(() => import('./screens/People').then((module) => module.PeopleBeside))
const ContactFile = later(() => import('./screens/ContactFile').then((module) => module.ContactFilePage))
const ContactPage = later(() => import('./screens/Contact').then((module) => module.ContactPage))
const HistoryPage = later(() => import('./screens/History').then((module) => module.HistoryPage))
const FollowUpList = later(() => import('./screens/FollowUps').then((module) => module.FollowUpList))
const FollowUpPage = later(() => import('./screens/FollowUps').then((module) => module.FollowUpPage))
const Cadence = later(() => import('./screens/FollowUps').then((module) => module.Cadence))
const Around = later(() => import('./screens/Around').then((module) => module.Around))
const UnsentPage = later(() => import('./screens/Unsent').then((module) => module.UnsentPage))
const Scan = later(() => import('./screens/Scan').then((module) => module.ScanPage))
const Badge = later(() => import('./screens/Badge').then((module) => module.BadgePage))
const Import = later(() => import('./screens/Import').then((module) => module.ImportPage))
const Settings = later(() => import('./screens/Settings').then((module) => module.SettingsPage))
const Bin = later(() => import('./screens/Bin').then((module) => module.BinPage))
const Account = later(() => import('./screens/Account').then((module) => module.AccountPage))
const Pair = later(() => import('./screens/Pair').then((module) => module.PairPage))
const Reset = later(() => import('./screens/Reset').then((module) => module.ResetPage), 'when asked')
// for development only: the server answers the address nowhere else
const Styleguide = later(() => import('./screens/Styleguide').then((module) => module.StyleguidePage), 'when asked')

/** One component for the three addresses: on wide screens the list stays as it is while pages open beside it. */
function AgendaPlace({ path = '/', id = '' }: { path?: string; id?: string }) {
  const page = path.startsWith('/agenda/') ? <ItemPage key={id} id={id} /> : path.startsWith('/persons/') ? <PersonPage key={id} id={id} /> : path === '/changes' ? <ChangesPage /> : undefined
  return <Frame at="agenda" list={<AgendaList />} page={page} beside={<AgendaBeside />} />
}

const Plan = () => <Frame at="plan" list={<PlanPage />} beside={<Beside><PlanBeside /></Beside>} />
const People = () => <Frame at="people" list={<PeopleList />} beside={<Beside><PeopleBeside /></Beside>} />
const PeopleImport = () => <Frame at="people" list={<PeopleList />} page={<ContactFile />} />
const Contact = ({ id = '' }: { id?: string }) => <Frame at="people" list={<PeopleList />} page={<ContactPage key={id} id={id} />} />
const History = ({ id = '' }: { id?: string }) => <Frame at="people" list={<PeopleList />} page={<HistoryPage key={id} id={id} />} />
const FollowUps = () => <Frame at="followups" list={<FollowUpList />} beside={<Cadence />} />
const FollowUp = ({ id = '' }: { id?: string }) => <Frame at="followups" list={<FollowUpList />} page={<FollowUpPage key={id} id={id} />} />
const BadgeFrame = () => <Frame at="scan" list={<Around />} page={<Badge />} />
const ImportFrame = () => <Frame at="agenda" list={<Around />} page={<Import />} />
const SettingsFrame = () => <Frame at="agenda" list={<Around />} page={<Settings />} />
const BinFrame = () => <Frame at="agenda" list={<Around />} page={<Bin />} />
const AccountFrame = () => <Frame at="agenda" list={<Around />} page={<Account />} />
const PairFrame = () => <Frame at="agenda" list={<Around />} page={<Pair />} />
const ResetFrame = () => <Frame at="agenda" list={<Around />} page={<Reset />} />
const Unsent = () => <Frame at="agenda" list={<Around />} page={<UnsentPage />} />

function NotHere() {
  return (
    <Frame
      at="agenda"
      page={
        <>
          <Back href="/" words="Agenda" />
          <h1>Not here</h1>
          <Empty words="There is no such page." />
        </>
      }
    />
  )
}

export function App() {
  return (
    <LocationProvider>
      <Router key={userId.value}>
        <Route path="/" component={AgendaPlace} />
        <Route path="/agenda/:id" component={AgendaPlace} />
        <Route path="/persons/:id" component={AgendaPlace} />
        <Route path="/changes" component={AgendaPlace} />
        <Route path="/plan" component={Plan} />
        <Route path="/scan" component={Scan} />
        <Route path="/badge" component={BadgeFrame} />
        <Route path="/people" component={People} />
        <Route path="/people/import" component={PeopleImport} />
        <Route path="/people/:id" component={Contact} />
        <Route path="/people/:id/history" component={History} />
        <Route path="/followups" component={FollowUps} />
        <Route path="/followups/:id" component={FollowUp} />
        <Route path="/import" component={ImportFrame} />
        <Route path="/settings" component={SettingsFrame} />
        <Route path="/unsent" component={Unsent} />
        <Route path="/deleted" component={BinFrame} />
        <Route path="/account" component={AccountFrame} />
        <Route path="/pair" component={PairFrame} />
        <Route path="/reset" component={ResetFrame} />
        <Route path="/styleguide" component={Styleguide} />
        <Route default component={NotHere} />
      </Router>
    </LocationProvider>
  )
}
