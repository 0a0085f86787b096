const args = process.argv.slice(2);

if (args[0] === 'ecr' && args[1] === 'get-login-password') console.log('one-machine');
else {
  console.error(
    `This is not the AWS CLI but its stand-in on one machine. It knows "aws ecr get-login-password" only, not "aws ${args.join(' ')}".`,
  );
  process.exitCode = 252;
}
