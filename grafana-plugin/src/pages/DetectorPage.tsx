import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { AsText } from './detector/AsText';
import { Controls } from './detector/Controls';
import { History } from './detector/History';
import { Overview } from './detector/Overview';
import { Proposals } from './detector/Proposals';
import { Training } from './detector/Training';
import { Versions } from './detector/Versions';
import { Frame } from './Frame';
import { Loaded } from './parts/Loaded';
import { Row } from './parts/Row';
import { Tabs } from './parts/Tabs';
import { StateBadge } from './StateBadge';
import { useLive } from './useIncidents';

export default function DetectorPage() {
  const { id = '' } = useParams();
  return <Frame title={id}>{(backend) => <One key={id} id={id} backend={backend} />}</Frame>;
}

const TABS = [
  { name: 'series', text: 'Series and episodes' },
  { name: 'models', text: 'Models' },
  { name: 'training', text: 'Training' },
  { name: 'feedback', text: 'Proposals' },
  { name: 'yaml', text: 'As YAML' },
  { name: 'history', text: 'History of changes' },
] as const;

function One({ id, backend }: { id: string; backend: PageBackend }) {
  const { api } = backend;
  const asked = useLive(backend, 'detectors', ['detector_', 'model_'], useCallback(() => api.detector(id), [api, id]));
  return (
    <Loaded asked={asked} what="the detector">
      {(detector) => (
        <>
          <Head detector={detector} />
          <Controls backend={backend} detector={detector} askAgain={asked.askAgain} />
          <Tabs tabs={TABS}>
            {(tab) => {
              switch (tab) {
                case 'models':
                  return <Versions backend={backend} id={id} />;
                case 'training':
                  return <Training backend={backend} id={id} />;
                case 'feedback':
                  return <Proposals backend={backend} id={id} />;
                case 'yaml':
                  return <AsText backend={backend} detector={detector} />;
                case 'history':
                  return <History backend={backend} detector={detector} onRestored={asked.askAgain} />;
                default:
                  return <Overview backend={backend} detector={detector} />;
              }
            }}
          </Tabs>
        </>
      )}
    </Loaded>
  );
}

function Head({ detector: { spec, health, origin, is_provisioned: isProvisioned } }: { detector: Detector }) {
  return (
    <>
      <Row>
        <StateBadge state={health.state} /> <span>{health.sentence}</span>
      </Row>
      {spec.description && <p>{spec.description}</p>}
      {isProvisioned && <p>{`It comes from the file ${origin} and is changed there.`}</p>}
    </>
  );
}
