/** An installation that uses everything: three accounts' worth of places, a task in each, API Gateway as its door. */
export const FAR_AND_WIDE = `
installation:
  account: "111111111111"
  region: eu-central-1
  externalId: 0a1b2c3d-4e5f-6071-8293
  frontDoor: http-api
  githubToken: true
  callByMail: [oncall@example.com]
  slackTeams: [T012AB3C4]
  concurrency: { webhook: 0, slack: 0 }
services:
  hello:
    repository: { id: 1001, name: acme/hello, hook: 1234567 }
    build: { project: hello-build, image: hello }
    stages:
      - name: staging
        targets: [{ cluster: staging, service: hello, container: app, family: hello-staging }]
        taskRoles: [hello-task, service/hello-execution]
        migrate: { task: hello-migrate, container: app, cluster: staging, subnets: [subnet-0a1b] }
        verify: { project: hello-tests }
      - name: production
        targets:
          - { name: eu, cluster: production, service: hello, container: app, role: "arn:aws:iam::222222222222:role/team/bakewatch-target" }
          - { name: us, cluster: production, service: hello, container: app, region: us-east-1, role: "arn:aws:iam::222222222222:role/team/bakewatch-target" }
        taskRoles: [hello-task]
        verify: { task: hello-smoke, cluster: production, subnets: [subnet-0a1b] }
        migrate: { task: hello-migrate, container: app, cluster: production, subnets: [subnet-0a1b] }
        bake: { for: 1h, alarms: [hello-5xx] }
      - name: second
        targets: [{ cluster: second, service: hello, container: app, region: us-west-2 }]
`;
