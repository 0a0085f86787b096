import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { LEDGER_TABLE, TABLE } from '../installation.ts';

/**
 * The release history. It outlives the stack: nothing that is deployed or destroyed here removes it, also not a first deployment
 * that fails half-way. `cdk deploy --import-existing-resources` takes it in again, which AWS does for a resource that has a plain
 * name and is retained; without, it would be refused because it exists.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export class Ledger extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const [partitionKey, sortKey] = LEDGER_TABLE.KeySchema.map(
      ({ AttributeName }): Attribute => ({ name: AttributeName, type: AttributeType.STRING }),
    ) as [Attribute, Attribute];
    this.table = new Table(this, 'Table', {
      tableName: TABLE,
      partitionKey,
      sortKey,
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
