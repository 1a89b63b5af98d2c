import { Badge } from '@grafana/ui';
import { useCallback } from 'react';
import type { ModelVersion } from '../../api/managed';
import { sayBytes, saySeconds } from '../../words/amounts';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';
import { Who } from '../parts/Who';
import { useAddress } from '../useAddress';
import { about, useLive } from '../useLive';
import { Comparison } from './Comparison';
import { toggled, versionsIn } from './comparing';
import type { Given } from './given';
import { Quality } from './Quality';

/** How the model in force fares, and its versions: put one in force, go back, compare two. */
export function Versions({ backend, detector: { id } }: Given) {
  const { manage } = backend;
  const asked = useLive(backend, 'detectors', about(['model_'], id), useCallback(() => manage.models(id), [manage, id]));
  const [search, change] = useAddress();
  const chosen = versionsIn(search);
  const { shown, tell } = useFailure();
  const choose = (version: number) => change({ compare: toggled(chosen, version).join(' ') });
  const columns: Array<Column<ModelVersion>> = [
    ...COLUMNS,
    {
      title: 'Actions',
      isTitleHidden: true,
      cell: ({ version, state }) => (
        <Row>
          <ActionButton role="Viewer" isOff={asked.value && asked.value.length < 2} variant={chosen.includes(version) ? 'primary' : 'secondary'} act={async () => choose(version)} onFailure={tell}>
            Compare
          </ActionButton>
          <ActionButton role="Editor" isOff={state === 'active'} act={() => manage.promote(id, version).then(asked.askAgain)} onFailure={tell}>
            Put in force
          </ActionButton>
        </Row>
      ),
    },
  ];
  return (
    <>
      {shown}
      <Quality backend={backend} id={id} />
      <h3>Versions</h3>
      <Loaded asked={asked} what="the versions of its model">
        {(versions) => (
          <>
            <Sheet label="Versions" items={versions} columns={columns} keyOf={({ version }) => version} empty="No model yet; it is trained on the page Training." />
            <ActionButton role="Editor" icon="history" isOff={versions.length < 2} act={() => manage.rollBack(id).then(asked.askAgain)} onFailure={tell}>
              Back to the version before
            </ActionButton>
          </>
        )}
      </Loaded>
      {chosen.length === 2 && <Comparison backend={backend} id={id} left={Math.min(...chosen)} right={Math.max(...chosen)} />}
    </>
  );
}

const COLUMNS: Array<Column<ModelVersion>> = [
  { title: 'Version', cell: ({ version }) => version },
  { title: 'State', cell: ({ state }) => <Badge text={state} color={state === 'active' ? 'green' : 'blue'} /> },
  { title: 'Algorithm', cell: ({ algorithm, algorithm_version: edition }) => `${algorithm} ${edition}` },
  { title: 'Trained', cell: ({ trained_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Asked by', cell: ({ meta }) => <Who author={String(meta.asked_by ?? meta.requested_by ?? '')} /> },
  { title: 'Series', cell: ({ series_count: count }) => count, isNumber: true },
  { title: 'Fit', cell: ({ fit_seconds: seconds }) => saySeconds(seconds), isNumber: true },
  { title: 'Size', cell: ({ size_bytes: bytes }) => sayBytes(bytes), isNumber: true },
];
