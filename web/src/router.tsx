/** Which address shows what. The server answers the same addresses with the shell (server/pwa/shell.py). */
import { userId } from './store/who'
import { LocationProvider, Route, Router } from 'preact-iso'
import { Frame } from './parts/Frame'
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
const ContactPage = later(() => import('./screens/Contact').then((module) => module.ContactPage))
const FollowUpList = later(() => import('./screens/FollowUps').then((module) => module.FollowUpList))
const FollowUpPage = later(() => import('./screens/FollowUps').then((module) => module.FollowUpPage))
const Cadence = later(() => import('./screens/FollowUps').then((module) => module.Cadence))
const Scan = later(() => import('./screens/Scan').then((module) => module.ScanPage))
// the places that are opened now and then, and the one that is none
const Far = later(() => import('./far').then((module) => module.FarPlace))

/** One component for the three addresses: on wide screens the list stays as it is while pages open beside it. */
function AgendaPlace({ path = '/', id = '' }: { path?: string; id?: string }) {
  const page = path.startsWith('/agenda/') ? <ItemPage key={id} id={id} /> : path.startsWith('/persons/') ? <PersonPage key={id} id={id} /> : path === '/changes' ? <ChangesPage /> : undefined
  return <Frame at="agenda" list={<AgendaList />} page={page} beside={<AgendaBeside />} />
}

const Plan = () => <Frame at="plan" list={<PlanPage />} beside={<Beside><PlanBeside /></Beside>} />
const People = () => <Frame at="people" list={<PeopleList />} beside={<Beside><PeopleBeside /></Beside>} />
const Contact = ({ id = '' }: { id?: string }) => <Frame at="people" list={<PeopleList />} page={<ContactPage key={id} id={id} />} />
const FollowUps = () => <Frame at="followups" list={<FollowUpList />} beside={<Cadence />} />
const FollowUp = ({ id = '' }: { id?: string }) => <Frame at="followups" list={<FollowUpList />} page={<FollowUpPage key={id} id={id} />} />

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
        <Route path="/people" component={People} />
        <Route path="/people/import" component={Far} />
        <Route path="/people/tracker" component={Far} />
        <Route path="/people/:id" component={Contact} />
        <Route path="/followups" component={FollowUps} />
        <Route path="/followups/:id" component={FollowUp} />
        <Route default component={Far} />
      </Router>
    </LocationProvider>
  )
}
