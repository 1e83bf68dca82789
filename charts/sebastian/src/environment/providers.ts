import { integrationVariables } from '@helm-charts/alga';
import { credentials, environment, ifSet, type Ref, when } from '@helm-charts/types';
import type { Values } from '../values.ts';

/** Mount path of the service account key of Google Vertex AI. */
export const vertexKey = { folder: '/run/secrets/vertex', file: 'credentials.json' };

/** Services of Google and Microsoft, also for sign-in. */
export const directories = ({
  integrations: { google, googleSignIn, microsoft, teamsBot },
}: Values) => {
  const signIn = (keys: Readonly<Record<'clientId' | 'clientSecret', Ref<string>>>) => ({
    GOOGLE_OAUTH_CLIENT_ID: keys.clientId,
    GOOGLE_OAUTH_CLIENT_SECRET: keys.clientSecret,
  });
  return [
    integrationVariables(
      google,
      (keys) => ({
        GOOGLE_CLIENT_ID: keys.clientId,
        GOOGLE_CLIENT_SECRET: keys.clientSecret,
      }),
      {
        GOOGLE_PROJECT_ID: ifSet(google.projectId),
        GOOGLE_REDIRECT_URI: ifSet(google.redirectUri),
      },
    ),
    when(
      googleSignIn.enabled,
      environment(credentials(googleSignIn.credentials, signIn)),
      // Without its own credentials, sign-in uses those of the mail integration.
      [integrationVariables(google, signIn)],
    ),
    integrationVariables(
      microsoft,
      (keys) => ({
        MICROSOFT_CLIENT_ID: keys.clientId,
        MICROSOFT_CLIENT_SECRET: keys.clientSecret,
        MICROSOFT_OAUTH_CLIENT_ID: keys.clientId,
        MICROSOFT_OAUTH_CLIENT_SECRET: keys.clientSecret,
      }),
      {
        MICROSOFT_TENANT_ID: ifSet(microsoft.tenantId),
        MICROSOFT_REDIRECT_URI: ifSet(microsoft.redirectUri),
      },
    ),
    integrationVariables(teamsBot, (keys) => ({
      TEAMS_BOT_APP_ID: keys.appId,
      TEAMS_BOT_APP_TENANT_ID: keys.tenantId,
      TEAMS_BOT_APP_PASSWORD: keys.password,
    })),
  ];
};

/** AI models that the application uses. */
export const models = ({ integrations: { openai, anthropic, chatProvider, vertex } }: Values) => [
  integrationVariables(openai, (keys) => ({ OPENAI_API_KEY: keys.apiKey })),
  integrationVariables(anthropic, (keys) => ({ ANTHROPIC_API_KEY: keys.apiKey })),
  ...environment({ AI_CHAT_PROVIDER: ifSet(chatProvider) }),
  ifSet(vertex, ({ projectId, location, model, baseUrl }) =>
    environment({
      GOOGLE_APPLICATION_CREDENTIALS: `${vertexKey.folder}/${vertexKey.file}`,
      VERTEX_PROJECT_ID: projectId,
      VERTEX_LOCATION: location,
      VERTEX_CHAT_MODEL: model,
      VERTEX_OPENAPI_BASE_URL: ifSet(baseUrl),
    }),
  ),
];
