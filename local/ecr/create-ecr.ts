import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import * as ecr from '@aws-sdk/client-ecr';
import type { Emit } from '../eventbridge/aws-event.ts';
import type { HttpService } from '../http/http-service.ts';
import { jsonService } from '../http/json-service.ts';
import type { Clock } from '../time/clock.ts';
import { digestOfTag } from './find-images.ts';
import { parseImageReference, REGISTRY } from './image-reference.ts';
import { imageOperations } from './images.ts';
import { layerOperations } from './layers.ts';
import { openRegistry, type Registry } from './registry.ts';
import { repositoryOperations } from './repositories.ts';
import { type UnpackedImage, unpackImage } from './unpack-image.ts';

export interface Ecr {
  service: HttpService;
  unpack(reference: string, targetDir: string): Promise<UnpackedImage>;
  /** The digest a reference means now: its own, or that of its tag; undefined when there is no such tag or image. */
  resolveTag(reference: string): string | undefined;
  /** Closing again is success. */
  close(): void;
}

/** ECR on one machine: OCI images under `dir`, and AWS's API over them. `emit` is told of what was pushed. */
export function createEcr({ dir, clock, emit }: { dir: string; clock: Clock; emit?: Emit }): Ecr {
  const registry = openRegistry(dir, clock, emit);
  return {
    service: httpService(registry),
    unpack: (reference, targetDir) => unpackImage(registry, reference, targetDir),
    resolveTag(reference) {
      const image = parseImageReference(reference);
      if (image?.digest) return image.digest;
      return image?.tag === undefined ? undefined : digestOfTag(registry, image.repository, image.tag);
    },
    close() {
      if (registry.database.isOpen) registry.database.close();
    },
  };
}

const LAYER_URL = /^\/ecr\/layers\/(sha256:[0-9a-f]{64})$/;

function httpService(registry: Registry): HttpService {
  // The download URL names the address the caller used, so the operations are bound per request.
  const api = (baseUrl: string): HttpService =>
    jsonService({
      name: 'ecr',
      target: 'AmazonEC2ContainerRegistry_V20150921',
      sdk: ecr,
      operations: {
        ...repositoryOperations(registry),
        ...layerOperations(registry, baseUrl),
        ...imageOperations(registry),
        GetAuthorizationToken: () => authorizationToken(registry),
      },
    });
  return {
    name: 'ecr',
    matches: (request) => LAYER_URL.test(request.url ?? '') || api('').matches(request),
    handle: (request, response) =>
      LAYER_URL.test(request.url ?? '')
        ? download(registry, request, response)
        : api(`http://${request.headers.host}`).handle(request, response),
  };
}

async function download(registry: Registry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const digest = LAYER_URL.exec(request.url ?? '')?.[1] ?? '';
  if (!registry.blobs.has(digest)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': registry.blobs.size(digest),
  });
  await pipeline(createReadStream(registry.blobs.path(digest)), response);
}

const TOKEN_LIFE_MS = 12 * 3600 * 1000;

/** The password opens nothing: only the API on 127.0.0.1 exists here. */
function authorizationToken(registry: Registry) {
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from('AWS:local').toString('base64'),
        expiresAt: new Date(registry.clock.now() + TOKEN_LIFE_MS),
        proxyEndpoint: `https://${REGISTRY}`,
      },
    ],
  };
}
