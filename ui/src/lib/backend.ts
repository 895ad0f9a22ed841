/*
 * The one door to the host. Views and state know only `Backend`; this file and the generated bindings are
 * the only ones that import `@tauri-apps/*`.
 */
import { isTauri } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  CheckView,
  ConfigureRequest,
  ConnectRequest,
  ErrorView,
  GroupsView,
  KeyListView,
  KeyView,
  Link,
  ModelsView,
  NewKeyRequest,
  Noun,
  PlanView,
  Preferences,
  StatusView,
  ToolView,
} from '../bindings';
import { commands } from '../bindings';
import { Failure } from './failure';

export type { Link, Noun, Preferences } from '../bindings';

/** Every promise rejects with a {@link Failure}. */
export interface Backend {
  status(): Promise<StatusView>;
  connect(request: ConnectRequest): Promise<StatusView>;
  signOut(label: string): Promise<StatusView>;
  useBridge(label: string): Promise<StatusView>;
  unlockVault(): Promise<StatusView>;

  /** Asks the bridge. */
  listKeys(): Promise<KeyListView>;
  /** What was known last, at once. */
  cachedKeys(): Promise<KeyListView>;
  createKey(request: NewKeyRequest): Promise<KeyView>;
  setKeyEnabled(id: number, enabled: boolean): Promise<KeyView>;
  deleteKey(id: number): Promise<void>;
  revealKey(id: number): Promise<string>;
  /** Puts the secret on the clipboard without showing it here; resolves to the seconds until it is cleared. */
  copyKey(id: number): Promise<number>;
  groups(): Promise<GroupsView>;
  models(group: string | null): Promise<ModelsView>;

  listTools(): Promise<ToolView[]>;
  planConfigure(request: ConfigureRequest): Promise<PlanView>;
  planUndo(tool: string): Promise<PlanView>;
  planDisconnect(tool: string): Promise<PlanView>;
  planRepair(tool: string): Promise<PlanView>;
  applyPlan(id: string): Promise<ToolView>;
  discardPlan(id: string): Promise<void>;
  checkTool(tool: string): Promise<CheckView>;

  openLink(name: Link): Promise<void>;
  onChanged(listener: (noun: Noun) => void): Promise<() => void>;
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
  connect: (request) => data(commands.connect(request)),
  signOut: (label) => data(commands.signOut(label)),
  useBridge: (label) => data(commands.useBridge(label)),
  unlockVault: () => data(commands.unlockVault()),

  listKeys: () => data(commands.listKeys()),
  cachedKeys: () => data(commands.cachedKeys()),
  createKey: (request) => data(commands.createKey(request)),
  setKeyEnabled: (id, enabled) => data(commands.setKeyEnabled(id, enabled)),
  deleteKey: async (id) => void (await data(commands.deleteKey(id))),
  revealKey: (id) => data(commands.revealKey(id)),
  copyKey: (id) => data(commands.copyKey(id)),
  groups: () => data(commands.groups()),
  models: (group) => data(commands.models(group)),

  listTools: () => data(commands.listTools()),
  planConfigure: (request) => data(commands.planConfigure(request)),
  planUndo: (tool) => data(commands.planUndo(tool)),
  planDisconnect: (tool) => data(commands.planDisconnect(tool)),
  planRepair: (tool) => data(commands.planRepair(tool)),
  applyPlan: (id) => data(commands.applyPlan(id)),
  discardPlan: async (id) => void (await data(commands.discardPlan(id))),
  checkTool: (tool) => data(commands.checkTool(tool)),

  openLink: async (name) => void (await data(commands.openLink(name))),
  onChanged: (listener) => listen<Noun>('changed', (event) => listener(event.payload)),

  preferences: () => data(commands.preferences()),
  savePreferences: async (preferences) => void (await data(commands.savePreferences(preferences))),
};
