import { Card } from '@grafana/ui';
import type { Template } from '../../api/authored';

/** What can be watched without writing a query. */
export function TemplateList({ templates, onChosen }: { templates: Template[]; onChosen: (name: string) => void }) {
  return (
    <>
      {templates.map(({ name, title, description, detectors, source_type: type }) => (
        <Card key={name} noMargin={false} onClick={() => onChosen(name)}>
          <Card.Heading>{title}</Card.Heading>
          <Card.Description>{description}</Card.Description>
          <Card.Meta>{[`${detectors} ${detectors > 1 ? 'detectors' : 'detector'}`, type]}</Card.Meta>
        </Card>
      ))}
    </>
  );
}
