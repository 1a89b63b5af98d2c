import type { Automation, AutomationRun, AutomationSpec, RuleValidation } from './automated';
import type { Proposal, Revision, Template, Validation } from './authored';
import type { Send } from './client';
import { JobFollower } from './jobs';
import type {
  ApiKey,
  AuditEntry,
  AuditQuestion,
  Budget,
  Comparison,
  DataSource,
  DeadLetter,
  IncidentEdit,
  Member,
  ModelInForce,
  ModelVersion,
  Notification,
  Quality,
  Silence,
  Silences,
  Sink,
  SinkTest,
  SourceHealth,
  Suggestion,
  Training,
} from './managed';
import { readPages } from './paging';
import type { DetectorSpec, Incident, Page } from './types';

type List<Item> = { items: Item[] };

const V1 = 'api/v1';

/** What the pages of the app ask and change beside what panels need; one method a question. */
export class Management {
  private readonly follower: JobFollower;

  constructor(private readonly send: Send) {
    this.follower = new JobFollower(send);
  }

  // Incidents and what people make of them
  incident = (id: string) => this.get<Incident>(`incidents/${id}`);
  /** With a revision the change is refused where somebody else made one since. */
  editIncident = (id: string, edit: IncidentEdit, revision?: number) =>
    this.change<Incident>('PATCH', `incidents/${id}`, edit, revision === undefined ? undefined : { 'If-Match': `"${revision}"` });
  members = (id: string, most: number) => readPages((part) => this.get<Page<Member>>(`incidents/${id}/members`, part), most);
  notifications = (incident: string) => this.list<Notification>('notifications', { incident });
  silences = (incident: string) => this.get<Silences>('silences', { incident, state: 'current' });
  silence = (incident: string, minutes: number, comment: string) =>
    this.change<Silence>('POST', 'silences', { incident, minutes, comment });
  endSilence = (id: string) => this.change<unknown>('DELETE', `silences/${encodeURIComponent(id)}`);
  budgets = () => this.list<Budget>('budgets');

  // Models and trainings
  modelsInForce = (text: string, cursor?: string) => this.get<Page<ModelInForce>>('models', { text, cursor, limit: 50, sort: 'title' });
  models = (id: string) => this.list<ModelVersion>(`${detector(id)}/models`);
  compare = (id: string, left: number, right: number) => this.get<Comparison>(`${detector(id)}/models/compare`, { left, right });
  promote = (id: string, version: number) => this.change<ModelVersion>('POST', `${detector(id)}/models/${version}/promote`);
  rollBack = (id: string) => this.change<ModelVersion>('POST', `${detector(id)}/models/rollback`);
  quality = (id: string) => this.get<Quality>(`${detector(id)}/quality`);
  train = (id: string) => this.change<Training>('POST', `${detector(id)}/train`);
  jobs = (id: string) => this.list<Training>('jobs', { detector: id });
  cancel = (job: string) => this.change<Training>('POST', `jobs/${job}/cancel`);

  // Detectors as text and their history
  yaml = (id: string) => this.get<string>(`${detector(id)}/yaml`);
  schema = (kind: 'detector' | 'automation') => this.get<unknown>(`schemas/${kind}`);
  validate = async (yaml: string) => this.follower.resultOf<Validation>(await this.change('POST', 'detectors/validate', { yaml }));
  revisions = (id: string) => this.list<Revision>(`${detector(id)}/revisions`);
  restore = (id: string, revision: number) => this.change<unknown>('POST', `${detector(id)}/revisions/${revision}/restore`);
  proposals = (id: string) => this.list<Proposal>('proposals', { detector: id });
  decide = (proposal: number, decision: 'accept' | 'reject' | 'revert') =>
    this.change<Proposal>('POST', `proposals/${proposal}/${decision}`);
  templates = () => this.list<Template>('templates');
  render = (name: string, parameters: Record<string, string>, datasource?: string) =>
    this.change<{ detectors: DetectorSpec[]; yaml: string }>('POST', `templates/${name}/render`, { parameters, datasource });
  /** Start or stop many; the answer says which were refused, and why. */
  turnDetectors = (ids: string[], isOn: boolean) =>
    this.change<List<{ id: string; code: string | null; message: string }>>('POST', `detectors/${isOn ? 'start' : 'stop'}`, { ids });
  removeDetector = (id: string) => this.change<unknown>('DELETE', detector(id));

  // Automations
  automations = () => this.list<Automation>('automations');
  validateRules = async (yaml: string) => this.follower.resultOf<RuleValidation>(await this.change('POST', 'automations/validate', { yaml }));
  makeAutomation = (spec: AutomationSpec) => this.change<Automation>('POST', 'automations', spec);
  removeAutomation = (name: string) => this.change<unknown>('DELETE', automation(name));
  turnAutomation = (name: string, isOn: boolean) => this.change<unknown>('POST', `${automation(name)}/${isOn ? 'start' : 'stop'}`);
  runs = () => this.list<AutomationRun>('automations/runs');
  decideRun = (id: number, decision: 'approve' | 'reject') =>
    this.change<AutomationRun>('POST', `automations/runs/${id}/${decision}`);

  // Sources, sinks, the product itself
  sources = () => this.list<DataSource>('datasources');
  testSource = (spec: Record<string, unknown>) => this.change<SourceHealth>('POST', 'datasources/test', spec);
  suggest = (source: string, part: string) =>
    this.list<Suggestion>(`datasources/${encodeURIComponent(source)}/suggestions`, { kind: 'metrics', part });
  sinks = () => this.list<Sink>('sinks');
  testSink = (name: string) => this.compute<SinkTest>(`sinks/${encodeURIComponent(name)}/test`);
  deadLetters = () => this.list<DeadLetter>('sinks/dead-letters');
  replay = (ids: number[]) => this.change<{ replayed: number }>('POST', 'sinks/dead-letters/replay', { ids });
  audit = (filter: AuditQuestion, cursor?: string) =>
    this.get<Page<AuditEntry>>('audit', { ...filter, cursor, limit: 100 });
  keys = () => this.list<ApiKey>('keys');
  makeKey = (name: string, role: string, expires: string) =>
    this.change<ApiKey & { key: string }>('POST', 'keys', { name, role, ...(expires && { expires }) });
  revokeKey = (id: string) => this.change<unknown>('DELETE', `keys/${id}`);
  /** Its own metrics in the text format of Prometheus, and when they were read. */
  metrics = async () => ({ text: (await this.send('GET', 'metrics')) as string, atMs: Date.now() });

  private get<Value>(path: string, parameters?: Record<string, string | number | undefined>): Promise<Value> {
    return this.send('GET', `${V1}/${path}`, parameters) as Promise<Value>;
  }

  private async list<Item>(path: string, parameters?: Record<string, string | number>): Promise<Item[]> {
    return (await this.get<List<Item>>(path, parameters)).items;
  }

  /** A list that the engine makes; where that takes long, the answer is a job. */
  private async compute<Item>(path: string, body?: unknown): Promise<Item[]> {
    return (await this.follower.resultOf<List<Item>>(await this.change('POST', path, body))).items;
  }

  private change<Value>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Value> {
    return this.send(method, `${V1}/${path}`, undefined, body, headers) as Promise<Value>;
  }
}

function detector(id: string): string {
  return `detectors/${encodeURIComponent(id)}`;
}

function automation(name: string): string {
  return `automations/${encodeURIComponent(name)}`;
}
