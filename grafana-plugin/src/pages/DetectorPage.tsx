import { Stack } from '@grafana/ui';
import { useCallback, useState } from 'react';
import { useParams } from 'react-router-dom';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { AsText } from './detector/AsText';
import { Controls } from './detector/Controls';
import { Foresight } from './detector/Foresight';
import { History } from './detector/History';
import { LogTemplates } from './detector/LogTemplates';
import { Overview } from './detector/Overview';
import { Proposals } from './detector/Proposals';
import { Training } from './detector/Training';
import { Versions } from './detector/Versions';
import { Frame } from './Frame';
import { Loaded } from './parts/Loaded';
import { Missing } from './parts/Missing';
import { Muted } from './parts/Muted';
import { Row } from './parts/Row';
import { Tabs } from './parts/Tabs';
import { StateBadge } from './StateBadge';
import { isNotFound } from './useAsked';
import { about, useLive } from './useLive';

export default function DetectorPage() {
  const { id = '' } = useParams();
  const [title, setTitle] = useState<string>();
  return (
    <Frame title={title ?? id} parent="detectors">
      {(backend) => <One key={id} id={id} backend={backend} onTitle={setTitle} />}
    </Frame>
  );
}

const LOG_TEMPLATES = { name: 'templates', text: 'Log templates', Content: LogTemplates };
const PARTS = [
  { name: 'series', text: 'Series and episodes', Content: Overview },
  { name: 'forecast', text: 'Forecast', Content: Foresight },
  LOG_TEMPLATES,
  { name: 'models', text: 'Models', Content: Versions },
  { name: 'training', text: 'Training', Content: Training },
  { name: 'feedback', text: 'Proposals', Content: Proposals },
  { name: 'yaml', text: 'As YAML', Content: AsText },
  { name: 'history', text: 'History', Content: History },
];

function One({ id, backend, onTitle }: { id: string; backend: PageBackend; onTitle: (title: string) => void }) {
  const { api } = backend;
  const ask = useCallback(async () => {
    const detector = await api.detector(id);
    onTitle(detector.spec.title || id);
    return detector;
  }, [api, id, onTitle]);
  const asked = useLive(backend, 'detectors', about(['detector_', 'model_'], id), ask);
  if (isNotFound(asked)) {
    return <Missing what="detector" />;
  }
  return (
    <Loaded asked={asked} what="the detector">
      {(detector) => (
        <>
          <Stack direction="column" gap={1}>
            <Head detector={detector} />
            <Controls backend={backend} detector={detector} askAgain={asked.askAgain} />
          </Stack>
          <Tabs parts={partsOf(detector)} given={{ backend, detector, askAgain: asked.askAgain }} />
        </>
      )}
    </Loaded>
  );
}

/** Only a detector of log templates has some. */
function partsOf({ spec }: Detector) {
  return PARTS.filter((part) => part !== LOG_TEMPLATES || spec.query.mode === 'templates');
}

function Head({ detector: { id, spec, health, origin, is_provisioned: isProvisioned } }: { detector: Detector }) {
  return (
    <>
      <Row>
        <StateBadge state={health.state} /> <span>{health.sentence}</span>
      </Row>
      {spec.description && <div>{spec.description}</div>}
      <Muted>
        <code>{id}</code>
        {isProvisioned && ` comes from the file ${origin} and is changed there.`}
      </Muted>
    </>
  );
}
