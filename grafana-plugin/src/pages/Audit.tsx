import { Input, TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import { pagePath } from './paths';
import type { AuditEntry } from '../api/managed';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { ActionButton } from './parts/ActionButton';
import { useFailure } from './parts/Failure';
import { Loaded } from './parts/Loaded';
import { Moment } from './parts/Moment';
import { Muted } from './parts/Muted';
import { Row } from './parts/Row';
import { Column, Sheet } from './parts/Sheet';
import { Who } from './parts/Who';
import { usePages } from './usePages';
import { useAddress } from './useAddress';

export default function Audit() {
  return <Frame title="Audit">{(backend) => <Trail backend={backend} />}</Frame>;
}

/** Who changed what, the latest first, page by page. */
function Trail({ backend: { manage } }: { backend: PageBackend }) {
  const [search, change] = useAddress();
  const actor = search.get('actor') ?? '';
  const object = search.get('object') ?? '';
  const { asked, items, goOn } = usePages(useCallback((cursor?: string) => manage.audit({ actor, object }, cursor), [manage, actor, object]));
  const { shown, tell } = useFailure();
  return (
    <>
      <Row>
        <Input width={30} placeholder="Who" aria-label="Who" value={actor} onChange={({ currentTarget }) => change({ actor: currentTarget.value })} />
        <Input
          width={40}
          placeholder="What, such as detectors/latency"
          aria-label="What"
          value={object}
          onChange={({ currentTarget }) => change({ object: currentTarget.value })}
        />
      </Row>
      <Loaded asked={asked} what="the audit trail">
        {() => <Sheet label="Changes" items={items} columns={COLUMNS} keyOf={keyOf} empty="No change like that." />}
      </Loaded>
      {shown}
      {goOn && (
        <ActionButton role="Admin" act={goOn} onFailure={tell}>
          Older changes
        </ActionButton>
      )}
    </>
  );
}

/** Names and ids have no blanks at which a narrow page could break them. */
const BREAKS = { overflowWrap: 'anywhere', whiteSpace: 'normal' } as const;

const COLUMNS: Array<Column<AuditEntry>> = [
  { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Who', cell: ({ actor }) => <Who author={actor} /> },
  { title: 'Did', cell: ({ action }) => <span title={action}>{sayAction(action)}</span> },
  { title: 'To', cell: ({ object, detail }) => <To objects={detail?.ids?.map((id) => `detectors/${id}`) ?? [object]} /> },
  { title: 'Request', cell: ({ request_id: id }) => <Muted style={{ whiteSpace: 'nowrap' }}>{id}</Muted> },
];

/** What it was done to; where that has a page, a link leads there. */
function To({ objects }: { objects: string[] }) {
  return (
    <>
      {objects.map((object) => {
        const path = PAGES.exec(object)?.[0];
        return (
          <div key={object} style={BREAKS}>
            {path ? <TextLink href={pagePath(path)}>{object}</TextLink> : object}
          </div>
        );
      })}
    </>
  );
}

const PAGES = /^(detectors|incidents)\/(?!validate)[^/]+/;

/** What was done; the room of the API before the point is told by the object already. */
function sayAction(action: string): string {
  return action.slice(action.indexOf('.') + 1);
}

function keyOf({ at_ms: atMs, request_id: id, object }: AuditEntry): string {
  return `${atMs} ${id} ${object}`;
}
