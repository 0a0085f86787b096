import { lambdaOrders } from '#adapters/aws/orders.ts';
import { contractEndpoint, pointSdkAt, reportNotRun } from '#test/contracts/endpoint.ts';
import { describeOrdersContract, type OrdersWorld } from '#test/contracts/orders-contract.ts';
import { startLambda } from '#test/local/lambda/start-lambda.ts';

const OBEYS = "export const handler = async (order) => { console.log('order ' + JSON.stringify(order)); };";

if (contractEndpoint()) reportNotRun('orders', 'which would need a Lambda function of ours');
else
  describeOrdersContract('Lambda on one machine', async (): Promise<OrdersWorld> => {
    const running = await startLambda();
    pointSdkAt(running.url);
    await running.create('obeys', OBEYS);
    running.lambda.start();
    return {
      orders: lambdaOrders('obeys'),
      reached: async () =>
        running.lines.flatMap(({ line }) =>
          line.startsWith('order ') ? [JSON.parse(line.slice('order '.length))] : [],
        ),
      toNobody: lambdaOrders('nobody'),
      close: () => running.close(),
    };
  });
