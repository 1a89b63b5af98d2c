import { useCallback } from 'react';
import type { LogTemplate } from '../../api/types';
import { isFoundIn } from '../../words/finding';
import { Finder } from '../parts/Finder';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { LongSheet } from '../parts/LongSheet';
import type { Column } from '../parts/Sheet';
import { useAsked } from '../useAsked';
import type { Given } from './given';
import { useAddress } from '../useAddress';

/** The kinds of lines that the model knows, the most frequent first; what fits none of them is new. */
export function LogTemplates({ backend: { api }, detector: { id } }: Given) {
  const [search, change] = useAddress();
  const text = search.get('text') ?? '';
  const asked = useAsked(useCallback((signal: AbortSignal) => api.until(signal).logTemplates(id), [api, id]));
  return (
    <>
      <Finder what="Find in templates and lines" value={text} onChange={(value) => change({ text: value })} />
      <Loaded asked={asked} what="the templates">
        {(templates) => (
          <>
            <Muted>{`The model knows ${templates.length} kinds of lines. A line that fits none of them is new, and told.`}</Muted>
            <LongSheet label="Log templates" what="templates" items={templates.filter(({ template, examples }) => isFoundIn([template, ...examples], text))} columns={COLUMNS} keyOf={({ id: key }) => key} empty="No template like that." />
          </>
        )}
      </Loaded>
    </>
  );
}

const COLUMNS: Array<Column<LogTemplate>> = [
  { title: 'Lines', cell: ({ count }) => count, isNumber: true },
  { title: 'Template', cell: (one) => <Text {...one} /> },
  { title: 'First', cell: ({ first_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Last', cell: ({ last_ms: atMs }) => <Moment atMs={atMs} /> },
];

function Text({ template, examples }: LogTemplate) {
  return (
    <>
      <code style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{template}</code>
      {examples[0] && (
        <details>
          <summary>Lines like it</summary>
          {examples.map((line, place) => (
            <div key={place} style={{ overflowWrap: 'anywhere' }}>
              <Muted>{line}</Muted>
            </div>
          ))}
        </details>
      )}
    </>
  );
}
