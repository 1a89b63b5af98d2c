import { Field } from '@grafana/ui';
import { locationService } from '@grafana/runtime';
import { useCallback, useState } from 'react';
import { pagePath } from '../paths';
import type { Mistake } from '../../api/authored';
import type { DryRun, DryRunReport } from '../../api/automated';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import type { Schema } from '../parts/completion';
import { useFailure } from '../parts/Failure';
import { Form } from '../parts/Form';
import { Mistakes } from '../parts/Mistakes';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';
import { YamlEditor } from '../parts/YamlEditor';
import { useDraft } from '../useAddress';
import { useAsked } from '../useAsked';
import { RuleForm } from './RuleForm';
import { addressOf, draftIn, RuleDraft, ruleOf } from './ruling';
import { sayEvent } from './saying';
import { asYaml } from './yaml';

const HEIGHT_PX = 320;
const HOURS = 24;

/** A rule is asked for, or written as text, and tried on the events of the last day before it is saved. */
export function NewAutomation({ backend }: { backend: PageBackend }) {
  const { api, manage } = backend;
  const [draft, setDraft] = useDraft(draftIn, addressOf);
  const [text, setText] = useState(write(draft));
  const [found, setFound] = useState<DryRunReport>();
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const schema = useAsked(useCallback(() => manage.schema('automation') as Promise<Schema>, [manage]));
  const { shown, tell } = useFailure();
  // What was found is about what stood there before.
  const change = (value: string) => {
    setText(value);
    setFound(undefined);
    setMistakes([]);
  };
  const choose = (part: Partial<RuleDraft>) => change(write(setDraft(part)));
  const isNameless = !draft.title.trim() && text === write(draft);
  const read = async () => {
    const { automations, ...validation } = await manage.validateRules(text);
    setMistakes(validation.mistakes);
    return validation.is_valid ? automations : [];
  };
  const dryRun = async () => {
    const [rule] = await read();
    setFound(rule && (await api.dryRun(rule, HOURS)));
  };
  const save = async () => {
    const rules = await read();
    for (const rule of rules) {
      await manage.makeAutomation(rule);
    }
    if (rules.length) {
      locationService.push(pagePath('automations'));
    }
  };
  return (
    <Form>
      <RuleForm backend={backend} draft={draft} onChange={choose} />
      <Field label="As YAML" description="What is saved, as in a file. Labels, rests, limits and more actions are written here; Ctrl+Space completes. A choice above writes it anew.">
        <YamlEditor label="Rules as YAML" text={text} height={HEIGHT_PX} schema={schema.value} onChange={change} />
      </Field>
      {shown}
      {mistakes.length > 0 && <Mistakes mistakes={mistakes} valid="" />}
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
  return asYaml({ automations: [ruleOf(draft)] });
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
