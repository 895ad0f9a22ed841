import { expect, it } from 'vitest';
import type { ConnectRequest, StatusView } from '../../bindings';
import { FakeBackend } from '../backend.fake';
import { FAKE_TOKEN, FAKE_URL } from '../backend.fake.data';
import { Session } from './session.svelte';

const request: ConnectRequest = {
  url: FAKE_URL,
  sign_in: { kind: 'token', user_id: 42, access_token: FAKE_TOKEN },
};

it('knows no bridge before the first sign-in, and one after it', async () => {
  const session = new Session(new FakeBackend({ first: true }));
  await session.load();
  expect(session.bridge).toBeNull();
  expect(await session.connect(request)).toBe(true);
  expect(session.bridge?.url).toBe(FAKE_URL);
  expect(session.busy).toBeNull();
});

it('passes a refusal on and keeps what it knew', async () => {
  const session = new Session(new FakeBackend({ faults: ['unreachable'] }));
  await session.load();
  const before = session.status;
  await expect(session.connect(request)).rejects.toMatchObject({ code: 'bridge_unreachable' });
  expect(session.status).toBe(before);
  expect(session.busy).toBeNull();
});

it('takes a sign-in that went through after nobody waited for it', async () => {
  const backend = new FakeBackend({ first: true });
  const session = new Session(backend);
  let answer: (status: StatusView) => void = () => undefined;
  backend.connect = () => new Promise((resolve) => (answer = resolve));
  const attempt = session.connect(request);
  session.stopWaiting();
  expect(session.busy).toBeNull();
  answer(await new FakeBackend().status());
  expect(await attempt).toBe(false);
  expect(session.bridge).not.toBeNull();
});

it('keeps the last status when it cannot be read again', async () => {
  const backend = new FakeBackend();
  const session = new Session(backend);
  await session.load();
  backend.faults.add('store');
  await session.load();
  expect(session.failure?.code).toBe('store');
  expect(session.bridge).not.toBeNull();
});
