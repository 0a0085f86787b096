import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';
import type { StageConfig } from '#core/config/schema.ts';
import { exampleYaml, resourcesOf, synthesise } from './synthesise.ts';

let sample: Template;
let stages: StageConfig[];

beforeAll(() => {
  sample = synthesise(exampleYaml(), { sample: true })['BakewatchSample'] as Template;
  const parsed = parseConfig(exampleYaml());
  stages = parsed.ok ? (parsed.config.services['hello']?.stages ?? []) : [];
}, 60_000);

const named = (type: string, property: string): unknown[] =>
  resourcesOf(sample, type).map(([, { Properties }]) => Properties[property]);

describe('the sample', () => {
  it('has everything that its configuration names, by these names', () => {
    expect(stages.map(({ name }) => name)).toEqual(['staging', 'production']);
    for (const { targets, taskRoles = [], bake } of stages) {
      const [{ cluster, service, family } = {}] = targets;
      expect(named('AWS::ECS::Cluster', 'ClusterName')).toContain(cluster);
      expect(named('AWS::ECS::Service', 'ServiceName')).toContain(service);
      expect(named('AWS::ECS::TaskDefinition', 'Family')).toContain(family);
      for (const role of taskRoles) expect(named('AWS::IAM::Role', 'RoleName')).toContain(role);
      expect(bake?.alarms.length).toBe(2);
      for (const alarm of bake?.alarms ?? []) expect(named('AWS::CloudWatch::Alarm', 'AlarmName')).toContain(alarm);
    }
    sample.hasResourceProperties('AWS::CodeBuild::Project', { Name: 'hello-build' });
    sample.hasResourceProperties('AWS::ECR::Repository', { RepositoryName: 'hello', ImageTagMutability: 'IMMUTABLE' });
  });

  it('lets in only what comes through the load balancer, and leaves nothing behind', () => {
    const rules = resourcesOf(sample, 'AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => Properties);
    expect(rules.filter(({ CidrIp }) => CidrIp !== undefined)).toEqual([]);
    expect(
      resourcesOf(sample).filter(([, { DeletionPolicy }]) => /Retain|Snapshot/.test(DeletionPolicy ?? '')),
    ).toEqual([]);
    expect(resourcesOf(sample, 'AWS::EC2::NatGateway')).toEqual([]);
  });

  it('is built from any commit, as a public repository can be read: by nobody in particular', () => {
    const [source] = named('AWS::CodeBuild::Project', 'Source') as Record<string, unknown>[];
    expect(source).toMatchObject({ Type: 'GITHUB', ReportBuildStatus: false });
    // A clone of the newest commit only has no other.
    expect(source).not.toHaveProperty('GitCloneDepth');
  });

  it('builds on the smallest machine, and needs no account at GitHub for a repository that everybody may read', () => {
    sample.hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: { ComputeType: 'BUILD_GENERAL1_SMALL' },
      Source: { Type: 'GITHUB', ReportBuildStatus: false },
    });
  });

  it('leaves taking back to Bakewatch, and stops what never comes up', () => {
    sample.allResourcesProperties('AWS::ECS::Service', {
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: false },
        MinimumHealthyPercent: 100,
      },
    });
  });
});
