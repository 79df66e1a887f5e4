package dev.symbio.ops.deployment;

import dev.symbio.ops.Ops;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The image: its Java, its user, its ports, what it holds and what it starts. */
final class ImageRules {
    private static final Pattern FROM = Pattern.compile("(?m)^FROM eclipse-temurin:(\\d+)-jre$");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\d+):(\\d+)$");
    private static final Pattern EXPOSE = Pattern.compile("(?m)^EXPOSE (.+)$");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?:--\\S+ )?(.+) \\S+$");
    private static final Pattern CLASS = Pattern.compile("dev\\.symbio\\.[a-z.]+\\.[A-Z]\\w+");
    private static final Pattern COMMANDS = Pattern.compile("(?m)^ +([a-z |]+)\\) main=dev\\.symbio\\.ops\\.Ops");
    private static final Pattern PATH = Pattern.compile("GET (/\\S+) HTTP");
    private static final String IGNORED = ".dockerignore";
    private static final String DOCKERFILE = DeploymentFiles.DOCKERFILE;

    private ImageRules() {}

    static List<String> problems(DeploymentFiles files, Code code) {
        Problems problems = new Problems(code);
        String dockerfile = files.text(DOCKERFILE);
        for (String file : List.of(DOCKERFILE, DeploymentFiles.ENTRY, DeploymentFiles.HEALTHY)) {
            problems.expectKnownVariables(file, files.text(file));
        }
        problems.expectEqual(
                List.of(code.versions().get("maven.compiler.release")), all(FROM, dockerfile), DOCKERFILE, "Java");
        problems.expect(user(files) > 0, DOCKERFILE, "expected one USER that is not root");
        Set<String> exposed =
                new TreeSet<>(List.of(String.join(" ", all(EXPOSE, dockerfile)).split(" ")));
        Set<String> ports = code.ports().values().stream()
                .map(port -> port.toString())
                .collect(Collectors.toCollection(TreeSet::new));
        problems.expectEqual(ports, exposed, DOCKERFILE, "EXPOSE");
        problems.expect(
                dockerfile.contains(":" + code.versions().get("project") + " ."), DOCKERFILE, "tells another version");
        for (String sources : all(COPY, dockerfile)) {
            for (String source : sources.split(" ")) {
                problems.expect(isBuilt(files, source), DOCKERFILE, "nothing makes " + source);
                problems.expect(isSent(files, source), IGNORED, "keeps " + source + " out");
            }
        }
        for (String name : all(Pattern.compile("(" + CLASS.pattern() + ")"), files.text(DeploymentFiles.ENTRY))) {
            problems.expect(isProgram(name), DeploymentFiles.ENTRY, "there is no program " + name);
        }
        Set<String> commands = new TreeSet<>(Ops.commands());
        for (String words : all(COMMANDS, files.text(DeploymentFiles.ENTRY))) {
            for (String word : words.split(" \\| ")) {
                problems.expect(commands.contains(word), DeploymentFiles.ENTRY, "there is no command " + word);
            }
        }
        for (String path : all(PATH, files.text(DeploymentFiles.HEALTHY))) {
            problems.expect(code.answers(path), DeploymentFiles.HEALTHY, "no node answers " + path);
        }
        return problems.found();
    }

    /** The number of the user that the image runs as; 0 when it is not named as a number. */
    static int user(DeploymentFiles files) {
        List<String> users = all(USER, files.text(DOCKERFILE));
        return users.size() == 1 ? Integer.parseInt(users.get(0)) : 0;
    }

    private static boolean isBuilt(DeploymentFiles files, String source) {
        return switch (source) {
            case "ops/target/classes" -> true;
            case "ops/target/lib" ->
                files.text("ops/pom.xml").contains("<outputDirectory>${project.build.directory}/lib</outputDirectory>");
            default -> files.texts().containsKey(source);
        };
    }

    private static boolean isSent(DeploymentFiles files, String source) {
        return files.text(IGNORED)
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .anyMatch(sent -> source.equals(sent) || source.startsWith(sent + "/"));
    }

    private static boolean isProgram(String name) {
        try {
            Class.forName(name, false, ImageRules.class.getClassLoader()).getMethod("main", String[].class);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
