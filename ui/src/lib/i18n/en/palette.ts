/** The command palette: everything by its name. */
export const palette = {
  palette: {
    title: 'Go to or do',
    search: 'Search keys, tools, screens and actions',
    none: 'Nothing has that name.',
    kind: {
      action: 'Action',
      view: 'Screen',
      key: 'Key',
      tool: 'Tool',
      bridge: 'Bridge',
    },
    configure: (tool: string) => `Configure ${tool}`,
    review: (tool: string) => `Review what changed in ${tool}`,
    check: (tool: string) => `Check ${tool} now`,
    copy: (key: string) => `Copy ${key}`,
    use: (bridge: string) => `Use ${bridge}`,
    theme: (theme: string) => `Appearance: ${theme}`,
    language: (language: string) => `Language: ${language}`,
  },
};
