import { Badge, useTheme2 } from '@grafana/ui';
import { useCallback } from 'react';
import type { Training as Job } from '../../api/managed';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Column, Sheet } from '../parts/Sheet';
import { Who } from '../parts/Who';
import { about, useLive } from '../useLive';
import type { Given } from './given';

/** Train now, see how far it is, and end it; the model before it stays in force until a new one is good. */
export function Training({ backend, detector: { id } }: Given) {
  const { manage } = backend;
  const ask = useCallback(async () => (await manage.jobs(id)).filter(({ kind }) => kind === 'train'), [manage, id]);
  const asked = useLive(backend, 'detectors', about(['job_', 'model_'], id), ask);
  const { shown, tell } = useFailure();
  const columns: Array<Column<Job>> = [
    ...COLUMNS,
    {
      title: 'Actions',
      isTitleHidden: true,
      cell: (job) =>
        isRunning(job) && (
          <ActionButton role="Editor" act={() => manage.cancel(job.id).then(asked.askAgain)} onFailure={tell}>
            Cancel
          </ActionButton>
        ),
    },
  ];
  return (
    <>
      <p>A training learns from the history anew. The model before it stays in force until the new one is there.</p>
      {shown}
      <ActionButton role="Editor" variant="primary" icon="play" act={() => manage.train(id).then(asked.askAgain)} onFailure={tell}>
        Train now
      </ActionButton>
      <Loaded asked={asked} what="its trainings">
        {(jobs) => <Sheet label="Trainings" items={jobs} columns={columns} keyOf={(job) => job.id} empty="No training in the last hour." />}
      </Loaded>
    </>
  );
}

const COLUMNS: Array<Column<Job>> = [
  {
    title: 'State',
    cell: (job) => (
      <>
        <State {...job} /> {job.error.message}
      </>
    ),
  },
  { title: 'Progress', cell: (job) => <Bar share={job.progress} /> },
  { title: 'Asked by', cell: ({ requested_by: by }) => <Who author={by} /> },
  { title: 'Last sign', cell: ({ updated_ms: atMs }) => <Moment atMs={atMs} /> },
];

function State({ state }: Job) {
  const colours = { done: 'green', failed: 'red', cancelled: 'orange' } as const;
  return <Badge text={state} color={colours[state as keyof typeof colours] ?? 'blue'} />;
}

function Bar({ share }: { share: number }) {
  const theme = useTheme2();
  const percent = Math.round(100 * share);
  return (
    <div role="progressbar" aria-label="Progress" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} style={{ width: theme.spacing(20), background: theme.colors.background.secondary }}>
      <div style={{ width: `${percent}%`, height: theme.spacing(1), background: theme.colors.success.main }} />
    </div>
  );
}

function isRunning({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}
