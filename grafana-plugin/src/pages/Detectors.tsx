import { EmptyState, FilterInput, LinkButton } from '@grafana/ui';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Detector } from '../api/types';
import { APP_PATH } from '../ids';
import type { PageBackend } from './backend';
import { BulkActions } from './detectors/BulkActions';
import { DetectorTable } from './detectors/DetectorTable';
import { isOrder, Order, orderBy } from './detectors/ordering';
import { Frame } from './Frame';
import { useFailure } from './parts/Failure';
import { Loaded } from './parts/Loaded';
import { Row } from './parts/Row';
import { useDetectors } from './useDetectors';

export default function Detectors() {
  return <Frame title="Detectors">{(backend) => <List backend={backend} />}</Frame>;
}

function List({ backend }: { backend: PageBackend }) {
  const { asked, turn } = useDetectors(backend);
  return (
    <Loaded asked={asked} what="the detectors">
      {(detectors) => <Found detectors={detectors} turn={turn} />}
    </Loaded>
  );
}

function Found({ detectors, turn }: { detectors: Detector[]; turn: (detector: Detector) => Promise<void> }) {
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<string[]>([]);
  const { shown: failure, tell } = useFailure();
  const wanted = search.get('text') ?? '';
  const order: Order = isOrder(search.get('sort')) ? (search.get('sort') as Order) : 'name';
  const set = (part: Record<string, string>) => {
    const next = Object.entries({ text: wanted, sort: order, ...part }).filter(([name, value]) => value && !(name === 'sort' && value === 'name'));
    setSearch(Object.fromEntries(next), { replace: true });
  };
  const found = detectors.filter(({ id, spec, health }) =>
    `${id} ${spec.title} ${spec.query.expression} ${health.state}`.toLowerCase().includes(wanted.toLowerCase())
  );
  return (
    <>
      {failure}
      <Row>
        <FilterInput width={60} placeholder="Find by name, expression or state" value={wanted} onChange={(text) => set({ text })} />
        <LinkButton href={`${APP_PATH}/create`} icon="plus">
          New detector
        </LinkButton>
        <BulkActions detectors={found.filter(({ id }) => chosen.includes(id))} turn={turn} tell={tell} />
      </Row>
      {found.length ? (
        <DetectorTable
          detectors={orderBy(found, order)}
          chosen={chosen}
          order={order}
          onOrder={(sort) => set({ sort })}
          onChoose={setChosen}
          onTurn={(detector) => turn(detector).catch((refusal: Error) => tell(refusal.message))}
        />
      ) : (
        <EmptyState
          variant={wanted ? 'not-found' : 'call-to-action'}
          message={wanted ? 'No detector like that' : 'No detector yet'}
          button={wanted ? undefined : <LinkButton href={`${APP_PATH}/create?tab=template`}>Start with a template</LinkButton>}
        />
      )}
    </>
  );
}
