import { Combobox, Field, Input, RadioButtonGroup, Switch } from '@grafana/ui';
import { useCallback } from 'react';
import type { PageBackend } from '../backend';
import { sayName } from '../drafting';
import { useAsked } from '../useAsked';
import { ACTIONS, EVENTS, RuleDraft } from './ruling';

interface Props {
  backend: PageBackend;
  draft: RuleDraft;
  onChange: (part: Partial<RuleDraft>) => void;
}

const SEVERITIES = [
  { value: '', label: 'any' },
  { value: 'warning', label: 'warning or worse' },
  { value: 'critical', label: 'critical' },
];

/** When something happens, then do something: what most rules need. */
export function RuleForm({ backend: { api }, draft, onChange }: Props) {
  const detectors = useAsked(useCallback(() => api.detectors(), [api]));
  const action = ACTIONS.find(({ value }) => value === draft.action);
  return (
    <>
      <Field label="Title" description={sayName(draft.title)}>
        <Input id="rule-title" width={60} value={draft.title} onChange={({ currentTarget }) => onChange({ title: currentTarget.value })} />
      </Field>
      <Field label="When">
        <Combobox id="rule-event" width={60} options={EVENTS} value={draft.event} onChange={({ value }) => onChange({ event: value })} />
      </Field>
      <Field label="How severe at least">
        <RadioButtonGroup options={SEVERITIES} value={draft.severity} onChange={(severity) => onChange({ severity })} aria-label="How severe at least" />
      </Field>
      <Field label="Detector" description="Only what this one says; all of them where none is chosen">
        <Combobox
          id="rule-detector"
          width={60}
          isClearable
          placeholder="All detectors"
          options={(detectors.value ?? []).map(({ id, spec }) => ({ value: id, label: spec.title || id }))}
          value={draft.detector || null}
          onChange={(chosen) => onChange({ detector: chosen?.value ?? '' })}
        />
      </Field>
      <Field label="Then">
        <Combobox
          id="rule-action"
          width={60}
          options={ACTIONS.map(({ value, label }) => ({ value, label }))}
          value={draft.action}
          onChange={({ value }) => onChange({ action: value, argument: ACTIONS.find((one) => one.value === value)?.usual ?? '' })}
        />
      </Field>
      {action?.asks && (
        <Field label={action.question} description={action.help}>
          <Input id="rule-argument" width={60} value={draft.argument} onChange={({ currentTarget }) => onChange({ argument: currentTarget.value })} />
        </Field>
      )}
      <Field label="Ask a person first" description="The run waits on the page Runs and approvals, for half an hour at most">
        <Switch id="rule-asked" value={draft.isAsked} onChange={({ currentTarget }) => onChange({ isAsked: currentTarget.checked })} />
      </Field>
    </>
  );
}
