import { Alert, Button, EmptyState, FilterInput, LinkButton, LoadingPlaceholder, TextLink, useTheme2 } from '@grafana/ui';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Detector } from '../api/types';
import { APP_PATH } from '../ids';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { StateBadge } from './StateBadge';
import { useDetectors } from './useDetectors';

export default function Detectors() {
  return <Frame title="Detectors">{(backend) => <List backend={backend} />}</Frame>;
}

function List({ backend }: { backend: PageBackend }) {
  const theme = useTheme2();
  const { detectors, problem, turn } = useDetectors(backend);
  const [search, setSearch] = useSearchParams();
  const [refusal, setRefusal] = useState<string>();
  const wanted = search.get('text') ?? '';
  if (problem) {
    throw problem;
  }
  if (!detectors) {
    return <LoadingPlaceholder text="Asking for the detectors" />;
  }
  const shown = detectors.filter(({ id, spec, health }) =>
    `${id} ${spec.title} ${spec.query.expression} ${health.state}`.toLowerCase().includes(wanted.toLowerCase())
  );
  const onTurn = (detector: Detector) => {
    setRefusal(undefined);
    turn(detector).catch((failure: Error) => setRefusal(failure.message));
  };
  return (
    <>
      {refusal && (
        <Alert severity="error" title="Barograph refused" onRemove={() => setRefusal(undefined)}>
          {refusal}
        </Alert>
      )}
      <div style={{ display: 'flex', gap: theme.spacing(1), marginBottom: theme.spacing(2) }}>
        <FilterInput
          placeholder="Find by name, expression or state"
          value={wanted}
          onChange={(text) => setSearch(text ? { text } : {}, { replace: true })}
        />
        <LinkButton href={`${APP_PATH}/create`} icon="plus">
          New detector
        </LinkButton>
      </div>
      {shown.length ? (
        <Table detectors={shown} onTurn={onTurn} />
      ) : (
        <EmptyState variant={wanted ? 'not-found' : 'call-to-action'} message={wanted ? 'No detector like that' : 'No detector yet'} />
      )}
    </>
  );
}

function Table({ detectors, onTurn }: { detectors: Detector[]; onTurn: (detector: Detector) => void }) {
  const theme = useTheme2();
  const cell = { padding: theme.spacing(1), borderBottom: `1px solid ${theme.colors.border.weak}` };
  return (
    <table style={{ width: '100%' }}>
      <thead>
        <tr>
          {['Detector', 'State', 'Why', ''].map((head) => (
            <th key={head} style={cell}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {detectors.map((detector) => (
          <tr key={detector.id} data-testid={`detector-${detector.id}`}>
            <td style={cell}>
              <TextLink href={`${APP_PATH}/detectors/${detector.id}`}>{detector.spec.title || detector.id}</TextLink>
            </td>
            <td style={cell}>
              <StateBadge state={detector.health.state} />
            </td>
            <td style={cell}>{detector.health.sentence}</td>
            <td style={cell}>
              <Button size="sm" variant="secondary" onClick={() => onTurn(detector)}>
                {detector.health.state === 'stopped' ? 'Start' : 'Stop'}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
