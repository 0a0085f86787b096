import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SampleBuild } from '../constructs/sample/sample-build.ts';
import { SampleNetwork } from '../constructs/sample/sample-network.ts';
import { SampleRoles } from '../constructs/sample/sample-roles.ts';
import { SampleService } from '../constructs/sample/sample-service.ts';

/** `owner/name` of the repository that examples/hello was made into. */
export interface SampleStackProps extends StackProps {
  repository: string;
}

/** The ports of the sample's load balancer. */
const STAGES = { staging: 8080, production: 80 } as const;

/** Something to deploy to: the service of examples/hello in two stages behind a load balancer, with alarms, a build and a registry. */
export class SampleStack extends Stack {
  constructor(scope: Construct, id: string, { repository, ...props }: SampleStackProps) {
    super(scope, id, {
      description: 'The sample service of Bakewatch, to try it out; made to be destroyed again.',
      ...props,
    });
    const { images } = new SampleBuild(this, 'Build', { repository });
    const network = new SampleNetwork(this, 'Network');
    const roles = new SampleRoles(this, 'Roles', { images });
    for (const [stage, port] of Object.entries(STAGES)) {
      new SampleService(this, stage, { stage, port, network, roles });
      new CfnOutput(this, `${stage}Url`, { value: `http://${network.loadBalancer.loadBalancerDnsName}:${port}` });
    }
    new CfnOutput(this, 'LoadBalancer', {
      value: network.loadBalancer.loadBalancerFullName,
      description: 'As the dimension LoadBalancer of `evidence` in bakewatch.yaml.',
    });
  }
}
