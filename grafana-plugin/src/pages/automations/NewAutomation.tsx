import { CodeEditor } from '@grafana/ui';
import { locationService } from '@grafana/runtime';
import { useState } from 'react';
import type { AutomationSpec, DryRun, DryRunReport } from '../../api/automated';
import { APP_PATH } from '../../ids';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Moment } from '../parts/Moment';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';

const HEIGHT_PX = 280;
const HOURS = 24;
const START: AutomationSpec = {
  name: 'page-the-shop',
  when: { events: ['incident_opened'], severity: 'critical' },
  then: [{ type: 'webhook', url: 'https://example.org/hook' }],
};

/** A rule as JSON, tried on the events of the last day before it is saved. */
export function NewAutomation({ backend: { api, manage } }: { backend: PageBackend }) {
  const [text, setText] = useState(JSON.stringify(START, null, 2));
  const [found, setFound] = useState<DryRunReport>();
  const { shown, tell } = useFailure();
  const read = () => JSON.parse(text) as AutomationSpec;
  const dryRun = async () => setFound(await api.dryRun(read(), HOURS));
  const save = async () => {
    await manage.makeAutomation(read());
    locationService.push(`${APP_PATH}/automations`);
  };
  return (
    <>
      <p>When an event matches, the actions run in their order. Nothing is done by a dry run.</p>
      {shown}
      <CodeEditor value={text} language="yaml" height={HEIGHT_PX} showMiniMap={false} showLineNumbers onChange={setText} />
      <Row>
        <ActionButton role="Editor" icon="play" act={dryRun} onFailure={tell}>
          {`Dry run on the last ${HOURS} hours`}
        </ActionButton>
        <ActionButton role="Editor" variant="primary" act={save} onFailure={tell}>
          Save and start
        </ActionButton>
      </Row>
      {found && <p role="status">{sayDryRun(found)}</p>}
      {found && <Sheet label="Dry run" items={found.items} columns={COLUMNS} keyOf={({ event_id: id }) => id} empty="No event of that time matches." />}
    </>
  );
}

function sayDryRun({ events, matches, runs }: DryRunReport): string {
  const looked = `${events} ${events === 1 ? 'event' : 'events'} of these types`;
  return `Of ${looked}, ${matches} ${matches === 1 ? 'matches' : 'match'}; it would have acted ${runs} ${runs === 1 ? 'time' : 'times'}.`;
}

const COLUMNS: Array<Column<DryRun>> = [
  { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Event', cell: ({ event }) => event },
  { title: 'Would it have acted', cell: ({ reason }) => reason.replaceAll('_', ' ') },
  { title: 'What it would have done', cell: ({ actions }) => actions.join(', ') },
];
