package dev.symbio.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.ops.host.OwnSymbio;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.error.YAMLException;

/** The files of a deployment fit the code, and each kind of mistake in them is found. */
class DeploymentFilesTest {
    private static final Path HOME = Path.of("..");
    private static final String COMPOSE = DeploymentFiles.COMPOSE;
    private static final String NODES = "ops/kubernetes/nodes/deployment.yaml";
    private static final String SETTINGS = "ops/kubernetes/settings/symbio.yaml";
    private static final String SERVICES = "ops/kubernetes/nodes/services.yaml";
    private static final String ALERTS = DeploymentFiles.ALERTS;
    private static final String DASHBOARD = DeploymentFiles.DASHBOARD;
    private static final String DOCKERFILE = DeploymentFiles.DOCKERFILE;

    private static OwnSymbio symbio;
    private static Code code;
    private static DeploymentFiles files;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        symbio = OwnSymbio.inTemporaryDirectory();
        code = Code.of(HOME, symbio.url(), symbio.privateUrl());
        files = DeploymentFiles.read(HOME);
    }

    @AfterAll
    static void stop() {
        symbio.close();
    }

    private static List<String> problems(DeploymentFiles files) {
        return problems(files, code);
    }

    private static List<String> problems(DeploymentFiles files, Code code) {
        List<String> problems = new ArrayList<>();
        problems.addAll(ImageRules.problems(files, code));
        problems.addAll(ComposeRules.problems(files, code));
        problems.addAll(KubernetesRules.problems(files, code));
        problems.addAll(MetricRules.problems(files, code));
        Problems told = new Problems(code);
        told.expectKnownVariables(DeploymentFiles.TOLD, files.text(DeploymentFiles.TOLD));
        problems.addAll(told.found());
        return problems;
    }

    @Test
    void theFilesFitTheCode() {
        assertThat(problems(files)).isEmpty();
    }

    @Test
    void theCodeIsReallyLookedAt() {
        assertThat(code.environment()).contains("SYMBIO_PROFILE").hasSizeGreaterThan(30);
        assertThat(code.metrics().names())
                .contains("symbio_mail_attempts_total", "symbio_dead_letters", "symbio_deadlines_late_seconds_max")
                .contains("symbio_projection_lag_seconds_bucket", "jvm_memory_used_bytes");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource({"imageMistakes", "composeMistakes", "kubernetesMistakes", "podMistakes", "metricMistakes"})
    void aMistakeIsFound(String file, String right, String wrong, String said) {
        assertThat(problems(files.broken(file, right, wrong)))
                .as("%s instead of %s in %s", wrong, right, file)
                .anyMatch(problem -> problem.contains(said));
    }

    static Stream<Arguments> imageMistakes() {
        return Stream.of(
                Arguments.of(DOCKERFILE, "eclipse-temurin:17-jre", "eclipse-temurin:21-jre", "Java should be"),
                Arguments.of(DOCKERFILE, "USER 10001:10001", "USER root", "USER that is not root"),
                Arguments.of(DOCKERFILE, "EXPOSE 8080", "EXPOSE 8081", "EXPOSE should be"),
                Arguments.of(DOCKERFILE, "ops/target/lib", "ops/target/libs", "nothing makes"),
                Arguments.of(DOCKERFILE, "SYMBIO_DATA_DIR", "SYMBIO_DATA", "does not know SYMBIO_DATA"),
                Arguments.of(DOCKERFILE, "symbio:0.1.0-SNAPSHOT", "symbio:0.0.9", "another version"),
                Arguments.of(".dockerignore", "!ops/docker", "", "out"),
                Arguments.of(DeploymentFiles.ENTRY, "gateway.Main", "gateway.Start", "no program"),
                Arguments.of(DeploymentFiles.ENTRY, " export |", " exports |", "no command exports"),
                Arguments.of(DeploymentFiles.HEALTHY, "/health/ready", "/healthz", "no node answers /healthz"));
    }

    static Stream<Arguments> composeMistakes() {
        return Stream.of(
                Arguments.of(COMPOSE, "cassandra:5.0.9", "cassandra:5.0.8", "image of cassandra-1"),
                Arguments.of(COMPOSE, "postgres:15.19", "postgres:16.1", "image of postgres"),
                Arguments.of(COMPOSE, "symbio:0.1.0-SNAPSHOT", "symbio:0.1.0", "image of symbio-1"),
                Arguments.of(COMPOSE, "SYMBIO_POSTGRES_URL", "SYMBIO_POSTGRES_URI", "not know SYMBIO_POSTGRES_URI"),
                Arguments.of(COMPOSE, "8081:8080", "8081:9090", "not the public API"),
                Arguments.of(COMPOSE, "127.0.0.1:8081", "0.0.0.0:8081", "not the public API"),
                Arguments.of(
                        COMPOSE, "SYMBIO_POSTGRES_PASSWORD:?is missing", "SYMBIO_POSTGRES_PASSWORD:-a", "password"),
                Arguments.of(COMPOSE, "commitlog_sync: group", "commitlog_sync: periodic", "on disk"),
                Arguments.of(COMPOSE, "commitlog_sync_group_window: 10ms", "commitlog_sync_period: 10ms", "on disk"),
                Arguments.of(COMPOSE, "cassandra-2:9042", "cassandra-9:9042", "looks for Cassandra"),
                Arguments.of(COMPOSE, "cassandra-2:9042", "cassandra-2:9043", "looks for Cassandra"),
                Arguments.of(COMPOSE, "CASSANDRA_DC: datacenter1", "CASSANDRA_DC: dc1", "CASSANDRA_DC"),
                Arguments.of(COMPOSE, "FACTOR: \"3\"", "FACTOR: \"4\"", "replication factor"),
                Arguments.of(COMPOSE, "//postgres:5432", "//db:5432", "looks for PostgreSQL"),
                Arguments.of(COMPOSE, "max_connections=200", "max_connections=100", "max_connections"),
                Arguments.of(COMPOSE, "  symbio-keys:\n", "", "list of volumes"),
                Arguments.of(COMPOSE, "stop_grace_period: 75s", "stop_grace_period: 10s", "to stop"),
                Arguments.of(COMPOSE, "[\"schema\", \"create\"]", "[\"schema\", \"make\"]", "schema"),
                Arguments.of(COMPOSE, "[\"keys\", ", "[\"key\", ", "no command"),
                Arguments.of(COMPOSE, "[\"CMD\", \"healthy\"]", "[\"CMD\", \"curl\"]", "has no curl"),
                Arguments.of(COMPOSE, "start_period:", "startPeriod:", "startPeriod"));
    }

    static Stream<Arguments> kubernetesMistakes() {
        String kustomization = "ops/kubernetes/nodes/kustomization.yaml";
        String discovery = "ops/kubernetes/nodes/discovery.yaml";
        String network = "ops/kubernetes/nodes/network.yaml";
        String disruption = "ops/kubernetes/nodes/disruption.yaml";
        return Stream.of(
                Arguments.of(NODES, "maxSurge:", "maxSurges:", "maxSurges"),
                Arguments.of(NODES, "apiVersion: apps/v1", "apiVersion: apps/v1beta1", "expected one of"),
                Arguments.of(SETTINGS, "SYMBIO_PROFILE:", "SYMBIO_PROFIL:", "does not know SYMBIO_PROFIL"),
                Arguments.of(SETTINGS, "SYMBIO_PROFILE: cassandra", "SYMBIO_POSTGRES_PASSWORD: a", "belongs into"),
                Arguments.of(kustomization, "0.1.0-SNAPSHOT", "0.2.0", "the image should be"),
                Arguments.of(kustomization, "  - network.yaml\n", "", "list of resources"),
                Arguments.of(kustomization, "namespace: symbio", "namespace: other", "namespace"),
                Arguments.of(kustomization, "newTag:", "tag:", "tag"),
                Arguments.of(SERVICES, "targetPort: http", "targetPort: web", "no container has the port web"),
                Arguments.of(SERVICES, "port: 25520", "port: 2552", "another number"),
                Arguments.of(SERVICES, "  clusterIP: None\n", "", "may have an address"),
                Arguments.of(SERVICES, "    app: symbio\n  ports", "    app: symbol\n  ports", "nothing has"),
                Arguments.of(network, "port: 9090", "port: 9091", "the network lets through"),
                Arguments.of(network, "symbio.dev/monitoring", "symbio.dev/watching", "nothing has"),
                Arguments.of(discovery, "kind: Role\n", "kind: Roles\n", "expected one of"),
                Arguments.of(discovery, "[\"pods\"]", "[\"secrets\"]", "may only read pods"),
                Arguments.of(
                        discovery,
                        "ServiceAccount\nmetadata:\n  name: symbio",
                        "ServiceAccount\nmetadata:\n  name: s",
                        "no ServiceAccount symbio"),
                Arguments.of(disruption, "maxUnavailable: 1", "maxUnavailable: 2", "may leave at once"));
    }

    static Stream<Arguments> podMistakes() {
        String job = "ops/kubernetes/schema/job.yaml";
        return Stream.of(
                Arguments.of(NODES, "containerPort: 9090", "containerPort: 9091", "the ports of the nodes"),
                Arguments.of(NODES, "path: /health/ready", "path: /ready", "readinessProbe: no node answers"),
                Arguments.of(NODES, "port: private", "port: http", "the port of livenessProbe"),
                Arguments.of(
                        NODES, "prometheus.io/port: \"9090\"", "prometheus.io/port: \"8080\"", "prometheus.io/port"),
                Arguments.of(
                        NODES, "terminationGracePeriodSeconds: 90", "terminationGracePeriodSeconds: 30", "to stop"),
                Arguments.of(NODES, "name: symbio-settings", "name: symbio-config", "no ConfigMap symbio-config"),
                Arguments.of(NODES, "key: postgres-password", "key: postgres-pass", "the key postgres-pass"),
                Arguments.of(NODES, "secretName: symbio-keys", "secretName: symbio-key", "the Secret symbio-key"),
                Arguments.of(NODES, "/keys/audit-signing.key", "/keys/signing.key", "the key /keys/signing.key"),
                Arguments.of(NODES, "runAsUser: 10001", "runAsUser: 0", "runAsUser"),
                Arguments.of(NODES, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "more rights"),
                Arguments.of(
                        NODES,
                        "limits:\n              memory: 2Gi",
                        "limits:\n              cpu: 2",
                        "no memory limit"),
                Arguments.of(
                        NODES,
                        "- name: data\n              mountPath",
                        "- name: date\n              mountPath",
                        "mounts"),
                Arguments.of(NODES, "replicas: 3", "replicas: 2", "fewer than three"),
                Arguments.of(job, "\"schema\", \"create\"", "\"schema\", \"creates\"", "creates"),
                Arguments.of(
                        DeploymentFiles.TOLD, "--from-literal=postgres-user", "--from-literal=user", "postgres-user"));
    }

    static Stream<Arguments> metricMistakes() {
        return Stream.of(
                Arguments.of(ALERTS, "symbio_dead_letters", "symbio_dead_letter", "no node exports symbio_dead_letter"),
                Arguments.of(ALERTS, "symbio_webhook_dead_total", "symbio_webhook_dead", "no node exports"),
                Arguments.of(ALERTS, "by (kind)", "by (sort)", "the label sort"),
                Arguments.of(ALERTS, "area=", "region=", "the label region"),
                Arguments.of(ALERTS, "$labels.kind", "$labels.sort", "the label sort"),
                Arguments.of(ALERTS, "severity: critical", "severity: bad", "severity"),
                Arguments.of(DASHBOARD, "process_cpu_usage", "process_cpu", "no node exports process_cpu"),
                Arguments.of(DASHBOARD, "{{projection}}", "{{model}}", "the label model"),
                Arguments.of(DASHBOARD, "\"gridPos\"", "\"grid\"", "grid"));
    }

    @Test
    void nodesThatWouldNotFindEachOtherAreFound() {
        DeploymentFiles apart = files.withoutLinesOf("SYMBIO_CLUSTER_");

        assertThat(problems(apart, code.knowing("SYMBIO_CLUSTER_ENDPOINTS", "SYMBIO_CLUSTER_HOST")))
                .anyMatch(problem -> problem.contains("the endpoints of symbio-2"))
                .anyMatch(problem -> problem.contains("SYMBIO_CLUSTER_HOST of symbio-3"))
                .anyMatch(problem -> problem.contains("SYMBIO_CLUSTER_HOST should be the pod's address"));
    }

    @Test
    void whatCannotBeReadIsNotTakenForEmpty() {
        assertThatThrownBy(() -> problems(files.broken(COMPOSE, "  keys:\n", "  symbio-1:\n")))
                .hasMessageContaining("duplicate key");
        assertThatThrownBy(() -> problems(files.broken(NODES, "replicas: 3", "replicas: [3")))
                .isInstanceOf(YAMLException.class);
        assertThatThrownBy(() -> problems(files.broken(DASHBOARD, "\"panels\": [", "\"panels\": [,")))
                .hasMessageContaining(DASHBOARD);
    }

    @Test
    void theHealthCheckOfTheImageTellsANodeFromNone() throws IOException, InterruptedException {
        assertThat(healthy(symbio.privateUrl().getPort())).isZero();
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        assertThat(healthy(nobody)).isNotZero();
        URI api = symbio.url();
        assertThat(healthy(api.getPort())).as("no health there").isNotZero();
    }

    private static int healthy(int port) throws IOException, InterruptedException {
        ProcessBuilder script =
                new ProcessBuilder("bash", HOME.resolve(DeploymentFiles.HEALTHY).toString());
        script.environment().put("SYMBIO_HTTP_PRIVATE_PORT", Integer.toString(port));
        return script.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
