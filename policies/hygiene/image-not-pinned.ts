import { yamlText } from '#model/yaml-scalar.ts';
import { runningOf } from '#model/sidecars.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceByFlow } from '#edits';

export default definePolicy({
  id: 'image-not-pinned',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'Images must be pinned by an immutable tag or a digest.',
  why: oneLine(
    'A replica that starts later pulls the image that the tag points to at that time. One pool then runs two versions,',
    'git no longer says which one runs, and a rollback changes nothing',
  ),
  source: 'Semantics 64; Kubernetes, "Images": avoid :latest in production',
  options: {
    floating: {
      describe: 'Tags that count as mutable',
      default: ['latest', 'main', 'master', 'develop', 'edge', 'nightly', 'snapshot', 'stable'],
    },
    digest: { describe: 'Accept only digests', default: false },
  },
  messages: {
    untagged: {
      text: oneLine(
        'container "{container}" uses image "{image}" without a tag, which means latest: replicas started later may',
        'run a different version',
      ),
      help: oneLine(
        'Add a version tag, such as `{image}:1.4.2`, or set `image.parameter: true` to let an overlay or a stack',
        'parameter choose it',
      ),
    },
    floating: {
      text: 'container "{container}" uses the mutable tag "{tag}": replicas started later may run a different version',
      help: oneLine(
        'Use a version tag or a digest, or set `image.parameter: true` to let an overlay or a stack parameter choose',
        'it',
      ),
    },
    digest: {
      text: 'container "{container}" uses image "{image}" without a digest',
      help: 'Append the digest to the image: `@sha256:…`',
    },
    manifest: {
      text: oneLine(
        'container "{container}" in "{file}" uses image "{image}" {lacking}: replicas started later may run a different',
        'version',
      ),
      help: 'Pin the image where the manifest is made, and render it again',
    },
  },
  pool({ pool }, { report, options }) {
    for (const {
      under,
      container: { name, image },
    } of runningOf(pool)) {
      if (image.kind !== 'pinned') continue;
      const { reference } = image;
      const { repository, tag, digest } = partsOf(reference.plain);
      const place = { at: reference.origin, path: ['pools', pool.key, under, name.plain, 'image'] };
      const data = { image: reference.plain, container: name.plain };
      if (digest) continue;
      if (pool.existing?.manifest !== undefined) {
        // Another tool owns it, so nothing in the configuration can choose the image.
        const { path: file } = pool.existing.manifest;
        const lacking = lackingOf(tag, options);
        if (lacking !== undefined)
          report('manifest', {
            at: file.origin,
            path: ['pools', pool.key, 'workload', 'existing', 'manifest'],
            related: [{ message: 'the image', at: reference.origin }],
            data: { ...data, file: file.plain, lacking },
          });
        continue;
      }
      const fixes = [
        fix(
          'Set `image.parameter: true`, so that an overlay or a stack parameter chooses the image',
          'unsafe',
          replaceByFlow(reference, `{ parameter: true, name: ${yamlText(repository)} }`),
        ),
      ];
      if (tag === undefined) report('untagged', { ...place, data, fixes });
      else if (options.floating.includes(tag)) report('floating', { ...place, data: { ...data, tag }, fixes });
      else if (options.digest) report('digest', { ...place, data });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'no tag',
        path: 'pools.api.containers.api.image',
        message: 'untagged',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com:5000/api", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'the tag latest',
        path: 'pools.api.containers.proxy.image',
        message: 'floating',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 900m, memory: 1Gi }
      proxy: { image: registry.example.com/proxy:latest, cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
      {
        title: 'a version tag where only digests are accepted',
        path: 'pools.api.containers.api.image',
        message: 'digest',
        yaml: `lint: { rules: { image-not-pinned: { options: { digest: true } } } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a mutable tag in a rendered manifest',
        path: 'pools.api.workload.existing.manifest',
        message: 'manifest',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
        manifest: `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: main
          image: registry.example.com/api:latest
          resources: { requests: { cpu: 500m } }
`,
      },
    ],
    good: [
      {
        title: 'a version tag, a mutable tag with a digest, and an image that an overlay chooses',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com:5000/api:1.0.0", cpu: 800m, memory: 1Gi }
      proxy: { image: "registry.example.com/proxy:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", cpu: 100m, memory: 128Mi }
      agent: { image: { parameter: true, name: registry.example.com/agent }, cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
    ],
  }),
});

/** What an image without a digest lacks, in words; undefined where its tag is enough. */
function lackingOf(
  tag: string | undefined,
  { floating, digest }: { readonly floating: readonly string[]; readonly digest: boolean },
): string | undefined {
  if (tag === undefined) return 'without a tag, which means latest';
  if (floating.includes(tag)) return `with the mutable tag "${tag}"`;
  return digest ? 'without a digest' : undefined;
}

/** `registry:5000/team/app:1.0@sha256:…`: a colon before the last slash belongs to a port. */
function partsOf(reference: string): {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: boolean;
} {
  const [named = '', digest] = reference.split('@');
  const found = /^(.*\/)?([^/:]+)(?::([^/:]+))?$/.exec(named);
  return { repository: `${found?.[1] ?? ''}${found?.[2] ?? ''}`, tag: found?.[3], digest: digest !== undefined };
}
