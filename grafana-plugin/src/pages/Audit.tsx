import { Combobox, Input, TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import { pagePath } from './paths';
import type { AuditEntry } from '../api/managed';
import { KINDS, nameOf, pageOf, sayChange } from './audit/subjects';
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
import { useAsked } from './useAsked';
import { usePages } from './usePages';
import { useAddress } from './useAddress';

export default function Audit() {
  return <Frame title="Audit">{(backend) => <Trail backend={backend} />}</Frame>;
}

const OPTIONS = Object.entries(KINDS).map(([value, { text: label }]) => ({ value, label }));

/** Who changed what, the latest first, page by page. */
function Trail({ backend: { api, manage } }: { backend: PageBackend }) {
  const [search, change] = useAddress();
  const [actor, kind, subject] = ['actor', 'kind', 'subject'].map((name) => search.get(name) ?? '');
  const { asked, items, goOn } = usePages(
    useCallback((cursor?: string) => manage.audit({ actor, kind: kind || undefined, subject }, cursor), [manage, actor, kind, subject])
  );
  const { value: detectors } = useAsked(useCallback(() => api.detectors(), [api]));
  const columns = columnsWith(detectors && new Set(detectors.map(({ id }) => id)));
  const { shown, tell } = useFailure();
  return (
    <>
      <Row>
        <Input width={30} placeholder="Who" aria-label="Who" value={actor} onChange={({ currentTarget }) => change({ actor: currentTarget.value })} />
        <Combobox width={20} isClearable placeholder="Everything" aria-label="What" options={OPTIONS} value={kind || null} onChange={(chosen) => change({ kind: chosen?.value })} />
        <Input
          width={40}
          placeholder="Which, by name or id"
          aria-label="Which"
          value={subject}
          onChange={({ currentTarget }) => change({ subject: currentTarget.value })}
        />
      </Row>
      <Loaded asked={asked} what="the audit trail">
        {() => <Sheet label="Changes" items={items} columns={columns} keyOf={keyOf} empty="No change like that." />}
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

function columnsWith(detectors?: Set<string>): Array<Column<AuditEntry>> {
  return [
    { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
    { title: 'Who', cell: ({ actor }) => <Who author={actor} /> },
    { title: 'What', cell: ({ subject: { kind } }) => KINDS[kind]?.text ?? kind },
    { title: 'Which', cell: (entry) => <Which entry={entry} page={pageOf(entry.subject, detectors)} /> },
    { title: 'Did', cell: (entry) => <span title={`${entry.action} · ${entry.object}`}>{sayChange(entry)}</span> },
    { title: 'Request', cell: ({ request_id: id }) => <Muted style={{ whiteSpace: 'nowrap' }}>{id}</Muted> },
  ];
}

/** What it was done to; where that has a page, a link leads there. */
function Which({ entry, page }: { entry: AuditEntry; page?: string }) {
  const name = nameOf(entry);
  return <div style={BREAKS}>{page ? <TextLink href={pagePath(page)}>{name}</TextLink> : name}</div>;
}

function keyOf({ at_ms: atMs, request_id: id, object, subject }: AuditEntry): string {
  return `${atMs} ${id} ${object} ${subject.kind} ${subject.id}`;
}
