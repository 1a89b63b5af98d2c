import type { AutomationRun } from '../../api/automated';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';
import { Who } from '../parts/Who';
import { StateBadge } from '../StateBadge';
import { about, useLive } from '../useLive';
import { sayEvent, sayThen } from './saying';

/** What rules did and why, and what waits for a person's word. */
export function Runs({ backend }: { backend: PageBackend }) {
  const { manage } = backend;
  const asked = useLive(backend, 'system', about(['automation_']), manage.runs);
  const { shown, tell } = useFailure();
  const decide = (run: AutomationRun, decision: 'approve' | 'reject') => manage.decideRun(run.id, decision).then(asked.askAgain);
  const columns: Array<Column<AutomationRun>> = [
    ...COLUMNS,
    {
      title: 'Decision',
      isTitleHidden: true,
      cell: (run) =>
        run.state === 'waiting' ? (
          <Row>
            <ActionButton role="Editor" variant="primary" act={() => decide(run, 'approve')} onFailure={tell}>
              Approve
            </ActionButton>
            <ActionButton role="Editor" act={() => decide(run, 'reject')} onFailure={tell}>
              Reject
            </ActionButton>
          </Row>
        ) : (
          run.decided_by && <Who author={run.decided_by} />
        ),
    },
  ];
  return (
    <>
      {shown}
      <Loaded asked={asked} what="the runs">
        {(items) => <Sheet label="Runs" items={items} columns={columns} keyOf={({ id }) => id} empty="No rule has acted yet." />}
      </Loaded>
    </>
  );
}

const COLUMNS: Array<Column<AutomationRun>> = [
  { title: 'When', cell: ({ created_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Rule', cell: ({ automation }) => automation },
  { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  { title: 'What happened', cell: ({ event }) => event.sentence || sayEvent(event.type) },
  { title: 'Why', cell: ({ reason }) => reason.replaceAll('_', ' ') },
  { title: 'What was done', cell: (run) => <Done {...run} /> },
];

/** What came of each action; while a run waits, what it would do. */
function Done({ state, actions, plan }: AutomationRun) {
  if (state === 'waiting') {
    return <Muted>{`${sayThen({ then: plan })}, once somebody agrees`}</Muted>;
  }
  return (
    <>
      {actions.map(({ type, outcome, detail }, place) => (
        <div key={place}>{`${type.replaceAll('_', ' ')}: ${outcome}${detail ? `, ${detail}` : ''}`}</div>
      ))}
    </>
  );
}
