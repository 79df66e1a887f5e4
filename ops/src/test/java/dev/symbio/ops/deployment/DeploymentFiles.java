package dev.symbio.ops.deployment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The texts of all files that a deployment consists of, by their path from the top folder. */
record DeploymentFiles(Map<String, String> texts) {
    static final String COMPOSE = "docker-compose.yml";
    static final String DOCKERFILE = "ops/docker/Dockerfile";
    static final String ENTRY = "ops/docker/symbio";
    static final String HEALTHY = "ops/docker/healthy";
    static final String KUBERNETES = "ops/kubernetes";
    static final String ALERTS = "ops/prometheus/alerts.yml";
    static final String DASHBOARD = "ops/grafana/dashboard.json";
    static final String TOLD = "docs/deployment.md";

    private static final ObjectMapper STRICT_JSON =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    static DeploymentFiles read(Path home) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String file :
                List.of(COMPOSE, DOCKERFILE, ENTRY, HEALTHY, ALERTS, DASHBOARD, TOLD, ".dockerignore", "ops/pom.xml")) {
            texts.put(file, Files.readString(home.resolve(file)));
        }
        try (Stream<Path> manifests = Files.walk(home.resolve(KUBERNETES))) {
            for (Path file : manifests.filter(Files::isRegularFile).toList()) {
                texts.put(home.relativize(file).toString(), Files.readString(file));
            }
        }
        return new DeploymentFiles(texts);
    }

    /** These files with one mistake in one of them. */
    DeploymentFiles broken(String file, String right, String wrong) {
        String text = texts.get(file);
        if (!text.contains(right)) {
            throw new IllegalArgumentException("Expected \"" + right + "\" in " + file + ".");
        }
        Map<String, String> changed = new TreeMap<>(texts);
        changed.put(file, text.replace(right, wrong));
        return new DeploymentFiles(changed);
    }

    /** These files without any line that has this word. */
    DeploymentFiles withoutLinesOf(String word) {
        Map<String, String> changed = new TreeMap<>();
        texts.forEach((file, text) -> changed.put(
                file, text.lines().filter(line -> !line.contains(word)).collect(Collectors.joining("\n", "", "\n"))));
        return new DeploymentFiles(changed);
    }

    String text(String file) {
        return texts.get(file);
    }

    /** Aliases and merges are resolved, as the tools that read these files do it. A key that comes twice is refused. */
    List<JsonNode> yaml(String file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text(file))) {
            documents.add(STRICT_JSON.valueToTree(document));
        }
        return documents;
    }

    JsonNode json(String file) {
        try {
            return STRICT_JSON.readTree(text(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    List<String> manifests(String lastName) {
        return texts.keySet().stream()
                .filter(file -> file.startsWith(KUBERNETES + "/") && file.endsWith(".yaml"))
                .filter(file -> file.endsWith("/kustomization.yaml") == lastName.equals("kustomization"))
                .toList();
    }
}
