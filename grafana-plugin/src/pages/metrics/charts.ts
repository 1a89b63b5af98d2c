import { Chart, gaugeOf, quantileOf, rateOf, ratioOf } from './readings';

/** What tells how Barograph itself fares. */
export const CHARTS: Chart[] = [
  { title: 'Ticks a second', unit: 'short', read: rateOf('barograph_ticks_total') },
  { title: 'Time of a tick', unit: 's', read: ratioOf('barograph_tick_seconds_sum', 'barograph_tick_seconds_count') },
  { title: 'Time of a tick, 95 %', unit: 's', read: quantileOf('barograph_tick_seconds', 0.95) },
  { title: 'Series judged a second', unit: 'short', read: rateOf('barograph_tick_series_total') },
  { title: 'Open anomalies', unit: 'short', read: gaugeOf('barograph_anomalies_open') },
  { title: 'Events a second', unit: 'short', read: rateOf('barograph_events_total') },
  { title: 'Messages that wait', unit: 'short', read: gaugeOf('barograph_sink_pending') },
  { title: 'Messages delivered a second', unit: 'short', read: rateOf('barograph_sink_messages_total delivered') },
  { title: 'Messages dropped a second', unit: 'short', read: rateOf('barograph_sink_messages_total dropped') },
  { title: 'Ticks that failed a second', unit: 'short', read: rateOf('barograph_tick_failures_total') },
  { title: 'Ticks that came too late a second', unit: 'short', read: rateOf('barograph_missed_slots_total') },
];
