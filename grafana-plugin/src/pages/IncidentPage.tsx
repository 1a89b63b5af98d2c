import { Alert, TextLink } from '@grafana/ui';
import { useParams } from 'react-router-dom';
import { pagePath } from './paths';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { Editing } from './incident/Editing';
import { Members } from './incident/Members';
import { Silencing } from './incident/Silencing';
import { Suspects } from './incident/Suspects';
import { Timeline } from './incident/Timeline';
import { Told } from './incident/Told';
import { Loaded } from './parts/Loaded';
import { Missing } from './parts/Missing';
import { Moment } from './parts/Moment';
import { Row } from './parts/Row';
import { SeverityMark } from '../panel/SeverityMark';
import { StateBadge } from './StateBadge';
import { isNotFound } from './useAsked';
import { useIncident } from './useIncidents';
import { useTitles } from './useTitles';
import { saySeconds } from '../words/amounts';

export default function IncidentPage() {
  const { id = '' } = useParams();
  return (
    <Frame title="Incident" parent="incidents">
      {(backend) => (IDS.test(id) ? <One key={id} id={id} backend={backend} /> : <Missing what="incident" />)}
    </Frame>
  );
}

/** Other texts are refused by the backend, in words for programs. */
const IDS = /^[0-9a-f]{1,40}$/;

function One({ id, backend }: { id: string; backend: PageBackend }) {
  const { asked, showMore } = useIncident(backend, id);
  const titleOf = useTitles(backend);
  if (isNotFound(asked)) {
    return <Missing what="incident" />;
  }
  return (
    <Loaded asked={asked} what="the incident">
      {({ incident, members }) => (
        <>
          <div>
            <h2>{incident.title}</h2>
            <Row>
              <SeverityMark severity={incident.severity} /> <StateBadge state={incident.state} />
              <span>
                began <Moment atMs={incident.started_ms} />
                {incident.ended_ms && `, lasted ${saySeconds((incident.ended_ms - incident.started_ms) / 1000)}`}
              </span>
            </Row>
            <p>{incident.sentence}</p>
          </div>
          {incident.merged_into && (
            <Alert severity="info" title="It was merged into another incident">
              <TextLink href={pagePath(`incidents/${incident.merged_into}`)}>Open that one</TextLink>
            </Alert>
          )}
          {incident.held_back && (
            <Alert severity="info" title={`The alert budget of ${incident.team} is spent`}>
              {incident.held_back}
            </Alert>
          )}
          <Suspects suspects={incident.suspects} />
          <Timeline backend={backend} titleOf={titleOf} incident={incident} anomalies={members.items} />
          <Members backend={backend} titleOf={titleOf} incident={incident} members={members} showMore={showMore} askAgain={asked.askAgain} />
          <Editing backend={backend} incident={incident} askAgain={asked.askAgain} />
          <Told backend={backend} id={id} />
          <Silencing backend={backend} id={id} />
        </>
      )}
    </Loaded>
  );
}
