package dev.symbio.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The manifests: their form, what they say of the code, and what they say of each other. */
final class KubernetesRules {
    private static final String ALL = DeploymentFiles.KUBERNETES;

    private final DeploymentFiles files;
    private final Code code;
    private final Problems problems;
    private final List<Manifest> manifests = new ArrayList<>();

    private KubernetesRules(DeploymentFiles files, Code code) {
        this.files = files;
        this.code = code;
        problems = new Problems(code);
        for (String file : files.manifests("objects")) {
            files.yaml(file).forEach(content -> manifests.add(new Manifest(file, content)));
        }
    }

    static List<String> problems(DeploymentFiles files, Code code) {
        KubernetesRules rules = new KubernetesRules(files, code);
        for (Manifest manifest : rules.manifests) {
            manifest.problem().ifPresent(problem -> rules.problems.expect(false, manifest.file(), problem));
            rules.problems.expectKnownVariables(manifest.file(), files.text(manifest.file()));
            rules.checkSelectors(manifest);
        }
        rules.checkKustomizations();
        rules.checkSettings();
        rules.checkServices();
        rules.checkNetwork();
        rules.checkAccounts();
        rules.checkBudget();
        rules.ofKind("Deployment", "Job")
                .forEach(pods -> PodRules.check(pods, files, code, rules.problems, rules.names("ConfigMap")));
        return rules.problems.found();
    }

    private List<Manifest> ofKind(String... kinds) {
        return manifests.stream()
                .filter(manifest -> Set.of(kinds).contains(manifest.kind()))
                .toList();
    }

    private Set<String> names(String kind) {
        return ofKind(kind).stream().map(Manifest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each folder lists all of its files, and all folders run the same image of this version. */
    private void checkKustomizations() {
        for (String file : files.manifests("kustomization")) {
            JsonNode content = files.yaml(file).get(0);
            problems.addAll(Form.of("kustomization").problems(file, content));
            String folder = file.substring(0, file.lastIndexOf('/') + 1);
            Set<String> beside = files.manifests("objects").stream()
                    .filter(other -> other.startsWith(folder))
                    .map(other -> other.substring(folder.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            problems.expectEqual(
                    beside, new TreeSet<>(Problems.texts(content.path("resources"))), file, "the list of resources");
            problems.expectEqual(
                    names("Namespace"), Set.of(content.path("namespace").asText()), file, "the namespace");
            boolean runs = manifests.stream()
                    .anyMatch(manifest -> manifest.file().startsWith(folder)
                            && manifest.template().has("spec"));
            problems.expectEqual(runs ? 1 : 0, content.path("images").size(), file, "the number of images");
            for (JsonNode image : content.path("images")) {
                problems.expectEqual(
                        code.image("symbio"),
                        image.path("name").asText() + ":" + image.path("newTag").asText(),
                        file,
                        "the image");
            }
        }
    }

    private void checkSettings() {
        for (Manifest settings : ofKind("ConfigMap")) {
            settings.content().path("data").fieldNames().forEachRemaining(name -> {
                problems.expect(
                        code.environment().contains(name), settings.file(), "symbio.conf does not know " + name);
                // the place of a key's file is none: the file comes from a Secret
                String value = settings.content().path("data").path(name).asText();
                boolean secret = name.contains("PASSWORD") || (name.endsWith("_KEY") && !value.startsWith("/"));
                problems.expect(!secret, settings.file(), name + " belongs into a Secret");
            });
        }
    }

    /** What selects pods selects some that these files make. */
    private void checkSelectors(Manifest manifest) {
        JsonNode spec = manifest.content().path("spec");
        List<JsonNode> selectors = new ArrayList<>();
        if (manifest.kind().equals("Service")) {
            selectors.add(spec.path("selector"));
        } else {
            selectors.addAll(manifest.content().findValues("matchLabels"));
        }
        for (JsonNode selector : selectors) {
            boolean ofNamespaces = Problems.each(selector).count() == 1
                    && selector.fieldNames().next().startsWith("symbio.dev/");
            boolean found = manifests.stream()
                    .map(other -> other.template().path("metadata").path("labels"))
                    .anyMatch(labels -> has(labels, selector));
            problems.expect(
                    ofNamespaces ? told(selector.fieldNames().next()) : found,
                    manifest.file(),
                    manifest.kind() + " " + manifest.name() + " selects " + selector + ", which nothing has");
        }
        if (manifest.kind().equals("Deployment")) {
            JsonNode labels = manifest.template().path("metadata").path("labels");
            JsonNode own = spec.path("selector").path("matchLabels");
            problems.expect(has(labels, own), manifest.file(), "the Deployment does not select its own pods");
        }
    }

    private static boolean has(JsonNode labels, JsonNode selector) {
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    private boolean told(String word) {
        return files.text(DeploymentFiles.TOLD).contains(word);
    }

    private Map<String, Integer> containerPorts() {
        Map<String, Integer> ports = new TreeMap<>();
        ofKind("Deployment").forEach(deployment -> deployment
                .template()
                .findValues("ports")
                .forEach(list -> list.forEach(port -> ports.put(
                        port.path("name").asText(), port.path("containerPort").asInt()))));
        return ports;
    }

    private void checkServices() {
        problems.expectEqual(new TreeMap<>(code.ports()), containerPorts(), ALL, "the ports of the nodes");
        for (Manifest service : ofKind("Service")) {
            boolean inside =
                    service.content().path("spec").path("clusterIP").asText().equals("None");
            for (JsonNode port : service.content().path("spec").path("ports")) {
                String target = port.path("targetPort").asText();
                problems.expect(
                        containerPorts().containsKey(target), service.file(), "no container has the port " + target);
                problems.expect(
                        inside || target.equals("http"),
                        service.file(),
                        "only the public API may have an address, but " + service.name() + " has " + target);
                boolean same = port.path("port").asInt() == containerPorts().getOrDefault(target, 0);
                problems.expect(!inside || same, service.file(), "the port " + target + " has another number");
            }
        }
    }

    private void checkNetwork() {
        Set<Integer> open = new TreeSet<>();
        ofKind("NetworkPolicy")
                .forEach(policy -> policy.content().path("spec").path("ingress").forEach(rule -> {
                    rule.path("ports")
                            .forEach(port -> open.add(port.path("port").asInt()));
                    problems.expect(rule.has("from"), policy.file(), "a port is open to everybody");
                }));
        problems.expectEqual(
                new TreeSet<>(code.ports().values()), open, ALL, "the ports that the network lets through");
    }

    private void checkAccounts() {
        Set<String> accounts = names("ServiceAccount");
        for (Manifest deployment : ofKind("Deployment")) {
            String account = deployment
                    .template()
                    .path("spec")
                    .path("serviceAccountName")
                    .asText();
            problems.expect(accounts.contains(account), deployment.file(), "there is no ServiceAccount " + account);
        }
        for (Manifest binding : ofKind("RoleBinding")) {
            String role = binding.content().path("roleRef").path("name").asText();
            problems.expect(names("Role").contains(role), binding.file(), "there is no Role " + role);
            for (JsonNode subject : binding.content().path("subjects")) {
                String name = subject.path("name").asText();
                problems.expect(accounts.contains(name), binding.file(), "there is no ServiceAccount " + name);
            }
        }
        for (Manifest role : ofKind("Role")) {
            for (JsonNode rule : role.content().path("rules")) {
                boolean reads = Set.of("get", "list", "watch").containsAll(Problems.texts(rule.path("verbs")))
                        && List.of("pods").equals(Problems.texts(rule.path("resources")));
                problems.expect(reads, role.file(), "nodes may only read pods, not " + rule);
            }
        }
    }

    /** What leaves at once, by maintenance or by an update, is never half of the nodes. */
    private void checkBudget() {
        for (Manifest deployment : ofKind("Deployment")) {
            JsonNode spec = deployment.content().path("spec");
            int nodes = spec.path("replicas").asInt();
            problems.expect(nodes >= 3, deployment.file(), "fewer than three nodes have no majority to lose one");
            problems.expectEqual(
                    0,
                    spec.path("strategy")
                            .path("rollingUpdate")
                            .path("maxUnavailable")
                            .asInt(-1),
                    deployment.file(),
                    "maxUnavailable of updates");
            for (Manifest budget : ofKind("PodDisruptionBudget")) {
                int leaving =
                        budget.content().path("spec").path("maxUnavailable").asInt(nodes);
                problems.expect(
                        2 * leaving < nodes, budget.file(), leaving + " of " + nodes + " nodes may leave at once");
            }
        }
        problems.expectEqual(1, ofKind("PodDisruptionBudget").size(), ALL, "the number of disruption budgets");
    }
}
