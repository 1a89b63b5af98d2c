import { useTheme2 } from '@grafana/ui';
import { ReactNode, useCallback } from 'react';
import type { Quality as Known } from '../../api/managed';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { StateBadge } from '../StateBadge';
import { useAsked } from '../useAsked';
import { facts } from './telling';

/** How the model in force fares: alerts against the budget, drift, what people said, and the scores it gives. */
export function Quality({ backend: { manage }, id }: { backend: PageBackend; id: string }) {
  const asked = useAsked(useCallback(() => manage.quality(id), [manage, id]), 60_000);
  return (
    <Section aria-label="Quality">
      <h3>The model in force</h3>
      <Loaded asked={asked} what="its quality">
        {(quality) => (
          <>
            <Row gap={4}>
              {facts(quality).map(([name, text]) => (
                <Fact key={name} name={name}>
                  {text}
                </Fact>
              ))}
              <Fact name="Drift">
                <StateBadge state={quality.drift.state} tooltip={sayTests(quality)} />
              </Fact>
            </Row>
            <Histogram {...quality.scores} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const theme = useTheme2();
  return (
    <div>
      <div style={{ color: theme.colors.text.secondary }}>{name}</div>
      <div style={{ fontSize: theme.typography.h4.fontSize }}>{children}</div>
    </div>
  );
}

function sayTests({ drift }: Known): string {
  const lines = drift.tests.map(({ name, subject, statistic, threshold }) => `${subject}: ${name} ${statistic.toFixed(2)}, limit ${threshold.toFixed(2)}`);
  return lines.join(' · ') || 'Not enough was seen since the training to tell whether the data strays from it.';
}

/** The scores it gives now beside those of its training, by the logarithm so that the rare ones are seen. */
function Histogram({ edges, counts, reference_counts: before }: Known['scores']) {
  const theme = useTheme2();
  const heights = (numbers: number[]) => {
    const most = Math.log1p(Math.max(...numbers, 1));
    return numbers.map((one) => `${(100 * Math.log1p(one)) / most}%`);
  };
  if (!counts.length) {
    return null;
  }
  const [now, then] = [heights(counts), heights(before)];
  return (
    <figure style={{ margin: theme.spacing(2, 0) }} role="img" aria-label={`Scores of ${counts.reduce((sum, one) => sum + one, 0)} points`}>
      <div style={{ display: 'flex', alignItems: 'flex-end', gap: theme.spacing(0.5), height: theme.spacing(10) }}>
        {counts.map((count, index) => (
          <div key={edges[index]} style={{ display: 'flex', alignItems: 'flex-end', height: '100%', flexGrow: 1 }} title={`${edges[index]?.toFixed(2)} to ${edges[index + 1]?.toFixed(2)}: ${count}`}>
            <div style={{ width: '50%', height: now[index], background: theme.colors.primary.main }} />
            <div style={{ width: '50%', height: then[index] ?? 0, background: theme.colors.text.disabled }} />
          </div>
        ))}
      </div>
      <figcaption style={{ color: theme.colors.text.secondary }}>How often each score from 0 to 1 comes: now (blue) and in training (grey), logarithmic</figcaption>
    </figure>
  );
}
