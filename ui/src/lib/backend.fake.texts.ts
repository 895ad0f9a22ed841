/** Texts that go in and out of the fake: a key put to use, and what somebody pastes. */
import type { ImportView, UseForm, UseView } from '../bindings';

const TITLES: Record<UseForm, string> = {
  'curl-openai': 'cURL, OpenAI',
  'curl-anthropic': 'cURL, Anthropic',
  sh: 'bash, zsh',
  fish: 'fish',
  powershell: 'PowerShell',
  connection: 'Connection info',
};

export function fakeUses(url: string, masked: string): UseView[] {
  return (Object.keys(TITLES) as UseForm[]).map((form) => ({
    form,
    title: TITLES[form],
    text: textOf(form, url, masked),
  }));
}

function textOf(form: UseForm, url: string, key: string): string {
  switch (form) {
    case 'curl-openai':
      return curl(`${url}/v1/chat/completions`, [`Authorization: Bearer ${key}`], 'gpt-5.2');
    case 'curl-anthropic':
      return curl(
        `${url}/v1/messages`,
        [`x-api-key: ${key}`, 'anthropic-version: 2023-06-01'],
        'claude-sonnet-4-6',
      );
    case 'sh':
      return variables(url, key, (name, value) => `export ${name}='${value}'`);
    case 'fish':
      return variables(url, key, (name, value) => `set -gx ${name} '${value}'`);
    case 'powershell':
      return variables(url, key, (name, value) => `$env:${name} = '${value}'`);
    case 'connection':
      return JSON.stringify({ _type: 'newapi_channel_conn', key, url });
  }
}

function curl(url: string, headers: string[], model: string): string {
  const body = { model, max_tokens: 64, messages: [{ role: 'user', content: 'Say hello.' }] };
  const all = [...headers, 'Content-Type: application/json'].map((header) => `  -H '${header}'`);
  return [`curl '${url}'`, ...all, `  -d '${JSON.stringify(body)}'`].join(' \\\n');
}

function variables(url: string, key: string, line: (name: string, value: string) => string): string {
  return [
    line('OPENAI_BASE_URL', `${url}/v1`),
    line('OPENAI_API_KEY', key),
    line('ANTHROPIC_BASE_URL', url),
    line('ANTHROPIC_AUTH_TOKEN', key),
  ].join('\n');
}

/** What a pasted text says; `null` where it is neither connection info nor a link. */
export function readFakeImport(text: string): Omit<ImportView, 'id' | 'label' | 'notes' | 'masked'> | null {
  const trimmed = text.trim();
  try {
    if (trimmed.startsWith('{')) {
      const { _type: type, key, url } = JSON.parse(trimmed) as Record<string, string>;
      if (type !== 'newapi_channel_conn' || !key || !url) return null;
      const { origin, host } = new URL(url);
      return { source: 'connection info', url: origin, name: host, tool: null };
    }
    const link = new URL(trimmed);
    const endpoint = link.searchParams.get('endpoint');
    if (link.protocol !== 'ccswitch:' || endpoint === null) return null;
    const { origin, host } = new URL(endpoint.split(',')[0]!);
    return {
      source: 'a cc-switch link',
      url: origin,
      name: link.searchParams.get('name') ?? host,
      tool: link.searchParams.get('app') === 'claude' ? 'claude-code' : null,
    };
  } catch {
    return null;
  }
}
