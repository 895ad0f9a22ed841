/*
 * The one door to the host. Views and state know only `Backend`; this file and the generated bindings are
 * the only ones that import `@tauri-apps/*`.
 */
import { isTauri } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  AdoptRequest,
  AdoptableListView,
  AdoptedView,
  ActivityView,
  BatchView,
  BudgetView,
  CheckView,
  CleanedView,
  CleanupView,
  ConfigureAllRequest,
  ConfigureRequest,
  ConnectRequest,
  DesktopView,
  DriftView,
  EditKeyRequest,
  Errand,
  ErrorView,
  GroupsView,
  HomeView,
  ImportView,
  IncidentView,
  Job,
  JobProgress,
  KeyAt,
  KeyListView,
  KeyView,
  KillRequest,
  LeakTryView,
  LeakView,
  Link,
  ModelsView,
  NewKeyRequest,
  Noun,
  OldKeyView,
  PlansView,
  PlanView,
  Preferences,
  PricesView,
  ReachView,
  ReportFormat,
  RestoreView,
  RotateRequest,
  RotationView,
  ScanEvent,
  ScanRequest,
  ScanView,
  SettingsView,
  SiteView,
  StatusView,
  StepsView,
  TimelineView,
  ToolView,
  UsageRange,
  UsageTableView,
  UseForm,
  UseView,
  VaultKind,
} from '../bindings';
import { commands } from '../bindings';
import { Failure } from './failure';

export type { Link, Noun, Preferences } from '../bindings';

/** Every promise rejects with a {@link Failure}. */
export interface Backend {
  status(): Promise<StatusView>;
  /** What was known last, at once. */
  cachedStatus(): Promise<StatusView>;
  /** What a bridge says of itself before the sign-in. */
  lookAtBridge(url: string, insist: boolean): Promise<SiteView>;
  connect(request: ConnectRequest): Promise<StatusView>;
  /** A new access token in place of the present one, which is dead from then on. */
  renewToken(): Promise<StatusView>;
  signOut(label: string): Promise<StatusView>;
  useBridge(label: string): Promise<StatusView>;
  renameBridge(label: string, name: string): Promise<StatusView>;
  unlockVault(): Promise<StatusView>;
  /** Forgets every secret, on the clipboard too, and closes the vault. */
  lock(): Promise<void>;

  /** Asks the bridge. */
  listKeys(): Promise<KeyListView>;
  /** What was known last, at once. */
  cachedKeys(): Promise<KeyListView>;
  /** One key, as the bridge has it now. */
  lookAtKey(id: number): Promise<KeyView>;
  createKey(request: NewKeyRequest): Promise<KeyView>;
  createKeys(request: NewKeyRequest, count: number): Promise<KeyView[]>;
  resumeCreations(): Promise<KeyView[]>;
  /** Resolves to the names that were not made. */
  forgetCreations(): Promise<string[]>;
  /** What is `null` or left out stays. */
  editKey(id: number, request: EditKeyRequest): Promise<KeyView>;
  /** A real request with the key, from this machine. */
  checkReach(id: number): Promise<ReachView>;
  setKeysEnabled(ids: number[], enabled: boolean): Promise<BatchView>;
  deleteKeys(ids: number[]): Promise<BatchView>;
  /** Stops a job where it is; it then rejects with `stopped`. */
  stop(job: Job): Promise<void>;
  revealKey(id: number): Promise<string>;
  /** Puts the secret on the clipboard without showing it here; resolves to the seconds until it is cleared. */
  copyKey(id: number): Promise<number>;
  /** The key put to use by hand, masked. */
  keyUses(id: number): Promise<UseView[]>;
  /** Puts one of them on the clipboard with the key in it; resolves like {@link copyKey}. */
  copyUse(id: number, form: UseForm): Promise<number>;
  /** What a pasted text would bring in. Nothing is kept yet. */
  readImport(text: string): Promise<ImportView>;
  acceptImport(id: string): Promise<KeyView>;
  discardImport(id: string): Promise<void>;
  groups(): Promise<GroupsView>;
  models(group: string | null): Promise<ModelsView>;
  prices(group: string): Promise<PricesView>;

  listTools(): Promise<ToolView[]>;
  planConfigure(request: ConfigureRequest): Promise<PlanView>;
  /** Points a profile's tool at it. */
  planUse(profile: string): Promise<PlanView>;
  planUndo(tool: string): Promise<PlanView>;
  planDisconnect(tool: string): Promise<PlanView>;
  planRepair(tool: string): Promise<PlanView>;
  /** The plan's steps as they are now, to ask every second or so while somebody works in the tool. */
  lookAtSteps(id: string): Promise<StepsView>;
  /** What somebody else changed in a tool's settings. */
  toolDrift(tool: string): Promise<DriftView>;
  /** Has a tool's settings say again what was applied. */
  planReapply(tool: string): Promise<PlanView>;
  /** Takes what stands there as meant, if it is still what was seen. Writes no file of the tool's. */
  acceptDrift(tool: string, seen: string): Promise<ToolView>;
  /** A plan for each of several tools; each is applied by itself. */
  planAll(request: ConfigureAllRequest): Promise<PlansView>;
  /** What stands in the way of a plan now: a program that would write over it. */
  whatBlocks(id: string): Promise<Failure | null>;
  /** Keys that stand in clear in tools' files, in cc-switch and in shells' start-up files. */
  listAdoptable(): Promise<AdoptableListView>;
  planAdopt(request: AdoptRequest): Promise<PlanView>;
  /** What putting the key that was taken over last back would change. */
  planAdoptUndo(): Promise<PlanView>;
  /** Into the vault, read back, out of the files; or back again. */
  applyAdopt(id: string): Promise<AdoptedView>;
  discardAdopt(id: string): Promise<void>;
  applyPlan(id: string): Promise<ToolView>;
  discardPlan(id: string): Promise<void>;
  checkTool(tool: string): Promise<CheckView>;

  settings(): Promise<SettingsView>;
  /** For how many seconds a tool that asks for its key goes on with it. */
  setHelperSeconds(seconds: number): Promise<void>;
  /** Opens the vault file, or chooses the passphrase of the one to come. */
  unlockFile(passphrase: string): Promise<StatusView>;
  /** Moves all secrets to another vault, or leaves them behind. */
  useVault(kind: VaultKind, passphrase: string | null, brings: boolean): Promise<StatusView>;
  /** Writes everything but secrets into a new file; resolves to its path. */
  saveExport(): Promise<string>;
  /** What taking an export in would add. */
  readExport(text: string): Promise<RestoreView>;
  restore(text: string): Promise<RestoreView>;
  startDemo(): Promise<StatusView>;
  leaveDemo(): Promise<StatusView>;
  /** What the wallet did, newest first. */
  activity(): Promise<ActivityView[]>;
  /** What Home shows, as last read. Asks no bridge. */
  home(): Promise<HomeView>;
  /** What was used in some days, as far as it was read. Asks no bridge. */
  usage(range: UsageRange): Promise<UsageTableView>;
  /** Reads from the bridge what is not known of those days. */
  syncUsage(range: UsageRange): Promise<void>;
  /** Saves it as comma-separated values; resolves to where. */
  exportUsageCsv(range: UsageRange): Promise<string>;
  budgets(): Promise<BudgetView[]>;
  /** `null` takes the budget away. */
  setBudget(tool: string, usd: number | null): Promise<BudgetView[]>;
  /** Looks for copies of keys; {@link onScan} hears of each as it is found. Stopped, it resolves to what it has. */
  startScan(request: ScanRequest): Promise<ScanView>;
  /** Findings of the last scan, by their ids. Of its plans, those of tools go to {@link applyPlan}. */
  planCleanup(ids: string[]): Promise<CleanupView>;
  planCleanupUndo(): Promise<PlanView>;
  /** Carries a cleanup out and looks again. */
  applyCleanup(id: string): Promise<CleanedView>;
  /** Which keys of yours a pasted text holds, whatever stands around them. */
  readLeak(text: string): Promise<LeakView>;
  /** Shows a key that is none of yours at the bridge's door. */
  tryLeaked(id: string): Promise<LeakTryView>;
  /** Resolves as soon as the kill is written down; it then goes on by itself, told by the noun `incidents`. */
  startKill(request: KillRequest): Promise<IncidentView>;
  /** Newest first. */
  incidents(): Promise<IncidentView[]>;
  incident(id: number): Promise<IncidentView>;
  /** What happened, the proof and what is left to do, for people who were not there. No secret is in it. */
  incidentReport(id: number, format: ReportFormat): Promise<string>;
  /** Writes it into a new file; resolves to its path. */
  saveIncidentReport(id: number, format: ReportFormat): Promise<string>;
  /** For a key that disabling did not kill. It cannot be undone. */
  deleteKilled(kill: number): Promise<IncidentView>;
  /** Gives an incident up: nothing is tried any more. */
  closeIncident(id: number): Promise<IncidentView>;
  /** Goes on by itself, told by the noun `incidents`. */
  rotateKey(request: RotateRequest): Promise<RotationView>;
  /** Goes on with one that trouble stopped. */
  resumeRotation(id: number): Promise<RotationView>;
  giveRotationUp(id: number): Promise<RotationView>;
  rotations(): Promise<RotationView[]>;
  /** Keys in use for so many days, oldest first. */
  oldKeys(days: number): Promise<OldKeyView[]>;

  /** The calls with a key since a time, by address. */
  timeline(key: KeyAt, since: string | null): Promise<TimelineView>;
  /** Has the bridge log the addresses of calls from now on, or not. */
  logAddresses(wanted: boolean): Promise<void>;
  /** The web page of a killed key's bridge. */
  openKillPage(kill: number): Promise<void>;
  openLink(name: Link): Promise<void>;
  onChanged(listener: (noun: Noun) => void): Promise<() => void>;
  onProgress(listener: (progress: JobProgress) => void): Promise<() => void>;
  onScan(listener: (event: ScanEvent) => void): Promise<() => void>;
  desktop(): Promise<DesktopView>;
  /** What the window was opened for, once. */
  takeErrand(): Promise<Errand | null>;
  /** There is an errand to take. */
  onErrand(listener: () => void): Promise<() => void>;
  /** Somebody closes the window for the first time, and is to be asked what that means. */
  onClosing(listener: () => void): Promise<() => void>;
  /** Closes the window: the wallet stays in the tray, or ends. It is not asked again. */
  closeWindow(stay: boolean): Promise<void>;
  preferences(): Promise<Preferences>;
  /** Remembers what is set; the rest stays as it is. */
  savePreferences(preferences: Preferences): Promise<void>;
}

type Answer<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: ErrorView }>;

async function data<T>(answer: Answer<T>): Promise<T> {
  const result = await answer.catch((cause: unknown) => {
    throw Failure.of(cause);
  });
  if (result.status === 'error') throw Failure.of(result.error);
  return result.data;
}

/** Whether there is a host at all: the page also runs in a plain browser, against the fake. */
export const isInWindow = isTauri;

/** The real door. */
export const tauriBackend: Backend = {
  status: () => data(commands.status()),
  cachedStatus: () => data(commands.cachedStatus()),
  lookAtBridge: (url, insist) => data(commands.lookAtBridge(url, insist)),
  connect: (request) => data(commands.connect(request)),
  renewToken: () => data(commands.renewToken()),
  signOut: (label) => data(commands.signOut(label)),
  useBridge: (label) => data(commands.useBridge(label)),
  renameBridge: (label, name) => data(commands.renameBridge(label, name)),
  unlockVault: () => data(commands.unlockVault()),
  lock: async () => void (await data(commands.lock())),

  listKeys: () => data(commands.listKeys()),
  cachedKeys: () => data(commands.cachedKeys()),
  lookAtKey: (id) => data(commands.lookAtKey(id)),
  createKey: (request) => data(commands.createKey(request)),
  createKeys: (request, count) => data(commands.createKeys(request, count)),
  resumeCreations: () => data(commands.resumeCreations()),
  forgetCreations: () => data(commands.forgetCreations()),
  editKey: (id, request) => data(commands.editKey(id, request)),
  checkReach: (id) => data(commands.checkReach(id)),
  setKeysEnabled: (ids, enabled) => data(commands.setKeysEnabled(ids, enabled)),
  deleteKeys: (ids) => data(commands.deleteKeys(ids)),
  stop: async (job) => void (await data(commands.stop(job))),
  revealKey: (id) => data(commands.revealKey(id)),
  copyKey: (id) => data(commands.copyKey(id)),
  keyUses: (id) => data(commands.keyUses(id)),
  copyUse: (id, form) => data(commands.copyUse(id, form)),
  readImport: (text) => data(commands.readImport(text)),
  acceptImport: (id) => data(commands.acceptImport(id)),
  discardImport: async (id) => void (await data(commands.discardImport(id))),
  groups: () => data(commands.groups()),
  models: (group) => data(commands.models(group)),
  prices: (group) => data(commands.prices(group)),

  listTools: () => data(commands.listTools()),
  planConfigure: (request) => data(commands.planConfigure(request)),
  planUse: (profile) => data(commands.planUse(profile)),
  planUndo: (tool) => data(commands.planUndo(tool)),
  planDisconnect: (tool) => data(commands.planDisconnect(tool)),
  planRepair: (tool) => data(commands.planRepair(tool)),
  lookAtSteps: (id) => data(commands.lookAtSteps(id)),
  toolDrift: (tool) => data(commands.toolDrift(tool)),
  planReapply: (tool) => data(commands.planReapply(tool)),
  acceptDrift: (tool, seen) => data(commands.acceptDrift(tool, seen)),
  planAll: (request) => data(commands.planAll(request)),
  whatBlocks: async (id) => {
    const blocker = await data(commands.whatBlocks(id));
    return blocker === null ? null : Failure.of(blocker);
  },
  listAdoptable: () => data(commands.listAdoptable()),
  planAdopt: (request) => data(commands.planAdopt(request)),
  planAdoptUndo: () => data(commands.planAdoptUndo()),
  applyAdopt: (id) => data(commands.applyAdopt(id)),
  discardAdopt: async (id) => void (await data(commands.discardAdopt(id))),
  applyPlan: (id) => data(commands.applyPlan(id)),
  discardPlan: async (id) => void (await data(commands.discardPlan(id))),
  checkTool: (tool) => data(commands.checkTool(tool)),

  settings: () => data(commands.settings()),
  setHelperSeconds: async (seconds) => void (await data(commands.setHelperSeconds(seconds))),
  unlockFile: (passphrase) => data(commands.unlockFile(passphrase)),
  useVault: (kind, passphrase, brings) => data(commands.useVault(kind, passphrase, brings)),
  saveExport: () => data(commands.saveExport()),
  readExport: (text) => data(commands.readExport(text)),
  restore: (text) => data(commands.restore(text)),
  startDemo: () => data(commands.startDemo()),
  leaveDemo: () => data(commands.leaveDemo()),
  activity: () => data(commands.activity()),
  home: () => data(commands.home()),
  usage: (range) => data(commands.usage(range)),
  syncUsage: async (range) => void (await data(commands.syncUsage(range))),
  exportUsageCsv: (range) => data(commands.exportUsageCsv(range)),
  budgets: () => data(commands.budgets()),
  setBudget: (tool, usd) => data(commands.setBudget(tool, usd)),
  startScan: (request) => data(commands.startScan(request)),
  planCleanup: (ids) => data(commands.planCleanup(ids)),
  planCleanupUndo: () => data(commands.planCleanupUndo()),
  applyCleanup: (id) => data(commands.applyCleanup(id)),
  readLeak: (text) => data(commands.readLeak(text)),
  tryLeaked: (id) => data(commands.tryLeaked(id)),
  startKill: (request) => data(commands.startKill(request)),
  incidents: () => data(commands.incidents()),
  incident: (id) => data(commands.incident(id)),
  incidentReport: (id, format) => data(commands.incidentReport(id, format)),
  saveIncidentReport: (id, format) => data(commands.saveIncidentReport(id, format)),
  deleteKilled: (kill) => data(commands.deleteKilled(kill)),
  closeIncident: (id) => data(commands.closeIncident(id)),
  rotateKey: (request) => data(commands.rotateKey(request)),
  resumeRotation: (id) => data(commands.resumeRotation(id)),
  giveRotationUp: (id) => data(commands.giveRotationUp(id)),
  rotations: () => data(commands.rotations()),
  oldKeys: (days) => data(commands.oldKeys(days)),

  timeline: (key, since) => data(commands.timeline(key, since)),
  logAddresses: async (wanted) => void (await data(commands.logAddresses(wanted))),
  openKillPage: async (kill) => void (await data(commands.openKillPage(kill))),
  openLink: async (name) => void (await data(commands.openLink(name))),
  onChanged: (listener) => listen<Noun>('changed', (event) => listener(event.payload)),
  onProgress: (listener) => listen<JobProgress>('progress', (event) => listener(event.payload)),
  onScan: (listener) => listen<ScanEvent>('scan', (event) => listener(event.payload)),

  desktop: () => data(commands.desktop()),
  takeErrand: () => data(commands.takeErrand()),
  onErrand: (listener) => listen('errand', listener),
  onClosing: (listener) => listen('closing', listener),
  closeWindow: async (stay) => void (await data(commands.closeWindow(stay))),
  preferences: () => data(commands.preferences()),
  savePreferences: async (preferences) => void (await data(commands.savePreferences(preferences))),
};
