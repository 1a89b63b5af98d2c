import { CodeEditor, Field } from '@grafana/ui';
import { locationService } from '@grafana/runtime';
import { useState } from 'react';
import { pagePath } from '../paths';
import type { AutomationSpec, DryRun, DryRunReport } from '../../api/automated';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Form } from '../parts/Form';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';
import { RuleForm } from './RuleForm';
import { RuleDraft, ruleOf, START } from './ruling';
import { sayEvent } from './saying';

const HEIGHT_PX = 240;
const HOURS = 24;

/** A rule is asked for, or written as text, and tried on the events of the last day before it is saved. */
export function NewAutomation({ backend }: { backend: PageBackend }) {
  const { api, manage } = backend;
  const [draft, setDraft] = useState(START);
  const [text, setText] = useState(write(START));
  const [found, setFound] = useState<DryRunReport>();
  const { shown, tell } = useFailure();
  const change = (part: Partial<RuleDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setText(write(next));
  };
  const isNameless = !draft.title.trim() && text === write(draft);
  const dryRun = async () => setFound(await api.dryRun(read(text), HOURS));
  const save = async () => {
    await manage.makeAutomation(read(text));
    locationService.push(pagePath('automations'));
  };
  return (
    <Form>
      <RuleForm backend={backend} draft={draft} onChange={change} />
      <Field label="As text" description="What is saved. Labels, rests, limits and more actions are written here; a choice above writes it anew.">
        <CodeEditor value={text} language="yaml" height={HEIGHT_PX} showMiniMap={false} showLineNumbers onChange={setText} />
      </Field>
      {shown}
      <Row>
        <ActionButton role="Editor" icon="play" isOff={isNameless} act={dryRun} onFailure={tell}>
          {`Dry run on the last ${HOURS} hours`}
        </ActionButton>
        <ActionButton role="Editor" variant="primary" isOff={isNameless} act={save} onFailure={tell}>
          Save and start
        </ActionButton>
        <Muted>{isNameless ? 'Give it a title first.' : 'A dry run does nothing but tell.'}</Muted>
      </Row>
      {found && <p role="status">{sayDryRun(found)}</p>}
      {found && <Sheet label="Dry run" items={found.items} columns={COLUMNS} keyOf={({ event_id: id }) => id} empty="No event of that time matches." />}
    </Form>
  );
}

function write(draft: RuleDraft): string {
  return JSON.stringify(ruleOf(draft), null, 2);
}

function read(text: string): AutomationSpec {
  try {
    return JSON.parse(text) as AutomationSpec;
  } catch (mistake) {
    throw new Error(`The text is no JSON: ${(mistake as Error).message}`);
  }
}

function sayDryRun({ events, matches, runs }: DryRunReport): string {
  const looked = `${events} ${events === 1 ? 'event' : 'events'} of these types`;
  return `Of ${looked}, ${matches} ${matches === 1 ? 'matches' : 'match'}; it would have acted ${runs} ${runs === 1 ? 'time' : 'times'}.`;
}

const COLUMNS: Array<Column<DryRun>> = [
  { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Event', cell: ({ event }) => sayEvent(event) },
  { title: 'Would it have acted', cell: ({ reason }) => reason.replaceAll('_', ' ') },
  { title: 'What it would have done', cell: ({ actions }) => actions.join(', ') },
];
