import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'image-not-pinned',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'Every image has a tag that stays what it is, or a digest.',
  why: 'A replica that scaling adds pulls what the tag means by then, so a pool runs two versions at once, and the one that git says is not to be had again; a rollback changes nothing',
  source: 'Semantics 64; Kubernetes, "Images": avoid :latest in production',
  options: {
    floating: {
      describe: 'Tags that move',
      default: ['latest', 'main', 'master', 'develop', 'edge', 'nightly', 'snapshot', 'stable'],
    },
    digest: { describe: 'Accept digests only', default: false },
  },
  messages: {
    untagged: {
      text: 'image "{image}" of container "{container}" has no tag, which means latest: replicas that are added later run what that is then',
      help: 'Write its version, such as {image}:1.4.2, or leave it to an overlay or a stack parameter with image.parameter: true',
    },
    floating: {
      text: 'image "{image}" of container "{container}" has the tag {tag}, which moves: replicas that are added later run what that is then',
      help: 'Write its version or digest, or leave it to an overlay or a stack parameter with image.parameter: true',
    },
    digest: {
      text: 'image "{image}" of container "{container}" has no digest',
      help: 'Write @sha256: and its digest behind it',
    },
  },
  pool({ pool }, { report, options }) {
    for (const { name, image } of pool.containers) {
      if (image.kind !== 'pinned') continue;
      const { reference } = image;
      const { repository, tag, digest } = partsOf(reference.plain);
      const place = { at: reference.origin, path: ['pools', pool.key, 'containers', name.plain, 'image'] };
      const data = { image: reference.plain, container: name.plain };
      const fixes = [
        fix(
          'Leave it to an overlay or a stack parameter',
          'unsafe',
          replaceValue(reference, `{ parameter: true, name: ${repository} }`),
        ),
      ];
      if (digest) continue;
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
        title: 'latest',
        path: 'pools.api.containers.proxy.image',
        message: 'floating',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi }
      proxy: { image: registry.example.com/proxy:latest, cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
      {
        title: 'a version where digests alone are accepted',
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
    ],
    good: [
      {
        title: 'a version, a digest behind a tag that moves, and an image that is left to the deployment',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com:5000/api:1.0.0", cpu: 1, memory: 1Gi }
      proxy: { image: "registry.example.com/proxy:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", cpu: 100m, memory: 128Mi }
      agent: { image: { parameter: true, name: registry.example.com/agent }, cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
    ],
  }),
});

/** `registry:5000/team/app:1.0@sha256:…`: a colon before the last slash is of a port. */
function partsOf(reference: string): {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: boolean;
} {
  const [named = '', digest] = reference.split('@');
  const found = /^(.*\/)?([^/:]+)(?::([^/:]+))?$/.exec(named);
  return { repository: `${found?.[1] ?? ''}${found?.[2] ?? ''}`, tag: found?.[3], digest: digest !== undefined };
}
