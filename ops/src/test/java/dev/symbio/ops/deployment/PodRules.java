package dev.symbio.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One template of pods: image, rights, probes, settings and how long it is given to stop. */
final class PodRules {
    private static final int SLACK_SECONDS = 10;

    private final String file;
    private final JsonNode spec;
    private final JsonNode annotations;
    private final DeploymentFiles files;
    private final Code code;
    private final Problems problems;

    private PodRules(Manifest manifest, DeploymentFiles files, Code code, Problems problems) {
        this.file = manifest.file();
        this.spec = manifest.template().path("spec");
        this.annotations = manifest.template().path("metadata").path("annotations");
        this.files = files;
        this.code = code;
        this.problems = problems;
    }

    static void check(Manifest manifest, DeploymentFiles files, Code code, Problems problems, Set<String> configMaps) {
        PodRules rules = new PodRules(manifest, files, code, problems);
        rules.checkUser();
        Set<String> volumes = rules.volumes();
        List<JsonNode> containers = new ArrayList<>();
        rules.spec.path("initContainers").forEach(containers::add);
        rules.spec.path("containers").forEach(containers::add);
        for (JsonNode container : containers) {
            rules.checkContainer(container, configMaps, volumes);
        }
        if (manifest.kind().equals("Deployment")) {
            rules.checkProbes(rules.spec.path("containers").path(0));
            rules.checkStop(rules.spec.path("containers").path(0));
            rules.checkScrape();
            rules.checkCluster(rules.spec.path("containers").path(0));
        }
    }

    private void checkUser() {
        JsonNode rights = spec.path("securityContext");
        problems.expect(rights.path("runAsNonRoot").asBoolean(), file, "pods may run as root");
        problems.expectEqual(ImageRules.user(files), rights.path("runAsUser").asInt(), file, "runAsUser");
        problems.expectEqual(
                "RuntimeDefault", rights.path("seccompProfile").path("type").asText(), file, "seccompProfile");
    }

    private Set<String> volumes() {
        for (JsonNode volume : spec.path("volumes")) {
            String secret = volume.path("secret").path("secretName").asText();
            problems.expect(secret.isEmpty() || isTold(secret), file, "nobody is told to make the Secret " + secret);
        }
        return Problems.each(spec.path("volumes"))
                .map(volume -> volume.path("name").asText())
                .collect(Collectors.toSet());
    }

    private void checkContainer(JsonNode container, Set<String> configMaps, Set<String> volumes) {
        String name = container.path("name").asText();
        problems.expectEqual("symbio", container.path("image").asText(), file, "image of " + name);
        problems.expect(container.path("resources").path("limits").has("memory"), file, name + " has no memory limit");
        problems.expect(container.path("resources").path("requests").has("cpu"), file, name + " asks for no processor");
        JsonNode rights = container.path("securityContext");
        boolean few = rights.path("readOnlyRootFilesystem").asBoolean()
                && !rights.path("allowPrivilegeEscalation").asBoolean(true)
                && List.of("ALL")
                        .equals(Problems.texts(rights.path("capabilities").path("drop")));
        problems.expect(few, file, name + " has more rights than it needs");
        for (JsonNode mount : container.path("volumeMounts")) {
            String volume = mount.path("name").asText();
            problems.expect(volumes.contains(volume), file, name + " mounts " + volume + ", which does not exist");
        }
        for (JsonNode source : container.path("envFrom")) {
            String map = source.path("configMapRef").path("name").asText();
            problems.expect(configMaps.contains(map), file, "there is no ConfigMap " + map);
        }
        container.path("env").forEach(this::checkVariable);
        if (container.has("args")) {
            problems.expectCommand(Problems.texts(container.path("args")), files, file);
        }
        for (String word : Problems.texts(container.path("command"))) {
            boolean key = word.startsWith("/keys/");
            problems.expect(!key || isTold(word.substring(6)), file, "nobody is told to make the key " + word);
        }
    }

    private void checkVariable(JsonNode variable) {
        String name = variable.path("name").asText();
        JsonNode secret = variable.path("valueFrom").path("secretKeyRef");
        problems.expect(!name.contains("PASSWORD") || !secret.isMissingNode(), file, name + " is not in a Secret");
        if (!secret.isMissingNode()) {
            String of = secret.path("name").asText();
            String key = secret.path("key").asText();
            problems.expect(
                    isTold(of) && isTold(key),
                    file,
                    "nobody is told to make the Secret " + of + " with the key " + key);
        }
    }

    /** Whether docs/deployment.md has the command that makes this Secret or this key of one. */
    private boolean isTold(String name) {
        return files.text(DeploymentFiles.TOLD)
                .lines()
                .filter(line -> line.contains("create secret generic ") || line.contains("--from-"))
                .anyMatch(line -> List.of(line.split("[ =/]")).contains(name));
    }

    private void checkProbes(JsonNode container) {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode get = container.path(probe).path("httpGet");
            String path = get.path("path").asText();
            problems.expectEqual("private", get.path("port").asText(), file, "the port of " + probe);
            problems.expect(
                    path.startsWith("/") && code.answers(path), file, probe + ": no node answers \"" + path + "\"");
        }
        problems.expect(
                container
                        .path("readinessProbe")
                        .path("httpGet")
                        .path("path")
                        .asText()
                        .endsWith("/ready"),
                file,
                "readinessProbe asks for something else than readiness");
    }

    private void checkStop(JsonNode container) {
        JsonNode before =
                container.path("lifecycle").path("preStop").path("exec").path("command");
        problems.expectEqual("sleep", before.path(0).asText(), file, "the command before stopping");
        int needed = before.path(1).asInt() + code.stopSeconds() + SLACK_SECONDS;
        int given = spec.path("terminationGracePeriodSeconds").asInt();
        problems.expect(
                given >= needed, file, "nodes are given " + given + " s to stop, but may take " + needed + " s");
    }

    /** As soon as the code has a setting for it, nodes call themselves by an address that the others reach. */
    private void checkCluster(JsonNode container) {
        boolean told = Problems.each(container.path("env"))
                .filter(variable -> variable.path("name").asText().equals("SYMBIO_CLUSTER_HOST"))
                .anyMatch(variable -> variable.findValuesAsText("fieldPath").contains("status.podIP"));
        boolean needed = code.environment().contains("SYMBIO_CLUSTER_HOST");
        problems.expect(told || !needed, file, "SYMBIO_CLUSTER_HOST should be the pod's address");
    }

    private void checkScrape() {
        problems.expectEqual(
                code.ports().get("private"),
                annotations.path("prometheus.io/port").asInt(),
                file,
                "prometheus.io/port");
        String path = annotations.path("prometheus.io/path").asText();
        problems.expect(path.startsWith("/") && code.answers(path), file, "no node answers \"" + path + "\"");
    }
}
