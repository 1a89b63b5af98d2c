import { dateTimeFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { formatOf, ticksOf } from './ticks';

interface Props {
  fromMs: number;
  toMs: number;
  /** How far from the left it begins. */
  leftPx: number;
  chartPx: number;
  timeZone: string;
}

export const AXIS_PX = 20;
const TICK_PX = 90;

/** Moments below something that is drawn from left to right. */
export function TimeAxis({ fromMs, toMs, leftPx, chartPx, timeZone }: Props) {
  const theme = useTheme2();
  const { stepMs, ticks } = ticksOf(fromMs, toMs, Math.max(2, Math.floor(chartPx / TICK_PX)));
  const place = (ms: number) => leftPx + ((ms - fromMs) / (toMs - fromMs)) * chartPx;
  return (
    <div aria-hidden style={{ position: 'relative', height: AXIS_PX, overflow: 'hidden', fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }}>
      {ticks.map((ms) => (
        <span key={ms} style={{ position: 'absolute', left: place(ms), transform: 'translateX(-50%)', whiteSpace: 'nowrap' }}>
          {dateTimeFormat(ms, { timeZone, format: formatOf(stepMs) })}
        </span>
      ))}
    </div>
  );
}
