package dev.symbio.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Dashboard and alerts ask for metrics and labels that nodes export. */
final class MetricRules {
    /** Made by Prometheus itself for whatever it scrapes. */
    private static final String UP = "up";

    private static final Set<String> SCRAPED_LABELS = Set.of("job", "instance", "le");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.:])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
    private static final Pattern SHOWN_LABEL = Pattern.compile("\\{\\{ *(?:\\$labels\\.)?(\\w+) *}}");

    private MetricRules() {}

    static List<String> problems(DeploymentFiles files, Code code) {
        Problems problems = new Problems(code);
        JsonNode alerts = files.yaml(DeploymentFiles.ALERTS).get(0);
        JsonNode dashboard = files.json(DeploymentFiles.DASHBOARD);
        problems.addAll(Form.of("alerts").problems(DeploymentFiles.ALERTS, alerts));
        problems.addAll(Form.of("dashboard").problems(DeploymentFiles.DASHBOARD, dashboard));
        alerts.findValues("rules")
                .forEach(rules -> rules.forEach(rule -> {
                    check(
                            problems,
                            code,
                            DeploymentFiles.ALERTS,
                            rule.path("expr").asText());
                    Problems.each(rule.path("annotations"))
                            .forEach(text -> checkShown(problems, code, DeploymentFiles.ALERTS, text.asText()));
                }));
        distinct(problems, DeploymentFiles.ALERTS, alerts.findValuesAsText("alert"));
        distinct(problems, DeploymentFiles.DASHBOARD, dashboard.path("panels").findValuesAsText("title"));
        dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(target -> {
            check(problems, code, DeploymentFiles.DASHBOARD, target.path("expr").asText());
            checkShown(
                    problems,
                    code,
                    DeploymentFiles.DASHBOARD,
                    target.path("legendFormat").asText());
        }));
        return problems.found();
    }

    private static void distinct(Problems problems, String file, List<String> names) {
        problems.expectEqual(names.size(), new TreeSet<>(names).size(), file, "the number of different names");
    }

    private static void check(Problems problems, Code code, String file, String expression) {
        String withoutText = STRING.matcher(expression).replaceAll("");
        MATCHERS.matcher(withoutText).results().forEach(matchers -> {
            for (String matcher : matchers.group(1).split(",")) {
                checkLabel(problems, code, file, matcher.replaceAll("[=!~ ]", ""));
            }
        });
        GROUPING.matcher(withoutText).results().forEach(grouping -> {
            for (String label : grouping.group(1).split(",")) {
                checkLabel(problems, code, file, label.strip());
            }
        });
        String bare = withoutText;
        for (Pattern aside : List.of(MATCHERS, GROUPING, RANGE)) {
            bare = aside.matcher(bare).replaceAll(" ");
        }
        List<String> names = NAME.matcher(bare)
                .results()
                .map(match -> match.group())
                .filter(name -> !WORDS.contains(name))
                .toList();
        problems.expect(!names.isEmpty(), file, "\"" + expression + "\" asks for nothing");
        for (String name : names) {
            boolean exported = name.equals(UP) || code.metrics().names().contains(name);
            problems.expect(exported, file, "no node exports " + name);
        }
    }

    private static void checkShown(Problems problems, Code code, String file, String text) {
        SHOWN_LABEL.matcher(text).results().forEach(label -> checkLabel(problems, code, file, label.group(1)));
    }

    private static void checkLabel(Problems problems, Code code, String file, String label) {
        boolean known =
                SCRAPED_LABELS.contains(label) || code.metrics().labels().contains(label);
        problems.expect(known, file, "no metric has the label " + label);
    }
}
