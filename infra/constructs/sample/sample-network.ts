import { type IVpc, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** Two public subnets and a load balancer that everybody may reach. No NAT gateway: it would cost more than all the rest. */
export class SampleNetwork extends Construct {
  readonly vpc: IVpc;
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Of the tasks: the load balancer may come in, nobody else. */
  readonly tasks: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }],
      restrictDefaultSecurityGroup: false,
    }) as IVpc;
    acknowledge(this.vpc, {
      'AwsSolutions-VPC7': 'A sample without data of anybody; flow logs would be its largest cost.',
    });
    const doors = new SecurityGroup(this, 'Doors', {
      vpc: this.vpc,
      description: 'The load balancer',
      allowAllOutbound: false,
    });
    this.tasks = new SecurityGroup(this, 'Tasks', { vpc: this.vpc, description: 'The tasks' });
    this.tasks.addIngressRule(doors, Port.tcp(8080), 'the load balancer');
    doors.addEgressRule(this.tasks, Port.tcp(8080), 'the tasks');
    acknowledge(doors, { 'AwsSolutions-EC23': 'It is the page of the sample, which everybody may look at.' });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: 'hello',
      vpc: this.vpc,
      internetFacing: true,
      securityGroup: doors,
      dropInvalidHeaderFields: true,
    });
    acknowledge(this.loadBalancer, {
      'AwsSolutions-ELB2': 'A sample that is destroyed again: its requests are counted by CloudWatch, not kept.',
    });
  }
}
