import { Button, CodeEditor, Field, Input } from '@grafana/ui';
import { useState } from 'react';
import type { Template } from '../../api/authored';
import type { DetectorSpec } from '../../api/types';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Form } from '../parts/Form';
import { Loaded } from '../parts/Loaded';
import { Row } from '../parts/Row';
import { useAsked } from '../useAsked';
import { saveAll } from './saving';
import { SourceField } from './SourceField';
import { TemplateList } from './TemplateList';
import { Part, useAddress, useDraft } from '../useAddress';

const HEIGHT_PX = 320;
/** Before the name of a parameter in the address. */
const FILLED = 'with.';

/** Ready detectors for what people usually watch: choose, fill in, look at them, save. */
export function FromTemplate({ backend }: { backend: PageBackend }) {
  const [search, change] = useAddress();
  const asked = useAsked(backend.manage.templates);
  const forgotten = Object.fromEntries([...search.keys()].filter((name) => name.startsWith(FILLED)).map((name) => [name, undefined]));
  const choose = (name?: string) => change({ ...forgotten, template: name }, true);
  return (
    <Loaded asked={asked} what="the templates">
      {(templates) => {
        const chosen = templates.find(({ name }) => name === search.get('template'));
        return chosen ? (
          <>
            <Button variant="secondary" fill="text" icon="arrow-left" onClick={() => choose()}>
              All templates
            </Button>
            <Filling key={chosen.name} backend={backend} template={chosen} />
          </>
        ) : (
          <TemplateList templates={templates} onChosen={choose} />
        );
      }}
    </Loaded>
  );
}

interface FilledIn {
  source: string;
  values: Record<string, string>;
}

function filledIn(search: URLSearchParams): FilledIn {
  const values = [...search].filter(([name]) => name.startsWith(FILLED)).map(([name, value]) => [name.slice(FILLED.length), value]);
  return { source: search.get('source') ?? '', values: Object.fromEntries(values) };
}

function addressOf({ source, values }: FilledIn): Part {
  return { source, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [FILLED + name, value])) };
}

function Filling({ backend, template }: { backend: PageBackend; template: Template }) {
  const [{ source, values }, set] = useDraft(filledIn, addressOf);
  const [rendered, setRendered] = useState<{ detectors: DetectorSpec[]; yaml: string }>();
  const { shown, tell } = useFailure();
  // What was shown is of what stood here before.
  const fill = (part: Partial<FilledIn>) => {
    set(part);
    setRendered(undefined);
  };
  const render = async () => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
    setRendered(await backend.manage.render(template.name, given, source.trim() || undefined));
  };
  return (
    <Form>
      <h3>{template.title}</h3>
      <p>{template.description}</p>
      {shown}
      <SourceField id="template-source" backend={backend} type={template.source_type} value={source || template.source_type} onChange={(chosen) => fill({ source: chosen })} />
      {template.parameters.map(({ name, title, help, default: usual }) => (
        <Field key={name} label={title || name} description={help}>
          <Input
            id={`template-${name}`}
            value={values[name] ?? ''}
            placeholder={String(usual ?? '')}
            onChange={({ currentTarget }) => fill({ values: { ...values, [name]: currentTarget.value } })}
          />
        </Field>
      ))}
      <Row>
        <ActionButton role="Viewer" act={render} onFailure={tell}>
          Show the detectors
        </ActionButton>
        <ActionButton role="Editor" variant="primary" isOff={!rendered} act={() => saveAll(backend, rendered?.detectors ?? [])} onFailure={tell}>
          {rendered ? `Save ${rendered.detectors.length} and start` : 'Save and start'}
        </ActionButton>
      </Row>
      {rendered && <CodeEditor value={rendered.yaml} language="yaml" height={HEIGHT_PX} readOnly showMiniMap={false} />}
    </Form>
  );
}
