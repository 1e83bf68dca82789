/** The URL that a server names, which may be relative to another one. Undefined if it is none. */
export const urlAt = (text: string | undefined, base: URL): URL | undefined =>
  text !== undefined && URL.canParse(text, base.href) ? new URL(text, base) : undefined;
