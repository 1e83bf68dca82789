/** What a registry accepts. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A token that is exchanged for others (OAuth2 refresh token). */
  | { readonly kind: 'identity'; readonly token: string }
  /** A token that is sent as it is. */
  | { readonly kind: 'bearer'; readonly token: string };
