import { EmptyState, LinkButton } from '@grafana/ui';
import { useState } from 'react';
import { pageHref } from './paths';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { BulkActions } from './detectors/BulkActions';
import { DetectorTable } from './detectors/DetectorTable';
import { isOrder, Order, orderBy } from './detectors/ordering';
import { Frame } from './Frame';
import { useFailure } from './parts/Failure';
import { Finder } from './parts/Finder';
import { Loaded } from './parts/Loaded';
import { Row } from './parts/Row';
import { ShowMore } from './parts/ShowMore';
import { useDetectors } from './useDetectors';
import { useAddress } from './useAddress';
import { useFirst } from './useFirst';
import { isFoundIn } from '../words/finding';

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

function Found({ detectors, turn }: { detectors: Detector[]; turn: (detectors: Detector[], isOn: boolean) => Promise<void> }) {
  const [search, change] = useAddress();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { shown: failure, tell } = useFailure();
  const wanted = search.get('text') ?? '';
  const order: Order = isOrder(search.get('sort')) ? (search.get('sort') as Order) : 'name';
  const found = detectors.filter(({ id, spec, health }) => isFoundIn([id, spec.title, spec.query.expression, health.state], wanted));
  const { found: shown, showMore } = useFirst(orderBy(found, order));
  return (
    <>
      {failure}
      <Row>
        <Finder what="Find by name, expression or state" value={wanted} onChange={(text) => change({ text })} />
        <LinkButton href={pageHref('create')} icon="plus">
          New detector
        </LinkButton>
        <BulkActions detectors={found.filter(({ id }) => chosen.has(id))} turn={turn} tell={tell} />
      </Row>
      {found.length ? (
        <>
          <DetectorTable
            detectors={shown.items}
            isAll={found.every(({ id }) => chosen.has(id))}
            chosen={chosen}
            order={order}
            onOrder={(sort) => change({ sort: sort === 'name' ? undefined : sort })}
            onChoose={(id) => setChosen(toggled(chosen, id))}
            onChooseAll={(isAll) => setChosen(new Set(isAll ? found.map(({ id }) => id) : []))}
            onTurn={(detector) => turn([detector], detector.health.state === 'stopped').catch((refusal: Error) => tell(refusal.message))}
          />
          <ShowMore found={shown} total={found.length} what="detectors" onMore={showMore} />
        </>
      ) : (
        <EmptyState
          variant={wanted ? 'not-found' : 'call-to-action'}
          message={wanted ? 'No detector like that' : 'No detector yet'}
          button={wanted ? undefined : <LinkButton href={pageHref('create?tab=template')}>Start with a template</LinkButton>}
        />
      )}
    </>
  );
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}
