/** What was found for a first configuration; each list is empty where nothing was, or where nobody could be asked. */
export interface Found {
  git: GitFound;
  /** The repository's number at its host. */
  repositoryId: number | undefined;
  account: string | undefined;
  region: string | undefined;
  services: EcsFound[];
  /** CodeBuild projects. */
  projects: string[];
  /** ECR repositories. */
  images: string[];
  alarms: AlarmFound[];
}

export interface GitFound {
  /** `github.com` */
  host: string | undefined;
  /** `owner/name` */
  name: string | undefined;
  branch: string | undefined;
}

/** An ECS service, with what its task definition says. */
export interface EcsFound {
  cluster: string;
  service: string;
  family: string;
  containers: { name: string; image: string }[];
  /** Names, with their paths. */
  roles: string[];
  /** As CloudWatch's dimension has them: `targetgroup/hello/0123456789abcdef`. */
  targetGroups: string[];
}

export interface AlarmFound {
  name: string;
  /** Of each metric that it watches. */
  dimensions: Record<string, string>[];
}
