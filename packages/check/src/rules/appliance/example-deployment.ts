/** A Deployment whose container has these fields, as one line of YAML. */
export const deploymentWith = (fields: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.29.3
          ${fields}
`;
