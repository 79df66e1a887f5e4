package dev.symbio.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The configuration of one Cassandra node, and the options of its JVM. */
record CassandraFiles(Path directory, Path yaml, Path logback) {
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "java.rmi/sun.rmi.transport.tcp",
            "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.compiler/com.sun.tools.javac.api",
            "jdk.compiler/com.sun.tools.javac.tree",
            "jdk.attach/sun.tools.attach");

    private static final List<String> OPENS = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.ref",
            "java.base/java.lang.reflect",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal",
            "jdk.management.jfr/jdk.management.jfr",
            "java.management/java.lang.management",
            "jdk.compiler/com.sun.tools.javac");

    /**
     * Small, and quick to start. One token and no bootstrap: it is the only node. What it confirms is on disk, as no other
     * replica has it: with {@code periodic} a killed process forgets its last 100 ms.
     */
    private static final String YAML =
            """
            cluster_name: symbio
            num_tokens: 1
            initial_token: 0
            auto_bootstrap: false
            hinted_handoff_enabled: false
            authenticator: AllowAllAuthenticator
            authorizer: AllowAllAuthorizer
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            endpoint_snitch: SimpleSnitch
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "%1$s:%2$d"
            listen_address: %1$s
            rpc_address: %1$s
            storage_port: %2$d
            native_transport_port: %3$d
            start_native_transport: true
            data_file_directories: ["%4$s/data"]
            commitlog_directory: %4$s/commitlog
            saved_caches_directory: %4$s/caches
            hints_directory: %4$s/hints
            cdc_raw_directory: %4$s/cdc
            commitlog_sync: group
            commitlog_sync_group_window: 2ms
            commitlog_segment_size: 8MiB
            commitlog_disk_access_mode: legacy
            memtable_heap_space: 96MiB
            memtable_offheap_space: 96MiB
            file_cache_size: 32MiB
            networking_cache_size: 32MiB
            key_cache_size: 8MiB
            auto_snapshot: false
            incremental_backups: false
            disk_failure_policy: die
            """;

    private static final String LOGBACK =
            """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="OUT"/></root>
            </configuration>
            """;

    static CassandraFiles write(Path directory, String host, int storagePort, int port) throws IOException {
        Path yaml = directory.resolve("cassandra.yaml");
        Path logback = directory.resolve("logback.xml");
        Files.writeString(yaml, YAML.formatted(host, storagePort, port, directory));
        Files.writeString(logback, LOGBACK);
        Files.createDirectories(directory.resolve("tmp"));
        Files.createDirectories(directory.resolve("triggers"));
        return new CassandraFiles(directory, yaml, logback);
    }

    List<String> javaOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms128M",
                "-Xmx1536M",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-Djava.net.preferIPv4Stack=true",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dcassandra-foreground=yes",
                "-Dcassandra.config=file://" + yaml,
                "-Dcassandra.storagedir=" + directory,
                "-Dcassandra.logdir=" + directory,
                "-Dcassandra.triggers_dir=" + directory.resolve("triggers"),
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.ring_delay_ms=100",
                "-Dlogback.configurationFile=" + logback,
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Djna.tmpdir=" + directory.resolve("tmp")));
        EXPORTS.forEach(each -> options.addAll(List.of("--add-exports", each + "=ALL-UNNAMED")));
        OPENS.forEach(each -> options.addAll(List.of("--add-opens", each + "=ALL-UNNAMED")));
        return options;
    }
}
