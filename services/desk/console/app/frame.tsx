// The frame around every place: where one can go, who one is, and the place itself.
import { useEffect, useRef } from 'react';
import { AuthorisationsPage } from '../pages/authorisations-page.jsx';
import { CarriersPage } from '../pages/carriers-page.jsx';
import { DataMapPage } from '../pages/data-map-page.jsx';
import { ErasuresPage } from '../pages/erasures-page.jsx';
import { HousePage } from '../pages/house-page.jsx';
import { JudicialPage } from '../pages/judicial-page.jsx';
import { LookUpPage } from '../pages/look-up-page.jsx';
import { MyDataPage } from '../pages/my-data-page.jsx';
import { PolicyPage } from '../pages/policy-page.jsx';
import { QueuePage } from '../pages/queue-page.jsx';
import { RequestsPage } from '../pages/requests-page.jsx';
import { RulesPage } from '../pages/rules-page.jsx';
import { ThirdPartiesPage } from '../pages/third-parties-page.jsx';
import { TimelinePage } from '../pages/timeline-page.jsx';
import { ViewsPage } from '../pages/views-page.jsx';
import { Icon } from '../parts/icon.jsx';
import { type Place, placesOf } from './places.js';
import { useRoute } from './route.js';
import { useSession } from './session.js';

const PAGES: Readonly<Record<string, (at: { readonly rest: readonly string[] }) => React.ReactNode>> = {
  queue: QueuePage,
  order: LookUpPage,
  house: HousePage,
  rules: RulesPage,
  timeline: TimelinePage,
  views: ViewsPage,
  requests: RequestsPage,
  erasures: ErasuresPage,
  judicial: JudicialPage,
  'my-data': MyDataPage,
  'data-map': DataMapPage,
  authorisations: AuthorisationsPage,
  carriers: CarriersPage,
  'third-parties': ThirdPartiesPage,
  policy: PolicyPage,
};

export function Frame() {
  const { subject, roles, logOut } = useSession();
  const [asked, ...rest] = useRoute();
  const places = placesOf(roles);
  const here = places.find(({ id }) => id === asked) ?? places[0];
  const main = useRef<HTMLElement>(null);
  const label = here?.label ?? 'Privacy desk';
  useEffect(() => {
    document.title = `${label} · Privacy desk`;
    // Whoever reads by ear or goes by keyboard begins at the new place, not at the end of the old one.
    main.current?.focus({ preventScroll: true });
    // On a phone the places are a row that is longer than the screen.
    document.querySelector('nav [aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    scrollTo(0, 0);
  }, [label]);
  const Page = PAGES[here?.id ?? 'policy'] ?? PolicyPage;
  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <header className="side">
        <a className="brand" href="#/">
          <span className="brand-mark">
            <Icon name="shield" />
          </span>
          Privacy desk
        </a>
        <Places places={places} here={here} />
        <div className="who">
          <span className="who-name">{subject}</span>
          {roles.join() === subject ? null : <span className="soft small">{roles.join(', ') || 'no role'}</span>}
          <button type="button" className="button quiet" onClick={logOut}>
            <Icon name="leave" /> Log out
          </button>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Page rest={rest} />
      </main>
    </div>
  );
}

function Places({ places, here }: { readonly places: readonly Place[]; readonly here: Place | undefined }) {
  return (
    <nav aria-label="Places">
      <ul>
        {places.map(({ id, label, icon }) => (
          <li key={id}>
            <a href={`#/${id}`} aria-current={id === here?.id ? 'page' : undefined}>
              <Icon name={icon} />
              <span>{label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
