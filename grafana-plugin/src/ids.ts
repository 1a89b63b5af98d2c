/** The three plugins in this folder; Grafana knows them by these names. */
export const APP_ID = 'barograph-anomaly-app';
export const DATASOURCE_ID = 'barograph-anomaly-datasource';
export const APP_PATH = `/a/${APP_ID}`;
